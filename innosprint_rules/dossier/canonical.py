"""The content of a dossier written out plainly: for documents, for dumps, and for its digest."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Literal, Protocol

from innosprint_rules.dossier.schema.base_row import Row
from innosprint_rules.dossier.schema.columns import Column
from innosprint_rules.dossier.schema.tables import Schema
from innosprint_rules.money import plain

Naming = Literal["french", "code"]


class Tabled(Protocol):
    """What holds tables (``dossier.models.Dossier``)."""

    @property
    def schema(self) -> Schema:
        """The schema of its tables."""

    def rows(self, table: str) -> tuple[Row, ...] | None:
        """Return the rows of a table; None when it is absent."""

    def columns(self, table: str) -> frozenset[str]:
        """Return the columns that a table carries."""


def plain_cell(column: Column, value: object) -> object:
    """Return a cell as JSON carries it: amounts ``"1500.00"``, ISO days, lists of texts, flags, numbers."""
    if value is None:
        return None
    if column.kind == "amount" and isinstance(value, int):
        return plain(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, tuple):
        return list(value)
    return value


def unknown_headers(rows: tuple[Row, ...]) -> list[str]:
    """Return the headers of the unknown columns that ``rows`` keep, in their order."""
    return list(dict.fromkeys(header for row in rows for header in row.model_extra or ()))


def table_rows(dossier: Tabled, table: str, naming: Naming) -> list[dict[str, object]] | None:
    """Return the rows of ``table`` as JSON carries them, only the columns there; None when it is absent."""
    rows = dossier.rows(table)
    if rows is None:
        return None
    present = dossier.columns(table)
    columns = [column for column in dossier.schema.inputs[table].columns if column.code in present]
    written: list[dict[str, object]] = []
    for row in rows:
        cells: dict[str, object] = {}
        for column in columns:
            name = column.header if naming == "french" else column.code
            cells[name] = plain_cell(column, getattr(row, column.code))
        cells.update(row.model_extra or {})
        written.append(cells)
    return written


def digest(dossier: Tabled) -> str:
    """Return the SHA-256 of the dossier's content, in hexadecimal.

    What counts: which tables are there, which columns they carry (unless they have no rows), their rows in
    order. What does not: format, encoding, order of columns, spelling of numbers and dates.
    """
    content: dict[str, object] = {}
    for table in dossier.schema.inputs:
        rows = table_rows(dossier, table, "code")
        if rows is not None:
            content[table] = {"columns": sorted(dossier.columns(table)) if rows else [], "rows": rows}
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
