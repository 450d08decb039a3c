"""What simulated years come to, in twenty lines of 80 columns; the rest with ``--detail``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from innosprint_rules.report.content.outcome.brief import BROKEN_MOST, brief_of
from innosprint_rules.report.content.teller import Teller
from innosprint_rules.report.content.words import STYLES
from innosprint_rules.report.text.attention import heading
from innosprint_rules.report.text.layout import EMPTY, Line, block
from innosprint_rules.report.text.outcome.amended import amended_parts
from innosprint_rules.report.text.outcome.compare import comparison_lines
from innosprint_rules.report.text.outcome.parts import one_line
from innosprint_rules.report.text.outcome.text import figure_row, paragraph
from innosprint_rules.report.text.screen.fitting import SIMULATED, cut, fitted

if TYPE_CHECKING:
    from innosprint_rules.simulation.amended.outcome import AmendedOutcome
    from innosprint_rules.simulation.outcome.compare import Comparison
    from innosprint_rules.simulation.outcome.outcome import Outcome


def short_outcome(outcome: Outcome, teller: Teller, judged: Sequence[str]) -> list[Line]:
    """Return one outcome: the answer, the shares by which the scenario is known, what goes wrong most often."""
    told = brief_of(outcome, teller, judged)
    head = block(told.headline, teller.width, 0, 2, STYLES["title"])
    for text in told.limits:
        head += block(text, teller.width, 2, style=STYLES["warning"])
    shares = [EMPTY]
    for label, share in told.shares:
        shares += one_line(figure_row(share, label, teller), teller.width)
    money = [line for said in told.returned for line in cut(paragraph(said, teller), teller.width)]
    often: list[Line] = []
    if told.broken:
        often = heading(teller.say(BROKEN_MOST), teller)
    for label, share in told.broken:
        often += one_line(figure_row(share, label, teller), teller.width)
    assumed = [EMPTY, *cut(block(told.assumed, teller.width, 0, 2, "dim"), teller.width)]
    if told.why is not None:
        assumed[1:1] = one_line(block(told.why, teller.width, 0, 2, "dim"), teller.width)
    return fitted([head, shares, money, often, assumed], teller, SIMULATED)


def short_comparison(comparison: Comparison, teller: Teller, judged: Sequence[str]) -> list[Line]:
    """Return several outcomes side by side, as far as they fit: the figures that tell most come first."""
    return fitted([comparison_lines(comparison, teller, judged)], teller, SIMULATED)


def short_amended(found: AmendedOutcome, teller: Teller, judged: Sequence[str]) -> list[Line]:
    """Return what amendments change over the same years: the figures of the headline, then the rules that move most."""
    return fitted(amended_parts(found, teller, judged), teller, SIMULATED)
