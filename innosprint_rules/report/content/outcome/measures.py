"""The measures of an outcome: in which order, and which of them are told together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from innosprint_rules.report.content.teller import Teller
from innosprint_rules.simulation.outcome.figure import RETURNED, TO_RETURN
from innosprint_rules.wording import Text, capital

if TYPE_CHECKING:
    from innosprint_rules.simulation.outcome.outcome import MeasureOutcome, Outcome


MONEY = Text("L'argent", "Money")
OTHERS = Text("Les autres grandeurs", "The other quantities")


def grouped_measures(outcome: Outcome) -> list[tuple[Text, list[MeasureOutcome]]]:
    """Return the amounts, what is due back and went back first, then the rest; dates are left out."""
    first = (TO_RETURN, RETURNED)
    money = [each for each in outcome.measures.values() if each.kind == "amount"]
    money.sort(key=lambda each: first.index(each.name) if each.name in first else len(first))
    rest = [each for each in outcome.measures.values() if each.kind not in ("amount", "date")]
    return [(MONEY, money), (OTHERS, rest)]


def varies(measure: MeasureOutcome) -> bool:
    """Say whether a measure is not the same in all the years."""
    return measure.least != measure.greatest or 0 < measure.known < measure.of


def alike(measures: Iterable[MeasureOutcome]) -> list[list[MeasureOutcome]]:
    """Return measures in groups that no year tells apart, so that the same figures are not told twice."""
    groups: dict[tuple[object, ...], list[MeasureOutcome]] = {}
    for each in measures:
        groups.setdefault((each.kind, each.statistics, each.bins, each.nothing, each.unknown), []).append(each)
    return list(groups.values())


def name_of(some: Sequence[MeasureOutcome], teller: Teller) -> str:
    """Return the labels of measures that are told together."""
    return capital(" = ".join(teller.say(each.label) for each in some))
