"""Reading the values of an .xls workbook in a process of its own.

A damaged .xls can make the library that reads it abort, and take the whole program along. In a process of its
own it takes nothing along, and what it prints on its way out is not shown.
"""

from __future__ import annotations

import os
import pickle
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
    return cast("Values", pickle.loads(done.stdout))  # noqa: S301  # what our own process has just written


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
    sys.stdout.buffer.write(pickle.dumps(found))
