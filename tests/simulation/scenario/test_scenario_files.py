"""Reading scenarios: every mistake at once, each with its place; what cannot happen says why."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from innosprint_rules.dossier.models import Dossier
from innosprint_rules.errors import Problem, ScenarioError, UsageError
from innosprint_rules.simulation.scenario.loading import parse_scenario, read_scenario
from innosprint_rules.simulation.whatif.play import Simulation, simulate

HEAD = "title: {fr: t, en: t}\ndescription: {fr: d, en: d}\nevents:\n"
MARCH = date(2019, 3, 20)


def problems(events: str, head: str = HEAD) -> list[Problem]:
    with pytest.raises(ScenarioError) as error:
        parse_scenario(head + events, "mine.yaml", "mine")
    return list(error.value.problems)


def play(events: str, dossier: Dossier, **options: Any) -> Simulation:
    return simulate(parse_scenario(HEAD + events, "mine.yaml", "mine"), dossier, **{"as_of": MARCH, **options})


def refused(events: str, dossier: Dossier, **options: Any) -> Problem:
    with pytest.raises(ScenarioError) as error:
        play(events, dossier, **options)
    return error.value.problems[0]


@pytest.mark.parametrize(
    ("event", "code", "column", "hint"),
    [
        ("slipp: {session: S4, by: 60 days}", "unknown-verb", 5, "slip"),
        ("slip: {session: S4, at: S5, by: 60 days}", "unknown-key", 25, "session"),
        ("slip: {payment: V1, bye: 3 days, by: 60 days}", "unknown-key", 25, "by"),
        ("slip: {session: S4, by: soon}", "span-unreadable", 29, "60 days"),
        ("slip: {session: S4}", "missing-key", 5, None),
        ("slip: {session: S4, by: 3 days, to: 2019-06-01}", "too-many-keys", 25, None),
        ("pay: {direction: CASQ->NF, amount: 1, date: as_of}", "choice-unknown", 22, "CASQ->FN"),
        ("pay: {direction: autre, amount: 12 pommes, date: as_of}", "amount-unreadable", 37, None),
        ("pay: {direction: autre, amount: 1, date: 31/02/2019}", "date-impossible", 46, None),
        ("pay: {direction: autre, amount: 1, date: as_of, montant: 2}", "duplicate-key", 53, None),
        ("remove: {table: paiments, after: as_of}", "unknown-table", 21, "paiements"),
        ("remove: {table: projects, row: P01}", "unknown-table", 21, "sessions"),
        ("remove: {table: payments}", "missing-key", 5, None),
        ("stop_after: [as_of]", "wrong-shape", 17, None),
        ("hold: S4", "wrong-shape", 11, None),
        ("[hold, slip]", "event-shape", 5, "verb"),
        ("report: {kind: calendrier, sent_on: as_of, recipients: {a: b}}", "wrong-shape", 60, None),
        ("allocate: {session: next, amount: 10}", "missing-key", 5, None),
    ],
)
def test_a_mistake_is_told_with_its_place(event: str, code: str, column: int, hint: str | None) -> None:
    (problem,) = problems(f"  - {event}\n")
    assert (problem.location.file, problem.location.row, problem.location.column) == ("mine.yaml", 4, column)
    assert problem.code == code
    if hint is not None:
        assert problem.hint is not None
        assert hint in problem.hint.en


def test_every_mistake_is_told_at_once() -> None:
    found = problems("  - slipp: {}\n  - stop_after: hier soir\n", HEAD.replace("en: d", "xx: d"))
    assert [(problem.code, problem.location.row) for problem in found] == [
        ("missing-key", 2), ("unknown-key", 2), ("unknown-verb", 4), ("date-unreadable", 5),
    ]  # fmt: skip


@pytest.mark.parametrize("key", ["years: 40", "seed: 7", "kind: plain", "distributions: {}"])
def test_the_keys_of_chance_are_not_known_yet(key: str) -> None:
    (problem,) = problems("  - stop_after: as_of\n" + key + "\n")
    assert (problem.code, problem.location.row) == ("unknown-key", 5)


@pytest.mark.parametrize("text", ["", "- a\n", "title: [\n", "events: x\n", "title: {fr: a, en: b}\n"])
def test_what_is_no_scenario_is_refused(text: str) -> None:
    assert problems(text, "")


def test_a_name_that_is_not_shipped_suggests_one(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="did you mean “late-payment”"):
        read_scenario("late-paiment")
    with pytest.raises(ScenarioError, match="is a folder"):
        read_scenario(tmp_path)
    with pytest.raises(ScenarioError, match="no scenario"):
        read_scenario("a\0b")


def test_a_file_is_read_by_its_path(tmp_path: Path, dossier: Dossier) -> None:
    path = tmp_path / "halt.yaml"
    path.write_bytes(("\ufeff" + HEAD + "  - stop_after: 15/03/2019\n").replace("\n", "\r\n").encode())
    scenario = read_scenario(path)
    assert (scenario.name, scenario.file) == ("halt", "halt.yaml")
    assert [row.code for row in simulate(scenario, dossier, as_of=date(2019, 2, 1)).dossier.sessions or ()] == [
        "S1",
        "S2",
    ]
    path.write_bytes(b"title: \xe9")
    with pytest.raises(ScenarioError, match="not UTF-8"):
        read_scenario(path)


def test_the_two_days_may_be_the_scenarios_own(dossier: Dossier) -> None:
    words = {"fr": "x", "en": "x"}
    scenario: dict[str, Any] = {
        "title": words,
        "description": words,
        "as_of": "mid_term",
        "at": "final_due + 1 day",
        "events": [],
    }
    simulation = simulate(scenario, dossier)
    assert (simulation.as_of, simulation.at) == (date(2019, 6, 12), date(2020, 1, 12))
    assert simulate(scenario, dossier, as_of=MARCH, at=date(2019, 9, 1)).at == date(2019, 9, 1)
    scenario["at"] = date(2020, 1, 12)
    assert simulate(scenario, dossier).at == date(2020, 1, 12)


def test_names_of_days_that_the_agreement_does_not_have_are_told_together(dossier: Dossier) -> None:
    events = "  - stop_after: term_ned\n  - slip: {session: S4, to: fith_session}\n"
    with pytest.raises(ScenarioError) as error:
        play(events, dossier)
    assert [problem.hint.en for problem in error.value.problems if problem.hint] == [
        "did you mean “term_end”?", "did you mean “fifth_session”?",
    ]  # fmt: skip


def test_a_term_of_which_the_days_are_not_known_asks_for_them(dossier: Dossier) -> None:
    with pytest.raises(UsageError, match="--at"):
        play("  - stop_after: as_of\n", dossier, readings={"Q1": "signed_agreement"})
    assert play("  - stop_after: as_of\n", dossier, readings={"Q1": "signed_agreement"}, at=date(2019, 12, 1)).changes


class TestVerbs:
    def test_a_session_is_added_with_its_projects(self, dossier: Dossier) -> None:
        simulation = play("  - hold: {session: S7, date: 10/12/2019, lieu: Créatis, projects: everyone}\n", dossier)
        session = (simulation.dossier.sessions or ())[-1]
        assert (session.code, session.held_on) == ("S7", date(2019, 12, 10))
        assert len([row for row in simulation.dossier.presentations or () if row.session == "S7"]) == 3
        assert {each.rule for each in simulation.differences if each.kind == "newly_violated"} == {"SES02"}

    def test_a_session_that_is_not_there_needs_a_date(self, dossier: Dossier) -> None:
        assert refused("  - hold: {session: S7}\n", dossier).code == "no-such-session"

    def test_an_allocation_moves_with_its_session_only_when_decided_on_its_day(self, tables: dict[str, Any]) -> None:
        tables["allocations"][2]["decided_on"] = "2019-07-12"
        simulation = play("  - slip: {session: S4, by: -1 week}\n", Dossier.model_validate(tables))
        assert [change.id for change in simulation.changes] == ["S4"]

    def test_a_payment_comes_a_month_later(self, dossier: Dossier) -> None:
        simulation = play("  - slip: {payment: v2, by: 1 mois}\n", dossier)
        assert [(change.before, change.after) for change in simulation.changes] == [("2019-05-15", "2019-06-15")]
        assert {each.rule for each in simulation.differences if each.kind == "newly_violated"} == {"END02"}

    def test_an_allocation_beyond_the_endowment(self, dossier: Dossier) -> None:
        simulation = play("  - allocate: {session: last, project: P01, montant: '14 000,01 €'}\n", dossier)
        broken = {each.rule for each in simulation.differences if each.kind == "newly_violated"}
        assert broken == {"END01", "PAY06"}  # and nothing pays it
        assert simulation.changes[0].after["decided_by"] == ["CASQ", "FN", "UPJV-INSSET", "INNOVALTECH"]

    def test_what_is_left_goes_back(self, dossier: Dossier) -> None:
        events = "  - pay: {direction: FN->CASQ, amount: remaining, date: term_end}\n"
        simulation = play(events, dossier)
        assert simulation.changes[0].after["amount"] == "14000.00"
        assert [each.rule for each in simulation.differences if each.kind == "no_longer_violated"] == ["END04"]
        assert refused(events + events, dossier).code == "nothing-remains"

    def test_a_report_is_sent(self, dossier: Dossier) -> None:
        events = (
            "  - report: {kind: compte_rendu_bimestriel, periode_debut: 2019-02-12, periode_fin: 11/04/2019,"
            " sent_on: 2019-04-11, sender: FN, headings: [rencontres, financement, repartition]}\n"
        )
        simulation = play(events, dossier)
        assert ("REP01", "P2") in {
            (each.rule, each.subject.id) for each in simulation.differences if each.kind == "no_longer_violated"
        }

    def test_rows_are_removed_by_what_they_hold(self, dossier: Dossier) -> None:
        simulation = play("  - remove: {table: versements, sens: fn → projet, after: as_of}\n", dossier)
        assert [change.id for change in simulation.changes] == ["V4", "V5"]

    def test_a_removed_session_takes_along_what_rests_on_it(self, dossier: Dossier) -> None:
        simulation = play("  - remove: {table: sessions, row: fourth}\n", dossier)
        assert [change.id for change in simulation.changes] == ["S4", "S4/P01", "S4/P02", "S4/P03", "A3", "V5"]

    def test_a_project_then_enters_where_it_is_next_presented(self, tables: dict[str, Any]) -> None:
        tables["projects"][2]["entry_session"] = "S4"
        tables["presentations"] = [
            row for row in tables["presentations"] if row["project"] != "P03" or row["session"] > "S3"
        ]
        simulation = play("  - remove: {table: sessions, row: S4}\n", Dossier.model_validate(tables))
        assert (simulation.dossier.projects or ())[2].entry_session == "S5"

    @pytest.mark.parametrize(
        ("event", "code"),
        [
            ("slip: {session: S9, by: 1 day}", "no-such-row"),
            ("slip: {payment: V9, by: 1 day}", "no-such-row"),
            ("slip: {session: S1, by: 1 day}", "already-happened"),
            ("slip: {session: S4, to: 2019-03-20}", "already-happened"),
            ("slip: {session: S4, by: 9999 months}", "date-out-of-range"),
            ("pay: {direction: CASQ->FN, amount: 1, date: 01/02/2019}", "already-happened"),
            ("pay: {direction: autre, amount: remaining, date: term_end}", "amount-unknown"),
            ("allocate: {session: S4, projects: [P01, P9], amount: 10}", "no-such-row"),
            ("allocate: {session: S4, project: P9, amount: 10}", "unknown-reference"),
            ("pay: {id: v1, direction: CASQ->FN, amount: 1, date: term_end}", "duplicate-identity"),
            ("stop_after: 2019-01-01", "already-happened"),
            ("remove: {table: sessions, row: S1}", "already-happened"),
        ],
    )
    def test_what_cannot_happen_says_where_and_why(self, event: str, code: str, dossier: Dossier) -> None:
        problem = refused(f"  - {event}\n", dossier)
        assert problem.code == code
        assert (problem.location.file, problem.location.row) == ("mine.yaml", 4)


class TestWhatIsNotKnownStaysUnknown:
    def test_a_row_added_to_a_table_that_is_absent_does_not_close_it(self, tables: dict[str, Any]) -> None:
        del tables["reports"]
        simulation = play("  - report: {kind: calendrier, sent_on: term_end}\n", Dossier.model_validate(tables))
        assert simulation.dossier.is_open("reports")
        assert simulation.report.find("REP01", "P1").verdict == "unknown"  # type: ignore[union-attr]  # None would fail here

    def test_a_column_that_is_absent_is_not_made_blank_elsewhere(self, tables: dict[str, Any]) -> None:
        for row in tables["allocations"]:
            del row["need"]
        lacking = Dossier.model_validate(tables)
        simulation = play("  - allocate: {session: S5, project: P01, amount: 10}\n", lacking)
        assert simulation.report.find("ALC03", "A1").verdict == "unknown"  # type: ignore[union-attr]  # None would fail here
        problem = refused("  - allocate: {session: S5, project: P01, amount: 10, besoin: b}\n", lacking)
        assert problem.code == "no-such-column"
