"""The end of a year in lines: what is to be returned, what is missing, what is still owed, what was written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from innosprint_rules.report.content.standing import left_words
from innosprint_rules.report.content.teller import Teller
from innosprint_rules.report.content.words import MARKS, STYLES
from innosprint_rules.report.text.check import verdict_lines
from innosprint_rules.report.text.layout import EMPTY, Line, block
from innosprint_rules.report.text.parts import told_to_fill_in
from innosprint_rules.report.text.screen.parts import first_steps

if TYPE_CHECKING:
    from innosprint_rules.engine.report import Report

_STEPS = 4


def closing_lines(report: Report, written: Sequence[str], teller: Teller) -> list[Line]:
    """Return how a year ends; ``written`` says what was written, a sentence each."""
    lines = block(left_words(report, teller), teller.width, 0, 2, "bold") if left_words(report, teller) else []
    lines += verdict_lines(report, teller)
    lines += told_to_fill_in(report, teller)
    lines += first_steps(report, teller, _STEPS)
    lines.append(EMPTY)
    for each in written:
        lines += block(each, teller.width, 0, 2, STYLES["ok"], f"{MARKS['ok']} ")
    return lines
