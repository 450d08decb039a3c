"""Amendments tried as acts: the same years without them and with them, verdict by verdict."""
