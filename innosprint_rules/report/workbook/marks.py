"""Marks on the cells of a workbook: a colour by how grave it is, a comment with what, why and what to do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from innosprint_rules.dossier.addresses import CellLocation, letters
from innosprint_rules.dossier.schema.columns import Column
from innosprint_rules.dossier.schema.tables import Table
from innosprint_rules.report.content.teller import Teller
from innosprint_rules.report.content.words import MARKS, article, verdict_word

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from innosprint_rules.dossier.schema.base_row import Row
    from innosprint_rules.engine.findings import Finding
    from innosprint_rules.engine.report import Report

FILLS: Mapping[str, str] = MappingProxyType(
    {"error": "FFC7CE", "warning": "FFE699", "notice": "DDEBF7", "unknown": "E4DFEC"}
)
"""The colour of a marked cell: by severity, and one for what cannot be verified."""

_GRAVE = ("error", "unknown", "warning", "notice")
_LONGEST = 8_000  # characters of one comment; spreadsheets show no more than a screen of them
_AUTHOR = "innosprint"
_BELOW = "\n\n——\n"


class Place(NamedTuple):
    """A cell: its sheet and its letters and number."""

    sheet: str
    cell: str


class Places:
    """Where each row stands in the workbook that is written: where it was read, or where we wrote it."""

    def __init__(self, report: Report) -> None:
        dossier = report.judge.world.dossier
        self._written: dict[int, tuple[str, Mapping[str, str]]] = {}
        self._rows: dict[tuple[str, str | None], Row] = {}
        for code, table in dossier.schema.tables.items():
            for row in dossier.rows(code) or ():
                self._rows[code, None if table.keyed else row.identity] = row

    def add(self, sheet: str, table: Table, rows: Sequence[Row], columns: Sequence[Column]) -> None:
        """Take note of the rows of one sheet that we wrote: a header, then a row a line."""
        for line, row in enumerate(rows, start=2):
            if table.keyed:
                cells = {column.code: f"B{line + at}" for at, column in enumerate(columns)}
            else:
                cells = {column.code: f"{letters(at)}{line}" for at, column in enumerate(columns)}
            self._written[id(row)] = (sheet, cells)

    def find(self, row: Row | None, code: str | None) -> Place | None:
        """Return the cell of a row's column; where it has none, the one that names the row."""
        if row is None:
            return None
        for each in (code, *row.table.identity):
            if each is None:
                continue
            if id(row) in self._written:
                sheet, cells = self._written[id(row)]
                if each in cells:
                    return Place(sheet, cells[each])
                continue
            where = row.location(each)
            if isinstance(where, CellLocation) and where.sheet is not None:
                return Place(where.sheet, where.cell)
        return None

    def subject(self, finding: Finding) -> Place | None:
        """Return the cell that a finding is about."""
        model: Row | None = None if finding.row is None else finding.row.model
        if model is None:
            return None
        header = finding.location.column
        column = model.table.find(header) if isinstance(header, str) else None
        return self.find(model, None if column is None else column.code)

    def offending(self, finding: Finding) -> list[Place]:
        """Return the cells to mark: where facts are missing, those; else what the finding is about."""
        if finding.verdict == "unknown":
            blank = [self.find(self._rows.get((m.table, m.id)), m.fact) for m in finding.missing]
            found = [place for place in dict.fromkeys(blank) if place is not None]
            if found:
                return found
        place = self.subject(finding)
        return [] if place is None else [place]


def kind_of(finding: Finding) -> str:
    """Return how a finding is marked: its severity when it is violated, else that it is unknown."""
    return "unknown" if finding.verdict == "unknown" else finding.severity


def mark_cells(book: Workbook, report: Report, places: Places, teller: Teller) -> Mapping[int, Place]:
    """Fill and comment the cells of every finding that is violated or unknown; return each finding's cell, by id."""
    marked: dict[Place, list[Finding]] = defaultdict(list)
    first: dict[int, Place] = {}
    for finding in report.findings:
        if finding.verdict not in ("violated", "unknown"):
            continue
        for place in places.offending(finding):
            if place.sheet in book.sheetnames:
                marked[place].append(finding)
                first.setdefault(id(finding), place)
    for place, findings in marked.items():
        findings.sort(key=lambda f: _GRAVE.index(kind_of(f)))
        text = "\n\n".join(told(finding, teller) for finding in findings)
        mark(top_left(book[place.sheet], place.cell), kind_of(findings[0]), text)
    return first


def told(finding: Finding, teller: Teller) -> str:
    """Return what a comment says of one finding."""
    kind = kind_of(finding)
    word = teller.say(verdict_word(finding.verdict, finding.nature))
    lines = [f"{MARKS[kind]} {finding.rule} {article(finding, teller)} {word}", teller.say(finding.message)]
    if teller.say(finding.remedy):
        lines.append(f"{MARKS['next']} {teller.say(finding.remedy)}")
    return "\n".join(lines)


def mark(cell: Any, kind: str, text: str) -> None:
    """Fill a cell by how grave it is and say in a comment what and why; what a user's comment says stays below."""
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    cell.fill = PatternFill("solid", start_color=FILLS[kind])
    if cell.comment is not None:
        text += f"{_BELOW}{cell.comment.text}"
    text = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
    comment = Comment(text, _AUTHOR)
    comment.width = 420
    comment.height = min(60 + 18 * (text.count("\n") + len(text) // 60), 500)
    cell.comment = comment


def clear_marks(book: Workbook) -> None:
    """Take away the marks that a workbook has from an earlier copy; what users wrote in comments comes back."""
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    ours = {f"00{colour}" for colour in FILLS.values()}
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                known: Any = cell
                if known.comment is None or known.comment.author != _AUTHOR:
                    continue
                _, below, own = known.comment.text.partition(_BELOW)
                known.comment = Comment(own, "") if below else None
                if known.fill.start_color.rgb in ours:
                    known.fill = PatternFill()


def top_left(sheet: Worksheet, cell: str) -> Any:
    """Return the cell, or the one that stands for it where cells are merged."""
    for merged in sheet.merged_cells.ranges:
        if cell in merged:
            return sheet.cell(merged.min_row, merged.min_col)
    return sheet[cell]
