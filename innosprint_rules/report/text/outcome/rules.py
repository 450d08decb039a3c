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
from innosprint_rules.report.content.words import MARKS, STYLES
from innosprint_rules.report.text.bars import bar
from innosprint_rules.report.text.layout import Line, block
from innosprint_rules.report.text.outcome.parts import NARROW, after_figures, titled
from innosprint_rules.simulation.outcome.intervals import Share
from innosprint_rules.wording import Lang, Text

if TYPE_CHECKING:
    from innosprint_rules.simulation.outcome.outcome import Outcome, RuleOutcome

_BAR = 10
SHOWN = 15  # rules of a group that have a line of their own


def rules(outcome: Outcome, lang: Lang, width: int) -> list[Line]:
    """Return the rules, what matters first."""
    found = list(outcome.rules.values())
    lines: list[Line] = []
    objectives = [rule for rule in found if rule.nature == "objective"]
    if objectives:
        lines += titled(OBJECTIVES, lang, width)
        for rule in objectives:
            lines += _row(rule, rule.share("satisfied"), STYLES["ok"], rule.title.get(lang), lang, width)
    for title, some in ((BROKEN, binding(found)), (DEPARTURES, guidance(found))):
        broken = most_first(some)
        if broken or (some and title is BROKEN):
            lines += titled(title, lang, width)
        if broken and title is BROKEN:
            lines += block(MARKED.get(lang), width, 2, style="dim")
        for rule in broken[:SHOWN]:
            lines += _broken(rule, lang, width)
        if broken[SHOWN:]:
            lines += block(
                Text("et aussi : ", "and also: ").get(lang) + _briefly(broken[SHOWN:], "violated", lang), width, 2, 4
            )
        if some and (broken or title is BROKEN):
            lines += _never([rule for rule in some if not rule.years["violated"]], outcome.years, lang, width)
    return lines + _doubts(found, lang, width)


def _broken(rule: RuleOutcome, lang: Lang, width: int) -> list[Line]:
    text = f"{MARKS[rule.severity]} {rule.code} {quoted(rule, lang)}{how_often(rule, lang)}"
    return _row(rule, rule.share("violated"), STYLES[rule.severity], text, lang, width, named=False)


def _row(
    rule: RuleOutcome, share: Share, style: str, text: str, lang: Lang, width: int, named: bool = True
) -> list[Line]:
    chart = f"{bar(share.fraction if share.of else Fraction(0), _BAR)}  " if width >= NARROW else ""
    lead = f"{percent(share, lang):>8}  {chart}{interval(share, lang):<16}  "
    code = f"{rule.code} " if named else ""
    return after_figures(lead, f"{code}{text}", width, style)


def _never(rules: Sequence[RuleOutcome], of: int, lang: Lang, width: int) -> list[Line]:
    if not rules:
        return []
    bound = interval(Share(0, of), lang)
    lead = Text("jamais", "never").get(lang)
    codes = ", ".join(rule.code for rule in rules)
    said = Text(f" dans ces années ({bound}) : {codes}", f" in these years ({bound}): {codes}").get(lang)
    return block(said, width, 2, 4, "dim", lead)


def _doubts(rules: Iterable[RuleOutcome], lang: Lang, width: int) -> list[Line]:
    doubtful = sorted((r for r in rules if r.years["unknown"]), key=lambda r: (-r.years["unknown"], r.code))
    if not doubtful:
        return []
    return titled(DOUBTS, lang, width) + block(_briefly(doubtful, "unknown", lang), width, 2, 4)


def _briefly(rules: Sequence[RuleOutcome], verdict: str, lang: Lang) -> str:
    return ", ".join(f"{rule.code}\u00a0{percent(rule.share(verdict), lang)}" for rule in rules)
