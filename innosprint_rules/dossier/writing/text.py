"""Writers of dossiers: a folder of CSV files for French spreadsheets, a document, data frames.

What is written reads back to the same digest. A text that starts like a formula is marked as text, and read without
its mark.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from innosprint_rules.dossier.canonical import table_rows, unknown_headers
from innosprint_rules.dossier.formats.formula_marks import marked
from innosprint_rules.dossier.models import Dossier
from innosprint_rules.dossier.schema.base_row import Row
from innosprint_rules.dossier.schema.columns import Column
from innosprint_rules.dossier.schema.roles import required
from innosprint_rules.dossier.schema.tables import KEY_HEADER, VALUE_HEADER, Table
from innosprint_rules.dossier.schema.values import (
    french,
    french_date,
)
from innosprint_rules.dossier.writing.frames import to_frames
from innosprint_rules.errors import DossierError, UsageError
from innosprint_rules.money import plain
from innosprint_rules.saving import save_folder
from innosprint_rules.saving.inputs import Inputs

if TYPE_CHECKING:
    from innosprint_rules.dossier.proposal import Proposal

__all__ = ["csv_text", "proposal_csv", "to_document", "to_frames", "write_csv_folder"]


def to_document(dossier: Dossier) -> dict[str, object]:
    """Return the dossier as a document ready for JSON or YAML, French headers, only what is there."""
    document: dict[str, object] = {}
    for code, table in dossier.schema.inputs.items():
        rows = table_rows(dossier, code, "french")
        if rows is not None:
            document[table.name] = rows[0] if table.keyed else rows
    return document


def write_csv_folder(
    dossier: Dossier, path: str | Path, inputs: Inputs = (), force: bool = False, option: str = ""
) -> list[Path]:
    """Write a new folder ``path`` with one CSV file a table, whole or not at all; return the files written.

    UTF-8 with a mark, ``;``, decimal comma, dd/mm/yyyy. An empty folder may stand there, and with ``force`` one
    that holds nothing but such files. ``inputs`` are never written to; ``option`` named the path, for messages.
    Raises DossierError, writing nothing, when the folder holds something and when it cannot be written.
    """
    files = {
        table_file(table): csv_text(dossier, table).encode("utf-8-sig")
        for code, table in dossier.schema.inputs.items()
        if dossier.rows(code) is not None
    }
    with as_dossier_error():
        return save_folder(
            files, path, [table_file(table) for table in dossier.schema.inputs.values()], inputs, force, option
        )


def table_file(table: Table) -> str:
    """Return the name of the CSV file of a table."""
    return f"{table.name}.csv"


@contextmanager
def as_dossier_error() -> Iterator[None]:
    """Raise what hinders writing a dossier as DossierError."""
    try:
        yield
    except UsageError as error:
        raise DossierError(error.problems) from error


def csv_text(dossier: Dossier, table: Table) -> str:
    """Return the CSV text of one table that is there, without an encoding mark."""
    rows = dossier.rows(table.code) or ()
    present = dossier.columns(table.code)
    columns = [column for column in table.columns if column.code in present]
    extras = unknown_headers(rows)
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    if table.keyed:
        writer.writerow((KEY_HEADER, VALUE_HEADER))
        for row in rows:
            writer.writerows((column.header, french_cell(row, column)) for column in columns)
            writer.writerows((marked(header), marked(value)) for header, value in (row.model_extra or {}).items())
        return stream.getvalue()
    writer.writerow([column.header for column in columns] + [marked(header) for header in extras])
    for row in rows:
        kept = row.model_extra or {}
        writer.writerow(
            [french_cell(row, column) for column in columns] + [marked(kept.get(header, "")) for header in extras]
        )
    return stream.getvalue()


def proposal_csv(proposal: Proposal) -> str:
    """Return a proposal as the text of a CSV file, without an encoding mark.

    It has every column of the table that decisions are kept in, in its order, so that rows may be pasted there.
    """
    schema = proposal.schema
    table = schema.tables[required(schema.roles.proposals, "proposals").table]
    return csv_text(Dossier.empty(schema).with_proposal(proposal.rows, frozenset(table.by_code), ()), table)


def french_cell(row: Row, column: Column) -> str:
    """Write one cell as French spreadsheets do; a blank is empty, a yes keeps the words that say it."""
    value = getattr(row, column.code)
    if value is None:
        return ""
    if column.kind == "amount":
        return plain(value).replace(".", ",")
    if column.read_by is not None:
        meaning = column.read_by.meaning(getattr(row, column.read_by.column))
        return marked(french(meaning, value)) if meaning == "text" else french(meaning, value)
    if isinstance(value, bool):
        return marked(row.told(column.code))
    if isinstance(value, dt.date):
        return french_date(value)
    if isinstance(value, tuple):
        return marked("; ".join(value))
    return marked(value) if isinstance(value, str) else str(value)
