"""Years counted by several threads: each with a memory of its own, taking the next years when it is done with some.

Years are handed out in order and none that was handed out is dropped, so that at any stop the years done are those
from 0 on without a gap; and counting them in any order gives the same sums.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import compress
from typing import TYPE_CHECKING, Any, Protocol

from innosprint_rules.simulation.tally.counts import Tally
from innosprint_rules.simulation.tally.generated_module import Module
from innosprint_rules.simulation.tally.shape import CLEAN, MET
from innosprint_rules.simulation.tally.source import ARRAYS

if TYPE_CHECKING:
    from innosprint_rules.simulation.tally.by_reference import ReferenceTally

SLICE = 0.1
"""Seconds that years handed out at once should take: so soon a stop is answered, and progress seen."""

_WORD = 8
_PIECE = 512  # cells that are looked at together

MOST_KEPT = 4_096
"""Years handed out at once at most when their values are kept."""


@dataclass(frozen=True)
class Engine:
    """A way to run a module: its function ``run``, and what makes an array for it, of a list or of so many zeros."""

    name: str
    run: Callable[..., int]
    array: Callable[[Sequence[int] | int], Any]
    first: int
    """How many years a thread takes at first, before it is known how long they take."""
    apart: bool = False
    """Whether it reads the data of the text from an array."""


class Keeper(Protocol):
    """Takes the values of years, in any order."""

    def put(self, first: int, last: int, cells: Any) -> None:
        """Take the cells of the years from ``first`` up to ``last``, that one excluded."""

    def give_up(self) -> None:
        """Let no thread wait any longer for years that will not come."""


class Memory:
    """What one thread works on."""

    def __init__(self, module: Module, engine: Engine, data: Sequence[int] | None) -> None:
        self.module = module
        self.engine = engine
        self.arrays: dict[str, Any] = {
            name: engine.array(cells) for name, cells in zip(ARRAYS, module.arrays(data, engine.apart), strict=True)
        }
        self.reference = None if module.by_reference is None else module.by_reference.tally()

    def advance(self, first: int, last: int, watched: int, seed: int, keep: bool) -> Any:
        """Count some years; return the cells of those that are to be kept."""
        if self.reference is None:
            cells = self.engine.array((last - first) * self.module.kept_width) if keep else self.arrays["K"]
            self._run(first, last, watched, seed, keep, cells)
            return cells
        kept: list[int] = []
        for year in range(first, last):
            kept += self._with_reference(year, watched, seed, keep, self.reference)
        return kept

    def _run(self, first: int, last: int, watched: int, seed: int, keep: bool, cells: Any) -> None:
        others = [self.arrays[name] for name in ARRAYS[:-1]]
        self.engine.run(first, last, watched, seed, int(keep), *others, cells)

    def _with_reference(self, year: int, watched: int, seed: int, keep: bool, reference: ReferenceTally) -> list[int]:
        """Count one year, and what the reference judges in it; return its cells when it is to be kept."""
        counters = self.arrays["T"]
        before = counters[CLEAN], counters[MET]
        cells = self.engine.array(self.module.kept_width - len(reference.of.judged)) if keep else self.arrays["K"]
        self._run(year, year + 1, watched, seed, keep, cells)
        judged = reference.of.year(self.arrays["M"], self.arrays["N"])
        reference.add(judged, clean=counters[CLEAN] > before[0], met=counters[MET] > before[1])
        return [*cells, *map(judged.gravest, reference.of.judged)] if keep else []

    def tally(self) -> Tally:
        """Return what was counted so far."""
        counters, states, bins = (self.arrays[name] for name in ("T", "C", "H"))
        return self.module.tally(list(counters), _filled(bins), list(states), self.reference)


def _filled(bins: Any) -> Iterator[tuple[int, int]]:
    """Yield the places and the numbers of what is not zero, of a list or of an array most of which is."""
    if isinstance(bins, list):
        yield from compress(enumerate(bins), bins)
        return
    whole, nothing = bytes(bins), bytes(_WORD * _PIECE)
    for first in range(0, len(bins), _PIECE):
        part = whole[_WORD * first : _WORD * (first + _PIECE)]
        if part != nothing[: len(part)]:
            cells = bins[first : first + _PIECE]
            yield from compress(enumerate(cells, first), cells)


def _set_event() -> threading.Event:
    event = threading.Event()
    event.set()
    return event


@dataclass
class Pool:
    """Years of one run, handed out to threads: from ``first`` up to ``limit``, that one excluded.

    ``watched``: years below it are watched at every moment. ``done`` counts from ``first`` on.
    """

    module: Module
    limit: int
    seed: int
    watched: int = 0
    data: Sequence[int] | None = None
    keeper: Keeper | None = None
    first: int = 0
    done: int = field(default=0, init=False)
    trouble: BaseException | None = field(default=None, init=False)
    _next: int = field(init=False)
    _open: bool = field(default=True, init=False)
    _engine: Engine | None = field(default=None, init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False)
    _threads: list[threading.Thread] = field(default_factory=list, init=False)
    _memories: list[Memory] = field(default_factory=list, init=False)
    _count: int = field(default=1, init=False)
    _working: int = field(default=0, init=False)
    _idle: threading.Event = field(default_factory=_set_event, init=False)

    def __post_init__(self) -> None:
        self._next = self.first

    def start(self, engine: Engine, count: int) -> None:
        """Go on with ``engine`` in ``count`` threads; those of another engine stop after the years they have."""
        with self._lock:
            self._engine = engine
            self._count = count
            started = [
                threading.Thread(target=self._work, args=(engine,), name=f"years-{place}", daemon=True)
                for place in range(count)
            ]
            self._threads += started
            self._working += count
            self._idle.clear()
        for thread in started:
            thread.start()

    def stop(self) -> None:
        """Hand out no more years."""
        with self._lock:
            self._open = False

    @property
    def over(self) -> bool:
        """Whether all that was handed out is done, and no more will be."""
        return self._idle.is_set()

    def wait(self, seconds: float) -> None:
        """Wait until it is over, or that many seconds.

        Not by joining the threads: a Ctrl-C in there can make Python take a running thread for an ended one.
        """
        self._idle.wait(seconds)

    def tally(self) -> Tally:
        """Return the tally of the years done; call it when it is over.

        Raises:
            Whatever stopped a thread.
        """
        for thread in self._threads:
            thread.join()
        if self.trouble is not None:
            raise self.trouble
        total = self.module.tally(self.module.shape.counters(), (), [0] * self.module.shape.states)
        for memory in self._memories:
            total += memory.tally()
        return total

    # in the threads ----------------------------------------------------------------------------------

    def _work(self, engine: Engine) -> None:
        try:
            memory = Memory(self.module, engine, self.data)
            size = engine.first
            while (span := self._take(engine, size)) is not None:
                first, last = span
                started = time.perf_counter()
                cells = memory.advance(first, last, self.watched, self.seed, self.keeper is not None)
                spent = time.perf_counter() - started
                if self.keeper is not None:
                    self.keeper.put(first, last, cells)
                with self._lock:
                    self.done += last - first
                size = next_size(last - first, spent, SLICE)
            with self._lock:
                self._memories.append(memory)
        except BaseException as error:
            with self._lock:
                self.trouble = self.trouble or error
                self._open = False
            if self.keeper is not None:
                self.keeper.give_up()
        finally:
            with self._lock:
                self._working -= 1
                if self._working == 0:
                    self._idle.set()

    def _take(self, engine: Engine, size: int) -> tuple[int, int] | None:
        with self._lock:
            left = self.limit - self._next
            if not self._open or left <= 0 or self._engine is not engine:
                return None
            # near the end in smaller parts, so that no thread waits long for the last one
            size = min(size, max(engine.first, left // (2 * self._count)), left)
            if self.keeper is not None:
                size = min(size, MOST_KEPT)
            first = self._next
            self._next += size
            return first, self._next


def next_size(size: int, spent: float, wished: float) -> int:
    """Return how many years fill so many seconds where ``size`` took ``spent``, not growing by more than four."""
    wanted = int(size * wished / max(spent, 1e-6))
    return max(1, min(wanted, 4 * size))
