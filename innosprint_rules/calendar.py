"""Days as ordinals (``date.toordinal``): anniversaries, month ends, common days of two periods.

Months clamp to the end of the month and are always counted from the start, never chained: two months
after 31 December is 28 February, and four months after is 30 April.
"""

from __future__ import annotations

import calendar
from datetime import date

FIRST_DAY = date(1, 1, 2).toordinal()
LAST_DAY = date(9998, 12, 31).toordinal()


def day(ordinal: int) -> date:
    """Return the date of a day ordinal."""
    return date.fromordinal(ordinal)


def local_today() -> date:
    """Return today where the reader is: an agreement's days are days of its place, not of a time zone."""
    return date.today()  # noqa: DTZ011  # as said


def months_after(ordinal: int, months: int) -> int:
    """Return the day ``months`` calendar months after ``ordinal``, the month's last day at most.

    Beyond the calendar it is the first or the last day of it.
    """
    start = date.fromordinal(ordinal)
    index = start.year * 12 + start.month - 1 + months
    year, month = divmod(index, 12)
    if not 1 <= year < 9999:
        return FIRST_DAY if year < 1 else LAST_DAY
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(start.day, last)).toordinal()


def years_after(ordinal: int, years: int) -> int:
    """Return the anniversary of ``ordinal`` after ``years`` (29 February falls back to the 28th)."""
    return months_after(ordinal, 12 * years)


def years_between(first: int, last: int) -> int:
    """Return how many whole years lie from ``first`` to ``last``: the last anniversary that has come; not below 0."""
    start, end = date.fromordinal(first), date.fromordinal(last)
    years = max(0, end.year - start.year)
    return years - 1 if years and years_after(first, years) > last else years


def month_end(ordinal: int) -> int:
    """Return the last day of the month that holds ``ordinal``."""
    start = date.fromordinal(ordinal)
    return start.replace(day=calendar.monthrange(start.year, start.month)[1]).toordinal()


def year_of(ordinal: int) -> int:
    """Return the calendar year of a day."""
    return day(ordinal).year


def in_year(ordinal: int, year: int) -> int:
    """Return the same day and month in ``year``; the 29th of February gives the 28th where there is none.

    Beyond the calendar it is the first or the last day of it.
    """
    if not 1 <= year < 9999:
        return FIRST_DAY if year < 1 else LAST_DAY
    found = day(ordinal)
    if (found.month, found.day) == (2, 29) and not calendar.isleap(year):
        return found.replace(year=year, day=28).toordinal()
    return found.replace(year=year).toordinal()


def common_days(first: int, last: int, other_first: int, other_last: int) -> int:
    """Return how many days two periods share, bounds included; 0 when they do not meet."""
    return max(0, min(last, other_last) - max(first, other_first) + 1)
