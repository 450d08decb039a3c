"""Which rows of a table there are, which have happened, and in which order they stand."""

from __future__ import annotations

from innosprint_rules.dossier.schema import TABLES
from innosprint_rules.engine.kernel_conditions import Condition, all_of, any_of, negated
from innosprint_rules.engine.kernel_flags import Flags
from innosprint_rules.engine.kernel_layout import NOTHING
from innosprint_rules.engine.kernel_values import Derived, Flag, Ref
from innosprint_rules.engine.world import rank

_ROWS = 65_536  # more than a table may hold
_LAST = 2**40  # later than any day


class Order(Flags):
    """Writes tables as rows in order."""

    def __init__(self, *arguments: object) -> None:
        super().__init__(*arguments)  # type: ignore[arg-type]  # the same as its own
        self.derived: dict[str, Derived] = {}
        self.orders: dict[str, tuple[int, int]] = {}

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
        """Write an insertion sort by day, then by the rank of payments, then by the file: rows come nearly sorted.

        A key carries its row in its last digits, so that what is compared is also what is moved.
        """
        row, place, key = self.name("r"), self.name("k"), self.name("x")
        day = self.day_cell(table, row)
        loop = self.here.below(f"for {row} in range(n_{table}):")
        order = f"2 * {day}"
        if table == "payments":
            direction = self.layout.column(table, "direction")
            ranks = self.table_of_numbers([rank(value) for value in direction.domain])
            order = f"2 * {day} + M[{ranks} + M[{direction.offset} + {row}]]"
        if self.is_loose(table):
            order = f"({_LAST} if {day} < 0 else {order})"
        loop.line(f"{key} = ({order}) * {_ROWS} + {row}")
        loop.line(f"{place} = {row}")
        inner = loop.below(f"while {place} > 0 and M[{keys} + {place} - 1] > {key}:")
        inner.line(f"M[{keys} + {place}] = M[{keys} + {place} - 1]")
        inner.line(f"{place} -= 1")
        loop.line(f"M[{keys} + {place}] = {key}")
        ordered, number = self.name("r"), self.name("k")
        loop = self.here.below(f"for {number} in range(n_{table}):")
        loop.line(f"{ordered} = M[{keys} + {number}] & {_ROWS - 1}")
        loop.line(f"M[{by_place} + {number}] = {ordered}")
        where = f"{NOTHING} if {self.day_cell(table, ordered)} < 0 else {number}"
        loop.line(f"M[{by_row} + {ordered}] = {where if self.is_loose(table) else number}")

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
