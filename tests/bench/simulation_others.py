"""Years against what else could judge them: blocked NumPy, durable_rules, and polars on a table that is there."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from importlib.util import find_spec

from innosprint_rules.simulation.running.years import run_years
from tests.bench import blocked, inference_years, ready_table
from tests.bench.blocked_words import NumpyWords, PhiloxWords
from tests.bench.simulated import FEW, SEED, YEARS, Bench
from tests.bench.timing import Figure, medians, race

CHECKED = 8_192
"""Years of which the blocked baseline must give every verdict of the kernel."""


def in_blocks(bench: Bench) -> None:
    """Compare with the scenario and the rules of the whole agreement in blocked NumPy, one thread each."""
    model = bench.agreement.model
    tally = bench.run(CHECKED, 1, bench.agreement, watched=0)
    kernel = {code: [*tally.rules[code].years, tally.rules[code].error_years] for code in blocked.RULES}
    for whole in (True, False):
        if blocked.from_model(model, PhiloxWords(SEED), whole=whole).count(CHECKED) != kernel:
            raise SystemExit("blocked NumPy and the kernel judge the same years differently: nothing is timed")
    for whole in (True, False):
        _alike(blocked.from_model(model, NumpyWords(SEED), whole=whole).count(CHECKED), kernel)
    works: dict[str, Callable[[], object]] = {
        "compiled": partial(bench.run, YEARS, 1, bench.agreement, watched=0),
        "compiled, with all rules": partial(bench.run, YEARS, 1, watched=0),
    }
    # both ways: with the very years of the simulation, and with NumPy's own generator, at its best chance
    limits = {"NumPy blocks, same words": 10, "NumPy blocks, SFC64 words": 10}
    for words, said in ((PhiloxWords, "same words"), (NumpyWords, "SFC64 words")):
        for whole, read in ((True, ""), (False, ", only what is read")):
            name = f"NumPy blocks, {said}{read}"
            works[name] = partial(blocked.from_model(model, words(SEED), whole=whole).count, FEW)
    found = medians(race(works))
    a_year = {name: taken / (YEARS if name.startswith("compiled") else FEW) for name, taken in found.items()}
    for name, taken in a_year.items():
        bench.times[f"us_a_year, agreement rules: {name}"] = taken * 1e6
        if not name.startswith("compiled"):
            ratio = taken / a_year["compiled"]
            bench.figures.append(Figure(f"{name} / compiled", ratio, limits.get(name), least=True))


def _alike(found: dict[str, list[int]], kernel: dict[str, list[int]]) -> None:
    """Refuse counts of other years that cannot be of the same scenario: six standard errors apart."""
    for code, counts in kernel.items():
        for one, other in zip(found[code], counts, strict=True):
            share = (one + other) / (2 * CHECKED)
            if abs(one - other) > 6 * math.sqrt(2 * CHECKED * share * (1 - share)) + 3:
                raise SystemExit(f"{code}: {one} and {other} years of {CHECKED} cannot be of one scenario")


def inference(bench: Bench) -> None:
    """Compare with durable_rules judging the year's atoms."""
    years = 10
    tally = run_years(bench.prepared.module, years, SEED, engine="interpreted", watched=0).tally
    work = inference_years.evaluations(bench.prepared, years, SEED, tally)
    if work is None:
        print("durable_rules is not installed: it is not compared with")
        return
    found = medians(race({"durable_rules": work, "compiled": partial(bench.run, FEW * 5, 1, watched=0)}))
    bench.times["us_a_year_durable_rules"] = found["durable_rules"] / years * 1e6
    ratio = found["durable_rules"] / years / (found["compiled"] / FEW / 5)
    bench.figures.append(Figure("durable_rules / compiled, a year judged", ratio, 100, least=True))


def table(bench: Bench) -> None:
    """Compare with polars judging a table of a million rows."""
    if find_spec("polars") is None:
        print("polars is not installed: it is not compared with")
        return
    for count in sorted({1, bench.cores}):
        found = ready_table.times(bench.prepared, bench.folder, count)
        for name, taken in found.items():
            bench.times[f"ms_a_table_{name}_{count}_threads"] = taken * 1e3
        name = f"ready table, {count} threads: compiled / polars"
        bench.figures.append(Figure(name, found["compiled"] / found["polars"], 1.5))
