"""What the parts of the drawn year share: the rows they add, and where these lie.

A part writes one function of the generated module. Every function takes the memory ``M``, the numbers of rows ``N``,
the data ``D`` and the words ``W``, adds rows, and returns how many words it used. It reads what other parts have
drawn back from the memory.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from innosprint_rules.dossier.schema.kept import bundled_schema
from innosprint_rules.engine.evaluation.world import typed_unknown
from innosprint_rules.engine.kernel.layout import Cells, DrawnTable, Layout
from innosprint_rules.simulation.drawing.needs import Needs
from innosprint_rules.simulation.drawing.source import SCRATCH
from innosprint_rules.simulation.drawing.start import Start
from innosprint_rules.simulation.scenario.inputs import Inputs
from innosprint_rules.simulation.scenario.sections import YearSections


@dataclass(slots=True)
class Drawn:
    """The rows that the parts add to one table, being declared."""

    capacity: int = 0
    columns: dict[str, Cells] = field(default_factory=dict)
    ordered: bool = False


class Drawing:
    """What every part works with: the start, the sections, the inputs; then the layout."""

    def __init__(self, start: Start, sections: YearSections, inputs: Inputs) -> None:
        self.start = start
        self.sections = sections
        self.inputs = inputs
        self.tables: dict[str, Drawn] = {}
        self.words = SCRATCH
        self._layout: Layout | None = None
        self._fixed: dict[tuple[str, str], Any] = {}
        self.needs = Needs()
        self.ends = 0
        """Where it lies how many requests there are after each session, told by the session's row."""

    # declaring ---------------------------------------------------------------------------------------

    def rows(self, table: str, capacity: int, ordered: bool = False, **columns: Cells) -> None:
        """Announce rows of a table; every column that is drawn is named, the others are blank in all of them."""
        drawn = self.tables.setdefault(table, Drawn())
        drawn.capacity += capacity
        drawn.ordered = ordered
        drawn.columns.update(columns)

    def same(self, table: str, column: str, value: Any) -> None:
        """Announce that a column holds the same value in every drawn row."""
        self._fixed[(table, column)] = value
        self.tables[table].columns[column] = self.cells_of(table, column, (value,))

    def yes_or_no(self, table: str, column: str, name: str, yes: Any, no: Any) -> None:
        """Announce a column that holds one value or another, as a chance has it."""
        chance = self.inputs[name].distribution
        if chance.form == "constant":
            self.same(table, column, yes if chance.low else no)
        else:
            self.tables[table].columns[column] = self.cells_of(table, column, (yes, no))

    def one_of(self, table: str, column: str, name: str, values: Iterable[Any]) -> None:
        """Announce a column that holds one of several values, as words with their chances have it."""
        found = tuple(values)
        distribution = self.inputs[name].distribution
        if distribution.form == "constant":
            self.same(table, column, found[distribution.low])
        else:
            self.tables[table].columns[column] = self.cells_of(table, column, found)

    def cells_of(self, table: str, column: str, values: tuple[Any, ...]) -> Cells:
        """Return what cells may hold that hold some of these values."""
        kind = self.start.rulebook.names.tables[table].columns[column]
        if kind.kind in ("ref", "amount", "number", "decimal", "date"):
            known = [each for each in values if isinstance(each, int)]
            low, high = (min(known), max(known)) if known else (0, 0)
            return Cells((), low, high, None in values, any(not isinstance(v, int) and v is not None for v in values))
        return Cells(values)

    def declared(self) -> dict[str, DrawnTable]:
        """Return what the layout needs: the tables to which years add rows."""
        found: dict[str, DrawnTable] = {}
        for name, drawn in self.tables.items():
            columns = dict(drawn.columns)
            for missing in self.sections.missing:
                table, column = missing.split(".")
                if table == name and drawn.capacity and self.inputs[f"missing.{missing}"].distribution.high:
                    columns[column] = self._may_be_blank(table, column, columns.get(column, Cells()))
            ordered = drawn.ordered and not self._later(name) and not self._undated(name)
            found[name] = DrawnTable(drawn.capacity, columns, ordered)
        return found

    def blank(self, table: str, column: str) -> Any:
        """Return what a blank cell of a column means."""
        kind = self.start.rulebook.names.tables[table].columns[column]
        if kind.kind == "list":
            return ()
        return None if kind.nothing else typed_unknown(kind)

    def _may_be_blank(self, table: str, column: str, cells: Cells) -> Cells:
        blank = self.blank(table, column)
        kind = self.start.rulebook.names.tables[table].columns[column]
        if kind.kind in ("ref", "amount", "number", "decimal", "date"):
            nothing = blank is None
            return Cells((), cells.low, cells.high, cells.nothing or nothing, cells.unknown or not nothing)
        return Cells((*cells.values, blank))

    def _later(self, table: str) -> bool:
        """Tell whether a row that is there already may come after one that is drawn."""
        since = self.start.as_of
        return since is not None and any(row.day is None or row.day > since for row in self.start.rows(table))

    def _undated(self, table: str) -> bool:
        """Tell whether drawn rows of a table may have no day."""
        described = bundled_schema().tables[table]
        day = f"{table}.{described.date_column}" if described.date_column else "sessions.held_on"
        return bool(self.sections.missing.get(day) and self.inputs[f"missing.{day}"].distribution.high)

    # writing -----------------------------------------------------------------------------------------

    def use(self, layout: Layout) -> None:
        """Take the layout, and write into its memory what is the same in every drawn row."""
        self._layout = layout
        if "sessions" in self.tables:
            self.ends = layout.reserve(self.tables["sessions"].capacity) - self.fixed("sessions")
        for name, drawn in self.tables.items():
            plan = layout.tables[name]
            if not drawn.capacity:
                continue
            for column in plan.columns.values():
                key = (name, column.name)
                if column.finite and key not in self._fixed and column.name in drawn.columns:
                    continue  # drawn in every row; its blank may be no value of it
                cell = column.code(self._fixed[key] if key in self._fixed else self.blank(name, column.name))
                first = column.offset + plan.fixed
                layout.memory[first : first + drawn.capacity] = [cell] * drawn.capacity

    @property
    def layout(self) -> Layout:
        """The layout in use."""
        if self._layout is None:
            raise RuntimeError("the layout is not known yet")
        return self._layout

    def offset(self, table: str, column: str) -> int:
        """Return where the column's first row lies."""
        return self.layout.column(table, column).offset

    def offsets(self, table: str, *columns: str) -> list[int]:
        """Return where several columns lie."""
        return [self.offset(table, column) for column in columns]

    def code(self, table: str, column: str, value: Any) -> int:
        """Return the cell that holds a value; any where no row is drawn, for then none is written."""
        if not self.tables[table].capacity:
            return 0
        return self.layout.column(table, column).code(value)

    def chosen(self, table: str, column: str, values: Iterable[Any], place: str) -> str:
        """Return the source of a cell that holds the value at a place among some; codes in order need no table."""
        if not self.is_drawn(table, column):
            return "0"
        codes = [self.code(table, column, value) for value in values]
        for skipped in (0, 1):
            rest = codes[skipped:]
            if rest == list(range(rest[0], rest[0] + len(rest))):
                number = f"{rest[0] - skipped} + ({place})" if rest[0] != skipped else f"({place})"
                return number if not skipped else f"({number} if {place} > 0 else {codes[0]})"
        return "(" + "".join(f"{code}, " for code in codes) + f")[{place}]"

    def either(self, table: str, column: str, yes: Any, no: Any, condition: str) -> str:
        """Return the source of a cell that holds one value or another."""
        if not self.is_drawn(table, column):
            return "0"
        one, other = (self.code(table, column, value) for value in (yes, no))
        return f"({one} if {condition} else {other})"

    def stores(self, table: str, row: str, **cells: str) -> list[str]:
        """Return the lines that write the cells of a row, those that are drawn."""
        return [
            f"M[{self.offset(table, column)} + {row}] = {cell}"
            for column, cell in cells.items()
            if self.is_drawn(table, column)
        ]

    def fixed(self, table: str) -> int:
        """Return how many rows are there before any is drawn."""
        return self.layout.tables[table].fixed

    def count(self, table: str) -> str:
        """Return the number of rows of a table as the source reads it."""
        return f"N[{self.layout.tables[table].number}]"

    def is_drawn(self, table: str, column: str) -> bool:
        """Tell whether the cells of a column are to be drawn: they may differ, and something reads them."""
        return not self.is_same(table, column) and self.needs.column(table, column)

    def is_same(self, table: str, column: str) -> bool:
        """Tell whether a column holds the same value in all drawn rows, already written."""
        return (table, column) in self._fixed

    def same_value(self, table: str, column: str) -> Any:
        """Return what a column holds in every drawn row."""
        return self._fixed[(table, column)]

    def spend(self, words: int) -> None:
        """Note that a part needs ``words`` places of W beyond those of the year."""
        self.words = max(self.words, SCRATCH + words)

    @property
    def not_before(self) -> int | None:
        """The first day on which something may still happen, None when nothing has happened yet."""
        return None if self.start.as_of is None else self.start.as_of + 1

    def ahead(self, day: str) -> str:
        """Return the source of a day that cannot be past: such a day is moved to the first that is not."""
        return day if self.not_before is None else f"max({day}, {self.not_before})"

    def still_ahead(self, day: str) -> str:
        """Return the source of a condition: ``day`` is not past, and not after the judgement."""
        least = "" if self.not_before is None else f"{self.not_before} <= "
        return f"{least}{day} <= {self.start.at}"
