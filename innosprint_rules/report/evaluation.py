"""The evaluation of article 6: actions done, actions to do, financial balance, objectives, compliance."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

from innosprint_rules.calendar import day
from innosprint_rules.dossier.models import Dossier
from innosprint_rules.engine.check import check, default_rulebook
from innosprint_rules.engine.world import Row
from innosprint_rules.report.documents import Block, Document, Section
from innosprint_rules.report.documents_moment import day_of, whole_dossier
from innosprint_rules.report.documents_parts import (
    not_given,
    origin,
    plain,
    session_columns,
    sessions_to_come,
    steps,
)
from innosprint_rules.report.documents_teller import Column, Teller
from innosprint_rules.report.evaluation_verdicts import (
    compliance,
    financial_balance,
    objectives,
    what_falls_back,
)
from innosprint_rules.rulebook.loading import Rulebook
from innosprint_rules.wording import Lang, Text

At = Literal["mid-term", "end"]
MOMENTS: Mapping[str, str] = {"mid-term": "mid_term", "end": "term_end"}
"""The measure that gives the day of each evaluation."""


def evaluation(
    dossier: Dossier,
    at: At,
    *,
    rulebook: Rulebook | None = None,
    lang: Lang = "fr",
    as_of: date | None = None,
    readings: Mapping[str, str] | None = None,
) -> Document:
    """Return the evaluation at mid-term or at the end, as of that day unless ``as_of`` says otherwise.

    Raises:
        UsageError: the day rests on a fact that is not given, or a reading is not known.
        DossierError: a value of the dossier contradicts the agreement.
    """
    book = rulebook if rulebook is not None else default_rulebook()
    judge = whole_dossier(dossier, book, readings, None if as_of is None else as_of.toordinal())
    planned = day_of(judge, MOMENTS[at])
    report = check(dossier, book, as_of=as_of or day(planned), readings=readings)
    return _document(Teller(report, lang), at, planned)


def _document(teller: Teller, at: At, planned: int) -> Document:
    title = teller.report.rulebook.agreement.title.get(teller.lang)
    named = Text("Évaluation à mi-parcours", "Mid-term evaluation")
    if at == "end":
        named = Text("Évaluation finale", "Final evaluation")
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
            (when.get(teller.lang), teller.day(planned)),
            (teller.say("De", "From"), teller.who("casq")),
            (teller.say("À", "To"), ", ".join(label.get(teller.lang) for label in members)),
            (teller.say("Arrêtée au", "As of"), teller.day(teller.report.as_of.toordinal())),
        ),
        sections=(
            Section(teller.say("Actions entreprises", "Actions undertaken"), (), tuple(_done(teller))),
            Section(teller.say("Actions à entreprendre", "Actions to undertake"), tuple(_to_do(teller))),
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
            Section(teller.say("Objectifs", "Objectives"), tuple(objectives(teller))),
            Section(teller.say("Respect de la convention", "Compliance"), tuple(compliance(teller))),
            Section(teller.say("Données non renseignées", "Facts not given"), tuple(not_given(teller))),
        ),
        origin=origin(teller),
    )


# what was done ---------------------------------------------------------------------------------------


def _done(teller: Teller) -> list[Section]:
    """Return the actions, sessions, projects, documents and attestations so far."""
    parts: list[tuple[Text, list[Block]]] = [
        (Text("Actions des partenaires", "Actions of the partners"), _actions(teller)),
        (
            Text("Sessions", "Sessions"),
            teller.listing("sessions", Text("Sessions tenues", "Sessions held"), session_columns(teller),
                           teller.rows("sessions"), Text("Aucune session ne s'est tenue.", "No session was held.")),
        ),
        (Text("Projets", "Projects"), _projects(teller)),
        (Text("Documents", "Documents"), _documents(teller)),
        (Text("Moyens attestés", "Means attested"), _attestations(teller)),
    ]  # fmt: skip
    return [Section(title.get(teller.lang), tuple(blocks)) for title, blocks in parts]


def _actions(teller: Teller) -> list[Block]:
    columns = [
        Column(Text("Action", "Action"), lambda row: row.id, 1),
        Column(Text("Engagée le", "Started on"), teller.column("started_on"), 2),
        Column(Text("Partenaire", "Partner"), teller.column("partner"), 2),
        Column(Text("Objet", "Purpose"), teller.column("purpose"), 5),
        Column(Text("Accord du partenaire", "Agreed by the partner"), teller.column("agreed_on"), 2),
    ]
    caption = Text("Actions engagées", "Actions started")
    none = Text("Aucune action n'a été engagée.", "No action was started.")
    return teller.listing("actions", caption, columns, teller.rows("actions"), none)


def _projects(teller: Teller) -> list[Block]:
    def sessions(project: Row) -> str:
        if teller.is_absent("presentations"):
            return teller.not_given
        rows = [row for row in teller.rows("presentations") if row.values["project"] is project]
        held = [row.values["session"] for row in rows]
        return ", ".join(each.id for each in held if isinstance(each, Row)) or teller.say("aucune", "none")

    columns = [
        Column(Text("Projet", "Project"), lambda row: row.id, 1),
        Column(Text("Titre", "Title"), teller.column("title"), 4),
        Column(Text("Porteur", "Holder"), teller.column("holder"), 2),
        Column(Text("Domaine", "Field"), teller.column("field"), 2),
        Column(Text("Présenté aux sessions", "Presented at sessions"), sessions, 3),
    ]
    caption = Text("Projets du dossier", "Projects of the dossier")
    return teller.listing("projects", caption, columns, teller.rows("projects"), Text("Aucun projet.", "No project."))


def _documents(teller: Teller) -> list[Block]:
    columns = [
        Column(Text("Document", "Document"), lambda row: row.id, 1),
        Column(Text("Nature", "Kind"), teller.column("kind"), 3),
        Column(Text("Envoyé le", "Sent on"), teller.column("sent_on"), 2),
        Column(Text("De", "From"), teller.column("sender"), 1),
        Column(Text("À", "To"), teller.column("recipients"), 4),
    ]
    none = Text("Aucun document n'a été envoyé.", "No document was sent.")
    return teller.listing("reports", Text("Documents envoyés", "Documents sent"), columns, teller.rows("reports"), none)


def _attestations(teller: Teller) -> list[Block]:
    def value(row: Row) -> str:
        months = row.values["fte_months"]
        if not isinstance(months, int):
            return teller.value(row.model.value)
        return f"{teller.cell(row, 'fte_months')} {teller.say('mois à temps plein', 'full-time months')}"

    columns = [
        Column(Text("Attestation", "Attestation"), lambda row: row.id, 1),
        Column(Text("Clause", "Clause"), teller.column("clause"), 1),
        Column(Text("Date", "Date"), teller.column("date"), 2),
        Column(Text("Ce qui est attesté", "What is attested"), value, 5),
    ]
    none = Text("Aucune attestation.", "No attestation.")
    caption = Text("Attestations", "Attestations")
    blocks = teller.listing("attestations", caption, columns, teller.rows("attestations"), none)
    means = [f for f in teller.report.findings if f.nature == "means"]
    if means:
        said = [[f"{f.rule}, {f.compiled.rule.title.get(teller.lang)}", f.message.get(teller.lang)] for f in means]
        shown = [plain("Moyen", "Means", 2), plain("Constat", "What was found", 3)]
        blocks.append(teller.table(Text("Moyens que la convention engage", "Means that the agreement commits"), shown, said))
    return blocks


# what is to be done ----------------------------------------------------------------------------------


def _to_do(teller: Teller) -> list[Block]:
    """Return what falls due, the sessions planned and the actions announced."""
    columns = [
        Column(Text("Action", "Action"), lambda row: row.id, 1),
        Column(Text("Prévue le", "Planned on"), teller.column("started_on"), 2),
        Column(Text("Partenaire", "Partner"), teller.column("partner"), 2),
        Column(Text("Objet", "Purpose"), teller.column("purpose"), 5),
    ]
    planned = teller.listing(
        "actions", Text("Actions annoncées", "Actions announced"), columns,
        teller.context.view("actions", "to_come").placed,
        Text("Le dossier n'annonce aucune action à venir.", "The dossier announces no action to come."),
    )  # fmt: skip
    return [*steps(teller), *sessions_to_come(teller), *planned]
