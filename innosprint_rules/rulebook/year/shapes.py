"""What an input of a scenario is: its unit, its bounds, its name; and the sections that hold inputs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from innosprint_rules.rulebook.year.plan import DrawnColumn, YearPlan
from innosprint_rules.wording import Text

Unit = Literal["days", "amount", "count", "share", "months", "chance", "words", "members", "policy"]

MOST_OF_A_KIND = 400
"""How many rows of a kind a year may have at most."""
MOST_FOLLOWING = 12
"""How many rows may follow each row of another table."""
EARLY = -60
"""How many days before the day that it is counted from something may come, where it may."""
MOST_INSTALMENTS = 12


@dataclass(frozen=True, slots=True)
class Place:
    """What stands at one place of a scenario: a unit, bounds where it has its own, and its name in both languages.

    ``fixed`` takes one value for all years; ``words`` lists those that there may be, any when it is empty.
    """

    unit: Unit
    label: Text
    least: int = 0
    most: int | None = None
    fixed: bool = False
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """The keys of a section; ``several``: a list of such sections. ``label`` tells apart those that are alike."""

    keys: Mapping[str, Entry] = field(default_factory=dict)
    several: bool = False
    label: Text | None = None


Entry: TypeAlias = Place | Section


def chance(fr: str, en: str) -> Place:
    return Place("chance", Text(fr, en))


def days(fr: str, en: str, least: int = 0, most: int | None = None) -> Place:
    return Place("days", Text(fr, en), least, most)


def count(fr: str, en: str, least: int = 0, most: int = MOST_OF_A_KIND) -> Place:
    return Place("count", Text(fr, en), least, most)


def columns(plan: YearPlan, part: str) -> dict[str, Entry]:
    return {each.key: column(each) for each in plan.columns.get(part, ())}


def column(each: DrawnColumn) -> Place:
    if each.drawn in ("flag", "either"):
        return Place("chance", each.label)
    if each.drawn == "words":
        return Place("words", each.label, words=each.choices)
    if each.drawn == "amount":
        return Place("amount", each.label)
    if each.drawn == "days":
        return Place("days", each.label, -3_650)
    return Place("count", each.label, 0, 1_000_000 if each.most is None else each.most)
