"""What formulas gave, kept in a copy: the library that writes workbooks keeps formulas without their results.

Without them a copy could not be read before a spreadsheet program has opened and saved it.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from openpyxl import Workbook

Results = Mapping[str, Mapping[str, Any]]
"""By the name of a sheet, by cell: what its formula gave."""

_CELL = re.compile(r'<c r="([A-Z]+[0-9]+)"([^>]*)>(<f[^>]*>.*?</f>|<f[^>]*/>)<v ?/?>(?:</v>)?</c>', re.DOTALL)
_TYPE = re.compile(r' t="[^"]*"')


def results_of(values: Workbook, book: Workbook) -> Results:
    """Return the results of the formulas of ``book``, which ``values`` is too, opened for its values."""
    found: dict[str, dict[str, Any]] = {}
    for sheet in book.worksheets:
        given = values[sheet.title]
        cells = found[sheet.title] = {}
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    value = given[cell.coordinate].value
                    if value is not None:
                        cells[cell.coordinate] = value
    return found


def with_results(content: bytes, results: Results, names: Sequence[str]) -> bytes:
    """Return the bytes of a workbook that was just written, its sheets ``names``, with the results of its formulas."""
    if not any(results.values()):
        return content
    written = io.BytesIO()
    parts = {f"xl/worksheets/sheet{number}.xml": name for number, name in enumerate(names, start=1)}
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            part = old.read(member)
            cells = results.get(parts.get(member.filename, ""))
            if cells:
                part = _CELL.sub(partial(_put, cells), part.decode("utf-8")).encode()
            new.writestr(member, part)
    return written.getvalue()


def _put(cells: Mapping[str, Any], found: re.Match[str]) -> str:
    value = cells.get(found[1])
    if value is None:
        return found[0]
    kind, text = _as_xml(value)
    rest = _TYPE.sub("", found[2])
    return f'<c r="{found[1]}"{rest}{kind}>{found[3]}<v>{text}</v></c>'


def _as_xml(value: Any) -> tuple[str, str]:
    if isinstance(value, bool):
        return ' t="b"', str(int(value))
    if isinstance(value, int | float):
        return "", repr(value)
    if isinstance(value, dt.date | dt.time | dt.timedelta):
        from openpyxl.utils.datetime import to_excel

        return "", repr(to_excel(value))  # type: ignore[no-untyped-call]  # openpyxl types this function in part
    text = str(value)
    return (' t="e"' if text.startswith("#") else ' t="str"'), escape(text)
