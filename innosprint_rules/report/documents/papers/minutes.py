"""The minutes of a session: who was there, what was presented, what was voted, what is left, what comes next."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from innosprint_rules.dossier.models import Dossier
from innosprint_rules.dossier.schema.roles import required
from innosprint_rules.engine.evaluation.rows import Row
from innosprint_rules.report.content.words import MARKS
from innosprint_rules.report.documents.model import Block, Document, Paragraph
from innosprint_rules.report.documents.papers.paper import members, opened, own_day, paper, row_of, section, to_complete
from innosprint_rules.report.documents.parts import balance_table, sessions_to_come, steps
from innosprint_rules.report.documents.teller import Column, Teller
from innosprint_rules.rulebook.book import Rulebook
from innosprint_rules.wording import Lang, Text


def minutes(
    dossier: Dossier,
    session: str,
    *,
    rulebook: Rulebook | None = None,
    lang: Lang = "fr",
    as_of: date | None = None,
    readings: Mapping[str, str] | None = None,
    prose: bool = True,
) -> Document:
    """Return the minutes of a session, as of its day unless ``as_of`` says otherwise.

    Without ``prose`` the free texts of holders (needs, objectives, evaluations) are left out: they may name people.

    Raises:
        UsageError: there is no such session, or a reading is not known.
        DossierError: a value of the dossier contradicts the agreement.
    """
    teller = opened(dossier, rulebook, as_of or own_day(dossier, "sessions", session), readings, lang, "minutes")
    held = row_of(teller, "sessions", session, "--session")
    day = teller.cell(held, "held_on")
    present = teller.cell(held, "members_present")
    return paper(
        teller,
        Text(f"Procès-verbal de la session {held.id}", f"Minutes of the session {held.id}"),
        teller.who("fn"),
        ", ".join(members(teller)),
        (
            (Text("Session", "Session"), f"{held.id}, {day}"),
            (Text("Lieu", "Place"), teller.cell(held, "place")),
            (Text("Co-organisateurs", "Co-organisers"), teller.cell(held, "co_organisers")),
            (Text("Membres présents", "Members present"), present),
        ),
        (
            section(teller, Text("Projets présentés", "Projects presented"), presented(teller, held)),
            section(teller, Text("Ce qui a été voté", "What was voted"), _votes(teller, held, prose)),
            section(teller, Text("Ce qui reste", "What is left"), [balance_table(teller)]),
            section(teller, Text("Observations", "Remarks"),
                    [to_complete(teller, Text("échanges, réserves, questions diverses",
                                              "discussion, reservations, any other business"))]),
            section(teller, Text("Suites", "What comes next"), [*sessions_to_come(teller), *steps(teller)]),
        ),
        members(teller),
    )  # fmt: skip


def presented(teller: Teller, session: Row) -> list[Block]:
    """Return the projects presented at a session, each with what it covered."""
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


def _votes(teller: Teller, session: Row, prose: bool) -> list[Block]:
    columns = [
        Column(Text("Ligne", "Line"), lambda row: row.id, 1),
        Column(Text("Projet", "Project"), teller.project, 3),
        Column(Text("Montant", "Amount"), teller.column("amount"), 2, True),
        Column(Text("Vote", "Vote"), teller.column("status"), 2),
        Column(Text("Décideurs", "Deciders"), teller.column("decided_by"), 3),
    ]
    if prose:
        columns += [
            Column(Text("Besoin", "Need"), teller.column("need"), 3),
            Column(Text("Objectif", "Objective"), teller.column("objective"), 3),
            Column(Text("Évaluation des avancées", "Evaluation of progress"), teller.column("progress_evaluation"), 3),
        ]
    role = required(teller.report.rulebook.schema.roles.proposals, "proposals")
    rows = [row for row in teller.rows("allocations") if row.values["session"] is session]
    done = [row for row in rows if row.values[role.status] != role.proposed]
    caption = Text(f"Votes de la session {session.id}", f"Votes of session {session.id}")
    none = Text("Rien n'y a été voté.", "Nothing was voted there.")
    blocks = teller.listing("allocations", caption, columns, done, none)
    waiting = [row.id for row in rows if row.values[role.status] == role.proposed]
    if waiting:
        ids = ", ".join(waiting)
        blocks.append(Paragraph(teller.say(f"Proposé, non voté : {ids}.", f"Proposed, not voted: {ids}."), note=True))
    names = {row.id for row in done}
    for finding in teller.report.findings:
        grave = finding.verdict == "violated" and finding.severity == "error"
        if grave and finding.subject.table == "allocations" and finding.subject.id in names:
            said = f"{MARKS['error']} {finding.subject.id}, {finding.rule} : {finding.message.get(teller.lang)}"
            blocks.append(Paragraph(said, note=True))
    return blocks
