"""Running the years of a scenario: how far, which way, what is told meanwhile, and how it is stopped."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass

from innosprint_rules.simulation.running.engine_choice import ENGINES, EngineName, Way, interpreted_engine
from innosprint_rules.simulation.running.progress import Progress, Stage, Told, tell_nobody
from innosprint_rules.simulation.running.workers import Engine, Keeper, Pool
from innosprint_rules.simulation.tally.counts import Tally
from innosprint_rules.simulation.tally.generated_module import Module
from innosprint_rules.wording import Text

FEW_FOR_THREADS = 4_000
"""Years that one thread compiles through before another has set up its memory."""

TICK = 0.1
"""Seconds between two looks at how far the work is."""


@dataclass(frozen=True)
class Ran:
    """What came of a run: the tally of the years ``0 .. tally.years - 1``; ``interrupted`` by the user."""

    tally: Tally
    asked: int
    interrupted: bool
    engines: tuple[str, ...]


def watched_years(years: int) -> int:
    """Return how many of so many years are looked at day by day: a tenth, 1,000 at least and 10,000 at most."""
    return min(years, max(1_000, min(10_000, years // 10)))


def run_years(
    module: Module,
    years: int,
    seed: int = 1,
    *,
    data: Sequence[int] | None = None,
    workers: int | None = None,
    engine: EngineName = "auto",
    progress: Told | None = None,
    keeper: Keeper | None = None,
    interruptible: bool = False,
    watched: int | None = None,
) -> Ran:
    """Draw, judge and count the years 0 to ``years - 1`` of a scenario.

    Args:
        module: the scenario.
        years: how many.
        seed: of the random words.
        data: in place of the scenario's own, as an input's ``held`` gives it.
        workers: threads of the compiled engine; by default one a processor.
        engine: ``interpreted``, ``compiled``, or whichever is ready first.
        progress: told how far it is some ten times a second, from this thread.
        keeper: takes the values of each year.
        interruptible: a Ctrl-C ends the run, and the years done are returned; else it is raised.
        watched: how many of the years are looked at at each moment of the tally; by default ``watched_years``.

    Raises:
        UsageError: ``compiled`` is asked for where Numba is not installed.
        KeyboardInterrupt: of a run that is not interruptible, or before any year was done.
    """
    run = _Run(module, years, workers, engine, progress or tell_nobody)
    pool = Pool(module, years, seed, watched_years(years) if watched is None else watched, data, keeper)
    interrupted = False
    try:
        run.go(pool)
    except KeyboardInterrupt:
        interrupted = True
        pool.stop()
        while not pool.over:  # what was handed out is finished; a second Ctrl-C leaves at once
            pool.wait(TICK)
        if not interruptible or not pool.done:
            raise
    finally:
        pool.stop()
        run.way.close(interrupted)
    return Ran(pool.tally(), years, interrupted and pool.done < years, tuple(run.used))


class _Run:
    """One run: the engines it used, and what it tells."""

    def __init__(self, module: Module, years: int, workers: int | None, engine: EngineName, told: Told) -> None:
        self.module = module
        self.years = years
        self.workers = workers
        self.told = told
        self.threads = 1
        self.used: list[str] = []
        self.way = Way(module, years, engine, self._note)

    def go(self, pool: Pool) -> None:
        """Count the years of the pool to their end."""
        self.way.begin()
        ready = self._soon()
        self._start(pool, interpreted_engine(self.module) if ready is None else ready)
        while not pool.over:
            pool.wait(TICK)
            self._tell(pool.done)
            ready = self.way.poll()
            if ready is not None and not pool.over:
                self._start(pool, ready, pool.done)
        self._tell(pool.done)

    def _soon(self) -> Engine | None:
        """Return the compiled engine when it is there, or is to be waited for; None to go on without it."""
        ready = self.way.poll()
        while ready is None and (self.way.loading or (self.way.must and self.way.compiling)):
            stage: Stage = "compiling" if self.way.compiling else "compiled"
            self.told(Progress(stage, 0, self.years, self._count(0), self.way.compiling))
            ready = self.way.poll(TICK)
        return ready

    def _count(self, done: int) -> int:
        """Return how many threads the years that are left are worth."""
        return min(self.workers or os.cpu_count() or 1, max(1, (self.years - done) // FEW_FOR_THREADS))

    def _start(self, pool: Pool, engine: Engine, done: int = 0) -> None:
        self.used.append(engine.name)
        self.threads = self._count(done) if engine.name == "compiled" else 1
        pool.start(engine, self.threads)
        self._tell(done)

    def _tell(self, done: int) -> None:
        stage: Stage = "compiled" if self.used[-1] == "compiled" else "interpreted"
        beside = stage == "interpreted" and (self.way.compiling or self.way.loading)
        self.told(Progress(stage, done, self.years, self.threads, beside))

    def _note(self, note: Text) -> None:
        self.told(Progress("interpreted", 0, self.years, note=note))


__all__ = ["ENGINES", "EngineName", "Progress", "Ran", "Told", "run_years", "watched_years"]
