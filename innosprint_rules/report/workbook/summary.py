"""The first sheet of a report workbook: the verdict, the figures, and every finding with a link to its cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from innosprint_rules.dossier.workbook.reading import SUMMARY
from innosprint_rules.report.content.attention import sections
from innosprint_rules.report.content.balance import AFTER, BEFORE, TITLE, balance_lines
from innosprint_rules.report.content.completing import TITLE as TO_FILL_IN
from innosprint_rules.report.content.completing import to_fill_in
from innosprint_rules.report.content.proposal import is_refused, line_word, whom_and_amount
from innosprint_rules.report.content.standing import headline
from innosprint_rules.report.content.teller import Teller
from innosprint_rules.report.content.words import (
    MARKS,
    article,
    party,
    step_words,
    verdict_word,
)
from innosprint_rules.report.workbook.marks import FILLS, Place, Places, kind_of
from innosprint_rules.report.workbook.page import STRIP, Page, free_name
from innosprint_rules.wording import Text

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from innosprint_rules.engine.findings import Finding
    from innosprint_rules.engine.report import Report

_HEADERS = (
    Text("", ""),
    Text("règle", "rule"),
    Text("verdict", "verdict"),
    Text("article", "article"),
    Text("concerne", "about"),
    Text("cellule", "cell"),
    Text("constat", "finding"),
    Text("que faire", "what to do"),
    Text("échéance", "due"),
)
_COLOURS = {"error": "9C0006", "unknown": "5B2C83", "ok": "006100"}
_REST = {
    "unknown": Text("Non vérifiables", "Cannot be verified"),
    "pending": Text("Pas encore exigibles", "Not due yet"),
    "satisfied": Text("Conformes", "Compliant"),
    "not_applicable": Text("Sans objet", "Not applicable"),
    "contested": Text("Selon la lecture du texte", "Depending on how the text is read"),
}
_LEGEND = {
    "error": Text("manquement ou écart grave", "breach or serious departure"),
    "warning": Text("avertissement", "warning"),
    "notice": Text("remarque", "remark"),
    "unknown": Text("non vérifiable", "cannot be verified"),
}


def write_summary(
    book: Workbook,
    report: Report,
    places: Places,
    marks: Mapping[int, Place],
    notes: Sequence[Text],
    teller: Teller,
    judged: Sequence[str] = (),
) -> None:
    """Put the summary in front of the other sheets, and open the workbook on it."""
    sheet = book.create_sheet(free_name(book, teller.say(SUMMARY)), 0)
    writer = _Summary(sheet, report, teller)
    writer.head(notes, judged)
    writer.counts()
    writer.balance()
    writer.proposal()
    writer.to_fill_in()
    writer.steps()
    writer.findings(places, marks)
    writer.notices()
    writer.finish()
    for other in book.worksheets:
        other.sheet_view.tabSelected = other is sheet
    book.active = 0


class _Summary(Page):
    """Writes the parts of the summary, each below the one before."""

    def __init__(self, sheet: Worksheet, report: Report, teller: Teller) -> None:
        super().__init__(sheet, teller)
        self.report = report

    def head(self, notes: Sequence[Text], judged: Sequence[str]) -> None:
        """Write what was checked, the verdict, and what the colours of the cells mean."""
        report = self.report
        self.text(1, self.say(report.rulebook.agreement.title), bold=True, colour=STRIP, size=15)
        self.line += 1
        verdict = headline(report, self.teller, judged)
        self.text(1, verdict.text, bold=True, colour=_COLOURS.get(verdict.kind), size=13)
        self.line += 1
        if verdict.beside:
            self.text(1, verdict.beside, bold=True)
            self.line += 1
        source = report.judge.world.dossier.source or "?"
        name = source.replace("\\", "/").rstrip("/").rpartition("/")[2]
        day = self.teller.date(report.as_of)
        book = report.rulebook
        origin = Text(
            f"Jugé au {day}. Dossier : {name}, empreinte {report.dossier_digest[:8]}. Règles : {book.name}"
            f" {book.version} ({book.digest[:8]}).",
            f"Judged on {day}. Dossier: {name}, digest {report.dossier_digest[:8]}. Rules: {book.name}"
            f" {book.version} ({book.digest[:8]}).",
        )
        for note in (origin, *notes):
            self.text(1, self.say(note))
            self.line += 1
        self.text(1, self.say(Text("Dans les feuilles, chaque cellule en cause est colorée et porte un commentaire :",
                                   "In the sheets, each cell concerned is coloured and has a comment:")))  # fmt: skip
        self.line += 1
        for kind, meaning in _LEGEND.items():
            cell = self.text(1, MARKS[kind])
            cell.fill = self.filled(FILLS[kind])
            cell.alignment = self._align(horizontal="center")
            self.text(2, self.say(meaning))
            self.line += 1

    def counts(self) -> None:
        """Write how many findings there are of each kind, by the names they have in every format."""
        self.title(Text("Résumé", "Summary"))
        figures = [(part.title, len(part.findings)) for part in sections(self.report.findings)]
        figures += [(word, self.report.summary[verdict]) for verdict, word in _REST.items()]
        for word, figure in figures:
            self.text(2, self.say(word))
            self.sheet.cell(self.line, 5).value = figure
            self.line += 1

    def balance(self) -> None:
        """Write the balance, and what it would be after the proposal."""
        lines = balance_lines(self.report, self.teller)
        if not lines:
            return
        self.title(TITLE)
        if self.report.proposal is not None:
            self.text(5, self.say(BEFORE), bold=True)
            self.text(6, self.say(AFTER), bold=True)
            self.line += 1
        for each in lines:
            self.text(2, each.name)
            for position, cents in enumerate(each.amounts, start=5):
                self.amount(position, cents)
            self.line += 1

    def proposal(self) -> None:
        """Write the lines of the proposal, with what each breaks."""
        if self.report.proposal is None:
            return
        self.title(Text("Proposition", "Proposal"))
        for line in self.report.proposal.lines:
            whom, cents = whom_and_amount(self.report, line)
            mark, _, word = line_word(line, is_refused(self.report, line))
            self.text(1, mark).alignment = self._align(horizontal="center")
            self.text(2, line.id, bold=True)
            self.text(3, whom)
            self.amount(5, cents)
            self.text(6, self.say(word))
            self.line += 1

    def to_fill_in(self) -> None:
        """Write the missing facts, the one that would settle most first."""
        found = to_fill_in(self.report, self.teller)
        if found is None:
            return
        self.title(TO_FILL_IN)
        for what, worth in (*found.facts, *([(found.together, "")] if found.together else [])):
            self.text(2, what)
            self.text(7, worth)
            self.line += 1

    def steps(self) -> None:
        """Write who must do what by when."""
        if not self.report.next_steps:
            return
        self.title(Text("À faire", "To do"))
        for step in self.report.next_steps:
            self.day(2, step.due)
            who = party(self.report.rulebook, step.who, self.teller)
            self.wrapped({3: who, 7: step_words(self.report.rulebook, step, self.teller, self.report.next_steps)})
            self.line += 1

    def findings(self, places: Places, marks: Mapping[int, Place]) -> None:
        """Write every finding that needs attention, the gravest first, with a link to its cell."""
        listed = [f for section in sections(self.report.findings) for f in section.findings]
        listed += [f for f in self.report.findings if f.verdict == "unknown"]
        self.title(Text("Constats", "Findings"))
        top = self.line
        for column, header in enumerate(_HEADERS, start=1):
            cell = self.text(column, self.say(header), bold=True, colour="FFFFFF")
            cell.fill = self.filled(STRIP)
        self.line += 1
        for finding in listed:
            self._finding(finding, marks.get(id(finding)) or places.subject(finding))
        if listed:
            self.sheet.auto_filter.ref = f"A{top}:I{self.line - 1}"
        else:
            self.text(2, self.say(Text("rien à signaler", "nothing to report")))
            self.line += 1

    def _finding(self, finding: Finding, place: Place | None) -> None:
        kind = kind_of(finding)
        mark = self.text(1, MARKS[kind])
        mark.fill = self.filled(FILLS[kind])
        lost = finding.verdict == "pending" and finding.reachable is False
        word = Text("compromis", "lost") if lost else verdict_word(finding.verdict, finding.nature)
        new = Text(" (nouveau)", " (new)") if finding.new and self.report.proposal is not None else Text("", "")
        cells = (
            finding.rule,
            self.say(word) + self.say(new),
            article(finding, self.teller).strip("()"),
            finding.subject.id or "",
        )
        texts = dict(enumerate(cells, start=2))
        self.wrapped({**texts, 7: self.say(finding.message), 8: self.say(finding.remedy)})
        mark.alignment = self._align(vertical="top", horizontal="center")
        if place is not None:
            self.link(place)
        self.day(9, finding.due)
        self.line += 1

    def notices(self) -> None:
        """Write what the reader should know beside the verdicts, each thing once."""
        told = dict.fromkeys(
            (n.location.words(self.teller.lang), self.teller.say(n.message))
            for n in self.report.notices
            if n.code != "not-happened-yet"
        )
        if not told:
            return
        self.title(Text("À savoir", "Good to know"))
        for where, said in told:
            self.wrapped({7: said})
            self.text(2, where).alignment = self._align(vertical="top")
            self.line += 1
