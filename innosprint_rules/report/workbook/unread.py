"""A copy of a workbook that could not be read: each cell at fault marked, with what to write, and a list in front.

The original is never changed. Where nothing can be copied (CSV, YAML, .xls, .ods) the list stands alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from innosprint_rules.dossier.addresses import CellLocation
from innosprint_rules.dossier.workbook.reading import TO_CORRECT
from innosprint_rules.dossier.writing.cells import put_header
from innosprint_rules.dossier.writing.copies import COPIED, Results, copy_bytes, open_copy
from innosprint_rules.dossier.writing.workbook import new_book
from innosprint_rules.errors import InputError, Location, Problem
from innosprint_rules.report.content.teller import Teller
from innosprint_rules.report.content.unread import HOW, count_words, what_to_write
from innosprint_rules.report.content.words import MARKS
from innosprint_rules.report.workbook.marks import FILLS, Place, clear_marks, mark, top_left
from innosprint_rules.report.workbook.page import Page, free_name
from innosprint_rules.report.workbook.write import refuse_name
from innosprint_rules.saving import save
from innosprint_rules.wording import Text, capital

if TYPE_CHECKING:
    from openpyxl import Workbook

_WIDTHS = {"A": 5, "B": 32, "C": 24, "D": 24, "E": 60, "F": 60}
_HEADERS = (Text("", ""), Text("Fichier", "File"), Text("Cellule", "Cell"), Text("Colonne", "Column"),
            Text("Ce qui ne va pas", "What is wrong"), Text("Que faire", "What to do"))  # fmt: skip
_CARD = Text("Dans les feuilles, chaque cellule à corriger est colorée et porte un commentaire.",
             "In the sheets, each cell to mend is coloured and has a comment.")  # fmt: skip


def write_unread(
    error: InputError,
    sources: Sequence[str],
    output: str | Path,
    teller: Teller,
    inputs: Iterable[str | Path | None] = (),
    force: bool = False,
) -> int:
    """Write at ``output`` a workbook with every cell at fault marked; return how many cells are.

    Args:
        error: what could not be read.
        sources: the paths that were read; the first that is a workbook with mistakes is copied.
        output: where to write; never a source.
        teller: the language of the list and of the comments.
        inputs: what is never replaced.
        force: replace a file that is there, whoever wrote it.

    Raises:
        UsageError: ``output`` is an input, is there already, is not named .xlsx, or cannot be written; the workbook
            cannot be copied.
        DossierError: openpyxl is not installed.
    """
    target = Path(output)
    refuse_name(target)
    files = {problem.location.file for problem in error.each if problem.location.sheet}
    book = new_book()
    results: Results = {}
    notes: list[Text] = []
    found = [Path(each) for each in sources if Path(each).suffix.lower() in COPIED and Path(each).name in files]
    if found:
        book, results, lost = open_copy(found[0])
        clear_marks(book)
        for name in [name for name in book.sheetnames if name in TO_CORRECT]:
            del book[name]
        notes = [_CARD] if lost is None else [_CARD, lost]
    own = frozenset(book.sheetnames) if found else frozenset[str]()
    file = found[0].name if found else None
    places = {
        id(problem): Place(problem.location.sheet or "", _cell(problem.location))
        for problem in error.each
        if problem.location.file == file and problem.location.sheet in own and problem.location.row is not None
    }
    _mark(book, error.each, places, teller)
    _list(book, error, places, notes, teller)
    save(copy_bytes(book, results), target, (*sources, *inputs), force)
    return len(set(places.values()))


def _cell(where: Location) -> str:
    """Return the cell of a place; of a whole row, the first one."""
    return where.cell if isinstance(where, CellLocation) else f"A{where.row}"


def _mark(book: Workbook, problems: Iterable[Problem], places: Mapping[int, Place], teller: Teller) -> None:
    said: dict[Place, list[str]] = {}
    for problem in problems:
        place = places.get(id(problem))
        if place is not None:
            said.setdefault(place, []).append(f"{MARKS['error']} {what_to_write(problem, teller)}")
    for place, texts in said.items():
        mark(top_left(book[place.sheet], place.cell), "error", "\n\n".join(texts))


def _list(
    book: Workbook, error: InputError, places: Mapping[int, Place], notes: Sequence[Text], teller: Teller
) -> None:
    """Put the list of mistakes in front of the other sheets, and open the workbook on it."""
    sheet = book.create_sheet(free_name(book, teller.say(TO_CORRECT)), 0)
    page = Page(sheet, teller, _WIDTHS)
    page.text(1, count_words(error, teller), bold=True, colour="9C0006", size=13)
    for note in (HOW, *notes):
        page.line += 1
        page.text(1, capital(page.say(note)))
    page.line += 2
    for column, header in enumerate(_HEADERS, start=1):
        put_header(sheet.cell(page.line, column), page.say(header))
    sheet.freeze_panes = sheet.cell(page.line + 1, 1)
    for problem in error.each:
        page.line += 1
        where, place = problem.location, places.get(id(problem))
        hint = "" if problem.hint is None else page.say(problem.hint)
        page.wrapped(
            {
                1: MARKS["error"],
                2: where.file or "",
                4: str(where.column or ""),
                5: capital(page.say(problem.message)),
                6: hint,
            }
        )
        sheet.cell(page.line, 1).fill = page.filled(FILLS["error"])
        if place is not None:
            page.link(place, 3)
        elif where.row is not None or where.sheet:
            page.wrapped({3: Location(None, where.sheet, where.row).words(teller.lang)})
    page.finish()
    for other in book.worksheets:
        other.sheet_view.tabSelected = other is sheet
    book.active = 0
