"""The evaluation of article 6: actions done, actions to do, financial balance, objectives, compliance."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

from innosprint_rules.calendar import day, local_today
from innosprint_rules.dossier.models import Dossier
from innosprint_rules.engine.check import check, default_rulebook
from innosprint_rules.report.documents.evaluation.actions import done, to_do
from innosprint_rules.report.documents.evaluation.verdicts import (
    compliance,
    financial_balance,
    objectives,
    what_falls_back,
)
from innosprint_rules.report.documents.model import Document, Section
from innosprint_rules.report.documents.moment import YearTold, day_of, whole_dossier, year_of
from innosprint_rules.report.documents.needs import refuse_unless_written_from
from innosprint_rules.report.documents.parts import not_given, origin
from innosprint_rules.report.documents.teller import Teller
from innosprint_rules.rulebook.book import Rulebook
from innosprint_rules.wording import Lang, Text

At = Literal["mid-term", "end"]
MOMENTS: Mapping[str, str] = {"mid-term": "mid_term", "end": "term_end"}
"""The measure that gives the day of each evaluation where the term is not parted into years."""
_OF_YEAR: Mapping[str, str] = {"mid-term": "mid_term", "end": "last"}


def evaluation(
    dossier: Dossier,
    at: At,
    *,
    rulebook: Rulebook | None = None,
    lang: Lang = "fr",
    as_of: date | None = None,
    readings: Mapping[str, str] | None = None,
    year: int | None = None,
) -> Document:
    """Return the evaluation of a year at mid-term or at its end, as of that day unless ``as_of`` says otherwise.

    Without a ``year`` it is the latest of which that day has come, by ``as_of`` or today.

    Raises:
        UsageError: the day rests on a fact that is not given, or a reading is not known.
        DossierError: a value of the dossier contradicts the agreement.
    """
    book = rulebook if rulebook is not None else default_rulebook()
    refuse_unless_written_from("evaluation", book)
    judge = whole_dossier(dossier, book, readings, None if as_of is None else as_of.toordinal())
    now = (as_of or local_today()).toordinal()
    told = year_of(judge, _OF_YEAR[at], year, now)
    planned = day_of(judge, MOMENTS[at]) if told is None else told.day
    if told is not None and told.final and at == "end" and year is None:
        over = day_of(judge, MOMENTS[at])  # what remains of a term after its last year is no year, and ends it all
        planned = over if over <= now else planned
    report = check(dossier, book, as_of=as_of or day(planned), readings=readings)
    return _document(Teller(report, lang), at, planned, told)


def _document(teller: Teller, at: At, planned: int, told: YearTold | None) -> Document:
    title = teller.report.rulebook.agreement.title.get(teller.lang)
    named = Text("Évaluation à mi-parcours", "Mid-term evaluation")
    if at == "end":
        named = Text("Évaluation finale", "Final evaluation")
    of_year: tuple[tuple[str, str], ...] = ()
    if told is not None and not told.only:
        first, last = teller.day(told.first), teller.day(told.last)
        number = told.number
        named = Text(f"{named.fr}, année {number}", f"{named.en}, year {number}")
        of_year = ((teller.say("Année", "Year"), teller.say(f"{number}, du {first} au {last}",
                                                           f"{number}, {first} to {last}")),)  # fmt: skip
    when = Text("Mi-parcours", "Mid-term") if at == "mid-term" else Text("Dernier jour", "Last day")
    members = teller.report.rulebook.agreement.members.values()
    return Document(
        title=named.get(teller.lang),
        subject=title,
        author=teller.who("casq"),
        lang=teller.lang,
        day=teller.report.as_of,
        facts=(
            (teller.say("Convention", "Agreement"), title),
            *of_year,
            (when.get(teller.lang), teller.day(planned)),
            (teller.say("De", "From"), teller.who("casq")),
            (teller.say("À", "To"), ", ".join(label.get(teller.lang) for label in members)),
            (teller.say("Arrêtée au", "As of"), teller.day(teller.report.as_of.toordinal())),
        ),
        sections=(
            Section(teller.say("Actions entreprises", "Actions undertaken"), (), tuple(done(teller))),
            Section(teller.say("Actions à entreprendre", "Actions to undertake"), tuple(to_do(teller))),
            Section(
                teller.say("Équilibre financier", "Financial balance"),
                tuple(financial_balance(teller)),
                (
                    Section(
                        teller.say("Ce qui revient à l'agglomération", "What goes back to the agglomeration"),
                        tuple(what_falls_back(teller)),
                    ),
                ),
            ),
            Section(teller.say("Objectifs", "Objectives"), tuple(objectives(teller, told.id if told else None))),
            Section(teller.say("Respect de la convention", "Compliance"), tuple(compliance(teller))),
            Section(teller.say("Données non renseignées", "Facts not given"), tuple(not_given(teller))),
        ),
        origin=origin(teller),
    )
