"""From the text of a CSV file to a grid: the separator found by rule, quotes read strictly."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import islice

from innosprint_rules.dossier.columns import Table
from innosprint_rules.dossier.formula_marks import unmarked
from innosprint_rules.dossier.grid import TITLE_ROWS, header_score
from innosprint_rules.dossier.raw import RawDossier
from innosprint_rules.errors import Location
from innosprint_rules.wording import Text

SEPARATORS = (";", "\t", ",")
"""Separators, the French spreadsheet's first: it wins when several would do as well."""


def find_separator(table: Table, text: str) -> str:
    """Return the separator under which one of the first rows names the most columns of ``table``."""

    def best(separator: str) -> int:
        score = 0
        try:
            for cells in islice(cut(text, separator, strict=False), TITLE_ROWS):
                score = max(score, header_score(table, cells))
        except csv.Error:
            pass  # told when the file is read with the separator chosen
        return score

    return max(SEPARATORS, key=best)


def read_grid(table: Table, text: str, raw: RawDossier, where: Location) -> list[list[str]] | None:
    """Return the cells of ``text``, blank rows included; None, with a fault, when quotes are broken."""
    separator = find_separator(table, text)
    grid: list[list[str]] = []
    try:
        grid.extend([unmarked(cell) for cell in cells] for cells in cut(text, separator, strict=True))
    except csv.Error as error:
        _broken(str(error), raw, Location(where.file, where.sheet, len(grid) + 1), table)
        return None
    return grid


def cut(text: str, separator: str, *, strict: bool) -> Iterator[list[str]]:
    """Return the rows of ``text``; ``strict`` raises csv.Error where quotes are broken."""
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=strict)


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
