"""Where edits go in a grid of cells, whatever holds it: which line, which column, what has to be added."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from innosprint_rules.dossier.cells import is_blank
from innosprint_rules.dossier.consigning.edits import Change
from innosprint_rules.dossier.formats.grid import find_header
from innosprint_rules.dossier.keyed_grid import Grid
from innosprint_rules.dossier.schema.base_row import Row
from innosprint_rules.dossier.schema.tables import Table


@dataclass(slots=True)
class Layout:
    """The columns of a table as a grid holds them: position by code (or header, of unknown ones), counted from 0.

    ``header`` is the position of the row of headers, ``last`` that of the last row with a cell in a known column:
    a row of totals counts.
    """

    table: Table
    header: int
    last: int
    columns: dict[str, int] = field(default_factory=dict)
    width: int = 0
    new: dict[str, int] = field(default_factory=dict)

    def place(self, code: str) -> int:
        """Return the position of a column, at the end of the headers where it has none yet."""
        found = self.columns.get(code)
        if found is None:
            found = self.columns[code] = self.new[code] = self.width
            self.width += 1
        return found

    def header_of(self, code: str) -> str:
        """Return the header under which a column is written."""
        return self.table.header_of(code) if code in self.table.by_code else code


def layout(table: Table, grid: Grid) -> Layout | None:
    """Find the headers of a table in a grid; None where there are none."""
    at = find_header(table, grid)
    if at is None:
        return None
    columns: dict[str, int] = {}
    cells = grid[at]
    texts = [cell if isinstance(cell, str) else "" if cell is None else str(cell) for cell in cells]
    own = {column.code for text in texts if (column := table.named(text)) is not None}
    for position, text in enumerate(texts):
        column = table.find(text) if text.strip() else None
        if column is not None and column.code in own and table.named(text) is None:
            column = None
        if text.strip():
            columns.setdefault(text.strip() if column is None else column.code, position)
    known = [position for code, position in columns.items() if code in table.by_code]
    last = at
    for line in range(at + 1, len(grid)):
        row = grid[line]
        if any(position < len(row) and not is_blank(row[position]) for position in known):
            last = line
    width = max((position for position, text in enumerate(texts) if text.strip()), default=-1) + 1
    return Layout(table, at, last, columns, width)


def cells_of(row: Row, columns: Sequence[str] | None = None) -> dict[str, object]:
    """Return the cells of a row that are to be written, by code; unknown columns by their header."""
    if columns is not None:
        return {code: getattr(row, code) for code in columns}
    own = {column.code: getattr(row, column.code) for column in row.table.columns if hasattr(row, column.code)}
    kept = {code: value for code, value in own.items() if value is not None and value != ()}
    return {**kept, **(row.model_extra or {})}


def line_of(change: Change) -> int:
    """Return the position of a changed row in its grid."""
    return (change.old.line or 1) - 1
