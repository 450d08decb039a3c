"""Scenarios of years: files read, checked and completed."""
