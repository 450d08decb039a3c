"""How the year may end if the lines are voted: drawn apart, refined, stopped, told of the lines that they are of."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("fastapi", reason="FastAPI, the extra `web`, is not installed")

from innosprint_rules import load_rulebook, read_dossier, simulate
from innosprint_rules.cli.app import main
from innosprint_rules.report.content.outcome.safe_vote import voted
from innosprint_rules.report.content.teller import Teller
from innosprint_rules.report.html.outcome.page import html_outcome
from innosprint_rules.rulebook.loading import bundled
from innosprint_rules.web.asking import ask
from innosprint_rules.web.room import Room
from innosprint_rules.web.years import futures as of_web
from innosprint_rules.web.years.futures import scenarios
from tests.web.clients import EXAMPLES, client

YEAR = EXAMPLES / "saint-quentin-2019"
AS_OF = date(2019, 6, 19)
FEW, SOME = 10, 5_000
"""Years that are soon drawn to their end; years that are not."""


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """A session on the example; one process draws for all of the module."""
    copy = tmp_path_factory.mktemp("session") / "year"
    shutil.copytree(YEAR, copy)
    with pytest.MonkeyPatch.context() as patch, closing(Room(bundled(), AS_OF)) as made:
        patch.setenv("NUMBA_DISABLE_JIT", "1")
        made.open(copy)
        yield made


@pytest.fixture(autouse=True)
def lines(room: Room) -> Iterator[None]:
    """One line is put to the vote, whatever a test did; nothing is drawn after it."""
    room.open(room.source)  # type: ignore[arg-type]  # it was opened
    room.put([{"project": "P02", "amount": "2000", "need": "a", "objective": "b"}])
    yield
    room.futures.stop()


def until(room: Room, true: Callable[[dict[str, Any]], object], lang: Any = "fr") -> dict[str, Any]:
    """Return what is told once something is true of it."""
    end = time.monotonic() + 120
    while not true(told := room.futures.told(lang)):
        assert time.monotonic() < end, told
        time.sleep(0.02)
    return told


def ended(told: dict[str, Any]) -> bool:
    return not told["running"]


def test_the_whole_page_is_that_of_simulate_on_the_dossier_as_voted(room: Room) -> None:
    room.futures.years = FEW
    ask(room, "cautious-members")
    told = until(room, ended, "en")
    assert told["page"] == "end-of-the-year.html"
    assert told["figures"]["headline"].startswith(f"Of {FEW}\u00a0simulated years")
    proposal = room.proposal()
    assert proposal is not None
    vote = voted(read_dossier(YEAR), bundled(), proposal, AS_OF)
    found = simulate("cautious-members", vote.dossier, years=FEW, as_of=vote.last)
    for lang in ("fr", "en"):
        assert client(room).get(f"/v1/session/futures/page?lang={lang}").text == html_outcome(found, Teller(lang))


def test_without_lines_it_is_the_page_of_the_command(room: Room, capsys: pytest.CaptureFixture[str]) -> None:
    room.put([])
    room.futures.years = FEW
    ask(room, "baseline")
    told = until(room, ended)
    asked = ["--as-of", AS_OF.isoformat(), "--years", str(FEW), "--format", "html", "--lang", "fr"]
    assert main(["simulate", "--from", str(YEAR), *asked]) == 0
    assert room.futures.pages["fr"] == capsys.readouterr().out.removesuffix("\n")  # printing ends the line once more
    assert told["about"] == ["Sans vote, le dossier étant ce qu’il est"]


def test_figures_come_before_the_end_and_stopping_keeps_them(room: Room) -> None:
    one = client(room)
    room.futures.years = SOME
    assert one.post("/v1/session/futures?lang=en", json={}).json()["running"]
    first = until(room, lambda told: told.get("figures"), "en")
    assert first["figures"]["headline"].startswith("Of 20\u00a0simulated years")
    assert first["about"] == ["If 1\u00a0row is voted as it stands"]
    share = first["figures"]["shares"][0]
    assert share["low"] < share["at"] < share["high"]
    later = until(room, lambda told: "doing" in told and told["done"][0] > 20, "en")
    assert "interpreted" in later["doing"]["text"]
    assert "at this pace" in until(room, lambda told: told["doing"]["left"], "en")["doing"]["left"]
    stopped = one.post("/v1/session/futures?lang=en", json={"what": "stop"}).json()
    assert not stopped["running"]
    assert stopped["stopped"]
    assert stopped["figures"]["headline"].startswith("Of ")
    assert "doing" not in stopped
    assert one.get("/v1/session/futures/page").status_code == 404  # no year was looked at to its end


def test_one_that_is_asked_takes_the_place_of_the_one_before(room: Room) -> None:
    room.futures.years = SOME
    ask(room, "baseline")
    first = until(room, lambda told: told.get("figures"))
    room.put([])
    room.futures.years = FEW
    ask(room, "late-payment")
    told = until(room, ended)
    assert told["number"] > first["number"]
    assert told["scenario"] == "late-payment"
    assert told["figures"]["headline"].startswith(f"Sur {FEW}\u00a0années simulées")


def test_it_ends_when_nobody_asks_how_far_it_is(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(of_web, "GONE", 0.1)
    room.futures.years = SOME
    ask(room, "baseline")
    end = time.monotonic() + 60
    while room.futures.running:
        assert time.monotonic() < end
        time.sleep(0.1)
    assert room.futures.told("fr")["stopped"]


def test_what_is_told_says_whether_it_is_of_the_lines_as_they_stand(room: Room) -> None:
    room.futures.years = FEW
    ask(room, "baseline")
    one = client(room)
    until(room, ended)

    def stale() -> bool:
        return bool(one.get("/v1/session").json()["futures"]["stale"])

    assert not stale()
    one.post("/v1/session/what", json={"present": ["CASQ"]})
    assert not stale()  # who is there is no part of the question
    line = room.what.rows[0]["id"]
    one.post("/v1/session/what", json={"cells": [{"line": line, "column": "amount", "text": "2500"}]})
    assert stale()
    one.post("/v1/session/try", json={"what": "undo"})
    assert not stale()
    one.post("/v1/session/what", json={"as_of": "2019-06-20"})
    assert stale()


def test_a_process_that_ends_in_the_middle_is_told_and_another_takes_its_place(room: Room) -> None:
    room.futures.years = SOME
    ask(room, "baseline")
    until(room, lambda told: told.get("doing"))
    process = room.futures._process
    assert process is not None
    process.kill()
    told = until(room, ended, "en")
    assert told["problem"] == "what draws the years ended unexpectedly: try again"
    room.futures.years = FEW
    ask(room, "baseline")
    told = until(room, ended)
    assert told["figures"]["headline"].startswith(f"Sur {FEW}")
    assert "problem" not in told


def test_what_cannot_be_drawn_says_why(room: Room) -> None:
    (line,) = room.what.rows
    room.put([{**line, "project": "P99"}])
    room.futures.years = FEW
    ask(room, "baseline")
    told = until(room, ended)
    assert "P99" in str(told["problem"])


def test_an_agreement_whose_years_cannot_be_drawn_names_what_is_missing() -> None:
    with closing(Room(load_rulebook(EXAMPLES.parent / "rules" / "objectives"))) as room:
        room.open(EXAMPLES.parent / "rules" / "objectives" / "sample")
        ask(room, "baseline")
        for lang in ("fr", "en"):
            told = until(room, ended, lang)
            assert any("year.yaml" in each for each in told["problem"])
            assert "--" not in str(told["problem"])  # what to write on a command line helps nobody here
            assert "figures" not in told


@pytest.mark.parametrize("scenario", ["nowhere", "../baseline", "renewal.yaml", "nothing-more-happens", "x" * 61])
def test_only_shipped_scenarios_of_years_are_drawn_from(room: Room, scenario: str) -> None:
    answer = client(room).post("/v1/session/futures", json={"scenario": scenario})
    assert answer.status_code == 422
    assert answer.json()["message"]["fr"]


def test_scenarios_are_known_by_the_names_of_each_language() -> None:
    assert scenarios(bundled(), "fr")[0] == ("baseline", "référence\u00a0: L’année telle qu’elle peut aller")
    assert dict(scenarios(bundled(), "en"))["late-payment"].startswith("late-payment: ")


def test_an_agreement_of_somebodys_own_is_drawn_from_its_own_scenario(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NUMBA_DISABLE_JIT", "1")
    monkeypatch.chdir(EXAMPLES.parent)
    with closing(Room(load_rulebook("rules/cascade"), AS_OF)) as room:
        room.open(Path("rules/cascade/sample"))
        assert [name for name, _ in scenarios(room.rulebook, "fr")] == ["three-calls"]
        room.futures.years = FEW
        ask(room)
        told = until(room, ended)
        assert told["scenario"] == "three-calls"
        assert told["figures"]["headline"].startswith(f"Sur {FEW}\u00a0années simulées")


def test_nothing_is_told_or_drawn_without_the_token(room: Room) -> None:
    one = client(room, None)
    asked = room.futures.number
    assert one.get("/v1/session/futures").status_code == 401
    assert one.post("/v1/session/futures", json={}).status_code == 401
    assert room.futures.number == asked


def test_the_process_ends_with_its_session() -> None:
    room = Room(bundled(), AS_OF)
    room.futures.ready()
    process = room.futures._process
    assert process is not None
    assert process.poll() is None
    room.close()
    assert process.poll() is not None
