"""What every paper has: who writes to whom, the moment it tells of, a place for date and signature."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from innosprint_rules.calendar import local_today
from innosprint_rules.dossier.cells.names import did_you_mean, quoted
from innosprint_rules.dossier.models import Dossier
from innosprint_rules.engine.check import check, default_rulebook
from innosprint_rules.engine.evaluation.rows import Row
from innosprint_rules.errors import Problem, UsageError
from innosprint_rules.folding import same_key
from innosprint_rules.report.documents.model import Block, Document, Paragraph, Section
from innosprint_rules.report.documents.needs import refuse_unless_written_from
from innosprint_rules.report.documents.parts import origin, plain
from innosprint_rules.report.documents.teller import Teller
from innosprint_rules.rulebook.book import Rulebook
from innosprint_rules.wording import Lang, Text


def opened(
    dossier: Dossier,
    rulebook: Rulebook | None,
    as_of: date | None,
    readings: Mapping[str, str] | None,
    lang: Lang,
    document: str | None = None,
) -> Teller:
    """Return a teller of the dossier as it stands on a day, today by default, for a ``document`` where one is named.

    Raises:
        UsageError: a reading is not known, or the agreement has not what the document is written from.
        DossierError: a value of the dossier contradicts the agreement.
    """
    book = rulebook if rulebook is not None else default_rulebook()
    if document is not None:
        refuse_unless_written_from(document, book)
    return Teller(check(dossier, book, as_of=as_of or local_today(), readings=readings), lang)


def own_day(dossier: Dossier, table: str, name: str) -> date | None:
    """Return the day of a row of the dossier, by its name; None where it has none, it or its table is not there."""
    for row in (dossier.rows(table) if table in dossier.schema.tables else None) or ():
        if same_key(row.identity) == same_key(name):
            column = row.table.date_column
            found = getattr(row, column) if column else None
            return found if isinstance(found, date) else None
    return None


def row_of(teller: Teller, table: str, name: str, option: str) -> Row:
    """Return a row of the dossier by its name, dated after the moment or not.

    Raises:
        UsageError: there is none of that name.
    """
    rows = {row.id: row for view in ("happened", "to_come") for row in _view(teller, table, view)}
    for identity, row in rows.items():
        if same_key(identity) == same_key(name):
            return row
    described = teller.world.schema(table)
    listed = quoted(rows)
    otherwise = Text(f"connues : {listed.fr}", f"known: {listed.en}") if rows else Text(
        f"remplir la table « {described.name} »", f"fill in the table “{described.name}”"
    )  # fmt: skip
    raise UsageError(
        Problem(
            "unknown-row",
            Text(f"{option} : « {name} » n'est dans aucune ligne de la table « {described.name} »",
                 f"{option}: “{name}” is in no row of the table “{described.name}”"),
            did_you_mean(name, rows, otherwise),
        )
    )  # fmt: skip


def _view(teller: Teller, table: str, name: str) -> Iterable[Row]:
    if name == "happened":
        return teller.rows(table)
    return teller.context.view(table, "to_come").placed


def paper(
    teller: Teller,
    title: Text,
    sender: str,
    to: str,
    facts: Iterable[tuple[Text, str]],
    sections: Sequence[Section],
    signers: Sequence[str],
) -> Document:
    """Return a paper, with a place for date and signature below everything else."""
    agreement = teller.report.rulebook.agreement.title.get(teller.lang)
    return Document(
        title=title.get(teller.lang),
        subject=agreement,
        author=sender,
        lang=teller.lang,
        day=teller.report.as_of,
        facts=(
            (teller.say("Convention", "Agreement"), agreement),
            *((name.get(teller.lang), value) for name, value in facts),
            (teller.say("De", "From"), sender),
            (teller.say("À", "To"), to),
        ),
        sections=(*sections, signatures(teller, signers)),
        origin=origin(teller),
    )


def members(teller: Teller) -> tuple[str, ...]:
    """Return the members by name."""
    return tuple(label.get(teller.lang) for label in teller.report.rulebook.agreement.members.values())


def signatures(teller: Teller, signers: Sequence[str]) -> Section:
    """Return the place for name, date and signature of each who signs."""
    columns = [plain("Pour", "For", 3), plain("Nom et qualité", "Name and capacity", 3), plain("Date", "Date", 2),
               plain("Signature", "Signature", 3)]  # fmt: skip
    rows = [[name, "", "", ""] for name in signers]
    table = teller.table(Text("À dater et à signer", "To be dated and signed"), columns, rows)
    return Section(teller.say("Date et signature", "Date and signature"), (table,))


def to_complete(teller: Teller, what: Text) -> Paragraph:
    """Return a place that somebody is to fill in."""
    return Paragraph(teller.say(f"À compléter : {what.fr}", f"To be completed: {what.en}"), note=True)


def section(teller: Teller, title: Text, blocks: Iterable[Block]) -> Section:
    """Return a section in the language of the paper."""
    return Section(title.get(teller.lang), tuple(blocks))
