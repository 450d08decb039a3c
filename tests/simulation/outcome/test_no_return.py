"""The point of no return: which answer a curve gives, and what is not said of too few years."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import innosprint_rules as ir
from innosprint_rules.engine.evaluation.program import Program
from innosprint_rules.engine.evaluation.world import World
from innosprint_rules.engine.judging import Judge
from innosprint_rules.simulation.outcome.no_return import NoReturn, curve
from innosprint_rules.simulation.outcome.summary import text_dues
from tests.simulation.made_outcome import AT, made, rulebook, setting

DAYS = (100, 107, 114, 121)


def found(*counts: tuple[int, int, int], enough: int = 50) -> NoReturn:
    return curve("SES01", (115,), DAYS, 1_000, counts, enough=enough)


@pytest.mark.parametrize(
    ("counts", "answer", "last", "late"),
    [
        # (not met yet, of which met in the end, lost) at each of four moments
        (((1000, 800, 0), (600, 400, 0), (300, 15, 10), (280, 13, 200)), "found", 114, 121),
        (((1000, 800, 0), (600, 400, 0), (300, 14, 10), (280, 13, 200)), "found", 107, 114),
        (((1000, 800, 0), (600, 400, 0), (49, 30, 10), (20, 1, 19)), "open_end", 107, None),
        (((1000, 10, 0), (990, 9, 0), (980, 8, 0), (970, 0, 970)), "from_the_start", None, 100),
        (((1000, 900, 0), (600, 500, 0), (300, 200, 0), (100, 100, 0)), "never", 121, None),
        (((50, 40, 0), (49, 20, 0), (10, 5, 0), (5, 0, 5)), "open_end", 100, None),
        (((49, 40, 0), (30, 20, 0), (10, 5, 0), (5, 0, 5)), "too_few", None, None),
        # a curve that dips below the threshold and rises again is judged by its last good moment
        (((1000, 900, 0), (600, 10, 0), (300, 100, 0), (200, 0, 200)), "found", 114, 121),
        # the threshold itself is enough
        (((1000, 50, 0), (1000, 50, 0), (1000, 50, 0), (1000, 49, 0)), "found", 114, 121),
    ],
)
def test_the_answer(counts: tuple[tuple[int, int, int], ...], answer: str, last: int | None, late: int | None) -> None:
    point = found(*counts)
    assert point.answer == answer
    assert (point.last.day if point.last else None) == last
    assert (point.first_too_late.day if point.first_too_late else None) == late


@given(st.lists(st.integers(0, 200).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n), st.integers(0, n))),
                min_size=4, max_size=4), st.integers(1, 99))  # fmt: skip
def test_a_higher_threshold_is_never_later(counts: list[tuple[int, int, int]], percent: int) -> None:
    lower = curve("A", (), DAYS, 1_000, counts, Fraction(percent, 100))
    higher = curve("A", (), DAYS, 1_000, counts, Fraction(percent + 1, 100))
    if higher.last is not None:
        assert lower.last is not None
        assert higher.last.day <= lower.last.day
    assert (lower.answer == "too_few") == (not lower.told)


def test_a_later_day_that_the_text_allows_counts() -> None:
    assert curve("A", (10, 30, 20), DAYS, 0, [(0, 0, 0)] * 4).due == 30
    assert curve("A", (), DAYS, 0, [(0, 0, 0)] * 4).due is None


def dues(dossier: dict[str, object], *codes: str, **readings: str) -> dict[str, list[str]]:
    world = World(rulebook(), ir.Dossier.model_validate(dossier))
    judge = Judge(Program(rulebook()), world, AT, {**setting().readings, **readings})
    return {code: [date.fromordinal(day).isoformat() for day in days] for code, days in text_dues(judge, codes).items()}


def test_the_days_of_the_text_are_those_of_the_agreement() -> None:
    assert dues({}, "END02", "SES01", "EVA01", "EVA02", "SES04", "OBJ01") == {
        "END02": ["2019-05-31"],
        "SES01": ["2019-12-12"],
        "EVA01": ["2019-07-12"],
        "EVA02": ["2020-01-11"],
        "SES04": ["2019-12-12"],
        "OBJ01": ["2019-12-12"],
    }


def test_they_follow_the_readings_and_the_rows() -> None:
    assert dues({}, "SES01", Q2="eve") == {"SES01": ["2019-12-11"]}
    assert dues({}, "END02", Q3="start") == {"END02": ["2019-04-30"]}
    # thirty days after each period
    periods = ["2019-03-13", "2019-05-11", "2019-07-11", "2019-09-10", "2019-11-10", "2020-01-11"]
    assert dues({}, "REP01") == {"REP01": periods}
    assert dues({}, "REP01", Q15="per_session") == {"REP01": []}
    assert dues({}, "SES01", Q1="signed_agreement") == {"SES01": []}  # the day of signature is blank


def test_rules_of_rows_to_come_have_the_day_that_is_the_same_for_all() -> None:
    assert dues({}, "PAY06") == {"PAY06": ["2019-12-12"]}


def test_the_curve_of_an_outcome_counts_what_is_not_met() -> None:
    outcome = made()
    for point in outcome.no_return.values():
        for moment in point.moments:
            assert 0 <= moment.saved <= moment.unmet <= moment.years == outcome.watched_years
            assert moment.lost <= moment.unmet
