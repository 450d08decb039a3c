"""The workbook of the year that follows: every row of the dossier in sheets made ready to go on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from innosprint_rules.dossier.addresses import letters
from innosprint_rules.dossier.canonical import unknown_headers
from innosprint_rules.dossier.writing.cells import put_header, put_text, put_value
from innosprint_rules.dossier.writing.empty_sheets import write_template_sheet
from innosprint_rules.dossier.writing.guide import write_guide
from innosprint_rules.dossier.writing.template import Offers
from innosprint_rules.dossier.writing.workbook import WIDTHS, book_bytes, carried, new_book, sheet_name
from innosprint_rules.wording import Lang, Text

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from innosprint_rules.dossier.models import Dossier
    from innosprint_rules.dossier.schema.columns import Column
    from innosprint_rules.dossier.schema.tables import Table


def following_workbook(dossier: Dossier, title: Text, beside: Text, lang: Lang, offers: Offers) -> bytes:
    """Return a workbook with the guide, lists and helps of an empty one that holds all that the dossier holds.

    An endowment, decisions and payments are counted over the whole term, so no row is left behind. A table or a column
    that the dossier does not have is not made: it would turn what is not known into what is not there.

    Raises:
        DossierError: openpyxl is not installed.
    """
    book = new_book()
    write_guide(book, title, dossier.schema, lang, beside)
    for code, table in dossier.schema.tables.items():
        if dossier.rows(code) is None:
            continue
        columns = carried(dossier, table)
        sheet = book.create_sheet(sheet_name(table))
        write_template_sheet(sheet, table, dossier, lang, offers, columns)
        if table.keyed:
            _add_keys(sheet, dossier, table, len(columns) + 2)
        else:
            _write_rows(sheet, dossier, table, columns)
    return book_bytes(book)


def _add_keys(sheet: Worksheet, dossier: Dossier, table: Table, line: int) -> None:
    """Write, below what is known, the keys that no table knows."""
    for row in dossier.rows(table.code) or ():
        for at, (key, value) in enumerate((row.model_extra or {}).items(), start=line):
            put_text(sheet.cell(at, 1), key)
            put_text(sheet.cell(at, 2), value)


def _write_rows(sheet: Worksheet, dossier: Dossier, table: Table, columns: list[Column]) -> None:
    rows = dossier.rows(table.code) or ()
    extras = unknown_headers(rows)
    for position, header in enumerate(extras, start=len(columns) + 1):
        put_header(sheet.cell(1, position), header)
        sheet.column_dimensions[letters(position - 1)].width = max(WIDTHS["text"], len(header) + 3)
    for line, row in enumerate(rows, start=2):
        for position, column in enumerate(columns, start=1):
            put_value(sheet.cell(line, position), row, column)
        for position, header in enumerate(extras, start=len(columns) + 1):
            if header in (row.model_extra or {}):
                put_text(sheet.cell(line, position), (row.model_extra or {})[header])
