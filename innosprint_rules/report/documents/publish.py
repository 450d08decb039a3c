"""One document of an agreement: its template, filled in from a dossier and from what the rules say of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple, TypedDict, Unpack

from innosprint_rules.calendar import day, local_today
from innosprint_rules.dossier.models import Dossier
from innosprint_rules.engine.check import check, default_rulebook
from innosprint_rules.errors import Problem, UsageError
from innosprint_rules.nearest import suggestion
from innosprint_rules.report.content.teller import FRENCH, Teller
from innosprint_rules.report.documents.model import Document, Form
from innosprint_rules.report.documents.moment import Chosen, chosen, own_day, row_of, whole_dossier
from innosprint_rules.report.documents.parts import origin
from innosprint_rules.report.documents.rendering import rendered
from innosprint_rules.report.documents.source import Source
from innosprint_rules.report.documents.template.names import Names
from innosprint_rules.report.documents.template.page import read_page
from innosprint_rules.report.documents.template.sandbox import environment, run
from innosprint_rules.report.documents.template.texts import no_template, template_of, template_texts
from innosprint_rules.report.documents.template.word import filled_word, word_template
from innosprint_rules.rulebook.book import Rulebook
from innosprint_rules.rulebook.publications import Publication
from innosprint_rules.wording import Text


class Published(NamedTuple):
    """A document as a file: its bytes, its title, the day that it tells of."""

    content: bytes
    title: str
    day: date


class Filling:
    """A document about to be written: what it is called, the names that its template may use."""

    def __init__(self, declared: Publication, names: Names) -> None:
        self.declared, self.names = declared, names

    @property
    def source(self) -> Source:
        """What tells the report that it is made from."""
        return self.names.source

    @property
    def author(self) -> str:
        """Who sends it; the agreement where none is named."""
        source = self.source
        sender = self.declared.sender
        return source.teller.say(source.report.rulebook.agreement.title) if sender is None else source.who(sender)


class Wanted(TypedDict, total=False):
    """What of a document is wanted, each by its name; ``fill_in`` says what holds where nothing is given."""

    about: str | int | None
    moment: str
    option: str
    rulebook: Rulebook | None
    teller: Teller
    as_of: date | None
    readings: Mapping[str, str] | None
    prose: bool


def document(dossier: Dossier, name: str, **wanted: Unpack[Wanted]) -> Document:
    """Return the document ``name`` of an agreement, about a row where it is about one, as of its own day.

    Raises:
        UsageError: no such document, row or moment; a reading that is not known; a mistake in the template.
        DossierError: a value of the dossier contradicts the agreement.
    """
    return written(fill_in(dossier, name, **wanted))


def published(dossier: Dossier, name: str, form: Form, **wanted: Unpack[Wanted]) -> Published:
    """Return a document as a file: by its Word template where there is one and Word is asked for, else by its page.

    Raises:
        UsageError: as ``document``; or what writes Word files is not installed.
        DossierError: a value of the dossier contradicts the agreement.
    """
    filling = fill_in(dossier, name, **wanted)
    report = filling.source.report
    template = word_template(report.rulebook.root, name, filling.source.teller) if form == "docx" else None
    if template is not None:
        return Published(
            filled_word(template, filling.names, filling.author), template.stem.partition(".")[0], report.as_of
        )
    made = written(filling)
    return Published(rendered(made, form), made.title, made.day)


def fill_in(
    dossier: Dossier,
    name: str,
    *,
    about: str | int | None = None,
    moment: str = "",
    option: str = "about",
    rulebook: Rulebook | None = None,
    teller: Teller = FRENCH,
    as_of: date | None = None,
    readings: Mapping[str, str] | None = None,
    prose: bool = True,
) -> Filling:
    """Return what a document is filled in from, judged at its moment. Raises as ``document``.

    The day is that of the ``moment``, or ``as_of``, or today. ``option`` is how messages call ``about``. Without
    ``prose`` free texts are left out: they may name people.
    """
    book = rulebook if rulebook is not None else default_rulebook()
    declared = _declared(book, name, moment)
    given = None if about is None else str(about)
    now = as_of or local_today()
    of_dossier = declared.about in book.schema.tables
    if of_dossier:
        if given is None:
            raise UsageError(_which(declared, option))
        at = as_of or own_day(dossier, declared, given, moment) or now
        found = Chosen(None, at.toordinal())
    else:
        judge = whole_dossier(dossier, book, readings, None if as_of is None else as_of.toordinal())
        found = chosen(judge, declared, given, moment, option, now.toordinal())
        at = as_of or (now if found.day is None else day(found.day))
    report = check(dossier, book, as_of=at, readings=readings)
    row = None
    if of_dossier and declared.about is not None and given is not None:
        row = row_of(report.judge, declared.about, given, option)
    elif declared.about is not None and found.id is not None:
        row = next(each for each in report.judge.context.table(declared.about).all() if each.id == found.id)
    return Filling(declared, Names(Source(report, teller), row, moment, found, prose))


def written(filling: Filling) -> Document:
    """Return a document as its template in HTML says. Raises UsageError: there is none, or a mistake in it."""
    source, names = filling.source, filling.names
    book = source.report.rulebook
    texts = template_texts(book.root)
    template = template_of(filling.declared.name, source.teller.lang, texts)
    if template is None:
        raise UsageError(no_template(filling.declared.name))
    text = run(environment(texts, names(), source.teller), template)
    page = read_page(text, names.blocks, {template: texts[template]} | texts, template)
    return Document(
        title=page.title,
        subject=source.teller.say(book.agreement.title),
        author=filling.author,
        lang=source.teller.lang,
        day=source.report.as_of,
        facts=tuple(page.facts),
        sections=tuple(page.sections),
        origin=origin(source),
    )


def _declared(book: Rulebook, name: str, moment: str) -> Publication:
    known = book.agreement.documents
    if name not in known:
        listed = ", ".join(known)
        there = Text(f"elle a : {listed}", f"it has: {listed}") if known else Text(
            "ce qui vaut pour toute convention : check, status, publish calendar --format ics, publish opendata",
            "what holds for any agreement: check, status, publish calendar --format ics, publish opendata",
        )  # fmt: skip
        near = suggestion(name, list(known))
        raise UsageError(
            Problem(
                "document-not-of-agreement",
                Text(f"cette convention n'a pas de document « {name} »", f"this agreement has no document “{name}”"),
                there if near is None else Text(f"{near.fr} ({there.fr})", f"{near.en} ({there.en})"),
            )
        )
    found = known[name]
    named = [each for each in found.moments if each]
    if (moment and moment not in named) or (named and not moment):
        choice = ", ".join(named) or "–"
        raise UsageError(
            Problem(
                "no-such-moment",
                Text(f"le document « {name} » n'a pas de moment « {moment} »",
                     f"the document “{name}” has no moment “{moment}”")
                if moment
                else Text(f"le document « {name} » a plusieurs moments : lequel ?",
                          f"the document “{name}” has several moments: which one?"),
                Text(f"au choix : {choice}", f"one of: {choice}"),
            )
        )  # fmt: skip
    return found


def _which(declared: Publication, option: str) -> Problem:
    return Problem(
        "row-not-named",
        Text(f"le document « {declared.name} » porte sur une ligne de « {declared.about} » : laquelle ?",
             f"the document “{declared.name}” is about a row of “{declared.about}”: which one?"),
        Text(f"--{option} CODE", f"--{option} CODE"),
    )  # fmt: skip
