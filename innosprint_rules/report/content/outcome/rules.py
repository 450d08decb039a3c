"""The rules of an outcome: their groups, in which order, how often they are broken."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from innosprint_rules.report.content.outcome.figures import decimals
from innosprint_rules.report.content.teller import Teller
from innosprint_rules.report.content.words import MARKS
from innosprint_rules.wording import Text

if TYPE_CHECKING:
    from innosprint_rules.simulation.outcome.outcome import RuleOutcome


OBJECTIVES = Text("Objectifs atteints (part des années)", "Objectives reached (share of the years)")
BROKEN = Text("Règles non respectées, le plus souvent d'abord (part des années)",
              "Rules not kept, the most often broken first (share of the years)")  # fmt: skip
DEPARTURES = Text("Écarts avec les orientations, le plus fréquent d'abord (part des années)",
                  "Departures from guidance, the most frequent first (share of the years)")  # fmt: skip
MARKED = Text(f"{MARKS['error']} manquement   {MARKS['warning']} avertissement   {MARKS['notice']} remarque",
              f"{MARKS['error']} breach   {MARKS['warning']} warning   {MARKS['notice']} remark")  # fmt: skip
DOUBTS = Text("Non vérifiable (part des années)", "Cannot be verified (share of the years)")


def binding(rules: Iterable[RuleOutcome]) -> list[RuleOutcome]:
    """Return the rules that bind: neither objectives nor guidance."""
    return [rule for rule in rules if rule.nature not in ("objective", "guidance")]


def guidance(rules: Iterable[RuleOutcome]) -> list[RuleOutcome]:
    """Return the rules that guide."""
    return [rule for rule in rules if rule.nature == "guidance"]


def most_first(rules: Iterable[RuleOutcome]) -> list[RuleOutcome]:
    """Return the rules that were violated in some year, the most frequent first."""
    return sorted((rule for rule in rules if rule.years["violated"]), key=lambda r: (-r.years["violated"], r.code))


def quoted(rule: RuleOutcome, teller: Teller) -> str:
    """Return what a rule asks for, in quotation marks: it is what was not kept."""
    return teller.quoted(teller.say(rule.title))


def how_often(rule: RuleOutcome, teller: Teller) -> str:
    """Return how many rows a year break the rule, in words."""
    mean = times_a_year(rule, teller)
    if not mean:
        return ""
    return teller.say(Text(f", {mean} fois par an en moyenne", f", {mean} times a year on average"))


def times_a_year(rule: RuleOutcome, teller: Teller) -> str:
    """Return how many rows a year break the rule; empty where that is the number of years over again."""
    if not rule.of_rows or rule.rows["violated"] == rule.years["violated"]:
        return ""
    return decimals(rule.mean_rows_violated, 1 if rule.mean_rows_violated >= 1 else 2, teller)
