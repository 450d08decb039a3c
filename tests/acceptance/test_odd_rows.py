"""What is possible and seldom meant is told with its place; what cannot be is refused."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

import innosprint_rules as ir
from innosprint_rules.dossier.schema.raw import Notice

DAY = date(2019, 7, 1)


def told(tables: dict[str, Any], code: str) -> list[Notice]:
    report = ir.check(ir.Dossier.model_validate(tables), as_of=DAY, select=["END02"], inference=False)
    return [notice for notice in report.notices if notice.code == code]


def sessions(*days: str) -> list[dict[str, str]]:
    return [{"code": f"S{n}", "date": day} for n, day in enumerate(days, start=1)]


@pytest.mark.parametrize(
    ("days", "places"),
    [
        (("2019-01-01", "2019-01-02"), []),
        (("2019-01-01", "2019-01-01"), ["sessions[1].date"]),
        (("2019-01-01", "", "01/01/2019", "2019-01-01"), ["sessions[2].date", "sessions[3].date"]),
        (("", ""), []),
        (("2030-01-01", "2030-01-01"), ["sessions[1].date"]),  # planned: a slip all the same
    ],
)
def test_two_sessions_on_one_day(days: tuple[str, ...], places: list[str]) -> None:
    found = told({"sessions": sessions(*days)}, "two-sessions-on-one-day")
    assert [notice.location.column for notice in found] == places


@pytest.mark.parametrize(
    ("entry", "session", "said"),
    [("S2", "S1", True), ("S2", "S2", False), ("S1", "S2", False), ("", "S1", False), ("S3", "S1", False)],
)
def test_a_project_presented_before_it_enters(entry: str, session: str, said: bool) -> None:
    tables = {
        "sessions": sessions("2019-01-01", "2019-03-01", ""),
        "projets": [{"code": "P1", "session_entree": entry}],
        "presentations": [{"session": session, "projet": "P1"}],
    }
    found = told(tables, "presented-before-entry")
    assert [notice.location.column for notice in found] == (["presentations[0].session"] if said else [])
    assert all(f"{session}/P1" in notice.message.fr for notice in found)


@pytest.mark.parametrize(
    ("sent", "end", "said"),
    [("2019-01-30", "2019-01-31", True), ("2019-01-31", "2019-01-31", False), ("", "2019-01-31", False),
     ("2019-01-30", "", False)],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["compte_rendu_bimestriel", "evaluation_finale", ""])
def test_a_document_sent_before_its_period_ends(sent: str, end: str, said: bool, kind: str) -> None:
    tables = {"documents": [{"id": "D1", "type": kind, "periode_fin": end, "date_transmission": sent}]}
    found = told(tables, "sent-before-period-ends")
    assert [notice.location.column for notice in found] == (["documents[0].date_transmission"] if said else [])


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"objet": "renouvellement"}, True),
        ({"objet": "renouvellement", "valeur": "2020-12-12"}, True),
        ({"objet": "renouvellement", "parametre": "date_fin", "valeur": "2020-12-12"}, False),
        ({"objet": "durée", "parametre": "date_fin", "valeur": "2020-12-12"}, False),
        ({"objet": "", "parametre": "dotation", "valeur": "40000"}, False),
        ({"objet": "autre"}, False),
    ],
)
def test_a_renewal_that_names_no_last_day(cells: dict[str, str], said: bool) -> None:
    row = {"id": "N1", "date": "2019-06-01", "forme": "avenant", "parametre": "", "valeur": "", **cells}
    report = ir.check(ir.Dossier.model_validate({"avenants": [row]}), as_of=DAY, inference=False)
    assert [notice.code for notice in report.notices].count("renewal-without-last-day") == said


@pytest.mark.parametrize("table", ["versements", "attributions"])
def test_amounts_of_nothing(table: str) -> None:
    (notice,) = told({table: [{"id": "X", "montant": "0"}, {"id": "Y", "montant": ""}]}, "zero-amount")
    assert notice.location.column == f"{table}[0].montant"


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"valeur": "2018-12-12"}, "valeur"),
        ({"valeur": "2018-12-11", "date": "2019-12-31"}, "valeur"),
        ({"valeur": ""}, "valeur"),
        ({"valeur": "bientôt"}, "valeur"),
        ({"objet": "montant"}, "parametre"),
        ({"objet": "autre"}, "parametre"),
        ({"objet": "montant", "parametre": "dotation", "valeur": ""}, "valeur"),
        ({"objet": "montant", "parametre": "dotation", "valeur": "beaucoup"}, "valeur"),
        ({"objet": "durée", "parametre": "dotation", "valeur": "40000"}, "parametre"),
        ({"objet": "renouvellement", "parametre": "endowment", "valeur": "40000"}, "parametre"),
        ({"valeur": "2019-05-31", "forme": "oral"}, "valeur"),
        ({"date": "2018-11-26"}, "date"),
    ],
)
def test_an_amendment_that_cannot_be(cells: dict[str, str], column: str) -> None:
    row = {"id": "N1", "date": "2019-06-01", "objet": "durée", "forme": "avenant", "parametre": "date_fin",
           "valeur": "2020-06-12", **cells}  # fmt: skip
    with pytest.raises((ir.DossierError, ValueError)) as caught:
        told({"avenants": [row]}, "")
    assert f"avenants[0].{column}" in str(caught.value) or f"avenants.0.{column}" in str(caught.value)


@pytest.mark.parametrize(
    "cells", [{"valeur": "2019-06-01"}, {"date": "2018-11-27"}, {"valeur": "2018-12-13", "date": ""}]
)
def test_an_amendment_on_the_boundary_is_read(cells: dict[str, str]) -> None:
    row = {"id": "N1", "date": "2019-06-01", "objet": "durée", "forme": "avenant", "parametre": "date_fin",
           "valeur": "2020-06-12", **cells}  # fmt: skip
    assert told({"avenants": [row]}, "") == []
