"""Derived tables: filled once a year, or once and for all where no year changes them."""

from __future__ import annotations

from innosprint_rules.engine.kernel_conditions import Condition
from innosprint_rules.engine.kernel_kept import Kept
from innosprint_rules.engine.kernel_nesting import DOUBTFUL, YES
from innosprint_rules.engine.kernel_nodes import Dated, UnsupportedFormulaError
from innosprint_rules.engine.kernel_values import Derived, Stored
from innosprint_rules.engine.rows import Row
from innosprint_rules.formula import tree
from innosprint_rules.formula.logic import (
    UNKNOWN,
    Interval,
)
from innosprint_rules.formula.types import MOST_ROWS


class DerivedTables(Kept):
    """Fills derived tables."""

    def derived_column(self, table: str, name: str) -> Stored:
        """Return where a column of a derived table is kept."""
        return self.derive(table).columns[name]

    def derive(self, table: str) -> Derived:
        """Fill a derived table, once."""
        if table not in self.derived:
            node = self.spec.derived_rows(table)
            bases = [loop.over.table for loop in node.loops if isinstance(loop.over, tree.TableSource)]
            moving = (tree.AsOf, Dated, tree.Measure, tree.Aggregate)
            if not bases and not any(isinstance(each, moving) for each in tree.walk(node)):
                self._derive_once(table)
            else:
                self.hoisted(lambda: self._derive(table, node, bases))
        return self.derived[table]

    def _derive_once(self, table: str) -> None:
        """Take the rows of a derived table that no year changes from the reference evaluator."""
        rows = list(self.spec.context.table(table).all())
        names = self.spec.rulebook.tables[table].columns
        made = Derived({}, None, False, len(rows))
        if any(row.truth is UNKNOWN for row in rows):
            made.truth = self.table_of_numbers([DOUBTFUL if row.truth is UNKNOWN else YES for row in rows])
        for name in names:
            values = [row.values[name] for row in rows]
            if any(not isinstance(value, int | Interval) or isinstance(value, Row) for value in values):
                raise UnsupportedFormulaError(table, "a derived table of other things than numbers and rows")
            lows = [value.lo if isinstance(value, Interval) else int(value) for value in values]
            highs = [value.hi if isinstance(value, Interval) else int(value) for value in values]
            lo = self.table_of_numbers(lows)
            hi = None if lows == highs else self.table_of_numbers(highs)
            limits = (min(lows), max(lows)) if lows and hi is None else (None, None)
            made.columns[name] = Stored("number", lo, hi, least=limits[0], most=limits[1], exact=hi is None)
        self.derived[table] = made
        self.top.line(f"n_{table} = {len(rows)}")

    def _derive(self, table: str, node: tree.DerivedRows, bases: list[str]) -> None:
        capacity = 1
        for loop in node.loops:
            capacity *= max(self._most_rows(table, loop), 1)
        columns = self.spec.rulebook.tables[table].columns
        made = Derived({}, None, any(self.is_open(base) for base in bases), capacity)
        count = f"n_{table}"
        self.here.line(f"{count} = 0")

        def row(sure: Condition) -> None:
            for name, element in zip(columns, node.elements, strict=True):
                if element.type.kind == "ref":
                    ref = self.ref(element)
                    place = self.layout.reserve(capacity)
                    made.columns[name] = Stored(
                        "ref", place, target=ref.table, nothing=ref.nothing, unknown=ref.unknown
                    )
                    self.here.line(f"M[{place} + {count}] = {ref.code}")
                else:
                    made.columns[name] = self.keep_number(self.num(element), count, capacity)
            if sure is not True:
                made.truth = self.layout.reserve(capacity)
                self.here.line(f"M[{made.truth} + {count}] = {YES} if {sure} else {DOUBTFUL}")
            self.here.line(f"{count} += 1")

        self.nest(node.loops, row)
        self.derived[table] = made

    def _most_rows(self, table: str, loop: tree.Loop) -> int:
        if isinstance(loop.over, tree.TableSource):
            return self.capacity(loop.over.table)
        if isinstance(loop.over, tree.NumbersSource):
            first, last = self.num(loop.over.first), self.num(loop.over.last)
            if first.least is not None and last.most is not None and last.most < MOST_ROWS:
                return last.most - first.least + 1
        raise UnsupportedFormulaError(table, "a derived table without a known limit")
