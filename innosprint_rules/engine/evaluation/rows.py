"""Rows and tables as engines read them: plain values, a day, a place in the order of their table."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from innosprint_rules.formula.types import TableType

UNPLACED = -1


class Row:
    """One row: ``values`` by column in internal form, its day, its place in the order of its table.

    ``awaited`` is a row without a day that something proposed waits for: it may still be to come.
    """

    __slots__ = ("awaited", "day", "id", "model", "place", "proposed", "table", "truth", "values")

    def __init__(self, table: str, identity: str, values: dict[str, Any], model: Any = None) -> None:
        self.table = table
        self.id = identity
        self.values = values
        self.model = model
        self.day: int | None = None
        self.place = UNPLACED
        self.proposed = False
        self.awaited = False
        self.truth: Any = True

    def __repr__(self) -> str:
        return f"<{self.table} {self.id}>"


@dataclass(slots=True)
class TableRows:
    """The rows of one table: those with a place in its order, and those that have happened on an unknown day.

    Rows of a proposal without a day are placed, last. ``open`` says that rows may be missing (the table is
    absent from the dossier).
    """

    name: str
    placed: list[Row] = field(default_factory=list)
    unplaced: list[Row] = field(default_factory=list)
    days: list[int] = field(default_factory=list)
    open: bool = False
    dated: bool = True

    def happened(self, as_of: int) -> TableRows:
        """Return the rows that have happened by ``as_of``; proposed rows always are judged."""
        if not self.dated:
            return self
        cut = bisect_right(self.days, as_of)
        rows = self.placed[:cut] + [row for row in self.placed[cut:] if row.proposed or row.day is None]
        return TableRows(self.name, rows, self.unplaced, self.days[:cut], self.open)

    def to_come(self, as_of: int) -> TableRows:
        """Return the rows dated after ``as_of``."""
        cut = bisect_right(self.days, as_of) if self.dated else len(self.placed)
        return TableRows(self.name, self.placed[cut : len(self.days)], [], self.days[cut:], self.open)

    def settled_from(self, today: int) -> int:
        """Return the place from which on rows surely come after those that happened on an unknown day up to today."""
        place = bisect_right(self.days, today)
        while place > 0 and self.days[place - 1] == today and self.placed[place - 1].proposed:
            place -= 1
        return place

    def proposed(self) -> TableRows:
        """Return the proposed rows, all of which are known whatever else is missing."""
        placed = [row for row in self.placed if row.proposed]
        unplaced = [row for row in self.unplaced if row.proposed]
        return TableRows(self.name, placed, unplaced, [row.day for row in placed if row.day is not None])

    def all(self) -> Iterable[Row]:
        """Yield the rows in order, those without a day last."""
        yield from self.placed
        yield from self.unplaced


def derived_row(table: TableType, identity: str, values: dict[str, Any], place: int, truth: Any) -> Row:
    """Return a row of a derived table; ``truth`` is UNKNOWN when it is not sure that the row is there."""
    row = Row(table.name, identity, values)
    row.place = place
    row.truth = truth
    return row
