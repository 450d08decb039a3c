"""Requests and allocations of a block of years, in NumPy.

Few of the places they might take are taken: they are handled as flat arrays of those that are, each told by its place
(session, project, year). Only the sharing out of a session's budget goes project by project.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from innosprint_rules.simulation.distributions.quantities import MILLION
from innosprint_rules.simulation.drawing.purposes import stream
from tests.bench.blocked_people import FAR, Block, People

Array = Any


@dataclass
class Allocations:
    """What is allocated, one entry an allocation: its year, cents, day of decision; ``number`` a year."""

    year: Array
    cents: Array
    decided: Array
    number: Array
    ranks: Callable[[], Array]
    """The number of each among those of its year: only the simulation's own words ask for it."""
    columns: dict[str, Array]


def total(years: Array, count: int, cents: Array | None = None) -> Array:
    """Return how many entries each year has, or the sum of their cents (exact: far below 2**53)."""
    return np.bincount(years, cents, count).astype(np.int64)


def running(mask: Array) -> Array:
    """Return for every place of a grid how many before it in its year are taken."""
    flat = mask.reshape(-1, mask.shape[-1])
    return (np.cumsum(flat, axis=0, dtype=np.uint8) - flat).reshape(-1)


def draw_allocations(block: Block, people: People) -> Allocations:
    """Draw requests, and what is made of them session by session with what remains of the endowment."""
    tables, words, count = block.tables, block.words, block.count
    sessions, most = people.asking.shape[:2]
    place = np.flatnonzero(people.asking)
    year = place % count
    request_ranks = cache(lambda: running(people.asking)[place])

    def word(purpose: str) -> Array:
        return words.ragged(stream(purpose), year, request_ranks, 1, 1)[0]

    requested = tables.number("requests.amount", word("requested"))
    minimum = requested * tables.number("requests.minimum", word("minimum")) // MILLION
    taken = tables.chance("allocations.accepted", word("accepted"))
    granted = tables.number("allocations.granted", word("granted"))
    later = tables.chance("allocations.between.chance", word("between"))
    wish, least = np.zeros((2, sessions, most, count), np.int32)
    wish.reshape(-1)[place] = requested * granted // MILLION * taken
    least.reshape(-1)[place] = minimum
    w = words.grid(stream("decisions"), sessions, 4, 4)
    _share(block, wish, least, tables.chance("allocations.watched", w[:, 0]))
    # what is decided between two sessions is decided before the next one
    following = np.full_like(people.days, FAR)
    following[:-1] = people.days[1:]
    after = np.minimum(people.days + tables.number("allocations.between.after", w[:, 2]), following - 1)
    got = wish.reshape(-1).take(place)
    cell = place // (most * count) * count + year
    too_late = later & (after.reshape(-1).take(cell) > block.start.at)
    kept = np.flatnonzero((got > 0) & ~too_late)
    place, year, cell, later = place[kept], year[kept], cell[kept], later[kept]

    def allocation_ranks() -> Array:
        """Those of a session in the order of projects, what is decided after it behind them."""
        at = ((place // (most * count) * 2 + later) * most + place // count % most) * count + year
        order = np.zeros((sessions * 2 * most, count), bool)
        order.reshape(-1)[at] = True
        return running(order)[at]

    return Allocations(
        year=year,
        cents=got[kept].astype(np.int64),
        decided=np.where(later, after.reshape(-1).take(cell), people.days.reshape(-1).take(cell)),
        number=total(year, count),
        ranks=cache(allocation_ranks),
        columns={
            "requested": requested,
            "minimum": minimum,
            "ratified": later & tables.chance("allocations.between.ratified", w[:, 3]).reshape(-1).take(cell),
        },
    )


def _share(block: Block, wish: Array, least: Array, watched: Array) -> None:
    """Turn wishes into what is allocated: in order, as requested, up to the session's budget."""
    ceiling = np.int32(block.tables.constant("allocations.ceiling"))
    left = np.full(block.count, block.start.endowment, np.int32)
    enough = np.empty(block.count, bool)
    for s in range(len(wish)):
        budget = np.where(watched[s], np.maximum(np.minimum(left, ceiling), 0), ceiling)
        before = budget.copy()
        for wanted, minimum in zip(wish[s], least[s], strict=True):
            np.minimum(wanted, budget, out=wanted)
            np.greater_equal(wanted, minimum, out=enough)
            np.multiply(wanted, enough, out=wanted)
            np.subtract(budget, wanted, out=budget)
        left -= before - budget
