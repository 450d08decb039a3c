"""The figures of an outcome by their names."""

from __future__ import annotations

from collections.abc import Iterable

from innosprint_rules.errors import Problem, UsageError
from innosprint_rules.simulation.outcome.figure import (
    ALL_OBJECTIVES,
    ALL_OBJECTIVES_LABEL,
    NO_VIOLATION,
    NO_VIOLATION_LABEL,
    Figure,
    stake_label,
    unknown_figure,
)
from innosprint_rules.simulation.outcome.outcome import Outcome


def figure(outcome: Outcome, name: str) -> Figure:
    """Return a figure of an outcome by its name.

    Raises:
        UsageError: no rule, measure or share of this outcome has that name.
    """
    if name == NO_VIOLATION:
        return Figure(name, NO_VIOLATION_LABEL, None, outcome.clean, good=True)
    if name == ALL_OBJECTIVES and outcome.all_objectives is not None:
        return Figure(name, ALL_OBJECTIVES_LABEL, None, outcome.all_objectives, good=True)
    code = name.upper()
    if code in outcome.rules:
        rule = outcome.rules[code]
        return Figure(code, stake_label(rule), None, rule.at_stake, good=rule.nature == "objective")
    if name in outcome.measures:
        measure = outcome.measures[name]
        return Figure(name, measure.label, measure.kind, mean=measure.statistics)
    raise UsageError(unknown_figure(name, (NO_VIOLATION, ALL_OBJECTIVES, *outcome.rules, *outcome.measures)))


def figures_named(outcome: Outcome, names: Iterable[str]) -> tuple[Figure, ...]:
    """Return several figures, all unknown names told at once.

    Raises:
        UsageError: with one problem for each name that this outcome does not have.
    """
    problems: list[Problem] = []
    found: list[Figure] = []
    for name in names:
        try:
            found.append(figure(outcome, name))
        except UsageError as error:
            problems += error.problems
    if problems:
        raise UsageError(problems)
    return tuple(found)
