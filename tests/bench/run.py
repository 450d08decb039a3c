"""`make bench`: how long a check and simulated years take, as medians and ratios within this run; writes bench.json.

Absolute times say little on a shared machine; the ratios to bare Python start-up and to `json.loads` of the
same dossier are what to compare between runs. `simulation` has the years, each figure beside the limit it is held to.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import innosprint_rules as ir  # noqa: E402  # likewise
from innosprint_rules.dossier.writing.text import write_csv_folder  # noqa: E402  # likewise
from tests.bench import allocation, session, simulation  # noqa: E402  # likewise
from tests.bench.workbook import figures  # noqa: E402  # likewise
from tests.engine.sample import AFTER, document  # noqa: E402  # the path comes first


def median(work: Callable[[], object], runs: int, warmup: int = 1) -> float:
    """Return the median time of ``work`` in milliseconds."""
    for _ in range(warmup):
        work()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1_000)
    return statistics.median(times)


def main() -> None:
    rows = document()
    text = json.dumps(rows)
    dossier = ir.Dossier.model_validate(rows)
    rulebook = ir.load_rulebook()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "dossier"
        write_csv_folder(dossier, path)
        command = [sys.executable, "-m", "innosprint_rules", "check", str(path), "--as-of", AFTER.isoformat()]

        def run(arguments: list[str]) -> Callable[[], object]:
            return lambda: subprocess.run(arguments, check=False, capture_output=True, cwd=ROOT)

        both = ir.check(dossier, rulebook, as_of=AFTER)
        alone = ir.check(dossier, rulebook, as_of=AFTER, inference=False)
        same = [(f.rule, f.subject, f.verdict) for f in both.findings] == [
            (f.rule, f.subject, f.verdict) for f in alone.findings
        ]
        if not same:
            raise SystemExit("the two checks differ: nothing is timed")
        times = {
            "bare_python_ms": median(run([sys.executable, "-c", "pass"]), 9),
            "check_cold_ms": median(run(command), 7),
            "check_cold_json_ms": median(run([*command, "--format", "json"]), 7),
            "load_rulebook_ms": median(lambda: ir.load_rulebook(), 9),
            "read_csv_ms": median(lambda: ir.read_dossier(path), 9),
            "check_both_engines_ms": median(lambda: ir.check(dossier, rulebook, as_of=AFTER), 15),
            "check_reference_ms": median(lambda: ir.check(dossier, rulebook, as_of=AFTER, inference=False), 15),
            "write_json_report_ms": median(lambda: ir.check(dossier, rulebook, as_of=AFTER).model_dump_json(), 5),
            "json_loads_ms": median(lambda: json.loads(text), 25),
        }
    ratios = {
        "check_cold_to_bare_python": times["check_cold_ms"] / times["bare_python_ms"],
        "check_both_engines_to_json_loads": times["check_both_engines_ms"] / times["json_loads_ms"],
        "check_reference_to_json_loads": times["check_reference_ms"] / times["json_loads_ms"],
        "both_engines_to_reference": times["check_both_engines_ms"] / times["check_reference_ms"],
        "read_csv_to_json_loads": times["read_csv_ms"] / times["json_loads_ms"],
    }
    large = figures()  # first: a child's memory is counted from that of its parent
    decisions = allocation.figures()
    ratios["large_workbook_to_large_csv"] = large["read_xlsx_s"] / large["read_csv_s"]
    result = {
        "sample": {"projects": 20, "sessions": 6, "allocations": 60, "verdicts": len(both.findings)},
        "inference": both.inference,
        "times": {name: round(value, 3) for name, value in times.items()},
        "large_workbook_50000_rows": {name: round(value, 2) for name, value in large.items()},
        "allocation": {name: round(value, 3) for name, value in decisions.items()},
        "ratios": {name: round(value, 2) for name, value in ratios.items()},
    }
    for group in ("times", "large_workbook_50000_rows", "allocation", "ratios"):
        for name, value in result[group].items():
            print(f"{name:<36}{value:>12}", flush=True)
    result["session"] = {name: round(value, 3) for name, value in session.figures().items()}
    result["simulation"] = simulation.measure(must="--memory" in sys.argv[1:])
    (ROOT / "bench.json").write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
