"""What can be settled before any year is drawn: constants, truth tables, unrolled loops, bounds."""
