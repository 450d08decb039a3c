"""Loops over rows: which rows count, in which order, how surely; and what is kept for each row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from innosprint_rules.dossier.schema import TABLES
from innosprint_rules.engine.kernel_code import (
    Block,
    Condition,
    Flag,
    Num,
    Ref,
    Stored,
    all_of,
    any_of,
    exact,
    negated,
)
from innosprint_rules.engine.kernel_expressions import Expressions, blank_bounds
from innosprint_rules.engine.kernel_layout import NOTHING, UNKNOWN_CELL
from innosprint_rules.engine.kernel_tree import Dated, UnsupportedFormulaError
from innosprint_rules.engine.rows import Row
from innosprint_rules.engine.world import rank
from innosprint_rules.formula import tree
from innosprint_rules.formula.logic import MOST, UNKNOWN, Interval
from innosprint_rules.formula.names import ROW_SLOT
from innosprint_rules.formula.types import MOST_ROWS, Type

YES, NO, OPEN = 1, 0, -2  # a flag that is kept a row


@dataclass(slots=True)
class Derived:
    """A derived table: how many rows at most, whether a row may be doubtful, and its columns."""

    columns: dict[str, Stored]
    truth: int | None
    open: bool
    capacity: int


@dataclass(slots=True)
class Walk:
    """A walk through all rows of a table, in its order where that matters: what goes before, first and last in it."""

    table: str
    row: str
    before: Block
    first: Block
    last: Block
    in_order: bool = False


class Rows(Expressions):
    """Walks through tables and keeps values a row."""

    walk: Walk | None = None

    def __init__(self, *arguments: object) -> None:
        super().__init__(*arguments)  # type: ignore[arg-type]  # the same as its own
        self.derived: dict[str, Derived] = {}
        self.kept: dict[tuple[str, str], Stored] = {}
        self.orders: dict[str, tuple[int, int]] = {}

    # which rows --------------------------------------------------------------------------------------

    def count(self, table: str) -> str:
        """Return the name that holds how many rows a table has."""
        if table not in self.layout.tables:
            self.derive(table)
        return f"n_{table}"

    def is_open(self, table: str) -> bool:
        """Tell whether rows of a table may be missing."""
        return self.layout.tables[table].open if table in self.layout.tables else self.derive(table).open

    def day_cell(self, table: str, row: str) -> str | None:
        """Return the code of a row's own day, below 0 where it has none; None in a table without days."""
        spec = TABLES.get(table)
        if spec is None:
            return None
        if spec.date_column is not None:
            return f"M[{self.layout.column(table, spec.date_column).offset} + {row}]"
        if spec.dated_by is not None:
            key = self.layout.column(table, spec.dated_by)
            holder = TABLES[key.type.table]
            day = self.layout.column(holder.code, holder.date_column or "")
            return f"M[{day.offset} + M[{key.offset} + {row}]]"
        return None

    def _last_day(self, table: str) -> int:
        """Return the last day that a row of a table may have."""
        spec = TABLES[table]
        if spec.date_column is not None:
            return self.layout.column(table, spec.date_column).high
        holder = self.layout.column(table, spec.dated_by or "").type.table
        return self.layout.column(holder, TABLES[holder].date_column or "").high

    def happened(self, table: str, row: str) -> Condition:
        """Return whether a row has happened by the moment of judgement."""
        day = self.day_cell(table, row)
        if day is None or (self.spec.fixed and self._last_day(table) <= self.spec.at):
            return True
        return f"{day} <= {self.moment}"

    def is_loose(self, table: str) -> bool:
        """Tell whether a row of a table may have no day, and so no place in its order."""
        if self.day_cell(table, "0") is None:
            return False
        return bool(self.loose_columns(table) - self.assumed)

    def loose_columns(self, table: str) -> frozenset[tuple[str, str]]:
        """Return the columns of which a cell that is not known leaves a row without a day."""
        spec = TABLES[table]
        if spec.date_column is not None:
            keys = [(table, spec.date_column)]
        else:
            holder = self.layout.column(table, spec.dated_by or "").type.table
            keys = [(table, spec.dated_by or ""), (holder, TABLES[holder].date_column or "")]
        plans = [self.layout.column(*key) for key in keys]
        return frozenset(key for key, plan in zip(keys, plans, strict=True) if plan.unknown or plan.nothing)

    def order(self, table: str) -> tuple[int, int] | None:
        """Return where the order of a table lies: rows by place, and places by row; None where rows are in order."""
        plan = self.layout.tables.get(table)
        if plan is None or plan.ordered or self.day_cell(table, "0") is None:
            return None
        if table not in self.orders:
            by_place, by_row, keys = (self.layout.reserve(plan.capacity) for _ in range(3))
            self.orders[table] = (by_place, by_row)
            self.hoisted(lambda: self._sort(table, by_place, by_row, keys))
        return self.orders[table]

    def _sort(self, table: str, by_place: int, by_row: int, keys: int) -> None:
        """Write an insertion sort by day, then by the rank of payments, then by the file: rows come nearly sorted."""
        row, place = self.name("r"), self.name("k")
        day = self.day_cell(table, row)
        loop = self.here.below(f"for {row} in range(n_{table}):")
        key = f"2 * {day}"
        if table == "payments":
            direction = self.layout.column(table, "direction")
            ranks = self.table_of_numbers([rank(value) for value in direction.domain])
            key = f"2 * {day} + M[{ranks} + M[{direction.offset} + {row}]]"
        if self.is_loose(table):
            key = f"{2**60} if {day} < 0 else {key}"
        loop.line(f"M[{keys} + {row}] = {key}")
        loop.line(f"{place} = {row}")
        inner = loop.below(f"while {place} > 0 and M[{keys} + M[{by_place} + {place} - 1]] > M[{keys} + {row}]:")
        inner.line(f"M[{by_place} + {place}] = M[{by_place} + {place} - 1]")
        inner.line(f"{place} -= 1")
        loop.line(f"M[{by_place} + {place}] = {row}")
        number = self.here.below(f"for {place} in range(n_{table}):")
        where = f"{NOTHING} if {self.day_cell(table, f'M[{by_place} + {place}]')} < 0 else {place}"
        number.line(f"M[{by_row} + M[{by_place} + {place}]] = {where if self.is_loose(table) else place}")

    def placed(self, table: str, row: str, of: Ref, view: str) -> Flag:
        """Return whether a row stands before or after another in the order of their table."""
        order = self.order(table)
        same = f"{row} == {of.code}"

        def place(each: str) -> str:
            return each if order is None else f"M[{order[1]} + {each}]"

        sign = ">" if view == "after" else "<"
        ahead = f"{place(row)} {sign} {place(of.code)}"
        if order is None and not of.unknown and not of.nothing:
            return Flag(f"{row} <= {of.code}" if view == "until" else f"{row} {sign} {of.code}")
        loose = self.is_loose(table)
        doubt = any_of(
            f"{of.code} < 0" if of.nothing or of.unknown else False,
            any_of(f"{place(row)} < 0", f"{place(of.code)} < 0") if loose else False,
        )
        known = all_of(negated(doubt), ahead)
        yes = any_of(same, known) if view == "until" else all_of(negated(same), known)
        if doubt is False:
            return Flag(yes)
        other = all_of(negated(doubt), negated(ahead))
        return Flag(yes, all_of(negated(same), other) if view == "until" else any_of(same, other))

    # nested loops ------------------------------------------------------------------------------------

    def nest(self, loops: tuple[tree.Loop, ...], inner: Callable[[Condition], None], sure: Condition = True) -> None:
        """Write nested loops; ``inner`` writes their body, told when the rows surely count."""
        if not loops:
            inner(sure)
            return
        loop = loops[0]
        outside = self.here
        over = loop.over
        row = self.name("r")
        if isinstance(over, tree.NumbersSource):
            first, last = self._held(self.num(over.first)), self._held(self.num(over.last))
            top = last.lo if last.exact else f"({last.hi} if {last.hi} < {MOST} else max({last.lo}, 0))"
            self.here = outside.below(f"for {row} in range({first.lo}, {top} + 1):")
            self.numbers[loop.slot] = Num(row, row, least=first.least, most=last.most)
            if not last.exact:
                sure = self.condition(all_of(sure, f"{row} <= {last.lo}"))
        elif isinstance(over, tree.TableSource):
            sure = self._rows(loop, over, row, sure)
        else:
            raise UnsupportedFormulaError(loop.source, "a loop over a list that years change")
        for condition in loop.conditions:
            flag = self.flag(condition)
            if not flag.exact:
                flag = self.named(flag)
            self._only_where(negated(flag.never))
            if not flag.exact:
                sure = self.condition(all_of(sure, flag.yes))
        self.nest(loops[1:], inner, sure)
        self.here = outside

    def _only_where(self, condition: Condition) -> None:
        if condition is True:
            return
        self.here.line(f"if {negated(condition)}:")
        self.here.insert(1).line("continue")

    def _rows(self, loop: tree.Loop, over: tree.TableSource, row: str, sure: Condition) -> Condition:
        table = over.table
        count = self.count(table)
        of = self.ref(over.row) if over.row is not None else None
        ends = f"range({count})"
        flag = Flag(True)
        if of is not None:
            known = self.order(table) is None and not of.nothing and not of.unknown and not self.is_loose(table)
            if known and table in self.layout.tables:
                ends = {"until": f"range({of.code} + 1)", "before": f"range({of.code})"}.get(
                    over.view, f"range({of.code} + 1, {count})"
                )
            else:
                flag = self.placed(table, row, of, over.view)
        self.here = self.here.below(f"for {row} in {ends}:")
        self.rows[loop.slot] = Ref(row, table)
        if over.view == "to_come":
            day = self.day_cell(table, row)
            self._only_where(f"{day} > {self.moment}" if day is not None else False)
        elif over.view == "proposed":
            self._only_where(False)
        else:
            self._only_where(self.happened(table, row))
        if flag.yes is not True:
            flag = flag if flag.exact else self.named(flag)
            self._only_where(negated(flag.never))
            if not flag.exact:
                sure = self.condition(all_of(sure, flag.yes))
        derived = self.derived.get(table)
        if derived is not None and derived.truth is not None:
            sure = self.condition(all_of(sure, f"M[{derived.truth} + {row}] == {YES}"))
        return sure

    # walks -------------------------------------------------------------------------------------------

    def through(self, table: str, body: Callable[[str], None]) -> None:
        """Write a walk through all rows of a table with ``body``; running totals settle whether order matters."""
        count = self.count(table)
        outside, around = self.here, self.walk
        row = self.name("r")
        before, whole = outside.insert(), outside.insert()
        loop = Block(1)
        first, main, last = loop.insert(), loop.insert(), loop.insert()
        self.walk = Walk(table, row, before, first, last)
        held = self.rows.get(ROW_SLOT)
        self.rows[ROW_SLOT] = Ref(row, table)
        self.here = main
        body(row)
        order = self.order(table) if self.walk.in_order else None
        if order is None:
            whole.line(f"for {row} in range({count}):")
        else:
            place = self.name("k")
            whole.line(f"for {place} in range({count}):")
            loop.items.insert(0, f"{row} = M[{order[0]} + {place}]")
        whole.add(loop)
        self.walk, self.here = around, outside
        if held is not None:
            self.rows[ROW_SLOT] = held

    # what is kept a row ------------------------------------------------------------------------------

    def capacity(self, table: str) -> int:
        """Return how many rows a table may hold."""
        plan = self.layout.tables.get(table)
        return self.derive(table).capacity if plan is None else plan.capacity

    def keep_number(self, number: Num, row: str, capacity: int, stored: Stored | None = None) -> Stored:
        """Write a number where row ``row`` keeps it."""
        if stored is None:
            lo = self.layout.reserve(capacity)
            stored = Stored("number", lo, least=number.least, most=number.most, exact=number.exact)
            stored.perhaps = number.perhaps
            stored.hi = None if number.lo == number.hi else self.layout.reserve(capacity)
            stored.nil = None if number.nil is False else self.layout.reserve(capacity)
            stored.unk = None if number.unk is False else self.layout.reserve(capacity)
        self.here.line(f"M[{stored.lo} + {row}] = {number.lo}")
        if stored.hi is not None:
            self.here.line(f"M[{stored.hi} + {row}] = {number.hi}")
        for place, condition in ((stored.nil, number.nil), (stored.unk, number.unk)):
            if place is not None:
                self.here.line(f"M[{place} + {row}] = 1 if {condition} else 0")
        return stored

    def keep_flag(self, flag: Flag, row: str, capacity: int) -> Stored:
        """Write a flag where row ``row`` keeps it."""
        lo = self.layout.reserve(capacity)
        self.layout.memory[lo - 1] = self.layout.memory[lo - 2] = OPEN
        value = f"{YES} if {flag.yes} else {NO}"
        if not flag.exact:
            value = f"{YES} if {flag.yes} else ({NO} if {flag.never} else {OPEN})"
        self.here.line(f"M[{lo} + {row}] = {value}")
        return Stored("flag", lo, exact=flag.exact)

    def stored_number(self, stored: Stored, base: Ref, kind: Type) -> Num:
        """Return a number that is kept a row."""

        def at(place: int) -> str:
            return f"M[{place} + {base.code}]"

        nil: Condition = f"{at(stored.nil)} == 1" if stored.nil is not None else False
        unk: Condition = f"{at(stored.unk)} == 1" if stored.unk is not None else False
        lo, hi = at(stored.lo), at(stored.lo if stored.hi is None else stored.hi)
        if not base.nothing and not base.unknown:
            return Num(lo, hi, nil, unk, stored.perhaps, least=stored.least, most=stored.most)
        lowest, highest = blank_bounds(kind)
        missing = f"{base.code} == {UNKNOWN_CELL}" if base.unknown else False
        nil = any_of(f"{base.code} == {NOTHING}" if base.nothing else False, all_of(f"{base.code} >= 0", nil))
        unk = any_of(missing if kind.nothing else False, all_of(f"{base.code} >= 0", unk))
        if missing is False:
            return Num(lo, hi, nil, unk, stored.perhaps)
        lower = self.atom(f"{lowest} if {missing} else {lo}")
        upper = self.atom(f"{highest} if {missing} else {hi}")
        return Num(lower, upper, nil, unk, stored.perhaps)

    def stored_flag(self, stored: Stored, base: Ref) -> Flag:
        """Return a flag that is kept a row."""
        code = f"M[{stored.lo} + {base.code}]"
        if stored.exact and not base.unknown and not base.nothing:
            return Flag(f"{code} == {YES}")
        return Flag(f"{code} == {YES}", f"{code} == {NO}")

    def computed_column(self, table: str, name: str) -> Stored:
        """Keep a computed column for all rows of its table, once."""
        key = (table, name)
        if key not in self.kept:
            body = self.spec.body(table, name)
            self.hoisted(lambda: self.through(table, lambda row: self._keep(key, body, row)))
        return self.kept[key]

    def _keep(self, key: tuple[str, str], body: tree.Node, row: str) -> None:
        capacity = self.capacity(key[0])
        if body.type.kind == "flag":
            self.kept[key] = self.keep_flag(self.flag(body), row, capacity)
        else:
            self.kept[key] = self.keep_number(self.num(body), row, capacity)

    # derived tables ----------------------------------------------------------------------------------

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
            made.truth = self.table_of_numbers([OPEN if row.truth is UNKNOWN else YES for row in rows])
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
                self.here.line(f"M[{made.truth} + {count}] = {YES} if {sure} else {OPEN}")
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


__all__ = ["MOST", "NO", "OPEN", "YES", "Derived", "Rows", "Walk", "exact"]
