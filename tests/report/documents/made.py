"""What the tests of documents share: the sample years, one document a kind, its tables, a command line."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

import typer

from innosprint_rules import Dossier, Report, check, read_dossier
from innosprint_rules.cli.errors import run
from innosprint_rules.cli.publish import register
from innosprint_rules.report.content.teller import Teller
from innosprint_rules.report.documents.model import Document, Paragraph, Section, Table, walk
from innosprint_rules.report.documents.publish import document as written
from innosprint_rules.wording import Lang
from tests.acceptance.year import TROUBLE, YEAR

MID_TERM, TERM_END = date(2019, 6, 12), date(2019, 12, 12)
PERIOD_2 = (date(2019, 2, 12), date(2019, 4, 11))


@cache
def year() -> Dossier:
    return read_dossier(YEAR)


@cache
def trouble() -> Dossier:
    return read_dossier(TROUBLE)


@cache
def judged(day: date, in_trouble: bool = False) -> Report:
    return check(trouble() if in_trouble else year(), as_of=day)


def bimonthly_report(dossier: Dossier, number: int, **options: Any) -> Document:
    return written(dossier, "bimonthly", about=number, option="period", **options)


def evaluation(dossier: Dossier, at: str, *, year: int | None = None, **options: Any) -> Document:
    return written(dossier, "evaluation", moment=at, about=year, option="year", **options)


@cache
def second_report(lang: Lang = "fr") -> Document:
    return bimonthly_report(year(), 2, teller=Teller(lang))


@cache
def final(lang: Lang = "fr", in_trouble: bool = False) -> Document:
    return evaluation(trouble() if in_trouble else year(), "end", teller=Teller(lang))


def table(document: Document, caption: str) -> Table:
    """Return the one table of a document that has a caption."""
    (found,) = [each for each in document.tables() if each.caption == caption]
    return found


def column(shown: Table, head: str) -> dict[str, str]:
    """Return one column of a table by the first cell of each row."""
    place = shown.header.index(head)
    return {row[0]: row[place] for row in shown.rows}


def section(document: Document, title: str) -> Section:
    (found,) = [each for _, each in walk(document.sections) if each.title == title]
    return found


def sentences(document: Document, title: str) -> str:
    """Return the paragraphs of one section."""
    return " ".join(each.text for each in section(document, title).blocks if isinstance(each, Paragraph))


def innosprint(*arguments: str, lang: Lang = "fr") -> int:
    """Run the command line and return its exit status."""
    app = typer.Typer(add_completion=False)

    @app.callback()
    def root() -> None:
        pass

    register(app, lang)
    return run(app, ["publish", *arguments], "innosprint", lang)
