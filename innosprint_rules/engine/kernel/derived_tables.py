"""Derived tables: filled once a year, or once and for all where no year changes them."""

from __future__ import annotations

from innosprint_rules.engine.evaluation.rows import Row
from innosprint_rules.engine.kernel.loops import DOUBTFUL, YES, write_loops
from innosprint_rules.engine.kernel.order import write_row
from innosprint_rules.engine.kernel.row_columns import keep_number
from innosprint_rules.engine.kernel.source.conditions import Condition
from innosprint_rules.engine.kernel.specialising.nodes import Dated, UnsupportedFormulaError, holds_data
from innosprint_rules.engine.kernel.values import Derived, Stored, within
from innosprint_rules.engine.kernel.writer import Writer
from innosprint_rules.formula import tree
from innosprint_rules.formula.logic import (
    UNKNOWN,
    Interval,
    high,
    low,
)
from innosprint_rules.formula.types import MOST_ROWS


def fill_derived_table(writer: Writer, table: str) -> None:
    """Fill a derived table: its rows are then ``writer.derived[table]``."""
    node = writer.spec.derived_rows(table)
    bases = [loop.over.table for loop in node.loops if isinstance(loop.over, tree.TableSource)]
    moving = (tree.AsOf, Dated, tree.Measure, tree.Aggregate)
    unmoved = not bases and not any(isinstance(each, moving) for each in tree.walk(node))
    if unmoved and not holds_data(node):
        _derive_once(writer, table)
    elif writer.spec.rulebook.tables[table].distinct:
        raise UnsupportedFormulaError(node.source, "a table of which rows that are alike count once")
    else:
        try:
            writer.hoisted(lambda: _derive(writer, table, node, bases))
        except UnsupportedFormulaError:
            if not unmoved:
                raise
            _derive_once(writer, table)  # facts of which only bounds are known: their rows are data


def _derive_once(writer: Writer, table: str) -> None:
    """Take the rows of a derived table that no year changes from the reference evaluator."""
    rows = list(writer.spec.context.table(table).all())
    names = writer.spec.rulebook.tables[table].columns
    made = Derived({}, None, False, len(rows))
    if any(row.truth is UNKNOWN for row in rows):
        made.truth = writer.table_of_numbers([DOUBTFUL if row.truth is UNKNOWN else YES for row in rows])
    for name in names:
        values = [row.values[name] for row in rows]
        if any(not isinstance(value, int | Interval) or isinstance(value, Row) for value in values):
            raise UnsupportedFormulaError(table, "a derived table of other things than numbers and rows")
        lows = [within(low(value)) for value in values]
        highs = [within(high(value)) for value in values]
        lo = writer.table_of_numbers(lows)
        hi = None if lows == highs else writer.table_of_numbers(highs)
        limits = (min(lows), max(lows)) if lows and hi is None else (None, None)
        made.columns[name] = Stored("number", lo, hi, least=limits[0], most=limits[1], data=True, exact=hi is None)
    writer.derived[table] = made
    writer.top.line(f"n_{table} = {writer.data(len(rows))}")


def _derive(writer: Writer, table: str, node: tree.DerivedRows, bases: list[str]) -> None:
    capacity = 1
    for loop in node.loops:
        capacity *= max(_most_rows(writer, table, loop), 1)
    columns = writer.spec.rulebook.tables[table].columns
    made = Derived({}, None, any(writer.is_open(base) for base in bases), capacity)
    count = f"n_{table}"
    writer.here.line(f"{count} = 0")

    def row(sure: Condition) -> None:
        for name, element in zip(columns, node.elements, strict=True):
            if element.type.kind == "ref":
                ref = write_row(writer, element)
                place = writer.layout.reserve(capacity)
                made.columns[name] = Stored("ref", place, target=ref.table, nothing=ref.nothing, unknown=ref.unknown)
                writer.here.line(f"M[{place} + {count}] = {ref.code}")
            else:
                made.columns[name] = keep_number(writer, writer.number(element), count, capacity)
        if sure is not True:
            made.truth = writer.layout.reserve(capacity)
            writer.here.line(f"M[{made.truth} + {count}] = {YES} if {sure} else {DOUBTFUL}")
        writer.here.line(f"{count} += 1")

    write_loops(writer, node.loops, row)
    writer.derived[table] = made


def _most_rows(writer: Writer, table: str, loop: tree.Loop) -> int:
    if isinstance(loop.over, tree.TableSource):
        return writer.capacity(loop.over.table)
    if isinstance(loop.over, tree.NumbersSource):
        first, last = writer.number(loop.over.first), writer.number(loop.over.last)
        if first.least is not None and last.most is not None and last.most < MOST_ROWS:
            return last.most - first.least + 1
    raise UnsupportedFormulaError(table, "a derived table without a known limit")
