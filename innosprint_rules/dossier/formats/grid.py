"""From a grid of cells (a CSV file, a sheet of a workbook) to a raw table.

The header is found by rule: among the first fifteen rows, and among those of them that name the rows (``id``,
``code``) if there are any, the one in which most cells name a column, two at least; failing that, the first in
which every filled cell does, or one names the rows. What stands above it are titles.
"""

from __future__ import annotations

from collections.abc import Sequence

from innosprint_rules import limits
from innosprint_rules.dossier.addresses import letters
from innosprint_rules.dossier.cells import CellError, is_blank, show
from innosprint_rules.dossier.cells.names import split_unit
from innosprint_rules.dossier.formats.likeness import FULL, KINDS
from innosprint_rules.dossier.formats.totals import leave_out
from innosprint_rules.dossier.keyed_grid import Grid, add_keyed, header_text, titles, without_header
from innosprint_rules.dossier.schema.header_faults import check_identity, check_titles, no_header
from innosprint_rules.dossier.schema.headers import Headers, recognised, repeats_header, resolve
from innosprint_rules.dossier.schema.raw import RawDossier, RawRow, RawTable, RowSource, TableSource
from innosprint_rules.dossier.schema.tables import KEY_NAMES, VALUE_NAMES, Table
from innosprint_rules.errors import Location
from innosprint_rules.folding import fold
from innosprint_rules.wording import Text

TITLE_ROWS = 15


def too_vast(columns: int) -> tuple[str, Text, Text]:
    """Describe a table of more rows, columns or cells than are read; ``columns`` is how many its widest row has."""
    if columns > limits.COLUMNS:
        return (
            "too-many-columns",
            Text(f"{columns} colonnes, {limits.COLUMNS} au plus", f"{columns} columns, {limits.COLUMNS} at most"),
            Text("n'y laisser que les colonnes de la table", "leave nothing in it but the columns of the table"),
        )
    return (
        "too-many-cells",
        Text(f"plus de {limits.LINES} lignes ou de {limits.CELLS} cellules",
             f"more than {limits.LINES} lines or {limits.CELLS} cells"),
        Text("répartir le dossier par année, ou enlever les lignes vides",
             "split the dossier by year, or take the blank lines out"),
    )  # fmt: skip


def header_score(table: Table, cells: Sequence[object]) -> int:
    """Count the cells of a row that name a column of ``table``."""
    words = [cell for cell in cells if isinstance(cell, str)]
    if table.keyed:
        folded = {fold(split_unit(word)[0]) for word in words}
        return int(not folded.isdisjoint(KEY_NAMES)) + int(not folded.isdisjoint(VALUE_NAMES))
    return recognised(table, words)


def find_header(table: Table, grid: Grid) -> int | None:
    """Return the position of the header row, or None when there is none."""
    head = grid[:TITLE_ROWS]
    scores = [header_score(table, cells) for cells in head]
    several = [position for position, score in enumerate(scores) if score >= 2]
    named = (
        several
        if table.keyed or table.numbered
        else [position for position in several if _names_rows(table, head[position])]
    )
    if several:
        return max(named or several, key=lambda position: scores[position])  # the first of the best
    for position, score in enumerate(scores):
        if score and (score == _filled(head[position]) or _names_rows(table, head[position])):
            return position
    return None


def _filled(cells: Sequence[object]) -> int:
    return sum(not is_blank(cell) for cell in cells)


def _names_rows(table: Table, cells: Sequence[object]) -> bool:
    found = {column.code for cell in cells if isinstance(cell, str) and (column := table.find(cell)) is not None}
    return found.issuperset(table.identity)


def add_grid(
    raw: RawDossier,
    table: Table,
    grid: Grid,
    file: str | None,
    sheet: str | None = None,
    proposal: bool = False,
) -> None:
    """Add to ``raw`` the table that ``grid`` holds, its rows numbered from 1 as a spreadsheet shows them."""
    place = Location(file, sheet)
    position = find_header(table, grid)
    if position is None:
        seen = next((cells for cells in grid if any(not is_blank(cell) for cell in cells)), ())
        no_header(table, [show(cell) for cell in seen if not is_blank(cell)], raw, place)
        return
    check_titles(table, titles(grid[:position], place), raw)
    if table.keyed:
        add_keyed(raw, table, grid, position, place)
        return
    where = Location(file, sheet, position + 1)
    names = [header_text(cell) for cell in grid[position]]
    headers = resolve(table, names, raw, where)
    columns = headers.columns
    at = {code: letters(index) for index, code in enumerate(headers.codes) if code is not None} if sheet else {}
    source = TableSource(table, file, sheet, headers.written, columns, proposal, at)
    kept = RawTable(source)
    check_identity(table, columns, raw, where)
    _refuse_rows_above(kept, headers, grid[:position], raw)
    _add_rows(raw, kept, headers, grid, position)
    leave_out(raw, kept)
    raw.add(kept)


def _add_rows(raw: RawDossier, kept: RawTable, headers: Headers, grid: Grid, position: int) -> None:
    codes = headers.codes
    width = len(codes)
    whole = None not in codes
    for line, cells in enumerate(grid[position + 1 :], start=position + 2):
        if repeats_header(raw, kept, headers, cells, line):
            continue
        if len(cells) > width or not whole:
            _check_surplus(raw, kept, headers, cells, line)
        known = {
            code: cell
            for code, cell in zip(codes, cells, strict=False)
            if code is not None and cell is not None and cell != ""
        }
        if not known or all(is_blank(cell) for cell in known.values()):
            continue
        kept.rows.append(RawRow(known, RowSource(kept.source, line)))


def _refuse_rows_above(kept: RawTable, headers: Headers, above: Grid, raw: RawDossier) -> None:
    """Refuse a row of data above the header, where titles stand: it names a row, and holds a date or a quantity.

    A row sorted to the top, or a header sorted down, would be lost without a word.
    """
    for line, cells in enumerate(above, start=1):
        held = {code: cell for code, cell in zip(headers.codes, cells, strict=False) if code and not is_blank(cell)}
        if len(held) < FULL or not held.keys() >= set(kept.table.identity):
            continue
        if any(_reads(kept.table, code, cell) for code, cell in held.items()):
            shown = show(held[kept.table.identity[0]]) if kept.table.identity else show(next(iter(held.values())))
            raw.fault(
                "row-above-header",
                Text(f"la ligne « {shown} » se trouve au-dessus des en-têtes, où elle ne serait pas lue",
                     f"the row “{shown}” stands above the headers, where it would not be read"),
                Text("remettre la ligne d'en-têtes au-dessus de toutes les autres",
                     "put the row of headers above all others"),
                Location(kept.source.file, kept.source.sheet, line),
                (kept.table.code,),
            )  # fmt: skip


def _reads(table: Table, code: str, cell: object) -> bool:
    """Tell whether a cell reads in its column, one that does not take any text."""
    column = table.by_code.get(code)
    read = KINDS.get(column.kind) if column is not None else None
    try:
        return read is not None and read(cell) is not None
    except CellError:
        return False


def _check_surplus(raw: RawDossier, kept: RawTable, headers: Headers, cells: Sequence[object], line: int) -> None:
    """Refuse a filled cell under no header: a separator too many, or a column without a name."""
    codes = headers.codes
    for position, cell in enumerate(cells):
        if is_blank(cell) or (position < len(codes) and codes[position] is not None):
            continue
        if position in headers.faulty:
            continue  # the header is the fault; its cells are not faults of their own
        source = kept.source
        without_header(raw, kept.table, cell, position, Location(source.file, source.sheet, line))
        return
