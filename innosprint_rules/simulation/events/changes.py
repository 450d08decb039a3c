"""What a scenario changed in a dossier, row by row, said in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from innosprint_rules.dossier.cells import read_amount
from innosprint_rules.dossier.schema.columns import Column
from innosprint_rules.dossier.schema.tables import Table
from innosprint_rules.engine.evaluation.values import written_day
from innosprint_rules.errors import Location
from innosprint_rules.money import format_amount
from innosprint_rules.wording import LANGUAGES, Lang, Text

Kind = Literal["added", "changed", "removed"]

_ADDED, _REMOVED = Text("ajout", "added"), Text("retrait", "removed")
_BLANK = Text("vide", "blank")


@dataclass(frozen=True, slots=True)
class Change:
    """One row added or removed, or one cell changed; values as JSON carries them.

    ``location`` is the event of the scenario that asked for it.
    """

    kind: Kind
    table: str
    id: str
    message: Text
    location: Location
    column: str | None = None
    before: Any = None
    after: Any = None

    def as_document(self) -> dict[str, Any]:
        """Return the change as JSON carries it."""
        return {
            "kind": self.kind,
            "table": self.table,
            "id": self.id,
            "column": self.column,
            "before": self.before,
            "after": self.after,
            "message": self.message.as_dict(),
            "line": self.location.row,
        }


def added(table: Table, identity: str, cells: Mapping[str, object], where: Location) -> Change:
    """Tell of a new row."""
    said = _row(_ADDED, table, identity, cells)
    return Change("added", table.code, identity, said, where, None, None, dict(cells))


def removed(table: Table, identity: str, cells: Mapping[str, object], where: Location) -> Change:
    """Tell of a row that is taken away."""
    said = _row(_REMOVED, table, identity, cells)
    return Change("removed", table.code, identity, said, where, None, dict(cells), None)


def changed(table: Table, identity: str, column: Column, before: object, after: object, where: Location) -> Change:
    """Tell of a cell that changes."""
    old, new = ([written(column, value, lang) for lang in LANGUAGES] for value in (before, after))
    said = Text(
        f"{table.one.fr} {identity}, {column.header} : {old[0]} → {new[0]}",
        f"{table.one.en} {identity}, {column.code}: {old[1]} → {new[1]}",
    )
    return Change("changed", table.code, identity, said, where, column.code, before, after)


def written(column: Column, value: object, lang: Lang) -> str:
    """Return a cell, given as JSON carries it, as people of one language read it."""
    if value is None:
        return _BLANK.get(lang)
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if column.kind == "amount":
        cents = read_amount(value)
        return _BLANK.get(lang) if cents is None else format_amount(cents, lang)
    if column.kind == "date":
        return written_day(date.fromisoformat(str(value)).toordinal(), lang)
    return str(value)


def _row(done: Text, table: Table, identity: str, cells: Mapping[str, object]) -> Text:
    columns = [table.by_code[code] for code in table.told if cells.get(code) is not None]
    details = [", ".join(written(column, cells[column.code], lang) for column in columns) for lang in LANGUAGES]
    told = [f" ({each})" if each else "" for each in details]
    return Text(f"{done.fr} : {table.one.fr} {identity}{told[0]}", f"{done.en}: {table.one.en} {identity}{told[1]}")
