"""Documents, results and means of a block of years, in NumPy; and what no rule of the whole agreement reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from innosprint_rules.simulation.drawing.blanks import _FIRST_STREAM
from innosprint_rules.simulation.drawing.owed import periods_of
from innosprint_rules.simulation.drawing.purposes import SLOTS, stream
from tests.bench.blocked_people import Block
from tests.simulation.made import the_plan

Array = Any
_PERIODS = 6
_ATTESTATIONS = "third_place.facilitator.attestations"


def blank_stream(column: str) -> int:
    """Return the stream that says which cells of a column are blank."""
    return _FIRST_STREAM + list(the_plan().missing).index(column)


def blank_flags(block: Block, column: str, number: Array) -> Array:
    """Return for each row of each year whether a cell is blank: (most rows, years)."""
    words = block.words.grid(blank_stream(column), int(number.max()), 1, 1)[:, 0]
    found: Array = block.tables.chance(f"missing.{column}", words)
    found &= np.arange(len(found))[:, None] < number
    return found


@dataclass
class Documents:
    """The documents of each year as its rules see them; days of evaluations, whether sent, whether dated."""

    calendar: Array
    evaluations: dict[str, tuple[Array, Array, Array]]
    number: Array | None
    columns: dict[str, Array]


def draw_documents(block: Block, whole: bool) -> Documents:
    """Draw the calendar and the evaluations; with ``whole`` the two-month reports and what answers them."""
    tables, start = block.tables, block.start
    day = start.first + tables.number("calendar.sent.day", block.scalar("calendar.sent.day"))
    calendar = tables.chance("calendar.sent.chance", block.scalar("calendar.sent.chance")) & (day <= start.at)
    columns: dict[str, Array] = {}
    before: list[Array] = []

    def rows_before() -> Array:
        """Return how many documents precede the evaluations; NumPy's own words never ask."""
        if not before:
            before.append(calendar + _reports(block, columns))
        return before[0]

    if whole:
        rows_before()
    w = block.words.grid(stream("evaluations"), 2, SLOTS, 6 if whole else 2)
    expected = (start.after_months(6), start.last)
    sent, days = [], []
    for place, name in enumerate(("mid_term", "final")):
        days.append(expected[place] + tables.number(f"evaluations.{name}.delay", w[place, 1]))
        sent.append(tables.chance(f"evaluations.{name}.sent", w[place, 0]) & (days[place] <= start.at))
        for slot, told in enumerate(("to_all", "headings.done", "headings.to_do", "headings.balance"), 2):
            if whole:
                columns[f"{name}.{told}"] = tables.chance(f"evaluations.{name}.{told}", w[place, slot])
    years, found = np.arange(block.count), {}
    number = before[0] + sent[0] + sent[1] if whole else None
    if number is not None:
        columns["sent_on"] = blank_flags(block, "reports.sent_on", number)
    for place, name in enumerate(("mid_term", "final")):
        # each in its row, behind the documents before it; a document that is not sent may look up any
        ranks = (lambda: rows_before()) if place == 0 else (lambda: rows_before() + sent[0])
        if whole:
            row = np.minimum(ranks(), len(columns["sent_on"]) - 1)
            blank = columns["sent_on"].reshape(-1).take(row * block.count + years)
        else:
            word = block.words.ragged(blank_stream("reports.sent_on"), years, ranks, 1, 1)[0]
            blank = tables.chance("missing.reports.sent_on", word)
        found[name] = (sent[place], days[place], ~blank)
    return Documents(calendar, found, number, columns)


