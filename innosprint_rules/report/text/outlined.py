"""An outline in lines: a level is two characters further in."""

from __future__ import annotations

from collections.abc import Iterable

from innosprint_rules.report.content.outline import Cells, Part, Title
from innosprint_rules.report.content.words import STYLES
from innosprint_rules.report.text.layout import EMPTY, Line, block, table

_DEEPEST = 12  # levels of indentation, beyond which lines would be too short


def outlined(parts: Iterable[Part], width: int, hang: int = 2) -> list[Line]:
    """Return the lines of an outline, the next lines of a paragraph ``hang`` characters further in than its first."""
    lines: list[Line] = []
    for part in parts:
        if isinstance(part, Title):
            lines += [EMPTY, *block(part.text, width, 0, 0, STYLES["title"])]
            continue
        indent = 2 * min(part.depth, _DEEPEST)
        if isinstance(part, Cells):
            lines += _columns(part, width, indent, hang)
            continue
        text = f"[{part.answer[1]}] {part.text}" if part.answer else f"= {part.text}" if part.result else part.text
        further = indent + (hang if part.depth else 0)
        lines += block(text, width, indent, further, STYLES.get(part.tone, ""), part.lead or None)
    return lines


def _columns(part: Cells, width: int, indent: int, hang: int) -> list[Line]:
    """Return rows in columns, or where these are too wide, each row as a paragraph."""
    lines = table(part.rows, width, indent, part.right)
    if max(map(len, lines), default=0) <= width:
        return [Line(line) for line in lines]
    return [line for row in part.rows for line in block("  ".join(filter(None, row)), width, indent, indent + hang)]
