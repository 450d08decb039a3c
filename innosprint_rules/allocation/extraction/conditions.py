"""Conditions on linear expressions: bounds and yes-or-no variables, all of or some of them, and their contraries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from innosprint_rules.allocation.extraction.linear import ENDLESS, Linear, Point, Terms


@dataclass(frozen=True, slots=True)
class Literal:
    """A variable of yes or no is 1 (``positive``) or 0."""

    variable: int
    positive: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Bound:
    """``expression <= 0`` when ``holds``, else ``expression > 0``."""

    expression: Linear
    holds: bool = True

    def at_most(self) -> Linear:
        """Return the expression that must not exceed 0."""
        return self.expression if self.holds else Linear(1).minus(self.expression)


@dataclass(frozen=True, slots=True, eq=False)
class Every:
    """All of some conditions."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Some:
    """At least one of some conditions."""

    parts: tuple[Condition, ...]


Condition: TypeAlias = bool | Literal | Bound | Every | Some


def bound(expression: Linear, holds: bool = True) -> Condition:
    """Return ``expression <= 0`` or its contrary, decided where it does not depend on the decision.

    An unbounded part, which a yes or no switches on, is told as that yes or no: no coefficient is huge.
    """
    if expression.fixed:
        return (expression.constant <= 0) is holds
    if not expression.terms.endless:
        return Bound(expression, holds)
    found = expression.terms.all()
    endless = {v: factor for v, factor in found.items() if abs(factor) >= ENDLESS}
    rest = bound(Linear(expression.constant, Terms({v: f for v, f in found.items() if v not in endless})))
    without_more = every((*(Literal(v, False) for v, f in endless.items() if f > 0), rest))
    within = some((*(Literal(v) for v, f in endless.items() if f < 0), without_more))
    return within if holds else contrary(within)


def every(parts: Iterable[Condition]) -> Condition:
    """Return whether all hold."""
    return _join(parts, Every, absorbing=False)


def some(parts: Iterable[Condition]) -> Condition:
    """Return whether at least one holds."""
    return _join(parts, Some, absorbing=True)


def _join(parts: Iterable[Condition], kind: type[Every] | type[Some], absorbing: bool) -> Condition:
    found: list[Condition] = []
    seen: set[Literal] = set()
    for part in parts:
        if part is absorbing:
            return absorbing
        if isinstance(part, bool):
            continue
        for each in part.parts if isinstance(part, kind) else (part,):
            if isinstance(each, Literal):
                if Literal(each.variable, not each.positive) in seen:
                    return absorbing
                if each in seen:
                    continue
                seen.add(each)
            found.append(each)
    if not found:
        return not absorbing
    return found[0] if len(found) == 1 else kind(tuple(found))


def contrary(condition: Condition) -> Condition:
    """Return the condition that holds exactly where another does not."""
    match condition:
        case bool():
            return not condition
        case Literal(variable=number, positive=positive):
            return Literal(number, not positive)
        case Bound(expression=expression, holds=holds):
            return Bound(expression, not holds)
        case Every(parts=parts):
            return Some(tuple(contrary(part) for part in parts))
        case Some(parts=parts):
            return Every(tuple(contrary(part) for part in parts))


def holds(condition: Condition, point: Point) -> bool:
    """Tell whether a condition holds at a point, exactly."""
    match condition:
        case bool():
            return condition
        case Literal(variable=number, positive=positive):
            return (point[number] == 1) is positive
        case Bound(expression=expression, holds=wanted):
            return (expression.at(point) <= 0) is wanted
        case Every(parts=parts):
            return all(holds(part, point) for part in parts)
        case Some(parts=parts):
            return any(holds(part, point) for part in parts)


def atoms(condition: Condition) -> Iterator[Literal | Bound]:
    """Yield the literals and bounds of a condition."""
    match condition:
        case Literal() | Bound():
            yield condition
        case Every(parts=parts) | Some(parts=parts):
            for part in parts:
                yield from atoms(part)


def variables(condition: Condition) -> set[int]:
    """Return the variables that a condition reads."""
    found: set[int] = set()
    for atom in atoms(condition):
        if isinstance(atom, Literal):
            found.add(atom.variable)
        else:
            found.update(atom.expression.terms.all())
    return found


def given(condition: Condition, values: Mapping[int, int]) -> Condition:
    """Return a condition with some variables replaced by numbers."""
    match condition:
        case bool():
            return condition
        case Literal(variable=number, positive=positive):
            return (values[number] == 1) is positive if number in values else condition
        case Bound(expression=expression, holds=wanted):
            return bound(expression.given(values), wanted)
        case Every(parts=parts):
            return every(given(part, values) for part in parts)
        case Some(parts=parts):
            return some(given(part, values) for part in parts)
