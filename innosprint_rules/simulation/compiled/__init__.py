"""Compiled years: what Numba makes of a kernel, kept between runs."""
