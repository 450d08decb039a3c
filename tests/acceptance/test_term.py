"""What amendments do to the term: which count, which cannot be, and what a renewed year owes."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

import innosprint_rules as ir
from innosprint_rules.errors import DossierError

Row = dict[str, Any]
RENEWED: Row = {"id": "N1", "date": "2019-12-01", "objet": "renouvellement", "forme": "avenant",
                "parametre": "date_fin", "valeur": "2020-12-12"}  # fmt: skip


def dossier(*amendments: Row, **tables: Any) -> ir.Dossier:
    return ir.Dossier.model_validate({"avenants": list(amendments), **tables})


def found(given: ir.Dossier, day: str, *codes: str, **readings: str) -> dict[str | None, str]:
    """Return the verdicts of some rules by subject."""
    report = ir.check(given, as_of=date.fromisoformat(day), select=codes, readings=readings)
    return {finding.subject.id: finding.verdict for finding in report.findings}


def amended(**cells: Any) -> Row:
    return {**RENEWED, **cells}


IMPOSSIBLE = {
    "a last day before the first": amended(valeur="2009-12-12"),
    "a last day that is the first": amended(date="2018-12-01", objet="durée", valeur="2018-12-12"),
    "dated before the deliberation": amended(date="2018-11-26"),
    "date_fin under another purpose": amended(objet="montant"),
    "date_fin under no purpose of the list": amended(objet="autre"),
    "dotation under another purpose": amended(parametre="dotation", valeur="40000"),
    "shortened after the day that it sets": amended(date="2019-06-02", objet="durée", valeur="2019-06-01"),
    "shortened by letter after the day that it sets": amended(
        date="2019-06-02", objet="durée", forme="courrier", valeur="2019-06-01"
    ),
}


@pytest.mark.parametrize("row", IMPOSSIBLE.values(), ids=list(IMPOSSIBLE))
@pytest.mark.parametrize("readings", [{}, {"Q1": "publication"}, {"Q2": "eve"}])
def test_an_amendment_that_cannot_be_is_refused_once(row: Row, readings: dict[str, str]) -> None:
    with pytest.raises(DossierError) as caught:
        ir.check(dossier(row), as_of=date(2019, 3, 1), readings=readings)
    (problem,) = caught.value.problems
    assert problem.code == "row-impossible"
    assert "{cell}" not in problem.message.fr + problem.message.en


POSSIBLE = {
    "the day after the first": amended(date="2018-12-12", objet="durée", valeur="2018-12-13"),
    "dated on the day of the deliberation": amended(date="2018-11-27"),
    "shortened on the day that it sets": amended(date="2019-06-01", objet="durée", valeur="2019-06-01"),
    "late, which a rule tells": amended(date="2020-01-31", valeur="2020-01-15"),
    "no purpose given": amended(objet=""),
    "no date given": amended(date=""),
}


@pytest.mark.parametrize("row", POSSIBLE.values(), ids=list(POSSIBLE))
def test_what_can_be_is_judged(row: Row) -> None:
    assert ir.check(dossier(row), as_of=date(2020, 2, 1), select=["TRM"]).findings


@pytest.mark.parametrize("parameter", ["dotation", "date_fin"])
def test_a_parameter_without_a_value_is_refused(parameter: str) -> None:
    row = amended(objet="montant" if parameter == "dotation" else "durée", parametre=parameter, valeur="")
    with pytest.raises(ValueError, match="new value is blank"):
        dossier(row)


def test_a_value_that_is_no_date_is_refused() -> None:
    with pytest.raises(ValueError, match="soon"):
        dossier(amended(valeur="soon"))


def test_a_renewal_without_a_last_day_changes_nothing_and_says_so() -> None:
    given = dossier(amended(parametre="", valeur=""), sessions=[])
    report = ir.check(given, as_of=date(2019, 12, 13), select=["SES01", "TRM"])
    assert {(f.rule, f.subject.id): f.verdict for f in report.findings} == {
        ("SES01", "Y1"): "violated", ("TRM01", "N1"): "satisfied", ("TRM03", "N1"): "satisfied",
    }  # fmt: skip
    assert "renewal-without-last-day" in {notice.code for notice in report.notices}


def test_an_amendment_after_the_end_erases_no_breach() -> None:
    late = amended(date="2020-01-31", objet="durée", valeur="2025-12-12")
    paid = {"id": "V1", "date": "2019-01-10", "sens": "CASQ->FN", "montant": 35000, "allocation": "", "projet": ""}
    given = dossier(late, sessions=[], versements=[paid])
    for day in ("2020-01-30", "2020-02-01"):
        assert found(given, day, "SES01") == {"Y1": "violated"}
        assert found(given, day, "END04") == {None: "violated"}
    assert found(given, "2020-02-01", "TRM03") == {"N1": "violated"}


def test_amendments_count_in_the_order_of_their_days_not_of_the_file() -> None:
    second = amended(id="N2", date="2020-12-12", valeur="2021-12-12")
    given = dossier(second, RENEWED, sessions=[])
    assert found(given, "2021-12-13", "SES01") == {"Y1": "violated", "Y2": "violated", "Y3": "violated"}
    assert found(given, "2020-12-11", "SES01") == {"Y1": "violated", "Y2": "pending"}
    assert found(given, "2020-12-12", "SES01") == {"Y1": "violated", "Y2": "pending", "Y3": "pending"}


def test_of_two_on_one_day_the_last_in_the_file_holds() -> None:
    shorter = amended(id="N2", objet="durée", valeur="2020-06-30")
    assert found(dossier(RENEWED, shorter, sessions=[]), "2020-07-01", "SES01") == {"Y1": "violated"}
    assert set(found(dossier(shorter, RENEWED, sessions=[]), "2020-07-01", "SES01")) == {"Y1", "Y2"}


def test_three_years_have_eighteen_periods_and_their_evaluations() -> None:
    third = amended(id="N2", date="2020-12-01", valeur="2021-12-12")
    given = dossier(RENEWED, third, documents=[])
    assert set(found(given, "2021-12-13", "REP01")) == {f"P{n}" for n in range(1, 19)}
    report = ir.check(given, as_of=date(2021, 6, 1), select=["EVA"])
    dues = {(f.rule, f.subject.id): f.due for f in report.findings if f.verdict == "pending"}
    assert dues == {("EVA01", "Y3"): date(2021, 7, 12), ("EVA02", "Y3"): date(2022, 1, 11)}


def test_one_undated_amendment_leaves_in_doubt_only_what_it_may_add() -> None:
    given = dossier(amended(date=""), documents=[])
    verdicts = found(given, "2020-02-01", "REP01")
    assert len(verdicts) == 12
    assert {verdicts[f"P{n}"] for n in range(1, 7)} == {"violated"}
    assert {verdicts[f"P{n}"] for n in range(7, 13)} == {"unknown"}
    assert set(found(given, "2019-12-12", "REP01")) == set(verdicts)  # signed by then, it surely counts


def test_a_report_that_says_nothing_is_noticed() -> None:
    report = {"id": "R1", "type": "compte_rendu_bimestriel", "emetteur": "FN", "destinataires": "CASQ",
              "rubriques": "rencontres; financement; repartition"}  # fmt: skip
    backwards = {
        **report,
        "periode_debut": "2019-02-11",
        "periode_fin": "2018-12-12",
        "date_transmission": "2019-02-12",
    }
    early = {**report, "id": "R2", "periode_debut": "2019-02-12", "periode_fin": "2019-04-11",
             "date_transmission": "2019-02-11"}  # fmt: skip
    late = {**report, "id": "R3", "periode_debut": "2018-12-12", "periode_fin": "2019-02-11",
            "date_transmission": "2019-03-15"}  # fmt: skip
    given = ir.Dossier.model_validate({"documents": [backwards, early, late]})
    judged = ir.check(given, as_of=date(2019, 3, 20), select=["REP"])
    codes = [notice.code for notice in judged.notices]
    assert codes.count("report-covers-nothing") == 2
    (noticed,) = [notice for notice in judged.notices if notice.code == "two-month-report-late"]
    assert "2 days after" in noticed.message.en.replace("\u00a0", " ")
    assert {f.subject.id: f.verdict for f in judged.findings if f.rule == "REP01"}["P1"] == "satisfied"


def test_money_called_endowment_by_another_name_is_no_investment() -> None:
    raised = {"id": "I1", "date": "2019-06-01", "indicateur": "investissement_capte", "projet": "", "valeur": 200000,
              "origine": "dotation de l'agglomération (Inno sprint)"}  # fmt: skip
    given = ir.Dossier.model_validate({"indicateurs": [raised]})
    assert found(given, "2020-02-01", "OBJ02") == {"Y1": "violated"}
