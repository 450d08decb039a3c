"""The report as a workbook: the user's own, copied, its offending cells marked, a summary in front.

The original is never changed. What openpyxl cannot copy (an .xls or .ods workbook) and what was no workbook
(CSV, YAML) is written from the data, a sheet a table.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from innosprint_rules.dossier.writing.copies import COPIED, Results, copy_bytes, open_copy
from innosprint_rules.dossier.writing.workbook import carried, new_book, sheet_name, write_rows
from innosprint_rules.errors import Problem, UsageError
from innosprint_rules.report.content.teller import Teller
from innosprint_rules.report.workbook.marks import Places, clear_marks, mark_cells
from innosprint_rules.report.workbook.page import free_name
from innosprint_rules.report.workbook.summary import write_summary
from innosprint_rules.saving import save
from innosprint_rules.wording import Text

if TYPE_CHECKING:
    from openpyxl import Workbook

    from innosprint_rules.dossier.schema.base_row import Row
    from innosprint_rules.engine.report import Report

_PROPOSAL = Text("Proposition", "Proposal")


def write_workbook(
    report: Report,
    source: str | Path | None,
    output: str | Path,
    teller: Teller,
    inputs: Iterable[str | Path | None] = (),
    judged: Sequence[str] = (),
    force: bool = False,
) -> None:
    """Write the report of a check as an .xlsx workbook at ``output``; one of ours that nobody changed is replaced.

    Args:
        report: what was found.
        source: what the dossier was read from; a workbook is copied, formats, formulas and all.
        output: where to write; never the source.
        teller: the language of the summary and of the comments.
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
    refuse_name(target)
    places = Places(report)
    results: Results = {}
    if origin is not None and origin.suffix.lower() in COPIED:
        book, results, lost = open_copy(origin)
        clear_marks(book)
        notes = [] if lost is None else [lost]
        _clear_replaced(book, report)
    else:
        book = new_book()
        notes = _from_data(book, report, places, origin)
    _add_proposal(book, report, places, teller, copied=origin is not None and origin.suffix.lower() in COPIED)
    marks = mark_cells(book, report, places, teller)
    write_summary(book, report, places, marks, notes, teller, judged)
    save(copy_bytes(book, results), target, (source, *inputs), force)


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


def _add_proposal(book: Workbook, report: Report, places: Places, teller: Teller, copied: bool) -> None:
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
    sheet = book.create_sheet(free_name(book, teller.say(_PROPOSAL)))
    write_rows(sheet, table, rows, columns)
    places.add(sheet.title, table, rows, columns)


def refuse_name(target: Path) -> None:
    """Refuse a name that is no workbook's. Raises UsageError."""
    if target.suffix.lower() != ".xlsx":
        raise UsageError(
            Problem(
                "output-suffix",
                Text(f"« {target.name} » n'est pas un nom de classeur", f"“{target.name}” is no name of a workbook"),
                Text("donner à --output un nom en .xlsx", "give --output a name in .xlsx"),
            )
        )
