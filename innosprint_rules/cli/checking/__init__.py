"""Checking beyond the plain answer: an amendment to try, and what could not be read."""
