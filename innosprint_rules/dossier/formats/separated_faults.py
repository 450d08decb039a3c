"""What can be seen to be wrong in a CSV file whose quotes are well formed: parted amounts, swallowed rows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from innosprint_rules.dossier.cells import is_blank, show
from innosprint_rules.dossier.cells.names import shape
from innosprint_rules.dossier.schema.columns import Column
from innosprint_rules.dossier.schema.raw import RawDossier
from innosprint_rules.dossier.schema.tables import Table
from innosprint_rules.errors import Location
from innosprint_rules.wording import Text

_QUANTITIES = ("amount", "decimal", "value", "number")
_WHOLE = re.compile(r"\s*€?\s*[-−]?\s*[0-9][0-9\s]*(?:\.[0-9]{3})*\s*")
_PART = re.compile(r"\s*[0-9]{1,2}\s*(?:€|eur|euros?)?\s*", re.IGNORECASE)
_THOUSANDS = re.compile(r"\s*€?\s*[0-9]{1,3}\s*")
_GROUP = re.compile(r"\s*[0-9]{3}(?:\.[0-9]{1,2})?\s*(?:€|eur|euros?)?\s*", re.IGNORECASE)
_TWO_DIGITS = re.compile(r"[0-9]{2}")


def mend_commas(table: Table, grid: list[list[str]], header: int, raw: RawDossier, where: Location) -> None:
    """Refuse each row in which a comma has parted an amount; its cells are joined, so that no fault follows from it.

    Such a row has more cells than there are headers and two of them in a row make an amount, or its text after
    the amount is two digits and nothing else, which is either. So is a reference of two digits after it, in a row of
    which the last cells are not written, unless whole rows have such references.
    """
    columns = [table.find(cell) for cell in grid[header]]
    if table.keyed:
        _mend_keyed(table, grid, header, raw, where)
        return
    width = len(columns)
    for position, cells in enumerate(grid[header + 1 :]):
        for at, column in enumerate(columns[: max(0, len(cells) - 1)]):
            if column is None or column.kind not in _QUANTITIES or not _is_parted(columns, cells, at, grid):
                continue
            where_it_is = Location(where.file, None, header + position + 2, grid[header][at].strip())
            _parted(show(cells[at]), show(cells[at + 1]), raw, where_it_is, (table.code, position, column.code))
            cells[at : at + 2] = [_joined(cells[at], cells[at + 1])]
            del cells[width:]
            break


def _mend_keyed(table: Table, grid: list[list[str]], header: int, raw: RawDossier, where: Location) -> None:
    """Refuse each value of a table of keys and values that goes on in the next cell."""
    width = len(grid[header])
    for position, cells in enumerate(grid[header + 1 :]):
        if len(cells) > max(width, 2) and _makes_amount(cells[1], cells[2]):
            place = Location(where.file, None, header + position + 2, grid[header][1].strip())
            _parted(show(cells[1]), show(cells[2]), raw, place, (table.code, position, "value"))
            cells[1:3] = [_joined(cells[1], cells[2])]


def _is_parted(columns: Sequence[Column | None], cells: list[str], at: int, grid: Sequence[Sequence[str]]) -> bool:
    one, two = cells[at], cells[at + 1]
    after = columns[at + 1] if at + 1 < len(columns) else None
    if len(cells) > len(columns):
        return _makes_amount(one, two)
    if after is None or not (_TWO_DIGITS.fullmatch(two.strip()) and _WHOLE.fullmatch(one)):
        return False
    if after.kind == "ref":
        whole = (each[at + 1] for each in grid if len(each) == len(columns))
        return len(cells) < len(columns) and not any(_TWO_DIGITS.fullmatch(cell.strip()) for cell in whole)
    return after.kind == "text" and not after.coded


def _joined(one: str, two: str) -> str:
    return f"{one},{two}" if _PART.fullmatch(two) else one + two


def _makes_amount(one: str, two: str) -> bool:
    if _WHOLE.fullmatch(one) and _PART.fullmatch(two):
        return True
    return _THOUSANDS.fullmatch(one) is not None and _GROUP.fullmatch(two) is not None


def _parted(one: str, two: str, raw: RawDossier, where: Location, path: tuple[str | int, ...]) -> None:
    raw.fault(
        "decimal-comma",
        Text(f"la virgule sépare ici « {one} » et « {two} », qui semblent être un seul montant « {one},{two} »",
             f"the comma parts “{one}” and “{two}” here, which seem to be one amount “{one},{two}”"),
        Text('mettre le montant entre guillemets ("20 000,50"), ou enregistrer le fichier avec le séparateur « ; »',
             'put the amount in quotation marks ("20 000,50"), or save the file with “;” as its separator'),
        where,
        path,
    )  # fmt: skip


def tell_other_separator(
    table: Table,
    grid: Sequence[Sequence[str]],
    header: int,
    separators: Sequence[str],
    raw: RawDossier,
    where: Location,
) -> None:
    """Refuse a row parted by another separator than the file's, the first of ``separators``: one cell holds it whole.

    A note may hold commas, but a space follows them.
    """
    least = max(2, (len(grid[header]) - 1) // 2)
    tight = [(other, re.compile(re.escape(other) + r"(?! )")) for other in separators[1:]]
    for position, cells in enumerate(grid[header + 1 :], start=header + 2):
        if not cells or not any(each in cells[0] for each, _found in tight):
            continue
        if sum(not is_blank(cell) for cell in cells) > 2:
            continue
        other = next((each for each, found in tight if len(found.findall(cells[0])) >= least), None)
        if other is None:
            continue
        one, two = _SHOWN.get(other, other), _SHOWN.get(separators[0], separators[0])
        raw.fault(
            "other-separator",
            Text(f"« {show(cells[0])} » est séparé par « {one} », le reste du fichier par « {two} »",
                 f"“{show(cells[0])}” is parted by “{one}”, the rest of the file by “{two}”"),
            Text(f"séparer les cellules de cette ligne par « {two} »", f"part the cells of this row by “{two}”"),
            Location(where.file, None, position),
            (table.code,),
        )  # fmt: skip


_SHOWN = {"\t": "tab"}


def tell_swallowed(
    table: Table,
    grid: Sequence[Sequence[str]],
    header: int,
    long: Mapping[int, tuple[int, list[str]]],
    separator: str,
    raw: RawDossier,
    where: Location,
) -> None:
    """Refuse a quotation mark opened in one row and closed in another: the rows between are in one cell.

    ``long`` gives, by the position of a row, its first line in the file and its lines. Each of the lines that
    follow is a row of its own when it starts with an identifier like the others.
    """
    codes = [column.code if column is not None else None for column in map(table.find, grid[header])]
    keys = [codes.index(code) for code in table.identity if code in codes]
    if not keys:
        return
    at = keys[0]
    known = {shape(cells[at]) for cells in grid[header + 1 :] if len(cells) > at and not is_blank(cells[at])}
    for position, (first, lines) in long.items():
        if position <= header:
            continue
        for offset, line in enumerate(lines[1:], start=1):
            pieces = line.split(separator)
            if len(pieces) <= max(at, 2) or '"' in pieces[at] or is_blank(pieces[at]) or shape(pieces[at]) not in known:
                continue
            _swallowed(table, first, first + offset, show(pieces[at]), raw, where, position - header - 1)
            break


def _swallowed(
    table: Table, first: int, second: int, key: str, raw: RawDossier, where: Location, position: int
) -> None:
    raw.fault(
        "row-in-a-cell",
        Text(f"un guillemet ouvert à la ligne {first} du fichier n'est fermé qu'à la ligne {second} ou après :"
             f" la ligne « {key} » se trouve dans une cellule",
             f"a quotation mark opened on line {first} of the file is closed on line {second} or later only:"
             f" the row “{key}” stands inside a cell"),
        Text(f"fermer le guillemet à la ligne {first}, ou le doubler s'il est dans le texte",
             f"close the quotation mark on line {first}, or double it if it is in the text"),
        Location(where.file, None, first),
        (table.code, position),
    )  # fmt: skip
