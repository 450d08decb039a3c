"""Reader of a folder of CSV files, one a table, named after it in French or English."""

from __future__ import annotations

from pathlib import Path

from innosprint_rules.dossier.columns import Table
from innosprint_rules.dossier.csv_text import read_grid
from innosprint_rules.dossier.encoding import file_name, read_text_file, why_unreadable
from innosprint_rules.dossier.grid import add_grid
from innosprint_rules.dossier.names import closest, quoted
from innosprint_rules.dossier.raw import RawDossier
from innosprint_rules.dossier.schema import TABLES, find_table, unknown_table
from innosprint_rules.errors import Location
from innosprint_rules.wording import Text

_DOCUMENTS = frozenset((".yaml", ".yml", ".json", ".xlsx", ".xls", ".ods"))
_SYSTEM_FILES = frozenset(("thumbs.db", "desktop.ini"))


def read_csv_folder(folder: Path) -> RawDossier:
    """Read every CSV file of ``folder`` that is named after a table; faults and notices are in the result."""
    raw = RawDossier(file_name(folder))
    try:
        paths = sorted(folder.iterdir(), key=lambda path: path.name)
    except OSError as error:
        raw.fault("unreadable-folder", *why_unreadable(error))
        return raw
    found: dict[str, Path] = {}
    ignored: list[str] = []
    for path in paths:
        name = file_name(path)
        if name.startswith((".", "~$")) or name.lower() in _SYSTEM_FILES:
            continue
        if path.suffix.lower() != ".csv" or path.is_dir():
            ignored.append(name)
            continue
        table = find_table(path.stem)
        if table is None:
            _unknown_name(path, raw)
        elif table.code in found:
            _two_files(table, found[table.code], path, raw)
        else:
            found[table.code] = path
    if not found:
        _nothing_to_read(raw, [file_name(path) for path in paths])
        return raw
    if ignored:
        names = quoted(ignored)
        raw.notice(
            "files-ignored",
            Text(f"ne sont pas des tables en CSV et ne sont pas lus : {names.fr}",
                 f"are no CSV tables and are not read: {names.en}"),
        )  # fmt: skip
    for code in TABLES:
        if code in found:
            read_csv_table(TABLES[code], found[code], raw)
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


def _unknown_name(path: Path, raw: RawDossier) -> None:
    hint = unknown_table(path.stem)
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
        Text("n'en garder qu'un", "keep only one of them"),
        Location(file_name(second)),
        (table.code,),
    )


def _nothing_to_read(raw: RawDossier, seen: list[str]) -> None:
    """Say that no file is a table, which one may have been meant, or which document to give instead."""
    names = quoted(f"{table.name}.csv" for table in TABLES.values())
    hints = [
        Text(f"y mettre un ou plusieurs des fichiers {names.fr}", f"put in it one or more of the files {names.en}")
    ]
    known = [name for table in TABLES.values() for name in table.names]
    for name in seen:
        near = closest(Path(name).stem, known, 0.75)
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
