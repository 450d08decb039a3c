"""Letters: the convocation of a session, the notification to a holder, the assessment of a two-month report."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from innosprint_rules.dossier.models import Dossier
from innosprint_rules.engine.check import worth
from innosprint_rules.engine.evaluation.rows import Row
from innosprint_rules.report.documents.model import Document, Paragraph
from innosprint_rules.report.documents.papers.minutes import presented
from innosprint_rules.report.documents.papers.paper import members, opened, own_day, paper, row_of, section, to_complete
from innosprint_rules.report.documents.parts import session_columns
from innosprint_rules.report.documents.teller import Column, Teller
from innosprint_rules.rulebook.book import Rulebook
from innosprint_rules.wording import Lang, Text


def convocation(
    dossier: Dossier,
    session: str,
    *,
    rulebook: Rulebook | None = None,
    lang: Lang = "fr",
    as_of: date | None = None,
    readings: Mapping[str, str] | None = None,
) -> Document:
    """Return the convocation of a session with its agenda, as of today unless ``as_of`` says otherwise.

    Raises:
        UsageError: there is no such session, or a reading is not known.
        DossierError: a value of the dossier contradicts the agreement.
    """
    teller = opened(dossier, rulebook, as_of, readings, lang, "convocation")
    held = row_of(teller, "sessions", session, "--session")
    day = teller.cell(held, "held_on")
    asked = [row for row in _asked(teller) if row.values["session"] is held]
    columns = [
        Column(Text("Demande", "Request"), lambda row: row.id, 1),
        Column(Text("Projet", "Project"), teller.project, 4),
        Column(Text("Montant demandé", "Amount requested"), teller.column("requested"), 2, True),
        Column(Text("Montant minimum", "Minimum"), teller.column("minimum"), 2, True),
    ]
    requests = teller.listing("requests", Text("Demandes à examiner", "Requests to examine"), columns, asked,
                              Text("Aucune demande n'est déposée pour cette session.",
                                   "No request is filed for this session."))  # fmt: skip
    projects = [row for row in teller.rows("projects") if row.values["left_on"] is None]
    listed = teller.listing(
        "projects", Text("Projets à entendre", "Projects to hear"),
        [Column(Text("Projet", "Project"), lambda row: row.id, 1),
         Column(Text("Titre", "Title"), teller.column("title"), 5)],
        projects, Text("Aucun projet n'est accompagné à ce jour.", "No project is supported as things stand."),
    )  # fmt: skip
    left = teller.value(worth(teller.judge, teller.report.rulebook.agreement.balance["remaining"]))
    return paper(
        teller,
        Text(f"Convocation à la session {held.id}", f"Convocation to the session {held.id}"),
        teller.who("fn"),
        ", ".join(members(teller)),
        (
            (Text("Session", "Session"), f"{held.id}, {day}"),
            (Text("Lieu", "Place"), teller.cell(held, "place")),
        ),
        (
            section(teller, Text("Ordre du jour", "Agenda"), [
                Paragraph(teller.say("1. Avancées de chaque projet et plan d'actions des deux mois à venir.",
                                     "1. Progress of each project and plan for the next two months.")),
                Paragraph(teller.say("2. Les trois axes de chaque projet : marché et usage ; technologie et"
                                     " compétences ; financement et réseau.",
                                     "2. The three axes of each project: market and use; technology and skills;"
                                     " funding and network.")),
                Paragraph(teller.say(f"3. Demandes d'aide ; il reste à attribuer : {left}.",
                                     f"3. Requests for money; left to allocate: {left}.")),
                Paragraph(teller.say("4. Calendrier et questions diverses.", "4. Calendar and any other business.")),
            ]),
            section(teller, Text("Projets", "Projects"), listed),
            section(teller, Text("Demandes", "Requests"), requests),
            section(teller, Text("Heure et accès", "Time and access"),
                    [to_complete(teller, Text("heure, salle, personne à joindre", "time, room, whom to call"))]),
        ),
        (teller.who("fn"),),
    )  # fmt: skip


def _asked(teller: Teller) -> list[Row]:
    return [*teller.rows("requests"), *teller.context.view("requests", "to_come").placed]


def notification(
    dossier: Dossier,
    allocation: str,
    *,
    rulebook: Rulebook | None = None,
    lang: Lang = "fr",
    as_of: date | None = None,
    readings: Mapping[str, str] | None = None,
) -> Document:
    """Return the letter that tells a holder what was decided on an allocation, as of the day of its decision.

    Raises:
        UsageError: there is no such allocation, or a reading is not known.
        DossierError: a value of the dossier contradicts the agreement.
    """
    teller = opened(
        dossier, rulebook, as_of or own_day(dossier, "allocations", allocation), readings, lang, "notification"
    )
    row = row_of(teller, "allocations", allocation, "--allocation")
    amount, status = teller.cell(row, "amount"), teller.cell(row, "status")
    paid = [each for each in teller.rows("payments") if each.values["allocation"] is row]
    columns = [
        Column(Text("Versement", "Payment"), lambda each: each.id, 2),
        Column(Text("Date", "Date"), teller.column("paid_on"), 2),
        Column(Text("Montant", "Amount"), teller.column("amount"), 2, True),
    ]
    return paper(
        teller,
        Text(f"Notification de la décision {row.id}", f"Notification of the decision {row.id}"),
        teller.who("fn"),
        teller.project(row),
        (
            (Text("Projet", "Project"), teller.project(row)),
            (Text("Session", "Session"), teller.cell(row, "session")),
            (Text("Décision du", "Decided on"), teller.cell(row, "decided_on")),
            (Text("Décision", "Decision"), f"{status}, {amount}"),
            (Text("Décideurs", "Deciders"), teller.cell(row, "decided_by")),
        ),
        (
            section(teller, Text("Objet de l'aide", "Purpose of the money"), [
                Paragraph(teller.say("Besoin : ", "Need: ") + teller.cell(row, "need")),
                Paragraph(teller.say("Objectif : ", "Objective: ") + teller.cell(row, "objective")),
            ]),
            section(teller, Text("Versements", "Payments"),
                    teller.listing("payments", Text("Versements faits", "Payments made"), columns, paid,
                                   Text("Rien n'est encore versé.", "Nothing is paid yet."))),
            section(teller, Text("Suite attendue", "What is expected next"), [
                Paragraph(teller.say("À chaque session, présenter les avancées, le plan d'actions et les trois axes du"
                                     " projet.", "At each session, present the progress, the plan and the three axes"
                                     " of the project.")),
                to_complete(teller, Text("coordonnées bancaires, date du versement", "bank details, day of payment")),
            ]),
        ),
        (teller.who("fn"), teller.project(row)),
    )  # fmt: skip


def assessment(
    dossier: Dossier,
    report: str,
    *,
    rulebook: Rulebook | None = None,
    lang: Lang = "fr",
    as_of: date | None = None,
    readings: Mapping[str, str] | None = None,
) -> Document:
    """Return the assessment that answers a two-month report, ready to complete, as of today.

    Raises:
        UsageError: there is no such report, or a reading is not known.
        DossierError: a value of the dossier contradicts the agreement.
    """
    teller = opened(dossier, rulebook, as_of, readings, lang, "assessment")
    row = row_of(teller, "reports", report, "--report")
    first, last = row.values["period_start"], row.values["period_end"]
    bounded = isinstance(first, int) and isinstance(last, int)
    held = teller.rows("sessions", first, last) if bounded else []
    held = [each for each in held if each.day is not None]
    inner = [block for each in held for block in presented(teller, each)]
    return paper(
        teller,
        Text(f"Appréciation du compte rendu {row.id}", f"Assessment of the report {row.id}"),
        teller.who("casq"),
        ", ".join(members(teller)),
        (
            (Text("Compte rendu", "Report"), f"{row.id}, {teller.cell(row, 'sent_on')}"),
            (Text("Période", "Period"), f"{teller.cell(row, 'period_start')} – {teller.cell(row, 'period_end')}"),
            (Text("Rubriques", "Headings"), teller.cell(row, "headings")),
        ),
        (
            section(teller, Text("Rencontres de la période", "Meetings of the period"), [
                *teller.listing("sessions", Text("Sessions de la période", "Sessions of the period"),
                                session_columns(teller), held,
                                Text("Aucune session ne s'est tenue pendant la période.",
                                     "No session was held in the period.")),
                *inner,
            ]),
            section(teller, Text("Appréciation", "Assessment"), [
                to_complete(teller, Text("avis sur l'accompagnement et le financement des projets",
                                         "opinion on the support and the funding of projects")),
                to_complete(teller, Text("avis sur la répartition des dotations partielles",
                                         "opinion on the split of the partial allocations")),
            ]),
        ),
        (teller.who("casq"),),
    )  # fmt: skip