def _reports(block: Block, columns: dict[str, Array]) -> Array:
    """Draw the two-month reports and their answers; return how many documents they are."""
    tables, start = block.tables, block.start
    ends = np.array([last for _, last in periods_of(the_plan().reports, start.first, start.last)])[:, None]
    w = block.words.grid(stream("reports"), _PERIODS, SLOTS, SLOTS)
    day = ends + tables.number("reports.delay", w[:, 1])
    sent = tables.chance("reports.sent", w[:, 0]) & (day <= start.at)
    for slot, name in enumerate(("meetings", "funding", "split"), 2):
        columns[f"headings.{name}"] = tables.chance(f"reports.headings.{name}", w[:, slot])
    answered_on = day + tables.number("reports.answer.after", w[:, 6])
    answered = sent & tables.chance("reports.answer.chance", w[:, 5]) & (answered_on <= start.at)
    columns["to_all"] = tables.chance("reports.answer.to_all", w[:, 7])
    columns["days"], columns["answers"] = day, answered_on
    found: Array = sent.sum(axis=0) + answered.sum(axis=0)
    return found


@dataclass
class Results:
    """What objectives and means count: cents invested; companies and jobs that surely and that maybe count."""

    invested: Array
    companies: tuple[Array, Array]
    jobs: tuple[Array, Array]
    place: Array
    meetings: Array
    months: Array
    number: Array
    columns: dict[str, Array]


def draw_results(block: Block, projects: Array, whole: bool) -> Results:
    """Draw the indicators, in the order investment, companies, jobs, then the means."""
    tables, start, count = block.tables, block.start, block.count
    columns: dict[str, Array] = {}
    rows = np.zeros(count, np.int64)
    counted: dict[str, tuple[Array, Array]] = {}
    invested = rows
    for place, (section, used) in enumerate((("investment", 4), ("companies", 3), ("jobs", 4)), start=1):
        name = f"results.{section}.number"
        number = tables.number(name, block.scalar(name)) * (projects > 0)
        year = np.repeat(np.arange(count), number)
        begins = np.cumsum(number) - number

        def ranks(year: Array = year, begins: Array = begins) -> Array:
            return np.arange(len(year)) - begins.take(year)

        w = block.words.ragged(stream(f"results.{place}"), year, ranks, SLOTS, used)
        day = start.first + tables.number("results.day", w[0])
        there = day <= start.at
        if whole:
            columns[f"{section}.project"] = w[1].astype(np.uint64) * projects.take(year).astype(np.uint64) >> 32
        in_term = day <= start.last
        if section == "investment":
            counts = there & in_term & ~tables.chance("results.investment.from_programme", w[3])
            cents = tables.number("results.investment.amount", w[2]) * counts
            invested = np.bincount(year, cents, count).astype(np.int64)
        else:
            counts = there & in_term
            if section == "jobs":
                counts &= tables.chance("results.jobs.local_course", w[3])
            blank = tables.chance("missing.indicators.local", _blank_local(block, year, there, rows))
            sure = counts & tables.chance(f"results.{section}.local", w[2]) & ~blank
            counted[section] = (
                np.bincount(year[sure], None, count), np.bincount(year[counts & blank], None, count)
            )  # fmt: skip
        rows = rows + np.bincount(year[there], None, count)
    place, meetings = (
        tables.chance(f"third_place.{name}", block.scalar(f"third_place.{name}")) for name in ("place", "meetings")
    )
    parts = tables.constant(_ATTESTATIONS)
    w = block.words.grid(stream("parts"), parts, SLOTS, 2)
    attested = tables.chance("third_place.facilitator.sent", w[:, 1])
    months = (tables.number("third_place.facilitator.months", w[:, 0]) * attested).sum(axis=0)
    return Results(invested, counted["companies"], counted["jobs"], place, meetings, months, rows, columns)


def _blank_local(block: Block, year: Array, there: Array, before: Array) -> Array:
    """Return the words that say whether ``local`` is blank, of indicators that follow ``before`` others."""

    def ranks() -> Array:
        running = np.cumsum(there) - there
        number = np.bincount(year[there], None, block.count)
        return before.take(year) + running - (np.cumsum(number) - number).take(year)

    return block.words.ragged(blank_stream("indicators.local"), year, ranks, 1, 1)[0]
