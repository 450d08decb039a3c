"""One sheet of an empty dossier: headers with their help, drop-down lists, formats, all from the schema."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from innosprint_rules.dossier.addresses import letters, quoted_sheet
from innosprint_rules.dossier.schema.columns import Column
from innosprint_rules.dossier.schema.tables import KEY_HEADER, VALUE_HEADER, Schema, Table
from innosprint_rules.dossier.writing.cells import (
    AMOUNT_FORMAT,
    DATE_FORMAT,
    TEXT_FORMAT,
    put_header,
    put_text,
    put_value,
)
from innosprint_rules.dossier.writing.workbook import WIDTHS, set_page, sheet_name
from innosprint_rules.wording import Lang, Text

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from innosprint_rules.dossier.models import Dossier

ROWS = 500
"""The rows that are made ready; more may be written below."""

_FORMATS = {"amount": AMOUNT_FORMAT, "date": DATE_FORMAT, "number": "0", "text": TEXT_FORMAT, "key": TEXT_FORMAT,
            "ref": TEXT_FORMAT, "list": TEXT_FORMAT}  # fmt: skip
_BLANK = {
    "error": Text("À remplir.", "To be filled in."),
    "unknown": Text("Vide : on ne sait pas.", "Empty: not known."),
    "nothing": Text("Vide : il n'y en a pas.", "Empty: there is none."),
}
_LONGEST_PROMPT, _LONGEST_TITLE = 255, 32


def write_template_sheet(
    sheet: Worksheet,
    table: Table,
    dossier: Dossier,
    lang: Lang,
    offers: Mapping[str, Sequence[str]],
    columns: Sequence[Column] | None = None,
) -> None:
    """Make ready the sheet of one table; ``offers`` has what cells offer by vocabulary or by column.

    ``columns`` are those that it gets: all of them when None.
    """
    set_page(sheet)
    columns = table.columns if columns is None else columns
    if table.keyed:
        _write_keyed(sheet, table, dossier, lang, columns)
        return
    for position, column in enumerate(columns):
        letter = letters(position)
        cell = sheet.cell(1, position + 1)
        identifies = column.code in table.identity
        _write_header(cell, column.header, _help(column, lang), identifies)
        sheet.column_dimensions[letter].width = max(WIDTHS[column.kind], len(column.header) + 3)
        form = _FORMATS.get(column.kind)
        if form is not None:
            for line in range(2, ROWS + 2):
                sheet.cell(line, position + 1).number_format = form
        offered = offers.get(column.names or column.code, ())
        sheet.add_data_validation(_validation(column, table.schema, f"{letter}2:{letter}{ROWS + 1}", lang, offered))
    sheet.freeze_panes = "B2"


def _write_keyed(sheet: Worksheet, table: Table, dossier: Dossier, lang: Lang, columns: Sequence[Column]) -> None:
    """Write the keys, the values known, and beside each what it is."""
    about = Text("explication", "explanation").get(lang)
    for position, header in enumerate((KEY_HEADER, VALUE_HEADER, about), start=1):
        _write_header(sheet.cell(1, position), header, "", identifies=position == 1)
    row = (dossier.rows(table.code) or ())[0]
    for line, column in enumerate(columns, start=2):
        put_text(sheet.cell(line, 1), column.header)
        value = sheet.cell(line, 2)
        value.number_format = _FORMATS.get(column.kind, "General")
        put_value(value, row, column)
        put_text(sheet.cell(line, 3), _help(column, lang))
        sheet.add_data_validation(_validation(column, table.schema, f"B{line}", lang))
    for letter, width in (("A", 26), ("B", 20), ("C", 60)):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"


def _write_header(cell: Any, header: str, told: str, identifies: bool) -> None:
    from openpyxl.comments import Comment

    put_header(cell, header, identifies)
    if told:
        cell.comment = Comment(told, "innosprint", height=90, width=300)


def _help(column: Column, lang: Lang) -> str:
    """Return what to write in a column, and what an empty cell means."""
    said = column.help.get(lang)
    meaning = "" if column.default is not None else _BLANK[column.blank].get(lang)
    return f"{said[:1].upper()}{said[1:]}. {meaning}".rstrip()


def _validation(column: Column, schema: Schema, cells: str, lang: Lang, offered: Sequence[str] = ()) -> Any:
    """Return the rule of a column's cells: a list where there is one, and the help when a cell is chosen."""
    from openpyxl.worksheet.datavalidation import DataValidation

    rule = DataValidation(allow_blank=True, sqref=cells, **_allowed(column, schema, offered))
    rule.promptTitle, rule.prompt = column.header[:_LONGEST_TITLE], _help(column, lang)[:_LONGEST_PROMPT]
    rule.showInputMessage = True
    # Names and headings are offered one by one, and several may be typed: nothing is said of what is not in the list.
    rule.showErrorMessage = rule.type is not None and column.kind not in ("list", "text")
    # A stop where nothing else can be read; a warning where people write it otherwise and are still understood.
    rule.errorStyle = "stop" if column.kind in ("choice", "number") else "warning"
    rule.errorTitle, rule.error = rule.promptTitle, rule.prompt
    return rule


def _several(column: Column, offered: Sequence[str]) -> list[str]:
    """Return what a cell offers: each name, and in a list all of them together; none that a list cannot hold."""
    names = [name for name in offered if "," not in name and '"' not in name]
    together = " ; ".join(names)
    if column.kind == "list" and len(names) > 1:
        names = [together, *names]
    while names and len(",".join(names)) > _LONGEST_PROMPT:
        names.remove(max(names, key=len))
    return names


def _allowed(column: Column, schema: Schema, offered: Sequence[str]) -> dict[str, Any]:
    listed = column.choices or _several(column, offered)
    if listed:
        return {"type": "list", "formula1": '"' + ",".join(listed) + '"'}
    if column.kind in ("flag", "done"):
        return {"type": "list", "formula1": '"oui,non"'}
    if column.target is not None:
        target = schema.tables[column.target]
        return {"type": "list", "formula1": f"{quoted_sheet(sheet_name(target))}!$A$2:$A${ROWS + 1}"}
    if column.kind == "amount":
        return {"type": "decimal", "operator": "greaterThanOrEqual", "formula1": "0"}
    if column.kind == "number":
        if column.most is not None:
            return {"type": "whole", "operator": "between", "formula1": "0", "formula2": str(column.most)}
        return {"type": "whole", "operator": "greaterThanOrEqual", "formula1": "0"}
    if column.kind == "date":
        return {"type": "date", "operator": "between", "formula1": "36526", "formula2": "109575"}
    return {}
