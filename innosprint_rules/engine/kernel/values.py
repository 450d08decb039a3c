"""Values as code, with bounds where facts may be missing.

A number is its bounds; a flag is two conditions, surely so and surely not. Where nothing can be missing both bounds
are one piece of code and the second condition is the contrary of the first, so that known years cost nothing more.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from innosprint_rules.engine.kernel.source.conditions import Condition, Operand, negated
from innosprint_rules.engine.kernel.source.lifted import is_marked
from innosprint_rules.formula.logic import UNKNOWN, Interval, PerhapsNothing
from innosprint_rules.formula.types import NUMERIC, Type

LEAST, MOST = -(2**62), 2**62 - 1
"""What has no bound, in a machine word; one less above, so that their difference is still one."""


@dataclass(slots=True)
class Num:
    """A number: its bounds; ``nil`` when it is nothing, ``unk`` when not even that is known.

    ``least`` and ``most`` bound what is known of it before any year is drawn, None when nothing is.
    """

    lo: Operand
    hi: Operand
    nil: Condition = False
    unk: Condition = False
    perhaps: bool = False
    least: int | None = None
    most: int | None = None
    data: bool = False  # whether ``least`` and ``most`` are data: they bound tables, and decide nothing
    cell: str = ""  # the cell it was read from, where that may be blank
    blank: tuple[int, int] = (LEAST, MOST)  # its bounds then

    @property
    def exact(self) -> bool:
        """Whether it is known in every year, if it is anything."""
        return self.lo == self.hi and self.unk is False and not self.perhaps


@dataclass(slots=True)
class Flag:
    """A flag: when it surely holds, and when it surely does not (None: whenever it does not surely hold)."""

    yes: Condition
    no: Condition | None = None

    @property
    def never(self) -> Condition:
        """When it surely does not hold."""
        return negated(self.yes) if self.no is None else self.no

    @property
    def exact(self) -> bool:
        """Whether it is known in every year."""
        return self.no is None


@dataclass(slots=True)
class Ref:
    """A row: the code of its number, and whether that may be nothing or not known."""

    code: str
    table: str
    nothing: bool = False
    unknown: bool = False


UNKNOWN_FLAG = Flag(False, False)


@dataclass(slots=True)
class Stored:
    """A value kept a row: where it lies; ``hi``, ``nil`` and ``unk`` only where it may be more than a number."""

    kind: str  # number, flag or ref
    lo: int
    hi: int | None = None
    nil: int | None = None
    unk: int | None = None
    least: int | None = None
    most: int | None = None
    data: bool = False
    exact: bool = True
    perhaps: bool = False
    target: str = ""
    nothing: bool = False
    unknown: bool = False


@dataclass(slots=True)
class Derived:
    """A derived table: how many rows at most, whether a row may be doubtful, and its columns."""

    columns: dict[str, Stored]
    truth: int | None
    open: bool
    capacity: int


def exact(value: int, least: int | None = None, most: int | None = None) -> Num:
    """Return a known constant."""
    return Num(value, value, least=value if least is None else least, most=value if most is None else most)


def known(number: Num) -> int | None:
    """Return what a number is worth in every year of a run, None where years decide."""
    if isinstance(number.lo, int):
        return number.lo if number.exact else None
    return number.least if is_marked(number.lo) else None


def constant(value: Any) -> Num:
    """Return a value of the reference evaluator as a number of the kernel."""
    if value is None:
        return Num(0, 0, nil=True)
    if value is UNKNOWN:
        return Num(LEAST, MOST, unk=True)
    if isinstance(value, Interval):
        return Num(within(value.lo), within(value.hi), perhaps=isinstance(value, PerhapsNothing))
    return exact(int(value))


def within(bound: int) -> int:
    """Return a bound of the reference evaluator as one of the kernel."""
    return max(LEAST, min(MOST, bound))


def blank_bounds(kind: Type) -> tuple[int, int]:
    """Return the bounds of a missing value of a type."""
    return (0, MOST) if kind.kind in NUMERIC and not kind.nothing else (LEAST, MOST)
