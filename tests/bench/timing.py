"""How times are taken: everything that is compared runs in turns, so that what else the machine does falls on all."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

ROUNDS = 5


@dataclass(frozen=True)
class Figure:
    """A ratio within one run, the limit it is held to and what is aimed at: at most, or with ``least`` at least."""

    name: str
    value: float
    limit: float | None = None
    aim: float | None = None
    least: bool = False
    note: str = ""

    @property
    def met(self) -> bool | None:
        """Whether it holds; None when it is told for information."""
        if self.limit is None:
            return None
        return self._holds(self.limit)

    def _holds(self, bound: float) -> bool:
        return self.value >= bound if self.least else self.value <= bound

    def as_document(self) -> dict[str, object]:
        """Return the figure for bench.json."""
        found: dict[str, object] = {"value": round(self.value, 3)}
        if self.limit is not None:
            found["at_least" if self.least else "at_most"] = self.limit
            found["met"] = self.met
        if self.aim is not None:
            found["aim"] = self.aim
        if self.note:
            found["note"] = self.note
        return found

    def line(self) -> str:
        """Return the figure as a line of at most 80 characters."""
        said = "MISSED" if self.met is False else "met" if self.met else ""
        if self.aim is not None and self.met is not False:
            said += f" aim {self.aim:g} {'reached' if self._holds(self.aim) else 'NOT REACHED'}"
        bound = "" if self.limit is None else f"{'>=' if self.least else '<='} {self.limit:g}"
        return f"{self.name:<45}{self.value:>9.2f}  {bound:<7}{said.strip()}".rstrip()


def seconds(work: Callable[[], object]) -> float:
    """Return how long one call takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def race(works: Mapping[str, Callable[[], object]], rounds: int = ROUNDS, warm: bool = True) -> dict[str, list[float]]:
    """Run each piece of work in turn, ``rounds`` times after a warm-up; return the seconds of each."""
    if warm:
        for work in works.values():
            work()
    found: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            found[name].append(seconds(work))
    return found


def medians(times: Mapping[str, list[float]]) -> dict[str, float]:
    """Return the median time of each."""
    return {name: statistics.median(each) for name, each in times.items()}
