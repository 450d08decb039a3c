"""Judging a table of measures that is there: the compiled loops against polars expressions written by hand.

``python -m tests.bench.ready_table TABLE.npz THREADS`` prints seconds of each as JSON. A process of its own, because
polars fixes its number of threads when it is imported.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from innosprint_rules.engine.check import default_rulebook  # noqa: E402  # the path comes first
from innosprint_rules.engine.kernel.functions import STRIDE  # noqa: E402  # likewise
from innosprint_rules.simulation.running.years import run_years  # noqa: E402  # likewise
from tests.bench.kernel_table import TableKernel, write_table  # noqa: E402  # likewise
from tests.bench.timing import medians, race  # noqa: E402  # likewise

ROWS = 1_000_000
FLAGS = ("calendar_sent", "session_held")
RULES = ("END02", "END03", "END04", "HUB02", "SES04")
"""What is judged from measures; the votes on the deliberation are the same in every year and are left out."""


class Kept:
    """Takes the measures of years as they are run: a ``Keeper``."""

    def __init__(self, years: int, places: list[int]) -> None:
        import numpy as np

        self.columns = np.zeros((len(places), years), np.int64)
        self._places = [2 * place for place in places]

    def put(self, first: int, last: int, cells: Any) -> None:
        """Take some years."""
        import numpy as np

        self.columns[:, first:last] = np.asarray(cells).reshape(last - first, -1)[:, self._places].T

    def give_up(self) -> None:
        """Nobody waits."""


def write_measures(prepared: Any, kernel: TableKernel, path: Path, years: int) -> None:
    """Write a table of ``ROWS`` rows: the measures of simulated years, over again until there are enough."""
    import numpy as np

    names = prepared.module.shape.measures
    kept = Kept(years, [names.index(name) for name in kernel.measures])
    run_years(prepared.module, years, engine="compiled", keeper=kept, watched=0)
    np.save(path, np.tile(kept.columns, (1, -(-ROWS // years)))[:, :ROWS])


def table_kernel(prepared: Any) -> TableKernel:
    """Return the kernel of those rules."""
    return write_table(prepared.model.rulebook, at=prepared.model.at, codes=RULES, readings=prepared.model.readings)


def times(prepared: Any, folder: Path, threads: int) -> dict[str, float]:
    """Return the seconds that each takes with so many threads, timed in a process of its own."""
    kernel = table_kernel(prepared)
    path = folder / "measures.npy"
    if not path.exists():
        write_measures(prepared, kernel, path, 100_000)
    command = [sys.executable, __file__, str(path), str(threads), str(prepared.model.at)]
    environment = {**os.environ, "POLARS_MAX_THREADS": str(threads)}
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment, cwd=ROOT)
    found: dict[str, float] = json.loads(done.stdout)
    return found


# in the process of its own ----------------------------------------------------------------------------


def by_kernel(kernel: TableKernel, columns: Any, threads: int) -> Callable[[], list[int]]:
    """Return what judges the table by the compiled loops, its rows shared out among threads."""
    import numba
    import numpy as np

    names: dict[str, Any] = {"njit": numba.njit(nogil=True, error_model="numpy")}
    exec(compile(kernel.source, "judge_table", "exec"), names)  # noqa: S102  # the package's own text
    judge, rows = names["judge_table"], columns.shape[1]
    table = tuple(
        column.astype(np.bool_) if name in FLAGS else column
        for name, column in zip(kernel.measures, columns, strict=True)
    )
    bounds = [(rows * each // threads, rows * (each + 1) // threads) for each in range(threads)]
    pool = ThreadPoolExecutor(max(1, threads - 1))  # its threads stay, as those of polars do
    counts = np.zeros((threads, STRIDE * len(kernel.rules)), np.int64)

    def work() -> list[int]:
        counts[:] = 0
        others = [pool.submit(judge, table, *bounds[each], counts[each]) for each in range(1, threads)]
        judge(table, *bounds[0], counts[0])
        for each in others:
            each.result()
        found: list[int] = counts.sum(axis=0).tolist()
        return found

    return work


def by_polars(kernel: TableKernel, columns: Any) -> Callable[[], list[int]]:
    """Return what judges the table by polars: one expression a verdict, all of them at once."""
    import polars as pl

    frame = pl.DataFrame(
        {
            name: pl.Series(column, dtype=pl.Int64).cast(pl.Boolean) if name in FLAGS else pl.Series(column)
            for name, column in zip(kernel.measures, columns, strict=True)
        }
    )
    c = pl.col
    violated = {
        "END02": c("received_by_deadline") < 35_000_00,
        "END03": c("received") - c("returned") > 35_000_00,
        "END04": c("returned") < c("to_return"),
        "HUB02": c("attested_months") < 12_000_000,
        "SES04": ~c("calendar_sent"),
    }
    plain = ("END02", "END03", "END04", "SES04")
    asked = [each.sum().alias(rule) for rule, each in violated.items()]

    def work() -> list[int]:
        found = frame.select(asked).row(0, named=True)
        counts: list[int] = []
        for rule in kernel.rules:
            bad = found[rule]
            counts += [bad, 0, 0, frame.height - bad, 0, bad if rule in plain else 0]
        return counts

    return work


def main() -> None:
    """Time both on one table, after seeing that they count the same."""
    import numpy as np

    path, threads, at = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    columns = np.load(path)
    kernel = write_table(default_rulebook(), at=at, codes=RULES)
    works = {"compiled": by_kernel(kernel, columns, threads), "polars": by_polars(kernel, columns)}
    counts = {name: work() for name, work in works.items()}
    if counts["compiled"] != counts["polars"]:
        raise SystemExit(f"the two judge differently, nothing is timed: {counts}")
    print(json.dumps(medians(race(works, rounds=15))))


if __name__ == "__main__":
    main()
