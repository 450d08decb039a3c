"""A simulated year written out as a dossier has, rule by rule, the verdicts that the kernel counts."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from innosprint_rules.dossier.models import Dossier
from innosprint_rules.dossier.reading import read_dossier
from innosprint_rules.dossier.writing.text import write_csv_folder
from innosprint_rules.engine.check import check
from innosprint_rules.errors import DossierError, UsageError
from innosprint_rules.simulation.drawing.as_dossier import check_writable, year_dossier
from innosprint_rules.simulation.drawing.random_words import RUN
from innosprint_rules.simulation.running.interpreted import interpreted
from innosprint_rules.simulation.running.prepare import Prepared, prepare
from innosprint_rules.simulation.scenario.finding import shipped
from tests.profiles import examples
from tests.strategies import Document, build, dossiers, year_scenarios

EXAMPLES = Path(__file__).parents[3] / "examples"
KINDS = ("violated", "pending", "unknown", "satisfied", "not_applicable", "error")
YEARS = ("baseline", "late-payment", "few-sessions", "one-project-takes-all", "cautious-members", "slow-start",
         "no-reports", "renewal")  # fmt: skip


READINGS = [{"Q1": "publication"}, {"Q2": "eve"}, {"Q3": "start"}, {"Q4": "any_twelve_months"}, {"Q5": "ratify"},
            {"Q9": "gross"}, {"Q10": "decided"}, {"Q15": "per_session"}, {"Q16": "three"}, {"Q17": "strict"},
            {"Q22": "completed"}, {"Q22": "funded"}]  # fmt: skip


def counted(prepared: Prepared, year: int, seed: int) -> dict[tuple[str, str], int]:
    """Return how many rows of each rule have each verdict, as the kernel counts them."""
    module = prepared.module
    names = interpreted(module)
    memory, counts = list(module.memory), list(module.counts)
    verdicts, measures = [0] * (6 * len(module.shape.rules)), [0] * (2 * len(module.shape.measures))
    names["draw"](memory, counts, list(module.data), [0] * (module.words + RUN), seed, year)
    names["judge"](memory, counts, verdicts, measures)
    return {
        (rule, kind): verdicts[6 * number + place]
        for number, rule in enumerate(module.shape.rules)
        for place, kind in enumerate(KINDS)
    }


def checked(prepared: Prepared, year: int, seed: int) -> dict[tuple[str, str], int]:
    """Return the same, as ``check`` finds in the year written out."""
    model = prepared.model
    dossier = year_dossier(model, year, seed)
    report = check(dossier, as_of=date.fromordinal(model.at), readings=model.readings, inference=False)
    found: Counter[tuple[str, str]] = Counter()
    for finding in report.findings:
        found[finding.rule, finding.verdict] += 1
        found[finding.rule, "error"] += finding.verdict == "violated" and finding.severity == "error"
    return {(rule, kind): found[rule, kind] for rule in prepared.module.shape.rules for kind in KINDS}


@pytest.mark.parametrize("name", YEARS)
def test_shipped_scenarios(name: str) -> None:
    prepared = prepare(name)
    for year in range(12):
        assert counted(prepared, year, 7) == checked(prepared, year, 7), year


@pytest.mark.parametrize("folder", ["saint-quentin-2019", "year-in-trouble"])
@pytest.mark.parametrize("day", [date(2019, 1, 10), date(2019, 6, 1), date(2019, 11, 30), date(2020, 1, 11)])
def test_going_on_from_a_dossier(folder: str, day: date) -> None:
    prepared = prepare("baseline", read_dossier(EXAMPLES / folder), as_of=day)
    for year in range(5):
        assert counted(prepared, year, 3) == checked(prepared, year, 3), year


@pytest.mark.parametrize("name", [name for name in shipped() if name not in YEARS])
def test_events_alone_are_the_same_every_year(name: str) -> None:
    prepared = prepare(name, read_dossier(EXAMPLES / "saint-quentin-2019"), as_of=date(2019, 4, 1))
    assert counted(prepared, 0, 1) == counted(prepared, 5, 2) == checked(prepared, 9, 3)


@settings(max_examples=examples(40), suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(year_scenarios(), st.integers(0, 2**40), st.integers(0, 2**63 - 1))
def test_any_scenario(scenario: Document, year: int, seed: int) -> None:
    prepared = prepare(scenario)
    assert counted(prepared, year, seed) == checked(prepared, year, seed)


@settings(max_examples=examples(25), suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(year_scenarios(), dossiers(), st.dates(date(2018, 12, 12), date(2019, 12, 31)), st.sampled_from(READINGS))
def test_any_scenario_from_any_dossier(
    scenario: Document, document: Document, day: date, readings: dict[str, str]
) -> None:
    document.pop("convention", None)  # most often it contradicts the agreement, which is an error
    try:
        prepared = prepare(scenario, build(document), as_of=day, at=date(2020, 3, 1), readings=readings)
    except UsageError as error:  # an amendment of the last day of which the day, the form or the value is not known
        assume({problem.code for problem in error.problems} != {"term-unknown"})
        raise
    assert counted(prepared, 0, 1) == checked(prepared, 0, 1)


@pytest.mark.parametrize("readings", READINGS, ids=lambda chosen: "=".join(*chosen.items()))
def test_other_readings(readings: dict[str, str]) -> None:
    prepared = prepare("baseline", readings=readings)
    for year in range(3):
        assert counted(prepared, year, 5) == checked(prepared, year, 5)


class TestTheDossier:
    def test_rows_are_named_after_those_that_are_there(self) -> None:
        start = read_dossier(EXAMPLES / "saint-quentin-2019")
        prepared = prepare("baseline", start, as_of=date(2019, 6, 1))
        dossier = year_dossier(prepared.model, 0, 1)
        held = [row.code for row in start.sessions or () if row.held_on and row.held_on <= date(2019, 6, 1)]
        codes = [row.code for row in dossier.sessions or ()]
        assert codes[: len(held)] == held
        assert len(set(codes)) == len(codes) > len(held)
        assert all(code[0] == "S" for code in codes)
        kept = {row.id: row for row in start.payments or ()}
        assert all(row == kept[row.id] for row in dossier.payments or () if row.id in kept)

    def test_the_same_year_is_the_same_dossier(self) -> None:
        model = prepare("baseline").model
        assert year_dossier(model, 4, 1).digest == year_dossier(model, 4, 1).digest
        assert year_dossier(model, 4, 1).digest != year_dossier(model, 4, 2).digest
        assert year_dossier(model, 4, 1).digest != year_dossier(model, 5, 1).digest

    def test_it_can_be_written_and_read_again(self, tmp_path: Path) -> None:
        prepared = prepare("baseline")
        dossier = year_dossier(prepared.model, 2, 1)
        check_writable(dossier)
        write_csv_folder(dossier, tmp_path / "year")
        again = read_dossier(tmp_path / "year")
        assert again.digest == dossier.digest
        report = check(again, as_of=date.fromordinal(prepared.model.at), inference=False)
        found = Counter((finding.rule, finding.verdict) for finding in report.findings)
        wanted = counted(prepared, 2, 1)
        assert all(found[rule, kind] == number for (rule, kind), number in wanted.items() if kind != "error")

    def test_what_files_cannot_say_is_not_written(self, tables: dict[str, Any]) -> None:
        del tables["reports"]
        for row in tables["allocations"]:
            del row["need"]
        prepared = prepare("baseline", Dossier.model_validate(tables), as_of=date(2019, 4, 1))
        assert counted(prepared, 0, 1) == checked(prepared, 0, 1)
        with pytest.raises(DossierError) as error:
            check_writable(year_dossier(prepared.model, 0, 1))
        told = [problem.message.en for problem in error.value.problems]
        assert any("“attributions”" in each and "“besoin”" in each for each in told)
        assert "the dossier to start from has no table “documents”" in told
