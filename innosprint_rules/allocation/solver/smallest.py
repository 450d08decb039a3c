"""The smallest changes that keep a set of demands: the least euros, the fewest lines, and every way to reach them.

A change of a line is the amount it gains or loses; a refusal loses all of it. Of the ways to touch the same lines by
the same total, the last lines change most; of the lines to touch, the last ones come first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from innosprint_rules.allocation.extraction.linear import Linear, Terms, amount, kept
from innosprint_rules.allocation.extraction.model import Demand, Model
from innosprint_rules.allocation.solver.highs import Milp, Solution

FEW = 30  # up to so many lines "the last ones first" is exact; beyond, by the sum of their places
SPLIT = 8  # up to so many touched lines the last ones change most, one after the other; beyond, by their places


@dataclass(frozen=True, slots=True)
class Size:
    """How large a change is: cents gained or lost in all, and lines touched."""

    cents: int
    lines: int


@dataclass(frozen=True, slots=True)
class Change:
    """One way to change the lines: the amounts of those still funded, by index, and how large the change is."""

    amounts: Mapping[int, int]
    size: Size
    touched: tuple[int, ...]


class Smallest:
    """Looks for the smallest changes of a model that keep some demands."""

    def __init__(self, model: Model, demands: Sequence[Demand], time_limit: float | None = None) -> None:
        self.model = model
        self.time_limit = time_limit
        self.milp = Milp(model, demands)
        self.touched: list[int] = []
        moved: dict[int, int] = {}
        for index, line in enumerate(model.lines):
            touch = self.milp.add_variable(0, 1)
            self.touched.append(touch)
            self._within(Linear(1, Terms({kept(index): -1, touch: -1})))  # a refusal touches the line
            if line.stands is None:
                continue
            stands, top = line.stands, self.milp.bounds[amount(index)][1]
            for sign, most in ((1, max(top - stands, 0)), (-1, stands)):
                part = self.milp.add_variable(0, most)
                moved[part] = 1
                self._within(Linear(-sign * stands, Terms({amount(index): sign, part: -1})))
                self._within(Linear(0, Terms({part: 1, touch: -most})))
        self.cents = Linear(0, Terms(moved))
        self.count = Linear(0, Terms(dict.fromkeys(self.touched, 1)))

    def sizes(self) -> tuple[Size, ...]:
        """Return the size with the least euros, then the one with the fewest lines where that is another.

        Empty where no change keeps the demands.
        """
        first = self._best(self.cents, self.count)
        if first is None:
            return ()
        fewest = self._best(self.count, self.cents)
        found = [first] if fewest is None or fewest == first else [first, fewest]
        return tuple(found)

    def ways(self, size: Size) -> Iterator[Change]:
        """Yield every set of lines whose change has a size, each once, the last lines first."""
        start = len(self.milp.rows)
        self._at_most(self.cents, size.cents)
        self._at_most(self.count, size.lines)
        few = len(self.touched) <= FEW
        weights = {touch: 1 << place if few else place + 1 for place, touch in enumerate(self.touched)}
        while True:
            self.milp.maximise(Linear(0, Terms(weights)))
            found = self.milp.solve(self.time_limit)
            if found is None:
                break
            lines = tuple(place for place, touch in enumerate(self.touched) if found.values[touch])
            yield self._change(lines, size)
            ones = Terms({self.touched[place]: 1 for place in lines})
            self._within(Linear(1 - len(lines), ones))  # not these lines again
        del self.milp.rows[start:]

    def _change(self, lines: tuple[int, ...], size: Size) -> Change:
        """Return the change of some lines and no other in which the last ones change most."""
        if not lines:
            return Change(self.model.as_they_stand(), size, lines)
        start = len(self.milp.rows)
        others = [touch for place, touch in enumerate(self.touched) if place not in set(lines)]
        self._within(Linear(0, Terms(dict.fromkeys(others, 1))))
        found: Solution | None = None
        if len(lines) > SPLIT:
            self.milp.minimise(Linear(0, Terms({amount(place): place + 1 for place in lines})))
            found = self.milp.solve(self.time_limit)
        else:
            for place in reversed(lines):
                self.milp.minimise(Linear(0, Terms({amount(place): 1})))
                found = self.milp.solve(self.time_limit)
                if found is not None:
                    self._at_most(Linear(0, Terms({amount(place): 1})), found.values[amount(place)])
        del self.milp.rows[start:]
        if found is None:
            raise AssertionError("a set of lines that was found cannot be found again")
        return Change(found.amounts, size, lines)

    def _best(self, first: Linear, second: Linear) -> Size | None:
        """Return the size that is least in ``first``, then in ``second``."""
        start = len(self.milp.rows)
        self.milp.minimise(first)
        found = self.milp.solve(self.time_limit)
        if found is None:
            return None
        self._at_most(first, found.value)
        self.milp.minimise(second)
        found = self.milp.solve(self.time_limit)
        del self.milp.rows[start:]
        return None if found is None else Size(self.cents.at(found.values), self.count.at(found.values))

    def _at_most(self, expression: Linear, most: int) -> None:
        self.milp.at_most(expression, most)

    def _within(self, expression: Linear) -> None:
        self.milp.at_most(expression)


def smallest_changes(model: Model, demands: Iterable[Demand], time_limit: float | None = None) -> Iterator[Change]:
    """Yield the smallest changes that keep some demands: the least euros first, then the fewest lines.

    Raises:
        SolverFailure: a question to the solver took more than ``time_limit`` seconds.
    """
    search = Smallest(model, tuple(demands), time_limit)
    for size in search.sizes():
        yield from search.ways(size)
