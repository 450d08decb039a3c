"""The pieces of source that draw: streams of words, one value from the data, a column of flags, a function.

The first words of ``W`` are those of the year as a whole, drawn once; the rest is for each part in its turn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from innosprint_rules.simulation.distributions.table import STEP_BITS
from innosprint_rules.simulation.drawing.purposes import SCALARS, SCRATCH, stream
from innosprint_rules.simulation.scenario.inputs import QUANTILES, VALUES, WHOLE, Input

if TYPE_CHECKING:
    from innosprint_rules.simulation.drawing.part import Drawing


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
    while size > 1:
        half = size >> 1
        place += half if word >= D[place + half - 1] else 0
        size -= half
    return place


@njit
def draw_number(D, at, word):
    form = D[at - 2]
    if form == {WHOLE}:
        return draw_whole(D, at, word)
    if form == {QUANTILES}:
        return draw_quantile(D, at, word)
    if form == {VALUES}:
        return D[D[at - 1] + draw_value(D, at, D[at - 1], word)]
    return D[at]


@njit
def draw_level(D, at, n, day):
    level = 0
    for i in range(n):
        level += 1 if day >= D[at + i] else 0
    return level


@njit
def draw_flags(M, W, limit, target, n, yes, no, seed, year, purpose):
    fill(W, {SCRATCH}, n, seed, year, purpose)
    for i in range(n):
        M[target + i] = yes if W[{SCRATCH} + i] < limit else no
"""
"""Drawing from the data; ``draw_value`` gives the place of a threshold, as many places before its value as there are.

Among thresholds each look leaves the half in which the word falls. Of ``draw_number`` a processor foresees the branch:
it is the same in every year.
"""


def sample(each: Input, word: str) -> str:
    """Return the source of one draw: a number, or for a chance a condition; ``word`` is the place of its word."""
    return sample_at(str(each.place), word, each.distribution.unit == "chance")


def sample_at(place: str, word: str, is_chance: bool) -> str:
    """Return the source of one draw from the numbers at a place of the data, tied as these say."""
    if is_chance:
        return f"(W[{word}] < D[{place}])"
    return f"draw_number(D, {place}, tied(D, W, {place}, W[{word}]))"


def once(drawing: Drawing, name: str, place: str | None = None) -> str:
    """Return the source of an input that is drawn once a year; ``place`` is that of its word, its own name if None."""
    return sample(drawing.inputs[name], str(SCALARS.index(place or name)))


def level(drawing: Drawing, day: str) -> str:
    """Return the source of how many rises of the endowment a day has seen."""
    rises = drawing.start.rises
    place = drawing.place("endowment.rises", [each for each, _ in rises])
    return f"draw_level(D, {place}, {drawing.data(len(rises))}, {day})"


def function(name: str, body: str) -> str:
    """Return a function of the module; ``body`` is indented once and may leave lines blank."""
    lines = [line for line in body.split("\n") if line.strip()]
    return f"@njit\ndef {name}(M, N, D, W, seed, year):\n    words = 0\n" + "\n".join(lines) + "\n    return words\n"


def flags(drawing: Drawing, name: str, purpose: str, target: int, yes: str, no: str) -> list[str]:
    """Return the source that writes one of two cells in each of ``n`` rows, as the chance ``name`` has it."""
    limit = f"D[{drawing.inputs[name].place}]"
    return [f"draw_flags(M, W, {limit}, {target}, n, {yes}, {no}, seed, year, {stream(purpose)})", "words += n"]
