"""Numbers of spreadsheets and frames, free of the noise of binary arithmetic."""

from __future__ import annotations

DIGITS = 15
"""The significant digits that spreadsheets keep of a number."""

NOISE = 1e-8
"""What parts a number from one of six decimals at most when binary arithmetic alone parts them."""


def settled(number: float) -> float:
    """Return the number that a spreadsheet shows, free of the noise of binary arithmetic.

    It keeps 15 significant digits; then a number less than 1e-8 away from one of six decimals is that one:
    0.1 + 0.2 is 0.3, and 35000.10 - 34999.95 is 0.15. Nothing else is rounded: a third of 1000 stays refused.
    """
    if number.is_integer() or round(number, 2) == number:
        return number
    kept = float(f"{number:.{DIGITS}g}")
    short = round(kept, 6)
    return short if abs(kept - short) < NOISE else kept
