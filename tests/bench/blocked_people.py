"""Sessions, projects and attendance of a block of years, in NumPy: padded arrays, years last."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from innosprint_rules.simulation.drawing.purposes import SLOTS, stream
from innosprint_rules.simulation.drawing.start import Start
from tests.bench.blocked_tables import Tables, scalar
from tests.bench.blocked_words import Words

Array = Any
FAR = 2_000_000
"""A day after all others."""
_STRIDE = 24
"""Words of a session's attendance: one a project, in whole runs of eight."""


@dataclass
class Block:
    """A block of years: where its words come from, and the words drawn once a year."""

    start: Start
    tables: Tables
    words: Words
    once: Array
    count: int

    def scalar(self, name: str) -> Array:
        """Return the word of an input that is drawn once a year."""
        return self.once[scalar(name)]


@dataclass
class People:
    """Who is there: days of the sessions held, projects by session of entry, presence, who asks for money."""

    held: Array
    days: Array
    projects: Array
    present: Array
    asking: Array
    columns: dict[str, Array]


def draw_people(block: Block, whole: bool) -> People:
    """Draw sessions, projects and attendance; with ``whole`` also what no rule of the agreement reads."""
    columns: dict[str, Array] = {}
    held, days = _sessions(block, whole, columns)
    projects, entry, gone = _projects(block, whole, columns, held, days)
    tables, words = block.tables, block.words
    sessions, most = len(days), len(entry)
    here = words.grid(stream("attends"), sessions, _STRIDE, most)
    asks = words.grid(stream("asks"), sessions, _STRIDE, most)
    number = np.arange(sessions)[:, None, None]
    inside = entry[None] <= number
    inside &= (number[:, 0] < held)[:, None]
    inside &= (np.arange(most)[:, None] < projects)[None]
    inside &= days[:, None, :] <= gone[None]
    there = tables.chance("presentations.attends", here)
    asking = asks < np.where(there, tables.limit("requests.chance"), tables.limit("requests.absent"))
    asking &= inside
    there &= inside
    return People(held, days, projects, there, asking, columns)


def _sessions(block: Block, whole: bool, columns: dict[str, Array]) -> tuple[Array, Array]:
    """Draw the days of the sessions that are held, one after the other; return how many, and the days."""
    tables, start, count = block.tables, block.start, block.count
    number = tables.constant("calendar.sessions")
    w = block.words.grid(stream("sessions"), number, SLOTS, 6)
    years = np.arange(count)
    days = np.full((number + 1, count), FAR, np.int32)
    flat = days.reshape(-1)
    organisers = np.zeros((number + 1, count), np.int8)
    row = np.zeros(count, np.int64)
    planned = np.full(count, start.first, np.int64)
    before = np.full(count, start.first - 61, np.int64)
    gaps = tables.number("calendar.gap", w[:, 0])
    gaps[0] = tables.number("calendar.first", w[0, 5])
    takes_place = tables.chance("calendar.held", w[:, 1])
    slips = tables.number("calendar.slips.by", w[:, 3]) * tables.chance("calendar.slips.chance", w[:, 2])
    for k in range(number):
        planned += gaps[k]
        today = np.maximum(planned + slips[k], before + 1)
        happens = takes_place[k] & (today <= start.at)
        place = row * count + years
        flat[place] = np.where(happens, today, FAR)  # written over by the next one when it does not happen
        if whole:
            organisers.reshape(-1)[place] = tables.number("calendar.co_organisers", w[k, 4])
        before = np.where(happens, today, before)
        row += happens
    if whole:
        columns["sessions.co_organisers"] = organisers
    return row, days[:number]


def _projects(
    block: Block, whole: bool, columns: dict[str, Array], held: Array, days: Array
) -> tuple[Array, Array, Array]:
    """Draw the projects; return how many there are, the session at which each enters, and when it leaves."""
    tables, count = block.tables, block.count
    most = tables.by_name["projects.number"].high
    w = block.words.grid(stream("projects"), most, SLOTS, 6 if whole else 3)
    number = tables.number("projects.number", block.scalar("projects.number"))
    entry = np.maximum(tables.number("projects.entry", w[:, 0]) - 1, 0)
    there = (np.arange(most)[:, None] < number) & (entry < held)
    leaves = np.flatnonzero(tables.chance("projects.leaves.chance", w[:, 1]) & there)
    year = leaves % count
    gone = np.full((most, count), FAR, np.int32)
    day = days.reshape(-1).take(entry.reshape(-1).take(leaves) * count + year)
    gone.reshape(-1)[leaves] = day + tables.number("projects.leaves.after", w[:, 2].reshape(-1).take(leaves))
    drawn: dict[str, Array] = {"entry": entry, "gone": gone}
    if whole:
        drawn["holder"] = tables.number("projects.holder", w[:, 3])
        drawn["field"] = tables.number("projects.field", w[:, 4])
        drawn["local"] = tables.chance("projects.local", w[:, 5])
    # those that would enter at no session are not there, and the next ones take their places: few years have any
    projects = there.sum(axis=0)
    odd = np.flatnonzero((there & (np.arange(most)[:, None] >= projects)).any(axis=0))
    if len(odd):
        order = np.argsort(~there[:, odd], axis=0, kind="stable")
        for column in drawn.values():
            column[:, odd] = np.take_along_axis(column[:, odd], order, axis=0)
    columns.update({f"projects.{name}": column for name, column in drawn.items()})
    return projects, drawn["entry"], drawn["gone"]
