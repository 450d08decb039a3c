"""Calendar functions: months clamp to the month's end and are counted from the start, never chained."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from innosprint_rules import calendar
from innosprint_rules.formula.functions import FUNCTIONS
from innosprint_rules.formula.logic import LEAST, MOST, Interval

months_after, years_after = FUNCTIONS["months_after"].work, FUNCTIONS["years_after"].work
month_end, days_after = FUNCTIONS["month_end"].work, FUNCTIONS["days_after"].work
days_in, common_days = FUNCTIONS["days_in"].work, FUNCTIONS["common_days"].work
days_between = FUNCTIONS["days_between"].work


def n(text: str) -> int:
    return date.fromisoformat(text).toordinal()


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2018-12-12", 2, "2019-02-12"),
        ("2018-12-12", 6, "2019-06-12"),
        ("2018-12-31", 2, "2019-02-28"),
        ("2018-12-31", 4, "2019-04-30"),
        ("2019-12-31", 2, "2020-02-29"),
        ("2019-01-31", 1, "2019-02-28"),
        ("2019-03-31", -1, "2019-02-28"),
        ("2019-01-15", -13, "2017-12-15"),
        ("2019-01-15", 0, "2019-01-15"),
    ],
)
def test_months(start: str, months: int, end: str) -> None:
    assert months_after(n(start), months) == n(end)


@pytest.mark.parametrize(
    ("start", "end"),
    [("2018-12-12", "2019-12-12"), ("2020-02-29", "2021-02-28"), ("2019-02-28", "2020-02-28")],
)
def test_anniversaries(start: str, end: str) -> None:
    assert years_after(n(start), 1) == n(end)


def test_months_are_not_chained() -> None:
    start = n("2018-12-31")
    chained = months_after(months_after(start, 2), 2)
    assert months_after(start, 4) == n("2019-04-30")
    assert chained == n("2019-04-28")


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)), st.integers(-60, 60))
def test_months_keep_the_day_or_take_the_last(start: date, months: int) -> None:
    end = date.fromordinal(months_after(start.toordinal(), months))
    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == months
    last = month_end(end.toordinal())
    assert end.day == start.day or (end.day < start.day and end.toordinal() == last)


@given(st.integers(730_000, 740_000), st.integers(0, 400), st.integers(-30, 30))
def test_later_starts_never_end_earlier(start: int, gap: int, months: int) -> None:
    assert months_after(start, months) <= months_after(start + gap, months)
    assert months_after(start, months) <= months_after(start, months + 1)


def test_days() -> None:
    assert days_after(n("2019-12-12"), 30) == n("2020-01-11")
    assert days_after(n("2019-05-01"), -1) == n("2019-04-30")
    assert days_between(n("2019-01-01"), n("2019-01-31")) == 30
    assert days_between(n("2019-01-31"), n("2019-01-01")) == -30
    assert days_in(n("2018-12-12"), n("2019-12-12")) == 366
    assert days_in(n("2019-01-02"), n("2019-01-01")) == 0
    assert month_end(n("2019-05-01")) == n("2019-05-31")
    assert month_end(n("2020-02-29")) == n("2020-02-29")


@given(*[st.integers(737_000, 737_060)] * 4)
def test_common_days_are_those_of_both_periods(a: int, b: int, c: int, d: int) -> None:
    both = set(range(a, b + 1)) & set(range(c, d + 1))
    assert common_days(a, b, c, d) == len(both)


def test_days_without_bound() -> None:
    day = n("2019-06-01")
    assert month_end(Interval(LEAST, day)) == Interval(LEAST, n("2019-06-30"))
    assert months_after(Interval(day, MOST), 1) == Interval(n("2019-07-01"), MOST)
    assert days_after(Interval(LEAST, MOST), 3) == Interval(LEAST, MOST)
    assert days_in(Interval(LEAST, day), day) == Interval(1, MOST)
    assert common_days(Interval(LEAST, day), day, day, day) == 1


def test_the_end_of_the_calendar_is_no_accident() -> None:
    far = Interval(n("2019-06-01"), calendar.LAST_DAY)
    assert years_after(far, 2).lo == n("2021-06-01")
    assert years_after(far, 2).hi >= calendar.LAST_DAY


def test_what_lies_beyond_the_calendar_is_its_first_or_last_day() -> None:
    today = date(2024, 2, 29).toordinal()
    assert (calendar.in_year(today, 0), calendar.in_year(today, 9_999)) == (calendar.FIRST_DAY, calendar.LAST_DAY)
    assert (calendar.in_year(today, 10**9), calendar.in_year(today, 2023)) == (
        calendar.LAST_DAY, date(2023, 2, 28).toordinal(),
    )  # fmt: skip
    assert calendar.months_after(today, 10**9) == calendar.years_after(today, 10**9) == calendar.LAST_DAY
    assert calendar.months_after(today, -(10**9)) == calendar.FIRST_DAY
