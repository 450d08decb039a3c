"""Accounts of the endowment: the statement of what is to be returned, and the final account."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from innosprint_rules.dossier.models import Dossier
from innosprint_rules.engine.evaluation.rows import Row
from innosprint_rules.report.content.standing import LAST_DAY, TO_RETURN, role
from innosprint_rules.report.documents.model import Block, Document, Paragraph
from innosprint_rules.report.documents.papers.paper import opened, paper, section, to_complete
from innosprint_rules.report.documents.parts import balance_table, not_given, plain
from innosprint_rules.report.documents.teller import Column, Teller
from innosprint_rules.rulebook.book import Rulebook
from innosprint_rules.wording import Lang, Text


def balance(
    dossier: Dossier,
    *,
    rulebook: Rulebook | None = None,
    lang: Lang = "fr",
    as_of: date | None = None,
    readings: Mapping[str, str] | None = None,
) -> Document:
    """Return the statement of the balance to be returned, as of today unless ``as_of`` says otherwise.

    Raises:
        UsageError: a reading is not known.
        DossierError: a value of the dossier contradicts the agreement.
    """
    teller = opened(dossier, rulebook, as_of, readings, lang, "balance")
    owed = teller.value(role(teller.report, TO_RETURN))
    ends = role(teller.report, LAST_DAY)
    last = teller.day(ends) if isinstance(ends, int) else teller.not_given
    early = isinstance(ends, int) and teller.report.as_of.toordinal() <= ends
    said = (
        Text(f"La convention court jusqu'au {last} : à ce jour, {owed} reviendraient à l'agglomération.",
             f"The agreement runs until {last}: as things stand {owed} would go back to the agglomeration.")
        if early
        else Text(f"À restituer à l'agglomération : {owed}.", f"To be returned to the agglomeration: {owed}.")
    )  # fmt: skip
    returned = [row for row in teller.rows("payments") if row.values["direction"] == "FN->CASQ"]
    return paper(
        teller,
        Text("État du solde à restituer", "Statement of the balance to be returned"),
        teller.who("fn"),
        teller.who("casq"),
        (
            (Text("Dernier jour", "Last day"), last),
            (Text("Arrêté au", "As of"), teller.day(teller.report.as_of.toordinal())),
            (Text("À restituer", "To be returned"), owed),
        ),
        (
            section(teller, Text("Ce qui est à restituer", "What is to be returned"), [
                Paragraph(said.get(lang)), balance_table(teller),
            ]),
            section(teller, Text("Restitutions faites", "Returns made"),
                    _payments(teller, returned, Text("Restitutions", "Returns"),
                              Text("Rien n'est encore restitué.", "Nothing is returned yet."))),
            section(teller, Text("Restitution", "Return"),
                    [to_complete(teller, Text("date et référence du virement", "day and reference of the transfer"))]),
            section(teller, Text("Données non renseignées", "Facts not given"), not_given(teller)),
        ),
        (teller.who("fn"), teller.who("casq")),
    )  # fmt: skip


def account(
    dossier: Dossier,
    *,
    rulebook: Rulebook | None = None,
    lang: Lang = "fr",
    as_of: date | None = None,
    readings: Mapping[str, str] | None = None,
) -> Document:
    """Return the final account: what came in, what went out, decided and paid project by project, and the difference.

    Raises:
        UsageError: a reading is not known.
        DossierError: a value of the dossier contradicts the agreement.
    """
    teller = opened(dossier, rulebook, as_of, readings, lang, "account")
    rows = teller.rows("payments")
    came = [
        row for row in rows if str(row.values["direction"]).endswith("->FN") and row.values["direction"] != "FN->FN"
    ]
    went = [row for row in rows if row not in came]
    none = Text("Aucun mouvement.", "No movement.")
    return paper(
        teller,
        Text("Compte final de la dotation", "Final account of the endowment"),
        teller.who("fn"),
        teller.who("casq"),
        ((Text("Arrêté au", "As of"), teller.day(teller.report.as_of.toordinal())),),
        (
            section(teller, Text("Produits", "Income"), _payments(teller, came, Text("Encaissements", "Income"), none)),
            section(teller, Text("Charges", "Expenditure"), _payments(teller, went, Text("Sorties", "Paid out"), none)),
            section(teller, Text("Écarts entre ce qui est décidé et versé", "Decided and paid, and the difference"),
                    [_differences(teller)]),
            section(teller, Text("Équilibre financier", "Financial balance"), [balance_table(teller)]),
            section(teller, Text("Explication des écarts", "Explanation of the differences"),
                    [to_complete(teller, Text("motif de chaque écart", "reason of each difference"))]),
            section(teller, Text("Données non renseignées", "Facts not given"), not_given(teller)),
        ),
        (teller.who("fn"),),
    )  # fmt: skip


def _payments(teller: Teller, rows: Iterable[Row], caption: Text, none: Text) -> list[Block]:
    columns = [
        Column(Text("Versement", "Payment"), lambda row: row.id, 2),
        Column(Text("Date", "Date"), teller.column("paid_on"), 2),
        Column(Text("De → à", "From → to"), teller.column("direction"), 2),
        Column(Text("Projet", "Project"), teller.project, 4),
        Column(Text("Libellé", "Label"), teller.column("label"), 3),
        Column(Text("Montant", "Amount"), teller.column("amount"), 2, True),
    ]
    listed = list(rows)
    blocks = teller.listing("payments", caption, columns, listed, none)
    amounts = [row.values["amount"] for row in listed]
    if listed and all(isinstance(each, int) for each in amounts):
        total = teller.value(sum(amounts))
        blocks.append(Paragraph(teller.say(f"Total : {total}", f"Total: {total}")))
    return blocks


def _differences(teller: Teller) -> Block:
    columns = [plain("Ligne", "Line", 1), plain("Projet", "Project", 4), plain("Décidé", "Decided", 2, True),
               plain("Versé", "Paid", 2, True), plain("Rendu", "Given back", 2, True),
               plain("Écart", "Difference", 2, True)]  # fmt: skip
    payments = teller.rows("payments")
    rows = []
    for row in teller.rows("allocations"):
        if row.values["status"] != "décidée":
            continue
        decided = row.values["amount"]
        own = [each for each in payments if each.values["allocation"] is row]
        paid = _sum(own, "FN->projet")
        back = _sum(own, "projet->FN")
        known = isinstance(decided, int) and paid is not None and back is not None
        gap = teller.value(decided - (paid or 0) + (back or 0)) if known else teller.not_given
        rows.append([row.id, teller.project(row), teller.value(decided), teller.value(paid), teller.value(back), gap])
    return teller.table(Text("Décidé et versé", "Decided and paid"), columns, rows)


def _sum(rows: Iterable[Row], direction: str) -> int | None:
    amounts = [row.values["amount"] for row in rows if row.values["direction"] == direction]
    return sum(amounts) if all(isinstance(each, int) for each in amounts) else None
