"""From a grid of keys and values to a raw table of one row, and what stands beside a table where nothing is read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from innosprint_rules.dossier.addresses import CellLocation, letters
from innosprint_rules.dossier.cells import is_blank, show
from innosprint_rules.dossier.cells.names import split_unit
from innosprint_rules.dossier.schema.header_faults import check_titles
from innosprint_rules.dossier.schema.headers import Headers
from innosprint_rules.dossier.schema.raw import RawDossier, RawRow, RawTable, RowSource, TableSource
from innosprint_rules.dossier.schema.tables import KEY_NAMES, VALUE_NAMES, Table
from innosprint_rules.errors import Location
from innosprint_rules.folding import fold
from innosprint_rules.wording import Text

Grid = Sequence[Sequence[object]]


def titles(above: Grid, place: Location) -> Iterator[tuple[str, Location]]:
    """Yield the texts of rows, each with its place."""
    for line, cells in enumerate(above, start=1):
        yield from ((cell, replace(place, row=line)) for cell in cells if isinstance(cell, str) and cell)


def header_text(cell: object) -> str:
    """Return a header as written; what is no text (a year, a date) as it is shown."""
    return cell if isinstance(cell, str) else "" if cell is None else show(cell)


def without_header(raw: RawDossier, table: Table, cell: object, position: int, where: Location) -> None:
    """Refuse a filled cell, at ``position`` in its row, that stands under no header."""
    shown = show(cell)
    in_sheet = where.sheet is not None
    raw.fault(
        "cell-without-header",
        Text(
            f"« {shown} » se trouve en colonne {position + 1}, qui n'a pas d'en-tête",
            f"“{shown}” stands in column {position + 1}, which has no header",
        ),
        _NO_HEADER_SHEET if in_sheet else _NO_HEADER,
        CellLocation(where.file, where.sheet, where.row, None, letters(position)) if in_sheet else where,
        (table.code,),
    )


_NO_HEADER = Text(
    "donner un en-tête à la colonne, ou mettre entre guillemets la cellule qui contient le séparateur",
    "give the column a header, or put in quotes the cell that holds the separator",
)
_NO_HEADER_SHEET = Text(
    "donner un en-tête à la colonne, ou vider la cellule", "give the column a header, or empty the cell"
)


def _refuse_beside(
    raw: RawDossier, table: Table, grid: Grid, position: int, place: Location, read: tuple[int, int]
) -> None:
    """Refuse what stands beside keys and values and would not be read: a second pair, cells without a header."""
    names = [fold(split_unit(cell)[0]) if isinstance(cell, str) else "" for cell in grid[position]]
    for at, name in enumerate(names):
        if at not in read and name in (*KEY_NAMES, *VALUE_NAMES):
            header = show(grid[position][at])
            raw.fault(
                "duplicate-column",
                Text(f"l'en-tête « {header} » se trouve deux fois", f"the header “{header}” stands here twice"),
                Text("mettre toutes les clés dans une colonne, et toutes les valeurs dans une autre",
                     "put all the keys into one column, and all the values into another"),
                replace(place, row=position + 1),
                (table.code,),
            )  # fmt: skip
            return
    for line, cells in enumerate(grid[position + 1 :], start=position + 2):
        for at, cell in enumerate(cells):
            if at not in read and not is_blank(cell) and (at >= len(names) or not names[at]):
                without_header(raw, table, cell, at, replace(place, row=line))
                break


def add_keyed(raw: RawDossier, table: Table, grid: Grid, position: int, place: Location) -> None:
    """Read a table of keys and values as one row, each cell with the line of its key."""
    folded = [fold(split_unit(cell)[0]) if isinstance(cell, str) else "" for cell in grid[position]]
    key_at = next((at for at, name in enumerate(folded) if name in KEY_NAMES), 0)
    value_at = next((at for at, name in enumerate(folded) if name in VALUE_NAMES), 1)
    check_titles(table, titles(grid[position : position + 1], replace(place, row=position + 1)), raw)
    _refuse_beside(raw, table, grid, position, place, (key_at, value_at))
    headers = Headers()
    values: list[object] = []
    lines: list[int] = []
    for line, cells in enumerate(grid[position + 1 :], start=position + 2):
        key = cells[key_at] if len(cells) > key_at else None
        value = cells[value_at] if len(cells) > value_at else None
        where = replace(place, row=line)
        if not is_blank(key):
            headers.add(table, header_text(key), raw, where)
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
