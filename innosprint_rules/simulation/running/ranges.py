"""Years counted by the workers of a Dask cluster: ranges of years out, sums back.

Dask hands the ranges out, again where a worker is lost, and carries what goes to and fro as pickles: between machines
that trust each other. A sum of years is the same whoever counts them, so the outcome is that of one machine.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from innosprint_rules.errors import InnosprintError, UsageError
from innosprint_rules.simulation.running.cluster import connected, failed, unanswered
from innosprint_rules.simulation.running.engine_choice import EngineName, waited_for
from innosprint_rules.simulation.running.progress import Progress, ProgressCallback, tell_nobody
from innosprint_rules.simulation.running.workers import Memory, next_size
from innosprint_rules.simulation.running.years import WATCHED_AFTER, Look, Ran, watched_years
from innosprint_rules.simulation.tally.counts import Tally
from innosprint_rules.simulation.tally.generated_module import Module
from innosprint_rules.wording import Text

if TYPE_CHECKING:
    from distributed import Client

_TICK = 0.05
"""Seconds between two looks at what came back: the workers have more to do meanwhile."""
_SLICE = 1.0
"""Seconds that years given to a worker at once should take."""
_AHEAD = 2
"""Ranges given out at once for each thread of a worker: one is counted while the other travels."""
_MOST = 1_000_000
"""Years in a range at most."""
_WATCHING = 6
"""How much longer a year takes to be watched than to be counted, about."""
_KEPT_MODULES = 4


def run_on_cluster(
    address: str,
    module: Module,
    years: int,
    seed: int,
    *,
    engine: EngineName = "auto",
    progress: ProgressCallback | None = None,
    interruptible: bool = False,
    watched: int | None = None,
    stops: Iterable[int] = (),
    look: Look | None = None,
) -> Ran:
    """Count years on the cluster at an address, as ``run_years`` counts them here; the arguments are the same.

    Raises:
        UsageError: the cluster cannot be had, or its workers cannot count.
        KeyboardInterrupt: of a run that is not interruptible, or before any year was done.
    """
    counting = Counting(module, module.token, years, seed, engine)
    whole = interrupted = False
    with connected(address) as client:
        ranges = Ranges(client, counting, progress or tell_nobody)
        try:
            try:
                for stop in sorted({*(each for each in stops if each < years), years}):
                    ranges.count(stop)
                    whole = stop == years or (look is not None and look(ranges.total, "cluster"))
                    if whole:
                        break
            except KeyboardInterrupt:
                interrupted = True
            if not interrupted or (interruptible and ranges.done):
                done = ranges.done
                until = time.monotonic() + WATCHED_AFTER if interrupted else None
                ranges.watch(watched_years(done) if watched is None else min(watched, done), until)
        except KeyboardInterrupt:
            interrupted = True
        except OSError as error:
            raise UsageError(unanswered(address)) from error
    if interrupted and not (interruptible and ranges.done):
        raise KeyboardInterrupt
    return Ran(ranges.total, ranges.done if whole else years, interrupted, tuple(ranges.engines))


@dataclass(frozen=True)
class Counting:
    """What the years of one run are counted with, the same for all ranges."""

    module: Module
    name: str
    years: int
    seed: int
    engine: EngineName


def count(counting: Counting, first: int, last: int, watched: int) -> tuple[Tally, str, float]:
    """Count some years; done by a worker. Return their tally, the engine and the seconds it took."""
    module = _kept(counting)
    with _LOADING:
        engine = waited_for(module, counting.years, counting.engine)
    started = time.perf_counter()
    memory = Memory(module, engine, None)
    memory.advance(first, last, watched, counting.seed, keep=False)
    return memory.tally(), engine.name, time.perf_counter() - started


def _as_it_is(counting: Counting) -> Counting:
    return counting


_LOADING = threading.Lock()
_MODULES: dict[str, Module] = {}


def _kept(counting: Counting) -> Module:
    """Return the module that this process has of an earlier range, with what is loaded of it."""
    with _LOADING:
        module = _MODULES.setdefault(counting.name, counting.module)
        while len(_MODULES) > _KEPT_MODULES:
            del _MODULES[next(iter(_MODULES))]
    return module


class Ranges:
    """The ranges of a run: which are out, which came back; ``total`` is the tally of the years that were counted."""

    def __init__(self, client: Client, counting: Counting, told: ProgressCallback) -> None:
        self.client = client
        self.counting = counting
        self.told = told
        self.engines: list[str] = []
        self.total = self._nothing()
        self._given = client.submit(_as_it_is, counting, pure=False)  # made again where its holder is lost
        self._size = 1
        self._out: dict[Any, tuple[int, int]] = {}  # futures, which Dask does not type
        self._back: dict[int, tuple[int, Tally]] = {}

    @property
    def done(self) -> int:
        """The years counted, from year 0 on without a gap."""
        return self.total.years

    def count(self, limit: int) -> None:
        """Count the years up to ``limit``.

        Raises:
            UsageError: a range cannot be counted.
            OSError: the scheduler is gone.
            KeyboardInterrupt: ``total`` then has the years done.
        """
        for each in self._run(self.done, limit):
            self.total += each

    def watch(self, years: int, until: float | None) -> None:
        """Look at the first years at each moment, up to a moment of the clock where one is given."""
        if not years or not self.total.dated:
            return
        self._size = max(1, self._size // _WATCHING)
        seen = self._nothing()
        for each in self._run(0, years, years, until):
            seen += each
        self.total = replace(self.total, dated=seen.dated, watched_years=seen.watched_years)

    def _nothing(self) -> Tally:
        shape = self.counting.module.shape
        return shape.read(shape.counters(), (), [0] * shape.states)

    def _run(self, first: int, limit: int, watched: int = 0, until: float | None = None) -> Iterator[Tally]:
        """Yield the tallies of ranges one after the other, without a gap."""
        done = following = first
        self._back.clear()
        try:
            while done < limit and (until is None or time.monotonic() < until):
                threads = sum(self.client.nthreads().values())
                while len(self._out) < _AHEAD * threads and following < limit:
                    # near the end in smaller parts, so that no worker waits long for the last one
                    size = max(1, min(self._size, (limit - following) // (_AHEAD * threads), _MOST))
                    span = following, following + size
                    self._out[self.client.submit(count, self._given, *span, watched, pure=False, retries=2)] = span
                    following = span[1]
                back = sum(last - start for start, (last, _) in self._back.items())
                self._tell(done + back, limit, threads, watched)
                ended = [each for each in self._out if each.done()]
                for each in ended:
                    self._take(each)
                while done in self._back:
                    done, tally = self._back.pop(done)
                    yield tally
                if not ended:
                    time.sleep(_TICK)
            self._tell(done, limit, sum(self.client.nthreads().values()), watched)
        finally:
            self.client.cancel(list(self._out))
            self._out.clear()

    def _take(self, future: Any) -> None:
        first, last = self._out.pop(future)
        error = future.exception()
        if error is not None:
            raise error if isinstance(error, InnosprintError) else UsageError(failed(error)) from error
        tally, engine, spent = future.result()
        if engine not in self.engines:
            self.engines.append(engine)
        self._size = next_size(last - first, spent, _SLICE)
        self._back[first] = (last, tally)

    def _tell(self, done: int, limit: int, threads: int, watched: int) -> None:
        note = None if threads else _WAITING
        if watched:
            self.told(Progress("watched", done, limit, threads, note=note))
        else:
            self.told(Progress("cluster", done, self.counting.years, threads, note=note))


_WAITING = Text("la grappe n'a plus d'ouvrier : le calcul reprendra dès qu'il en viendra un (Ctrl-C l'arrête)",
                "the cluster has no worker left: counting goes on once one comes (Ctrl-C stops it)")  # fmt: skip
