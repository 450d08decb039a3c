"""Years in one thread and in several, against plain random words; compiled against interpreted."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from functools import cache, partial
from threading import Thread

from innosprint_rules.simulation.running.years import run_years
from tests.bench.simulated import FEW, SEED, YEARS, Bench
from tests.bench.timing import Figure, medians, race

WORDS_AT_ONCE = 10_000_000
ARITHMETIC = 200_000_000


def speed(bench: Bench) -> None:
    """Compare one thread, and more, with NumPy's SFC64 merely drawing as many words."""
    import numpy as np

    counts = sorted({1, 2, bench.cores} & set(range(1, bench.cores + 1)))
    one = bench.run(YEARS // 10, 1)
    for count in counts[1:]:
        if bench.run(YEARS // 10, count) != one:
            raise SystemExit(f"{count} threads count otherwise than one: nothing is timed")
    words = bench.run(YEARS, 1).words
    generator = np.random.Generator(np.random.SFC64(SEED))

    def draw() -> None:
        for left in range(words, 0, -WORDS_AT_ONCE):
            generator.integers(0, 2**32, size=min(left, WORDS_AT_ONCE), dtype=np.uint32)

    works: dict[str, Callable[[], object]] = {f"{count}": partial(bench.run, YEARS, count) for count in counts}
    works |= {f"nothing {count}": partial(_independent, count) for count in counts}
    spent = _processor_time(bench, counts)
    taken = race({"words": draw, **works})
    least, found = min(taken["words"]), medians(taken)
    bench.times["words_a_year"] = words / YEARS
    bench.times["sfc64_ns_a_word"] = least / words * 1e9
    for count in counts:
        bench.times[f"us_a_year_{count}_threads"] = found[str(count)] / YEARS * 1e6
    bench.figures.append(Figure("one thread / drawing the words", found["1"] / least, 5, 2.5))
    if bench.cores > 1:
        name = f"{bench.cores} threads / drawing the words"
        bench.figures.append(Figure(name, found[str(bench.cores)] / least, 2 if bench.cores >= 4 else None, 1))
    for count in counts[1:]:
        gained = found["1"] / found[str(count)]
        bench.figures.append(Figure(f"{count} threads: times as fast as one", gained, 0.75 * count, least=True))
        there = count * found["nothing 1"] / found[f"nothing {count}"]
        bench.figures.append(
            Figure(f"  what the machine gave {count} threads", there, note="threads that share nothing")
        )
        bench.figures.append(Figure(f"  processor time of one / of {count}", spent[1] / spent[count]))


def _independent(threads: int) -> None:
    """Keep so many threads at arithmetic of their own: how many processors are free shows in how long it takes."""
    started = [Thread(target=_arithmetic(), args=(ARITHMETIC,)) for _ in range(threads)]
    for each in started:
        each.start()
    for each in started:
        each.join()


@cache
def _arithmetic() -> Callable[[int], int]:
    """Return a loop that neither memory nor another thread can slow down."""
    from numba import njit

    def loop(times: int) -> int:
        x = 1
        for _ in range(times):
            x = (x * 25_214_903_917 + 11) & 281_474_976_710_655
        return x

    compiled: Callable[[int], int] = njit("int64(int64)", nogil=True)(loop)
    return compiled


def _processor_time(bench: Bench, counts: Iterable[int]) -> dict[int, float]:
    """Return the seconds of processor time that the years take in so many threads, all threads together."""
    found = {}
    for count in counts:
        start = time.process_time()
        bench.run(YEARS, count)
        found[count] = time.process_time() - start
    return found


def interpreted(bench: Bench) -> None:
    """Compare the compiled years with the same source interpreted, a year."""
    few = 300
    module = bench.prepared.module
    slow = run_years(module, few, SEED, engine="interpreted", watched=0).tally
    if slow != bench.run(few, 1, watched=0):
        raise SystemExit("interpreted and compiled years differ: nothing is timed")
    found = medians(
        race(
            {
                "interpreted": partial(run_years, module, few, SEED, engine="interpreted", watched=0),
                "compiled": partial(bench.run, FEW * 5, 1, watched=0),
            }
        )
    )
    each, fast = found["interpreted"] / few, found["compiled"] / FEW / 5
    bench.times["us_a_year_interpreted"] = each * 1e6
    bench.figures.append(Figure("interpreted / compiled", each / fast, 100, least=True))
