"""From the headers people write to the columns of a table, with every fault of a header row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from innosprint_rules.dossier.cells import CellError, is_blank, quote, read_text, show
from innosprint_rules.dossier.cells.names import closest, split_unit
from innosprint_rules.dossier.cells.units import is_other_unit, unit_said
from innosprint_rules.dossier.schema.columns import Column
from innosprint_rules.dossier.schema.raw import RawDossier, RawTable
from innosprint_rules.dossier.schema.tables import Table, expected_headers
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
            _duplicate(table, self.written[code], header, raw, where)
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


def check_unit(table: Table, column: Column, header: str, raw: RawDossier, where: Location) -> None:
    """Refuse amounts announced in another unit or money: the cells alone would be read as euros."""
    _bare, unit = split_unit(header)
    if column.kind in MEASURED and is_other_unit(unit):
        raw.fault(
            "header-unit",
            Text(f"l'en-tête « {header} » annonce une autre unité que l'euro (« {unit} »)",
                 f"the header “{header}” announces another unit than the euro (“{unit}”)"),
            Text(
                f"écrire des euros, sous l'en-tête « {column.header} »",
                f"write euros, under the header “{column.header}”",
            ),
            where,
            (table.code,),
        )  # fmt: skip


MEASURED = ("amount", "value")
"""The kinds of columns that hold amounts, or may."""


def check_titles(table: Table, texts: Iterable[tuple[str, Location]], raw: RawDossier) -> None:
    """Refuse a title or a note that says that the amounts of ``table`` are in another unit than the euro."""
    if not any(column.kind in MEASURED for column in table.columns):
        return
    for text, where in texts:
        unit = unit_said(text)
        if unit is not None:
            quoted_text = quote(text)
            raw.fault(
                "title-unit",
                Text(f"{quoted_text.fr} annonce une autre unité que l'euro (« {unit} »)",
                     f"{quoted_text.en} announces another unit than the euro (“{unit}”)"),
                Text("écrire les montants en euros, et ôter cette mention",
                     "write the amounts in euros, and remove it"),
                where,
                (table.code,),
            )  # fmt: skip


def note_unknown(table: Table, header: str, raw: RawDossier, where: Location) -> None:
    """Say that a column is kept but not judged, and which one it may have been meant to be."""
    names = [name for column in table.columns for name in (column.header, column.code)]
    near = closest(header, names, cutoff=0.75)
    ask_fr = f" ; vouliez-vous dire « {near} » ?" if near else ""
    ask_en = f"; did you mean “{near}”?" if near else ""
    shown = quote(header)
    raw.notice(
        "unknown-column",
        Text(
            f"la colonne {shown.fr} est inconnue : elle est gardée, sans être lue{ask_fr}",
            f"the column {shown.en} is unknown: it is kept, and not read{ask_en}",
        ),
        where,
    )


def check_identity(table: Table, columns: frozenset[str], raw: RawDossier, where: Location) -> None:
    """Refuse a table without the columns that say which row is which, unless its rows are numbered."""
    if table.numbered:
        return
    for code in table.identity:
        if code not in columns:
            header = table.header_of(code)
            raw.fault(
                "key-column-missing",
                Text(
                    f"la colonne « {header} » manque dans la table « {table.name} »",
                    f"the column “{header}” is missing from the table “{table.name}”",
                ),
                Text(
                    f"ajouter la colonne « {header} » : {table.by_code[code].help.fr}",
                    f"add the column “{header}”: {table.by_code[code].help.en}",
                ),
                where,
                (table.code,),
            )


def no_header(table: Table, seen: Sequence[str], raw: RawDossier, where: Location) -> None:
    """Say that no row of headers was found, what was expected, and what looks like it."""
    names = [name for column in table.columns for name in (column.header, column.code)]
    guesses = [(cell.strip()[:40], near) for cell in seen[:12] if cell.strip() and (near := closest(cell, names, 0.75))]
    guesses = [(cell, near) for cell, near in guesses if table.find(cell) is None]
    expected = expected_headers(table)
    fr = " ; ".join(f"« {cell} » : vouliez-vous dire « {near} » ?" for cell, near in guesses)
    en = "; ".join(f"“{cell}”: did you mean “{near}”?" for cell, near in guesses)
    raw.fault(
        "no-header",
        Text("aucune ligne d'en-têtes reconnue", "no row of headers was recognised"),
        Text(f"{expected.fr}{' ; ' + fr if fr else ''}", f"{expected.en}{'; ' + en if en else ''}"),
        where,
        (table.code,),
    )


def _duplicate(table: Table, first: str, second: str, raw: RawDossier, where: Location) -> None:
    raw.fault(
        "duplicate-column",
        Text(
            f"les en-têtes « {first} » et « {second} » désignent la même colonne",
            f"the headers “{first}” and “{second}” name the same column",
        ),
        _which_stays(table, first, second),
        where,
        (table.code,),
    )


def _which_stays(table: Table, first: str, second: str) -> Text:
    """Say what to do with two headers of one column: where one is its own name, the other may mean something else."""
    own = [header for header in (first, second) if table.named(header) is not None]
    if len(own) != 1:
        return Text("en garder un seul", "keep one of them")
    kept, other = own[0], second if own[0] == first else first
    return Text(
        f"garder « {kept} » et ôter « {other} » ; s'il dit autre chose, lui donner un nom à lui : il sera gardé",
        f"keep “{kept}” and take “{other}” away; if it says something else, give it a name of its own: it is kept",
    )
