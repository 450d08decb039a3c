"""Years of another agreement, in its tables and words: drawn as its folder says, counted as they are checked."""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from innosprint_rules import load_rulebook, read_dossier
from innosprint_rules.dossier.models import Dossier
from innosprint_rules.dossier.writing.text import write_csv_folder
from innosprint_rules.engine.check import check
from innosprint_rules.errors import ScenarioError
from innosprint_rules.location import rules_root
from innosprint_rules.rulebook.book import Rulebook
from innosprint_rules.simulation.drawing.as_dossier import year_dossier
from innosprint_rules.simulation.running.prepare import Prepared, prepare
from innosprint_rules.simulation.scenario.loading import read_scenario
from tests.simulation.drawing.test_year_dossier import KINDS, counted

FOLDER = rules_root() / "cascade"
SAMPLE_DAY = date(2025, 8, 15)


@cache
def book() -> Rulebook:
    return load_rulebook(FOLDER)


def checked(prepared: Prepared, dossier: Dossier) -> dict[tuple[str, str], int]:
    """Return how many rows of each rule that the kernel holds have each verdict, as ``check`` finds them."""
    model = prepared.model
    report = check(dossier, model.rulebook, as_of=date.fromordinal(model.at), readings=model.readings, inference=False)
    found: Counter[tuple[str, str]] = Counter()
    for finding in report.findings:
        found[finding.rule, finding.verdict] += 1
        found[finding.rule, "error"] += finding.verdict == "violated" and finding.severity == "error"
    return {(rule, kind): found[rule, kind] for rule in prepared.module.shape.rules for kind in KINDS}


@pytest.mark.parametrize("from_sample", [False, True])
def test_a_year_is_counted_as_it_is_checked(from_sample: bool) -> None:
    sample = read_dossier(FOLDER / "sample", book()) if from_sample else None
    prepared = prepare("three-calls", sample, book(), as_of=SAMPLE_DAY if from_sample else None)
    for year in range(4):
        assert counted(prepared, year, 3) == checked(prepared, year_dossier(prepared.model, year, 3)), year


def test_a_year_is_written_in_the_agreement_s_own_tables_and_read_again(tmp_path: Path) -> None:
    prepared = prepare("trois-appels", None, book())
    dossier = year_dossier(prepared.model, 1, 3)
    write_csv_folder(dossier, tmp_path / "year")
    again = read_dossier(tmp_path / "year", book())
    assert (tmp_path / "year" / "appels.csv").read_text("utf-8-sig").count("\n") == 4
    assert counted(prepared, 1, 3) == checked(prepared, again)
    assert {row.identity[0] for row in again.rows("evaluations") or ()} == {"E"}
    assert {row.direction for row in again.rows("payments") or ()} <= {"coordinateur->tiers", "tiers->coordinateur"}  # type: ignore[attr-defined]  # a column of this agreement


def test_awards_stay_within_the_envelope_that_the_board_watches() -> None:
    watching = {"title": {"fr": "t", "en": "t"}, "description": {"fr": "d", "en": "d"}, "extends": "three-calls",
                "awards": {"watched": "100 %", "between": {"chance": "0 %"}}, "applicants": {"number": 40}}  # fmt: skip
    prepared = prepare(watching, None, book())
    assert all(counted(prepared, year, 1)["FTP02", "violated"] == 0 for year in range(12))
    careless = {**watching, "awards": {"watched": "0 %"}, "proposals": {"chance": "100 %"}}
    assert any(counted(prepare(careless, None, book()), year, 1)["FTP02", "violated"] for year in range(4))


def test_its_inputs_have_the_agreement_s_own_words() -> None:
    year = read_scenario("three-calls", book()).year
    assert year is not None
    sections = {name.split(".")[0] for name in year.inputs}
    assert sections == {"ends", "calls", "applicants", "proposals", "awards", "payments", "rows"}
    assert all("project" not in drawn.label.en or "third" in drawn.label.en or "maximum" in drawn.label.en
               or "start" in drawn.label.en for drawn in year.inputs.values())  # fmt: skip


def test_a_part_that_is_not_declared_is_told_by_name() -> None:
    with pytest.raises(ScenarioError) as error:
        read_scenario({"title": {"fr": "t", "en": "t"}, "description": {"fr": "d", "en": "d"},
                       "extends": "three-calls", "reports": {"sent": "97 %"}, "balance": {}}, book())  # fmt: skip
    found = error.value.problems
    assert [each.code for each in found] == ["part-not-declared"] * 2
    assert {"“reports”", "“balance”"} == {each.message.en.split(":")[0] for each in found}


def test_the_shipped_scenarios_are_of_another_agreement() -> None:
    with pytest.raises(ScenarioError) as error:
        read_scenario("baseline", book())
    codes = {each.code for each in error.value.problems}
    assert {"part-not-declared", "missing-key"} <= codes
