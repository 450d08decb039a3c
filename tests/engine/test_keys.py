"""Derived tables: no id twice; of rows that are alike, a distinct table keeps one."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

import innosprint_rules as ir
from innosprint_rules.errors import RulebookError
from innosprint_rules.rulebook.book import Rulebook
from innosprint_rules.rulebook.folder import split_examples
from innosprint_rules.rulebook.loading import load_rulebook

SOURCE = Path(__file__).resolve().parents[2] / "rules" / "innosprint"
FUNDED = """
tables:
  funded:
    label: {fr: projets aidés, en: funded projects}
    columns: [project]
    id: "{project}"
    rows: (a.project,) for a in allocations
"""
RULE = """code: NEW01
name: funded-twice
clause: C17
nature: prohibition
severity: error
debtor: fn
scope: funded
require: count(a for a in allocations if a.project == row.project) <= 2
title: {fr: deux fois au plus, en: twice at most}
message: {fr: trop, en: too often}
remedy: {fr: refuser, en: refuse}
"""


def rulebook(folder: Path, distinct: bool) -> Rulebook:
    for path in SOURCE.rglob("*.yaml"):
        target = folder / path.relative_to(SOURCE)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(split_examples(path.read_text(encoding="utf-8"))[0], encoding="utf-8")
    agreement = folder / "agreement.yaml"
    text = agreement.read_text(encoding="utf-8")
    agreement.write_text(text.replace("ruled: [END01, END03", "ruled: [NEW01, END01, END03"), encoding="utf-8")
    (folder / "measures" / "new.yaml").write_text(FUNDED + "    distinct: yes\n" * distinct, encoding="utf-8")
    (folder / "endowment" / "NEW01_funded-twice.yaml").write_text(RULE, encoding="utf-8")
    return load_rulebook(folder)


def dossier(*projects: str) -> ir.Dossier:
    rows: list[dict[str, Any]] = [
        {"id": f"A{n}", "decided_on": "2019-02-01", "amount": "1.00", "project": project, "status": "décidée"}
        for n, project in enumerate(projects)
    ]
    return ir.Dossier.model_validate(
        {"projects": [{"code": "P01"}, {"code": "P02"}], "allocations": rows, "amendments": []}
    )


def test_a_key_twice_is_refused_with_its_table(tmp_path: Path) -> None:
    rules = rulebook(tmp_path, distinct=False)
    found = ir.check(dossier("P01", "P02"), rules, as_of=dt.date(2019, 6, 1), select=["NEW01"])
    assert [f.subject.id for f in found.findings] == ["P01", "P02"]
    with pytest.raises(RulebookError) as caught:
        ir.check(dossier("P01", "P01"), rules, as_of=dt.date(2019, 6, 1), select=["NEW01"])
    problem = caught.value.problems[0]
    assert problem.code == "key-twice"
    assert "funded" in problem.message.en
    assert "P01" in problem.message.en
    assert str(problem.location.file).endswith("new.yaml")


def test_a_distinct_table_keeps_one_of_rows_that_are_alike(tmp_path: Path) -> None:
    rules = rulebook(tmp_path, distinct=True)
    found = ir.check(dossier("P01", "P01", "P02", "P01"), rules, as_of=dt.date(2019, 6, 1), select=["NEW01"])
    assert {f.subject.id: f.verdict for f in found.findings} == {"P01": "violated", "P02": "satisfied"}
