"""What a year holds that no rule of the whole agreement reads: drawn by the baseline when it draws the whole year."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from innosprint_rules.simulation.drawing.purposes import SLOTS, stream
from tests.bench.blocked_allocations import Allocations, running
from tests.bench.blocked_people import Block, People
from tests.bench.blocked_rest import blank_flags

Array = Any
SHOWN = ("progress", "action_plan", "axis_market", "axis_technology", "axis_funding")
_WRITTEN = ("need", "objective", "progress_evaluation")
_PURPOSES = ("proposals.1", "proposals.2", "proposals.3", "deciders")


def draw_unread(block: Block, people: People, allocations: Allocations) -> dict[str, Array]:
    """Draw what presentations and allocations lack, actions, and a renewal."""
    tables, words, start, count = block.tables, block.words, block.start, block.count
    columns: dict[str, Array] = {}
    place = np.flatnonzero(people.present)
    year = place % count
    ranks = cache(lambda: running(people.present)[place])
    for place_of, name in enumerate(SHOWN, start=1):
        word = words.ragged(stream(f"presentations.{place_of}"), year, ranks, 1, 1)[0]
        columns[name] = tables.chance(f"presentations.{name}", word)
    for name, purpose in zip((*_WRITTEN, "decided_by"), _PURPOSES, strict=True):
        word = words.ragged(stream(purpose), allocations.year, allocations.ranks, 1, 1)[0]
        columns[name] = (tables.number if name == "decided_by" else tables.chance)(f"allocations.{name}", word)
    columns["amount"] = blank_flags(block, "allocations.amount", allocations.number)
    number = tables.number("actions.number", block.scalar("actions.number"))
    year = np.repeat(np.arange(count), number)
    begins = np.cumsum(number) - number
    w = words.ragged(stream("actions"), year, lambda: np.arange(len(year)) - begins.take(year), SLOTS, 3)
    columns["started_on"] = day = start.first + tables.number("actions.day", w[0])
    columns["agreed_on"] = np.where(
        tables.chance("actions.agreed", w[1]), day - tables.number("actions.before", w[2]), -1
    )
    columns["renewal"] = tables.chance("amendments.renewal.chance", block.scalar("amendments.renewal.chance"))
    columns["signed_on"] = tables.number("amendments.renewal.day", block.scalar("amendments.renewal.day"))
    columns["form"] = tables.number("amendments.renewal.form", block.scalar("amendments.renewal.form"))
    return columns
