"""The grant as open data: the SCDL table « subventions », version 2.1.1.

One row, the grant that the agreement gives. What its beneficiary passes on is its own: it is no grant of the grantor,
no dossier identifies those who receive it by SIRET or RNA, and they may be private persons. What is not known is asked
for, never made up.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from innosprint_rules.calendar import day, local_today
from innosprint_rules.dossier.formats.formula_marks import marked
from innosprint_rules.dossier.models import Dossier
from innosprint_rules.engine.agreement_facts import check_convention
from innosprint_rules.engine.check import default_rulebook
from innosprint_rules.errors import ProblemList, UsageError
from innosprint_rules.report.documents.moment import whole_dossier
from innosprint_rules.report.opendata.ids import compact, rna_fault, siret_fault
from innosprint_rules.report.opendata.payments import Payments, amount_granted, payments_of
from innosprint_rules.rulebook.book import Rulebook
from innosprint_rules.wording import Text, printable

FIELDS = (
    "nomAttribuant", "idAttribuant", "dateConvention", "referenceDecision", "nomBeneficiaire", "idBeneficiaire",
    "rnaBeneficiaire", "objet", "montant", "nature", "conditionsVersement", "datesPeriodeVersement", "idRAE",
    "notificationUE", "pourcentageSubvention", "dispositifAide",
)  # fmt: skip
IN_CASH, WHOLE = "aide en numéraire", "1.00"
MOST_WORDS = 256


@dataclass(frozen=True, slots=True)
class Grant:
    """What the standard asks for and no table of a dossier holds; None is not known."""

    grantor: str | None = None
    grantor_siret: str | None = None
    signed_on: date | None = None
    decision: str | None = None
    beneficiary: str | None = None
    beneficiary_siret: str | None = None
    beneficiary_rna: str | None = None
    purpose: str | None = None
    notified: str | None = None
    scheme: str | None = None


OPTIONS: Mapping[str, tuple[str, Text]] = {
    "grantor": ("--nom-attribuant", Text("le nom officiel de qui attribue", "the official name of the grantor")),
    "grantor_siret": ("--siret-attribuant", Text("le SIRET de qui attribue", "the SIRET of the grantor")),
    "signed_on": (
        "--date-convention",
        Text("le jour de la signature de la convention", "the day the agreement was signed"),
    ),
    "beneficiary": (
        "--nom-beneficiaire",
        Text("le nom officiel du bénéficiaire", "the official name of the beneficiary"),
    ),
    "purpose": ("--objet", Text("l'objet de la subvention", "the purpose of the grant")),
    "notified": (
        "--notification-ue",
        Text("la notification à l'UE (oui ou non)", "the notification to the EU (oui or non)"),
    ),
}
"""How each value that must be there is asked for."""


def subventions_csv(
    dossier: Dossier,
    grant: Grant,
    *,
    rulebook: Rulebook | None = None,
    as_of: date | None = None,
    readings: Mapping[str, str] | None = None,
) -> str:
    """Return the grant as a CSV text: UTF-8, commas, decimal points, ISO days.

    Payments count up to ``as_of``, today when None.

    Raises:
        UsageError: with everything that is missing or wrong, at once.
    """
    book = rulebook if rulebook is not None else default_rulebook()
    check_convention(book, dossier)
    moment = (as_of or local_today()).toordinal()
    judge = whole_dossier(dossier, book, readings, moment)
    problems = ProblemList()
    whole = _completed(grant, book, dossier, problems)
    _check(whole, book.agreement.publication.get("siren"), problems)
    amount = amount_granted(judge, problems)
    paid = payments_of(judge, problems)
    if problems:
        raise UsageError(problems.problems)
    return _written(whole, amount, paid)


def _completed(grant: Grant, book: Rulebook, dossier: Dossier, problems: ProblemList) -> Grant:
    """Return the grant with what the agreement and the dossier say where nothing else is given."""
    told = book.agreement.publication.get
    known = Grant(
        grantor=told("grantor"), decision=told("decision"), beneficiary=told("beneficiary"), purpose=told("purpose")
    )
    given: dict[str, Any] = {field.name: getattr(grant, field.name) for field in fields(Grant)}
    for name, value in given.items():
        said = value.strip() or None if isinstance(value, str) else value
        given[name] = getattr(known, name) if said is None else said
    found = Grant(**given)
    fact = told("signed") or ""
    signed = book.agreement.facts.get(fact)
    written = day(signed.value) if signed is not None and isinstance(signed.value, int) else None
    if written is None:
        written = getattr(dossier.facts_row, fact, None)
    if found.signed_on is not None and written is not None and found.signed_on != written:
        problems.add(
            "two-dates",
            Text(f"--date-convention : {found.signed_on} contredit la date de signature du dossier, {written}",
                 f"--date-convention: {found.signed_on} contradicts the dossier's day of signature, {written}"),
            Text("n'en garder qu'une", "keep one"),
        )  # fmt: skip
    return replace(
        found,
        signed_on=found.signed_on or written,
        grantor_siret=_identifier(found.grantor_siret),
        beneficiary_siret=_identifier(found.beneficiary_siret),
        beneficiary_rna=_identifier(found.beneficiary_rna),
    )


def _identifier(text: str | None) -> str | None:
    return None if text is None else compact(text).upper()


def _check(grant: Grant, siren: str | None, problems: ProblemList) -> None:
    """Note what is missing and what is wrong."""
    for name, (option, words) in OPTIONS.items():
        if getattr(grant, name) is None:
            problems.add("missing-value", Text(f"il manque {words.fr}", f"missing: {words.en}"),
                         Text(f"le donner par {option}", f"give it with {option}"))  # fmt: skip
    if grant.beneficiary_siret is None and grant.beneficiary_rna is None:
        problems.add(
            "missing-value",
            Text("il manque le SIRET ou le numéro RNA du bénéficiaire",
                 "missing: the SIRET or the RNA number of the beneficiary"),
            Text("le donner par --siret-beneficiaire ou --rna-beneficiaire",
                 "give it with --siret-beneficiaire or --rna-beneficiaire"),
        )  # fmt: skip
    told = [
        ("--siret-attribuant", None if grant.grantor_siret is None else siret_fault(grant.grantor_siret, siren)),
        ("--siret-beneficiaire", None if grant.beneficiary_siret is None else siret_fault(grant.beneficiary_siret)),
        ("--rna-beneficiaire", None if grant.beneficiary_rna is None else rna_fault(grant.beneficiary_rna)),
    ]
    for option, fault in told:
        if fault is not None:
            hint = Text("le recopier de l'avis de situation ou du récépissé", "copy it from the register")
            problems.add("bad-identifier", Text(f"{option} : {fault.fr}", f"{option}: {fault.en}"), hint)
    if grant.purpose is not None and len(grant.purpose) > MOST_WORDS:
        problems.add("too-long", Text(f"--objet : {len(grant.purpose)} caractères, {MOST_WORDS} au plus",
                                      f"--objet: {len(grant.purpose)} characters, {MOST_WORDS} at most"))  # fmt: skip
    if grant.notified not in (None, "oui", "non"):
        problems.add("unknown-choice", Text(f"--notification-ue : « {grant.notified} » n'est pas possible",
                                            f"--notification-ue: “{grant.notified}” is not possible"),
                     Text("au choix : oui, non", "choose among oui, non"))  # fmt: skip


def _written(grant: Grant, amount: str, paid: Payments) -> str:
    row = {
        "nomAttribuant": grant.grantor,
        "idAttribuant": grant.grantor_siret,
        "dateConvention": grant.signed_on.isoformat() if grant.signed_on else "",
        "referenceDecision": grant.decision,
        "nomBeneficiaire": grant.beneficiary,
        "idBeneficiaire": grant.beneficiary_siret,
        "rnaBeneficiaire": grant.beneficiary_rna,
        "objet": grant.purpose,
        "montant": amount,
        "nature": IN_CASH,
        "conditionsVersement": paid.terms,
        "datesPeriodeVersement": paid.days,
        "notificationUE": grant.notified,
        "pourcentageSubvention": WHOLE,
        "dispositifAide": grant.scheme,
    }
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, FIELDS, restval="", lineterminator="\r\n")
    writer.writeheader()
    texts = {name: marked(printable(value or "")) for name, value in row.items()}
    writer.writerow({**texts, "montant": amount})
    return text.getvalue()
