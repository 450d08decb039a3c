"""How fast years are simulated, as ratios within one run: a part of `make bench`, or alone with options.

    python tests/bench/simulation.py [--memory] [--only NAME ...]

What is compared is first checked to come to the same. Times are medians of five after a warm-up, taken in turns; the
drawing of plain random words, with which all is measured, is the least of them.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from innosprint_rules.simulation.compiled.compile import available  # noqa: E402  # the path comes first
from tests.bench.simulated import SCENARIO, Bench  # noqa: E402  # likewise
from tests.bench.simulation_commands import commands, memory  # noqa: E402  # likewise
from tests.bench.simulation_others import in_blocks, inference, table  # noqa: E402  # likewise
from tests.bench.simulation_speed import interpreted, speed  # noqa: E402  # likewise
from tests.bench.timing import seconds  # noqa: E402  # likewise

PARTS: dict[str, Callable[[Bench], None]] = {
    "speed": speed,
    "interpreted": interpreted,
    "in_blocks": in_blocks,
    "inference": inference,
    "table": table,
    "commands": commands,
    "memory": memory,
}


@contextmanager
def _own_cache(folder: Path) -> Iterator[None]:
    """Compile into a folder of this run, and leave the user's alone."""
    before = os.environ.get("INNOSPRINT_CACHE")
    os.environ["INNOSPRINT_CACHE"] = str(folder)
    try:
        yield
    finally:
        if before is None:
            del os.environ["INNOSPRINT_CACHE"]
        else:
            os.environ["INNOSPRINT_CACHE"] = before


def measure(only: Iterable[str] = (), must: bool = False) -> dict[str, Any]:
    """Take every figure, print each, and return what bench.json keeps of them."""
    if not available():
        print("Numba is not installed: simulated years are not measured")
        return {}
    wanted = tuple(only) or tuple(PARTS)
    with tempfile.TemporaryDirectory() as name:
        bench = Bench(Path(name))
        with _own_cache(bench.cache):
            for part in wanted:
                told = len(bench.figures)
                print(f"... simulation: {part}", file=sys.stderr, flush=True)
                taken = seconds(partial(memory, bench, must) if part == "memory" else partial(PARTS[part], bench))
                print(f"    {taken:.0f} s", file=sys.stderr, flush=True)
                for figure in bench.figures[told:]:
                    print(figure.line(), flush=True)
        print("\n".join(f"{name:<62}{value:>16.3f}" for name, value in bench.times.items()), flush=True)
    return {
        "scenario": SCENARIO,
        "cores": bench.cores,
        "load": round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None,
        "figures": {each.name: each.as_document() for each in bench.figures},
        "times": {name: round(value, 3) for name, value in bench.times.items()},
    }


def main() -> None:
    """Take the figures and put them into bench.json, next to what is there."""
    parser = argparse.ArgumentParser(description="Measure the simulation of years.")
    parser.add_argument("--memory", action="store_true", help="run the 10,000,000 years however long they take")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=(), help="some parts alone")
    options = parser.parse_args()
    found = measure(options.only, options.memory)
    path = ROOT / "bench.json"
    result = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    path.write_text(json.dumps({**result, "simulation": found}, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
