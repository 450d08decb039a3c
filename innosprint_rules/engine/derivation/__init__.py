"""How a verdict was reached, step by step, down to the rows it was read from."""
