"""A page of a workbook, written from the top down: texts that wrap, amounts, days, links to cells."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from innosprint_rules.dossier.addresses import quoted_sheet
from innosprint_rules.dossier.writing.cells import DATE_FORMAT, put_amount, put_text
from innosprint_rules.dossier.writing.workbook import set_page
from innosprint_rules.formula.logic import Interval
from innosprint_rules.report.content.teller import Teller
from innosprint_rules.report.workbook.marks import Place
from innosprint_rules.wording import Text

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

WIDTHS = {"A": 5, "B": 12, "C": 21, "D": 19, "E": 15, "F": 20, "G": 70, "H": 60, "I": 13}
"""The columns of the page and their widths, in characters."""

STRIP = "1F3864"
"""The colour of titles and of headers."""

_FACE, _LINE = "Calibri", 15
_LONGEST_NAME = 31


def free_name(book: Workbook, name: str) -> str:
    """Return ``name``, or the first of its like that no sheet of the workbook has."""
    taken = {sheet.casefold() for sheet in book.sheetnames}
    found, number = name[:_LONGEST_NAME], 2
    while found.casefold() in taken:
        found, number = f"{name[:24]} ({number})", number + 1
    return found


class Page:
    """Writes on a sheet; ``line`` is the next empty one."""

    def __init__(self, sheet: Worksheet, teller: Teller, widths: Mapping[str, int] = WIDTHS) -> None:
        from openpyxl.styles import Alignment, Font, PatternFill

        self.sheet, self.teller, self.widths = sheet, teller, widths
        self.line = 1
        self._font, self._fill, self._align = Font, PatternFill, Alignment

    def text(self, column: int, text: str, bold: bool = False, colour: str | None = None, size: int = 11) -> Any:
        """Write a text on the current line."""
        cell = self.sheet.cell(self.line, column)
        put_text(cell, text)
        if bold or colour or size != 11:
            cell.font = self._font(name=_FACE, bold=bold, color=colour, size=size)
        return cell

    def wrapped(self, cells: Mapping[int, str]) -> None:
        """Write texts that wrap on the current line, and make it high enough for the longest."""
        lines = 1
        for column, text in cells.items():
            self.text(column, text).alignment = self._align(wrap_text=True, vertical="top")
            width = self.widths["ABCDEFGHI"[column - 1]]
            lines = max(lines, -(-len(text) // width))
        self.sheet.row_dimensions[self.line].height = _LINE * lines + 1

    def say(self, text: Text) -> str:
        """Return a text in the language of the report."""
        return self.teller.say(text)

    def filled(self, colour: str) -> Any:
        """Return the fill of a cell in one colour."""
        return self._fill("solid", start_color=colour)

    def title(self, text: Text) -> None:
        """Write the title of a part, after an empty line."""
        self.line += 1
        self.text(1, self.say(text), bold=True, colour=STRIP, size=13)
        self.line += 1

    def amount(self, column: int, cents: int | Interval | None) -> None:
        """Write an amount as a number; its bounds, or that it is not known, in words."""
        cell = self.sheet.cell(self.line, column)
        if isinstance(cents, int):
            put_amount(cell, cents)
        else:
            put_text(cell, self.teller.amount(cents))

    def day(self, column: int, day: date | None) -> None:
        """Write a day, when there is one."""
        if day is not None:
            cell = self.sheet.cell(self.line, column)
            cell.value = day
            cell.number_format = DATE_FORMAT
            cell.alignment = self._align(horizontal="left", vertical="top")

    def link(self, place: Place, column: int = 6) -> None:
        """Write a link to a cell of another sheet."""
        from openpyxl.worksheet.hyperlink import Hyperlink

        target = f"{quoted_sheet(place.sheet)}!{place.cell}"
        cell = self.text(column, target)
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=target)
        cell.font = self._font(name=_FACE, underline="single", color="0563C1")
        cell.alignment = self._align(vertical="top")

    def finish(self) -> None:
        """Set widths and the page."""
        for letter, width in self.widths.items():
            self.sheet.column_dimensions[letter].width = width
        self.sheet.sheet_view.showGridLines = False
        set_page(self.sheet)
