"""Parameters that are small tables: dated rows that formulas go over and rules judge."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from innosprint_rules import check, load_rulebook
from innosprint_rules.assurance.proofreading import proofread
from innosprint_rules.dossier.models import Dossier
from innosprint_rules.errors import RulebookError
from innosprint_rules.location import rules_root

INSTALMENTS = """
instalments:
  type: table
  clause: C2
  label: {fr: échéancier, en: schedule}
  columns: {part: text, rate: percent, by: date}
  labels: {part: {fr: tranche, en: instalment}}
  id: "{part}"
  values:
    2024-12-16:
      - {part: avance, rate: 60 %, by: 2025-03-31}
      - {part: solde, rate: 40 %, by: 2026-03-31}
    2025-06-01:
      - {part: avance, rate: 60 %, by: 2025-03-31}
      - {part: acompte, rate: 15 %, by: 2025-09-30}
      - {part: solde, rate: 25 %, by: 2026-03-31}
"""
FIRST_ROWS = "    2024-12-16:\n" + INSTALMENTS.split("2024-12-16:\n")[1].split("    2025-06-01")[0]
MEASURES = """measures:
  instalments.owed_by_then:
    label: {fr: dû à ce jour, en: owed by then}
    formula: cents(sum(i.rate for i in instalments if i.by <= row.by) * grant_total, 'down')
  instalments.paid_by_then:
    label: {fr: versé à ce jour, en: paid by then}
    formula: sum(p.amount for p in payments if p.direction == 'ville->association' and p.paid_on <= row.by)
"""
RULE = """code: GRA03
name: instalment-late
clause: C2
nature: obligation
severity: error
debtor: city
scope: instalments
due: by
require: paid_by_then >= owed_by_then
title: {fr: chaque tranche est versée à temps, en: each instalment is paid in time}
message: {fr: tranche en retard, en: instalment late}
remedy: {fr: verser, en: pay}
"""


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    copy = tmp_path / "mine"
    shutil.copytree(rules_root() / "starter", copy)
    parameters = copy / "parameters.yaml"
    parameters.write_text(parameters.read_text("utf-8") + INSTALMENTS, "utf-8")
    (copy / "measures" / "instalments.yaml").write_text(MEASURES, "utf-8")
    (copy / "grant" / "GRA03_instalment-late.yaml").write_text(RULE, "utf-8")
    agreement = copy / "agreement.yaml"
    agreement.write_text(agreement.read_text("utf-8").replace("[GRA01]", "[GRA01, GRA03]"), "utf-8")
    return copy


def verdicts(folder: Path, day: date, *payments: tuple[str, str]) -> dict[str | None, str]:
    book = load_rulebook(folder)
    rows: list[dict[str, Any]] = [
        {"id": f"V{n}", "date": on, "sens": "ville->association", "montant": amount}
        for n, (on, amount) in enumerate(payments, 1)
    ]
    dossier = Dossier.model_validate({"versements": rows}, context={"innosprint": {"rulebook": book}})
    found = check(dossier, book, as_of=day, select=["GRA03"]).findings
    return {finding.subject.id: finding.verdict for finding in found}


def test_each_row_is_judged_as_it_stands_on_the_day(mine: Path) -> None:
    paid = ("2025-03-31", "6000.00")
    assert verdicts(mine, date(2025, 5, 31), paid) == {"avance": "satisfied", "solde": "pending"}
    assert verdicts(mine, date(2025, 6, 1), paid) == {
        "avance": "satisfied", "acompte": "pending", "solde": "pending",
    }  # fmt: skip
    second = ("2025-09-30", "1500.00")
    assert verdicts(mine, date(2026, 4, 1), paid, second) == {
        "avance": "satisfied", "acompte": "satisfied", "solde": "violated",
    }  # fmt: skip
    assert verdicts(mine, date(2025, 10, 1), ("2025-03-31", "5999.99"), second)["avance"] == "violated"
    assert verdicts(mine, date(2025, 10, 1), paid, ("2025-09-30", "1499.99"))["acompte"] == "violated"


def test_rows_of_one_key_are_told(mine: Path) -> None:
    path = mine / "parameters.yaml"
    path.write_text(path.read_text("utf-8").replace("part: solde", "part: avance"), "utf-8")
    with pytest.raises(RulebookError, match="avance"):
        verdicts(mine, date(2025, 5, 31))


@pytest.mark.parametrize(("old", "new", "code", "said"), [
    ("rate: percent", "rate: pourcent", "unknown-word", "did you mean “percent”?"),
    ("rate: 60 %", "rate: 60", "wrong-value", "80 %"),
    ("part: avance, rate", "parts: avance, rate", "missing-key", "did you mean “parts”?"),
    ("2025-06-01:", "01/06/2025:", "wrong-value", "2018-12-12"),
    ('id: "{part}"', 'id: "{name}"', "unknown-placeholder", "{name}"),
    ("clause: C2\n  label: {fr: éch", "clause: C9\n  label: {fr: éch", "unknown-clause", "C9"),
    (FIRST_ROWS, "    2024-12-16: avance\n", "wrong-shape", "a list of rows"),
])  # fmt: skip
def test_slips_in_a_small_table_are_told(mine: Path, old: str, new: str, code: str, said: str) -> None:
    path = mine / "parameters.yaml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    found = proofread(mine).mistakes
    told = [each for each in found if each.code == code and said in each.words("en")]
    assert told, [(each.code, each.words("en")) for each in found]
    assert told[0].location.file == "parameters.yaml"
    assert told[0].location.row
