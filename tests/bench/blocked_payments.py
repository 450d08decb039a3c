"""Payments of a block of years, in NumPy: flat arrays of those to projects, rows of the agglomeration's few."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from innosprint_rules.simulation.distributions.quantities import MILLION
from innosprint_rules.simulation.drawing.purposes import SLOTS, stream
from tests.bench.blocked_allocations import Allocations, total
from tests.bench.blocked_people import Block
from tests.bench.blocked_rest import blank_flags

Array = Any
DEADLINE = date(2019, 5, 31).toordinal()
"""The last day to pay the endowment, by the agreement."""


@dataclass
class Received:
    """The agglomeration's payments, three at most: the two instalments, and the last of them a second time."""

    days: Array
    there: Array
    cents: Array
    first: Array


@dataclass
class Payments:
    """Each year's payments: sums in cents, and what its rules ask of their dates."""

    received: Array
    in_time: Array
    maybe_in_time: Array
    returned: Array
    early: Array
    undated: Array
    number: Array
    columns: dict[str, Array]


def draw_payments(block: Block, allocations: Allocations, whole: bool) -> Payments:
    """Draw the payments, and leave some of their dates blank."""
    tables, start, count = block.tables, block.start, block.count
    came = _received(block)
    out, back = _to_projects(block, allocations, came.first)
    if len(out[1]) and out[1].min() < start.first:
        raise ValueError("a project is paid before the term starts: the baseline is not written for that")
    day = start.first + tables.number("payments.other_use.day", block.scalar("payments.other_use.day"))
    other = tables.chance("payments.other_use.chance", block.scalar("payments.other_use.chance")) & (day <= start.at)
    returned = _returned(block, came, out, back)
    number = came.there.sum(axis=0) + total(out[0], count) + total(back[0], count) + other + (returned > 0)
    blank = blank_flags(block, "payments.paid_on", number)
    # the agglomeration's payments come first among the rows of a year
    row = np.cumsum(came.there, axis=0) - came.there
    undated = blank.reshape(-1).take(row * count + np.arange(count)) & came.there
    dated = came.there & ~undated
    columns: dict[str, Array] = {}
    if whole:
        columns["other_use"] = tables.number("payments.other_use.amount", block.scalar("payments.other_use.amount"))
        columns["allocation"] = blank_flags(block, "payments.allocation", number)
    return Payments(
        received=(came.there * came.cents).sum(axis=0),
        in_time=((dated & (came.days <= DEADLINE)) * came.cents).sum(axis=0),
        maybe_in_time=(undated * came.cents).sum(axis=0),
        returned=returned,
        early=(dated & (came.days < start.first)).any(axis=0),
        undated=blank.any(axis=0),
        number=number,
        columns=columns,
    )


def _received(block: Block) -> Received:
    """Draw what the agglomeration pays; ``first`` is the day from which on money is there."""
    tables, start = block.tables, block.start
    w = block.words.grid(stream("instalments"), 2, SLOTS, 2)
    shares = [tables.constant(f"endowment.instalments.{number}.share") for number in (1, 2)]
    one = start.endowment * shares[0] // MILLION
    two = start.endowment * sum(shares) // MILLION - one
    day1, day2 = (
        start.first + tables.number(f"endowment.instalments.{number}.day", w[number - 1, 0]) for number in (1, 2)
    )
    paid1, paid2 = (tables.chance(f"endowment.instalments.{number}.paid", w[number - 1, 1]) for number in (1, 2))
    again = tables.chance("endowment.twice", block.scalar("endowment.twice")) & paid2
    days = np.stack((day1, day2, day2 + 1))
    there = np.stack((paid1, paid2, again)) & (days <= start.at)
    first = np.where(there[:2], days[:2], start.at + 1).min(axis=0)
    return Received(days, there, np.array((one, two, two))[:, None], first)


def _to_projects(block: Block, allocations: Allocations, first: Array) -> tuple[tuple[Array, ...], tuple[Array, ...]]:
    """Draw what projects are paid, and what they give back: each as years, days and cents."""
    tables, at = block.tables, block.start.at
    year, cents = allocations.year, allocations.cents
    w = block.words.ragged(stream("payments"), year, allocations.ranks, SLOTS, 7)
    day = allocations.decided + tables.number("payments.delay", w[1])
    day = np.where(tables.chance("payments.waits", w[2]), np.maximum(day, first.take(year)), day)
    paid = tables.chance("payments.paid", w[0]) & (day <= at)
    twice = tables.chance("payments.twice", w[3]) & paid & (day + 1 <= at)
    once, again = np.flatnonzero(paid), np.flatnonzero(twice)
    both = np.concatenate((once, again))
    days = np.concatenate((day[once], day[again] + 1))
    back = np.flatnonzero(tables.chance("payments.given_back.chance", w[4]) & paid)
    back_day = day[back] + tables.number("payments.given_back.after", w[6][back])
    part = cents[back] * tables.number("payments.given_back.share", w[5][back]) // MILLION
    kept = (back_day <= at) & (part > 0)
    return (year[both], days, cents[both]), (year[back][kept], back_day[kept], part[kept])


def _returned(block: Block, came: Received, out: tuple[Array, ...], back: tuple[Array, ...]) -> Array:
    """Draw what goes back to the agglomeration: the balance of the day, or a part of it; 0 where nothing does."""
    tables, start, count = block.tables, block.start, block.count
    end = start.last + tables.number("balance.after", block.scalar("balance.after"))
    balance = ((came.there & (came.days <= end)) * came.cents).sum(axis=0)
    balance -= total(out[0], count, out[2] * (out[1] <= end.take(out[0])))
    balance += total(back[0], count, back[2] * (back[1] <= end.take(back[0])))
    balance = balance * tables.number("balance.share", block.scalar("balance.share")) // MILLION
    returns = tables.chance("balance.returned", block.scalar("balance.returned")) & (end <= start.at)
    return np.maximum(balance, 0) * returns
