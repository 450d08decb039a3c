"""What the tests of the page share: the reports that are told, and a reader of their markup."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import innosprint_rules as ir
from innosprint_rules.engine.report import Report
from innosprint_rules.report.content.teller import Teller
from innosprint_rules.report.html import html_report
from innosprint_rules.wording import Lang

EXAMPLES = Path(__file__).parents[3] / "examples"
VOID = frozenset({"meta", "link", "br", "col"})
NAMES = ("trouble", "proposal", "fine", "unknown", "empty")


@cache
def report(name: str) -> Report:
    """Return one of the reports that are told."""
    sample = EXAMPLES / "saint-quentin-2019"
    june = date(2019, 6, 19)
    if name == "trouble":
        return ir.check(ir.read_dossier(EXAMPLES / "year-in-trouble"), as_of=date(2020, 2, 1))
    if name in ("proposal", "fine"):
        file = "session-4-in-trouble.csv" if name == "proposal" else "session-4-fine.csv"
        return ir.check(ir.read_dossier(sample), proposal=EXAMPLES / "proposals" / file, as_of=june)
    if name == "unknown":
        rows = [{"id": "A01", "session": "S1", "projet": "P01", "montant": "1 500,00 €"}]
        dossier = ir.Dossier.model_validate({"attributions": rows, "sessions": [{"code": "S1"}]})
        return ir.check(dossier, as_of=june)
    return ir.check(ir.Dossier.model_validate({}), as_of=june)


@cache
def page(name: str, lang: Lang = "fr") -> str:
    """Return the page of one of the reports."""
    return html_report(report(name), Teller(lang))


@dataclass(eq=False)
class Element:
    """One element: what it is, what is in it."""

    name: str
    attributes: dict[str, str | None]
    parent: Element | None
    children: list[Element] = field(default_factory=list)
    own: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The words in it, in no order between its own and those of its children."""
        return " ".join([*self.own, *(child.text for child in self.children)]).strip()

    def all(self, name: str | None = None) -> list[Element]:
        """Return what is below, in order, of one name if given."""
        found: list[Element] = []
        for child in self.children:
            if name is None or child.name == name:
                found.append(child)
            found += child.all(name)
        return found

    def get(self, attribute: str) -> str:
        """Return an attribute, empty where it is not there."""
        return self.attributes.get(attribute) or ""


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.top = Element("top", {}, None)
        self.here = self.top

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(attrs) == len({name for name, _ in attrs}), f"an attribute twice on {tag}"
        made = Element(tag, dict(attrs), self.here)
        self.here.children.append(made)
        if tag not in VOID:
            self.here = made

    def handle_endtag(self, tag: str) -> None:
        assert self.here.name == tag, f"</{tag}> closes <{self.here.name}>"
        assert self.here.parent is not None
        self.here = self.here.parent

    def handle_data(self, data: str) -> None:
        self.here.own.append(data)


def read(markup: str) -> Element:
    """Return the elements of a page; fails where they are not closed in order."""
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    assert reader.here is reader.top, f"<{reader.here.name}> is not closed"
    return reader.top.children[0]
