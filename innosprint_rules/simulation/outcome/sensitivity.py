"""Which input moves the outcome: each one held at its 10 % and at its 90 % quantile, the others as drawn.

The same years, with the same random words, are run again with other data for one input; nothing is compiled anew. So
what changes between two runs is what the input does, and an input that changes nothing changes nothing to the unit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from innosprint_rules.simulation.outcome.effects import Effect, Sensitivity
from innosprint_rules.simulation.outcome.figure import ALL_OBJECTIVES, NO_VIOLATION, TO_RETURN, Figure
from innosprint_rules.simulation.outcome.figures import figures_named
from innosprint_rules.simulation.outcome.outcome import Outcome
from innosprint_rules.simulation.scenario.position import Position
from innosprint_rules.wording import Text

LOW, HIGH = 10, 90
"""The quantiles, in percent, at which an input is held."""


class Input(Protocol):
    """An input of a year model, as far as sensitivity needs it."""

    @property
    def name(self) -> str:
        """Its name, such as ``payments.delay``."""

    @property
    def label(self) -> Text:
        """What it is, in words."""

    def held(self, percent: int) -> Position:
        """Return the input held at one of its quantiles."""


def default_targets(outcome: Outcome) -> tuple[str, ...]:
    """Return the figures whose levers are looked for unless others are named, those that this outcome has."""
    found = [TO_RETURN] if TO_RETURN in outcome.measures else []
    if outcome.objectives:
        found.append(ALL_OBJECTIVES)
    return tuple(found) or (NO_VIOLATION,)


def sensitivity(
    base: Outcome,
    inputs: Iterable[Input],
    data: Sequence[int],
    run: Callable[[Sequence[int]], Outcome],
    targets: Iterable[str] = (),
    told: Callable[[int, int], None] | None = None,
) -> tuple[Sensitivity, ...]:
    """Return what moves each of the targets, all of them from the same runs, two for each input that moves.

    Args:
        base: the outcome of the scenario as it stands, over the same years as ``run`` gives.
        inputs: what can be moved.
        data: the data of the scenario as it stands.
        run: runs the same years with other data.
        targets: names of figures (``figures.figure``); the default ones when empty.
        told: called after each run with the runs done and all of them.

    Raises:
        UsageError: a target that this outcome does not have, before anything is run.
    """
    names = tuple(targets) or default_targets(base)
    bases = figures_named(base, names)
    ends = [(each, each.held(LOW), each.held(HIGH)) for each in inputs]
    moved = [(each, low, high) for each, low, high in ends if low.data != high.data]
    still = tuple(each.name for each, low, high in ends if low.data == high.data)
    effects: dict[str, list[Effect]] = {figure.name: [] for figure in bases}
    idle: dict[str, list[str]] = {figure.name: [] for figure in bases}
    for number, (each, at_low, at_high) in enumerate(moved):
        reached: list[tuple[Figure, ...]] = []
        for done, end in enumerate((at_low, at_high), start=1):
            reached.append(figures_named(run(end.laid_over(data)), names))
            if told is not None:
                told(2 * number + done, 2 * len(moved))
        for place, at_rest in enumerate(bases):
            low, high = reached[0][place], reached[1][place]
            if low == high:
                idle[at_rest.name].append(each.name)
            else:
                effects[at_rest.name].append(Effect(each.name, each.label, at_low, at_high, low, high))
    return tuple(
        Sensitivity(
            figure,
            base.years,
            tuple(sorted(effects[figure.name], key=lambda effect: (-effect.swing, effect.name))),
            tuple(idle[figure.name]),
            still,
        )
        for figure in bases
    )
