"""How many years a question needs: looked at after fixed numbers, stopped once the margins are narrow enough."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

import pytest

from innosprint_rules.errors import UsageError
from innosprint_rules.report.content.outcome.sureness import so_far, why_stopped
from innosprint_rules.report.content.teller import ENGLISH, FRENCH
from innosprint_rules.simulation.outcome import precision
from innosprint_rules.simulation.outcome.outcome import Outcome
from innosprint_rules.simulation.outcome.precision import stops
from innosprint_rules.simulation.running.progress import Progress
from innosprint_rules.simulation.simulate import simulate
from tests.simulation.commands import document
from tests.simulation.commands import simulate as command
from tests.simulation.made_outcome import made

QUICK = ("baseline", "--select", "SES01,ALC05", "--measure", "to_return", "--engine", "interpreted")
"""Few rules and none with a day to watch: years that are soon interpreted."""


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Years are looked at from 100 on, since little is to be seen in them."""
    monkeypatch.setattr(precision, "FIRST", 100)


def asked(years: int, points: str | None, ceiling: int = 3_500_000) -> Outcome:
    found = made(years=years)
    wanted = None if points is None else Decimal(points)
    return replace(found, setting=replace(found.setting, precision=wanted, amounts=("to_return",), ceiling=ceiling))


def test_years_are_looked_at_after_the_same_numbers_for_everybody() -> None:
    assert list(stops(30_000)) == [1_000, 2_000, 5_000, 10_000, 20_000]
    assert list(stops(1_000)) == []


def test_ten_thousand_years_are_enough_for_any_share() -> None:
    found = asked(10_000, "1")
    for count in (0, 1, 2_500, 5_000, 10_000):
        half = replace(found, no_return={}, objectives=(), clean_years=count).width(Decimal(1)).share
        assert half <= Decimal("0.01"), count


def test_a_share_or_an_amount_that_is_not_sure_goes_on() -> None:
    wide = asked(2_000, "1")
    assert not wide.width(Decimal(1)).within(Decimal(1)), "shares in the middle are known to ± 2 points"
    assert wide.width(Decimal(3)).within(Decimal(3))
    poor = asked(2_000, "3", ceiling=1)
    own = poor.width(Decimal("0.1"))
    assert own.amount is not None
    assert own.amount > own.limit
    assert not own.within(Decimal(25)), "the amount alone holds it up"


@pytest.mark.parametrize(("points", "why", "said"), [
    (None, "years", None),
    ("3", "precision", "Stopped at 2,000 simulated years: enough for ± 3 points and ± €1,050."),
    ("0.5", "years", "Stopped at 2,000 simulated years, the most allowed: margins are as wide as ± 2"),
])  # fmt: skip
def test_the_outcome_says_why_it_stopped(points: str | None, why: str, said: str | None) -> None:
    found = asked(2_000, points)
    assert found.stopped == why
    told = why_stopped(found, ENGLISH)
    assert (told is None) is (said is None)
    assert (told or "").replace("\u00a0", " ").startswith(said or "")
    assert found.model_dump()["years"]["stopped"] == why
    unfinished = replace(found, setting=replace(found.setting, asked=9_000))
    assert unfinished.stopped == "interrupted"


@pytest.mark.usefixtures("soon")
def test_the_same_as_that_many_years(capsys: pytest.CaptureFixture[str]) -> None:
    enough = document(capsys, *QUICK, "--precision", "6,5")
    done = enough["years"]["done"]
    assert enough["years"] == {**enough["years"], "asked": done, "precision": 6.5, "stopped": "precision"}
    assert done in (100, 200, 500)
    as_many = document(capsys, *QUICK, "--years", str(done))
    assert as_many["years"]["stopped"] == "years"
    assert {**enough, "years": 0} == {**as_many, "years": 0}
    assert enough["years"]["watched"] == as_many["years"]["watched"]


def test_years_are_the_most_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    found = document(capsys, *QUICK, "--precision", "0.01", "--years", "30")
    assert found["years"] == {"asked": 30, "done": 30, "watched": 30, "precision": 0.01, "stopped": "years"}


def test_the_first_years_are_shown_with_their_margins(capsys: pytest.CaptureFixture[str]) -> None:
    assert command(*QUICK, "--years", "210") == 0
    out, err = capsys.readouterr()
    plain = " ".join(err.replace("\u00a0", " ").split())
    assert "100 simulated years: no breach" in plain
    assert "200 simulated years: no breach" in plain
    assert "100 simulated years" not in out.replace("\u00a0", " ")
    assert len(out.splitlines()) <= 20


@pytest.mark.usefixtures("soon")
def test_the_library_looks_too() -> None:
    seen: list[Progress] = []
    found = simulate(
        "baseline", select=["SES01"], measures=[], precision=9, engine="interpreted", progress=seen.append
    )  # fmt: skip
    assert (found.years, found.stopped) == (100, "precision")
    shown = [each.seen for each in seen if each.seen is not None]
    assert [each.years for each in shown] == [20, 50, 100]  # the first of them at once
    assert so_far(shown[0], FRENCH).startswith("20\u00a0années simulées")
    assert all(each.fewer for each in seen if each.seen is None)


@pytest.mark.parametrize("points", ["0", "-1", "26", "much", "nan", "", "1e99", True])
def test_a_precision_that_no_run_can_have_is_refused(points: object) -> None:
    with pytest.raises(UsageError, match=r"--precision"):
        simulate("baseline", precision=points)  # type: ignore[call-overload]  # that is the point
    if isinstance(points, str):
        assert command("baseline", "--precision", points) == 2


@pytest.mark.usefixtures("soon")
def test_scenarios_side_by_side_are_over_the_same_years(capsys: pytest.CaptureFixture[str]) -> None:
    alone = [document(capsys, name, *QUICK[1:], "--precision", "6") for name in ("baseline", "few-sessions")]
    needed = [each["years"]["done"] for each in alone]
    assert needed[0] != needed[1], "or nothing is shown here"
    assert command("baseline", "few-sessions", *QUICK[1:], "--precision", "6", "--format", "json") == 0
    both = json.loads(capsys.readouterr().out)["outcomes"]
    assert [each["years"]["done"] for each in both] == [max(needed)] * 2
