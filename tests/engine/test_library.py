"""The library as other tools use it: public names, dictionaries, frames, reports, the pydantic type."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from typing import Any

import pandas as pd
import pytest
from pydantic import BaseModel, ValidationError

import innosprint_rules as ir
from tests.engine.sample import AFTER, document, dossier

PUBLIC = {
    "Allocation", "ComplianceError", "CompliantDossier", "Dossier", "DossierError", "EngineDisagreement",
    "Finding", "Headroom", "InnosprintError", "InputError", "Nature", "Outcome", "Proposal", "Repair", "Report",
    "Rulebook", "RulebookError", "ScenarioError", "Severity", "Simulation", "UsageError", "Verdict", "__version__",
    "allocate", "check", "headroom",
    "load_rulebook", "read_dossier", "read_proposal", "repair", "simulate",
}  # fmt: skip


def test_public_names_are_these() -> None:
    assert set(ir.__all__) == PUBLIC
    assert all(getattr(ir, name) is not None for name in PUBLIC)
    with pytest.raises(AttributeError, match="nothing_here"):
        _ = ir.nothing_here  # type: ignore[attr-defined]  # that is the point


def test_importing_the_package_imports_nothing_heavy() -> None:
    heavy = ("pandas", "numpy", "numba", "durable")
    code = f"import sys, innosprint_rules; print([m for m in {heavy} if m in sys.modules])"
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "[]"


def test_checking_a_dossier_imports_no_pandas() -> None:
    code = (
        "import sys, innosprint_rules as ir; r = ir.check(ir.Dossier.model_validate({'payments': []}));"
        "r.model_dump_json(); print([m for m in ('pandas','numpy') if m in sys.modules])"
    )
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "[]"


def test_report_says_what_happened() -> None:
    report = ir.check(dossier(), as_of=AFTER)
    assert not report.ok
    assert {f.rule for f in report.violations if f.severity == "error"} == {"END04", "EVA01", "EVA02", "REP03", "SES04"}
    finding = report.find("END04")
    assert finding is not None
    assert finding.values["owed"] == "2000.00"
    with pytest.raises(ir.ComplianceError, match="END04") as raised:
        report.raise_for_violations()
    assert all(f.severity == "error" for f in raised.value.violations)


def test_the_same_from_dictionaries_and_from_frames() -> None:
    frames = {name: pd.DataFrame(rows) for name, rows in document().items() if rows}
    rows = {name: rows for name, rows in document().items() if rows}
    one = ir.check(ir.Dossier.model_validate(rows), as_of=AFTER)
    other = ir.check(ir.Dossier.from_frames(frames), as_of=AFTER)
    assert one.dossier_digest == other.dossier_digest
    assert [(f.rule, f.subject, f.verdict) for f in one.findings] == [
        (f.rule, f.subject, f.verdict) for f in other.findings
    ]


def test_findings_as_a_frame() -> None:
    report = ir.check(dossier(), as_of=AFTER)
    frame = report.to_frame("en")
    assert len(frame) == len(report.findings)
    assert set(frame["verdict"]) <= {"violated", "pending", "unknown", "satisfied", "not_applicable"}
    assert list(frame.columns[:3]) == ["rule", "name", "verdict"]
    empty = ir.check(ir.Dossier.model_validate({"projects": []}), select=["PRJ04"]).to_frame()
    assert list(empty.columns[:3]) == ["rule", "name", "verdict"]


def test_json_is_the_same_every_time() -> None:
    assert ir.check(dossier(), as_of=AFTER).model_dump_json() == ir.check(dossier(), as_of=AFTER).model_dump_json()
    keys = json.loads(ir.check(dossier(), as_of=AFTER).model_dump_json())
    assert list(keys) == [
        "schema", "as_of", "rulebook", "dossier", "engine", "summary", "balance", "balance_bounds",
        "proposal", "next_steps", "notices", "findings",
    ]  # fmt: skip


class Request(BaseModel):
    """How another tool would take a dossier in."""

    dossier: ir.CompliantDossier


def test_the_pydantic_type_runs_the_rules() -> None:
    fine: dict[str, Any] = {"payments": [
        {"id": "V1", "paid_on": "2019-05-31", "direction": "CASQ->FN", "amount": "35000"}]}  # fmt: skip
    context = {"innosprint": {"as_of": date(2019, 6, 1), "select": ["END02"]}, "somebody": {"else": 1}}
    assert Request.model_validate({"dossier": fine}, context=context).dossier.payments
    late = {"payments": [{**fine["payments"][0], "paid_on": "2019-06-01"}]}
    with pytest.raises(ValidationError, match="END02") as raised:
        Request.model_validate({"dossier": late}, context=context)
    (error,) = raised.value.errors()
    assert error["type"] == "not-compliant"
    assert error["ctx"]["violations"][0]["rule"] == "END02"


def test_it_keeps_its_report_and_can_ask_for_completeness() -> None:
    tables = {"payments": [{"id": "V1", "paid_on": "2019-05-31", "direction": "CASQ->FN", "amount": None}]}
    options: dict[str, Any] = {"as_of": date(2019, 6, 1), "select": ["END02"]}
    held = ir.CompliantDossier.model_validate(tables, context={"innosprint": options})
    assert held.report == ir.check(ir.Dossier.model_validate(tables), **options)
    assert not held.report.complete
    assert (
        ir.CompliantDossier.model_validate(ir.Dossier.model_validate(tables), context={"innosprint": options}) == held
    )
    assert ir.CompliantDossier.model_validate({"projets": []}, context={"complete": True, "as_of": 5}).projects == ()
    with pytest.raises(ValidationError, match="END02") as raised:
        ir.CompliantDossier.model_validate(tables, context={"innosprint": {**options, "complete": True}})
    (error,) = raised.value.errors()
    assert error["type"] == "not-complete"
    assert error["ctx"]["unknown"][0]["rule"] == "END02"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"as_if": 1}, "did you mean"),
        ({"as_of": "2019-06-01"}, "as_of: “str”"),
        ({"complete": "yes"}, "complete: “str”"),
        ([], "“list”"),
        ({"rulebook": "rules"}, "rulebook: “str”"),
        ({"readings": {"Q9": "brut"}}, "Q9 has no reading"),
    ],
)
def test_its_options_are_checked(options: Any, said: str) -> None:
    with pytest.raises(ir.UsageError, match=said):
        ir.CompliantDossier.model_validate({}, context={"innosprint": options})


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"readings": {"Q99": "x"}}, "unknown reading"),
        ({"readings": {"Q9": "nett"}}, "Q9 has no reading"),
        ({"select": ["END", "ENX"]}, "no rule starts with"),
        ({"ignore": [""]}, "no rule starts with"),
        ({"readings": {"Q99": "x", "Q9": "nett"}}, "Q9 has no reading"),
    ],
)
def test_wrong_options_are_told(options: dict[str, Any], said: str) -> None:
    with pytest.raises(ir.UsageError, match=said):
        ir.check(ir.Dossier.model_validate({}), **options)


def test_readings_change_verdicts_and_are_contested() -> None:
    rows = {"payments": [{"id": "V1", "paid_on": "2019-05-02", "direction": "CASQ->FN", "amount": "35000"}]}
    by_default = ir.check(ir.Dossier.model_validate(rows), as_of=AFTER, select=["END02"]).find("END02")
    assert by_default is not None
    assert by_default.verdict == "satisfied"
    assert [tuple(c) for c in by_default.contested] == [("Q3", "start", "violated")]
    chosen = ir.check(ir.Dossier.model_validate(rows), as_of=AFTER, select=["END02"], readings={"Q3": "start"})
    assert [f.verdict for f in chosen.findings] == ["violated"]
    assert chosen.findings[0].contested[0].verdict == "satisfied"


def test_a_contradiction_with_the_agreement_is_refused() -> None:
    raised = ir.Dossier.model_validate({"convention": {"dotation": "40000"}})
    with pytest.raises(ir.DossierError, match="contradicts the agreement"):
        ir.check(raised)
    amended = {"id": "N1", "date": "2019-03-01", "objet": "montant", "forme": "avenant", "parametre": "dotation",
               "valeur": "40000"}  # fmt: skip
    both = ir.Dossier.model_validate({"convention": {"dotation": "40000"}, "avenants": [amended]})
    assert ir.check(both, as_of=AFTER).balance["endowment"] == 4_000_000
    assert ir.check(both, as_of=date(2019, 2, 28)).balance["endowment"] == 3_500_000


def test_another_agreement_needs_no_python(tmp_path: Any) -> None:
    (tmp_path / "club").mkdir()
    (tmp_path / "agreement.yaml").write_text(
        """
