"""The source of the loop over years: draw, judge, count; the same text interpreted and compiled.

Loops rather than one line a rule: they compile in a tenth of the time and run as fast. Counting a year adds whole
numbers only, so that years may be counted in any order.
"""

from __future__ import annotations

from innosprint_rules.simulation.tally.counts import STATES
from innosprint_rules.simulation.tally.shape import (
    BLOCK,
    CARRY,
    CLEAN,
    GREATEST,
    HALF,
    HIGH_HIGH,
    HIGH_LOW,
    KINDS,
    LEAST,
    LOW_LOW,
    MET,
    NOTHING,
    PER_MEASURE,
    SPLIT,
    SUM,
    UNKNOWN,
    WATCHED,
    WORDS,
    YEARS,
    Shape,
)

NUMBERS = ("first", "last", "watched", "seed", "kept")
"""What ``run`` is told: which years, how many of them are watched, the seed, whether years are kept."""

ARRAYS = ("Q", "M", "N", "D", "W", "V", "X", "S", "T", "H", "P", "G", "C", "K")
"""What ``run`` works on: the data of the text (Q), the year (M, N), the scenario (D), words (W), the year's verdicts,
measures and states (V, X, S), the tally (T, H), what it looks up (P), moments and their counters (G, C), years
kept (K)."""


_NOT_MET = STATES.index("open")  # from here on: open, lost, unknown


def tally_source(shape: Shape) -> str:
    """Return the functions ``count``, ``carry``, ``watch``, ``keep`` and ``run`` for what is tallied.

    Without dated rules there is nothing to watch, and no ``judge_at`` to call.
    """
    rules, many, objectives = len(shape.rules), len(shape.many), len(shape.objectives)
    measures, dated = len(shape.measures), len(shape.dated)
    watching = _watch_source(dated, len(shape.moments)) if dated else ""
    watched = "            if year < watched:\n                watch(M, N, S, T, G, C)\n" if dated else ""
    return f"""
@njit
def count(V, X, T, H, P):
    bad = 0
    for i in range({KINDS * rules}):
        T[{shape.rows} + i] += V[i]
    for i in range({rules}):
        bad |= V[{KINDS} * i + {KINDS - 1}]
    T[{YEARS}] += 1
    T[{CLEAN}] += 1 if bad == 0 else 0
    for i in range({many}):
        at = P[i]
        to = {shape.gravest} + {KINDS} * i
        if V[at] != 0:
            T[to] += 1
            T[to + {KINDS - 1}] += 1 if V[at + {KINDS - 1}] != 0 else 0
        elif V[at + 2] != 0:
            T[to + 2] += 1
        elif V[at + 1] != 0:
            T[to + 1] += 1
        elif V[at + 3] != 0:
            T[to + 3] += 1
        else:
            T[to + 4] += 1
    met = 1
    for i in range({objectives}):
        at = P[{many} + i]
        if V[at] != 0 or V[at + 1] != 0 or V[at + 2] != 0 or V[at + 3] == 0:
            met = 0
    T[{MET}] += met
    for i in range({measures}):
        x = X[2 * i]
        to = {shape.values} + {PER_MEASURE} * i
        if x != X[2 * i + 1]:
            T[to + ({NOTHING} if x > X[2 * i + 1] else {UNKNOWN})] += 1
            continue
        if x < T[to + {LEAST}]:
            T[to + {LEAST}] = x
        if x > T[to + {GREATEST}]:
            T[to + {GREATEST}] = x
        a = x >> {SPLIT}
        b = x & {(1 << SPLIT) - 1}
        T[to + {SUM}] += x
        T[to + {HIGH_HIGH}] += a * a
        T[to + {HIGH_LOW}] += a * b
        T[to + {LOW_LOW}] += b * b
        y = x - P[{many + objectives} + i]
        sign = y >> 63
        y ^= sign
        shift = bits(y >> 9)
        H[{HALF} + {2 * HALF} * i + (((y >> shift) + (shift << 8)) ^ sign)] += 1


@njit
def carry(T):
    for i in range({measures}):
        to = {shape.values} + {PER_MEASURE} * i
        for at in range({SUM}, {PER_MEASURE}, 2):
            T[to + at + 1] += T[to + at] >> {CARRY}
            T[to + at] &= {(1 << CARRY) - 1}


{watching}@njit
def keep(V, X, K, at):
    for i in range({2 * measures}):
        K[at + i] = X[i]
    for i in range({rules}):
        v = {KINDS} * i
        if V[v] != 0:
            g = 0
        elif V[v + 2] != 0:
            g = 2
        elif V[v + 1] != 0:
            g = 1
        elif V[v + 3] != 0:
            g = 3
        else:
            g = 4
        K[at + {2 * measures} + i] = g


@entry
def run({", ".join((*NUMBERS, *ARRAYS))}):
    start = first
    while start < last:
        end = min(start + {BLOCK}, last)
        for year in range(start, end):
            T[{WORDS}] += draw(M, N, D, W, seed, year)
            judge(M, N, V, X)
            count(V, X, T, H, P)
            if kept:
                keep(V, X, K, (year - first) * {2 * measures + rules})
{watched}        carry(T)
        start = end
    return last - first
"""


def _watch_source(dated: int, moments: int) -> str:
    """Return the function that looks at the dated rules at each moment of a year, the last one first."""
    wide = len(STATES) + 1
    return f"""
@njit
def watch(M, N, S, T, G, C):
    for back in range({moments}):
        moment = {moments - 1} - back
        judge_at(M, N, S, G[moment])
        for j in range({dated}):
            state = S[j]
            if back == 0:
                S[{dated} + j] = state
            at = {wide} * (j * {moments} + moment)
            C[at + state] += 1
            if state >= {_NOT_MET} and S[{dated} + j] == 1:
                C[at + {wide - 1}] += 1
    T[{WATCHED}] += 1


"""
