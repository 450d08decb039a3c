"""What of a year has to be drawn: what is looked at, and what that is drawn from.

Each purpose has words of its own, so that what is left out changes nothing in the rest of the year.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

Column = tuple[str, str]

_ROWS: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "projects": ("sessions",),
    "presentations": ("projects",),
    "requests": ("projects",),
    "allocations": ("requests",),
    "payments": ("allocations",),
    "indicators": ("projects",),
})  # fmt: skip
"""Of which tables the rows must be there before those of a table can be drawn."""

_ALWAYS: frozenset[Column] = frozenset({
    ("sessions", "held_on"),
    ("projects", "entry_session"), ("projects", "left_on"),
    ("requests", "requested"), ("requests", "minimum"),
    ("allocations", "decided_on"), ("allocations", "amount"),
    ("payments", "paid_on"), ("payments", "direction"), ("payments", "amount"),
})  # fmt: skip
"""What other parts of the year, or later rows of a table, are drawn from."""

_FOR: Mapping[Column, Column] = MappingProxyType({
    ("requests", "project"): ("allocations", "project"),
    ("allocations", "project"): ("payments", "project"),
})  # fmt: skip
"""What is only handed on to another column."""


class Needs:
    """What has to be drawn for some columns and tables that are looked at; all for ``None``."""

    def __init__(self, columns: Iterable[Column] | None = None, tables: Iterable[str] = ()) -> None:
        self._columns = None if columns is None else frozenset(columns)
        self._tables = {*tables, *(table for table, _ in self._columns or ())}
        waiting = list(self._tables)
        while waiting:
            for each in _ROWS.get(waiting.pop(), ()):
                if each not in self._tables:
                    self._tables.add(each)
                    waiting.append(each)

    def table(self, name: str) -> bool:
        """Tell whether the rows of a table are needed."""
        return self._columns is None or name in self._tables

    def column(self, table: str, name: str) -> bool:
        """Tell whether the cells of a column are needed, in a table of which the rows are."""
        key = (table, name)
        return key in _ALWAYS or self.judged(table, name) or (key in _FOR and self.column(*_FOR[key]))

    def judged(self, table: str, name: str) -> bool:
        """Tell whether the cells of a column are looked at once the year is drawn."""
        return self._columns is None or (table, name) in self._columns
