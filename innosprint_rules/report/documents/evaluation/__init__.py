"""The evaluations at six and twelve months."""
