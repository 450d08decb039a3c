"""Linear expressions over the decision, and conditions made of them: exact integers, no solver.

A decision has two variables a line: ``amount(i)`` in cents and ``kept(i)``, 1 when the line is funded and 0 when it
is refused. Further numbers stand for variables that a model adds. A condition is ``True``, ``False``, a
``Literal``, a ``Bound``, or ``Every``/``Some`` of conditions; its contrary is always a condition again, because
whole cents leave no room between ``<= 0`` and ``> 0``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from innosprint_rules.formula.types import EXACT
from innosprint_rules.wording import Text

Point: TypeAlias = Mapping[int, int]
"""A value for each variable: cents for amounts, 0 or 1 for the others."""


ENDLESS = 2**56
"""Stands for what has no bound and is counted only under a condition; far beyond what amounts can sum to."""


def amount(line: int) -> int:
    """Return the variable of a line's amount, in cents; 0 when the line is refused."""
    return 2 * line


def kept(line: int) -> int:
    """Return the variable that says whether a line is funded (1) or refused (0)."""
    return 2 * line + 1


class NotLinear(Exception):  # noqa: N818  # it names what was found; no caller sees it as an error
    """A formula depends on the decision in a way that no linear constraint can say; ``reason`` tells which."""

    def __init__(self, reason: Text) -> None:
        self.reason = reason
        super().__init__(reason.en)


class Terms:
    """Variables with whole coefficients; sums that grow row by row share what they have in common.

    ``positive`` says that every coefficient is, ``endless`` that one stands for what has no bound, ``large`` that one
    is beyond what solvers hold exactly: all are known without going through a long sum.
    """

    __slots__ = ("_all", "endless", "large", "own", "parent", "positive")

    def __init__(self, own: Mapping[int, int], parent: Terms | None = None) -> None:
        self.own = {variable: factor for variable, factor in own.items() if factor}
        self.parent = parent
        self._all: dict[int, int] | None = None if parent is not None else self.own
        self.positive: bool = all(f > 0 for f in self.own.values()) and (parent is None or parent.positive)
        self.endless: bool = any(abs(f) >= ENDLESS for f in self.own.values()) or (
            parent is not None and parent.endless
        )
        self.large: bool = any(abs(f) > EXACT for f in self.own.values()) or (parent is not None and parent.large)

    def all(self) -> Mapping[int, int]:
        """Return every variable with its coefficient; none is 0."""
        if self._all is None:
            chain: list[Terms] = []
            node: Terms | None = self
            while node is not None and node._all is None:
                chain.append(node)
                node = node.parent
            found = dict(node._all or {}) if node is not None else {}
            for each in reversed(chain):
                for variable, factor in each.own.items():
                    total = found.get(variable, 0) + factor
                    if total:
                        found[variable] = total
                    else:
                        found.pop(variable, None)
            self._all = found
        return self._all

    def __bool__(self) -> bool:
        """Tell whether any variable is left once coefficients have met."""
        if self.positive:
            return bool(self.own) or bool(self.parent)
        return bool(self.all())


NO_TERMS = Terms({})


class Choice(dict[int, int]):
    """A value for each variable that remembers what long sums are worth, so that each adds only what it gains."""

    def __init__(self, values: Mapping[int, int]) -> None:
        super().__init__(values)
        self._known: dict[int, tuple[Terms, int]] = {}

    def worth(self, terms: Terms) -> int:
        """Return what terms are worth."""
        chain: list[Terms] = []
        node: Terms | None = terms
        while node is not None and id(node) not in self._known:
            chain.append(node)
            node = node.parent
        total = 0 if node is None else self._known[id(node)][1]
        for each in reversed(chain):
            total += sum(factor * self[variable] for variable, factor in each.own.items())
            self._known[id(each)] = (each, total)  # the terms are kept, so that their id stays their own
        return total


class Linear:
    """``constant`` plus ``terms``: a whole number that depends on the decision."""

    __slots__ = ("constant", "terms")

    def __init__(self, constant: int, terms: Terms = NO_TERMS) -> None:
        self.constant = constant
        self.terms = terms

    def __repr__(self) -> str:
        parts = [f"{factor:+d}·v{variable}" for variable, factor in sorted(self.terms.all().items())]
        return " ".join([*parts, f"{self.constant:+d}"])

    @property
    def fixed(self) -> bool:
        """Whether the expression does not depend on the decision."""
        return not self.terms

    def plus(self, other: Linear) -> Linear:
        """Return the sum; a long sum that gains a few terms keeps its own."""
        constant = self.constant + other.constant
        if not other.terms:
            return Linear(constant, self.terms)
        if not self.terms:
            return Linear(constant, other.terms)
        return Linear(constant, Terms(other.terms.all(), self.terms))

    def times(self, factor: int) -> Linear:
        """Return a multiple."""
        if factor == 1:
            return self
        own = {variable: factor * each for variable, each in self.terms.all().items()}
        return Linear(factor * self.constant, Terms(own))

    def minus(self, other: Linear) -> Linear:
        """Return the difference."""
        return self.plus(other.times(-1)) if other.terms else Linear(self.constant - other.constant, self.terms)

    def at(self, point: Point) -> int:
        """Return the value at a point."""
        if isinstance(point, Choice):
            return self.constant + point.worth(self.terms)
        return self.constant + sum(factor * point[variable] for variable, factor in self.terms.all().items())

    def least(self, bounds: Callable[[int], tuple[int, int]]) -> int:
        """Return the least value that variables within ``bounds`` leave possible."""
        lows = (f * bounds(v)[0 if f > 0 else 1] for v, f in self.terms.all().items())
        return self.constant + sum(lows)

    def most(self, bounds: Callable[[int], tuple[int, int]]) -> int:
        """Return the greatest value that variables within ``bounds`` leave possible."""
        highs = (f * bounds(v)[1 if f > 0 else 0] for v, f in self.terms.all().items())
        return self.constant + sum(highs)

    def given(self, values: Mapping[int, int]) -> Linear:
        """Return the expression with some variables replaced by numbers."""
        found = self.terms.all()
        if not any(variable in values for variable in found):
            return self
        constant = self.constant + sum(factor * values[v] for v, factor in found.items() if v in values)
        return Linear(constant, Terms({v: factor for v, factor in found.items() if v not in values}))


def variable(number: int, factor: int = 1) -> Linear:
    """Return an expression of one variable."""
    return Linear(0, Terms({number: factor}))
