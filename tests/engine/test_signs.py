"""The sign of what is added up: constants below nothing, absent tables, figures greater than a machine word."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from pathlib import Path

import pytest

import innosprint_rules as ir
from innosprint_rules.rulebook.loading import load_rulebook
from tests.engine.kernel.kernels import by_kernel
from tests.engine.kernel.kernels import written as kernel_of

SOURCE = Path(__file__).resolve().parents[2] / "rules" / "innosprint"
AT = dt.date(2019, 6, 1)
ACTION = {"id": "C1", "started_on": "2019-03-08", "agreed_on": "2019-03-01"}
RULE = """code: NEW01
name: on-trial
clause: C17
nature: obligation
severity: error
debtor: fn
scope: agreement
require: {require}
title: {{fr: essai, en: trial}}
message: {{fr: essai, en: trial}}
remedy: {{fr: essai, en: trial}}
"""


def rulebook(folder: Path, require: str) -> ir.Rulebook:
    rules = folder / "rules"
    shutil.copytree(SOURCE, rules)
    agreement = rules / "agreement.yaml"
    text = agreement.read_text(encoding="utf-8")
    agreement.write_text(re.sub(r"ruled: \[END01", "ruled: [NEW01, END01", text, count=1), encoding="utf-8")
    (rules / "endowment" / "NEW01_on-trial.yaml").write_text(RULE.format(require=require), encoding="utf-8")
    return load_rulebook(rules)


@pytest.mark.parametrize(
    ("require", "tables", "verdict"),
    [
        ("sum(-1 for a in actions) >= 0", {}, "unknown"),
        ("sum(-1 for a in actions) >= 0", {"actions": [ACTION]}, "violated"),
        ("sum(-1 for a in actions) >= 0", {"actions": []}, "satisfied"),
        ("sum(1 for a in actions) >= 0", {}, "satisfied"),
        ("sum(1 for a in actions) <= 0", {}, "unknown"),
        ("sum(min(-1, 2) for a in actions) >= 0", {}, "unknown"),
        ("sum(max(-1, 2) for a in actions) >= 0", {}, "satisfied"),
    ],
)
def test_what_is_added_up_may_be_below_nothing(
    tmp_path: Path, require: str, tables: dict[str, object], verdict: str
) -> None:
    report = ir.check(ir.Dossier.model_validate(tables), rulebook(tmp_path, require), as_of=AT, select=["NEW01"])
    [finding] = report.findings
    assert finding.verdict == verdict
    assert {each.fact for each in finding.missing} == ({"actions"} if verdict == "unknown" else set())


@pytest.mark.parametrize(("out", "verdict"), [("28000.00", "satisfied"), ("28000.01", "violated")])
def test_a_share_written_by_cross_multiplication_is_judged_to_the_cent(tmp_path: Path, out: str, verdict: str) -> None:
    book = rulebook(tmp_path, "100 * min(paid_out, endowment) <= 80 * min(received, endowment)")
    dossier = ir.Dossier.model_validate(
        {
            "payments": [
                {"id": "V1", "paid_on": "2019-05-01", "direction": "CASQ->FN", "amount": "35000.00"},
                {"id": "V2", "paid_on": "2019-05-02", "direction": "FN->projet", "amount": out},
            ]
        }
    )
    [finding] = ir.check(dossier, book, as_of=AT, select=["NEW01"]).findings
    assert finding.verdict == verdict


def test_the_kernel_judges_an_absent_table_as_the_reference_does() -> None:
    judged = by_kernel(kernel_of(ir.Dossier.model_validate({}), AT))
    expected = {f.rule for f in ir.check(ir.Dossier.model_validate({}), as_of=AT).findings if f.verdict == "unknown"}
    assert {code for code, counts in judged.rules.items() if counts[2]} == expected
