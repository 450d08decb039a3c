"""Conditions as rows of a mixed-integer linear program, every coefficient a whole number.

Sums that grow row by row (a running total under one ceiling) come down to the last of them: a long list of lines
would otherwise fill a triangle. A condition with alternatives is told with the lines' own yes and no where it can,
else with a selector.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from innosprint_rules.allocation.extraction.conditions import Bound, Condition, Every, Literal, Some, atoms
from innosprint_rules.allocation.extraction.linear import NO_TERMS, Linear, Terms, amount, variable
from innosprint_rules.allocation.extraction.model import Demand, Model
from innosprint_rules.money import MOST_CENTS


@dataclass(frozen=True, slots=True)
class Constraint:
    """``expression <= 0``, for the sake of ``tag`` (a demand's index, or None)."""

    expression: Linear
    tag: int | None


class Rows:
    """The columns and rows of a model, before any solver."""

    def __init__(self, model: Model, demands: Sequence[Demand] | None = None) -> None:
        self.model = model
        self.bounds = [model.variables.bounds(number) for number in range(model.variables.count)]
        self.rows: list[Constraint] = []
        taken = _without_triangles(list(model.demands if demands is None else demands))
        self._tighten([condition for _, condition in taken])
        for index, condition in taken:
            self.hold(condition, index)
        for index, line in enumerate(model.lines):
            self._tie(index, line.least, self.bounds[amount(index)][1])
        for condition in model.variables.definitions:
            self.hold(condition)

    def _tighten(self, conditions: Sequence[Condition]) -> None:
        """Bring down what an amount may be to what a ceiling leaves: small numbers keep the solver exact.

        An amount without any ceiling stops where the amounts as they stand and the largest figure of any demand end.
        """
        for condition in conditions:
            match condition:
                case Bound():
                    self._below(condition.at_most(), None)
                case Some(parts=(Literal(positive=False, variable=yes), Bound() as ceiling)):
                    self._below(ceiling.at_most(), yes - 1)  # refused, the line gets nothing anyway
        figures = [
            abs(atom.expression.constant) for each in conditions for atom in atoms(each) if isinstance(atom, Bound)
        ]
        most = max(figures, default=0) + sum(line.stands or 0 for line in self.model.lines)
        for index, line in enumerate(self.model.lines):
            if self.bounds[amount(index)][1] == MOST_CENTS:
                self.bounds[amount(index)] = (0, max(most, line.least))
        for number, _, worth in self.model.variables.further:
            self.bounds[number] = (min(0, worth.least(self._limits)), max(0, worth.most(self._limits)))

    def _below(self, ceiling: Linear, only: int | None) -> None:
        least = ceiling.least(self._limits)
        for number, factor in ceiling.terms.all().items():
            if factor > 0 and self.model.variables.is_amount(number) and only in (None, number):
                lo, hi = self.bounds[number]
                self.bounds[number] = (lo, max(lo, min(hi, (factor * lo - least) // factor)))

    def _tie(self, index: int, least: int, most: int) -> None:
        """A refused line gets nothing; a funded one its least at the least."""
        self.rows.append(Constraint(Linear(0, Terms({2 * index: 1, 2 * index + 1: -most})), None))
        if least > 0:
            self.rows.append(Constraint(Linear(0, Terms({2 * index: -1, 2 * index + 1: least})), None))

    def add_variable(self, least: int, most: int) -> int:
        """Return a new whole-number variable within bounds."""
        self.bounds.append((least, most))
        return len(self.bounds) - 1

    def hold(self, condition: Condition, tag: int | None = None) -> None:
        """Demand that a condition holds."""
        self._encode(condition, Linear(0), tag)

    def _encode(self, condition: Condition, escape: Linear, tag: int | None) -> None:
        """Demand a condition unless ``escape``, a sum of yes-or-no variables, is 1 or more."""
        match condition:
            case bool():
                if not condition:
                    self._row(Linear(1).minus(escape), tag)
            case Literal():
                self._row(Linear(1).minus(_chosen(condition)).minus(escape), tag)
            case Bound():
                wanted = condition.at_most()
                if not escape.terms:
                    self._row(wanted, tag)
                    return
                most = wanted.most(self._limits)
                if most > 0:
                    self._row(wanted.minus(escape.times(most)), tag)
            case Every(parts=parts):
                for part in parts:
                    self._encode(part, escape, tag)
            case Some(parts=parts):
                self._alternatives(parts, escape, tag)

    def _alternatives(self, parts: Iterable[Condition], escape: Linear, tag: int | None) -> None:
        rest: list[Condition] = []
        for part in parts:
            if isinstance(part, Literal):
                escape = escape.plus(_chosen(part))
            else:
                rest.append(part)
        if len(rest) == 1:
            self._encode(rest[0], escape, tag)
            return
        for part in rest:
            selector = variable(self.add_variable(0, 1))
            self._encode(part, Linear(1).minus(selector), tag)
            escape = escape.plus(selector)
        self._row(Linear(1).minus(escape), tag)

    def _row(self, expression: Linear, tag: int | None) -> None:
        self.rows.append(Constraint(expression, tag))

    def _limits(self, number: int) -> tuple[int, int]:
        return self.bounds[number]


def _chosen(literal: Literal) -> Linear:
    """Return 1 where a literal holds, else 0."""
    one = variable(literal.variable)
    return one if literal.positive else Linear(1).minus(one)


# running totals ---------------------------------------------------------------------------------------


def _without_triangles(demands: Sequence[Demand]) -> list[tuple[int, Condition]]:
    """Return the conditions with those left out that a later one implies.

    "Refused, or the total up to here is within the ceiling" holds for every row when the total up to the last row
    is: a refused line adds nothing to it. The first total must be within the ceiling before any line, and no
    ceiling may be higher than the one before.
    """
    found: list[tuple[int, Condition]] = []
    last: dict[tuple[str, object], tuple[int, Linear]] = {}  # of each rule and reading: where, and its total
    for index, demand in enumerate(demands):
        key = (demand.code, demand.reading)
        total = _total(demand, last.get(key, (0, None))[1])
        if total is None:
            last.pop(key, None)
            found.append((index, demand.condition))
            continue
        before = last.get(key)
        if before is not None and total.constant >= before[1].constant:
            found[before[0]] = (found[before[0]][0], True)  # implied by this one
        last[key] = (len(found), total)
        found.append((index, Bound(total)))
    return [(index, condition) for index, condition in found if condition is not True]


def _total(demand: Demand, before: Linear | None) -> Linear | None:
    """Return the total that must be within its ceiling whether this row's line is funded or not, if there is one."""
    match demand.condition:
        case (
            Some(parts=(Literal(positive=False, variable=funded), Bound(holds=True, expression=total)))
            | Some(parts=(Bound(holds=True, expression=total), Literal(positive=False, variable=funded)))
        ):
            pass
        case _:
            return None
    own = {funded - 1, funded}
    if not total.terms.own.keys() <= own or any(factor < 0 for factor in total.terms.own.values()):
        return None
    parent = total.terms.parent if total.terms.parent is not None else NO_TERMS
    if before is None:
        return total if not parent and total.constant <= 0 else None
    within = parent is before.terms and total.constant <= before.constant
    return total if within else None
