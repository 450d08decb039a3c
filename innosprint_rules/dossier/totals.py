"""Totals rows: what a spreadsheet adds up below its data is never data."""

from __future__ import annotations

import re

from innosprint_rules.dossier.cells import CellError, is_blank, read_amount, read_decimal, read_number
from innosprint_rules.dossier.raw import RawDossier, RawRow, RawTable
from innosprint_rules.folding import fold
from innosprint_rules.wording import Text

_LABEL = re.compile(r"(?:sous |grand )?(?:total|totaux|sommes?)(?: .{0,40})?:?")
_ADDED = {"amount": read_amount, "number": read_number, "decimal": read_decimal}


def leave_out_totals(raw: RawDossier, table: RawTable) -> None:
    """Take the totals rows off the end of ``table``, with a notice each; one elsewhere is a fault."""
    rows = table.rows
    while rows and (_is_labelled(table, rows[-1]) or _is_sum(table)):
        row = rows.pop()
        raw.notice(
            "totals-row",
            Text("ligne de totaux laissée de côté", "totals row left out"),
            row.source.location(),
        )
    for position, row in enumerate(rows):
        if _is_labelled(table, row):
            raw.fault(
                "totals-row-inside",
                Text(
                    "une ligne de totaux se trouve au milieu des données",
                    "a totals row stands in the middle of the data",
                ),
                Text("la supprimer ou la placer en dernier", "remove it or move it to the end"),
                row.source.location(),
                (table.table.code, position),
            )


def _is_labelled(table: RawTable, row: RawRow) -> bool:
    """Tell whether the first cell that is filled in says "total", and no other cell identifies the row."""
    for code, value in row.cells.items():
        if is_blank(value):
            continue
        if not isinstance(value, str) or _LABEL.fullmatch(fold(value)) is None:
            return False
        keys = table.table.identity
        return all(key == code or is_blank(row.cells.get(key)) for key in keys)
    return False


def _is_sum(table: RawTable) -> bool:
    """Tell whether the last row names nothing and each of its cells adds up the column above it."""
    *above, last = table.rows
    filled = {code: value for code, value in last.cells.items() if not is_blank(value)}
    if not above or not filled or any(key in filled for key in table.table.identity):
        return False
    for code, value in filled.items():
        column = table.table.by_code.get(code)
        read = _ADDED.get(column.kind) if column is not None else None
        if read is None:
            return False
        try:
            if read(value) != sum(read(row.cells.get(code)) or 0 for row in above):
                return False
        except CellError:
            return False
    return True
