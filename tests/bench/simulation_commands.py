"""The whole command: 10,000 years with a warm and a cold cache, and the memory of a thousand times as many."""

from __future__ import annotations

import statistics
import time
from functools import partial

from tests.bench import whole_command
from tests.bench.simulated import SEED, YEARS, Bench
from tests.bench.timing import ROUNDS, Figure, medians, race

MOST_FOR_MEMORY = 120
"""Seconds up to which the 10,000,000 years of the memory test are run without being asked for."""


def commands(bench: Bench) -> None:
    """Time the whole command, with a warm and with a cold cache."""
    asked = ("--years", "10000", "--seed", str(SEED))
    first = whole_command.simulate(*asked, "--engine", "compiled", cache=bench.cache)
    runs = [whole_command.simulate(*asked, cache=bench.cache) for _ in range(ROUNDS)]
    found = sorted(each.seconds for each in runs)[ROUNDS // 2]
    bench.figures.append(Figure("10,000 years, warm cache: seconds", found, 1.5))
    cold: dict[str, list[whole_command.Ran]] = {"interpreted": [], "compiled": [], "auto": []}
    for _ in range(ROUNDS):  # in turns: one such run differs from the next by more than the engines do
        for engine, done in cold.items():
            done.append(whole_command.cold(*asked, "--engine", engine))
    if any(each.out != first.out for each in (*runs, *(one for found in cold.values() for one in found))):
        raise SystemExit("two runs of the same years print different outcomes")
    for engine, each in cold.items():
        bench.times[f"s_cold_{engine}"] = statistics.median(one.seconds for one in each)
        bench.times[f"s_cold_{engine}_silent"] = max(one.silence for one in each)
    better = min(bench.times["s_cold_interpreted"], bench.times["s_cold_compiled"])
    bench.figures.append(
        Figure("cold cache: auto / the better of the two", bench.times["s_cold_auto"] / better, 1.1,
               note="a tenth is left for what such long runs differ by")
    )  # fmt: skip
    silence = max(bench.times[f"s_cold_{engine}_silent"] for engine in cold)
    bench.figures.append(Figure("cold cache: longest silence in seconds", silence, 1))


def memory(bench: Bench, must: bool = False) -> None:
    """Compare the memory of 10,000,000 years with that of 10,000."""
    many, few = 10_000_000, 10_000
    rate = medians(race({"": partial(bench.run, YEARS, bench.cores)}, rounds=1))[""] / YEARS
    if not must and rate * many > MOST_FOR_MEMORY:
        print(f"10,000,000 years would take some {rate * many:.0f} s: ask for them with --memory")
        return
    options = ("--engine", "compiled")
    whole_command.simulate("--years", str(few), *options, cache=bench.cache)  # so that nothing is left to compile
    small = [whole_command.megabytes("--years", str(few), *options, cache=bench.cache) for _ in range(3)]
    start = time.perf_counter()
    large = whole_command.megabytes("--years", str(many), *options, cache=bench.cache)
    bench.times["s_10_million_years"] = time.perf_counter() - start
    bench.times |= {"mb_10_thousand_years": min(small), "mb_10_million_years": large}
    bench.figures.append(Figure("memory: 10,000,000 years / 10,000", large / min(small), 1.1))
