"""Rounded quotients of what is to be decided: compared exactly with whole numbers, by linear constraints.

``n // p <= k`` is ``n <= k * p + p - 1`` for whole numbers, and ``n // p >= k`` is ``n >= k * p``.
"""

from __future__ import annotations

from typing import Any, TypeAlias

from innosprint_rules.allocation.extraction.linear import Linear, NotLinear
from innosprint_rules.wording import Text

_ROUNDED = Text("des montants arrondis, multipliés ou additionnés", "rounded amounts, multiplied or added up")


class Floored:
    """A quotient rounded down, ``num // per``, of an expression by a positive whole number.

    It may be compared, and whole numbers added to it; several of them in a sum, and multiples of one, cannot be said
    by linear constraints: whatever takes it for an expression raises ``NotLinear``.
    """

    __slots__ = ("num", "per")

    fixed = False

    def __init__(self, num: Linear, per: int) -> None:
        self.num = num
        self.per = per

    def __getattr__(self, name: str) -> Any:
        """Refuse to be taken for an expression, whatever is asked of one."""
        raise NotLinear(_ROUNDED)

    def plus(self, other: End) -> Floored:
        """Return it with a whole number more."""
        return Floored(plus(self.num, other.times(self.per)), self.per)

    def minus(self, other: End) -> Floored:
        """Return it with a whole number less."""
        return self.plus(other.times(-1))

    def times(self, factor: int) -> Floored:
        """Return it, or its contrary: ``-(n // p)`` is ``(p - 1 - n) // p``."""
        if factor == 1:
            return self
        if factor != -1:
            raise NotLinear(_ROUNDED)
        return Floored(self.num.times(-1).plus(Linear(self.per - 1)), self.per)


End: TypeAlias = Linear | Floored
"""A bound of a number."""


def floored(end: End, per: int) -> Floored:
    """Return a quotient rounded down; of one that is already, by both together."""
    return Floored(end.num, end.per * per) if isinstance(end, Floored) else Floored(end, per)


def plus(a: End, b: End) -> Any:
    """Return a sum of which one part at most is rounded."""
    return b.plus(a) if isinstance(b, Floored) else a.plus(b)


def minus(a: End, b: End) -> Any:
    """Return a difference of which one part at most is rounded."""
    return b.times(-1).plus(a) if isinstance(b, Floored) else a.minus(b)


def gap(a: End, b: End, strict: int) -> Linear:
    """Return what is at most 0 where ``a`` is at most ``b``, or with ``strict`` 1 less than it."""
    if isinstance(b, Floored):
        one: Linear = plus(a, Linear(strict)).times(b.per)
        return Linear(one.constant, one.terms).minus(b.num)
    if isinstance(a, Floored):
        return a.num.minus(b.plus(Linear(-strict)).times(a.per)).plus(Linear(1 - a.per))
    return a.minus(b).plus(Linear(strict))
