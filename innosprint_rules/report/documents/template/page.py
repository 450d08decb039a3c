"""From the markup that a template writes to a document: headings, facts, paragraphs and tables, and nothing else.

A template is written in a small part of HTML, so that one template gives the page and the Word file alike.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

from innosprint_rules.errors import Location, Problem, UsageError
from innosprint_rules.report.documents.model import Block, Paragraph, Section, Table
from innosprint_rules.rulebook.publications import TEMPLATES
from innosprint_rules.wording import Text

ELEMENTS = ("h1", "h2", "h3", "dl", "dt", "dd", "p", "ul", "ol", "li", "table", "caption", "thead", "tbody", "tr", "th",
            "td", "br", "b", "strong", "i", "em")  # fmt: skip
"""The elements of HTML that a template may use."""

BLOCK = "block"
"""The element that stands for a block worked out beforehand: ``<block n="3"></block>``."""

_HOLD_TEXT = ("h1", "h2", "h3", "dt", "dd", "p", "li", "caption", "th", "td")
_NUMBER = re.compile("[0-9]{1,7}")
_SPACE = re.compile(r"[ \t\n\r\f]+")  # not the no-break spaces


@dataclass
class Page:
    """What a template wrote: the title, the facts below it, the sections."""

    title: str = ""
    facts: list[tuple[str, str]] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)


def read_page(text: str, blocks: Sequence[Block], sources: Mapping[str, str], name: str) -> Page:
    """Return the parts of the markup ``text``, with the ``blocks`` that it names in their places.

    ``sources`` are the templates by name, to say where a mistake stands.

    Raises:
        UsageError: an element that documents do not have, or one that is out of place.
    """
    reader = _Reader(blocks, sources, name)
    reader.feed(text)
    reader.close()
    return reader.finished()


class _Reader(HTMLParser):
    def __init__(self, blocks: Sequence[Block], sources: Mapping[str, str], name: str) -> None:
        super().__init__(convert_charrefs=True)
        self._blocks, self._sources, self._name = blocks, sources, name
        self._page = Page()
        self._tops: list[tuple[str, list[Block], list[tuple[str, list[Block]]]]] = []
        self._text: list[str] | None = None
        self._kind = ""
        self._caption = ""
        self._rows: list[list[str]] = []
        self._right: set[int] = set()

    def finished(self) -> Page:
        """Return the page. Raises UsageError: it has no title."""
        if not self._page.title:
            raise self._wrong("h1", Text("il manque le titre du document, entre <h1> et </h1>",
                                         "the title of the document is missing, between <h1> and </h1>"))  # fmt: skip
        for title, own, inner in self._tops:
            below = tuple(Section(name, tuple(blocks)) for name, blocks in inner)
            self._page.sections.append(Section(title, tuple(own), below))
        return self._page

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == BLOCK:
            number = given.get("n") or ""
            if not (_NUMBER.fullmatch(number) and int(number) < len(self._blocks)):
                raise self._unknown(tag)
            self._add(self._blocks[int(number)])
            return
        if tag not in ELEMENTS:
            raise self._unknown(tag)
        if tag in _HOLD_TEXT:
            self._text, self._kind = [], (given.get("class") or "")
        if tag == "br" and self._text is not None:
            self._text.append(" ")
        if tag == "table":
            self._caption, self._rows, self._right = "", [], set()
        if tag == "tr":
            self._rows.append([])

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)
        elif data.strip() and data.strip() != "\ufeff":
            raise self._wrong(
                data.strip().splitlines()[0][:60],
                Text(f"« {data.strip()[:60]} » n'est dans aucun élément", f"“{data.strip()[:60]}” is in no element"),
            )

    def handle_endtag(self, tag: str) -> None:
        if tag not in ELEMENTS and tag != BLOCK:
            raise self._unknown(tag)
        if tag == "table":
            self._table()
        if tag not in _HOLD_TEXT or self._text is None:
            return
        said = _SPACE.sub(" ", "".join(self._text)).strip(" ")
        self._text = None
        if tag == "h1":
            self._page.title = said
        elif tag == "h2":
            self._tops.append((said, [], []))
        elif tag == "h3":
            self._last()[2].append((said, []))
        elif tag == "dt":
            self._page.facts.append((said, ""))
        elif tag == "dd":
            name, before = self._page.facts.pop() if self._page.facts else ("", "")
            self._page.facts.append((name, f"{before}, {said}" if before else said))
        elif tag == "caption":
            self._caption = said
        elif tag in ("th", "td"):
            self._cell(tag, said)
        elif said:
            self._add(Paragraph(f"– {said}" if tag == "li" else said, note=self._kind == "note"))

    def _cell(self, tag: str, said: str) -> None:
        if not self._rows:
            raise self._wrong(f"<{tag}", Text(f"<{tag}> est hors d'une ligne <tr>", f"<{tag}> is outside a row <tr>"))
        row = self._rows[-1]
        if self._kind == "figure":
            self._right.add(len(row))
        row.append(said)

    def _table(self) -> None:
        rows = [tuple(row) for row in self._rows if row]
        if not rows:
            raise self._wrong("<table", Text("un tableau n'a aucune ligne", "a table has no row"))
        header, *body = rows
        if any(len(row) != len(header) for row in body):
            raise self._wrong("<table", Text("les lignes d'un tableau n'ont pas toutes autant de cellules",
                                             "the rows of a table do not all have as many cells"))  # fmt: skip
        self._add(Table(self._caption, header, tuple(body), frozenset(self._right), (1,) * len(header)))

    def _add(self, block: Block) -> None:
        _, own, inner = self._last()
        (inner[-1][1] if inner else own).append(block)

    def _last(self) -> tuple[str, list[Block], list[tuple[str, list[Block]]]]:
        if not self._tops:
            raise self._wrong(
                "<h2",
                Text("seuls le titre et les faits viennent avant le premier titre <h2>",
                     "only the title and the facts come before the first heading <h2>"),
            )  # fmt: skip
        return self._tops[-1]

    def _unknown(self, tag: str) -> UsageError:
        listed = ", ".join(ELEMENTS)
        return self._wrong(
            f"<{tag}",
            Text(f"<{tag}> n'est pas un élément de document", f"<{tag}> is no element of a document"),
            Text(f"au choix : {listed}", f"one of: {listed}"),
        )

    def _wrong(self, near: str, message: Text, hint: Text | None = None) -> UsageError:
        """Return a mistake, with the file and the line where what it is about is first written."""
        for name, text in self._sources.items():
            at = text.find(near)
            if at >= 0:
                line = text.count("\n", 0, at) + 1
                return UsageError(
                    Problem("template-element", message, hint, Location(f"{TEMPLATES}/{name}", None, line))
                )
        return UsageError(Problem("template-element", message, hint, Location(f"{TEMPLATES}/{self._name}")))
