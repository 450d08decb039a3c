"""Which input moves the outcome: each one held at its 10 % and at its 90 % quantile, the others as drawn.

The same years, with the same random words, are run again with other data for one input; nothing is compiled anew. So
what changes between two runs is what the input does, and an input that changes nothing changes nothing to the unit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from innosprint_rules.simulation.outcome.figures import (
    ALL_OBJECTIVES,
    NO_VIOLATION,
    TO_RETURN,
    Figure,
    figures_named,
)
from innosprint_rules.simulation.outcome.intervals import beyond_chance
from innosprint_rules.simulation.outcome.outcome import Outcome
from innosprint_rules.wording import Text

LOW, HIGH = 10, 90
"""The quantiles, in percent, at which an input is held."""


@dataclass(frozen=True, slots=True)
class Position:
    """An input held at one of its quantiles: ``percent``, its value in words, and the data that hold it there.

    ``data`` is laid over the data of the scenario from ``place`` on.
    """

    percent: int
    words: Text
    place: int
    data: tuple[int, ...]

    def laid_over(self, data: Sequence[int]) -> list[int]:
        """Return the data of the scenario with this input held."""
        found = list(data)
        found[self.place : self.place + len(self.data)] = self.data
        return found


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


@dataclass(frozen=True, slots=True)
class Effect:
    """What one input does to a figure: the figure with the input held low, then held high."""

    name: str
    label: Text
    at_low: Position
    at_high: Position
    low: Figure
    high: Figure

    @property
    def swing(self) -> Fraction:
        """How far the figure moves, whatever the direction; 0 where either cannot be told."""
        if self.low.value is None or self.high.value is None:
            return Fraction(0)
        return abs(self.high.value - self.low.value)

    @property
    def sure(self) -> bool:
        """Whether the two differ beyond chance, taken as independent, which is more careful than needed."""
        return beyond_chance(self.high.difference(self.low))


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """What moves one figure: ``effects`` from the greatest swing to the least, ``idle`` inputs that move nothing.

    ``still`` are the inputs that were not moved, since their quantiles are equal (what happens in fewer than one draw
    out of ten, or in more than nine). ``base`` is the figure as the scenario draws it; ``years`` is how many each run
    has.
    """

    base: Figure
    years: int
    effects: tuple[Effect, ...]
    idle: tuple[str, ...]
    still: tuple[str, ...] = ()

    @property
    def sure(self) -> tuple[Effect, ...]:
        """The effects that are beyond chance."""
        return tuple(effect for effect in self.effects if effect.sure)


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
