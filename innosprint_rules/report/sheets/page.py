"""One A4 page: parts in the order of their weight, cut from the end until all of it fits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from innosprint_rules.report.content.origin import origin_words
from innosprint_rules.report.content.teller import Teller
from innosprint_rules.report.documents.model import Block, Document, Paragraph, Section, Table
from innosprint_rules.wording import Text

if TYPE_CHECKING:
    from innosprint_rules.engine.report import Report

ROOM = 62.0
"""Lines of a page, title and origin aside: fewer than there are, as fonts and programs differ."""

_LINE, _LONGEST = 105, 240
_HEADING, _HEAD, _ROW = 2.2, 1.6, 0.4  # what a heading, the head of a table, the frame of a row take, in lines
_MOST = 60
"""Rows that no page holds more of."""
_MORE = Text("et {n:autre|autres}", "and {n:more|more}")


@dataclass(slots=True)
class Part:
    """A part of a sheet: a table where it has a header, else a paragraph a row.

    ``least`` rows stay as long as another part has more than its own; one that is ``kept`` is never cut.
    """

    title: str
    rows: list[tuple[str, ...]]
    header: tuple[str, ...] = ()
    right: frozenset[int] = frozenset()
    weights: tuple[int, ...] = ()
    least: int = 3
    kept: bool = False
    cut: int = field(default=0, init=False)

    def height(self) -> float:
        """Return how many lines it takes, about."""
        if not self.rows:
            return 0
        if not self.header:
            return _HEADING + sum(_lines(row[0], _LINE) + 0.4 for row in self.rows)
        wide = [max(4, _LINE * weight // sum(self.weights)) for weight in self.weights]
        rows = (max(map(_lines, row, wide)) + _ROW for row in self.rows)
        return _HEADING + _HEAD + sum(rows) + bool(self.cut)

    def section(self, teller: Teller) -> Section:
        """Return it as a section of a document."""
        more = [Paragraph(teller.counted(_MORE, n=self.cut), note=True)] if self.cut else []
        if not self.header:
            return Section(self.title, (*(Paragraph(row[0]) for row in self.rows), *more))
        table: Block = Table(self.title, self.header, tuple(self.rows), self.right, self.weights)
        return Section(self.title, (table, *more))


def short(text: str, most: int = _LONGEST) -> str:
    """Return a text that is not too long for a sheet."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def sheet(title: str, parts: Sequence[Part], report: Report, teller: Teller, beside: str = "") -> Document:
    """Return one A4 page: a title, what was judged, the parts that hold anything, cut to fit."""
    kept = _fitted([part for part in parts if part.rows])
    source = (report.judge.world.dossier.source or "").replace("\\", "/").rstrip("/").rpartition("/")[2]
    day = teller.date(report.as_of)
    agreement = teller.say(report.rulebook.agreement.title)
    judged = f"{source}, {day}" if source else day
    facts = [(teller.say(Text("Convention", "Agreement")), short(agreement)), (teller.say(_JUDGED), short(judged))]
    if beside:
        facts.append((teller.say(_ALSO), short(beside)))
    return Document(
        title=title,
        subject=agreement,
        author="innosprint",
        lang=teller.lang,
        day=report.as_of,
        facts=tuple(facts),
        sections=tuple(part.section(teller) for part in kept),
        origin=origin_words(report, teller),
        sheet=True,
    )


def _fitted(parts: list[Part]) -> list[Part]:
    """Take rows from the end of the last parts, then whole parts, until the page holds what is left."""
    for part in parts:
        part.cut = max(0, len(part.rows) - _MOST)
        del part.rows[_MOST:]
    for floor in (None, 1, 0):
        for part in reversed(parts):
            least = part.least if floor is None else floor
            while not part.kept and len(part.rows) > least and sum(each.height() for each in parts) > ROOM:
                part.rows.pop()
                part.cut += 1
    return [part for part in parts if part.rows]


def _lines(text: str, width: int) -> float:
    return max(1, -(-len(text) // width))


_JUDGED, _ALSO = Text("Jugé", "Judged"), Text("Par ailleurs", "Otherwise")
