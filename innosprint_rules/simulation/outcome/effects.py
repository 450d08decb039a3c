"""What an input does to a figure of an outcome, and what moves a figure most."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from innosprint_rules.simulation.outcome.figure import Figure
from innosprint_rules.simulation.outcome.intervals import beyond_chance
from innosprint_rules.simulation.scenario.position import Position
from innosprint_rules.wording import Text


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
