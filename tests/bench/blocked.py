"""The baseline scenario and its rules of the whole agreement in blocked NumPy, written by hand for the benchmarks.

Some hundreds of years at a time, padded arrays with years last, so that all work is on whole vectors that stay in
the processor's cache. With the simulation's own words it gives the simulation's own verdicts, year for year; with
NumPy's fastest generator it gives other years, in less time. The agreement's dates, amounts and the readings in
force are written into it, as such a program would have them: nothing is read from the rules.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from innosprint_rules.simulation.drawing.purposes import SCALARS
from innosprint_rules.simulation.drawing.start import Start
from innosprint_rules.simulation.scenario.inputs import Inputs
from tests.bench.blocked_allocations import Allocations, draw_allocations
from tests.bench.blocked_payments import Payments, draw_payments
from tests.bench.blocked_people import Block, People, draw_people
from tests.bench.blocked_rest import Documents, Results, draw_documents, draw_results
from tests.bench.blocked_tables import Tables
from tests.bench.blocked_unread import draw_unread
from tests.bench.blocked_words import Words

Array = Any
BLOCK = 512
RULES = (
    "DEL01", "DEL02", "DEL03", "DEL04", "END02", "END03", "EVA01", "EVA02", "HUB01", "HUB02",
    "OBJ01", "OBJ02", "OBJ03", "OBJ04", "SES01", "SES04",
)  # fmt: skip
"""The rules judged once a year, but END04: what is paid on a day left blank may pass money on in time or not."""
ENDOWMENT = 35_000_00
SEATS, PRESENT, VOTING, FOR, AGAINST, ABSTENTIONS = 76, 62, 68, 67, 0, 1
FULL_TIME = 12_000_000
"""Months of a facilitator, in millionths."""
VIOLATED, UNKNOWN, SATISFIED = 0, 2, 3
SEVERE = 5
"""Where years violated at severity error are counted."""


@dataclass
class Year:
    """What was drawn of a block of years."""

    people: People
    allocations: Allocations
    payments: Payments
    documents: Documents
    results: Results
    unread: dict[str, Array]


class Blocked:
    """The baseline scenario, a block of years at a time."""

    def __init__(self, start: Start, inputs: Inputs, words: Words, *, whole: bool, block: int = BLOCK) -> None:
        self.start, self.words, self.whole, self.block = start, words, whole, block
        self.tables = Tables(inputs)

    def count(self, years: int) -> dict[str, list[int]]:
        """Return for each rule its years by verdict, and those violated at severity error."""
        verdicts = {rule: np.zeros(6, np.int64) for rule in RULES}
        for first in range(0, years, self.block):
            self._judge(self.draw(first, min(self.block, years - first)), verdicts)
        return {rule: found.tolist() for rule, found in verdicts.items()}

    def draw(self, first: int, count: int) -> Year:
        """Draw some years."""
        self.words.start(first, count)
        once = self.words.grid(0, 1, len(SCALARS), len(SCALARS))[0]
        block = Block(self.start, self.tables, self.words, once, count)
        people = draw_people(block, self.whole)
        allocations = draw_allocations(block, people)
        return Year(
            people,
            allocations,
            draw_payments(block, allocations, self.whole),
            draw_documents(block, self.whole),
            draw_results(block, people.projects, self.whole),
            draw_unread(block, people, allocations) if self.whole else {},
        )

    def _judge(self, year: Year, verdicts: dict[str, Array]) -> None:
        """Add the verdicts of some years."""
        people, paid, documents, results = year.people, year.payments, year.documents, year.results
        count = len(people.held)
        nothing = np.zeros(count, bool)

        def add(rule: str, violated: Array, unknown: Array = nothing, severe: Array | None = None) -> None:
            found = verdicts[rule]
            bad = np.count_nonzero(violated)
            found[VIOLATED] += bad
            found[UNKNOWN] += np.count_nonzero(unknown & ~violated)
            found[SATISFIED] += count - np.count_nonzero(violated | unknown)
            if severe is not None:
                found[SEVERE] += np.count_nonzero(severe)

        def error(rule: str, violated: Array, unknown: Array = nothing) -> None:
            add(rule, violated, unknown, violated)

        error("DEL01", nothing | (2 * PRESENT <= SEATS))
        error("DEL02", nothing | (2 * FOR <= FOR + AGAINST))
        error("DEL03", nothing | (FOR + AGAINST + ABSTENTIONS != VOTING))
        error("DEL04", paid.early, paid.undated)
        most = paid.in_time + paid.maybe_in_time
        error("END02", most < ENDOWMENT, paid.in_time < ENDOWMENT)
        error("END03", paid.received - paid.returned > ENDOWMENT)
        for rule, name, expected in (
            ("EVA01", "mid_term", self.start.after_months(6)),
            ("EVA02", "final", self.start.last),
        ):
            sent, day, dated = documents.evaluations[name]
            add(rule, ~sent | (dated & (day < expected)), sent & ~dated, ~sent)
        add("HUB01", ~(results.place & results.meetings))
        add("HUB02", results.months < FULL_TIME)
        in_term = people.days <= self.start.last
        presented = (people.present & in_term[:, None]).any(axis=0).sum(axis=0)
        add("OBJ01", presented < 12)
        add("OBJ02", results.invested < 200_000_00)
        for rule, (sure, maybe), wanted in (("OBJ03", results.companies, 2), ("OBJ04", results.jobs, 5)):
            add(rule, sure + maybe < wanted, sure < wanted)
        held = in_term.sum(axis=0)
        error("SES01", held < 5)
        error("SES04", ~documents.calendar)


def from_model(model: Any, words: Words, *, whole: bool, block: int = BLOCK) -> Blocked:
    """Return the baseline for a year model of the baseline scenario."""
    return Blocked(model.start, Inputs(model.scenario.year), words, whole=whole, block=block)
