"""``make fuzz``: each target under atheris for a bounded time, from the corpus kept here; what fails stays in a file.

python -m tests.fuzz.run SECONDS [TARGET …]        new inputs go to build/fuzz
python -m tests.fuzz.run --keep SECONDS [TARGET …] and the few that reach more code are added to the corpus
"""

from __future__ import annotations

import subprocess  # one process a target: libFuzzer ends the one it runs in
import sys
from hashlib import sha256
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
WORK = ROOT / "build" / "fuzz"
NAMES = ("grammar", "yaml", "cells", "tables")


def fuzz(name: str, flags: list[str]) -> None:
    """Run one target in this process; it does not return."""
    import atheris

    with atheris.instrument_imports(include=["innosprint_rules"]):
        from tests.fuzz.targets import MOST, TARGETS

    def one(data: bytes) -> None:
        try:
            TARGETS[name](data)
        except BaseException:
            (WORK / name / f"failed-{sha256(data).hexdigest()[:16]}").write_bytes(data)
            raise

    atheris.Setup([sys.argv[0], f"-max_len={MOST}", "-timeout=10", "-rss_limit_mb=2048", *flags], one)
    atheris.Fuzz()


def main(arguments: list[str]) -> int:
    """Run the targets one after the other; return how many found something."""
    keep = "--keep" in arguments
    seconds, *names = [each for each in arguments if each != "--keep"]
    failed = 0
    for name in names or NAMES:
        corpus, found = HERE / "corpus" / name, WORK / name
        found.mkdir(parents=True, exist_ok=True)
        flags = [f"-max_total_time={seconds}", f"-artifact_prefix={found}/", "-print_final_stats=1"]
        command = [sys.executable, "-m", "tests.fuzz.run", "--one", name]
        done = subprocess.run([*command, *flags, str(found), str(corpus)], cwd=ROOT, check=False)
        if done.returncode:
            failed += 1
            print(f"{name}: found something, see failed-… and crash-… in {found}", file=sys.stderr)  # noqa: T201  # this is its report
        elif keep:
            subprocess.run([*command, "-merge=1", str(corpus), str(found)], cwd=ROOT, check=True)
    return failed


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        fuzz(sys.argv[2], sys.argv[3:])
    sys.exit(main(sys.argv[1:]))
