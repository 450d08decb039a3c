"""What every part of the page needs: the report, the language, and how things are written in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from innosprint_rules.engine.derivation.derive import SEVERITY_WORDS
from innosprint_rules.report.content.teller import Teller
from innosprint_rules.report.content.words import MARKS, verdict_word
from innosprint_rules.report.html.markup import Child, Html, mark, tag
from innosprint_rules.wording import Text

if TYPE_CHECKING:
    from innosprint_rules.engine.findings import Finding
    from innosprint_rules.engine.report import Report
    from innosprint_rules.report.content.advice import Advice

WIDE = 1_000_000  # for the texts of the text report: one line each, the browser wraps them


@dataclass(frozen=True, slots=True)
class PageContext:
    """One report told in one language, with advice on its proposal where there is some."""

    report: Report
    teller: Teller
    advice: Advice | None = None

    def say(self, fr: str, en: str) -> str:
        """Return the wording in the language of the page."""
        return self.teller.say(Text(fr, en))

    def time(self, day: date) -> Html:
        """Return a day that machines can read too."""
        return tag("time", self.teller.date(day), datetime=day.isoformat())


def kind_of(finding: Finding) -> str:
    """Return how a finding looks: error, warning, notice, unknown, ok or calm."""
    if finding.verdict == "unknown":
        return "unknown"
    if finding.verdict == "violated" or finding.reachable is False:
        return finding.severity
    return "ok" if finding.verdict == "satisfied" else "calm"


_SIGNS = {**MARKS, "calm": "–"}


def pill(kind: str, word: str) -> Html:
    """Return a mark and its word, set as a label."""
    return tag("span", mark(_SIGNS[kind]), word, class_=f"pill {kind}")


def verdict_pill(finding: Finding, teller: Teller) -> Html:
    """Return a verdict as a label; of a lesser breach, how grave it is, as the headings say."""
    word = verdict_word(finding.verdict, finding.nature)
    lesser = finding.verdict == "violated" and finding.severity != "error"
    if lesser and finding.nature not in ("objective", "guidance"):
        word = SEVERITY_WORDS[finding.severity]
    return pill(kind_of(finding), teller.say(word))


def folded(summary: Child, *content: Child, class_: str | None = None) -> Html:
    """Return what opens on demand, and always on paper."""
    return tag("details", tag("summary", summary), tag("div", *content, class_="inner"), class_=class_)


class Cell(NamedTuple):
    """A cell of a table that is set in its own way."""

    content: Child
    css: str


class Cells(NamedTuple):
    """A line of a table, named by its first cell."""

    head: Child
    rest: tuple[Child | Cell, ...]
    css: str | None


def row(head: Child, *cells: Child | Cell, css: str | None = None) -> Cells:
    """Return a line of a table, named by its first cell."""
    return Cells(head, cells, css)


def number(text: str) -> Cell:
    """Return a cell with a figure, set to the right."""
    return Cell(text, "n")


def table(caption: str, heads: Sequence[str], rows: Iterable[Cells], css: str = "stack") -> Html:
    """Return a table in a frame of its own, which scrolls where the screen is small.

    One set in ``stack`` becomes there a list of cells under each other, each with the heading of its column.
    """
    head = tag("thead", tag("tr", [tag("th", each, scope="col") for each in heads]))
    body = tag("tbody", [_line(each, heads[1:]) for each in rows])
    return scrolling(caption, tag("table", tag("caption", caption), head, body, class_=css))


def _line(cells: Cells, labels: Sequence[str]) -> Html:
    made: list[Html] = []
    for label, each in zip(labels, cells.rest, strict=True):
        content, css = each if isinstance(each, Cell) else (each, None)
        made.append(tag("td", tag("div", content), class_=css, data_label=label))
    return tag("tr", tag("th", cells.head, scope="row"), made, class_=cells.css)


def scrolling(label: str, *content: Child) -> Html:
    """Return what may be wider than a small screen: it scrolls by itself, by keyboard too."""
    return tag("div", *content, class_="scroll", role="group", aria_label=label, tabindex=0)


class Part(NamedTuple):
    """A part of the page, which the contents link to."""

    identity: str
    title: str
    markup: Html


def section(identity: str, title: str, *content: Child) -> Part:
    """Return a part of the page under its heading."""
    head = tag("h2", title, id=f"{identity}-titre")
    return Part(identity, title, tag("section", head, *content, id=identity, aria_labelledby=f"{identity}-titre"))
