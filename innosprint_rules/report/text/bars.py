"""Small charts of one line of text, made of the block letters of Unicode; `encodings` has their ASCII stand-ins."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

_EIGHTHS = " ▏▎▍▌▋▊▉█"
_LEVELS = " ▁▂▃▄▅▆▇█"


def bar(share: Fraction, width: int) -> str:
    """Return a bar of ``width`` letters, filled from the left in proportion; what is not nothing is never blank."""
    eighths = round(min(max(share, Fraction(0)), Fraction(1)) * width * 8)
    if share > 0:
        eighths = max(eighths, 4)  # half a letter at least: the thinner ones have no stand-in in ASCII
    full, rest = divmod(eighths, 8)
    return ("█" * full + (_EIGHTHS[rest] if rest else "")).ljust(width)[:width]


def spark(values: Sequence[int | Fraction], most: int | Fraction | None = None) -> str:
    """Return one letter a value, as high as it is of the greatest (or of ``most``); what is not 0 is never blank."""
    top = max(values, default=0) if most is None else most
    if not top:
        return " " * len(values)
    found: list[str] = []
    for each in values:
        level = round(Fraction(each) / Fraction(top) * 8)
        found.append(_LEVELS[min(8, max(level, 1 if each > 0 else 0))])
    return "".join(found)


def span(low: Fraction, high: Fraction, base: Fraction, width: int) -> str:
    """Return a bar from ``low`` to ``high`` (0 to 1) of ``width`` letters, with a line where ``base`` stands."""
    first, last = (min(width - 1, int(each * width)) for each in sorted((low, high)))
    letters = [" "] * width
    for place in range(first, last + 1):
        letters[place] = "█"
    letters[min(width - 1, int(base * width))] = "│"
    return "".join(letters)
