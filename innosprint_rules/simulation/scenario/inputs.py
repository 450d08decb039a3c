"""The inputs of a year: every distribution of a scenario, by name, and where its numbers lie in the data of a run."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from innosprint_rules.simulation.distributions.copula import leanings, normals
from innosprint_rules.simulation.distributions.quantities import three_digits, written
from innosprint_rules.simulation.distributions.table import Distribution
from innosprint_rules.simulation.scenario.position import Position
from innosprint_rules.simulation.scenario.sections import YearSections
from innosprint_rules.wording import Text

CONSTANT, VALUES, QUANTILES, WHOLE = range(4)
"""Forms of numbers in the data: one value or one threshold, thresholds and values, quantiles, quantiles of days."""

HEAD = 2
"""How many numbers stand before those of an input: its form, how many thresholds it has; one before, how it is tied."""

ALWAYS, NEVER = Text("toujours", "always"), Text("jamais", "never")


@dataclass(frozen=True, slots=True)
class Input:
    """One input: ``payments.delay``, its label, what it is drawn from, and the place of its numbers in the data."""

    name: str
    label: Text
    distribution: Distribution
    place: int

    def held(self, percent: int) -> Position:
        """Return the input held at one of its quantiles; a chance is then always, or never, a yes."""
        value = self.distribution.quantile(Fraction(percent, 100))
        if self.distribution.unit == "chance":
            words = ALWAYS if value else NEVER
        else:
            rounded = self.distribution.unit in ("amount", "share", "months")
            words = written(three_digits(value) if rounded else value, self.distribution.unit)
        return Position(percent, words, self.place, self.distribution.fixed_at(value))


def laid(distribution: Distribution) -> tuple[int, ...]:
    """Return what stands in the data for a distribution: its form, how many thresholds it has, and its numbers."""
    numbers = distribution.drawn_from
    forms = {"quantiles": WHOLE if distribution.fine else QUANTILES, "values": VALUES}
    return (forms.get(distribution.form, CONSTANT), len(numbers) // 2, *numbers)


class Inputs:
    """All inputs of a scenario, their numbers laid one behind the other, each behind its form and how many they are.

    What does not vary lies there, too, as something that draws one value: years are drawn alike whatever the scenario.
    """

    def __init__(self, sections: YearSections) -> None:
        self._sections = sections
        self.by_name: dict[str, Input] = {}
        ties = leanings(sections.correlate)
        self.tying = bool(ties)
        self.data: list[int] = [*normals()] if ties else []
        self._how: dict[str, int] = {}
        for name, each in ties.items():
            self._how[name] = len(self.data)
            self.data += each.numbers
        for name, (label, distribution) in sections.inputs.items():
            self._add(name, label, distribution)
        for column, distribution in sections.missing.items():
            told = sections.plan.missing[column]
            label = Text(f"{told.fr} : case vide", f"{told.en}: left blank")
            self._add(f"{sections.plan.section('missing')}.{column}", label, distribution)

    def _add(self, name: str, label: Text, distribution: Distribution) -> None:
        self.data.append(self._how.get(name, 0))
        self.by_name[name] = Input(name, label, distribution, len(self.data) + HEAD)
        self.data += laid(distribution)

    def __getitem__(self, name: str) -> Input:
        """Return an input of the model, whatever the folder calls its section."""
        return self.by_name[self._sections.named(name)]

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self._sections.named(name) in self.by_name

    def movable(self) -> list[Input]:
        """Return the inputs that vary and have quantiles: all but constants and words, which have no order."""
        return [
            each
            for each in self.by_name.values()
            if each.distribution.form != "constant" and each.distribution.unit != "word"
        ]
