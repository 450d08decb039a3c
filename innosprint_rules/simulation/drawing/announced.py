"""The rows and cells that drawn years may add, announced before they are laid out: tables, columns, what is blank."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from innosprint_rules.engine.evaluation.cells import typed_unknown
from innosprint_rules.engine.kernel.layout import Cells, DrawnTable
from innosprint_rules.simulation.drawing.start import Start
from innosprint_rules.simulation.scenario.sections import YearSections

_RANGED = ("ref", "amount", "number", "decimal", "date")
"""The kinds of cells that are whole numbers between two bounds; others hold one of several values."""


@dataclass(slots=True)
class Drawn:
    """The rows that the parts add to one table, being declared."""

    capacity: int = 0
    columns: dict[str, Cells] = field(default_factory=dict)


class Announced:
    """What the parts of a year announce to add to what is there."""

    def __init__(self, start: Start, sections: YearSections) -> None:
        self.start = start
        self.sections = sections
        self.plan = sections.plan
        self.tables: dict[str, Drawn] = {}
        self._fixed: dict[tuple[str, str], Any] = {}

    def rows(self, table: str, capacity: int, columns: Mapping[str | None, Cells] | None = None) -> None:
        """Announce rows of a table; every column that is drawn is named, the others are blank in all of them.

        A column without a name is one that the agreement has not.
        """
        drawn = self.tables.setdefault(table, Drawn())
        drawn.capacity += capacity
        drawn.columns.update({name: cells for name, cells in (columns or {}).items() if name is not None})

    def same(self, table: str, column: str, value: Any) -> None:
        """Announce that a column holds the same value in every drawn row."""
        self._fixed[(table, column)] = value
        self.tables[table].columns[column] = self.cells_of(table, column, (value,))

    def one_of(self, table: str, column: str, values: Iterable[Any]) -> None:
        """Announce a column that holds one of several values."""
        self.tables[table].columns[column] = self.cells_of(table, column, tuple(values))

    def cells_of(self, table: str, column: str, values: tuple[Any, ...]) -> Cells:
        """Return what cells may hold that hold some of these values."""
        kind = self.start.rulebook.names.tables[table].columns[column]
        if kind.kind in _RANGED:
            known = [each for each in values if isinstance(each, int)]
            low, high = (min(known), max(known)) if known else (0, 0)
            return Cells((), low, high, None in values, any(not isinstance(v, int) and v is not None for v in values))
        return Cells(values)

    def declared(self) -> dict[str, DrawnTable]:
        """Return what the layout needs: the tables to which years add rows."""
        found: dict[str, DrawnTable] = {}
        for name in self.start.world.tables:
            drawn = self.tables.get(name, Drawn())
            columns = dict(drawn.columns)
            for column in self.start.rulebook.names.tables[name].columns:
                if self._usually_blank(name, column) or (self.gaps and not self._is_of_signature(name, column)):
                    columns[column] = self._may_be_blank(name, column, columns.get(column, Cells()))
            found[name] = DrawnTable(drawn.capacity, columns)
        return found

    def _usually_blank(self, table: str, column: str) -> bool:
        """Tell whether every text allows for blank cells of a column."""
        kind = self.start.rulebook.names.tables[table].columns[column]
        cells = self.tables.get(table, Drawn()).columns.get(column)
        if cells is None or cells.unknown or self.blank(table, column) in cells.values:  # in drawn rows
            return True
        return kind.nothing or kind.kind == "list" or f"{table}.{column}" in self.plan.usual

    def _is_of_signature(self, table: str, column: str) -> bool:
        """Tell whether a column says when amendments are signed: one without a day is unlike all others."""
        role = self.start.rulebook.schema.roles.amendments
        day = self.start.rulebook.names.tables[table].date_column
        return role is not None and role.table == table and day == column

    @cached_property
    def gaps(self) -> bool:
        """Whether a cell may be blank that seldom is: the text of such years allows for blanks in all columns."""
        if {each for each, chance in self.sections.missing.items() if chance.high}.difference(self.plan.usual):
            return True
        world = self.start.world
        return any(
            row.values[column] == typed_unknown(kind)
            for name in world.tables
            for column, kind in self.start.rulebook.names.tables[name].columns.items()
            if not self._usually_blank(name, column)
            for row in (*world.tables[name].all(), *world.ghosts(name))
        )

    def blank(self, table: str, column: str) -> Any:
        """Return what a blank cell of a column means."""
        kind = self.start.rulebook.names.tables[table].columns[column]
        if kind.kind == "list":
            return ()
        return None if kind.nothing else typed_unknown(kind)

    def _may_be_blank(self, table: str, column: str, cells: Cells) -> Cells:
        blank = self.blank(table, column)
        kind = self.start.rulebook.names.tables[table].columns[column]
        if kind.kind in _RANGED:
            nothing = blank is None
            return Cells((), cells.low, cells.high, cells.nothing or nothing, cells.unknown or not nothing)
        return Cells((*cells.values, blank))
