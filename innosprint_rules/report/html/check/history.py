"""The balance day by day: what it was after each decision, each payment and each amendment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from innosprint_rules.engine.check import balance
from innosprint_rules.engine.judging import Judge
from innosprint_rules.engine.report import Balance, known
from innosprint_rules.report.content.standing import FIRST_DAY, LAST_DAY, role

if TYPE_CHECKING:
    from innosprint_rules.engine.report import Report

MOST_DAYS = 60  # beyond which one day a month is enough for the eye


@dataclass(frozen=True)
class Point:
    """The balance at the end of one day, and the rows dated since the point before."""

    day: int
    amounts: Balance
    rows: tuple[str, ...]

    @cached_property
    def balance(self) -> Mapping[str, int | None]:
        """The amounts that are known, None for the others: what can be drawn."""
        return known(self.amounts)

    @property
    def ceiling(self) -> int | None:
        """What may be allocated in all: what was allocated and what is left, however the rulebook counts it."""
        allocated, left = self.balance["allocated"], self.balance["remaining"]
        return None if allocated is None or left is None else allocated + left


def history(report: Report) -> list[Point]:
    """Return the balance after each day on which money was decided or moved, up to the day of judgement."""
    judge, now = report.judge, report.as_of.toordinal()
    dated: dict[int, list[str]] = {}
    roles = judge.world.roles
    for moving in (roles.proposals, roles.money, roles.amendments):  # whose rows change the balance
        for row in judge.world.played(moving).placed:
            if row.day is not None and row.day <= now and not row.proposed:
                dated.setdefault(row.day, []).append(row.id)
    start, _ = term(report)
    days = sorted({*dated, now, *([start] if start is not None and start < now else [])})
    if len(days) > MOST_DAYS:
        days = _month_ends(days)
    found: list[Point] = []
    past = 0
    for day in days:
        rows = tuple(each for when in sorted(dated) if past < when <= day for each in dated[when])
        worked = report.amounts if day == now else balance(Judge(judge.program, judge.world, day, report.readings))
        found.append(Point(day, worked, rows))
        past = day
    return found


def _month_ends(days: list[int]) -> list[int]:
    """Return the last of the days of each month, with the very first."""
    last: dict[tuple[int, int], int] = {}
    for day in days:
        when = date.fromordinal(day)
        last[when.year, when.month] = day
    return sorted({days[0], *last.values()})


def term(report: Report) -> tuple[int | None, int | None]:
    """Return the first and the last day of the term where the rulebook names them and they are known."""
    found = [role(report, name) for name in (FIRST_DAY, LAST_DAY)]
    first, last = (day if isinstance(day, int) else None for day in found)
    return first, last


def span(report: Report, days: list[int]) -> tuple[int, int]:
    """Return the days between which charts are drawn: the term, and all that is dated around it."""
    now = report.as_of.toordinal()
    start, end = term(report)
    known = [*days, *(day for day in (start, end) if day is not None)] or [now]
    first, last = min(known), max(known)
    if first <= now <= last + 62:  # far from the term, the day of judgement would squeeze the rest
        last = max(last, now)
    return first, max(last, first + 31)
