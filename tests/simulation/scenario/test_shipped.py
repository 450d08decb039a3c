"""The four shipped scenarios on a year worked out by hand, and on any dossier there is."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from innosprint_rules.dossier.models import Dossier
from innosprint_rules.dossier.reading import read_dossier
from innosprint_rules.errors import ScenarioError
from innosprint_rules.folding import fold
from innosprint_rules.report.content.teller import Teller
from innosprint_rules.report.text.simulation import simulation_lines
from innosprint_rules.simulation.scenario.finding import french_names, shipped
from innosprint_rules.simulation.scenario.loading import read_scenario
from innosprint_rules.simulation.whatif.play import Simulation, simulate
from innosprint_rules.wording import LANGUAGES

EXAMPLE = Path(__file__).parents[3] / "examples" / "saint-quentin-2019"
JUNE = date(2019, 6, 1)
NAMES = ("all-allocated-at-once", "fourth-session-slips", "nothing-more-happens", "payment-after-the-deadline")


def broken(simulation: Simulation, kind: str = "newly_violated") -> set[tuple[str, str | None]]:
    return {(each.rule, each.subject.id) for each in simulation.differences if each.kind == kind}


def told(simulation: Simulation) -> list[str]:
    return [change.message.en for change in simulation.changes]


def test_each_is_known_by_a_french_name_too() -> None:
    french = french_names()
    assert sorted(french) == shipped()
    assert len({fold(name) for name in (*french, *french.values())}) == 2 * len(french)
    for name, nom in french.items():
        found = read_scenario(nom.upper().replace("É", "E"))
        assert (found.name, found.called("fr"), found.called("en")) == (name, nom, name)
    with pytest.raises(ScenarioError, match="did you mean “versement-tardif”"):
        read_scenario("versement-tardif-e")


def test_these_four_are_shipped() -> None:
    assert [*NAMES] == [name for name in shipped() if name in NAMES]
    for name in NAMES:
        scenario = read_scenario(name)
        assert scenario.title.fr
        assert scenario.title.en
        assert scenario.description.fr != scenario.description.en


def test_the_year_without_events_changes_nothing(dossier: Dossier) -> None:
    words = {"fr": "rien", "en": "nothing"}
    simulation = simulate({"title": words, "description": words, "events": []}, dossier)
    assert simulation.changes == ()
    assert simulation.differences == ()
    assert simulation.dossier is dossier
    assert simulation.at == date(2019, 12, 13)


@pytest.mark.parametrize(
    ("today", "kept"),
    [
        (date(2019, 4, 2), date(2019, 4, 2)),
        (date(2019, 12, 12), date(2019, 12, 12)),
        (date(2019, 12, 13), date(2018, 12, 11)),
    ],
)
def test_today_counts_while_the_agreement_runs(
    today: date, kept: date, dossier: Dossier, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("innosprint_rules.simulation.whatif.apply.local_today", lambda: today)
    simulation = simulate("nothing-more-happens", dossier)
    assert simulation.as_of == kept
    assert simulation.applied.replayed == (kept < today)


class TestTheFourthSessionSlips:
    def test_what_follows_and_what_does_not(self, dossier: Dossier) -> None:
        simulation = simulate("fourth-session-slips", dossier, as_of=JUNE)
        assert told(simulation) == [
            "session S4, held_on: 10\u00a0July\u00a02019 → 8\u00a0September\u00a02019",
            "allocation A3, decided_on: 10\u00a0July\u00a02019 → 8\u00a0September\u00a02019",
        ]
        # 116 days after S3, S5 two days later; A3 was paid on 25 July, before it is now decided
        assert broken(simulation) == {("SES02", "S4"), ("SES02", "S5"), ("PAY04", "V5")}
        assert simulation.report.find("ALC01", "A3").verdict == "satisfied"  # type: ignore[union-attr]  # None would fail here

    def test_a_session_that_was_held_does_not_slip(self, dossier: Dossier) -> None:
        with pytest.raises(ScenarioError) as error:
            simulate("fourth-session-slips", dossier, as_of=date(2019, 7, 10))
        (problem,) = error.value.problems
        assert problem.code == "already-happened"
        assert problem.location.file == "fourth-session-slips.yaml"
        assert problem.location.row is not None

    def test_there_must_be_a_fourth_session(self, tables: dict[str, Any]) -> None:
        few = {"sessions": tables["sessions"][:3]}
        with pytest.raises(ScenarioError, match="no fourth session: the dossier has 3 dated sessions"):
            simulate("fourth-session-slips", Dossier.model_validate(few), as_of=date(2019, 1, 1))

    def test_the_order_is_that_of_dates_not_of_rows(self, tables: dict[str, Any]) -> None:
        tables["sessions"].reverse()
        simulation = simulate("fourth-session-slips", Dossier.model_validate(tables), as_of=JUNE)
        assert simulation.changes[0].id == "S4"


class TestLatePayment:
    def test_what_is_not_paid_comes_thirty_days_after_the_deadline(self, dossier: Dossier) -> None:
        simulation = simulate("payment-after-the-deadline", dossier, as_of=date(2019, 3, 1))
        assert told(simulation) == [
            "removed: payment V2 (CASQ->FN, €15,000.00, 15\u00a0May\u00a02019)",
            "added: payment X01 (CASQ->FN, €15,000.00, 30\u00a0June\u00a02019)",
        ]
        assert broken(simulation) == {("END02", None)}
        assert simulation.balance() == simulation.balance(with_scenario=False)

    def test_played_again_faubourg_numerique_advances_the_money(self, dossier: Dossier) -> None:
        simulation = simulate("payment-after-the-deadline", dossier)
        assert simulation.applied.replayed
        assert simulation.as_of == date(2018, 12, 11)
        assert broken(simulation) == {("END02", None), ("PAY05", "V3"), ("PAY05", "V4")}

    def test_the_deadline_is_that_of_the_reading(self, dossier: Dossier) -> None:
        simulation = simulate("payment-after-the-deadline", dossier, as_of=date(2019, 3, 1), readings={"Q3": "start"})
        assert simulation.changes[-1].after["paid_on"] == "2019-05-30"

    def test_nothing_is_left_to_come_late(self, dossier: Dossier) -> None:
        with pytest.raises(ScenarioError, match="the endowment is received in full"):
            simulate("payment-after-the-deadline", dossier, as_of=JUNE)

    def test_without_a_table_of_payments_nobody_knows_what_remains(self, tables: dict[str, Any]) -> None:
        del tables["payments"]
        with pytest.raises(ScenarioError) as error:
            simulate("payment-after-the-deadline", Dossier.model_validate(tables), as_of=JUNE)
        assert error.value.problems[0].code == "amount-unknown"


class TestAllAllocatedAtOnce:
    def test_what_remains_is_shared_to_the_cent(self, dossier: Dossier) -> None:
        simulation = simulate("all-allocated-at-once", dossier, as_of=JUNE)
        assert [change.id for change in simulation.changes if change.kind == "removed"] == ["A3", "V5"]
        rows = {row.id: row for row in simulation.dossier.allocations or () if row.id.startswith("X")}
        assert {key: row.amount for key, row in rows.items()} == {"X01": 666_667, "X02": 666_667, "X03": 666_666}
        assert {row.decided_on for row in rows.values()} == {date(2019, 7, 10)}
        paid = [row for row in simulation.dossier.payments or () if row.id.startswith("X")]
        assert [(row.allocation, row.amount, row.paid_on) for row in paid] == [
            (key, row.amount, date(2019, 7, 25)) for key, row in rows.items()
        ]
        assert simulation.balance()["remaining"] == 0
        assert simulation.balance(with_scenario=False)["to_return"] == 1_400_000
        assert simulation.balance()["to_return"] == 0
        assert broken(simulation) == set()
        assert broken(simulation, "no_longer_violated") == {("END04", None)}

    def test_all_at_the_first_session_is_a_departure(self, dossier: Dossier) -> None:
        simulation = simulate("all-allocated-at-once", dossier, as_of=date(2019, 1, 1))
        # nothing had been received on 30 January
        assert broken(simulation) == {("ALC05", "S1"), *(("PAY05", f"X0{n}") for n in (1, 2, 3))}

    def test_a_planned_session_is_presented_in_full(self, tables: dict[str, Any]) -> None:
        tables["presentations"] = [row for row in tables["presentations"] if row["session"] < "S4"]
        tables["projects"][2]["left_on"] = "2019-07-01"
        simulation = simulate("all-allocated-at-once", Dossier.model_validate(tables), as_of=JUNE)
        shown = [change.id for change in simulation.changes if change.table == "presentations"]
        assert shown == ["S4/P01", "S4/P02"]
        assert not {code for code, _ in broken(simulation)} & {"ALC07", "PRJ01", "PRJ02"}

    def test_there_must_be_a_session_to_come(self, dossier: Dossier) -> None:
        with pytest.raises(ScenarioError, match="no next session: the dossier has 6 dated sessions, none after"):
            simulate("all-allocated-at-once", dossier, as_of=date(2019, 12, 1))


class TestNothingMoreHappens:
    def test_only_what_has_happened_stays(self, dossier: Dossier) -> None:
        simulation = simulate("nothing-more-happens", dossier, as_of=JUNE)
        assert [row.code for row in simulation.dossier.sessions or ()] == ["S1", "S2", "S3"]
        assert len(simulation.dossier.presentations or ()) == 9
        assert [row.id for row in simulation.dossier.payments or ()] == ["V1", "V2", "V3", "V4"]
        assert broken(simulation) == {("SES01", "Y1"), ("SES02", "S3")}
        assert broken(simulation, "other_figures") == {("END04", None)}
        assert simulation.balance()["to_return"] == 2_000_000

    def test_the_day_itself_has_happened(self, dossier: Dossier) -> None:
        simulation = simulate("nothing-more-happens", dossier, as_of=date(2019, 7, 10))
        assert [row.code for row in simulation.dossier.sessions or ()] == ["S1", "S2", "S3", "S4"]

    def test_a_payment_made_before_its_decision_keeps_no_decision(self, tables: dict[str, Any]) -> None:
        tables["payments"][4]["paid_on"] = "2019-05-20"
        simulation = simulate("nothing-more-happens", Dossier.model_validate(tables), as_of=JUNE)
        assert ("PAY02", "V5") in broken(simulation)
        assert "payment V5, allocation: A3 → blank" in told(simulation)

    def test_a_project_that_would_enter_later_goes(self, tables: dict[str, Any]) -> None:
        tables["projects"][2]["entry_session"] = "S4"
        tables["presentations"] = [
            row for row in tables["presentations"] if row["project"] != "P03" or row["session"] >= "S4"
        ]
        simulation = simulate("nothing-more-happens", Dossier.model_validate(tables), as_of=JUNE)
        assert [row.code for row in simulation.dossier.projects or ()] == ["P01", "P02"]

    def test_after_the_term_nothing_changes(self, dossier: Dossier) -> None:
        simulation = simulate("nothing-more-happens", dossier, as_of=date(2020, 3, 1))
        assert simulation.changes == ()
        assert simulation.at == date(2020, 3, 1)


@pytest.mark.parametrize("as_of", [None, date(2019, 3, 1)])
@pytest.mark.parametrize("name", NAMES)
def test_on_the_example_of_the_project(name: str, as_of: date | None) -> None:
    dossier = read_dossier(EXAMPLE)
    digest, rows = dossier.digest, {table: dossier.rows(table) for table in ("sessions", "allocations", "payments")}
    simulation = simulate(name, dossier, as_of=as_of)
    assert simulation.changes
    assert simulation.model_dump_json() == simulate(name, dossier, as_of=as_of).model_dump_json()
    assert Dossier.model_validate(simulation.dossier.model_dump()).digest == simulation.dossier.digest
    assert {table: dossier.rows(table) for table in rows} == rows
    assert dossier._digest == digest
    assert dossier.model_copy().digest == digest
    for lang in LANGUAGES:
        lines = [line.text for line in simulation_lines(simulation, Teller(lang, 80))]
        assert max(map(len, lines)) <= 80
        assert lines[0] == simulation.scenario.title.get(lang)


def test_rows_left_alone_keep_their_place_and_new_ones_have_the_scenarios(dossier: Dossier) -> None:
    simulation = simulate("payment-after-the-deadline", dossier, as_of=date(2019, 3, 1))
    rows = {row.id: row for row in simulation.dossier.payments or ()}
    kept = {row.id: row for row in dossier.payments or ()}
    assert rows["V1"].location("amount") == kept["V1"].location("amount")
    assert rows["X01"].location().file == "payment-after-the-deadline.yaml"
    assert rows["X01"].location().row == simulation.changes[-1].location.row
