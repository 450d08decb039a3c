"""What is to change in a dossier: rows that get other cells, rows that come, rows that go.

Edits are made on models and carried out on files by the copiers, each in its own format, so that whatever else the
files hold stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from innosprint_rules.dossier.schema.base_row import Row


@dataclass(frozen=True, slots=True)
class Change:
    """A row as it was read, and as it is to be."""

    old: Row
    new: Row

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns, by code, whose cells differ, be it in the words that say a yes."""
        return tuple(
            column.code
            for column in self.old.table.columns
            if hasattr(self.old, column.code) and _cell(self.old, column.code) != _cell(self.new, column.code)
        )


def _cell(row: Row, code: str) -> tuple[object, str | None]:
    return getattr(row, code), row.said.get(code)


@dataclass(slots=True)
class Edits:
    """Changes, rows to be added to the table of their class, and rows to be taken away."""

    changed: list[Change] = field(default_factory=list)
    added: list[Row] = field(default_factory=list)
    gone: list[Row] = field(default_factory=list)

    def change(self, old: Row, new: Row) -> None:
        """Note a row that gets other cells; one that stays as it is is no change."""
        made = Change(old, new)
        if made.columns:
            self.changed.append(made)

    def __bool__(self) -> bool:
        return bool(self.changed or self.added or self.gone)

    def after(self, rows: Iterable[Row], table: str) -> list[Row]:
        """Return what becomes of the rows of ``table`` (name in code), those added at their end."""
        new = {id(each.old): each.new for each in self.changed}
        gone = {id(row) for row in self.gone}
        kept = [new.get(id(row), row) for row in rows if id(row) not in gone]
        return kept + [row for row in self.added if row.table.code == table]
