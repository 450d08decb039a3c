"""The variables of a decision: an amount and a yes or no a line, and those that conditions need beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from innosprint_rules.allocation.extraction.conditions import (
    Bound,
    Condition,
    Literal,
    bound,
    contrary,
    every,
    holds,
    some,
)
from innosprint_rules.allocation.extraction.linear import Linear, NotLinear, Point, Terms, amount, kept, variable
from innosprint_rules.allocation.extraction.lines import Line
from innosprint_rules.wording import Text


class Variables:
    """Hands out variables; each further one comes with the conditions that define it from those before."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = tuple(lines)
        self.definitions: list[Condition] = []
        self._bounds: list[tuple[int, int]] = []
        for line in lines:
            self._bounds += [(0, line.most), (0 if line.refusable else 1, 1)]
        self._worth: list[
            tuple[Condition, Linear]
        ] = []  # of each further variable: its value where the condition holds

    def rebound(self, lines: Sequence[Line]) -> Variables:
        """Return the same variables for the same lines under other bounds."""
        other = Variables(lines)
        other.definitions = self.definitions
        other._bounds += self._bounds[2 * len(lines) :]
        other._worth = self._worth
        return other

    @property
    def count(self) -> int:
        """How many variables there are."""
        return len(self._bounds)

    def bounds(self, number: int) -> tuple[int, int]:
        """Return the least and the greatest value of a variable."""
        return self._bounds[number]

    def is_amount(self, number: int) -> bool:
        """Tell whether a variable is the amount of a line."""
        return number < 2 * len(self.lines) and number % 2 == 0

    @property
    def further(self) -> Sequence[tuple[int, Condition, Linear]]:
        """Return each further variable, in order: it is worth an expression where a condition holds, else 0."""
        first = 2 * len(self.lines)
        return [(first + offset, condition, worth) for offset, (condition, worth) in enumerate(self._worth)]

    def point(self, amounts: Mapping[int, int]) -> Point:
        """Return the point at which the lines named get these cents and the others are refused."""
        found: dict[int, int] = {}
        for index in range(len(self.lines)):
            funded = index in amounts
            found[amount(index)] = amounts[index] if funded else 0
            found[kept(index)] = int(funded)
        for number, condition, worth in self.further:
            found[number] = worth.at(found) if holds(condition, found) else 0
        return found

    def indicator(self, condition: Condition) -> Linear:
        """Return an expression that is 1 where a condition holds and 0 elsewhere."""
        match condition:
            case bool():
                return Linear(int(condition))
            case Literal(variable=number, positive=True):
                return variable(number)
            case Literal(variable=number, positive=False):
                return Linear(1, Terms({number: -1}))
        mine = self._further(0, 1, condition, Linear(1))
        self.definitions += [
            some((Literal(mine, False), condition)),
            some((Literal(mine), contrary(condition))),
        ]
        return variable(mine)

    def times(self, condition: Condition, worth: Linear) -> Linear:
        """Return an expression that is worth ``worth`` where a condition holds and 0 elsewhere.

        Raises:
            NotLinear: the product has no bounds.
        """
        if isinstance(condition, bool):
            return worth if condition else Linear(0)
        if isinstance(condition, Literal):
            worth = worth.given({condition.variable: int(condition.positive)})
        if worth.fixed:
            return self.indicator(condition).times(worth.constant)
        if (
            isinstance(condition, Literal)
            and condition.positive
            and worth.terms.all().keys() <= {condition.variable - 1}
        ):
            # the line's own amount, which is 0 when the line is refused
            return Linear(0, Terms({**worth.terms.all(), condition.variable: worth.constant}))
        lo, hi = min(0, worth.least(self.bounds)), max(0, worth.most(self.bounds))
        mine = self._further(lo, hi, condition, worth)
        gap = variable(mine).minus(worth)
        nothing = every((bound(variable(mine)), bound(variable(mine, -1))))
        self.definitions += [
            some((contrary(condition), every((Bound(gap), Bound(gap.times(-1)))))),
            some((condition, nothing)),
        ]
        return variable(mine)

    def _further(self, lo: int, hi: int, condition: Condition, worth: Linear) -> int:
        if hi - lo > 2**53:
            raise NotLinear(Text("une somme trop grande", "too large a sum"))
        self._bounds.append((lo, hi))
        self._worth.append((condition, worth))
        return len(self._bounds) - 1
