"""Writing one cell of a workbook as a spreadsheet keeps it: text always as text, amounts and days as such."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from innosprint_rules.dossier.schema.base_row import Row
from innosprint_rules.dossier.schema.columns import Column, ReadBy

AMOUNT_FORMAT, DATE_FORMAT, TEXT_FORMAT = '#,##0.00\\ "€"', "dd/mm/yyyy", "@"
LONGEST_TEXT = 32_767
"""The most characters that a cell of a spreadsheet holds."""

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_FIRST_DAY = dt.date(1900, 3, 1)  # before it spreadsheets disagree: one counts a 29 February 1900
_MOST_EXACT = 10**15


def put_text(cell: Any, text: str) -> None:
    """Write ``text`` into a cell as text, whatever it starts with and whatever it holds."""
    kept = _UNWRITABLE.sub("\ufffd", text)
    kept = _ESCAPED.sub("_x005F_", kept) if "_x" in kept else kept
    if len(kept) > LONGEST_TEXT:
        kept = kept[: LONGEST_TEXT - 1] + "…"
    cell.value = kept
    cell.data_type = "s"
    if kept.startswith(_FORMULA_STARTS):
        cell.quotePrefix = True


def put_header(cell: Any, header: str, identifies: bool = False) -> None:
    """Write the header of a column; those that name the rows are darker."""
    from openpyxl.styles import Border, Font, PatternFill, Side

    put_text(cell, header)
    cell.font = Font(name="Calibri", bold=True)
    cell.fill = PatternFill("solid", start_color="B4C6E7" if identifies else "D9E2F3")
    cell.border = Border(bottom=Side("thin"))


def put_amount(cell: Any, cents: int) -> None:
    """Write an amount as a number of euros, or as text where a spreadsheet would lose a cent."""
    if abs(cents) >= _MOST_EXACT:
        put_text(cell, f"{cents // 100}.{cents % 100:02d}")
        return
    cell.value = cents / 100
    cell.number_format = AMOUNT_FORMAT


def put_date(cell: Any, day: dt.date) -> None:
    """Write a day as a date, or as text where spreadsheets disagree on how to count."""
    if day < _FIRST_DAY:
        put_text(cell, day.isoformat())
        return
    cell.value = day
    cell.number_format = DATE_FORMAT


def put_value(cell: Any, row: Row, column: Column) -> None:
    """Write one cell of a row; a blank is left empty, a yes keeps the words that say it."""
    value = getattr(row, column.code)
    if value is None:
        return
    if column.kind == "amount":
        put_amount(cell, value)
    elif column.read_by is not None:
        _put_meant(cell, row, column.read_by, value)
    elif isinstance(value, bool):
        put_text(cell, row.told(column.code))
    elif isinstance(value, dt.date):
        put_date(cell, value)
    elif isinstance(value, tuple):
        put_text(cell, "; ".join(value))
    elif isinstance(value, int) and value < _MOST_EXACT:
        cell.value = value
    else:
        put_text(cell, str(value))


def _put_meant(cell: Any, row: Row, read_by: ReadBy, value: str) -> None:
    """Write the value whose kind another cell of its row tells."""
    meaning = read_by.meaning(getattr(row, read_by.column))
    if meaning == "amount":
        put_amount(cell, int(value.replace(".", "")))
    elif meaning == "date":
        put_date(cell, dt.date.fromisoformat(value))
    elif meaning in ("number", "decimal") and len(value) < 15:
        cell.value = float(value) if "." in value else int(value)
    else:
        put_text(cell, value)
