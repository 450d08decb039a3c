"""Reading the values of an .xls workbook in a process of its own.

A damaged .xls can make the library that reads it abort, and take the whole program along. In a process of its
own it takes nothing along, and what it prints on its way out is not shown.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess  # our own interpreter, with our own code
import sys
from typing import Any, cast

from innosprint_rules.dossier.workbook_scan import Span, damaged

LONGEST = 120
"""Seconds after which a workbook is given up."""

_CODE = "from innosprint_rules.dossier.workbook_child import answer; answer()"

Values = list[tuple[str, bool, list[list[Any]], list[Span]]]
"""Of each sheet: its name, whether it is hidden, its cells, its merged cells."""


def values_apart(content: bytes) -> Values:
    """Return the values of every sheet of the workbook. Raises Unreadable when it is damaged."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    try:
        done = subprocess.run(  # noqa: S603  # nothing of the user's is on the command line
            [sys.executable, "-c", _CODE],
            input=content,
            capture_output=True,
            check=False,
            env=environment,
            timeout=LONGEST,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise damaged(type(error).__name__) from error
    if done.returncode != 0:
        raise damaged()
    return [
        (name, hidden, [[_unpacked(cell) for cell in row] for row in cells], [Span(*span) for span in spans])
        for name, hidden, cells, spans in json.loads(done.stdout)
    ]


def _packed(cell: Any) -> Any:
    """Return a cell as JSON carries it: days and hours under the name of their kind."""
    if isinstance(cell, dt.timedelta):
        return {"timedelta": [cell.days, cell.seconds, cell.microseconds]}
    if isinstance(cell, dt.datetime | dt.date | dt.time):
        return {type(cell).__name__: cell.isoformat()}
    return cell


def _unpacked(cell: Any) -> Any:
    """Return the cell that ``_packed`` wrote."""
    if not isinstance(cell, dict):
        return cell
    ((kind, written),) = cell.items()
    if kind == "timedelta":
        return dt.timedelta(*written)
    kinds: dict[str, Any] = {"datetime": dt.datetime, "date": dt.date, "time": dt.time}
    return kinds[kind].fromisoformat(written)


def values_here(content: bytes, wanted: set[str] | None = None) -> Values:
    """Return the values of the sheets called ``wanted``, or of all of them, read in this process."""
    import io

    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    found: Values = []
    with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
        for position, told in enumerate(book.sheets_metadata):
            if told.typ != SheetTypeEnum.WorkSheet or (wanted is not None and told.name not in wanted):
                continue
            sheet = book.get_sheet_by_index(position)
            spans = [Span(*first, *last) for first, last in sheet.merged_cell_ranges or ()]
            cells = sheet.to_python(skip_empty_area=False)
            found.append((told.name, told.visible != SheetVisibleEnum.Visible, cast("list[list[Any]]", cells), spans))
    return found


def answer() -> None:
    """Read a workbook on stdin and write its values on stdout."""
    found = values_here(sys.stdin.buffer.read())
    told = [
        (name, hidden, [[_packed(cell) for cell in row] for row in cells], [tuple(span) for span in spans])
        for name, hidden, cells, spans in found
    ]
    sys.stdout.buffer.write(json.dumps(told).encode())
