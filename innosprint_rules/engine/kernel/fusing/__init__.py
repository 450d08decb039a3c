"""Loops of the kernel that run as one."""
