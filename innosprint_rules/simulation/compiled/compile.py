"""Compiling a generated module: in a process of its own, while years are interpreted in this one; then loading it.

Compiling takes seconds of one core and would keep this process from anything else. What it makes goes to the cache,
from where this process, and the next ones, load it in a fraction of a second.
"""

from __future__ import annotations

import importlib.util
import os
import runpy
import subprocess  # our own interpreter, with our own code
import sys
import tempfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

from innosprint_rules import apart
from innosprint_rules._version import __version__
from innosprint_rules.simulation.compiled.cache import Cache, CacheTrouble, Entry
from innosprint_rules.simulation.compiled.llvm import function, object_code
from innosprint_rules.simulation.tally.generated_module import Module
from innosprint_rules.wording import Text

HEADER = "from innosprint_rules.simulation.compiled.numba_names import bits, entry, fill, keys, njit\n\n"
_HELPERS = ("numba_names.py", "random_words.py", "llvm.py", "../drawing/random_words.py")


def available() -> bool:
    """Say whether modules can be compiled here: Numba is installed and not switched off."""
    switched_off = os.environ.get("NUMBA_DISABLE_JIT", "0").strip() not in ("", "0")
    return not switched_off and importlib.util.find_spec("numba") is not None


def key(module: Module) -> str:
    """Return what compiled code goes by: its text, and all that has a say in what it is compiled to."""
    from importlib.metadata import version
    from platform import machine

    from llvmlite.binding import get_host_cpu_features, get_host_cpu_name

    here = Path(__file__).parent
    parts = [
        module.digest,
        __version__,
        *(sha256((here / name).read_bytes()).hexdigest() for name in _HELPERS),
        version("numba"),
        version("llvmlite"),
        sys.implementation.cache_tag or "",
        f"{sys.platform} {machine()} {get_host_cpu_name()} {get_host_cpu_features().flatten()}",
    ]
    return sha256("\0".join(parts).encode()).hexdigest()[:32]


def load(entry: Entry) -> Callable[..., Any]:
    """Return the compiled function ``run`` of a complete entry.

    Raises:
        CacheTrouble: the entry is damaged, or not to be trusted; it is best removed.
    """
    symbol, code = entry.read_code()
    try:
        return function(symbol, code)
    except Exception as error:  # what LLVM makes of code of another machine is not told beforehand
        reason = f"{type(error).__name__}: {error}"[:200]
        raise CacheTrouble(
            Text(f"« {entry.code} » : illisible ({reason})", f"“{entry.code}”: cannot be read ({reason})")
        ) from error


# in a process of its own -----------------------------------------------------------------------------


class Compilation:
    """A module being compiled in another process."""

    def __init__(self, module: Module, entry: Entry) -> None:
        """Start it.

        Raises:
            CacheTrouble: the text cannot be written, or no process can be started.
            OSError: the cache folder has gone.
        """
        self.entry = entry
        entry.write_text(HEADER + module.template[0])
        self._said = tempfile.TemporaryFile()  # noqa: SIM115  # closed when the compilation is over
        arguments = (str(entry.home.absolute()), entry.name)
        try:
            self._process = subprocess.Popen(  # noqa: S603  # nothing of the user's is on the command line
                apart.command(__name__, compile_apart.__name__, ("numba", "llvmlite", "numpy"), arguments),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=self._said,
                env={**os.environ, "NUMBA_OPT": "0"},
                cwd=apart.NEUTRAL,  # Numba reads its settings from the current folder
                start_new_session=True,  # a Ctrl-C is for this process, which stops the other
            )
        except (OSError, ValueError) as error:
            self._said.close()
            raise CacheTrouble(
                Text(f"la compilation ne peut pas être lancée ({error})", f"compiling cannot be started ({error})")
            ) from error

    def over(self) -> bool:
        """Say whether it has ended, well or badly."""
        return self._process.poll() is not None

    def wait(self, seconds: float | None = None) -> None:
        """Wait until it has ended, or that many seconds."""
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return

    def trouble(self) -> str:
        """Return what the process said at its end, empty when all went well."""
        if self._process.returncode == 0:
            return ""
        self._said.seek(0)
        lines = self._said.read().decode("utf-8", "replace").strip().splitlines()
        return (lines[-1] if lines else f"{self._process.returncode}")[:300]

    def stop(self) -> None:
        """Stop it if it is still going on; what it made is whole or not there."""
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        self._said.close()

    def leave(self) -> None:
        """Let it go on by itself if it is still going on: what it makes serves the runs to come."""
        if self.over():
            self.stop()
        else:
            _LEFT.append(self)


_LEFT: list[Compilation] = []


def compile_apart(arguments: list[str] | None = None) -> None:
    """Compile an entry in this process; called by ``Compilation`` in another."""
    home, name = sys.argv[1:] if arguments is None else arguments
    entry = Entry(Path(home), name)
    with entry.alone():
        if entry.complete:  # another process was at it
            return
        from innosprint_rules.simulation.compiled.numba_names import for_llvm

        run = runpy.run_path(str(entry.text))["run"]
        entry.write_code(*object_code(for_llvm(run)))
    Cache(Path(home)).prune()


__all__ = ["HEADER", "Compilation", "available", "compile_apart", "key", "load"]
