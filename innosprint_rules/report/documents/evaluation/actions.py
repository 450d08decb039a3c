"""What an evaluation takes from the dossier: actions done and to do, sessions, projects, documents, means."""

from __future__ import annotations

from innosprint_rules.engine.evaluation.rows import Row
from innosprint_rules.report.content.words import article
from innosprint_rules.report.documents.model import Block, Section
from innosprint_rules.report.documents.parts import plain, session_columns, sessions_to_come, steps
from innosprint_rules.report.documents.teller import Column, Teller
from innosprint_rules.wording import Text


def done(teller: Teller) -> list[Section]:
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
        Column(Text("Article", "Article"), lambda row: teller.clause(row.values["clause"]), 1),
        Column(Text("Date", "Date"), teller.column("date"), 2),
        Column(Text("Ce qui est attesté", "What is attested"), value, 5),
    ]
    none = Text("Aucune attestation.", "No attestation.")
    caption = Text("Attestations", "Attestations")
    blocks = teller.listing("attestations", caption, columns, teller.rows("attestations"), none)
    means = [f for f in teller.report.findings if f.nature == "means"]
    if means:
        said = [[f"{f.compiled.rule.title.get(teller.lang)} {article(f, teller.lang)}", f.message.get(teller.lang)]
                for f in means]  # fmt: skip
        shown = [plain("Moyen", "Means", 2), plain("Constat", "What was found", 3)]
        blocks.append(
            teller.table(Text("Moyens que la convention engage", "Means that the agreement commits"), shown, said)
        )
    return blocks


# what is to be done ----------------------------------------------------------------------------------


def to_do(teller: Teller) -> list[Block]:
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
