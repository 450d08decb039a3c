"""Reading .xls workbooks (BIFF): by xlrd, in a process of its own that may take so much memory and time and no more.

A damaged or hostile .xls can ask any library that reads the format for all the memory there is, or for a loop without
end; a library that is compiled aborts the whole program. xlrd is Python alone, so nothing worse than an exception comes
of it, and its process answers for the rest. That process is started isolated, see :mod:`innosprint_rules.apart`.
"""

from __future__ import annotations

import datetime as dt
import json
import subprocess  # our own interpreter, with our own code
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from innosprint_rules import apart, limits
from innosprint_rules.dossier.workbook.scan import (
    MergedCells,
    Sheet,
    SheetScan,
    Trouble,
    Unreadable,
    damaged,
    encrypted,
    too_large,
)
from innosprint_rules.wording import Text

if TYPE_CHECKING:
    from xlrd.book import Book
    from xlrd.sheet import Sheet as XlsSheet

SIGNATURE = bytes.fromhex("d0cf11e0a1b11ae1")

LONGEST = 60
"""Seconds of the clock after which a workbook is given up, where its computing cannot be limited."""

_LOCKED = "EncryptedPackage".encode("utf-16-le")  # how a compound file names what a password protects
_EMPTY, _TEXT, _NUMBER, _DATE, _BOOLEAN, _ERROR = range(6)  # of xlrd's cells; anything else is blank


def read_xls(content: bytes) -> list[Sheet]:
    """Return the sheets of the workbook in their order; charts and macros are no sheets. Raises Unreadable.

    A formula that was never computed cannot be told there from one whose result is empty.
    """
    try:
        done = subprocess.run(  # noqa: S603  # nothing of the user's is on the command line
            apart.command(__name__, answer.__name__, ("xlrd",)),
            input=content,
            capture_output=True,
            check=False,
            cwd=apart.NEUTRAL,
            timeout=LONGEST,
        )
    except subprocess.TimeoutExpired as error:
        raise _too_long() from error
    except OSError as error:
        raise damaged(type(error).__name__) from error
    said = [json.loads(line) for line in done.stdout.splitlines()] if done.returncode == 0 else []
    if not said or said[-1] not in _ENDS:
        raise _too_long() if done.returncode < 0 else damaged()
    refused = _ENDS[said[-1]]
    if refused is not None:
        raise refused
    return list(map(_sheet, said[:-1]))


def _too_long() -> Unreadable:
    return too_large(
        Text(f"le lire prend plus de {limits.XLS_SECONDS} s de calcul",
             f"reading it takes more than {limits.XLS_SECONDS} s of computing")
    )  # fmt: skip


_ENDS: dict[str, Unreadable | None] = {
    "whole": None,
    "damaged": damaged(),
    "encrypted": encrypted(),
    "large": too_large(
        Text(
            f"plus de {limits.CELLS} cellules, ou trop de mémoire",
            f"more than {limits.CELLS} cells, or too much memory",
        )
    ),
    "other": Unreadable(
        "not-a-workbook",
        Text("le fichier n'est pas un classeur", "the file is not a workbook"),
        Text("l'ouvrir dans son logiciel et l'enregistrer en .xlsx", "open it in its program and save it as .xlsx"),
    ),
}
"""The last word of the process that reads: what it means."""


def _sheet(told: dict[str, Any]) -> Sheet:
    """Return the sheet that ``_told`` described."""
    rows = [[_unpacked(cell) for cell in row] for row in told["cells"]]
    scan = SheetScan(
        {(row, column): Trouble("error", shown) for row, column, shown in told["errors"]},
        len(rows),
        max(map(len, rows), default=0),
        set(told["hidden_columns"]),
        set(told["hidden_rows"]),
        [MergedCells(*span) for span in told["spans"]],
        units={(row, column): unit for row, column, unit in told["units"]},
    )
    return Sheet(told["name"], rows, scan, told["hidden"])


def _unpacked(cell: Any) -> Any:
    """Return a cell as the other readers give it: days are dates, moments with an hour datetimes."""
    if not isinstance(cell, dict):
        return cell
    moment = dt.datetime.fromisoformat(cell["at"])
    return moment if moment.time() != dt.time.min else moment.date()


# in a process of its own -----------------------------------------------------------------------------


