"""How long a large workbook takes to read, and how much memory, beside the same data in CSV.

Run by name (``python tests/bench/workbook.py``), or call :func:`figures` from a bench.
"""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROWS = 50_000
ROOT = Path(__file__).resolve().parents[2]

_READ = """
import resource, sys, time
import innosprint_rules.dossier.workbook.reading, innosprint_rules as ir
ir.read_dossier
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
start = time.perf_counter()
rows = len(ir.read_dossier(sys.argv[1]).allocations)
spent = time.perf_counter() - start
print(rows, spent, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, before / 1024)
"""


def large(folder: Path, rows: int = ROWS) -> tuple[Path, Path]:
    """Write ``rows`` allocations as a workbook and as a folder of CSV files."""
    import openpyxl

    header = ("id", "session", "date_decision", "projet", "montant", "besoin", "objectif", "evaluation_avancees",
              "decideurs", "statut")  # fmt: skip
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Attributions")
    sheet.append(header)
    lines = [";".join(header)]
    for number in range(rows):
        day = dt.date(2019, 1, 1 + number % 28)
        words = ("besoin", "objectif", "avancées", "CASQ, FN", "décidée")
        row = (f"A{number}", f"S{number % 6}", day, f"P{number % 20}", number / 100 + 1, *words)
        sheet.append(row)
        lines.append(";".join(f"{cell:.2f}" if isinstance(cell, float) else str(cell) for cell in row))
    book.save(folder / "large.xlsx")
    (folder / "large").mkdir()
    (folder / "large" / "attributions.csv").write_text("\n".join(lines), encoding="utf-8")
    return folder / "large.xlsx", folder / "large"


def figures(rows: int = ROWS) -> dict[str, float]:
    """Return seconds and peak megabytes of reading ``rows`` rows, from a workbook and from CSV."""
    found: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, path in zip(("xlsx", "csv"), large(Path(folder), rows), strict=True):
            command = [sys.executable, "-c", _READ, str(path)]
            done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
            count, spent, peak, before = map(float, done.stdout.split())
            assert count == rows
            found |= {f"read_{name}_s": spent, f"read_{name}_peak_mb": peak, f"read_{name}_before_mb": before}
    return found


if __name__ == "__main__":
    sys.stdout.write(json.dumps({name: round(value, 2) for name, value in figures().items()}, indent=2) + "\n")
