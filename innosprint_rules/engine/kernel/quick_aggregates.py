"""Measures and aggregates, each in the way that is quickest for what the year may leave unknown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from innosprint_rules.engine.evaluation.aggregation import AGGREGATIONS
from innosprint_rules.engine.kernel.aggregates import write_plain_flag, write_plain_number
from innosprint_rules.engine.kernel.bounds import contrary
from innosprint_rules.engine.kernel.order import loose_columns
from innosprint_rules.engine.kernel.source.block import Block
from innosprint_rules.engine.kernel.source.conditions import Condition, any_of, negated
from innosprint_rules.engine.kernel.specialising.nodes import Truth
from innosprint_rules.engine.kernel.totals import write_cleverly
from innosprint_rules.engine.kernel.values import Flag, Num
from innosprint_rules.engine.kernel.writer import T, Writer
from innosprint_rules.formula import tree
from innosprint_rules.formula.logic import (
    UNKNOWN,
)


def write_measure(writer: Writer, node: tree.Measure) -> Num:
    """Return a measure that is a number, worked out once."""
    name = node.name
    if name not in writer.measures:
        body = writer.spec.body(None, name)
        writer.measures[name] = writer.hoisted(lambda: _named_number(writer, writer.number(body)))
    return writer.measures[name]


def _named_number(writer: Writer, number: Num) -> Num:
    lo = number.lo if isinstance(number.lo, int) else writer.atom(number.lo, "m")
    same = number.lo == number.hi
    hi = lo if same else number.hi if isinstance(number.hi, int) else writer.atom(number.hi, "m")
    nil, unk = writer.condition(number.nil), writer.condition(number.unk)
    return replace(number, lo=lo, hi=hi, nil=nil, unk=unk)


def write_measure_flag(writer: Writer, node: tree.Measure) -> Flag:
    """Return a measure that is a flag, worked out once."""
    name = node.name
    if name not in writer.measure_flags:
        body = writer.spec.body(None, name)
        writer.measure_flags[name] = writer.hoisted(lambda: writer.named(writer.flag(body)))
    return writer.measure_flags[name]


def write_aggregate(writer: Writer, node: tree.Aggregate) -> Num:
    """Return a sum, a count or an extreme."""
    if _closed(node):
        if writer.in_place:
            writer.in_place = False  # within its loops what rests on no row is written once again
            return write_plain_number(writer, node)
        return writer.hoisted(lambda: _named_number(writer, write_plain_number(writer, node)))
    found = write_cleverly(writer, node)
    if found is not None:
        return _as_number(node, found)
    blank = _blank_columns(writer, node)
    if not blank:
        return write_plain_number(writer, node)
    clean = write_clean(writer, blank)
    found, quick = writer.aside(lambda: _assuming(writer, blank, clean, node))
    if found is None:
        return write_plain_number(writer, node)
    known = _as_number(node, found)
    plain, slow = _otherwise(writer, clean, lambda: write_plain_number(writer, node))
    return _one_or_other(writer, clean, (known, quick), (plain, slow))


def _otherwise(writer: Writer, clean: str, work: Callable[[], T]) -> tuple[T, Block]:
    """Return what ``work`` gives and its lines, for the years in which not all cells are known."""
    around, writer.unless = writer.unless, clean
    try:
        return writer.aside(work)
    finally:
        writer.unless = around


def _as_number(node: tree.Aggregate, found: tuple[str, Condition]) -> Num:
    value, present = found
    return Num(value, value) if AGGREGATIONS[node.function].kind == "total" else Num(value, value, nil=negated(present))


def _one_or_other(writer: Writer, clean: str, known: tuple[Num, Block], plain: tuple[Num, Block]) -> Num:
    """Give names to a number that is worked out in one of two ways."""
    lo, hi, nil, unk = (writer.name("q") for _ in range(4))
    for head, (number, lines) in ((f"if {clean}:", known), ("else:", plain)):
        branch = writer.here.below(head)
        branch.add(lines)
        branch.line(f"{lo} = {number.lo}")
        branch.line(f"{hi} = {number.hi}")
        branch.line(f"{nil} = {number.nil}")
        branch.line(f"{unk} = {number.unk}")
    no_nil = known[0].nil is False and plain[0].nil is False
    return Num(lo, hi, False if no_nil else nil, False if plain[0].unk is False else unk, plain[0].perhaps)


def write_aggregate_flag(writer: Writer, node: tree.Aggregate) -> Flag:
    """Return whether any or all rows meet a condition."""
    if _closed(node):
        return writer.hoisted(lambda: write_plain_flag(writer, node))
    found = write_cleverly(writer, node)
    if found is not None:
        return _as_flag(node, found)
    blank = _blank_columns(writer, node)
    if not blank:
        return write_plain_flag(writer, node)
    clean = write_clean(writer, blank)
    found, quick = writer.aside(lambda: _assuming(writer, blank, clean, node))
    if found is None:
        return write_plain_flag(writer, node)
    yes, no = writer.name("q"), writer.name("q")
    known = (_as_flag(node, found), quick)
    plain = _otherwise(writer, clean, lambda: write_plain_flag(writer, node))
    for head, (flag, lines) in ((f"if {clean}:", known), ("else:", plain)):
        branch = writer.here.below(head)
        branch.add(lines)
        branch.line(f"{yes} = {flag.yes}")
        branch.line(f"{no} = {flag.never}")
    return Flag(yes, no)


def _as_flag(node: tree.Aggregate, found: tuple[str, Condition]) -> Flag:
    flag = Flag(found[1])
    return flag if AGGREGATIONS[node.function].decides else contrary(flag)


def _blank_columns(writer: Writer, node: tree.Aggregate) -> frozenset[tuple[str, str]]:
    """Return the columns that an aggregate reads and of which a cell may not be known."""
    if writer.assumed or len(node.loops) != 1:
        return frozenset()
    read: set[tuple[str, str]] = set()
    for each in tree.walk(node):
        cells = each.cells if isinstance(each, Truth) else (each,)
        for cell in cells:
            if isinstance(cell, tree.Column) and not cell.computed and cell.table in writer.layout.tables:
                read.add((cell.table, cell.name))
    over = node.loops[0].over
    if (
        isinstance(over, tree.TableSource)
        and over.view in ("until", "before")
        and over.table in writer.layout.world.described
    ):
        read |= loose_columns(writer, over.table)
    blank = frozenset(key for key in read if _blank(writer, *key))
    if any(writer.layout.world.ghosts(table) for table, _ in blank):
        return frozenset()  # rows that keys name in an absent table are never known: there is no quick way
    return blank


def _blank(writer: Writer, table: str, column: str) -> bool:
    plan = writer.layout.column(table, column)
    return plan.code(UNKNOWN) not in plan.unreached if plan.finite else plan.unknown


def write_clean(writer: Writer, columns: frozenset[tuple[str, str]]) -> str:
    """Return the name that tells whether all cells of some columns are known in this year."""
    if columns not in writer.clean:
        name = writer.clean[columns] = writer.name("clean")

        def work() -> None:
            writer.here.line(f"{name} = True")
            for table in sorted({table for table, _ in columns}):
                row = writer.name("r")
                loop = writer.here.below(f"for {row} in range(n_{table}):")
                plans = [writer.layout.column(table, column) for owner, column in sorted(columns) if owner == table]
                blanks = [f"M[{plan.offset} + {row}] == {writer.data(plan.code(UNKNOWN), plan.open)}" for plan in plans]
                loop.below(f"if {any_of(*blanks)}:").line(f"{name} = False")

        writer.hoisted(work)
    return writer.clean[columns]


def _assuming(
    writer: Writer, columns: frozenset[tuple[str, str]], clean: str, node: tree.Aggregate
) -> tuple[str, Condition] | None:
    """Take the quick way for the years in which all cells of some columns are known."""
    writer.assumed, writer.only_if = columns, clean
    try:
        return write_cleverly(writer, node)
    finally:
        writer.assumed, writer.only_if = frozenset(), ""


def _closed(node: tree.Node) -> bool:
    return not tree.slots_used(node)
