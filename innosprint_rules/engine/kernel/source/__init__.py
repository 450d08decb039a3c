"""The text of the kernel: blocks, conditions, bounds, functions of a bearable length."""
