"""Ctrl-C: the years done are those from 0 on without a gap, and nothing is left running."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from innosprint_rules.simulation.outcome.parquet import YearsFile
from innosprint_rules.simulation.running.years import Progress, run_years
from innosprint_rules.simulation.tally.generated_module import Module
from tests.simulation.made import module

pytest.importorskip("numba", reason="nothing can be compiled without Numba")

ENDLESS = 10**9


@pytest.fixture(scope="module")
def made() -> Module:
    return module()


class CtrlC:
    """Strikes from the second look at how far it is at which any year is done."""

    def __init__(self, after: int = 1) -> None:
        self.after = after

    def __call__(self, progress: Progress) -> None:
        if progress.done >= self.after:
            raise KeyboardInterrupt


@pytest.mark.parametrize(("engine", "workers"), [("interpreted", 1), ("compiled", 1), ("compiled", 4)])
def test_the_outcome_is_that_of_the_first_years(made: Module, engine: Any, workers: int) -> None:
    run = run_years(made, ENDLESS, engine=engine, workers=workers, progress=CtrlC(), interruptible=True, watched=50)
    assert run.interrupted
    assert 0 < run.tally.years < ENDLESS
    assert run.asked == ENDLESS
    assert run.tally == run_years(made, run.tally.years, engine="compiled", watched=50).tally
    assert [thread for thread in threading.enumerate() if thread.name.startswith("years-")] == []


def test_a_run_that_is_not_interruptible_raises(made: Module) -> None:
    with pytest.raises(KeyboardInterrupt):
        run_years(made, ENDLESS, engine="compiled", progress=CtrlC())
    assert [thread for thread in threading.enumerate() if thread.name.startswith("years-")] == []


def test_before_any_year_there_is_no_outcome() -> None:
    fresh = module(label="interrupted while it is compiled")
    with pytest.raises(KeyboardInterrupt):
        run_years(fresh, ENDLESS, engine="compiled", progress=CtrlC(after=0), interruptible=True)


def test_while_it_compiles_beside_the_compilation_is_stopped_too() -> None:
    fresh = module(label="interrupted while it is compiled beside")
    run = run_years(fresh, ENDLESS, progress=CtrlC(), interruptible=True)
    assert run.engines == ("interpreted",)
    assert run.interrupted


def test_the_years_kept_are_those_counted(made: Module, tmp_path: Path) -> None:
    file = YearsFile(tmp_path / "years.parquet", made)
    run = run_years(made, ENDLESS, engine="compiled", workers=3, progress=CtrlC(), interruptible=True, keeper=file)
    path = file.finish(partial=True)
    assert pq.read_table(path)["year"].to_pylist() == list(range(run.tally.years))


def test_what_stops_a_thread_stops_the_run(made: Module) -> None:
    judging = made.judging.replace("M[9] & 1", "M[9] & 1 if M[4] else 1 // 0")
    broken = module(judging=judging, modulus=7)
    with pytest.raises(ZeroDivisionError):
        run_years(broken, 10_000, engine="interpreted")
