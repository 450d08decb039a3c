"""A copy of a folder of CSV files with edits in it: every other file, row, column and note as it was."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from innosprint_rules import limits
from innosprint_rules.dossier.consigning.edits import Edits
from innosprint_rules.dossier.consigning.grid_edits import Layout, cells_of, layout, line_of
from innosprint_rules.dossier.consigning.record import FILE, Consignation, csv_of
from innosprint_rules.dossier.formats.formula_marks import marked, unmarked
from innosprint_rules.dossier.formats.separated import find_separator
from innosprint_rules.dossier.models import Dossier
from innosprint_rules.dossier.schema.base_row import Row
from innosprint_rules.dossier.schema.tables import Table
from innosprint_rules.dossier.writing.text import csv_text, french_cell, table_file
from innosprint_rules.errors import Location, Problem, UsageError
from innosprint_rules.files import FileTrouble, read_bytes
from innosprint_rules.wording import Text


def folder_copy(source: Path, dossier: Dossier, edits: Edits, records: Sequence[Consignation]) -> dict[str, bytes]:
    """Return the files of the copy, by their path in it; new rows stand below those that ``dossier`` was read from.

    Raises:
        UsageError: a file cannot be read, the folder holds too much, or a proposal beside the tables is no CSV.
    """
    files = folder_files(source)
    touched: dict[str, list[Row]] = {}
    for change in edits.changed:
        touched.setdefault(change.old.location().file or "", []).append(change.old)
    for row in edits.gone:
        touched.setdefault(row.location().file or "", []).append(row)
    for row in edits.added:
        touched.setdefault(_file_for(row.table, files), [])
    for name in touched:
        table = _table_of(name, edits)
        if not name.lower().endswith(".csv"):
            raise UsageError(_no_csv(name))
        content = files.get(name)
        files[name] = _new_file(table, edits) if content is None else _edited(content, table, name, dossier, edits)
    files[FILE] = csv_of(records)
    return files


def folder_files(source: Path) -> dict[str, bytes]:
    """Return the content of every file of a folder by its path in it; hidden files are nobody's.

    Raises:
        UsageError: one cannot be read, or the folder holds too much.
    """
    found: dict[str, bytes] = {}
    left = limits.UNPACKED_BYTES
    for path in sorted(source.rglob("*")):
        inside = path.relative_to(source)
        if not path.is_file() or any(part.startswith((".", "~$")) for part in inside.parts):
            continue
        try:
            found[inside.as_posix()] = content = read_bytes(path)
        except FileTrouble as trouble:
            raise UsageError(trouble.problem(Location(inside.as_posix()))) from trouble
        left -= len(content)
        if left < 0 or len(found) > limits.FOLDER_FILES:
            raise UsageError(_too_much(source))
    return found


def _file_for(table: Table, files: dict[str, bytes]) -> str:
    """Return the file that rows of a table are added to: the last of its name, else a new one."""
    known = [name for name in files if "/" not in name and name.lower().endswith(".csv")]
    own = [name for name in known if table.schema.find_table(Path(name).stem) is table]
    return own[-1] if own else table_file(table)


def _table_of(name: str, edits: Edits) -> Table:
    rows = [*(change.old for change in edits.changed), *edits.gone, *edits.added]
    found = rows[0].table.schema.find_input(Path(name).stem)
    return found or next(row.table for row in rows if row.location().file == name)


def _new_file(table: Table, edits: Edits) -> bytes:
    rows = tuple(row for row in edits.added if row.table is table)
    held = Dossier.model_validate({table.code: []})
    held = held.model_copy(update={table.code: rows})
    held._columns = {table.code: frozenset(table.by_code)}
    return csv_text(held, table).encode("utf-8-sig")


def _edited(content: bytes, table: Table, name: str, dossier: Dossier, edits: Edits) -> bytes:
    text, encoding = _decoded(content)
    newline = "\r\n" if "\r\n" in text else "\n"
    separator = find_separator(table, text)
    raw, records = _records(text, separator)
    grid = [[unmarked(cell) for cell in record] for record in records]
    where = layout(table, grid)
    if where is None:  # it could be read a moment ago
        return content
    for change in edits.changed:
        if change.old.location().file == name:
            line = line_of(change)
            _put(records, line, where, change.new, change.columns)
            raw[line] = None
    for row in edits.gone:
        if row.location().file == name:
            raw[(row.line or 1) - 1] = ""
    lines = [row.line or 0 for row in dossier.rows(table.code) or () if row.location().file == name]
    last = max(lines) - 1 if lines else where.header
    added = [row for row in edits.added if row.table is table]
    for row in added:
        last += 1
        records.insert(last, [])
        raw.insert(last, None)
        _put(records, last, where, row, None)
    if where.new:
        header = records[where.header]
        header += [""] * (where.width - len(header))
        for code, position in where.new.items():
            header[position] = marked(where.header_of(code))
        raw[where.header] = None
    pieces = [_line(records[line], separator, newline) if piece is None else piece for line, piece in enumerate(raw)]
    last_one = len(pieces) - 1
    whole = "".join(
        piece if not piece or piece.endswith(("\n", "\r")) or at == last_one else piece + newline
        for at, piece in enumerate(pieces)
    )
    try:
        return whole.encode(encoding)
    except UnicodeEncodeError:
        return whole.encode("utf-8-sig")


def _put(records: list[list[str]], line: int, where: Layout, row: Row, columns: Sequence[str] | None) -> None:
    record = records[line]
    for code in cells_of(row, columns):
        position = where.place(code)
        record += [""] * (position + 1 - len(record))
        column = where.table.by_code.get(code)
        record[position] = (
            marked(str((row.model_extra or {})[code])) if column is None else french_cell(row, column)
        )  # fmt: skip


def _records(text: str, separator: str) -> tuple[list[str | None], list[list[str]]]:
    """Return the records of a text, each as it is written and as its cells."""
    taken: list[str] = []

    def noted() -> Iterator[str]:
        for line in io.StringIO(text, newline=""):
            taken.append(line)
            yield line

    raw: list[str | None] = []
    records: list[list[str]] = []
    for cells in csv.reader(noted(), delimiter=separator, skipinitialspace=True):
        raw.append("".join(taken))
        records.append(cells)
        taken.clear()
    return raw, records


def _line(record: Sequence[str], separator: str, newline: str) -> str:
    stream = io.StringIO()
    csv.writer(stream, delimiter=separator, lineterminator=newline).writerow(record)
    return stream.getvalue()


def _decoded(content: bytes) -> tuple[str, str]:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16"), "utf-16"
    for encoding in ("utf-8-sig" if content.startswith(codecs.BOM_UTF8) else "utf-8", "cp1252"):
        try:
            return content.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    return content.decode("utf-8", "replace"), "utf-8-sig"


def _no_csv(name: str) -> Problem:
    return Problem(
        "proposal-not-csv",
        Text(f"« {name} » tient les lignes proposées et n'est pas en CSV : elles ne peuvent en être ôtées",
             f"“{name}” holds the proposed rows and is no CSV: they cannot be taken out of it"),
        Text("l'enregistrer en CSV (proposition.csv), ou le sortir du dossier et le donner avec --proposal",
             "save it as CSV (proposition.csv), or move it out of the folder and give it with --proposal"),
    )  # fmt: skip


def _too_much(source: Path) -> Problem:
    return Problem(
        "folder-too-large",
        Text(f"« {source} » contient trop pour être copié : {limits.FOLDER_FILES} fichiers et"
             f" {limits.UNPACKED_BYTES // 2**20} Mo au plus",
             f"“{source}” holds too much to be copied: {limits.FOLDER_FILES} files and"
             f" {limits.UNPACKED_BYTES // 2**20} MB at most"),
        Text("donner un dossier qui ne contient que les tables", "give a folder that holds the tables alone"),
    )  # fmt: skip
