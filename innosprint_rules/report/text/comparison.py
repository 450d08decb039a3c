"""Two versions of a dossier compared, in lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from innosprint_rules.report.content.teller import Teller
from innosprint_rules.report.content.versions.told import ROWS, VERDICTS, first_words, row_words, verdict_words
from innosprint_rules.report.text.attention import heading
from innosprint_rules.report.text.layout import Line, block, table

if TYPE_CHECKING:
    from innosprint_rules.report.content.versions.comparison import Comparison


def comparison_lines(found: Comparison, teller: Teller) -> list[Line]:
    """Return the comparison as text, its first line how much differs."""
    lines = block(first_words(found, teller), teller.width, 0, 2, "bold")
    if found.rows:
        lines += heading(teller.say(ROWS), teller)
        lines += [
            Line(text) for text in table([row_words(each, found, teller) for each in found.rows], teller.width, 2)
        ]
    if found.verdicts:
        lines += heading(teller.say(VERDICTS), teller)
        for each in found.verdicts:
            lines += block(verdict_words(each, teller), teller.width, 2, 4)
    return lines
