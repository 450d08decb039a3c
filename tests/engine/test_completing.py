"""Missing facts in the order of how many verdicts each would settle alone."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

import innosprint_rules as ir
from innosprint_rules.engine import completing
from innosprint_rules.engine.completing import Worth, completion
from innosprint_rules.engine.evaluation.missing_facts import Missing
from innosprint_rules.report.content.completing import to_fill_in
from innosprint_rules.report.content.teller import FRENCH, Teller
from innosprint_rules.report.text.check import report_lines

JUNE = date(2019, 6, 1)


def checked(select: tuple[str, ...] = (), **tables: Any) -> ir.Report:
    return ir.check(ir.Dossier.model_validate(tables), as_of=JUNE, select=select)


def test_an_absent_table_settles_what_rests_on_it_alone() -> None:
    report = checked(("PAY", "END"), attributions=[])
    found = completion(report.findings, report.judge)
    assert found.facts[0].missing == Missing("payments", "payments", None)
    assert found.facts[0].settles == len(report.unknown) == found.facts[0].lacked_by
    assert found.together == 0


def test_an_amount_settles_only_where_it_decides_alone() -> None:
    row = {"id": "A1", "date_decision": "2019-01-17", "session": "S1", "montant": None}
    sessions = [{"code": "S1", "date": "2019-01-17"}]
    alone = checked(("ALC05", "END01"), attributions=[row], sessions=sessions, versements=[])
    [amount] = completion(alone.findings, alone.judge).facts
    assert amount == (Missing("amount", "allocations", "A1"), 2, 2)
    two = [row, {**row, "id": "A2"}]
    both = checked(("ALC05",), attributions=two, sessions=sessions, versements=[])
    found = completion(both.findings, both.judge)
    assert [each.settles for each in found.facts] == [0, 0]
    assert found.together == 1
    told = "\n".join(line.text for line in report_lines(both, Teller("fr", 80))).replace("\u00a0", " ")
    assert "aucune donnée ne suffit à elle seule : 1 point en demande plusieurs à la fois" in told


def test_a_date_of_a_session_settles_what_its_presentations_wait_for() -> None:
    sessions = [{"code": "S1", "date": None, "co_organisateurs": "CASQ, FN, UPJV, INNOVALTECH"}]
    report = checked(("SES02", "TRM02"), sessions=sessions, projets=[])
    found = completion(report.findings, report.judge)
    assert [each.missing for each in found.facts] == [Missing("held_on", "sessions", "S1")]
    assert found.facts[0].settles == len(report.unknown)


def test_the_dossier_and_its_report_stay_as_they_were() -> None:
    report = checked(attributions=[{"id": "A1", "montant": None}], sessions=[{"code": "S1", "date": None}])
    before = report.model_dump()
    assert completion(report.findings, report.judge) == completion(report.findings, report.judge)
    again = ir.check(report.judge.world.dossier, as_of=JUNE)
    assert again.model_dump() == before == report.model_dump()


def test_nothing_is_promised_where_not_all_was_tried(monkeypatch: Any) -> None:
    report = checked()
    monkeypatch.setattr(completing, "MOST_TRIED", 1)
    found = completion(report.findings, report.judge)
    assert len(found.facts) == 1
    assert found.together is None


def test_one_missing_fact_is_told_once() -> None:
    report = checked(("GOV01",))
    assert len(report.unknown) == 1
    assert to_fill_in(report, FRENCH) is None


def test_what_is_missing_is_named_by_the_headers_that_people_wrote() -> None:
    report = checked(("ALC05",), attributions=[{"id": "A1", "session": "S1", "Montant": None}],
                     sessions=[{"code": "S1", "date": "2019-01-17"}])  # fmt: skip
    assert report.unknown[0].message.fr.endswith("il manque «\u00a0Montant\u00a0» (A1)")


@pytest.mark.parametrize(
    ("purpose", "parameter", "code"), [("durée", "date_fin", "TRM02"), ("montant", "dotation", "END01")]
)
def test_the_value_of_an_amendment_is_tried_as_what_it_sets(purpose: str, parameter: str, code: str) -> None:
    """Its column is not there: a day or an amount is missing, whichever the parameter is."""
    tables = {
        "avenants": [{"id": "N1", "date": "2019-01-10", "objet": purpose, "forme": "avenant", "parametre": parameter}],
        "attributions": [{"id": "A1", "date_decision": "2019-02-01", "montant": "32000"}],
        "sessions": [{"code": "S1", "date": "2020-01-10"}],
        "versements": [],
    }
    report = ir.check(ir.Dossier.model_validate(tables), as_of=date(2020, 2, 1), select=[code])
    found = completion(report.findings, report.judge)
    assert found == ((Worth(Missing("value", "amendments", "N1"), 1, 1),), 0)
