"""What is named after no table and yet holds one: refused, for nobody would read it, and the verdict be too good."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from pathlib import Path

from innosprint_rules.dossier.cells import is_blank
from innosprint_rules.dossier.formats.encoding import read_text_file
from innosprint_rules.dossier.formats.grid import TITLE_ROWS, header_score
from innosprint_rules.dossier.formats.separated import SEPARATORS, cut
from innosprint_rules.dossier.schema.raw import RawDossier
from innosprint_rules.dossier.schema.tables import Schema, Table
from innosprint_rules.errors import Location
from innosprint_rules.wording import Text

_ENOUGH = 3
"""Headers of one table that make a table, whatever else stands beside them."""


def table_held(rows: Iterable[Sequence[object]], schema: Schema) -> Table | None:
    """Return the table whose columns one of the first rows names: three of them, or all that it names, id included."""
    found: Table | None = None
    most = 0
    for cells in islice(rows, TITLE_ROWS):
        filled = sum(not is_blank(cell) for cell in cells)
        for table in schema.tables.values():
            score = _telling(table, cells)
            whole = score >= 2 and score == filled and (table.keyed or _identified(table, cells))
            if score > most and (score >= _ENOUGH or whole):
                found, most = table, score
    return found


def table_in_rows(rows: object, schema: Schema) -> Table | None:
    """Return the table that a list of mappings of a document holds."""
    if not isinstance(rows, list | tuple):
        return None
    return table_held([list(row) for row in rows[:TITLE_ROWS] if isinstance(row, Mapping)], schema)


def table_in_file(path: Path, schema: Schema) -> Table | None:
    """Return the table that a CSV file holds under another name; None too where it is no text."""
    text = read_text_file(path, RawDossier(schema))
    if text is None:
        return None
    for separator in SEPARATORS:
        try:
            found = table_held(cut(text, separator, strict=False), schema)
        except csv.Error:
            continue
        if found is not None:
            return found
    return None


def refuse(raw: RawDossier, table: Table, what: Text, where: Location, path: tuple[str | int, ...] = ()) -> None:
    """Refuse ``what`` (a sheet, a file, a key), which holds the columns of ``table`` under another name."""
    fr, en = f"« {table.name} »", f"“{table.name}”"
    proposal = raw.schema.proposal
    if proposal is not None and table is raw.schema.proposals:
        fr += f" si c'est décidé, « {proposal.name} » si c'est à voter"
        en += f" if it is decided, “{proposal.name}” if it is to be voted"
    raw.fault(
        "sheet-of-a-table",
        Text(f"{what.fr} porte les colonnes de la table « {table.name} » sous un autre nom, et ne serait pas jugée",
             f"{what.en} has the columns of the table “{table.name}” under another name, and would not be judged"),
        Text(f"lui donner le nom {fr} ; l'ôter d'ici si elle n'est pas à juger",
             f"call it {en}; take it away from here if it is not to be judged"),
        where,
        path,
        path,
    )  # fmt: skip


def _telling(table: Table, cells: Sequence[object]) -> int:
    """Count the cells that name a column of ``table`` and no other's: ``N°`` or ``Objet`` stand in any list."""
    anywhere = 0
    for cell in cells:
        found = table.find(cell) if isinstance(cell, str) else None
        if found is not None and found.kind in ("key", "text") and not found.said and table.named(str(cell)) is None:
            anywhere += 1
    return header_score(table, cells) - anywhere


def _identified(table: Table, cells: Sequence[object]) -> bool:
    named = {found.code for cell in cells if isinstance(cell, str) and (found := table.find(cell)) is not None}
    return named.issuperset(table.identity)
