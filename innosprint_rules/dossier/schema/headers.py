"""From the headers people write to the columns of a table, with every fault of a header row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from innosprint_rules.dossier.cells import CellError, is_blank, quote, read_text, show
from innosprint_rules.dossier.schema.header_faults import check_unit, note_duplicate, note_unknown
from innosprint_rules.dossier.schema.raw import RawDossier, RawTable
from innosprint_rules.dossier.schema.tables import Table
from innosprint_rules.errors import Location
from innosprint_rules.wording import Text


@dataclass(slots=True)
class Headers:
    """Headers resolved, in their order.

    ``codes`` has for each the column's code, or the header itself when the column is unknown, or None when it
    is blank or at fault (its position is then in ``faulty``); ``written`` maps codes to headers.
    """

    codes: list[str | None] = field(default_factory=list)
    written: dict[str, str] = field(default_factory=dict)
    unknown: set[str] = field(default_factory=set)
    faulty: set[int] = field(default_factory=set)

    @property
    def columns(self) -> frozenset[str]:
        """The codes of the known columns."""
        return frozenset(self.written) - self.unknown

    def add(
        self, table: Table, cell: str, raw: RawDossier, location: Location, named: frozenset[str] = frozenset()
    ) -> None:
        """Resolve one more header; note in ``raw`` a column named twice, or known to nobody.

        ``named`` are the identifiers and texts that some header names by their own name: another that might mean one
        of them (``N°`` beside ``id``, ``subject`` beside ``label``) is then a column of its own.
        """
        header = cell.strip()
        if not header:
            self.codes.append(None)
            return
        where = Location(location.file, location.sheet, location.row, show(header))
        try:
            read_text(header)
        except CellError as error:
            raw.fault(error.code, error.message, error.hint, where, (table.code,))
            self.faulty.add(len(self.codes))
            self.codes.append(None)
            return
        found = table.find(header)
        if found is not None and found.code in named and table.named(header) is None:
            found = None
        code = header if found is None else found.code
        if code in self.written:
            note_duplicate(table, self.written[code], header, raw, where)
            self.faulty.add(len(self.codes))
            self.codes.append(None)
            return
        self.codes.append(code)
        self.written[code] = header
        if found is None:
            self.unknown.add(header)
            note_unknown(table, header, raw, where)
        else:
            check_unit(table, found, header, raw, where)


def recognised(table: Table, cells: Iterable[str]) -> int:
    """Count how many of ``cells`` name a column of ``table``."""
    return sum(1 for cell in cells if table.find(cell) is not None)


def resolve(table: Table, cells: Sequence[str], raw: RawDossier, location: Location) -> Headers:
    """Resolve a whole row of headers."""
    headers = Headers()
    own = (table.named(cell) for cell in cells)
    named = frozenset(column.code for column in own if column is not None and column.kind in ("key", "text"))
    for cell in cells:
        headers.add(table, cell, raw, location, named)
    return headers


def repeats_header(raw: RawDossier, table: RawTable, headers: Headers, cells: Sequence[object], line: int) -> bool:
    """Tell whether a row repeats the headers, as a page break or a second table does; it is left out, and quoted.

    Headers that do not stand over their own columns are a fault: the rows below would be read in the wrong ones.
    """
    first = next((at for at, cell in enumerate(cells) if cell is not None and cell != ""), 0)
    if first >= min(len(cells), len(headers.codes)) or not isinstance(cells[first], str):
        return False
    if _code_named(table, str(cells[first])) is None:
        return False
    filled = {at: cell for at, cell in enumerate(cells) if not is_blank(cell)}
    if len(filled) < _REPEATED or not all(isinstance(cell, str) for cell in filled.values()):
        return False
    own = headers.codes
    codes = {at: _code_named(table, str(cell)) for at, cell in filled.items()}
    aligned = sum(code is not None and at < len(own) and own[at] == code for at, code in codes.items())
    named = sum(code is not None and code in table.table.by_code for code in codes.values())
    if named < _REPEATED or 2 * named <= len(filled):
        return False
    place = Location(table.source.file, table.source.sheet, line)
    shown = quote("; ".join(show(cell) for cell in filled.values()))
    if aligned == len(filled):
        for at, code in codes.items():
            if code is not None and code in table.table.by_code:  # the rows below may be in another unit
                check_unit(table.table, table.table.by_code[code], str(filled[at]), raw, place)
        raw.notice(
            "row-left-out",
            Text(f"ligne laissée de côté, qui répète les en-têtes : {shown.fr}",
                 f"row left out, as it repeats the headers: {shown.en}"),
            place,
        )  # fmt: skip
        return True
    raw.fault(
        "headers-differ",
        Text(f"d'autres en-têtes au milieu de la table : {shown.fr}",
             f"other headers in the middle of the table: {shown.en}"),
        Text("mettre les lignes qui suivent sous les mêmes colonnes que celles du haut, ou dans une table à part",
             "put the rows below under the same columns as those above, or in a table of their own"),
        place,
        (table.table.code,),
    )  # fmt: skip
    return True


_REPEATED = 2
"""A row of so many names of columns repeats headers."""


def _code_named(table: RawTable, cell: str) -> str | None:
    """Return the column that a cell names: one of the table's, or a header of this file that no table knows."""
    found = table.table.find(cell)
    if found is not None:
        return found.code
    text = cell.strip()
    return text if text in table.source.headers else None
