"""Which way years are counted: interpreted, or compiled once that is ready, and how it gets ready meanwhile."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Literal

from innosprint_rules.errors import Problem, UsageError
from innosprint_rules.simulation.compiled import compile as compiling
from innosprint_rules.simulation.compiled.cache import Cache, CacheTrouble, Entry, any_code
from innosprint_rules.simulation.compiled.compile import Compilation
from innosprint_rules.simulation.running.interpreted import interpreted
from innosprint_rules.simulation.running.workers import Engine
from innosprint_rules.simulation.tally.generated_module import Module
from innosprint_rules.wording import Text, same

EngineName = Literal["auto", "interpreted", "compiled"]
ENGINES: tuple[EngineName, ...] = ("auto", "interpreted", "compiled")

WORTH_LOADING = 250
"""Years from which on loading what is compiled takes less time than interpreting them."""

WORTH_COMPILING = 2_000
"""Years from which on compiling is begun, in case it is ready before they are interpreted."""

_LOOK = 0.1
"""Seconds between two looks at whether it is ready, where nothing else is done meanwhile."""


class EngineChoice:
    """How one run may come to the compiled engine; ``note`` is told what goes wrong, and the run goes on without.

    ``loading``: what is compiled is being loaded, which takes half a second. ``compiling``: another process is at it.
    """

    def __init__(self, module: Module, years: int, wanted: EngineName, note: Callable[[Text], None]) -> None:
        self.module = module
        self.years = years
        self.wanted = wanted
        self.note = note
        self._ready: Engine | None = None
        self._load: _Load | None = None
        self._compilation: Compilation | None = None
        self._scratch: tempfile.TemporaryDirectory[str] | None = None

    @property
    def hopeful(self) -> bool:
        """Whether it may be that what is compiled is there, as far as a glance can tell, or nothing else will do."""
        return self.must or bool(self.module.loaded) or any_code()

    @property
    def loading(self) -> bool:
        """Whether what is compiled is being loaded."""
        return self._load is not None

    @property
    def compiling(self) -> bool:
        """Whether another process compiles."""
        return self._compilation is not None

    @property
    def must(self) -> bool:
        """Whether nothing but the compiled engine will do."""
        return self.wanted == "compiled"

    def begin(self) -> None:
        """Load what is compiled, or begin to compile it, where that is asked for or worth it.

        Raises:
            UsageError: it is asked for, and cannot be.
        """
        known = self.module.loaded.get("compiled")
        if self.wanted == "interpreted":
            return
        if known is not None:
            self._ready = compiled_engine(known)
        elif self.must or self.years >= WORTH_LOADING:
            if compiling.available():
                self._look()
            elif self.must:
                raise UsageError(_NO_NUMBA)
            else:
                self.note(_WITHOUT_NUMBA)

    def poll(self, seconds: float = 0.0) -> Engine | None:
        """Return the compiled engine once, as soon as it is ready; wait that long for it.

        Raises:
            UsageError: it must be compiled, and that went wrong.
        """
        if self._compilation is not None:
            self._compilation.wait(seconds)
            if self._compilation.over():
                self._compiled(self._compilation)
        elif self._load is not None and self._load.done.wait(seconds):
            self._loaded(self._load)
        ready, self._ready = self._ready, None
        return ready

    def close(self, stopped: bool = False) -> None:
        """Clear what was for this run alone; a compilation goes on for the next ones, unless the user stopped this."""
        if self._compilation is not None:
            if stopped or self._scratch is not None:
                self._compilation.stop()
            else:
                self._compilation.leave()
            self._compilation = None
        if self._scratch is not None:
            with suppress(OSError):
                self._scratch.cleanup()
            self._scratch = None

    # step by step ------------------------------------------------------------------------------------

    def _look(self) -> None:
        entry = self._cache().entry(compiling.key(self.module))
        if entry.complete:
            self._load = _Load(entry, fresh=False)
        else:
            self._compile(entry)

    def _cache(self) -> Cache:
        """Open the cache folder; where it cannot be used, one for this run alone."""
        try:
            return Cache.open()
        except CacheTrouble as trouble:
            self.note(_with(_NOT_KEPT, trouble.message))
            self._scratch = tempfile.TemporaryDirectory(prefix="innosprint-rules-")
            return Cache.open(Path(self._scratch.name))

    def _compile(self, entry: Entry) -> None:
        if not self.must and self.years < WORTH_COMPILING:
            return
        try:
            self._compilation = Compilation(self.module, entry)
        except (CacheTrouble, OSError) as trouble:
            why = trouble.message if isinstance(trouble, CacheTrouble) else same(str(trouble))
            if self.must:
                raise UsageError(Problem("cannot-compile", why, _TRY_INTERPRETED)) from trouble
            self.note(_with(_NOT_COMPILED, why))

    def _compiled(self, compilation: Compilation) -> None:
        said = compilation.trouble()
        compilation.stop()
        self._compilation = None
        if said:
            self._failed(same(said))
        else:
            self._load = _Load(compilation.entry, fresh=True)

    def _loaded(self, load: _Load) -> None:
        self._load = None
        if load.run is not None:
            with self.module.lock:
                self.module.loaded["compiled"] = load.run
            self._ready = compiled_engine(load.run)
        elif load.fresh:
            self._failed(load.trouble)
        else:
            self.note(_with(_COMPILED_ANEW, load.trouble))
            load.entry.remove()
            self._compile(load.entry)

    def _failed(self, why: Text) -> None:
        if self.must:
            raise UsageError(Problem("cannot-compile", _with(_FAILED, why), _TRY_INTERPRETED))
        self.note(_with(_NOT_COMPILED, why))


class _Load:
    """What is compiled, being loaded in a thread: importing Numba takes long enough to be told of."""

    def __init__(self, entry: Entry, fresh: bool) -> None:
        self.entry = entry
        self.fresh = fresh
        self.done = threading.Event()
        self.run: Callable[..., Any] | None = None
        self.trouble = Text("", "")
        threading.Thread(target=self._work, name="loading", daemon=True).start()

    def _work(self) -> None:
        try:
            self.run = compiling.load(self.entry)
        except CacheTrouble as trouble:
            self.trouble = trouble.message
        except BaseException as error:  # told by the run that waits for it
            self.trouble = same(f"{type(error).__name__}: {error}"[:200])
        finally:
            self.done.set()


def waited_for(module: Module, years: int, wanted: EngineName) -> Engine:
    """Return the engine that so many years are worth here, once what has to be compiled for it is.

    Raises:
        UsageError: it must be compiled, and cannot be.
    """
    way = EngineChoice(module, years, wanted, lambda _: None)  # a worker has nobody to tell
    try:
        way.begin()
        ready = way.poll()
        while ready is None and (way.loading or way.compiling):
            ready = way.poll(_LOOK)
    finally:
        way.close()
    return interpreted_engine(module) if ready is None else ready


def interpreted_engine(module: Module) -> Engine:
    """Return the engine that interprets a module."""

    def listed(cells: Sequence[int] | int) -> list[int]:
        return [0] * cells if isinstance(cells, int) else list(cells)

    return Engine("interpreted", interpreted(module)["run"], listed, 1)


def compiled_engine(run: Callable[..., Any]) -> Engine:
    """Return the engine that runs a compiled function."""
    from innosprint_rules.simulation.compiled.llvm import array

    return Engine("compiled", run, array, 64, apart=True)


def _with(text: Text, why: Text) -> Text:
    return Text(text.fr.format(why=why.fr), text.en.format(why=why.en))


_EXTRA = "pip install 'innosprint-rules[fast]'"
_TRY_INTERPRETED = Text("choisir --engine interpreted", "choose --engine interpreted")
_NO_NUMBA = Problem(
    "no-numba",
    Text("rien ne peut être compilé : Numba n'est pas installé (ou NUMBA_DISABLE_JIT l'arrête)",
         "nothing can be compiled: Numba is not installed (or NUMBA_DISABLE_JIT switches it off)"),
    Text(f"l'installer ({_EXTRA}), ou choisir --engine interpreted",
         f"install it ({_EXTRA}), or choose --engine interpreted"),
)  # fmt: skip
_WITHOUT_NUMBA = Text(f"sans Numba, les années sont interprétées, ce qui est bien plus lent : {_EXTRA}",
                      f"without Numba the years are interpreted, which is much slower: {_EXTRA}")  # fmt: skip
_FAILED = Text("la compilation n'a pas abouti : {why}", "compiling did not work out: {why}")
_COMPILED_ANEW = Text("ce qui était compilé n'est plus utilisable et sera refait : {why}",
                      "what was compiled can no longer be used and will be made anew: {why}")  # fmt: skip
_NOT_COMPILED = Text("la compilation n'a pas abouti, les années sont interprétées : {why}",
                     "compiling did not work out, the years are interpreted: {why}")  # fmt: skip
_NOT_KEPT = Text("ce qui est compilé ne sera pas gardé, le cache est inutilisable : {why}",
                 "what is compiled will not be kept, the cache cannot be used: {why}")  # fmt: skip
