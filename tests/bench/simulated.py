"""What the parts of the simulation's benchmarks share: the scenario, its compiled years, and what was found."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from innosprint_rules.simulation.running.prepare import Prepared, prepare
from innosprint_rules.simulation.running.years import run_years
from innosprint_rules.simulation.tally.counts import Tally
from tests.bench.blocked import RULES
from tests.bench.timing import Figure

SCENARIO = "baseline"
SEED = 1
YEARS = 400_000
"""Years of a timed run: so many that what a run costs once does not count."""
FEW = 20_000
"""Years of a timed run of what takes longer."""


@dataclass
class Bench:
    """What the parts share, and what they found."""

    folder: Path
    figures: list[Figure] = field(default_factory=list)
    times: dict[str, float] = field(default_factory=dict)

    @property
    def cache(self) -> Path:
        """A cache of compiled modules for this run alone."""
        return self.folder / "cache"

    @property
    def cores(self) -> int:
        """How many processors there are for this process."""
        return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1

    @cached_property
    def prepared(self) -> Prepared:
        """The baseline scenario, all rules judged."""
        return prepare(SCENARIO)

    @cached_property
    def agreement(self) -> Prepared:
        """The baseline scenario, and of its years the verdicts of the rules of the whole agreement alone."""
        return prepare(SCENARIO, select=RULES, measures=())

    def run(self, years: int, workers: int = 1, prepared: Prepared | None = None, watched: int | None = None) -> Tally:
        """Run some years compiled, and return their tally."""
        module = (prepared or self.prepared).module
        return run_years(module, years, SEED, engine="compiled", workers=workers, watched=watched).tally
