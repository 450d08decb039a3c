"""Years of another agreement, in its tables and words: drawn as its folder says, counted as they are checked."""

from __future__ import annotations

import shutil
from collections import Counter
from datetime import date
from functools import cache, reduce
from pathlib import Path
from typing import Any

import pytest
import yaml

from innosprint_rules import load_rulebook, read_dossier
from innosprint_rules.dossier.models import Dossier
from innosprint_rules.dossier.writing.text import write_csv_folder
from innosprint_rules.engine.check import check
from innosprint_rules.errors import ProblemList, ScenarioError
from innosprint_rules.location import BUNDLED, rules_root, scenarios_root
from innosprint_rules.rulebook.book import Rulebook
from innosprint_rules.simulation.drawing.as_dossier import year_dossier
from innosprint_rules.simulation.running.prepare import Prepared, prepare
from innosprint_rules.simulation.scenario.fields import plain
from innosprint_rules.simulation.scenario.loading import read_scenario
from innosprint_rules.strict_yaml import Fields, YamlDocument
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


LESS = {
    "nothing follows, nobody organises, decides or ratifies": (
        ["reports", "evaluations", "results", "third_place", "actions", "renewal", "missing", "usually_missing"],
        ["meetings.organisers", "proposals.deciders", "proposals.ratified"],
        ["reports", "evaluations", "results", "third_place", "actions", "amendments", "missing", "calendar.sent",
         "calendar.co_organisers", "allocations.decided_by", "allocations.between.ratified"],
    ),
    "nobody is presented, enters or leaves, and money only goes out": (
        ["presentations"],
        ["presentations", "beneficiaries.entry", "beneficiaries.left", "money.received", "money.returned",
         "money.given_back", "money.elsewhere"],
        ["presentations", "requests.absent", "projects.entry", "projects.leaves", "endowment", "balance",
         "payments.waits", "payments.given_back", "payments.other_use"],
    ),
}  # fmt: skip
"""What a folder does not declare: parts of its years, columns of its roles; and what its scenarios then have not."""


@pytest.mark.parametrize("name", LESS)
def test_what_is_not_declared_is_not_drawn(name: str, tmp_path: Path) -> None:
    parts, roles, sections = LESS[name]
    mine = tmp_path / "mine"
    shutil.copytree(rules_root() / BUNDLED, mine)
    year, agreement = (written(mine / each) for each in ("year.yaml", "agreement.yaml"))
    scenario = written(scenarios_root() / "baseline.yaml")
    year.pop("labels")  # of inputs that are there no more
    for whole, gone in ((year, parts), (agreement["roles"], roles), (scenario, sections)):
        for each in gone:
            *path, last = each.split(".")
            reduce(dict.__getitem__, path, whole).pop(last)
    for text, file in ((year, "year.yaml"), (agreement, "agreement.yaml")):
        (mine / file).write_text(yaml.safe_dump(text, allow_unicode=True, sort_keys=False), "utf-8")
    rulebook = load_rulebook(mine)
    sample = read_dossier(scenarios_root().parent / "examples" / "saint-quentin-2019", rulebook)
    for dossier, as_of in ((None, None), (sample, date(2019, 6, 1))):
        prepared = prepare(scenario, dossier, rulebook, as_of=as_of)
        assert counted(prepared, 1, 3) == checked(prepared, year_dossier(prepared.model, 1, 3))


def written(path: Path) -> dict[str, Any]:
    """Return a file of YAML with every value as the text that stands there."""
    read = YamlDocument(path.read_text("utf-8"), path.name).read(ProblemList())
    assert isinstance(read, Fields)
    found = plain(read)
    assert isinstance(found, dict)
    return found


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
    (problem,) = error.value.problems
    assert (problem.code, problem.location.row is not None) == ("part-not-declared", True)
    assert all(f"“{each}”" in problem.message.en for each in ("reports", "balance"))


def test_the_shipped_scenarios_are_of_another_agreement() -> None:
    with pytest.raises(ScenarioError) as error:
        read_scenario("baseline", book())
    codes = {each.code for each in error.value.problems}
    assert codes == {"part-not-declared", "missing-key"}