name: club
version: "1"
title: {fr: Aide au club, en: Grant to the club}
facts: {}
members: {}
parties: {club: {fr: le club, en: the club}}
readings: {}
clauses:
  K1: {article: "1", class: H, summary: {fr: "500 € au plus par aide", en: "€500 at most a grant"}, ruled: [CLU01]}
"""
    )
    (tmp_path / "parameters.yaml").write_text(
        "ceiling: {type: amount, clause: K1, label: {fr: plafond, en: ceiling}, values: {2020-01-01: 500.00}}\n"
    )
    (tmp_path / "club" / "CLU01_too-much.yaml").write_text(
        """
code: CLU01
name: too-much
clause: K1
nature: prohibition
severity: error
debtor: club
scope: allocations
require: amount <= ceiling
values: {amount: amount}
title: {fr: chaque aide reste sous le plafond, en: each grant stays under the ceiling}
message: {fr: "{amount} : trop", en: "{amount}: too much"}
remedy: {fr: réduire, en: reduce}
"""
    )
    rulebook = ir.load_rulebook(tmp_path)
    rows = {"allocations": [{"id": "A1", "montant": "500"}, {"id": "A2", "montant": "500,01"}, {"id": "A3"}]}
    report = ir.check(ir.Dossier.model_validate(rows), rulebook, as_of=AFTER)
    assert [(f.subject.id, f.verdict) for f in report.findings] == [
        ("A1", "satisfied"), ("A2", "violated"), ("A3", "unknown"),
    ]  # fmt: skip
    assert report.rulebook.name == "club"
