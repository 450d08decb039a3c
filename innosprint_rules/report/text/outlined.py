"""Outlines in lines, a level two characters further in; a derivation is one."""

from __future__ import annotations

from collections.abc import Iterable

from innosprint_rules.engine.derivation.derive import Derivation
from innosprint_rules.report.content.derivation.page import derivation_heading, derivation_parts
from innosprint_rules.report.content.outline import Cells, Part, Title
from innosprint_rules.report.content.teller import Teller
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


def derivation_page(derivation: Derivation, teller: Teller) -> list[Line]:
    """Return the page of one derivation."""
    first, title, judged, place, *message = derivation_heading(derivation, teller)
    why, parts = derivation_parts(derivation, teller)
    told = [title, judged, *([place] if place else []), *message, why]
    lines = block(first, teller.width, style="bold") + [line for text in told for line in block(text, teller.width)]
    return [*(line if line.text else EMPTY for line in lines), *outlined(parts, teller.width, 4)]
