"""Writing tables into a workbook: each cell as a spreadsheet keeps it, text always as text.

What is written reads back to the same digest. A text that starts like a formula stays a text.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

from innosprint_rules.dossier.addresses import letters
from innosprint_rules.dossier.canonical import unknown_headers
from innosprint_rules.dossier.schema.base_row import Row
from innosprint_rules.dossier.schema.columns import Column
from innosprint_rules.dossier.schema.tables import KEY_HEADER, PROPOSAL, VALUE_HEADER, Table
from innosprint_rules.dossier.workbook.opening import extra_missing
from innosprint_rules.dossier.writing.cells import LONGEST_TEXT, put_header, put_text, put_value
from innosprint_rules.dossier.writing.text import as_dossier_error
from innosprint_rules.errors import DossierError, Problem
from innosprint_rules.folding import fold
from innosprint_rules.saving import save
from innosprint_rules.saving.seals import BLANK, PROPERTY
from innosprint_rules.wording import Text

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from innosprint_rules.dossier.models import Dossier

WIDTHS = {"key": 10, "ref": 12, "amount": 15, "number": 12, "date": 17, "flag": 12, "done": 20, "choice": 22,
          "list": 34, "text": 30, "value": 18, "decimal": 12}  # fmt: skip
"""Widths of columns by kind, in characters."""


def new_book() -> Workbook:
    """Return a workbook without sheets. Raises DossierError when openpyxl is not installed."""
    try:
        from openpyxl import Workbook
    except ImportError as error:
        missing = extra_missing(Text("écrire", "writes"))
        raise DossierError(Problem(missing.code, missing.message, missing.hint)) from error
    book = Workbook()
    for sheet in book.worksheets:
        book.remove(sheet)
    return book


def sheet_name(table: Table) -> str:
    """Return what the sheet of a table is called: its French name, with a capital and the accents of its rows' name."""
    accented = table.code != PROPOSAL and fold(table.many.fr) == fold(table.name)
    return (table.many.fr if accented else table.name).capitalize()


def write_rows(sheet: Worksheet, table: Table, rows: tuple[Row, ...], columns: list[Column]) -> None:
    """Write a header and rows into an empty sheet; what unknown columns hold comes after what is known."""
    set_page(sheet)
    if table.keyed:
        _write_keyed(sheet, rows, columns)
        return
    extras = unknown_headers(rows)
    for position, header in enumerate([*(column.header for column in columns), *extras], start=1):
        column = columns[position - 1] if position <= len(columns) else None
        put_header(sheet.cell(1, position), header, column is not None and column.code in table.identity)
        kind = "text" if column is None else column.kind
        sheet.column_dimensions[letters(position - 1)].width = max(WIDTHS[kind], len(header) + 3)
    for line, row in enumerate(rows, start=2):
        for position, known in enumerate(columns, start=1):
            if getattr(row, known.code) is not None:
                put_value(sheet.cell(line, position), row, known)
        kept = row.model_extra or {}
        for position, header in enumerate(extras, start=len(columns) + 1):
            if header in kept:
                put_text(sheet.cell(line, position), kept[header])
    sheet.freeze_panes = "B2"


def _write_keyed(sheet: Worksheet, rows: tuple[Row, ...], columns: list[Column]) -> None:
    put_header(sheet.cell(1, 1), KEY_HEADER, identifies=True)
    put_header(sheet.cell(1, 2), VALUE_HEADER)
    line = 2
    for row in rows:
        for column in columns:
            put_text(sheet.cell(line, 1), column.header)
            put_value(sheet.cell(line, 2), row, column)
            line += 1
        for header, value in (row.model_extra or {}).items():
            put_text(sheet.cell(line, 1), header)
            put_text(sheet.cell(line, 2), value)
            line += 1
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 26, 20
    sheet.freeze_panes = "A2"


def set_page(sheet: Worksheet) -> None:
    """Print the sheet across, all its columns on one page."""
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def carried(dossier: Dossier, table: Table) -> list[Column]:
    """Return the columns that the dossier carries of a table, in the table's order."""
    present = dossier.columns(table.code)
    return [column for column in table.columns if column.code in present]


def write_dossier_workbook(dossier: Dossier, path: str | Path, force: bool = False) -> Path:
    """Write the dossier as an .xlsx workbook, a sheet a table; return its path.

    Raises DossierError when a file is there that is not ours as it is (unless ``force``), when a text does not fit
    in a cell, when the file cannot be written and when openpyxl is not installed.
    """
    target = Path(path)
    book = new_book()
    for code, table in dossier.schema.inputs.items():
        rows = dossier.rows(code)
        if rows is not None:
            _refuse_long(rows, table)
            write_rows(book.create_sheet(sheet_name(table)), table, rows, carried(dossier, table))
    if not book.worksheets:
        book.create_sheet(sheet_name(next(iter(dossier.schema.tables.values()))))
    with as_dossier_error():
        save(book_bytes(book), target, force=force, option="")
    return target


def book_bytes(book: Workbook) -> bytes:
    """Return a workbook as the bytes of its file, with room for the digest by which it is known again."""
    from openpyxl.packaging.custom import StringProperty

    properties: Any = book.custom_doc_props  # type: ignore[attr-defined]  # not among the types of openpyxl
    if PROPERTY in properties.names:
        del properties[PROPERTY]  # that of the workbook which this one was copied from
    properties.append(StringProperty(name=PROPERTY, value=BLANK))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _refuse_long(rows: tuple[Row, ...], table: Table) -> None:
    for row in rows:
        for name, value in {**row.__dict__, **(row.model_extra or {})}.items():
            text = "; ".join(value) if isinstance(value, tuple) else value
            if isinstance(text, str) and len(text) > LONGEST_TEXT // 2:
                raise DossierError(
                    Problem(
                        "cell-too-large",
                        Text(f"« {name} » de « {row.identity} » ({table.name}) ne tient pas dans une cellule",
                             f"“{name}” of “{row.identity}” ({table.name}) does not fit in a cell"),
                        Text("raccourcir ce texte", "shorten this text"),
                    )
                )  # fmt: skip
