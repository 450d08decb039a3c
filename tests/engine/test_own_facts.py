"""Facts that only a folder of rules knows: what a dossier's ``convention`` says of them is read and judged."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

import innosprint_rules as ir
from innosprint_rules.location import BUNDLED, rules_root

AS_OF = date(2019, 6, 1)
OWN = """facts:
  notified_on: {type: date, value: unknown, clause: C1, label: {fr: notification, en: notification}}
  grant: {type: amount, value: 120000.00, clause: C1, label: {fr: contribution, en: contribution}}
  staff: {type: number, value: unknown, clause: C1, label: {fr: effectif, en: staff}}
"""


@pytest.fixture(scope="module")
def rulebook(tmp_path_factory: pytest.TempPathFactory) -> ir.Rulebook:
    """Return the bundled agreement with facts of its own, which it shows among its figures."""
    folder = tmp_path_factory.mktemp("rules") / "own"
    shutil.copytree(rules_root() / BUNDLED, folder)
    path = folder / "agreement.yaml"
    text = path.read_text(encoding="utf-8")
    assert "\nfacts:\n" in text
    path.write_text(text.replace("\nfacts:\n", "\n" + OWN, 1), encoding="utf-8")
    rule = next(folder.rglob("DEL01_*.yaml"))
    text = rule.read_text(encoding="utf-8")
    rule.write_text(
        text.replace("\nrequire:", "\napplies: agreement.notified_on <= as_of and agreement.staff > 2\nrequire:", 1),
        encoding="utf-8",
    )
    return ir.load_rulebook(folder)


def judged(rulebook: ir.Rulebook, **convention: object) -> ir.Report:
    dossier = ir.Dossier.model_validate({"convention": convention})
    return ir.check(dossier, rulebook, as_of=AS_OF, select=["DEL01"])


@pytest.mark.parametrize(
    ("convention", "verdict"),
    [
        ({}, "unknown"),
        ({"notified_on": "15/01/2019"}, "unknown"),
        ({"notified_on": "15/01/2019", "staff": "3"}, "satisfied"),
        ({"Notified-On": "2019-01-15", "STAFF": 3}, "satisfied"),
        ({"notified_on": "2019-06-02", "staff": "3"}, "not_applicable"),
        ({"notified_on": "2019-01-15", "staff": "2"}, "not_applicable"),
        ({"notified_on": "2019-01-15", "staff": "3", "grant": "120 000,00 €"}, "satisfied"),
    ],
)
def test_what_is_said_of_them_is_judged(rulebook: ir.Rulebook, convention: dict[str, object], verdict: str) -> None:
    report = judged(rulebook, **convention)
    (finding,) = report.findings
    assert finding.verdict == verdict
    assert "unknown-column" not in [notice.code for notice in report.notices]


@pytest.mark.parametrize(
    ("convention", "code"),
    [({"notified_on": "bientôt"}, "date-unreadable"), ({"grant": "5"}, "contradicts-agreement"),
     ({"staff": "1,5"}, "number-not-whole")],
)  # fmt: skip
def test_what_cannot_be_is_refused(rulebook: ir.Rulebook, convention: dict[str, object], code: str) -> None:
    with pytest.raises(ir.DossierError) as caught:
        judged(rulebook, **convention)
    (problem,) = caught.value.problems
    assert problem.code == code
    assert problem.location.column == f"convention.{next(iter(convention))}"


def test_under_other_rules_the_key_is_kept_and_told(tmp_path: Path) -> None:
    (tmp_path / "convention.csv").write_text("cle;valeur\nnotified_on;2023-01-15\n", encoding="utf-8")
    dossier = ir.read_dossier(tmp_path)
    report = ir.check(dossier, as_of=AS_OF)
    assert [notice.code for notice in report.notices].count("unknown-column") == 1
    assert dossier.convention is not None
    assert dossier.convention.model_extra == {"notified_on": "2023-01-15"}


def test_files_tell_where(rulebook: ir.Rulebook, tmp_path: Path) -> None:
    (tmp_path / "convention.csv").write_text("cle;valeur\nnotified_on;15/01/2019\nstaff;3\nx;y\n", encoding="utf-8")
    report = ir.check(ir.read_dossier(tmp_path), rulebook, as_of=AS_OF, select=["DEL01"])
    assert report.findings[0].verdict == "satisfied"
    assert [notice.location.column for notice in report.notices if notice.code == "unknown-column"] == ["x"]
