"""Running the years of a scenario: how far, which way, what is told meanwhile, and how it is stopped.

Years are counted in stages, one after the other from year 0 on, and looked at after each of them. Those that are
watched day by day are gone through once more at the end: watching one takes as long as counting six.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from innosprint_rules.simulation.running.engine_choice import ENGINES, EngineChoice, EngineName, interpreted_engine
from innosprint_rules.simulation.running.progress import Progress, ProgressCallback, Stage, tell_nobody
from innosprint_rules.simulation.running.workers import Engine, Keeper, Pool
from innosprint_rules.simulation.tally.counts import Tally
from innosprint_rules.simulation.tally.generated_module import Module
from innosprint_rules.wording import Text

FEW_FOR_THREADS = 4_000
"""Years that one thread compiles through before another has set up its memory."""

TICK = 0.1
"""Seconds between two looks at how far the work is."""

WATCHED_AFTER = 1.0
"""Seconds for which years are still watched once the user has stopped the run."""

Look = Callable[[Tally, Stage], bool]
"""Looks at what was counted so far and says whether it is enough."""


@dataclass(frozen=True)
class Ran:
    """What came of a run: the tally of the years ``0 .. tally.years - 1``; ``interrupted`` by the user.

    ``asked`` is how many years there were to be: those done where a look found them enough.
    """

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
    progress: ProgressCallback | None = None,
    keeper: Keeper | None = None,
    interruptible: bool = False,
    watched: int | None = None,
    stops: Iterable[int] = (),
    glimpses: Iterable[int] = (),
    look: Look | None = None,
) -> Ran:
    """Draw, judge and count the years 0 to ``years - 1`` of a scenario.

    Args:
        module: the scenario.
        years: how many, unless fewer are enough.
        seed: of the random words.
        data: in place of the scenario's own, as an input's ``held`` gives it.
        workers: threads of the compiled engine; by default one a processor.
        engine: ``interpreted``, ``compiled``, or whichever is ready first.
        progress: told how far it is some ten times a second, from this thread.
        keeper: takes the values of each year.
        interruptible: a Ctrl-C ends the run, and the years done are returned; else it is raised.
        watched: how many of the years are looked at at each moment of the tally; by default ``watched_years``.
        stops: numbers of years after which ``look`` is asked.
        glimpses: more such numbers, that count only while years are interpreted.
        look: given the tally so far, says whether the run may end.

    Raises:
        UsageError: ``compiled`` is asked for where Numba is not installed.
        KeyboardInterrupt: of a run that is not interruptible, or before any year was done.
    """
    given = Pool(module, 0, seed, data=data)
    run = _Run(given, years, workers, engine, progress or tell_nobody)
    try:
        run.count(stops, glimpses, look, keeper)
        if not run.interrupted or interruptible:
            run.watch(watched_years(run.done) if watched is None else min(watched, run.done))
    finally:
        run.way.close(run.interrupted)
    if run.interrupted and not (interruptible and run.done):
        raise KeyboardInterrupt
    return Ran(run.total, run.done if run.whole else years, run.interrupted, tuple(run.used))


class _Run:
    """One run: what it has counted, the engines it used, and what it tells."""

    def __init__(
        self, given: Pool, years: int, workers: int | None, engine: EngineName, told: ProgressCallback
    ) -> None:
        self.given = given
        self.years = years
        self.workers = workers
        self.told = told
        self.threads = 1
        self.interrupted = False
        self.whole = False
        self.used: list[str] = []
        self.way = EngineChoice(given.module, years, engine, self._note)
        self.total = given.tally()
        self.engine: Engine | None = None

    @property
    def done(self) -> int:
        """The years counted so far."""
        return self.total.years

    def count(self, stops: Iterable[int], glimpses: Iterable[int], look: Look | None, keeper: Keeper | None) -> None:
        """Count the years up to each stop, until a look finds them enough or the user stops it."""
        always = {*stops, self.years}
        ahead = sorted(always.union(glimpses))
        begun = False
        for stop in ahead:
            if not begun and (stop > ahead[0] or stop in always or self.way.hopeful):
                self._begin(min(always))  # which takes as long as the first glimpse does
                begun = True
            if self.interrupted or stop > self.years:
                return
            if self.stage == "compiled" and stop not in always:
                continue
            self.total += self._stage(replace(self.given, limit=stop, first=self.done, keeper=keeper))
            if not self.interrupted:
                self.whole = stop == self.years or self._enough(look)
            if self.whole:
                return

    def watch(self, years: int) -> None:
        """Look at the first years at each moment; only so long where the user has stopped the run."""
        if not years or not self.total.dated:
            return
        until = time.monotonic() + WATCHED_AFTER if self.interrupted else None
        given = self.given
        if given.module.by_reference is not None:  # it judges years at their end, which is done
            given = replace(given, module=replace(given.module, by_reference=None))
        seen = self._stage(replace(given, limit=years, watched=years), until)
        self.total = replace(self.total, dated=seen.dated, watched_years=seen.watched_years)

    # one stage ---------------------------------------------------------------------------------------

    def _stage(self, pool: Pool, until: float | None = None) -> Tally:
        """Count the years of a pool to their end, or till it is stopped; return their tally."""
        try:
            self._drive(pool, until)
        except KeyboardInterrupt:
            self.interrupted = True
        finally:
            pool.stop()
        while not pool.over:  # what was handed out is finished; a second Ctrl-C leaves at once
            pool.wait(TICK)
        return pool.tally()

    def _drive(self, pool: Pool, until: float | None) -> None:
        watched = pool.watched > 0
        self._start(pool, self.engine or interpreted_engine(self.given.module))
        while not pool.over:
            pool.wait(TICK)
            if until is not None:
                if time.monotonic() > until:
                    return
                continue
            self._tell(pool, watched)
            ready = self.way.poll()
            if ready is not None:
                self.engine = ready
                if not pool.over:
                    self._start(pool, ready)
        if until is None:
            self._tell(pool, watched)

    def _enough(self, look: Look | None) -> bool:
        try:
            return look is not None and look(self.total, self.stage)
        except KeyboardInterrupt:
            self.interrupted = True
            return False

    def _begin(self, first: int) -> None:
        """Take the compiled engine when it is there, or is to be waited for; ``first`` years are counted first."""
        try:
            self.way.begin()
            self.engine = self.way.poll()
            while self.engine is None and (self.way.loading or (self.way.must and self.way.compiling)):
                stage: Stage = "compiling" if self.way.compiling else "compiled"
                self.told(Progress(stage, 0, self.years, self._count(first), self.way.compiling))
                self.engine = self.way.poll(TICK)
        except KeyboardInterrupt:
            self.interrupted = True

    def _count(self, years: int) -> int:
        """Return how many threads so many years are worth."""
        return min(self.workers or os.cpu_count() or 1, max(1, years // FEW_FOR_THREADS))

    def _start(self, pool: Pool, engine: Engine) -> None:
        if engine.name not in self.used:
            self.used.append(engine.name)
        self.threads = self._count(pool.limit - pool.first - pool.done) if engine.name == "compiled" else 1
        pool.start(engine, self.threads)

    # what is told ------------------------------------------------------------------------------------

    @property
    def stage(self) -> Stage:
        """Which way years are counted now."""
        return "compiled" if self.engine is not None and self.engine.name == "compiled" else "interpreted"

    def _tell(self, pool: Pool, watched: bool) -> None:
        beside = self.stage == "interpreted" and (self.way.compiling or self.way.loading)
        if watched and self.stage == "interpreted":
            self.told(Progress("watched", pool.done, pool.limit, self.threads, beside))
        else:
            done = self.done if watched else pool.first + pool.done
            self.told(Progress(self.stage, done, self.years, self.threads, beside))

    def _note(self, note: Text) -> None:
        self.told(Progress("interpreted", self.done, self.years, note=note))


__all__ = ["ENGINES", "EngineName", "Look", "Progress", "ProgressCallback", "Ran", "run_years", "watched_years"]
