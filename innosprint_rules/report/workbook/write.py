"""The report as a workbook: the user's own, copied, its offending cells marked, a summary in front.

The original is never changed. What openpyxl cannot copy (an .xls or .ods workbook) and what was no workbook
(CSV, YAML) is written from the data, a sheet a table.
"""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from innosprint_rules.dossier.writing.workbook import book_bytes, carried, new_book, sheet_name, write_rows
from innosprint_rules.errors import Location, Problem, UsageError
from innosprint_rules.files import FileTrouble, read_bytes
from innosprint_rules.report.workbook.marks import Places, mark_cells
from innosprint_rules.report.workbook.page import free_name
from innosprint_rules.report.workbook.summary import write_summary
from innosprint_rules.saving import save
from innosprint_rules.wording import Lang, Text

if TYPE_CHECKING:
    from openpyxl import Workbook

    from innosprint_rules.dossier.schema.base_row import Row
    from innosprint_rules.engine.report import Report

COPIED = (".xlsx", ".xlsm")
"""Workbooks that are copied; others are written from the data."""

_PROPOSAL = Text("Proposition", "Proposal")


def write_workbook(
    report: Report,
    source: str | Path | None,
    output: str | Path,
    lang: Lang,
    inputs: Iterable[str | Path | None] = (),
    judged: Sequence[str] = (),
    force: bool = False,
) -> None:
    """Write the report of a check as an .xlsx workbook at ``output``; one of ours that nobody changed is replaced.

    Args:
        report: what was found.
        source: what the dossier was read from; a workbook is copied, formats, formulas and all.
        output: where to write; never the source.
        lang: the language of the summary and of the comments.
        inputs: what else was read, and so is never replaced either.
        judged: the rules judged, when not all of them were: the verdict then says so.
        force: replace a file that is there, whoever wrote it.

    Raises:
        UsageError: ``output`` is the source or an input, is there already, is not named .xlsx, or cannot be
            written; the source can no longer be read.
        DossierError: openpyxl is not installed.
    """
    target = Path(output)
    origin = None if source is None else Path(source)
    _refuse_name(target)
    book = new_book()
    places = Places(report)
    if origin is not None and origin.suffix.lower() in COPIED:
        book, notes = _copied(origin)
        _clear_replaced(book, report)
    else:
        notes = _from_data(book, report, places, origin)
    _add_proposal(book, report, places, lang, copied=origin is not None and origin.suffix.lower() in COPIED)
    marks = mark_cells(book, report, places, lang)
    write_summary(book, report, places, marks, notes, lang, judged)
    save(book_bytes(book), target, (source, *inputs), force)


def _copied(origin: Path) -> tuple[Workbook, list[Text]]:
    from openpyxl import load_workbook

    try:
        content = read_bytes(origin)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what it leaves behind openpyxl tells its own developers, not ours
            book = load_workbook(io.BytesIO(content), rich_text=True)
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = [name.lower() for name in archive.namelist()]
    except FileTrouble as trouble:
        raise UsageError(trouble.problem(Location(origin.name))) from trouble
    except Exception as error:  # openpyxl raises whatever comes: the file was read a moment ago by another reader
        raise UsageError(
            Problem(
                "workbook-not-copied",
                Text(f"le classeur a pu être lu, mais non copié ({type(error).__name__})",
                     f"the workbook could be read, but not copied ({type(error).__name__})"),
                Text("l'enregistrer de nouveau dans un tableur, ou choisir un autre format de rapport",
                     "save it again in a spreadsheet program, or choose another format for the report"),
                Location(origin.name),
            )
        ) from error  # fmt: skip
    notes: list[Text] = []
    if any(name.startswith(("xl/charts/", "xl/media/", "xl/pivot")) for name in names):
        notes.append(
            Text("Les graphiques, images et tableaux croisés de l'original ne sont pas repris dans cette copie.",
                 "Charts, pictures and pivot tables of the original are not in this copy.")
        )  # fmt: skip
    if "xl/vbaproject.bin" in names:
        notes.append(Text("Les macros de l'original ne sont pas reprises.", "Macros of the original are left out."))
    return book, notes


def _from_data(book: Workbook, report: Report, places: Places, origin: Path | None) -> list[Text]:
    dossier = report.judge.world.dossier
    for code, table in dossier.schema.tables.items():
        rows = _own_rows(report, code)
        if rows is None:
            continue
        sheet = book.create_sheet(sheet_name(table))
        columns = carried(dossier, table)
        write_rows(sheet, table, rows, columns)
        places.add(sheet.title, table, rows, columns)
    if origin is None or origin.suffix.lower() not in (".xls", ".ods"):
        return []
    kind = origin.suffix.lower()
    return [
        Text(f"L'original est un classeur {kind}, qui ne peut pas être copié : les tables sont réécrites d'après les"
             " données, sans leur mise en forme ni les autres feuilles.",
             f"The original is a {kind} workbook, which cannot be copied: the tables are written again from the data,"
             " without their formats and without the other sheets.")
    ]  # fmt: skip


def _own_rows(report: Report, code: str) -> tuple[Row, ...] | None:
    """Return the rows of a table without those of a proposal; None when the dossier has no such table."""
    rows = report.judge.world.dossier.rows(code)
    if rows is None:
        return None
    own = tuple(row for row in rows if not _is_beside(row))
    return None if rows and not own else own


def _is_beside(row: Row) -> bool:
    """Tell whether a row stands in the sheet of a proposal, that under decision or one whose day is past."""
    return row.from_proposal or row.beside


def _clear_replaced(book: Workbook, report: Report) -> None:
    """Empty, in a copy, the rows in whose place the proposal's stand."""
    for row in report.vote.replaced:
        where = row.location()
        if where.sheet in book.sheetnames and where.row is not None:
            for cell in book[where.sheet][where.row]:
                cell.value = None


def _add_proposal(book: Workbook, report: Report, places: Places, lang: Lang, copied: bool) -> None:
    """Write the proposal into a sheet of its own, unless it stands in the workbook that was copied."""
    dossier = report.judge.world.dossier
    table = dossier.schema.proposals
    if table is None or (copied and not report.vote.given):
        return
    rows = tuple(row for row in dossier.decided if row.from_proposal or (row.beside and not copied))
    if report.proposal is None and not rows:
        return
    there = frozenset[str]().union(*(row.columns for row in rows)) if rows else dossier.columns(table.code)
    columns = [column for column in carried(dossier, table) if column.code in there]
    sheet = book.create_sheet(free_name(book, _PROPOSAL.get(lang)))
    write_rows(sheet, table, rows, columns)
    places.add(sheet.title, table, rows, columns)


def _refuse_name(target: Path) -> None:
    if target.suffix.lower() != ".xlsx":
        raise UsageError(
            Problem(
                "output-suffix",
                Text(f"« {target.name} » n'est pas un nom de classeur", f"“{target.name}” is no name of a workbook"),
                Text("donner à --output un nom en .xlsx", "give --output a name in .xlsx"),
            )
        )
