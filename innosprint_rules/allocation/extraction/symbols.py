"""Values that depend on the decision: numbers between two linear bounds, values by cases (flags: ``flags``).

What does not depend on it stays as the reference evaluator has it. Unknowns go the same way as there: a number has
the bounds ``lo`` and ``hi`` (None: without bound).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import product
from typing import Any

from innosprint_rules.allocation.extraction.conditions import Condition, bound, every, some
from innosprint_rules.allocation.extraction.flags import Truth, conjunction, flag, negated, truth
from innosprint_rules.allocation.extraction.linear import Linear, NotLinear
from innosprint_rules.allocation.extraction.rounding import End, Floored, floored, gap, minus, plus
from innosprint_rules.formula.logic import LEAST, MOST, UNKNOWN, Interval, interval
from innosprint_rules.formula.shares import WHOLE
from innosprint_rules.formula.types import EXACT
from innosprint_rules.wording import Text

MOST_CASES = 32


class Range:
    """A number from ``lo`` to ``hi``; known exactly when both are the same expression."""

    __slots__ = ("hi", "lo")

    def __init__(self, lo: End | None, hi: End | None) -> None:
        self.lo: Any = lo
        self.hi: Any = hi

    @property
    def exact(self) -> bool:
        """Whether the number is known once the decision is."""
        return self.lo is self.hi and self.lo is not None


class Cases:
    """A value that is another under each of some conditions, exactly one of which holds."""

    __slots__ = ("options",)

    def __init__(self, options: tuple[tuple[Condition, Any], ...]) -> None:
        self.options = options


def settled(value: object) -> bool:
    """Tell whether a value does not depend on the decision."""
    return not isinstance(value, Truth | Range | Cases)


# numbers ---------------------------------------------------------------------------------------------


def span(value: Any) -> Range:
    """Return any number as two bounds."""
    if isinstance(value, Range):
        return value
    if isinstance(value, Interval):
        lo = None if value.lo <= LEAST else Linear(value.lo)
        return Range(lo, None if value.hi >= MOST else Linear(value.hi))
    if value is UNKNOWN:
        return Range(None, None)
    one = Linear(value)
    return Range(one, one)


def number(lo: End | None, hi: End | None) -> Any:
    """Return the number of two bounds, settled where the decision does not matter."""
    if (lo is None or lo.fixed) and (hi is None or hi.fixed):
        return interval(LEAST if lo is None else lo.constant, MOST if hi is None else hi.constant)
    return Range(lo, hi)


def added(a: Any, b: Any) -> Any:
    """Return the sum of two numbers."""
    one, other = span(a), span(b)
    lo = None if one.lo is None or other.lo is None else plus(one.lo, other.lo)
    if one.exact and other.exact:
        return number(lo, lo)
    return number(lo, None if one.hi is None or other.hi is None else plus(one.hi, other.hi))


def subtracted(a: Any, b: Any) -> Any:
    """Return the difference of two numbers."""
    one, other = span(a), span(b)
    lo = None if one.lo is None or other.hi is None else minus(one.lo, other.hi)
    if one.exact and other.exact:
        return number(lo, lo)
    return number(lo, None if one.hi is None or other.lo is None else minus(one.hi, other.lo))


def multiplied(a: Any, b: Any) -> Any:
    """Return the product of a number by a whole one that does not depend on the decision."""
    if settled(a):
        a, b = b, a
    if not isinstance(b, int):
        raise NotLinear(Text("un produit de deux montants à décider, ou par un nombre inconnu",
                             "a product of two amounts to decide, or by an unknown number"))  # fmt: skip
    one = span(a)
    lo = None if one.lo is None else solvable(one.lo.times(b))
    if one.exact:
        return number(lo, lo)
    hi = None if one.hi is None else solvable(one.hi.times(b))
    return number(lo, hi) if b >= 0 else number(hi, lo)


def solvable(one: Any) -> Any:
    """Return an expression that solvers, which count in doubles, hold exactly.

    Raises:
        NotLinear: one of its numbers is too large.
    """
    if isinstance(one, Floored):
        return one
    if abs(one.constant) > EXACT or (one.terms.large and not one.terms.endless):
        raise NotLinear(Text("un nombre trop grand pour un solveur", "a number too large for a solver"))
    return one


def compared(op: str, a: Any, b: Any) -> Any:
    """Return whether two numbers stand as ``op`` says."""
    if a is None or b is None:
        return op == "!=" if op in ("==", "!=") else UNKNOWN
    if op in (">", ">="):
        return compared("<" if op == ">" else "<=", b, a)
    if op == "!=":
        return negated(compared("==", a, b))
    if op == "==":
        return conjunction((compared("<=", a, b), compared("<=", b, a)))
    one, other = span(a), span(b)
    strict = int(op == "<")
    if one.exact and other.exact and one.lo is not None and other.lo is not None:
        below = solvable(gap(one.lo, other.lo, strict))
        return flag(bound(below), bound(below, False), True)
    yes = one.hi is not None and other.lo is not None and bound(solvable(gap(one.hi, other.lo, strict)))
    no = one.lo is not None and other.hi is not None and bound(solvable(gap(one.lo, other.hi, strict)), False)
    return flag(yes, no, False)


def rounded(value: Any, per: int, how: str) -> Range:
    """Return a number divided by a positive whole one and rounded ``'down'``, ``'up'`` or ``'half_up'``."""
    ends = []
    for end in (span(value).lo, span(value).hi):
        if end is None or how == "down":
            ends.append(None if end is None else floored(end, per))
        elif how == "up":
            ends.append(floored(plus(end, Linear(per - 1)), per))
        else:
            ends.append(floored(plus(end.times(2), Linear(per)), 2 * per))
    return Range(ends[0], ends[0] if span(value).exact else ends[1])


def quotient(name: str, values: tuple[Any, ...]) -> Any:
    """Return ``cents``, ``ratio`` or ``pro_rata`` of what is to be decided, by what is not.

    Raises:
        NotLinear: the whole is to be decided too, is not known or is below 0.
    """
    *factors, how = values
    whole = WHOLE if name == "cents" else factors.pop()
    if whole == 0:
        return None
    if not isinstance(whole, int) or whole < 0:
        raise NotLinear(Text("la part d'un tout qui n'est pas fixé", "a part of a whole that is not fixed"))
    part = factors[0]
    if name == "ratio":
        part = multiplied(part, WHOLE)
    elif len(factors) == 2:
        part = multiplied(*factors)
    return rounded(part, whole, how)


# cases -----------------------------------------------------------------------------------------------


def lifted(work: Callable[..., Any], arguments: Sequence[Any]) -> Any:
    """Return what ``work`` gives, case by case where an argument has cases.

    Raises:
        NotLinear: too many cases.
    """
    if not any(isinstance(each, Cases) for each in arguments):
        return work(*arguments)
    options = [each.options if isinstance(each, Cases) else ((True, each),) for each in arguments]
    found: list[tuple[Condition, Any]] = []
    for combination in product(*options):
        guard = every(condition for condition, _ in combination)
        if guard is not False:
            found.append((guard, work(*(value for _, value in combination))))
    return cases(found)


def cases(options: Iterable[tuple[Condition, Any]]) -> Any:
    """Return a value by cases; cases of flags make a flag, cases that are all alike one value.

    Raises:
        NotLinear: too many cases.
    """
    flat: list[tuple[Condition, Any]] = []
    for guard, value in options:
        inner = value.options if isinstance(value, Cases) else ((True, value),)
        flat += [(both, each) for also, each in inner if (both := every((guard, also))) is not False]
    if all(isinstance(value, bool | Truth) or value is UNKNOWN for _, value in flat):
        found = [(guard, truth(value)) for guard, value in flat]
        return flag(
            some(every((guard, each.yes)) for guard, each in found),
            some(every((guard, each.no)) for guard, each in found),
            all(each.sure for _, each in found),
        )
    merged: list[tuple[Condition, Any]] = []
    for guard, value in flat:
        for index, (other, known) in enumerate(merged):
            if known is value or (settled(known) and settled(value) and type(known) is type(value) and known == value):
                merged[index] = (some((other, guard)), known)
                break
        else:
            merged.append((guard, value))
    if len(merged) == 1:
        return merged[0][1]
    if len(merged) > MOST_CASES:
        raise NotLinear(Text("trop de cas à distinguer", "too many cases to tell apart"))
    return Cases(tuple(merged))