def answer() -> None:
    """Read a workbook on stdin; write on stdout a line of JSON for each of its sheets, then how it ended."""
    _limit()
    said = "damaged"
    try:
        for told in _read(sys.stdin.buffer.read()):
            sys.stdout.write(json.dumps(told) + "\n")
        said = "whole"
    except (MemoryError, _TooManyError):
        said = "large"
    except Exception as error:  # what xlrd makes of a damaged file is not told beforehand
        said = {"Workbook is encrypted": "encrypted"}.get(str(error), said)
        if isinstance(error, _NoBookError):
            said = "encrypted" if error.locked else "other"
    sys.stdout.write(json.dumps(said) + "\n")


def _limit() -> None:
    """Take no more memory and time than a workbook needs, where the system can see to that."""
    try:
        import resource
    except ImportError:  # Windows has no such limits: the clock alone ends it
        return
    resource.setrlimit(resource.RLIMIT_AS, (limits.XLS_BYTES, limits.XLS_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.XLS_SECONDS, limits.XLS_SECONDS))


class _TooManyError(Exception):
    """More cells than are read."""


class _NoBookError(Exception):
    """A compound file that holds no workbook, or one that a password protects."""

    def __init__(self, locked: bool) -> None:
        self.locked = locked
        super().__init__()


def _read(content: bytes) -> Iterator[dict[str, Any]]:
    import io

    import xlrd

    class Quiet(io.StringIO):
        def write(self, text: str) -> int:
            return len(text)

    try:
        book = xlrd.open_workbook(
            file_contents=content, formatting_info=True, ragged_rows=True, on_demand=True, logfile=Quiet()
        )
    except xlrd.XLRDError as error:
        if "workbook" in str(error).lower() and "Workbook".encode("utf-16-le") not in content:
            raise _NoBookError(_LOCKED in content) from error
        raise
    left = limits.CELLS
    for position in range(book.nsheets):
        sheet = book.sheet_by_index(position)
        left -= sum(sheet.row_len(row) for row in range(sheet.nrows))
        if left < 0:
            raise _TooManyError
        yield _told(book, sheet)
        book.unload_sheet(position)


def _told(book: Book, sheet: XlsSheet) -> dict[str, Any]:
    """Return a sheet as JSON carries it."""
    from xlrd import error_text_from_code

    from innosprint_rules.dossier.cells.units import format_unit

    rows = [list(zip(sheet.row_types(row), sheet.row_values(row), strict=True)) for row in range(sheet.nrows)]
    errors = [
        (row, column, error_text_from_code.get(code, "#"))
        for row, cells in enumerate(rows)
        for column, (kind, code) in enumerate(cells)
        if kind == _ERROR
    ]
    said: dict[int, str | None] = {}
    units: list[tuple[int, int, str]] = []
    for row, cells in enumerate(rows):
        for column, (kind, _value) in enumerate(cells):
            if kind != _NUMBER:
                continue
            style = sheet.cell_xf_index(row, column)
            if style not in said:
                form = book.format_map.get(book.xf_list[style].format_key)
                said[style] = format_unit(form.format_str) if form is not None else None
            unit = said[style]
            if unit is not None:
                units.append((row, column, unit))
    return {
        "name": sheet.name,
        "hidden": sheet.visibility != 0,
        "cells": [[_packed(kind, value, book.datemode) for kind, value in cells] for cells in rows],
        "errors": errors,
        "units": units,
        "spans": [(top, left, bottom - 1, right - 1) for top, bottom, left, right in sheet.merged_cells],
        "hidden_rows": [row for row, told in sheet.rowinfo_map.items() if told.hidden],
        "hidden_columns": [column for column, told in sheet.colinfo_map.items() if told.hidden],
    }


def _packed(kind: int, value: Any, datemode: int) -> Any:
    """Return a cell as JSON carries it: what stands for a day or a moment under a name."""
    if kind == _DATE:
        from xlrd.xldate import xldate_as_datetime

        try:
            return {"at": xldate_as_datetime(value, datemode).isoformat()}
        except (OverflowError, ValueError):
            return value  # a number that no day has, shown as a date
    if kind == _BOOLEAN:
        return bool(value)
    return value if kind in (_TEXT, _NUMBER) else ""
