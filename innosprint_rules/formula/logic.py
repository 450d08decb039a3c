"""Three-valued logic and intervals: what can be said when facts are missing.

A flag is ``True``, ``False`` or ``UNKNOWN`` (Kleene). An amount, a number or a date is an ``int`` when it is
known and an ``Interval`` when only bounds are. Texts and rows that are not known are ``UNKNOWN``; a blank
cell that is a fact is ``None``. A comparison of intervals is decided when the bounds decide it, so that a
broken ceiling stays broken whatever one missing date may be.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, TypeAlias


class Unknown(enum.Enum):
    """The one value of its kind: a fact that is missing."""

    UNKNOWN = "unknown"

    def __repr__(self) -> str:
        return "UNKNOWN"

    def __bool__(self) -> bool:
        raise TypeError("an unknown flag is neither true nor false")


UNKNOWN: Final = Unknown.UNKNOWN

# Infinities as integers, far beyond FAR, which the loader proves that no figure passes.
LEAST: Final = -(2**1024)
MOST: Final = 2**1024
FAR: Final = 2**1000


class Interval:
    """A whole number of which only the bounds ``lo`` and ``hi`` are known, both included."""

    __slots__ = ("hi", "lo")

    def __init__(self, lo: int, hi: int) -> None:
        self.lo = lo
        self.hi = hi

    def __repr__(self) -> str:
        lo = "-inf" if self.lo <= LEAST else self.lo
        hi = "inf" if self.hi >= MOST else self.hi
        return f"[{lo}, {hi}]"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Interval) and (self.lo, self.hi) == (other.lo, other.hi)

    def __hash__(self) -> int:
        return hash((self.lo, self.hi))


class PerhapsNothing(Interval):
    """Bounds of a value that may also turn out to be *nothing*: an amendment that may or may not count."""

    __slots__ = ()


class Unrecognised(str):
    """An item of a list, as written, that is none of the names the list may hold: texts quote it."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Doubtful:
    """An item of a list that may be one of the names ``among``, nearest first, or a name that nobody knows.

    ``suggested`` says that it is close to them, so that a text may suggest the first.
    """

    text: str
    among: tuple[str, ...]
    suggested: bool = True


ANYTHING: Final = Interval(LEAST, MOST)
NOT_NEGATIVE: Final = Interval(0, MOST)

Flag: TypeAlias = bool | Unknown
Number: TypeAlias = int | Interval


def interval(lo: int, hi: int) -> Number:
    """Return the number itself when both bounds agree, else the interval; far bounds become infinite."""
    if lo == hi:
        return lo
    return Interval(max(lo, LEAST) if lo > -FAR else LEAST, min(hi, MOST) if hi < FAR else MOST)


def low(value: Number | Unknown) -> int:
    """Return the least value a number may have."""
    if isinstance(value, Interval):
        return value.lo
    return LEAST if isinstance(value, Unknown) else value


def high(value: Number | Unknown) -> int:
    """Return the greatest value a number may have."""
    if isinstance(value, Interval):
        return value.hi
    return MOST if isinstance(value, Unknown) else value


def exact(value: object) -> bool:
    """Tell whether a value is known exactly; *nothing* is."""
    return not isinstance(value, Interval | Unknown | Doubtful)


def add(a: Number, b: Number) -> Number:
    """Add two numbers of which one at least is an interval."""
    return interval(low(a) + low(b), high(a) + high(b))


def subtract(a: Number, b: Number) -> Number:
    """Subtract two numbers of which one at least is an interval."""
    return interval(low(a) - high(b), high(a) - low(b))


def multiply(a: Number, b: Number) -> Number:
    """Multiply two numbers of which one at least is an interval."""
    corners = [_product(x, y) for x in (low(a), high(a)) for y in (low(b), high(b))]
    return interval(min(corners), max(corners))


def _product(x: int, y: int) -> int:
    product = x * y
    return max(LEAST, min(MOST, product))


def less(a: Number, b: Number) -> Flag:
    """Decide ``a < b`` when the bounds do."""
    if high(a) < low(b):
        return True
    return False if low(a) >= high(b) else UNKNOWN


def at_most(a: Number, b: Number) -> Flag:
    """Decide ``a <= b`` when the bounds do."""
    if high(a) <= low(b):
        return True
    return False if low(a) > high(b) else UNKNOWN


def equal_numbers(a: Number, b: Number) -> Flag:
    """Decide ``a == b`` when the bounds do."""
    if high(a) < low(b) or high(b) < low(a):
        return False
    return True if low(a) == high(a) == low(b) == high(b) else UNKNOWN


def negate(flag: Flag) -> Flag:
    """Return the contrary; unknown stays unknown."""
    return flag if isinstance(flag, Unknown) else not flag


def conjunction(flags: Iterable[Flag]) -> Flag:
    """Return whether all hold: one false decides, whatever is unknown."""
    result: Flag = True
    for flag in flags:
        if flag is False:
            return False
        if flag is UNKNOWN:
            result = UNKNOWN
    return result


def disjunction(flags: Iterable[Flag]) -> Flag:
    """Return whether one holds: one true decides, whatever is unknown."""
    result: Flag = False
    for flag in flags:
        if flag is True:
            return True
        if flag is UNKNOWN:
            result = UNKNOWN
    return result


def maybe_part(value: Number) -> tuple[int, int]:
    """Return the bounds that a value adds to a sum when it is not known whether it counts."""
    return min(0, low(value)), max(0, high(value))


def one_of(values: Iterable[Number | None]) -> Number | None:
    """Return what can be said of a number that is one of several, or nothing."""
    items = list(values)
    some = [value for value in items if value is not None]
    if not some:
        return None
    lo, hi = min(map(low, some)), max(map(high, some))
    if len(some) < len(items) or any(isinstance(value, PerhapsNothing) for value in some):
        return PerhapsNothing(lo, hi)
    return interval(lo, hi)
