"""Lines of text for a screen of some width: wrapping with a hanging indent, columns, nothing else.

A line breaks at plain spaces only, never at the no-break spaces of an amount. Colour is a name beside the
text, so that a page reads alike with and without it.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from innosprint_rules.wording import printable

NARROW, WIDE = 40, 100  # a page is never set narrower or wider


class Line(NamedTuple):
    """One line; the first ``reach`` characters after the indent, or all when it is None, carry ``style``."""

    text: str
    style: str = ""
    reach: int | None = None


EMPTY = Line("")


def wrap(text: str, width: int, indent: int = 0, hang: int | None = None, whole: bool = False) -> list[str]:
    """Return ``text`` in lines of at most ``width`` characters, the next ones indented by ``hang``.

    With ``whole`` a word longer than a line, such as a path, is left in one piece.
    """
    return textwrap.wrap(
        printable(text),
        width,
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent if hang is None else hang),
        break_on_hyphens=False,
        break_long_words=not whole,
    ) or [""]


def block(
    text: str, width: int, indent: int = 0, hang: int | None = None, style: str = "", lead: str | None = None
) -> list[Line]:
    """Return a paragraph; with ``lead``, only that beginning of it carries the style."""
    whole = text if lead is None else f"{lead}{text}"
    lines = wrap(whole, width, indent, hang)
    if lead is None:
        return [Line(line, style) for line in lines]
    first, *rest = lines
    return [Line(first, style, indent + len(lead.rstrip())), *(Line(line) for line in rest)]


def table(
    rows: Sequence[Sequence[str]], width: int, indent: int = 2, right: Iterable[int] = (), gap: int = 2
) -> list[str]:
    """Return rows in columns; those of ``right`` are set to the right; the last one wraps when it must."""
    if not rows:
        return []
    on_right = set(right)
    count = max(len(row) for row in rows)
    cells = [[printable(cell) for cell in row] + [""] * (count - len(row)) for row in rows]
    widths = [max(len(row[column]) for row in cells) for column in range(count)]
    start = indent + sum(widths[:-1]) + gap * (count - 1)
    lines: list[str] = []
    for row in cells:
        *head, last = row
        text = " " * indent
        for column, cell in enumerate(head):
            text += cell.rjust(widths[column]) if column in on_right else cell.ljust(widths[column])
            text += " " * gap
        if count - 1 in on_right:
            last = last.rjust(widths[-1])
        if start + len(last) <= width or start > width - 20:
            lines.append((text + last).rstrip())
            continue
        first, *rest = wrap(last, width - start)
        lines.append(text + first)
        lines += [" " * start + line for line in rest]
    return lines
