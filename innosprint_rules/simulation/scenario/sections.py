"""The sections of a year scenario once read: what is drawn, and from what, by the name of each input.

Which sections and keys there are follows from what the agreement says of its years (``rulebook.year.inputs``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

from innosprint_rules.errors import Location
from innosprint_rules.rulebook.year.plan import YearPlan
from innosprint_rules.simulation.distributions.table import Distribution
from innosprint_rules.wording import Text


class Drawn(NamedTuple):
    """One input as a scenario gives it: what it is called, and what it is drawn from."""

    label: Text
    distribution: Distribution


@dataclass(frozen=True, slots=True)
class Signed:
    """An amendment signed in every year, as written, and where: a parameter by any of its names, its value, the day."""

    parameter: str
    value: str
    day: str
    location: Location


@dataclass(frozen=True, slots=True)
class YearSections:
    """All that a year is drawn from: the inputs by name, in the order in which they are told.

    ``plan`` says what a year is made of, ``policy`` how what there is is shared out, ``instalments`` how many payments
    of the endowment there are. ``missing`` has the chances of cells that are left blank, by table and column;
    ``correlate`` pairs of inputs that go together, and how much, -1 to 1; ``signed`` what is signed in every year.
    """

    plan: YearPlan
    inputs: Mapping[str, Drawn]
    policy: str
    instalments: int = 0
    missing: Mapping[str, Distribution] = field(default_factory=dict)
    correlate: Mapping[tuple[str, str], Fraction] = field(default_factory=dict)
    signed: tuple[Signed, ...] = ()

    def named(self, name: str) -> str:
        """Return what an input of the model is called, whose section may have a name of the folder's own."""
        first, dot, rest = name.partition(".")
        return f"{self.plan.section(first)}{dot}{rest}"

    def __getitem__(self, name: str) -> Distribution:
        """Return what an input of the model is drawn from."""
        return self.inputs[self.named(name)].distribution

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self.named(name) in self.inputs
