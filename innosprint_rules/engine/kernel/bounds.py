"""Comparing, joining and adding values that are code: decided when their bounds decide."""

from __future__ import annotations

from collections.abc import Callable

from innosprint_rules.engine.kernel.source.conditions import Condition, Operand, all_of, any_of, negated, wrapped
from innosprint_rules.engine.kernel.values import LEAST, MOST, Flag, Num


def both(flags: list[Flag]) -> Flag:
    """Return whether all hold."""
    if all(each.exact for each in flags):
        return Flag(all_of(*(each.yes for each in flags)))
    return settled(Flag(all_of(*(each.yes for each in flags)), any_of(*(each.never for each in flags))))


def either(flags: list[Flag]) -> Flag:
    """Return whether one holds."""
    return contrary(both([contrary(each) for each in flags]))


def contrary(flag: Flag) -> Flag:
    """Return the contrary of a flag."""
    if flag.exact:
        return Flag(negated(flag.yes))
    return Flag(flag.never, flag.yes)


def settled(flag: Flag) -> Flag:
    """Return a flag whose two sides are constants as an exact one where it is."""
    if flag.yes is True or flag.no is True:
        return Flag(flag.yes is True)
    return flag


def compared(op: str, a: Num, b: Num) -> Flag:
    """Return an ordering of two numbers, decided when the bounds decide it."""
    if op in (">", ">="):
        return compared("<" if op == ">" else "<=", b, a)
    strict = op == "<"
    if isinstance(a.lo, int) and isinstance(a.hi, int) and isinstance(b.lo, int) and isinstance(b.hi, int):
        yes = a.hi < b.lo if strict else a.hi <= b.lo
        no = a.lo >= b.hi if strict else a.lo > b.hi
        return Flag(yes, no) if not yes and not no else Flag(yes)
    known = _by_limits(strict, a, b)
    if known is not None:
        return Flag(known)
    yes_code = f"{wrapped(a.hi)} {op} {wrapped(b.lo)}"
    if a.lo == a.hi and b.lo == b.hi:
        return Flag(yes_code)
    return Flag(yes_code, f"{wrapped(a.lo)} {'>=' if strict else '>'} {wrapped(b.hi)}")


def _by_limits(strict: bool, a: Num, b: Num) -> bool | None:
    """Return what the limits of two known numbers already decide."""
    if not a.exact or not b.exact or a.nil is not False or b.nil is not False or a.data or b.data:
        return None
    if a.most is not None and b.least is not None and (a.most < b.least if strict else a.most <= b.least):
        return True
    if a.least is not None and b.most is not None and (a.least >= b.most if strict else a.least > b.most):
        return False
    return None


def equal(a: Num, b: Num) -> Flag:
    """Return whether two numbers are the same; nothing equals nothing."""
    there = all_of(negated(a.nil), negated(b.nil))
    if a.exact and b.exact:
        if isinstance(a.lo, int) and isinstance(b.lo, int):
            return Flag(all_of(there, a.lo == b.lo))
        return Flag(all_of(there, f"{wrapped(a.lo)} == {wrapped(b.lo)}"))
    apart = any_of(_less(a.hi, b.lo), _less(b.hi, a.lo))
    same = all_of(_same(a.lo, a.hi), _same(a.lo, b.lo), _same(a.lo, b.hi))
    sure: Condition = False if a.perhaps or b.perhaps else all_of(there, negated(a.unk), negated(b.unk), same)
    return settled(Flag(sure, any_of(a.nil, b.nil, apart)))


def _less(a: Operand, b: Operand) -> Condition:
    if isinstance(a, int) and isinstance(b, int):
        return a < b
    return f"{wrapped(a)} < {wrapped(b)}"


def _same(a: Operand, b: Operand) -> Condition:
    if a == b:
        return True
    if isinstance(a, int) and isinstance(b, int):
        return False
    return f"{wrapped(a)} == {wrapped(b)}"


