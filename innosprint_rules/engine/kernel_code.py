"""Pieces of the kernel's source: lines in blocks, and values as code with bounds where facts may be missing.

A number is its bounds; a flag is two conditions, surely so and surely not. Where nothing can be missing both bounds
are one piece of code and the second condition is the contrary of the first, so that known years cost nothing more.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from innosprint_rules.formula.logic import LEAST, MOST

Operand: TypeAlias = int | str
Condition: TypeAlias = bool | str


class Block:
    """Lines of source and blocks below them; a block may be filled after what follows it."""

    def __init__(self, depth: int = 0) -> None:
        self.depth = depth
        self.items: list[str | Block] = []

    def line(self, text: str) -> None:
        """Add a line."""
        self.items.append(text)

    def below(self, head: str) -> Block:
        """Add a line that opens a block; return that block."""
        self.items.append(head)
        return self.insert(1)

    def insert(self, deeper: int = 0) -> Block:
        """Add a block here, to be filled later."""
        block = Block(deeper)
        self.items.append(block)
        return block

    def add(self, block: Block) -> None:
        """Add a block that is already filled."""
        self.items.append(block)

    @property
    def empty(self) -> bool:
        """Whether there is no line in it."""
        return all(isinstance(item, Block) and item.empty for item in self.items)

    def lines(self, indent: int = 0) -> list[str]:
        """Return the lines, indented; a block left empty holds ``pass``."""
        found: list[str] = []
        for position, item in enumerate(self.items):
            if isinstance(item, str):
                found.append("    " * indent + item)
                continue
            inner = item.lines(indent + item.depth)
            opened = position > 0 and isinstance(self.items[position - 1], str) and item.depth
            if not inner and opened:
                inner = ["    " * (indent + 1) + "pass"]
            found += inner
        return found


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


def exact(value: int, least: int | None = None, most: int | None = None) -> Num:
    """Return a known constant."""
    return Num(value, value, least=value if least is None else least, most=value if most is None else most)


def negated(condition: Condition) -> Condition:
    """Return the contrary of a condition."""
    if isinstance(condition, bool):
        return not condition
    if condition.startswith("not (") and _closes(condition, 4):
        return condition[5:-1]
    return f"not ({condition})"


def _closes(text: str, start: int) -> bool:
    depth = 0
    for position in range(start, len(text)):
        depth += {"(": 1, ")": -1}.get(text[position], 0)
        if depth == 0:
            return position == len(text) - 1
    return False


def all_of(*conditions: Condition) -> Condition:
    """Return the condition that all hold."""
    if any(each is False for each in conditions):
        return False
    parts = list(dict.fromkeys(each for each in conditions if isinstance(each, str)))
    return " and ".join(wrapped(each) for each in parts) if parts else True


def any_of(*conditions: Condition) -> Condition:
    """Return the condition that one holds."""
    if any(each is True for each in conditions):
        return True
    parts = list(dict.fromkeys(each for each in conditions if isinstance(each, str)))
    return " or ".join(wrapped(each) for each in parts) if parts else False


def wrapped(code: Operand) -> str:
    """Return code in brackets, unless it is a plain name or number."""
    text = str(code)
    return text if text.isidentifier() or text.isdigit() else f"({text})"


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
    if not a.exact or not b.exact or a.nil is not False or b.nil is not False:
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
    sure: Condition = False if a.perhaps or b.perhaps else all_of(there, same)
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
    lo, hi = _plus(a.lo, first, sign), _plus(a.hi, last, sign)
    low, high = (b.least, b.most) if sign == "+" else (b.most, b.least)
    least = None if a.least is None or low is None else (a.least + low if sign == "+" else a.least - low)
    most = None if a.most is None or high is None else (a.most + high if sign == "+" else a.most - high)
    if a.lo == a.hi and b.lo == b.hi:
        return Num(lo, lo, least=least, most=most)
    return bounded(Num(lo, hi))


def scaled(a: Num, times: int) -> Num:
    """Return a number times a whole one."""
    lo, hi = (a.lo, a.hi) if times >= 0 else (a.hi, a.lo)

    def product(side: Operand) -> Operand:
        return side * times if isinstance(side, int) else f"{wrapped(side)} * {wrapped(times)}"

    limits = [None if each is None else each * times for each in (a.least, a.most)]
    least, most = limits if times >= 0 else limits[::-1]
    if a.lo == a.hi:
        return Num(product(lo), product(lo), least=least, most=most)

    def far(side: Operand) -> Operand:
        if isinstance(side, int):
            return max(LEAST, min(MOST, side * times))
        return f"far_product({side}, {times})"

    return bounded(Num(far(lo), far(hi)))


def bounded(number: Num) -> Num:
    """Return bounds of which the far ones are infinite again."""

    def clamp(side: Operand, name: str) -> Operand:
        if isinstance(side, int):
            return clamp_low(side) if name == "clamp_low" else clamp_high(side)
        return f"{name}({side})"

    return Num(clamp(number.lo, "clamp_low"), clamp(number.hi, "clamp_high"), number.nil, number.unk)


FAR = 2**60


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
def far_product(value, times):
    if value <= {-FAR} or value >= {FAR}:
        return {LEAST} if (value < 0) == (times > 0) else ({MOST} if times != 0 else 0)
    return value * times
"""


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
    exact: bool = True
    perhaps: bool = False
    target: str = ""
    nothing: bool = False
    unknown: bool = False
