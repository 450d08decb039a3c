"""Distributions of amounts, days and counts, as scenarios write them."""
