"""What is kept for the sessions to come: equal parts by the calendar, or what is asked for."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from innosprint_rules import Dossier, UsageError, load_rulebook
from innosprint_rules.allocation.sharing.reserve import reserve_for
from innosprint_rules.engine.evaluation.context import Context
from innosprint_rules.engine.evaluation.program import compiled
from innosprint_rules.engine.evaluation.world import World
from innosprint_rules.engine.judging import Judge
from innosprint_rules.money import plain

BOOK = load_rulebook()
DAYS = ("2019-01-17", "2019-03-07", "2019-04-25", "2019-06-20", "2019-08-29", "2019-10-24")


def context(day: str, days: tuple[str, ...] = DAYS, allocated: int | None = 0, **tables: Any) -> Context:
    """Return the moment of a session, with so many cents allocated (None: nothing is known of it)."""
    rows: dict[str, Any] = {
        "sessions": [{"code": f"S{n}", "held_on": each} for n, each in enumerate(days, 1)],
        "payments": [],
        "amendments": [],
        **tables,
    }
    if allocated is not None:
        rows["allocations"] = [{"id": "A1", "session": "S1", "decided_on": DAYS[0], "amount": plain(allocated)}]
    world = World(BOOK, Dossier.model_validate(rows))
    return Judge(compiled(BOOK), world, dt.date.fromisoformat(day).toordinal(), BOOK.default_readings()).context


@pytest.mark.parametrize(
    ("session", "days", "left", "planned", "to_come", "kept"),
    [
        ("S4", DAYS, 19_000_00, ("S5", "S6"), 2, 12_666_67),  # a third now; the odd cent is kept
        ("S6", DAYS, 19_000_00, (), 0, 0),
        ("S1", DAYS, 35_000_00, ("S2", "S3", "S4", "S5", "S6"), 5, 29_166_67),
        ("S1", DAYS[:1], 35_000_00, (), 4, 28_000_00),  # five are required, four of them not planned yet
        ("S3", DAYS[:4], 30_000_00, ("S4",), 2, 20_000_00),
        ("S4", (*DAYS[:4], "2020-02-01"), 10_000_00, (), 1, 5_000_00),  # one after the term is none, one is required
    ],
)
def test_what_is_left_is_parted_equally_between_the_sessions(
    session: str, days: tuple[str, ...], left: int, planned: tuple[str, ...], to_come: int, kept: int
) -> None:
    moment = context(days[int(session[1:]) - 1], days, 35_000_00 - left)
    found = reserve_for("auto", moment, session)
    assert (found.left, found.planned, found.to_come, found.amount) == (left, planned, to_come, kept)
    assert found.budget == left - kept
    assert found.auto


@given(st.integers(0, 35_000_00), st.integers(0, 5))
def test_no_session_to_come_would_get_less_than_this_one(allocated: int, place: int) -> None:
    found = reserve_for("auto", context(DAYS[place], allocated=allocated), f"S{place + 1}")
    assert found.budget is not None
    assert found.amount >= found.budget * found.to_come
    assert found.amount - found.budget * found.to_come <= found.to_come


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("0", 0),
        ("5 000,00 €", 5_000_00),
        ("2.5", 2_50),
        (1_00, 1_00),
        (0, 0),
        ("19000", 19_000_00),
        (" AUTO ", 12_666_67),
    ],
)
def test_an_amount_is_kept_as_it_is_asked_for(asked: str | int, kept: int) -> None:
    found = reserve_for(asked, context(DAYS[3], allocated=16_000_00), "S4")
    assert found.amount == kept
    assert found.budget == 19_000_00 - kept


@pytest.mark.parametrize(
    ("asked", "code"),
    [("19000,01", "reserve-too-large"), ("", "reserve-empty"), ("-1", "amount-negative"), (-1, "amount-negative"),
     ("half", "amount-unreadable")],
)  # fmt: skip
def test_what_cannot_be_kept_is_refused_with_what_to_write(asked: str | int, code: str) -> None:
    with pytest.raises(UsageError) as caught:
        reserve_for(asked, context(DAYS[3], allocated=16_000_00), "S4")
    (problem,) = caught.value.problems
    assert problem.code == code
    assert problem.hint is not None
    assert "auto" in problem.hint.fr
    assert "auto" in problem.hint.en


def test_more_than_the_endowment_allocated_leaves_nothing_to_keep() -> None:
    found = reserve_for("auto", context(DAYS[3], allocated=36_000_00), "S4")
    assert (found.left, found.amount, found.budget) == (-1_000_00, 0, 0)


def test_where_what_is_left_is_not_known_nothing_is_kept_and_nothing_guessed() -> None:
    unknown = context(DAYS[5], allocated=None)
    assert reserve_for(0, unknown, "S6").budget is None
    assert reserve_for("auto", unknown, "S6").budget is None  # no session to come: nothing to keep
    for asked in ("auto", "500"):
        with pytest.raises(UsageError, match="not known"):
            reserve_for(asked, context(DAYS[3], allocated=None), "S4")
    rows = [{"id": "A1", "session": "S1", "decided_on": DAYS[0], "amount": ""}]
    assert reserve_for(0, context(DAYS[3], allocated=None, allocations=rows), "S4").left is None
