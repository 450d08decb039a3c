"""The command from process start to printed outcome: how long it takes, how long it is silent, how much memory."""

from __future__ import annotations

import os
import selectors
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, "-m", "innosprint_rules", "simulate", "baseline"]
_PIECE = 65_536

# A process counts, as its own, the most memory of the one that started it: a small one stands between.
_WATCH = """
import os, subprocess, sys
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
_, status, used = os.wait4(process.pid, 0)
print(os.waitstatus_to_exitcode(status), used.ru_maxrss * (1 if sys.platform == "darwin" else 1_024))
"""


@dataclass(frozen=True)
class Ran:
    """One run of the command: seconds, the longest silence in seconds, its output."""

    seconds: float
    silence: float
    out: bytes


def simulate(*options: str, cache: Path) -> Ran:
    """Run ``innosprint simulate`` and watch what it says.

    Raises:
        RuntimeError: it did not end with status 0.
    """
    command = [*COMMAND, *options]
    environment = _as_installed(cache)
    said: dict[str, bytearray] = {"stdout": bytearray(), "stderr": bytearray()}
    started = last = time.perf_counter()
    silence = 0.0
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stderr is not None
    with selectors.DefaultSelector() as selector, process.stdout, process.stderr:
        for name, stream in (("stdout", process.stdout), ("stderr", process.stderr)):
            selector.register(stream, selectors.EVENT_READ, name)
        while selector.get_map():
            for key, _ in selector.select():
                piece = os.read(key.fd, _PIECE)
                now = time.perf_counter()
                silence, last = max(silence, now - last), now
                if piece:
                    said[key.data] += piece
                else:
                    selector.unregister(key.fileobj)
        process.wait()
    seconds = time.perf_counter() - started
    if process.returncode != 0:
        raise RuntimeError(f"{' '.join(command)}: {said['stderr'].decode('utf-8', 'replace')}")
    return Ran(seconds, silence, bytes(said["stdout"]))


def _as_installed(cache: Path) -> dict[str, str]:
    """Return the environment of a user: what Python made of the package's text is kept from one run to the next."""
    found = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**found, "INNOSPRINT_CACHE": str(cache)}


def cold(*options: str) -> Ran:
    """Run it with a cache folder that is empty."""
    with tempfile.TemporaryDirectory() as folder:
        return simulate(*options, cache=Path(folder) / "cache")


def megabytes(*options: str, cache: Path) -> float:
    """Return the most memory that the command takes, in megabytes (on Unix only).

    Raises:
        RuntimeError: it did not end with status 0.
    """
    watch = [sys.executable, "-I", "-S", "-c", _WATCH, *COMMAND, *options]
    environment = _as_installed(cache)
    done = subprocess.run(watch, cwd=ROOT, env=environment, check=True, capture_output=True, text=True)
    status, used = map(int, done.stdout.split())
    if status != 0:
        raise RuntimeError(f"{' '.join((*COMMAND, *options))}: ended with {status}")
    return used / 1e6
