"""The two-month report of article 4 bis: meetings, funding of projects, split of the partial allocations."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from innosprint_rules.calendar import day
from innosprint_rules.dossier.models import Dossier
from innosprint_rules.engine.check import check, default_rulebook
from innosprint_rules.engine.evaluation.rows import Row
from innosprint_rules.report.documents.bimonthly_split import split
from innosprint_rules.report.documents.model import Block, Document, Section
from innosprint_rules.report.documents.moment import period_bounds, whole_dossier
from innosprint_rules.report.documents.needs import refuse_unless_written_from
from innosprint_rules.report.documents.parts import (
    not_given,
    origin,
    session_columns,
    sessions_to_come,
    steps,
)
from innosprint_rules.report.documents.teller import Column, Teller
from innosprint_rules.rulebook.book import Rulebook
from innosprint_rules.wording import Lang, Text


def bimonthly_report(
    dossier: Dossier,
    number: int,
    *,
    rulebook: Rulebook | None = None,
    lang: Lang = "fr",
    as_of: date | None = None,
    readings: Mapping[str, str] | None = None,
) -> Document:
    """Return the report of two-month period ``number``, as of its last day unless ``as_of`` says otherwise.

    Raises:
        UsageError: no such period, or a reading that the agreement does not know.
        DossierError: a value of the dossier contradicts the agreement.
    """
    book = rulebook if rulebook is not None else default_rulebook()
    refuse_unless_written_from("bimonthly", book)
    given = None if as_of is None else as_of.toordinal()
    first, last = period_bounds(whole_dossier(dossier, book, readings, given), number)
    moment = last if given is None else given
    report = check(dossier, book, as_of=day(moment), readings=readings)
    teller = Teller(report, lang)
    return _document(teller, number, first, last)


def _document(teller: Teller, number: int, first: int, last: int) -> Document:
    begins, ends = teller.day(first), teller.day(last)
    moment = teller.report.as_of
    state = teller.day(moment.toordinal())
    if moment.toordinal() < last:
        state += teller.say(" (provisoire : la période n'est pas finie)", " (provisional: the period is not over)")
    return Document(
        title=teller.say(f"Compte rendu bimestriel n° {number}", f"Two-month report no. {number}"),
        subject=teller.report.rulebook.agreement.title.get(teller.lang),
        author=teller.who("fn"),
        lang=teller.lang,
        day=moment,
        facts=(
            (teller.say("Convention", "Agreement"), teller.report.rulebook.agreement.title.get(teller.lang)),
            (teller.say("Période", "Period"), teller.say(f"du {begins} au {ends}", f"{begins} to {ends}")),
            (teller.say("De", "From"), teller.who("fn")),
            (teller.say("À", "To"), teller.who("casq")),
            (teller.say("Arrêté au", "As of"), state),
        ),
        sections=(
            Section(teller.say("Rencontres", "Meetings"), *_meetings(teller, first, last)),
            Section(
                teller.say("Financement des projets", "Funding of projects"),
                (),
                tuple(
                    Section(title.get(teller.lang), tuple(blocks)) for title, blocks in _funding(teller, first, last)
                ),
            ),
            Section(
                teller.say("Répartition des dotations partielles", "Split of the partial allocations"),
                tuple(split(teller, first, last)),
            ),
            Section(
                teller.say("Prochaines étapes", "Next steps"),
                (*steps(teller), *sessions_to_come(teller)),
            ),
            Section(teller.say("Données non renseignées", "Facts not given"), tuple(not_given(teller))),
        ),
        origin=origin(teller),
    )


# meetings --------------------------------------------------------------------------------------------


def _meetings(teller: Teller, first: int, last: int) -> tuple[tuple[Block, ...], tuple[Section, ...]]:
    """Return the sessions of the period, then for each what was presented at it."""
    held = teller.rows("sessions", first, last)
    caption = Text("Sessions tenues pendant la période", "Sessions held in the period")
    none = Text("Aucune session ne s'est tenue pendant la période.", "No session was held in the period.")
    blocks = teller.listing("sessions", caption, session_columns(teller), held, none)
    inner = tuple(
        Section(f"{teller.say('Session', 'Session')} {row.id}", tuple(_presented(teller, row))) for row in held
    )
    return tuple(blocks), inner


def _presented(teller: Teller, session: Row) -> list[Block]:
    columns = [
        Column(Text("Projet", "Project"), teller.project, 4),
        Column(Text("Avancées", "Progress"), teller.column("progress")),
        Column(Text("Plan d'actions", "Action plan"), teller.column("action_plan")),
        Column(Text("Marché et usage", "Market and use"), teller.column("axis_market")),
        Column(Text("Technologie et compétences", "Technology and skills"), teller.column("axis_technology")),
        Column(Text("Financement et réseau", "Funding and network"), teller.column("axis_funding")),
    ]
    rows = [row for row in teller.rows("presentations") if row.values["session"] is session]
    caption = Text(f"Projets présentés à la session {session.id}", f"Projects presented at session {session.id}")
    none = Text("Aucun projet n'y a été présenté.", "No project was presented there.")
    return teller.listing("presentations", caption, columns, rows, none)


# funding ---------------------------------------------------------------------------------------------


def _funding(teller: Teller, first: int, last: int) -> list[tuple[Text, list[Block]]]:
    """Return what projects asked for, what was paid, what they raised elsewhere."""
    project = Column(Text("Projet", "Project"), teller.project, 4)
    requests = [
        Column(Text("Demande", "Request"), lambda row: row.id, 1),
        Column(Text("Session", "Session"), teller.column("session"), 1),
        project,
        Column(Text("Montant demandé", "Amount requested"), teller.column("requested"), 2, True),
        Column(Text("Montant minimum", "Minimum"), teller.column("minimum"), 2, True),
    ]
    payments = [
        Column(Text("Versement", "Payment"), lambda row: row.id, 2),
        Column(Text("Date", "Date"), teller.column("paid_on"), 2),
        Column(Text("De → à", "From → to"), teller.column("direction"), 2),
        project,
        Column(Text("Attribution", "Allocation"), teller.column("allocation"), 2),
        Column(Text("Montant", "Amount"), teller.column("amount"), 2, True),
    ]
    investments = [
        Column(Text("Date", "Date"), teller.column("date"), 2),
        project,
        Column(Text("Nature", "Kind"), teller.column("kind"), 2),
        Column(Text("Origine", "Origin"), teller.column("origin"), 2),
        Column(Text("Montant", "Amount"), teller.column("amount"), 2, True),
        Column(
            Text("Compte pour l'objectif", "Counts for the objective"), lambda row: teller.computed(row, "raised"), 2
        ),
    ]
    raised = [r for r in teller.rows("indicators", first, last) if r.values["indicator"] == "investissement_capte"]
    return [
        (
            Text("Demandes", "Requests"),
            teller.listing("requests", Text("Demandes de la période", "Requests of the period"), requests,
                           teller.rows("requests", first, last),
                           Text("Aucune demande pendant la période.", "No request in the period.")),
        ),
        (
            Text("Versements", "Payments"),
            teller.listing("payments", Text("Versements de la période", "Payments of the period"), payments,
                           teller.rows("payments", first, last),
                           Text("Aucun versement pendant la période.", "No payment in the period.")),
        ),
        (
            Text("Investissements captés", "Investment raised"),
            teller.listing("indicators", Text("Investissements de la période", "Investment of the period"), investments,
                           raised,
                           Text("Aucun investissement pendant la période.", "No investment in the period.")),
        ),
    ]  # fmt: skip
