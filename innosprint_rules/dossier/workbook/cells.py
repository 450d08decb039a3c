"""From the cells of a spreadsheet to cells that can be read: numbers without binary noise, troubles in place."""

from __future__ import annotations

import datetime as dt

from innosprint_rules.dossier.cells.noise import DIGITS, settled
from innosprint_rules.dossier.workbook.scan import Sheet, Trouble

_MILLISECOND = dt.timedelta(milliseconds=1)


def readable(sheet: Sheet) -> list[list[object]]:
    """Return the cells of a sheet as cells are read, each trouble standing in its cell."""
    grid = [[_cell(value) if type(value) not in _AS_THEY_ARE else value for value in row] for row in sheet.cells]
    for (row, column), trouble in sheet.scan.troubles.items():
        while len(grid) <= row:
            grid.append([])
        cells = grid[row]
        cells += [""] * (column + 1 - len(cells))
        cells[column] = trouble
    return grid


def _cell(value: object) -> object:
    if isinstance(value, float):
        if abs(value) >= 10**DIGITS:
            return Trouble("digits", f"{value:.{DIGITS}g}")
        return settled(value)
    if isinstance(value, dt.datetime):
        nearest = (value + _MILLISECOND).replace(microsecond=0)
        return nearest if abs(nearest - value) <= _MILLISECOND else value
    if isinstance(value, (dt.time, dt.timedelta)):
        return str(value)
    return value


_AS_THEY_ARE = frozenset((str, bool, int, dt.date))
