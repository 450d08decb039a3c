"""The pieces of source that draw: streams of words, one value from the data, a column of flags, a function.

The first words of ``W`` are those of the year as a whole, drawn once; the rest is for each part in its turn.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from innosprint_rules.simulation.distributions.table import STEP_BITS
from innosprint_rules.simulation.scenario.inputs import Input

if TYPE_CHECKING:
    from innosprint_rules.simulation.drawing.part import Drawing

STREAMS = (
    "year", "sessions", "projects", "attends", "asks", "progress", "action_plan", "axis_market", "axis_technology",
    "axis_funding", "requested", "minimum", "accepted", "granted", "between", "decisions", "need", "objective",
    "progress_evaluation", "decided_by", "instalments", "payments", "past_payments", "reports", "past_reports",
    "evaluations", "investment", "companies", "jobs", "facilitator", "actions",
)  # fmt: skip
"""What words are for; new ones go to the end, so that the words of the others stay what they are."""

SCALARS = (
    "calendar.sessions", "projects.number", "calendar.sent.chance", "calendar.sent.day", "endowment.twice",
    "payments.other_use.chance", "payments.other_use.amount", "payments.other_use.day", "balance.returned",
    "balance.after", "balance.share", "results.investment.number", "results.companies.number", "results.jobs.number",
    "third_place.place", "third_place.meetings", "third_place.facilitator.attestations", "actions.number",
    "amendments.renewal.chance", "amendments.renewal.day", "amendments.renewal.form",
)  # fmt: skip
"""The inputs that are drawn once a year, in the order of their words; new ones go to the end."""

SCRATCH = 64
"""The first place in W that is not kept for the words of the year as a whole."""
SLOTS = 8
"""Words of a row where a few rows have several purposes: one run of words, eight of them a row."""

_FEW = 16  # thresholds up to which comparing with all of them is faster than looking for the right one

HELPERS = f"""
@njit
def draw_quantile(D, at, word):
    step = at + (word >> {STEP_BITS})
    low = D[step]
    return low + ((D[step + 1] - low) * (word & {(1 << STEP_BITS) - 1}) + {1 << STEP_BITS >> 1} >> {STEP_BITS})


@njit
def draw_whole(D, at, word):
    return draw_quantile(D, at, word) + {1 << 15} >> 16


@njit
def draw_value(D, at, size, word):
    place = at
    for i in range(size - 1):
        place += word >= D[at + i]
    return place


@njit
def draw_value_of_many(D, at, size, word):
    place = at
    while size > 1:
        half = size >> 1
        place += half if word >= D[place + half - 1] else 0
        size -= half
    return place


@njit
def draw_flags(M, W, limit, target, n, yes, no, seed, year, purpose):
    fill(W, {SCRATCH}, n, seed, year, purpose)
    for i in range(n):
        M[target + i] = yes if W[{SCRATCH} + i] < limit else no
"""
"""Drawing from the data; ``draw_value`` gives the place of a threshold, as many places before its value as there are.

Nothing branches: a few thresholds are all compared, among many each look leaves the half in which the word falls.
"""


def stream(name: str) -> int:
    """Return the number of a stream."""
    return STREAMS.index(name)


def sample(each: Input, word: str) -> str:
    """Return the source of one draw: a number, or for a chance a condition; ``word`` is the place of its word."""
    found = each.distribution
    if found.form == "constant":
        return str(bool(found.low)) if found.unit == "chance" else str(found.low)
    if found.form == "chance":
        return f"W[{word}] < D[{each.place}]"
    if found.form == "quantiles":
        return f"draw_{'whole' if found.fine else 'quantile'}(D, {each.place}, W[{word}])"
    size = len(found.numbers) // 2
    how = "draw_value" if size <= _FEW else "draw_value_of_many"
    return f"D[{size} + {how}(D, {each.place}, {size}, W[{word}])]"


def once(drawing: Drawing, name: str) -> str:
    """Return the source of an input that is drawn once a year."""
    return sample(drawing.inputs[name], str(SCALARS.index(name)))


def varying(inputs: Iterable[Input]) -> int:
    """Return how many of some inputs draw a word."""
    return sum(each.distribution.form != "constant" for each in inputs)


def scalars(drawing: Drawing) -> tuple[int, int]:
    """Return how many words are written for the year as a whole, and how many of them count."""
    used = [place for place, name in enumerate(SCALARS) if varying([drawing.inputs[name]])]
    return (used[-1] + 1 if used else 0), len(used)


def function(name: str, body: str) -> str:
    """Return a function of the module; ``body`` is indented once and may leave lines blank."""
    lines = [line for line in body.split("\n") if line.strip()]
    return f"@njit\ndef {name}(M, N, D, W, seed, year):\n    words = 0\n" + "\n".join(lines) + "\n    return words\n"


def flags(drawing: Drawing, name: str, purpose: str, target: int, yes: int, no: int) -> list[str]:
    """Return the source that writes one of two cells in each of ``n`` rows, as the chance ``name`` has it."""
    limit = f"D[{drawing.inputs[name].place}]"
    return [f"draw_flags(M, W, {limit}, {target}, n, {yes}, {no}, seed, year, {stream(purpose)})", "words += n"]
