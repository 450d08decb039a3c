"""What it costs to refuse what is hostile: seconds of processor and megabytes of a whole command, the dearest first.

Run by name (``python tests/bench/refusals.py``); the documentation's promise is five seconds and 500 MB.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.test_limits import HOSTILE, MEASURED  # noqa: E402  # the path comes first


def main() -> None:
    costs: list[tuple[float, int, str]] = []
    for name, write in HOSTILE.items():
        with tempfile.TemporaryDirectory() as folder:
            command = [sys.executable, "-c", MEASURED, str(write()(Path(folder)))]
            done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
        words = done.stdout.split()
        costs.append((float(words[5]), int(words[3]), name))
    for seconds, memory, name in sorted(costs, reverse=True):
        sys.stdout.write(f"{seconds:6.2f} s {memory:5d} MB  {name}\n")


if __name__ == "__main__":
    main()
