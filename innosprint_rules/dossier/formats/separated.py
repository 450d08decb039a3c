"""From the text of a CSV file to a grid: the separator found by rule, quotes read strictly."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from innosprint_rules import limits
from innosprint_rules.dossier.formats.formula_marks import unmarked
from innosprint_rules.dossier.formats.grid import TITLE_ROWS, find_header, header_score, too_vast
from innosprint_rules.dossier.formats.separated_faults import mend_commas, tell_other_separator, tell_swallowed
from innosprint_rules.dossier.schema.raw import RawDossier
from innosprint_rules.dossier.schema.tables import Table
from innosprint_rules.errors import Location
from innosprint_rules.wording import Text

if TYPE_CHECKING:
    import _csv

SEPARATORS = (";", "\t", ",")
"""Separators, the French spreadsheet's first: it wins when several would do as well."""


@dataclass(slots=True)
class _Lines:
    """Hands over the lines of a text, and keeps those that the record being read has taken."""

    text: str
    taken: list[str] = field(default_factory=list)

    def __iter__(self) -> Iterator[str]:
        for line in io.StringIO(self.text, newline=""):
            self.taken.append(line)
            yield line


def find_separator(table: Table, text: str) -> str:
    """Return the separator under which one of the first rows names the most columns of ``table``."""

    def best(separator: str) -> int:
        score = 0
        try:
            for cells in islice(cut(text, separator, strict=False), TITLE_ROWS):
                score = max(score, header_score(table, cells[: limits.COLUMNS]))
        except csv.Error:
            pass  # told when the file is read with the separator chosen
        return score

    return max(SEPARATORS, key=best)


def read_grid(table: Table, text: str, raw: RawDossier, where: Location) -> list[list[str]] | None:
    """Return the cells of ``text``, blank rows included; None, with a fault, when quotes are broken.

    What a comma or a quotation mark has parted or joined wrongly, as far as it can be seen, is a fault.
    """
    separator = find_separator(table, text)
    lines = _Lines(text)
    grid: list[list[str]] = []
    long: dict[int, tuple[int, list[str]]] = {}
    reader = _reader(lines, separator, strict=True)
    try:
        for cells in reader:
            if len(lines.taken) > 1:
                long[len(grid)] = (reader.line_num - len(lines.taken) + 1, list(lines.taken))
            lines.taken.clear()
            raw.cells_left -= len(cells)
            if len(cells) > limits.COLUMNS or len(grid) >= limits.LINES or raw.cells_left < 0:
                raw.fault(*too_vast(len(cells)), Location(where.file, where.sheet, reader.line_num), (table.code,))
                return None
            grid.append([unmarked(cell) for cell in cells])
    except csv.Error as error:
        _broken(str(error), raw, Location(where.file, where.sheet, reader.line_num - len(lines.taken) + 1), table)
        return None
    header = find_header(table, grid)
    if header is not None:
        others = [separator, *(each for each in SEPARATORS if each != separator)]
        tell_other_separator(table, grid, header, others, raw, where)
        if long and not table.keyed:
            tell_swallowed(table, grid, header, long, separator, raw, where)
        if separator == ",":
            mend_commas(table, grid, header, raw, where)
    return grid


def cut(text: str, separator: str, *, strict: bool) -> Iterator[list[str]]:
    """Return the rows of ``text``; ``strict`` raises csv.Error where quotes are broken."""
    return _reader(_Lines(text), separator, strict=strict)


def _reader(lines: _Lines, separator: str, *, strict: bool) -> _csv.Reader:
    return csv.reader(lines, delimiter=separator, strict=strict, skipinitialspace=True)


def _broken(reason: str, raw: RawDossier, where: Location, table: Table) -> None:
    if "field larger" in reason:
        raw.fault(
            "cell-too-large",
            Text("une cellule est démesurée", "a cell is far too long"),
            Text(
                "chercher un guillemet ouvert et jamais fermé sur cette ligne",
                "look for a quotation mark that is opened and never closed on this line",
            ),
            where,
            (table.code,),
        )
        return
    raw.fault(
        "broken-quotes",
        Text("les guillemets de cette ligne sont mal formés", "the quotation marks of this line are broken"),
        Text(
            "fermer chaque guillemet ouvert et doubler ceux qui sont dans le texte",
            "close every quotation mark that is opened, and double those inside the text",
        ),
        where,
        (table.code,),
    )
