"""Counting what years come to, in a module written for the purpose."""
