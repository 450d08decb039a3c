"""The grant as open data: valid under the standard, nothing made up, every lack told at once."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from typing import Any

import pytest

from innosprint_rules import Dossier, UsageError
from innosprint_rules.report.opendata.ids import luhn, rna_fault, siret_fault
from innosprint_rules.report.opendata.scdl import FIELDS, Grant, subventions_csv
from tests.acceptance.year import dossier, drop, edited, put, without
from tests.report.documents.made import year

AFTER = date(2020, 2, 1)


def siret(thirteen: str) -> str:
    """Complete a number with its check digit."""
    return next(thirteen + digit for digit in "0123456789" if luhn(thirteen + digit))


CASQ = siret("200071892" + "0001")
GRANT = Grant(
    grantor_siret=CASQ, beneficiary_siret=siret("123456789" + "0001"), signed_on=date(2018, 12, 20), notified="non"
)


def row(facts: Dossier, grant: Grant = GRANT, as_of: date = AFTER, **readings: str) -> dict[str, str]:
    (found,) = csv.DictReader(io.StringIO(subventions_csv(facts, grant, as_of=as_of, readings=readings)))
    return found


def test_the_row() -> None:
    assert row(year()) == {
        "nomAttribuant": "Communauté d'agglomération du Saint-Quentinois",
        "idAttribuant": CASQ,
        "dateConvention": "2018-12-20",
        "referenceDecision": "002-200071892-20181127-44208A-DE",
        "nomBeneficiaire": "Association Faubourg Numérique",
        "idBeneficiaire": GRANT.beneficiary_siret,
        "rnaBeneficiaire": "",
        "objet": "Programme Innosprint d'accompagnement à l'innovation et à la transition numérique",
        "montant": "35000.00",
        "nature": "aide en numéraire",
        "conditionsVersement": "échelonné",
        "datesPeriodeVersement": "2019-02-08/2019-05-24",
        "idRAE": "",
        "notificationUE": "non",
        "pourcentageSubvention": "1.00",
        "dispositifAide": "",
    }


def test_the_fields_stand_in_the_order_of_the_standard() -> None:
    text = subventions_csv(year(), GRANT, as_of=AFTER)
    assert text.split("\r\n")[0] == ",".join(FIELDS)
    assert not text.startswith("\ufeff")


# the standard ----------------------------------------------------------------------------------------

_REQUIRED = {
    "nomAttribuant", "idAttribuant", "dateConvention", "nomBeneficiaire", "objet", "montant", "nature",
    "conditionsVersement", "datesPeriodeVersement", "notificationUE", "pourcentageSubvention",
}  # fmt: skip
_KINDS: dict[str, dict[str, Any]] = {
    "dateConvention": {"type": "date"},
    "montant": {"type": "number"},
    "pourcentageSubvention": {"type": "number"},
    "notificationUE": {"type": "boolean", "trueValues": ["oui"], "falseValues": ["non"]},
}
_LIMITS: dict[str, dict[str, Any]] = {
    "idAttribuant": {"pattern": r"^\d{14}$"},
    "rnaBeneficiaire": {"pattern": r"^W\d{9}$"},
    "objet": {"maxLength": 256},
    "nature": {"enum": ["aide en numéraire", "aide en nature", "aide en numéraire;aide en nature",
                        "aide en nature;aide en numéraire"]},
    "conditionsVersement": {"maxLength": 256},
    "datesPeriodeVersement": {"pattern": r"^[0-9]{4}\-[0-9]{2}\-[0-9]{2}(\/[0-9]{4}\-[0-9]{2}\-[0-9]{2})?$"},
    "idRAE": {"maxLength": 5},
    "pourcentageSubvention": {"minimum": 0.01, "maximum": 1},
}  # fmt: skip


def standard() -> dict[str, Any]:
    """Return the rules of SCDL subventions 2.1.1 as a table schema."""
    described = []
    for name in FIELDS:
        limits = {**({"required": True} if name in _REQUIRED else {}), **_LIMITS.get(name, {})}
        described.append({"name": name, **_KINDS.get(name, {"type": "string"}), "constraints": limits})
    return {"fields": described}


CASES = [
    (edited(), AFTER, GRANT),
    (edited(), date(2019, 3, 1), GRANT),
    (edited(), date(2018, 12, 20), GRANT),
    (edited(without("versements")), AFTER, GRANT),
    (edited(put("versements", "V09", montant="15 000,00 €")), AFTER, GRANT),
    (
        edited(),
        AFTER,
        Grant(None, CASQ, date(2018, 12, 20), beneficiary_rna="W 021 234 567", notified="oui"),
    ),
]


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("case", CASES, ids=range(len(CASES)))
def test_frictionless_finds_no_fault(case: tuple[Any, date, Grant]) -> None:
    frictionless = pytest.importorskip("frictionless")
    tables, as_of, grant = case
    text = subventions_csv(dossier(tables), grant, as_of=as_of)
    schema = frictionless.Schema.from_descriptor(standard())
    source = frictionless.Resource(text.encode("utf-8"), format="csv", encoding="utf-8", schema=schema)
    assert source.validate().valid


@pytest.mark.filterwarnings("ignore")
def test_the_oracle_sees_a_fault() -> None:
    frictionless = pytest.importorskip("frictionless")
    text = subventions_csv(year(), GRANT, as_of=AFTER).replace("35000.00", "35000,00")
    schema = frictionless.Schema.from_descriptor(standard())
    assert (
        not frictionless.Resource(text.encode("utf-8"), format="csv", encoding="utf-8", schema=schema).validate().valid
    )


@pytest.mark.parametrize("case", CASES, ids=range(len(CASES)))
def test_plain_checks_find_no_fault(case: tuple[Any, date, Grant]) -> None:
    tables, as_of, grant = case
    found = row(dossier(tables), grant, as_of)
    assert all(found[name] for name in _REQUIRED)
    assert found["idBeneficiaire"] or found["rnaBeneficiaire"]
    for name, limits in _LIMITS.items():
        if found[name] and "pattern" in limits:
            assert re.fullmatch(limits["pattern"], found[name])
        assert len(found[name]) <= limits.get("maxLength", 256)


# payments --------------------------------------------------------------------------------------------


def test_one_payment_in_full_is_unique_and_dated() -> None:
    facts = dossier(edited(put("versements", "V01", montant="35 000,00 €"), drop("versements", "V09")))
    found = row(facts)
    assert (found["conditionsVersement"], found["datesPeriodeVersement"]) == ("unique", "2019-02-08")


def test_while_a_part_is_paid_the_last_day_is_the_agreements() -> None:
    found = row(year(), as_of=date(2019, 3, 1))
    assert found["conditionsVersement"] == "échelonné"
    assert found["datesPeriodeVersement"] == "2019-02-08/2019-05-31"
    assert row(year(), as_of=date(2019, 3, 1), Q3="start")["datesPeriodeVersement"] == "2019-02-08/2019-04-30"


@pytest.mark.parametrize("tables", [edited(without("versements")), edited()], ids=["no table", "nothing paid yet"])
def test_before_any_payment_the_terms_are_the_agreements(tables: Any) -> None:
    found = row(dossier(tables), as_of=date(2018, 12, 20))
    assert found["conditionsVersement"] == "en totalité au plus tard le 31/05/2019"
    assert found["datesPeriodeVersement"] == "2018-12-12/2019-05-31"


def test_a_payment_without_date_is_told_with_its_place() -> None:
    with pytest.raises(UsageError) as refused:
        row(dossier(edited(put("versements", "V09", date=""))))
    assert [problem.code for problem in refused.value.problems] == ["payment-without-date"]


def test_an_amendment_changes_the_amount_from_its_day() -> None:
    tables = edited()
    tables["avenants"] = [
        {"id": "N1", "date": "01/10/2019", "objet": "montant", "forme": "avenant", "parametre": "dotation",
         "valeur": "40 000,00 €"}
    ]  # fmt: skip
    assert row(dossier(tables))["montant"] == "40000.00"
    assert row(dossier(tables), as_of=date(2019, 9, 1))["montant"] == "35000.00"


# what is missing or wrong ----------------------------------------------------------------------------


def problems(grant: Grant, facts: Dossier | None = None) -> list[str]:
    with pytest.raises(UsageError) as refused:
        subventions_csv(facts or year(), grant, as_of=AFTER)
    return [f"{problem.message.fr} {problem.hint.fr if problem.hint else ''}" for problem in refused.value.problems]


def test_everything_missing_is_asked_for_at_once() -> None:
    told = "\n".join(problems(Grant()))
    for option in ("--siret-attribuant", "--date-convention", "--notification-ue", "--rna-beneficiaire"):
        assert option in told
    assert len(problems(Grant())) == 4


def test_wrong_and_missing_are_told_together() -> None:
    assert (
        len(problems(Grant(grantor_siret="123", beneficiary_rna="W12", notified="peut-être", purpose="x" * 257))) == 5
    )


def test_the_day_of_signature_is_the_dossiers() -> None:
    tables = edited()
    tables["convention"].append({"cle": "date_signature", "valeur": "20/12/2018"})
    grant = Grant(grantor_siret=CASQ, beneficiary_rna="W021234567", notified="non")
    assert row(dossier(tables), grant)["dateConvention"] == "2018-12-20"
    other = Grant(grantor_siret=CASQ, beneficiary_rna="W021234567", notified="non", signed_on=date(2019, 1, 2))
    (told,) = problems(other, dossier(tables))
    assert "contredit" in told


def test_another_agreement_is_asked_for_its_names_too(tmp_path: Any) -> None:
    import shutil

    from innosprint_rules import load_rulebook
    from innosprint_rules.location import BUNDLED, rules_root

    shutil.copytree(rules_root() / BUNDLED, tmp_path / "other")
    path = tmp_path / "other" / "agreement.yaml"
    written = re.sub(r"\npublication:\n(  .*\n)+", "\n", path.read_text(encoding="utf-8"))
    path.write_text(written.replace("name: innosprint\n", "name: other\n"), encoding="utf-8")
    with pytest.raises(UsageError) as refused:
        subventions_csv(year(), Grant(), rulebook=load_rulebook(tmp_path / "other"), as_of=AFTER)
    assert len(refused.value.problems) == 7


@pytest.mark.parametrize(
    ("number", "right"),
    [
        (siret("732829320" + "0007"), True),
        ("73282932000075", False),
        ("7328293200007", False),
        ("7328293200007X", False),
        ("٧٣٢٨٢٩٣٢٠٠٠٠٧٤", False),
        ("35600000000048", True),  # La Poste, head office
        ("35600000049837", True),  # La Poste: digits add up to a multiple of 5, no check digit
        ("35600000049838", False),
    ],
)
def test_siret(number: str, right: bool) -> None:
    assert (siret_fault(number) is None) == right


def test_spaces_of_a_siret_are_no_matter() -> None:
    spaced = Grant(f" {CASQ[:3]} ", f"{CASQ[:3]} {CASQ[3:9]}\u202f{CASQ[9:]}", GRANT.signed_on,
                   beneficiary_siret=GRANT.beneficiary_siret, notified="non")  # fmt: skip
    assert row(year(), spaced)["idAttribuant"] == CASQ


def test_the_grantors_siret_is_that_of_the_agglomeration() -> None:
    assert siret_fault(siret("1234567890001"), "200071892") is not None
    assert len(problems(Grant(grantor_siret=GRANT.beneficiary_siret, beneficiary_siret=CASQ, signed_on=AFTER,
                              notified="non"))) == 1  # fmt: skip


@pytest.mark.parametrize(("number", "right"), [("W021234567", True), ("W12345678", False), ("0212345678", False)])
def test_rna(number: str, right: bool) -> None:
    assert (rna_fault(number) is None) == right
