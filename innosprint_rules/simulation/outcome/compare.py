"""Scenarios side by side: their main figures, and which differ from the first one's beyond chance.

The scenarios are run over the same years with the same random words, so that they differ less by chance than two
independent runs would. The intervals do not count on it: a difference marked as beyond chance is surely one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal, get_args

from innosprint_rules.simulation.outcome.figure import ALL_OBJECTIVES, NO_VIOLATION, RETURNED, TO_RETURN, Figure
from innosprint_rules.simulation.outcome.figures import figure
from innosprint_rules.simulation.outcome.intervals import beyond_chance
from innosprint_rules.simulation.outcome.outcome import Outcome, RuleOutcome
from innosprint_rules.wording import Text

Group = Literal["years", "objectives", "rules", "guidance", "means"]
"""What a figure is: of the years as a whole, of objectives reached, of rules or guidance not kept, the mean of a
measure.
"""


MOST_OTHERS = 8
"""Rules that are compared beside the main figures, since they differ."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure of one scenario, beside the first scenario's; None where that scenario does not have it."""

    figure: Figure | None
    first: Figure | None

    @property
    def change(self) -> Fraction | None:
        """How far it is from the first scenario's."""
        if self.figure is None or self.first is None or self.figure.value is None or self.first.value is None:
            return None
        return self.figure.value - self.first.value

    @property
    def bounds(self) -> tuple[Decimal, Decimal] | None:
        """The interval of the change at 95 %."""
        if self.figure is None or self.first is None:
            return None
        return self.figure.difference(self.first)

    @property
    def sure(self) -> bool:
        """Whether the change is beyond chance."""
        return beyond_chance(self.bounds)


@dataclass(frozen=True, slots=True)
class ComparedFigure:
    """One figure over the scenarios, in their order; the first cell is what the others are held against.

    ``label`` says all of it; ``short`` is enough under a heading of its ``group``.
    """

    name: str
    label: Text
    short: Text
    group: Group
    cells: tuple[Cell, ...]

    @property
    def figure(self) -> Figure:
        """The figure of the first scenario that has it."""
        return next(cell.figure for cell in self.cells if cell.figure is not None)


@dataclass(frozen=True, eq=False)
class Comparison:
    """Several outcomes and the figures by which they are compared."""

    outcomes: tuple[Outcome, ...]
    rows: tuple[ComparedFigure, ...]


def compare(outcomes: Iterable[Outcome], names: Sequence[str] = ()) -> Comparison:
    """Hold outcomes against the first of them.

    Args:
        outcomes: at least one.
        names: the figures; by default what is returned, the objectives and the dated obligations of the agreement,
            then the other rules that differ most from the first outcome, beyond chance.

    Raises:
        UsageError: no outcome has a figure that was named.
    """
    found = tuple(outcomes)
    if names:
        return Comparison(found, tuple(_row(found, name) for name in names))
    main = main_figures(found)
    others = dict.fromkeys(code for each in found for code in each.rules if code not in main)
    telling = sorted((row for row in (_row(found, code) for code in others) if _differs(row)), key=_least_change)
    rows = [*(_row(found, name) for name in main), *telling[:MOST_OTHERS]]
    return Comparison(found, tuple(sorted(rows, key=lambda row: get_args(Group).index(row.group))))


def _row(outcomes: Sequence[Outcome], name: str) -> ComparedFigure:
    cells = [figure(each, name) if has(each, name) else None for each in outcomes]
    if not any(cells):
        figure(outcomes[0], name)  # tells that there is no such figure
    place, label = next((place, cell.label) for place, cell in enumerate(cells) if cell is not None)
    rule = outcomes[place].rules.get(name.upper())
    short = label if rule is None else Text(f"{rule.code} {rule.title.fr}", f"{rule.code} {rule.title.en}")
    return ComparedFigure(name, label, short, _group(name, rule), tuple(Cell(cell, cells[0]) for cell in cells))


def _differs(row: ComparedFigure) -> bool:
    return any(cell.sure for cell in row.cells)


def _least_change(row: ComparedFigure) -> tuple[Fraction, str]:
    """Return what sorts the greatest change first."""
    return min(-abs(cell.change) for cell in row.cells if cell.change is not None), row.name


def _group(name: str, rule: RuleOutcome | None) -> Group:
    if rule is None:
        return "years" if name in (NO_VIOLATION, ALL_OBJECTIVES) else "means"
    if rule.nature == "objective":
        return "objectives"
    return "guidance" if rule.nature == "guidance" else "rules"


def main_figures(outcomes: Iterable[Outcome]) -> tuple[str, ...]:
    """Return the names of the figures by which outcomes are known, those that any of them has."""
    names: dict[str, None] = {}
    for each in outcomes:
        clean = (NO_VIOLATION,) if each.judges_errors else ()
        wanted = (*clean, ALL_OBJECTIVES, *each.main_rules, TO_RETURN, RETURNED)
        names |= dict.fromkeys(name for name in wanted if has(each, name))
    return tuple(names)


def has(outcome: Outcome, name: str) -> bool:
    """Say whether an outcome has a figure."""
    if name == ALL_OBJECTIVES:
        return bool(outcome.objectives)
    return name == NO_VIOLATION or name.upper() in outcome.rules or name in outcome.measures
