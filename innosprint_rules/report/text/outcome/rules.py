"""The rules of an outcome in text: objectives reached, obligations not kept, guidance departed from, doubts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from innosprint_rules.report.content.outcome.figures import interval, percent
from innosprint_rules.report.content.outcome.rules import (
    BROKEN,
    DEPARTURES,
    DOUBTS,
    MARKED,
    OBJECTIVES,
    binding,
    guidance,
    how_often,
    most_first,
    quoted,
)
from innosprint_rules.report.content.teller import Teller
from innosprint_rules.report.content.words import MARKS, STYLES
from innosprint_rules.report.text.bars import bar
from innosprint_rules.report.text.layout import Line, block
from innosprint_rules.report.text.outcome.parts import NARROW, after_figures, titled
from innosprint_rules.simulation.outcome.intervals import Share
from innosprint_rules.wording import Text

if TYPE_CHECKING:
    from innosprint_rules.simulation.outcome.outcome import Outcome, RuleOutcome

_BAR = 10
SHOWN = 15  # rules of a group that have a line of their own


def rules(outcome: Outcome, teller: Teller) -> list[Line]:
    """Return the rules, what matters first."""
    found = list(outcome.rules.values())
    lines: list[Line] = []
    objectives = [rule for rule in found if rule.nature == "objective"]
    if objectives:
        lines += titled(OBJECTIVES, teller)
        for rule in objectives:
            lines += _row(rule, rule.share("satisfied"), STYLES["ok"], teller.say(rule.title), teller)
    for title, some in ((BROKEN, binding(found)), (DEPARTURES, guidance(found))):
        broken = most_first(some)
        if broken or (some and title is BROKEN):
            lines += titled(title, teller)
        if broken and title is BROKEN:
            lines += block(teller.say(MARKED), teller.width, 2, style="dim")
        for rule in broken[:SHOWN]:
            lines += _broken(rule, teller)
        if broken[SHOWN:]:
            lines += block(
                teller.say(Text("et aussi : ", "and also: ")) + _briefly(broken[SHOWN:], "violated", teller),
                teller.width,
                2,
                4,
            )
        if some and (broken or title is BROKEN):
            lines += _never([rule for rule in some if not rule.years["violated"]], outcome.years, teller)
    return lines + _doubts(found, teller)


def _broken(rule: RuleOutcome, teller: Teller) -> list[Line]:
    text = f"{MARKS[rule.severity]} {rule.code} {quoted(rule, teller)}{how_often(rule, teller)}"
    return _row(rule, rule.share("violated"), STYLES[rule.severity], text, teller, named=False)


def _row(rule: RuleOutcome, share: Share, style: str, text: str, teller: Teller, named: bool = True) -> list[Line]:
    chart = f"{bar(share.fraction if share.of else Fraction(0), _BAR)}  " if teller.width >= NARROW else ""
    lead = f"{percent(share, teller):>8}  {chart}{interval(share, teller):<16}  "
    code = f"{rule.code} " if named else ""
    return after_figures(lead, f"{code}{text}", teller.width, style)


def _never(rules: Sequence[RuleOutcome], of: int, teller: Teller) -> list[Line]:
    if not rules:
        return []
    bound = interval(Share(0, of), teller)
    lead = teller.say(Text("jamais", "never"))
    codes = ", ".join(rule.code for rule in rules)
    said = teller.say(Text(f" dans ces années ({bound}) : {codes}", f" in these years ({bound}): {codes}"))
    return block(said, teller.width, 2, 4, "dim", lead)


def _doubts(rules: Iterable[RuleOutcome], teller: Teller) -> list[Line]:
    doubtful = sorted((r for r in rules if r.years["unknown"]), key=lambda r: (-r.years["unknown"], r.code))
    if not doubtful:
        return []
    return titled(DOUBTS, teller) + block(_briefly(doubtful, "unknown", teller), teller.width, 2, 4)


def _briefly(rules: Sequence[RuleOutcome], verdict: str, teller: Teller) -> str:
    return ", ".join(f"{rule.code}\u00a0{percent(rule.share(verdict), teller)}" for rule in rules)
