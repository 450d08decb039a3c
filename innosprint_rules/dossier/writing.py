"""Writers of dossiers: a folder of CSV files for French spreadsheets, a document, data frames.

What is written reads back to the same digest. Nothing that exists is ever overwritten, and no text is
altered, not even one that starts like a formula.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path
from typing import TYPE_CHECKING

from innosprint_rules.dossier.canonical import table_rows, unknown_headers
from innosprint_rules.dossier.columns import Column, Table
from innosprint_rules.dossier.encoding import file_name
from innosprint_rules.dossier.frames import to_frames
from innosprint_rules.dossier.models import Dossier
from innosprint_rules.dossier.row import Row
from innosprint_rules.dossier.schema import INPUT_TABLES, KEY_HEADER, TABLES, VALUE_HEADER
from innosprint_rules.dossier.values import (
    Meaning,
    amendment_meaning,
    attestation_meaning,
    french,
    french_date,
    indicator_meaning,
)
from innosprint_rules.errors import DossierError, Location, Problem
from innosprint_rules.money import plain
from innosprint_rules.wording import Text

if TYPE_CHECKING:
    from innosprint_rules.dossier.proposal import Proposal

__all__ = ["csv_text", "proposal_csv", "to_document", "to_frames", "write_csv_folder"]


def to_document(dossier: Dossier) -> dict[str, object]:
    """Return the dossier as a document ready for JSON or YAML, French headers, only what is there."""
    document: dict[str, object] = {}
    for code, table in INPUT_TABLES.items():
        rows = table_rows(dossier, code, "french")
        if rows is not None:
            document[table.name] = rows[0] if table.keyed else rows
    return document


def write_csv_folder(dossier: Dossier, path: str | Path) -> list[Path]:
    """Write one CSV file a table into the folder ``path``, made if need be; return the files written.

    UTF-8 with a mark, ``;``, decimal comma, dd/mm/yyyy. Raises DossierError, writing nothing, when one of the
    files is there already, and when the folder cannot be written.
    """
    folder = Path(path)
    texts = {
        folder / f"{table.name}.csv": csv_text(dossier, table)
        for code, table in INPUT_TABLES.items()
        if dossier.rows(code) is not None
    }
    there = [file for file in texts if file.exists()]
    if there:
        raise DossierError([_already_there(file) for file in there])
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file, text in texts.items():
            with file.open("x", encoding="utf-8-sig", newline="") as stream:
                stream.write(text)
    except OSError as error:
        raise DossierError(_unwritable(folder)) from error
    return list(texts)


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
            writer.writerows((column.header, _french_cell(row, column)) for column in columns)
            writer.writerows((row.model_extra or {}).items())
        return stream.getvalue()
    writer.writerow([column.header for column in columns] + extras)
    for row in rows:
        kept = row.model_extra or {}
        writer.writerow([_french_cell(row, column) for column in columns] + [kept.get(header, "") for header in extras])
    return stream.getvalue()


def proposal_csv(proposal: Proposal) -> str:
    """Return a proposal as the text of a CSV file, without an encoding mark.

    It has every column of the table that decisions are kept in, in its order, so that rows may be pasted there.
    """
    table = TABLES["allocations"]
    return csv_text(Dossier().with_proposal(proposal.rows, frozenset(table.by_code), ()), table)


def _french_cell(row: Row, column: Column) -> str:
    """Write one cell as French spreadsheets do; a blank is empty."""
    value = getattr(row, column.code)
    if value is None:
        return ""
    if column.kind == "amount":
        return plain(value).replace(".", ",")
    if column.kind == "value":
        return french(_meaning(row), value)
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, dt.date):
        return french_date(value)
    if isinstance(value, tuple):
        return "; ".join(value)
    return str(value)


def _meaning(row: Row) -> Meaning:
    cells = row.__dict__
    if "indicator" in cells:
        return indicator_meaning(cells["indicator"])
    if "parameter" in cells:
        return amendment_meaning(cells["parameter"])
    return attestation_meaning(cells.get("clause"))


def _already_there(file: Path) -> Problem:
    return Problem(
        "already-there",
        Text("ce fichier existe déjà et n'est pas remplacé", "this file exists already and is not replaced"),
        Text("choisir un autre dossier, ou le déplacer", "choose another folder, or move it"),
        Location(file_name(file)),
    )


def _unwritable(folder: Path) -> Problem:
    return Problem(
        "unwritable",
        Text("l'écriture dans ce dossier est refusée", "writing into this folder is refused"),
        Text("choisir un autre dossier", "choose another folder"),
        Location(file_name(folder)),
    )
