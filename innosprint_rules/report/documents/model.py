"""A document before it is written: a title, sections of paragraphs and tables, the same whatever the format.

What a document says is worked out once; ``docx`` and ``html`` only set it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, TypeAlias

from innosprint_rules.report.content.teller import Teller
from innosprint_rules.wording import Lang, Text, printable

Form = Literal["docx", "html"]
FORMS: tuple[Form, ...] = ("docx", "html")

LOCALES = {"fr": "fr-FR", "en": "en-GB"}
"""The language that a reader's software is told, for hyphens, spelling and reading aloud."""

_CAPTION = Text("Tableau", "Table")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; a note says how to read what stands beside it."""

    text: str
    note: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a caption and one header row; the first cell of a row names it.

    ``right`` holds the columns of figures, ``weights`` how wide each column is beside the others.
    """

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: frozenset[int]
    weights: tuple[int, ...]


Block: TypeAlias = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands below it."""

    title: str
    blocks: tuple[Block, ...]
    sections: tuple[Section, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """One document; ``day`` is the moment it tells of, ``facts`` what stands under its title.

    A ``sheet`` is set close, so that what takes one A4 page stays on it.
    """

    title: str
    subject: str
    author: str
    lang: Lang
    day: date
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    origin: str
    sheet: bool = False

    @property
    def locale(self) -> str:
        """The language as software knows it: ``fr-FR``."""
        return LOCALES[self.lang]

    def tables(self) -> Iterator[Table]:
        """Yield the tables in their order."""
        for _, section in walk(self.sections):
            yield from (block for block in section.blocks if isinstance(block, Table))


def walk(sections: tuple[Section, ...], level: int = 1) -> Iterator[tuple[int, Section]]:
    """Yield sections in the order in which they are read, each with the level of its heading."""
    for section in sections:
        yield level, section
        yield from walk(section.sections, level + 1)


def caption_word(teller: Teller) -> str:
    """Return the word before a table's number."""
    return teller.say(_CAPTION)


def printable_document(document: Document) -> Document:
    """Return the document without control characters, which no format takes: what a file holds ends in its texts."""
    return replace(
        document,
        title=printable(document.title),
        subject=printable(document.subject),
        author=printable(document.author),
        facts=tuple((printable(name), printable(value)) for name, value in document.facts),
        sections=tuple(map(_printable_section, document.sections)),
        origin=printable(document.origin),
    )


def _printable_section(section: Section) -> Section:
    return replace(
        section,
        title=printable(section.title),
        blocks=tuple(map(_printable_block, section.blocks)),
        sections=tuple(map(_printable_section, section.sections)),
    )


def _printable_block(block: Block) -> Block:
    if isinstance(block, Paragraph):
        return replace(block, text=printable(block.text))
    return replace(
        block,
        caption=printable(block.caption),
        header=tuple(map(printable, block.header)),
        rows=tuple(tuple(map(printable, row)) for row in block.rows),
    )
