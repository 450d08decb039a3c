"""The agreement's days, worked out by hand from its articles, with nothing of the package: term, years, periods.

Everything here reads plain rows: a table is a list of dicts with the names in code, days are dates, amounts cents.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

Row = Mapping[str, Any]
Tables = Mapping[str, list[Row]]

PUBLISHED, RECEIVED = date(2018, 12, 11), date(2018, 12, 12)
M4 = frozenset({"CASQ", "FN", "UPJV-INSSET", "INNOVALTECH"})
ENDOWMENT = 35_000_00
DEFAULTS = {
    "Q1": "receipt", "Q2": "anniversary", "Q3": "end", "Q4": "term", "Q5": "breach", "Q8": "yes", "Q9": "net",
    "Q10": "paid", "Q14": "examples", "Q15": "from_start", "Q16": "two", "Q17": "lenient", "Q18": "guidance",
    "Q21": "located", "Q22": "presented", "Q23": "all_profiles",
}  # fmt: skip
ONE = timedelta(days=1)


def months(start: date, count: int) -> date:
    """Return the day ``count`` months after ``start``, the last of its month at most."""
    whole = start.year * 12 + start.month - 1 + count
    year, month = divmod(whole, 12)
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))


def span(first: date, last: date) -> int:
    """Count the days of a period, both ends in; 0 when there are none."""
    return max(0, (last - first).days + 1)


@dataclass(frozen=True)
class Span:
    """A named period, both ends in."""

    name: str
    first: date
    last: date

    def holds(self, day: date) -> bool:
        """Tell whether a day lies in it."""
        return self.first <= day <= self.last


class Case:
    """One dossier in which everything is known, at one moment, under one choice of readings."""

    def __init__(self, tables: Tables, as_of: date, readings: Mapping[str, str] | None = None) -> None:
        self.all = tables
        self.as_of = as_of
        self.chosen = {**DEFAULTS, **(readings or {})}

    # what has happened ------------------------------------------------------------------------------

    def rows(self, table: str, day: str) -> list[Row]:
        """Return the rows of a table that have happened, in their order (stable within a day)."""
        return sorted((r for r in self.all[table] if r[day] <= self.as_of), key=lambda r: r[day])

    @cached_property
    def sessions(self) -> list[Row]:
        return self.rows("sessions", "held_on")

    @cached_property
    def held_on(self) -> dict[str, date]:
        return {s["code"]: s["held_on"] for s in self.all["sessions"]}

    @cached_property
    def presentations(self) -> list[Row]:
        return [p for p in self.all["presentations"] if self.held_on[p["session"]] <= self.as_of]

    @cached_property
    def allocations(self) -> list[Row]:
        return [a for a in self.rows("allocations", "decided_on") if a["status"] != "refusée"]

    @cached_property
    def decided(self) -> list[Row]:
        return [a for a in self.allocations if a["status"] == "décidée"]

    @cached_property
    def payments(self) -> list[Row]:
        into = {"CASQ->FN", "projet->FN"}
        return sorted(self.rows("payments", "paid_on"), key=lambda p: (p["paid_on"], p["direction"] not in into))

    @cached_property
    def documents(self) -> list[Row]:
        return self.rows("reports", "sent_on")

    @cached_property
    def allocation_of(self) -> dict[str, Row]:
        return {a["id"]: a for a in self.all["allocations"]}

    def project_of(self, payment: Row) -> str | None:
        """Return the project that a payment concerns: its own, else its allocation's."""
        if payment["project"]:
            return str(payment["project"])
        return self.allocation_of[payment["allocation"]]["project"] if payment["allocation"] else None

    # the term ---------------------------------------------------------------------------------------

    @cached_property
    def start(self) -> date:
        return RECEIVED if self.chosen["Q1"] == "receipt" else PUBLISHED

    def anniversary(self, n: int) -> date:
        """Return the n-th anniversary of the first day, or its eve where that is how the last day is read."""
        day = months(self.start, 12 * n)
        return day if self.chosen["Q2"] == "anniversary" else day - ONE

    @cached_property
    def amendments(self) -> list[Row]:
        return self.rows("amendments", "signed_on")

    @cached_property
    def late(self) -> set[str]:
        """The amendments of the term that were signed after the last day then in force."""
        return self._terms[1]

    @cached_property
    def last(self) -> date:
        return self._terms[0]

    @cached_property
    def _terms(self) -> tuple[date, set[str]]:
        last, late = self.anniversary(1), set()
        for each in self.amendments:
            if each["purpose"] not in ("renouvellement", "durée"):
                continue
            if each["signed_on"] > last:
                late.add(each["id"])
            elif each["form"] == "avenant" and each["parameter"] == "date_fin":
                last = each["value"]
        return last, late

    def endowment(self, day: date) -> int:
        """Return the endowment in force on a day."""
        amount = ENDOWMENT
        for each in self.amendments:
            if each["form"] == "avenant" and each["parameter"] == "dotation" and each["signed_on"] <= day:
                amount = each["value"]
        return amount

    @cached_property
    def years(self) -> list[Span]:
        found = [Span("Y1", self.start, min(self.anniversary(1), self.last))]
        n = 2
        while self.last >= self.anniversary(n) - ONE:
            found.append(Span(f"Y{n}", self.anniversary(n - 1) + ONE, min(self.anniversary(n), self.last)))
            n += 1
        return found

    @cached_property
    def periods(self) -> list[Span]:
        firsts = [self.start]
        while (following := months(self.start, 2 * len(firsts))) < self.last:
            firsts.append(following)
        if len(firsts) > 1 and span(firsts[-1], self.last) < 15:
            firsts.pop()
        ends = [*(day - ONE for day in firsts[1:]), self.last]
        return [Span(f"P{n}", *both) for n, both in enumerate(zip(firsts, ends, strict=True), 1)]

    def milestone(self, kind: str, year: Span) -> date:
        """Return the day of a year's evaluation: six months after it begins, or its last day."""
        if kind == "evaluation_finale":
            return year.last
        return months(self.start, 12 * (int(year.name[1:]) - 1) + 6)

    # who sends to whom ------------------------------------------------------------------------------

    def counts(self, document: Row) -> bool:
        """Tell whether a document comes from the one who owes it and goes where it must."""
        return not from_wrong_party(document)

    def sent(self, *kinds: str) -> list[Row]:
        """Return the documents of some kinds that count."""
        return [d for d in self.documents if d["kind"] in kinds and self.counts(d)]

    def served_year(self, evaluation: Row) -> Span:
        """Return the year that an evaluation serves."""
        end = evaluation["period_end"]
        if end is not None:
            for year in self.years:
                n = int(year.name[1:])
                full = months(self.start, 12 * n)
                if year.first <= end <= year.last or end in (full, full - ONE):
                    return year
        came = [y for y in self.years if self.milestone(evaluation["kind"], y) <= evaluation["sent_on"]]
        return came[-1] if came else self.years[0]

    def early(self, evaluation: Row) -> bool:
        """Tell whether an evaluation was sent before the milestone of its year."""
        return bool(evaluation["sent_on"] < self.milestone(evaluation["kind"], self.served_year(evaluation)))


def from_wrong_party(document: Row) -> bool:
    """Tell whether a document's sender or recipients are given and are not the right ones."""
    owes = "FN" if document["kind"] in ("calendrier", "compte_rendu_bimestriel") else "CASQ"
    if document["sender"] and owes not in document["sender"]:
        return True
    lost = document["kind"] == "compte_rendu_bimestriel" and document["recipients"]
    return bool(lost and "CASQ" not in document["recipients"])


def union(lists: Iterable[Iterable[str] | None]) -> set[str]:
    """Join lists of names, blank ones among them."""
    return {name for each in lists for name in each or ()}
