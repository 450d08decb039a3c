"""What is compiled is the same for every scenario, dossier and day: these are data that it reads."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from innosprint_rules.dossier.amending import read_acts
from innosprint_rules.dossier.models import Dossier
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


ACTS = {
    "endowment": ("dotation=40000@2019-06-15",),
    "term": ("date_fin=2020-06-30@2019-11-15",),
    "both": ("dotation=45000@2019-08-01", "date_fin=2020-03-31@2019-10-01"),
}
TIED = {"payments.delay": {"reports.delay": "0.6"}, "calendar.gap": {"results.day": "-0.2"}}
SAID = {"fr": "t", "en": "t"}
JUNE = date(2019, 6, 1)
BLANKS: dict[str, dict[str, tuple[str, ...]]] = {
    "days": {"allocations": ("decided_on",), "sessions": ("held_on",)},
    "amounts": {"allocations": ("amount",), "payments": ("amount",)},
    "more": {"payments": ("paid_on", "amount", "direction"), "allocations": ("project",), "reports": ("recipients",)},
}


def tried(scenario: str, acts: str = "", tied: bool = False, dossier: Dossier | None = None) -> Prepared:
    """Return a scenario with what changes no text: amendments, ties, a dossier."""
    book = default_rulebook()
    source = {"title": SAID, "description": SAID, "extends": scenario, "correlate": TIED} if tied else scenario
    read = read_acts(ACTS.get(acts, ()), book.schema, book.amendable)
    return prepare(source, dossier, acts=read, as_of=None if dossier is None else JUNE)


@pytest.fixture(scope="module")
def past() -> Dossier:
    """A year under way."""
    return read_dossier(EXAMPLES / "saint-quentin-2019")


def with_blanks(dossier: Dossier, kind: str) -> Dossier:
    """Return a dossier of which some cells of the first row of some tables are blank."""
    tables = {}
    for table, columns in BLANKS[kind].items():
        first, *others = getattr(dossier, table)
        tables[table] = (first.model_copy(update=dict.fromkeys(columns)), *others)
    return dossier.model_copy(update=tables)


@pytest.mark.parametrize("scenario", YEARS)
def test_amendments_and_ties_are_data(baseline: Prepared, past: Dossier, scenario: str) -> None:
    """The endowment, the end of the term, inputs that go together: one text, whatever the scenario and the dossier."""
    place = YEARS.index(scenario)
    kinds = [*ACTS, *ACTS][place % 3 :]
    assert same_text(baseline, tried(scenario, kinds[0], tied=True))
    assert same_text(baseline, tried(scenario, kinds[1], place % 2 == 0, past))


def test_blanks_of_the_past_share_another(baseline: Prepared, past: Dossier) -> None:
    """Blanks in columns where they are seldom: one text for all of them, which allows for any."""
    first = tried("baseline", dossier=with_blanks(past, "days"))
    assert first.module.digest != baseline.module.digest
    for number, kind in enumerate(BLANKS):
        assert same_text(first, tried(YEARS[number + 1], list(ACTS)[number], number == 1, with_blanks(past, kind)))
    seldom = {"title": SAID, "description": SAID, "extends": "baseline", "missing": {"sessions.held_on": "2 %"}}
    assert same_text(first, prepare(seldom))


def test_blanks_in_usual_columns_do_not(baseline: Prepared, past: Dossier) -> None:
    rows = past.payments or ()
    blank = (rows[0].model_copy(update={"paid_on": None}), *rows[1:])
    assert same_text(baseline, tried("baseline", dossier=past.model_copy(update={"payments": blank})))


def test_so_does_another_day_of_judgement(baseline: Prepared) -> None:
    assert same_text(baseline, prepare("late-payment", at=date(2019, 12, 1)))


def test_events_alone_share_another(baseline: Prepared) -> None:
    first, *others = map(prepare, EVENTS)
    assert first.module.digest != baseline.module.digest
    assert {each.module.digest for each in others} == {first.module.digest}


def test_another_reading_or_fewer_rules_have_their_own(baseline: Prepared) -> None:
    assert not same_text(baseline, prepare("baseline", readings={"Q2": "eve"}))
    assert not same_text(baseline, prepare("baseline", select=["PAY"]))
