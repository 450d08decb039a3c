"""A text in a CSV file that a spreadsheet would take for a formula: marked when written, the mark taken off when read.

The mark is the apostrophe by which spreadsheets themselves keep a text a text. A text that starts with apostrophes
before such a beginning gets one more, so that what is written always reads back to itself.
"""

from __future__ import annotations

MARK = "'"
STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""What a formula starts with, for one spreadsheet or another."""


def marked(text: str) -> str:
    """Return a text as a cell of a CSV file that no spreadsheet computes."""
    return MARK + text if _like_a_formula(text) else text


def unmarked(cell: str) -> str:
    """Return the text of a cell of a CSV file, without the mark that keeps it a text."""
    return cell[1:] if cell.startswith(MARK) and _like_a_formula(cell) else cell


def _like_a_formula(text: str) -> bool:
    bare = text.lstrip(MARK)
    return bare.startswith(STARTS) or bare.lstrip().startswith(STARTS)