def _plus(a: Operand, b: Operand, sign: str = "+") -> Operand:
    if isinstance(a, int) and isinstance(b, int):
        return a + b if sign == "+" else a - b
    if b == 0:
        return a
    return f"{wrapped(a)} {sign} {wrapped(b)}"


def added(a: Num, b: Num, sign: str = "+") -> Num:
    """Return the sum or the difference of two numbers."""
    first, last = (b.lo, b.hi) if sign == "+" else (b.hi, b.lo)
    low, high = (b.least, b.most) if sign == "+" else (b.most, b.least)
    least = None if a.least is None or low is None else (a.least + low if sign == "+" else a.least - low)
    most = None if a.most is None or high is None else (a.most + high if sign == "+" else a.most - high)
    if a.lo == a.hi and b.lo == b.hi:
        total = _plus(a.lo, first, sign)
        return Num(total, total, least=least, most=most, data=a.data or b.data)
    return Num(_far_sum("low_sum", a.lo, first, sign), _far_sum("high_sum", a.hi, last, sign))


def _far_sum(name: str, a: Operand, b: Operand, sign: str) -> Operand:
    """Return the sum or the difference of two bounds, each of which may be infinite."""
    if isinstance(a, int) and isinstance(b, int):
        total = a + b if sign == "+" else a - b
        return clamp_low(total) if name == "low_sum" else clamp_high(total)
    other = -b if isinstance(b, int) and sign == "-" else b if sign == "+" else f"-{wrapped(b)}"
    return f"{name}({a}, {other})"


def scaled(a: Num, times: int, code: Operand) -> Num:
    """Return a number times a whole one, of which ``code`` is the code."""
    lo, hi = (a.lo, a.hi) if times >= 0 else (a.hi, a.lo)

    def product(side: Operand) -> Operand:
        if isinstance(side, int) and isinstance(code, int):
            return side * times
        return f"{wrapped(side)} * {wrapped(code)}"

    limits = [None if each is None else each * times for each in (a.least, a.most)]
    least, most = limits if times >= 0 else limits[::-1]
    if a.lo == a.hi:
        return Num(product(lo), product(lo), least=least, most=most, data=a.data or not isinstance(code, int))

    def far(side: Operand) -> Operand:
        if isinstance(side, int) and isinstance(code, int):
            return max(LEAST, min(MOST, side * times))
        return f"far_product({side}, {code})"

    return bounded(Num(far(lo), far(hi)))


def bounded(number: Num) -> Num:
    """Return bounds of which the far ones are infinite again."""

    def clamp(side: Operand, name: str) -> Operand:
        if isinstance(side, int):
            return clamp_low(side) if name == "clamp_low" else clamp_high(side)
        return f"{name}({side})"

    return Num(clamp(number.lo, "clamp_low"), clamp(number.hi, "clamp_high"), number.nil, number.unk)


FAR = 2**60

CONSTANTS = (-LEAST, MOST, FAR)
"""Numbers that are part of every text."""


def clamp_low(value: int) -> int:
    """Return a lower bound, infinite when it is far."""
    return value if value > -FAR else LEAST


def clamp_high(value: int) -> int:
    """Return an upper bound, infinite when it is far."""
    return value if value < FAR else MOST


HELPERS = f"""
@njit
def clamp_low(value):
    return value if value > {-FAR} else {LEAST}


@njit
def clamp_high(value):
    return value if value < {FAR} else {MOST}


@njit
def low_sum(one, other):
    if one <= {-FAR} or other <= {-FAR}:
        return {LEAST}
    return clamp_low(one + other)


@njit
def high_sum(one, other):
    if one >= {FAR} or other >= {FAR}:
        return {MOST}
    return clamp_high(one + other)


@njit
def far_product(value, times):
    if times != 0 and (value <= {-FAR} or value >= {FAR}):
        return {LEAST} if (value < 0) == (times > 0) else {MOST}
    return value * times
"""


def limit(choose: Callable[[list[int]], int], sides: list[int | None]) -> int | None:
    """Return the bound of one of several, by the bounds of all; None where one of them has none."""
    known = [each for each in sides if each is not None]
    return choose(known) if len(known) == len(sides) else None
