"""From a grid of cells (a CSV file, a sheet of a workbook) to a raw table.

The header is found by rule: among the first fifteen rows, and among those of them that name the rows (``id``,
``code``) if there are any, the one in which most cells name a column, two at least; failing that, the first in
which every filled cell does, or one names the rows. What stands above it are titles.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from innosprint_rules import limits
from innosprint_rules.dossier.cells import CellError, is_blank, show
from innosprint_rules.dossier.columns import Table
from innosprint_rules.dossier.headers import Headers, check_identity, check_titles, no_header, recognised, resolve
from innosprint_rules.dossier.names import split_unit
from innosprint_rules.dossier.raw import RawDossier, RawRow, RawTable, RowSource, TableSource
from innosprint_rules.dossier.schema import KEY_NAMES, VALUE_NAMES
from innosprint_rules.dossier.totals import FULL, KINDS, leave_out
from innosprint_rules.dossier.workbook_place import CellLocation, letters
from innosprint_rules.errors import Location
from innosprint_rules.folding import fold
from innosprint_rules.wording import Text

TITLE_ROWS = 15

Grid = Sequence[Sequence[object]]


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
    check_titles(table, _titles(grid[:position], place), raw)
    if table.keyed:
        _add_keyed(raw, table, grid, position, place)
        return
    where = Location(file, sheet, position + 1)
    names = [_header(cell) for cell in grid[position]]
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


def _titles(above: Grid, place: Location) -> Iterator[tuple[str, Location]]:
    for line, cells in enumerate(above, start=1):
        yield from ((cell, replace(place, row=line)) for cell in cells if isinstance(cell, str) and cell)


def _header(cell: object) -> str:
    """Return a header as written; what is no text (a year, a date) as it is shown."""
    return cell if isinstance(cell, str) else "" if cell is None else show(cell)


def _add_rows(raw: RawDossier, kept: RawTable, headers: Headers, grid: Grid, position: int) -> None:
    codes = headers.codes
    width = len(codes)
    whole = None not in codes
    for line, cells in enumerate(grid[position + 1 :], start=position + 2):
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
        shown = show(cell)
        raw.fault(
            "cell-without-header",
            Text(
                f"« {shown} » se trouve en colonne {position + 1}, qui n'a pas d'en-tête",
                f"“{shown}” stands in column {position + 1}, which has no header",
            ),
            _NO_HEADER_SHEET if kept.source.sheet else _NO_HEADER,
            _place(kept, line, position),
            (kept.table.code,),
        )
        return


_NO_HEADER = Text(
    "donner un en-tête à la colonne, ou mettre entre guillemets la cellule qui contient le séparateur",
    "give the column a header, or put in quotes the cell that holds the separator",
)
_NO_HEADER_SHEET = Text(
    "donner un en-tête à la colonne, ou vider la cellule", "give the column a header, or empty the cell"
)


def _place(kept: RawTable, line: int, position: int) -> Location:
    source = kept.source
    if source.sheet is None:
        return Location(source.file, None, line)
    return CellLocation(source.file, source.sheet, line, None, letters(position))


def _add_keyed(raw: RawDossier, table: Table, grid: Grid, position: int, place: Location) -> None:
    """Read a table of keys and values as one row, each cell with the line of its key."""
    folded = [fold(split_unit(cell)[0]) if isinstance(cell, str) else "" for cell in grid[position]]
    key_at = next((at for at, name in enumerate(folded) if name in KEY_NAMES), 0)
    value_at = next((at for at, name in enumerate(folded) if name in VALUE_NAMES), 1)
    check_titles(table, _titles(grid[position : position + 1], replace(place, row=position + 1)), raw)
    headers = Headers()
    values: list[object] = []
    lines: list[int] = []
    for line, cells in enumerate(grid[position + 1 :], start=position + 2):
        key = cells[key_at] if len(cells) > key_at else None
        value = cells[value_at] if len(cells) > value_at else None
        where = replace(place, row=line)
        if not is_blank(key):
            headers.add(table, _header(key), raw, where)
            values.append(value)
            lines.append(line)
        elif not is_blank(value):
            raw.fault(
                "key-blank",
                Text(f"la valeur « {show(value)} » n'a pas de clé", f"the value “{show(value)}” has no key"),
                Text("remplir la clé ou supprimer la ligne", "fill in the key or remove the row"),
                where,
                (table.code,),
            )
    cells_of = {code: value for code, value in zip(headers.codes, values, strict=True) if code is not None}
    line_of = {code: line for code, line in zip(headers.codes, lines, strict=True) if code is not None}
    at = dict.fromkeys(cells_of, letters(value_at)) if place.sheet else {}
    source = TableSource(table, place.file, place.sheet, headers.written, headers.columns, letters=at)
    raw.tables[table.code] = RawTable(source, [RawRow(cells_of, RowSource(source, None, None, line_of))])
