"""Points of no return in text: until when by the text, until when in practice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from innosprint_rules.report.content.outcome.moments import TITLE, _day, at_risk_first, explained, sentences, untold
from innosprint_rules.report.content.teller import Teller
from innosprint_rules.report.text.bars import spark
from innosprint_rules.report.text.layout import Line, block
from innosprint_rules.report.text.outcome.parts import titled
from innosprint_rules.simulation.outcome.no_return import NoReturn

if TYPE_CHECKING:
    from innosprint_rules.simulation.outcome.outcome import Outcome

_WEEKS, _FEWEST = 40, 8  # letters of a curve at most, at least


def no_return(outcome: Outcome, teller: Teller) -> list[Line]:
    """Return the points of no return, the obligations most at risk first."""
    told = at_risk_first(outcome)
    if not told:
        return []
    lines = titled(TITLE, teller)
    lines += block(explained(told[0], outcome.watched_years, teller), teller.width, 2, style="dim")
    for found in told:
        rule = outcome.rules[found.rule]
        lines += block(teller.say(rule.title), teller.width, 2, 4, "bold", f"{found.rule} ")
        for text in sentences(found, teller):
            lines += block(text, teller.width, 4, 6)
        lines += _chart(found, teller)
    for text in untold(outcome, teller):
        lines += block(text, teller.width, 2, 4, "dim")
    return lines


def _chart(found: NoReturn, teller: Teller) -> list[Line]:
    """Return the curve: one letter a moment that can be told, as high as the share of those that still make it."""
    told = found.told
    if len(told) < 3:
        return []
    ends = _day(told[0], teller), _day(told[-1], teller)
    room = teller.width - 6 - sum(map(len, ends))
    if room < _FEWEST:
        return []
    step = -(-len(told) // min(room, _WEEKS))
    some = told[::-1][::step][::-1]  # the last day told is always there
    curve = spark([each.share.fraction for each in some], 1)
    return [Line(f"    {_day(some[0], teller)} {curve} {ends[1]}")]
