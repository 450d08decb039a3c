"""What is kept for each row of a table: computed columns, worked out once."""

from __future__ import annotations

from innosprint_rules.engine.kernel.layout import NOTHING, UNKNOWN_CELL
from innosprint_rules.engine.kernel.loops import DOUBTFUL, NO, YES, write_walk
from innosprint_rules.engine.kernel.source.conditions import Condition, all_of, any_of
from innosprint_rules.engine.kernel.values import Flag, Num, Ref, Stored, blank_bounds
from innosprint_rules.engine.kernel.writer import Writer
from innosprint_rules.formula import tree
from innosprint_rules.formula.types import Type


def keep_number(writer: Writer, number: Num, row: str, capacity: int, stored: Stored | None = None) -> Stored:
    """Write a number where row ``row`` keeps it."""
    if stored is None:
        lo = writer.layout.reserve(capacity)
        stored = Stored("number", lo, least=number.least, most=number.most, data=number.data, exact=number.exact)
        stored.perhaps = number.perhaps
        stored.hi = None if number.lo == number.hi else writer.layout.reserve(capacity)
        stored.nil = None if number.nil is False else writer.layout.reserve(capacity)
        stored.unk = None if number.unk is False else writer.layout.reserve(capacity)
    writer.here.line(f"M[{stored.lo} + {row}] = {number.lo}")
    if stored.hi is not None:
        writer.here.line(f"M[{stored.hi} + {row}] = {number.hi}")
    for place, condition in ((stored.nil, number.nil), (stored.unk, number.unk)):
        if place is not None:
            writer.here.line(f"M[{place} + {row}] = 1 if {condition} else 0")
    return stored


def keep_flag(writer: Writer, flag: Flag, row: str, capacity: int) -> Stored:
    """Write a flag where row ``row`` keeps it."""
    lo = writer.layout.reserve(capacity)
    writer.layout.memory[lo - 1] = writer.layout.memory[lo - 2] = DOUBTFUL
    value = f"{YES} if {flag.yes} else {NO}"
    if not flag.exact:
        value = f"{YES} if {flag.yes} else ({NO} if {flag.never} else {DOUBTFUL})"
    writer.here.line(f"M[{lo} + {row}] = {value}")
    return Stored("flag", lo, exact=flag.exact)


def stored_number(writer: Writer, stored: Stored, base: Ref, kind: Type) -> Num:
    """Return a number that is kept a row."""

    def at(place: int) -> str:
        return f"M[{place} + {base.code}]"

    nil: Condition = f"{at(stored.nil)} == 1" if stored.nil is not None else False
    unk: Condition = f"{at(stored.unk)} == 1" if stored.unk is not None else False
    lo, hi = at(stored.lo), at(stored.lo if stored.hi is None else stored.hi)
    if not base.nothing and not base.unknown:
        return Num(lo, hi, nil, unk, stored.perhaps, least=stored.least, most=stored.most, data=stored.data)
    lowest, highest = blank_bounds(kind)
    missing = f"{base.code} == {UNKNOWN_CELL}" if base.unknown else False
    nil = any_of(f"{base.code} == {NOTHING}" if base.nothing else False, all_of(f"{base.code} >= 0", nil))
    unk = any_of(missing if kind.nothing else False, all_of(f"{base.code} >= 0", unk))
    if missing is False:
        return Num(lo, hi, nil, unk, stored.perhaps)
    lower = writer.atom(f"{lowest} if {missing} else {lo}")
    upper = writer.atom(f"{highest} if {missing} else {hi}")
    return Num(lower, upper, nil, unk, stored.perhaps)


def stored_flag(stored: Stored, base: Ref) -> Flag:
    """Return a flag that is kept a row."""
    code = f"M[{stored.lo} + {base.code}]"
    if stored.exact and not base.unknown and not base.nothing:
        return Flag(f"{code} == {YES}")
    return Flag(f"{code} == {YES}", f"{code} == {NO}")


def computed_column(writer: Writer, table: str, name: str) -> Stored:
    """Keep a computed column for all rows of its table, once."""
    key = (table, name)
    if key not in writer.kept:
        body = writer.spec.body(table, name)
        writer.hoisted(lambda: write_walk(writer, table, lambda row: _keep(writer, key, body, row), named=True))
    return writer.kept[key]


def _keep(writer: Writer, key: tuple[str, str], body: tree.Node, row: str) -> None:
    capacity = writer.capacity(key[0])
    if body.type.kind == "flag":
        writer.kept[key] = keep_flag(writer, writer.flag(body), row, capacity)
    else:
        writer.kept[key] = keep_number(writer, writer.number(body), row, capacity)
