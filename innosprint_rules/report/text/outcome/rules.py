"""The rules of an outcome in text: objectives reached, obligations not kept, guidance departed from, doubts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from innosprint_rules.report.content.outcome_figures import decimals, interval, percent
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

OBJECTIVES = Text("Objectifs atteints (part des années)", "Objectives reached (share of the years)")
BROKEN = Text("Règles non respectées, le plus souvent d'abord (part des années)",
              "Rules not kept, the most often broken first (share of the years)")  # fmt: skip
DEPARTURES = Text("Écarts avec les orientations, le plus fréquent d'abord (part des années)",
                  "Departures from guidance, the most frequent first (share of the years)")  # fmt: skip
MARKED = Text(f"{MARKS['error']} manquement   {MARKS['warning']} avertissement   {MARKS['notice']} remarque",
              f"{MARKS['error']} breach   {MARKS['warning']} warning   {MARKS['notice']} remark")  # fmt: skip
DOUBTS = Text("Non vérifiable (part des années)", "Cannot be verified (share of the years)")


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


def binding(rules: Iterable[RuleOutcome]) -> list[RuleOutcome]:
    """Return the rules that bind: neither objectives nor guidance."""
    return [rule for rule in rules if rule.nature not in ("objective", "guidance")]


def guidance(rules: Iterable[RuleOutcome]) -> list[RuleOutcome]:
    """Return the rules that guide."""
    return [rule for rule in rules if rule.nature == "guidance"]


def most_first(rules: Iterable[RuleOutcome]) -> list[RuleOutcome]:
    """Return the rules that were violated in some year, the most frequent first."""
    return sorted((rule for rule in rules if rule.years["violated"]), key=lambda r: (-r.years["violated"], r.code))


def _broken(rule: RuleOutcome, lang: Lang, width: int) -> list[Line]:
    text = f"{MARKS[rule.severity]} {rule.code} {quoted(rule, lang)}{how_often(rule, lang)}"
    return _row(rule, rule.share("violated"), STYLES[rule.severity], text, lang, width, named=False)


def quoted(rule: RuleOutcome, lang: Lang) -> str:
    """Return what a rule asks for, in quotation marks: it is what was not kept."""
    title = rule.title.get(lang)
    return Text(f"« {title} »", f"“{title}”").get(lang)


def how_often(rule: RuleOutcome, lang: Lang) -> str:
    """Return how many rows a year break the rule, in words."""
    mean = times_a_year(rule, lang)
    if not mean:
        return ""
    return Text(f", {mean} fois par an en moyenne", f", {mean} times a year on average").get(lang)


def times_a_year(rule: RuleOutcome, lang: Lang) -> str:
    """Return how many rows a year break the rule; empty where that is the number of years over again."""
    if not rule.of_rows or rule.rows["violated"] == rule.years["violated"]:
        return ""
    return decimals(rule.mean_rows_violated, 1 if rule.mean_rows_violated >= 1 else 2, lang)


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
