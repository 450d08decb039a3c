"""What the parts of the drawn year share: the rows they add, and where these lie.

A part writes one function of the generated module. Every function takes the memory ``M``, the numbers of rows ``N``,
the data ``D`` and the words ``W``, adds rows, and returns how many words it used. It reads what other parts have
drawn back from the memory.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from typing import Any

from innosprint_rules.engine.kernel.layout import Layout
from innosprint_rules.engine.kernel.source.lifted import marked
from innosprint_rules.simulation.drawing.announced import Announced
from innosprint_rules.simulation.drawing.needs import Needs
from innosprint_rules.simulation.drawing.purposes import SCRATCH
from innosprint_rules.simulation.drawing.start import Start
from innosprint_rules.simulation.scenario.inputs import Inputs
from innosprint_rules.simulation.scenario.sections import YearSections


class Drawing(Announced):
    """What every part works with: the start, the sections, the inputs; then the layout."""

    def __init__(self, start: Start, sections: YearSections, inputs: Inputs) -> None:
        super().__init__(start, sections)
        self.inputs = inputs
        self.words = SCRATCH
        self._layout: Layout | None = None
        self.needs = Needs(self.plan)
        self._marks = itertools.count()
        self._runs: dict[str, tuple[int, list[int]]] = {}
        self.ends = 0
        """Where it lies how many requests there are after each session, told by the session's row."""

    def use(self, layout: Layout) -> None:
        """Take the layout, and write into its memory what is the same in every drawn row."""
        self._layout = layout
        meetings = self.plan.meetings.table
        if meetings in self.tables:
            self.ends = layout.reserve(self.tables[meetings].capacity) - self.fixed(meetings)
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

    def held(self, table: str, column: str | None, value: Any) -> Any:
        """Return how cells of a column hold a value: a list holds it alone."""
        kind = None if column is None else self.start.rulebook.names.tables[table].columns[column].kind
        return (value,) if kind == "list" and not isinstance(value, tuple) else value

    def day_of(self, table: str) -> str:
        """Return the column of the day of a table's rows."""
        return self.start.rulebook.schema.tables[table].date_column or ""

    def code(self, table: str, column: str, value: Any) -> int:
        """Return the cell that holds a value; any where no row is drawn, for then none is written."""
        if not self.tables[table].capacity:
            return 0
        return self.layout.column(table, column).code(value)

    def cell(self, table: str, column: str, value: Any) -> str:
        """Return the source of a cell that holds a value."""
        return self.data(self.code(table, column, value))

    def chosen(self, table: str, column: str, values: Iterable[Any], place: str) -> str:
        """Return the source of a cell that holds the value at a place among some."""
        if not self.is_drawn(table, column):
            return "0"
        codes = [self.code(table, column, value) for value in values]
        return self.run(f"{table}.{column} {codes}", codes, place)

    def data(self, number: int) -> str:
        """Return the source of a number that another scenario, dossier or moment may change."""
        return marked(number, next(self._marks))

    def place(self, name: str, numbers: Iterable[int]) -> str:
        """Return the source of the place in the data from which some numbers lie; they are added under a name."""
        kept = list(numbers)
        first = self._runs[name][0] if name in self._runs else self._end()
        self._runs[name] = (first, kept)
        return self.data(first)

    def run(self, name: str, numbers: Iterable[int], place: str) -> str:
        """Return the source of the number at a place among some; they are added to the data under a name."""
        return f"D[{self.place(name, numbers)} + {place}]"

    def _end(self) -> int:
        return len(self.inputs.data) + sum(len(kept) for _, kept in self._runs.values())

    def numbers(self) -> list[int]:
        """Return the data that years are drawn from: the inputs', then the runs that were asked for."""
        return [*self.inputs.data, *(number for _, kept in self._runs.values() for number in kept)]

    def either(self, table: str, column: str, yes: Any, no: Any, condition: str) -> str:
        """Return the source of a cell that holds one value or another."""
        if not self.is_drawn(table, column):
            return "0"
        one, other = (self.cell(table, column, value) for value in (yes, no))
        return f"({one} if {condition} else {other})"

    def stores(self, table: str, row: str, cells: Mapping[str | None, str]) -> list[str]:
        """Return the lines that write the cells of a row, those that are drawn; a column without a name is none."""
        return [
            f"M[{self.offset(table, column)} + {row}] = {cell}"
            for column, cell in cells.items()
            if column is not None and self.is_drawn(table, column)
        ]

    def fixed(self, table: str) -> int:
        """Return how many rows are there before any is drawn."""
        return self.layout.tables[table].fixed

    def there(self, table: str) -> str:
        """Return the source of that number."""
        return self.data(self.fixed(table))

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
    def not_before(self) -> int:
        """The first day on which something may still happen, 0 when nothing has happened yet."""
        return 0 if self.start.as_of is None else self.start.as_of + 1

    def ahead(self, day: str) -> str:
        """Return the source of a day that cannot be past: such a day is moved to the first that is not."""
        return f"max({day}, {self.data(self.not_before)})"

    def still_ahead(self, day: str) -> str:
        """Return the source of a condition: ``day`` is not past, and not after the judgement."""
        return f"{self.data(self.not_before)} <= {day} <= {self.start.at}"
