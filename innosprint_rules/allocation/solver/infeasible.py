"""Why a decision cannot be taken: a smallest set of rules and lines that cannot hold together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from innosprint_rules.allocation.extraction.linear import Linear, Terms
from innosprint_rules.allocation.extraction.lines import Line
from innosprint_rules.allocation.extraction.model import Demand, Model
from innosprint_rules.allocation.solver.highs import Milp, minimum
from innosprint_rules.allocation.solver.milp import Constraint

SEARCHES = 400  # beyond, a set from which nothing can be left out is given, perhaps not the smallest


@dataclass(frozen=True, slots=True)
class Conflict:
    """Demands of the rules and lines with their own bounds that cannot hold together.

    Nothing can be left out of it; ``smallest`` says that no other such set has fewer members.
    """

    demands: tuple[Demand, ...]
    lines: tuple[Line, ...]
    smallest: bool

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the rules, each once."""
        return tuple(dict.fromkeys(demand.code for demand in self.demands))


def smallest_conflict(model: Model, demands: Sequence[Demand] | None = None) -> Conflict | None:
    """Return a smallest set of demands and lines that cannot hold together, None when all can.

    A line counts when it may not be refused: it insists on its own bounds.

    Args:
        model: the decision.
        demands: those to hold; all of the model when None.

    Raises:
        UsageError: HiGHS is not installed.
    """
    search = _Search(model, tuple(model.demands if demands is None else demands))
    if search.holds(frozenset(search.everything)):
        return None
    members, smallest = search.smallest()
    held = [m for m in sorted(members) if m < len(search.demands)]
    lines = [search.firm[m - len(search.demands)] for m in sorted(members) if m >= len(search.demands)]
    return Conflict(tuple(search.demands[m] for m in held), tuple(model.lines[n] for n in lines), smallest)


class _Search:
    """Members are numbered: first the demands, then the lines that insist on something."""

    def __init__(self, model: Model, demands: tuple[Demand, ...]) -> None:
        self.model = model
        self.demands = demands
        self.firm = [n for n, line in enumerate(model.lines) if not line.refusable]
        self.everything = range(len(demands) + len(self.firm))
        self._known: dict[frozenset[int], bool] = {}
        self.searches = 0

    def holds(self, members: frozenset[int]) -> bool:
        """Tell whether some members can hold together."""
        known = self._known.get(members)
        if known is None:
            self.searches += 1
            known = self._known[members] = self._solvable(members)
        return known

    def _solvable(self, members: frozenset[int]) -> bool:
        count = len(self.demands)
        firm = {self.firm[m - count] for m in members if m >= count}
        lines = tuple(
            line if n in firm or line.refusable else replace(line, refusable=True)
            for n, line in enumerate(self.model.lines)
        )
        eased = self.model.with_lines(lines)
        held = [self.demands[m] for m in sorted(members) if m < count]
        return Milp(eased, held).solve() is not None

    def smallest(self) -> tuple[frozenset[int], bool]:
        """Return a smallest set that cannot hold, and whether it is surely one.

        Every such set has a member in the complement of every set that can hold. The smallest set that meets all
        complements found so far either cannot hold, and is the answer, or grows into one more set that can.
        """
        complements: list[frozenset[int]] = []
        start = self.searches
        while self.searches - start < SEARCHES:
            chosen = self._meeting(complements)
            if not self.holds(chosen):
                return chosen, True
            complements.append(frozenset(self.everything) - self._grown(chosen))
        return self._shrunk(frozenset(self.everything)), False

    def _meeting(self, complements: Sequence[frozenset[int]]) -> frozenset[int]:
        """Return a smallest set with a member in each complement; of equal ones, that with the first members."""
        rows = [Constraint(Linear(1, Terms(dict.fromkeys(each, -1))), None) for each in complements]
        found = minimum([(0, 1)] * len(self.everything), rows, Linear(0, Terms(dict.fromkeys(self.everything, 1))))
        if found is None:
            raise AssertionError("a set that can hold has no complement, yet all cannot hold together")
        return frozenset(m for m in self.everything if found[m])

    def _grown(self, members: frozenset[int]) -> frozenset[int]:
        """Return a largest set that can hold and has these members."""
        for member in self.everything:
            if member not in members and self.holds(members | {member}):
                members |= {member}
        return members

    def _shrunk(self, members: frozenset[int]) -> frozenset[int]:
        """Return a set that cannot hold, and could without any one of its members."""
        for member in sorted(members):
            if not self.holds(members - {member}):
                members -= {member}
        return members
