"""Reader of a folder of CSV files, one a table, named after it in French or English."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from pathlib import Path

from innosprint_rules import limits
from innosprint_rules.dossier.formats.encoding import file_name, read_text_file
from innosprint_rules.dossier.formats.grid import add_grid
from innosprint_rules.dossier.formats.separated import read_grid
from innosprint_rules.dossier.formats.unnamed_tables import refuse, table_in_file
from innosprint_rules.dossier.schema.raw import RawDossier
from innosprint_rules.dossier.schema.tables import Schema, Table
from innosprint_rules.errors import Location
from innosprint_rules.files import why_unreadable
from innosprint_rules.nearest import closest, quoted
from innosprint_rules.wording import Text

_DOCUMENTS = frozenset((".yaml", ".yml", ".json", ".xlsx", ".xlsm", ".xls", ".ods"))
_READ = _DOCUMENTS | {".csv"}
_TABLES_TOO = _DOCUMENTS | {".txt", ".tsv"}
"""Kinds of files in which people keep a table, and which a folder of CSV files does not read."""
_SYSTEM_FILES = frozenset(("thumbs.db", "desktop.ini"))
_OURS = "consignations.csv"
"""What we write ourselves beside the tables: which votes were consigned."""


def read_csv_folder(folder: Path, schema: Schema, add_proposal: Callable[[Path, RawDossier], None]) -> RawDossier:
    """Read every CSV file of ``folder`` that is named after a table; faults and notices are in the result.

    ``add_proposal`` reads a file named after the proposal, of whatever format.
    """
    raw = RawDossier(schema, file_name(folder))
    try:
        paths = sorted(islice(folder.iterdir(), limits.FOLDER_FILES + 1), key=lambda path: path.name)
    except OSError as error:
        raw.fault("unreadable-folder", *why_unreadable(error))
        return raw
    if len(paths) > limits.FOLDER_FILES:
        raw.fault(
            "too-many-files",
            Text(f"plus de {limits.FOLDER_FILES} fichiers dans ce dossier",
                 f"more than {limits.FOLDER_FILES} files in this folder"),
            Text("donner un dossier qui ne contient que les tables", "give a folder that holds the tables alone"),
        )  # fmt: skip
        return raw
    found: dict[str, list[Path]] = {}
    proposed: list[Path] = []
    ignored: list[str] = []
    for path in paths:
        name = file_name(path)
        if name.startswith((".", "~$")) or name.lower() in (*_SYSTEM_FILES, _OURS):
            continue
        table = schema.find_input(path.stem)
        if table is not None and table is schema.proposal and not path.is_dir() and path.suffix.lower() in _READ:
            proposed.append(path)
            continue
        if path.suffix.lower() != ".csv" or path.is_dir():
            if table is not None and path.suffix.lower() in _TABLES_TOO and not path.is_dir():
                _not_csv(table, path, raw)
            else:
                ignored.append(name)
            continue
        if table is None:
            _unknown_name(path, raw)
        elif table.code in found and not table.by_years(path.stem, (each.stem for each in found[table.code])):
            _two_files(table, found[table.code][0], path, raw)
        else:
            found.setdefault(table.code, []).append(path)
    if not found and not proposed:
        _nothing_to_read(raw, [file_name(path) for path in paths])
        return raw
    if ignored:
        names = quoted(ignored)
        raw.notice(
            "files-ignored",
            Text(f"ne sont pas des tables en CSV et ne sont pas lus : {names.fr}",
                 f"are no CSV tables and are not read: {names.en}"),
        )  # fmt: skip
    for code in schema.tables:
        for path in found.get(code, ()):
            read_csv_table(schema.tables[code], path, raw)
    for path in proposed:
        add_proposal(path, raw)
    return raw


def read_csv_table(table: Table, path: Path, raw: RawDossier, proposal: bool = False) -> None:
    """Add to ``raw`` the table that one CSV file holds."""
    text = read_text_file(path, raw)
    if text is None:
        return
    name = file_name(path)
    grid = read_grid(table, text, raw, Location(name))
    if grid is not None:
        add_grid(raw, table, grid, name, proposal=proposal)


def _not_csv(table: Table, path: Path, raw: RawDossier) -> None:
    name = file_name(path)
    raw.fault(
        "table-not-csv",
        Text(f"« {name} » porte le nom d'une table, mais n'est pas un fichier CSV : il ne serait pas lu",
             f"“{name}” is named after a table, but is no CSV file: it would not be read"),
        Text(f"l'enregistrer sous « {table.name}.csv », ou l'ôter du dossier s'il n'est pas à juger",
             f"save it as “{table.name}.csv”, or take it out of the folder if it is not to be judged"),
        Location(name),
        (table.code,),
    )  # fmt: skip


def _unknown_name(path: Path, raw: RawDossier) -> None:
    held = table_in_file(path, raw.schema)
    if held is not None:
        name = file_name(path)
        refuse(raw, held, Text(f"la table du fichier « {name} »", f"the file “{name}”"), Location(name))
        return
    hint = raw.schema.unknown_table(path.stem)
    raw.notice(
        "unknown-table",
        Text(
            f"« {file_name(path)} » ne porte le nom d'aucune table et n'est pas lu ; {hint.fr}",
            f"“{file_name(path)}” is named after no table and is not read; {hint.en}",
        ),
        Location(file_name(path)),
    )


def _two_files(table: Table, first: Path, second: Path, raw: RawDossier) -> None:
    raw.fault(
        "duplicate-table",
        Text(
            f"« {file_name(first)} » et « {file_name(second)} » sont la même table",
            f"“{file_name(first)}” and “{file_name(second)}” are the same table",
        ),
        Text(
            f"n'en garder qu'un, ou les nommer par année : « {table.name} 2018 », « {table.name} 2019 »",
            f"keep only one of them, or name each after its year: “{table.name} 2018”, “{table.name} 2019”",
        ),
        Location(file_name(second)),
        (table.code,),
    )


def _nothing_to_read(raw: RawDossier, seen: list[str]) -> None:
    """Say that no file is a table, which one may have been meant, or which document to give instead."""
    names = quoted(f"{table.name}.csv" for table in raw.schema.tables.values())
    hints = [
        Text(f"y mettre un ou plusieurs des fichiers {names.fr}", f"put in it one or more of the files {names.en}")
    ]
    for name in seen:
        near = closest(Path(name).stem, raw.schema.every_name, 0.75)
        if near is not None and name.lower().endswith(".csv"):
            hints.append(
                Text(f"« {name} » : vouliez-vous dire « {near}.csv » ?", f"“{name}”: did you mean “{near}.csv”?")
            )
    documents = quoted(name for name in seen if Path(name).suffix.lower() in _DOCUMENTS)
    if documents.en:
        hints.append(Text(f"ou donner lui-même le fichier {documents.fr}", f"or give itself the file {documents.en}"))
    raw.fault(
        "no-table",
        Text("le dossier ne contient aucune table connue", "the folder holds no known table"),
        Text(" ; ".join(hint.fr for hint in hints), "; ".join(hint.en for hint in hints)),
    )
