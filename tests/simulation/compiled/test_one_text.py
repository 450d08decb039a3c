"""What is compiled is the same for every scenario, dossier and day: these are data that it reads."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from innosprint_rules.dossier.amending import read_acts
from innosprint_rules.dossier.reading import read_dossier
from innosprint_rules.engine.check import default_rulebook
from innosprint_rules.simulation.running.prepare import Prepared, prepare
from innosprint_rules.simulation.scenario.finding import shipped
from tests.simulation.drawing.test_year_dossier import YEARS

EXAMPLES = Path(__file__).parents[3] / "examples"
EVENTS = sorted(set(shipped()).difference(YEARS))


@pytest.fixture(scope="module")
def baseline() -> Prepared:
    """A year that starts from nothing."""
    return prepare("baseline")


def same_text(one: Prepared, other: Prepared) -> bool:
    """Tell whether two runs rest on one text, and not on one and the same data."""
    (text, data), (other_text, other_data) = one.module.template, other.module.template
    assert (data, one.module.data) != (other_data, other.module.data)
    return text == other_text and one.module.digest == other.module.digest


@pytest.mark.parametrize("scenario", YEARS[1:])
def test_scenarios_of_whole_years_share_it(baseline: Prepared, scenario: str) -> None:
    assert same_text(baseline, prepare(scenario))


@pytest.mark.parametrize("name", ["saint-quentin-2019", "year-in-trouble"])
@pytest.mark.parametrize("as_of", [date(2019, 6, 15), date(2019, 7, 30), date(2019, 9, 15)])
def test_a_dossier_at_any_day_shares_it(baseline: Prepared, name: str, as_of: date) -> None:
    assert same_text(baseline, prepare("baseline", read_dossier(EXAMPLES / name), as_of=as_of))


def test_amendments_of_one_kind_share_another() -> None:
    assert same_text(amended("dotation=40000@2019-06-15"), amended("dotation=45000@2019-08-01"))
    assert same_text(amended("date_fin=2020-06-30@2019-11-15"), amended("date_fin=2020-03-31@2019-10-01"))


def amended(*acts: str) -> Prepared:
    book = default_rulebook()
    return prepare("baseline", acts=read_acts(acts, book.schema, book.amendable))


def test_so_does_another_day_of_judgement(baseline: Prepared) -> None:
    assert same_text(baseline, prepare("late-payment", at=date(2019, 12, 1)))


def test_events_alone_share_another(baseline: Prepared) -> None:
    first, *others = map(prepare, EVENTS)
    assert first.module.digest != baseline.module.digest
    assert {each.module.digest for each in others} == {first.module.digest}


def test_another_reading_or_fewer_rules_have_their_own(baseline: Prepared) -> None:
    assert not same_text(baseline, prepare("baseline", readings={"Q2": "eve"}))
    assert not same_text(baseline, prepare("baseline", select=["PAY"]))
