"""Cells of a workbook by their letters: ``Attributions!E7``."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from innosprint_rules.errors import Location
from innosprint_rules.wording import Lang

_PLAIN_NAME = re.compile(r"[^\W\d]\w*")


def letters(index: int) -> str:
    """Return the letters of a column counted from 0: ``4`` gives ``"E"``."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def column_index(name: str) -> int:
    """Return the column counted from 0 that ``name`` (``"E"``) stands for."""
    index = 0
    for letter in name:
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1


def quoted_sheet(sheet: str) -> str:
    """Return a sheet's name as a spreadsheet writes it in front of ``!``."""
    return sheet if _PLAIN_NAME.fullmatch(sheet) else "'" + sheet.replace("'", "''") + "'"


@dataclass(frozen=True, slots=True)
class CellLocation(Location):
    """A cell of a workbook: ``column`` is its header, ``letter`` says where a spreadsheet shows it."""

    letter: str = ""

    @property
    def cell(self) -> str:
        """The cell as a formula names it in its own sheet: ``E7``."""
        return f"{self.letter}{self.row}"

    def words(self, lang: Lang) -> str:
        """Say the place in one phrase: ``dossier.xlsx, Attributions!E7, colonne « montant »``."""
        whole = Location(self.file, column=self.column)
        cell = f"{quoted_sheet(self.sheet or '')}!{self.cell}"
        said = replace(whole, file=f"{self.file}, {cell}" if self.file else cell)
        return said.words(lang)
