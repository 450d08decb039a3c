"""From the cells of a spreadsheet to cells that can be read: numbers without binary noise, troubles in place."""

from __future__ import annotations

import datetime as dt

from innosprint_rules.dossier.workbook_scan import Sheet, Trouble

DIGITS = 15
"""The significant digits that spreadsheets keep of a number."""

NOISE = 1e-8
"""What parts a number from one of six decimals at most when binary arithmetic alone parts them."""

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


def settled(number: float) -> float:
    """Return the number that a spreadsheet shows, free of the noise of binary arithmetic.

    It keeps 15 significant digits; then a number less than 1e-8 away from one of six decimals is that one:
    0.1 + 0.2 is 0.3, and 35000.10 - 34999.95 is 0.15. Nothing else is rounded: a third of 1000 stays refused.
    """
    if number.is_integer() or round(number, 2) == number:
        return number
    kept = float(f"{number:.{DIGITS}g}")
    short = round(kept, 6)
    return short if abs(kept - short) < NOISE else kept


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
