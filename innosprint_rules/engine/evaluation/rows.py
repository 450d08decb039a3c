"""Rows and tables as engines read them: plain values, a day, a place in the order of their table."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from innosprint_rules.dossier.schema.tables import Table
from innosprint_rules.formula.logic import MOST, UNKNOWN
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


def in_order(table: Table, rows: list[Row], is_open: bool) -> TableRows:
    """Return the rows of a table in its order, each with its place; those without a day lie apart.

    A line of a proposal that is refused stands where it would if it were put to the vote.
    """
    dated = bool(table.date_column or table.dated_by)
    result = TableRows(table.code, open=is_open, dated=dated)
    placed = rows
    if dated:
        last = {row for row in rows if row.day is None and (row.proposed or row.model.from_proposal)}
        placed = [row for row in rows if row.day is not None or row in last]
        placed.sort(key=_ordered(table))  # stable: the file's order decides
        result.unplaced = [row for row in rows if row.day is None and row not in last]
        result.days = [row.day for row in placed if row.day is not None]
    result.placed = placed
    for place, row in enumerate(placed):
        row.place = place
    return result


def rank(first: Collection[Any], value: Any) -> int:
    """Return the place of a row within its day: those whose value is among ``first``, or not known, come first."""
    return 0 if value in first or value is UNKNOWN else 1


def _ordered(table: Table) -> Callable[[Row], tuple[int, int, bool]]:
    """Return the order of rows: by day, what the table says comes first in one, the dossier before what is proposed.

    What is proposed without a day comes last: it is voted after all that has happened.
    """
    first = tuple(table.first.items())

    def order(row: Row) -> tuple[int, int, bool]:
        place = sum(rank(values, row.values[column]) for column, values in first)
        return (MOST if row.day is None else row.day, place, row.proposed)

    return order
