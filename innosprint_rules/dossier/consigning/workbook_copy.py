"""A copy of a workbook with edits in it: sheets, formats, formulas, lists and comments as they were."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import copy
from typing import TYPE_CHECKING, Any

from innosprint_rules.dossier.addresses import letters
from innosprint_rules.dossier.consigning.edits import Edits
from innosprint_rules.dossier.consigning.grid_edits import Layout, cells_of, layout
from innosprint_rules.dossier.consigning.record import HEADERS, NAME, Consignation
from innosprint_rules.dossier.schema.base_row import Row
from innosprint_rules.dossier.schema.tables import Table
from innosprint_rules.dossier.writing.cells import put_header, put_text, put_value
from innosprint_rules.dossier.writing.copies import Results, copy_bytes
from innosprint_rules.dossier.writing.workbook import sheet_name, write_rows
from innosprint_rules.folding import fold

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet


def edit_book(book: Workbook, results: Results, edits: Edits, records: Sequence[Consignation]) -> bytes:
    """Carry the edits out in a workbook opened for copying, and return the bytes of the copy."""
    for change in edits.changed:
        sheet = book[change.old.location().sheet or ""]
        where = _layout(change.old.table, sheet)
        if where is not None:
            _put(sheet, change.old.line or 1, where, change.new, change.columns)
            _head(sheet, where)
    for row in edits.gone:
        sheet = book[row.location().sheet or ""]
        for cell in sheet[row.line or 1]:
            if type(cell).__name__ != "MergedCell":
                cell.value = None
    for table in dict.fromkeys(row.table for row in edits.added):
        _add(book, table, [row for row in edits.added if row.table is table])
    _write_records(book, records)
    return copy_bytes(book, results)


def _layout(table: Table, sheet: Worksheet) -> Layout | None:
    grid = [[_shown(cell) for cell in cells] for cells in sheet.iter_rows(values_only=True)]
    return layout(table, grid)


def _shown(value: Any) -> Any:
    return value if value is None or isinstance(value, str | int | float) else str(value)


def _add(book: Workbook, table: Table, rows: Sequence[Row]) -> None:
    named = [sheet for sheet in book.worksheets if table.schema.find_input(sheet.title) is table]
    for sheet in reversed(named):
        where = _layout(table, sheet)
        if where is not None:
            _append(sheet, where, rows)
            return
    if named:  # a sheet of that name without a header
        write_rows(named[-1], table, tuple(rows), list(table.columns))
        return
    write_rows(book.create_sheet(sheet_name(table)), table, tuple(rows), list(table.columns))


def _append(sheet: Worksheet, where: Layout, rows: Sequence[Row]) -> None:
    model = where.last if where.last > where.header else None
    line = where.last + 1
    for row in rows:
        line += 1  # counted from 1
        if model is not None:
            for column in range(1, where.width + 1):
                old: Any = sheet.cell(model + 1, column)
                new: Any = sheet.cell(line, column)
                if old.has_style and not new.has_style and type(new).__name__ != "MergedCell":
                    new._style = copy(old._style)
        _put(sheet, line, where, row, None)
    _head(sheet, where)
    for known in sheet.tables.values():
        _stretch(known, where, line)


def _stretch(known: Any, where: Layout, line: int) -> None:
    """Let a table of the sheet that ends where rows were added take them in; one with a row of totals stays."""
    from openpyxl.utils import range_boundaries

    bounds: Any = range_boundaries(known.ref)
    left, top, right, bottom = bounds
    if top == where.header + 1 and bottom == where.last + 1 and not known.totalsRowCount:
        known.ref = f"{letters(left - 1)}{top}:{letters(right - 1)}{line}"
        if known.autoFilter is not None:
            known.autoFilter.ref = known.ref


def _put(sheet: Worksheet, line: int, where: Layout, row: Row, columns: Sequence[str] | None) -> None:
    for code in cells_of(row, columns):
        cell = _top_left(sheet, line, where.place(code) + 1)
        column = where.table.by_code.get(code)
        if column is None:
            put_text(cell, str((row.model_extra or {})[code]))
            continue
        shape = cell.number_format
        cell.value = None
        put_value(cell, row, column)
        if shape != "General" and cell.value is not None and cell.data_type in ("n", "d"):
            cell.number_format = shape


def _head(sheet: Worksheet, where: Layout) -> None:
    for code, position in where.new.items():
        put_header(sheet.cell(where.header + 1, position + 1), where.header_of(code))
        sheet.column_dimensions[letters(position)].width = 18
    where.new.clear()


def _top_left(sheet: Worksheet, line: int, column: int) -> Any:
    """Return the cell, or the one that stands for it where cells are merged."""
    cell = sheet.cell(line, column)
    if type(cell).__name__ != "MergedCell":
        return cell
    for merged in sheet.merged_cells.ranges:
        if cell.coordinate in merged:
            return sheet.cell(merged.min_row, merged.min_col)
    return cell


def _write_records(book: Workbook, records: Iterable[Consignation]) -> None:
    for sheet in list(book.worksheets):
        if fold(sheet.title) == fold(NAME):
            book.remove(sheet)
    sheet = book.create_sheet(NAME)
    for position, header in enumerate(HEADERS, start=1):
        put_header(sheet.cell(1, position), header)
        sheet.column_dimensions[letters(position - 1)].width = 18
    for line, each in enumerate(records, start=2):
        for position, text in enumerate(each.cells, start=1):
            put_text(sheet.cell(line, position), text)
