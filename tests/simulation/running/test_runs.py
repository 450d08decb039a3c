"""Years run: the same outcome interpreted and compiled, whatever the workers; which engine is taken; what is told."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from dataclasses import replace
from typing import Any

import pytest

from innosprint_rules.errors import UsageError
from innosprint_rules.simulation.compiled import compile as compiling
from innosprint_rules.simulation.compiled.cache import Cache
from innosprint_rules.simulation.running import engine_choice as engines
from innosprint_rules.simulation.running.years import Progress, run_years, watched_years
from innosprint_rules.simulation.tally.generated_module import Module
from tests.simulation.made import module

pytest.importorskip("numba", reason="nothing can be compiled without Numba")

SEVERAL = 20_000  # years enough for several threads


@pytest.fixture(scope="module")
def made() -> Module:
    """A module whose compiled function is kept between the tests."""
    return module()


def test_compiled_counts_what_the_interpreter_counts(made: Module) -> None:
    slow = run_years(made, 1_500, 7, engine="interpreted")
    fast = run_years(made, 1_500, 7, engine="compiled")
    assert (slow.engines, fast.engines) == (("interpreted",), ("compiled",))
    assert slow.tally == fast.tally
    assert fast.tally.years == 1_500
    assert not fast.interrupted


def test_the_number_of_workers_changes_nothing(made: Module) -> None:
    one = run_years(made, SEVERAL, 3, engine="compiled", workers=1).tally
    for workers in (2, 3, 7):
        assert run_years(made, SEVERAL, 3, engine="compiled", workers=workers).tally == one


def test_a_year_does_not_depend_on_how_many_there_are(made: Module) -> None:
    few = run_years(made, 900, 3, engine="compiled", watched=0).tally
    more = run_years(made, 1_800, 3, engine="compiled", watched=0).tally
    rest = more.years - few.years
    assert rest == 900
    assert all(more.rules[code].years[v] >= few.rules[code].years[v] for code in more.rules for v in range(5))
    assert all(set(few.measures[name].bins) <= set(more.measures[name].bins) for name in more.measures)


def test_another_seed_is_another_outcome_and_the_same_seed_the_same(made: Module) -> None:
    first, again, other = (run_years(made, 1_000, seed, engine="compiled").tally for seed in (1, 1, 2))
    assert first == again
    assert first != other
    assert (
        run_years(made, 1_000, 2**63 - 1, engine="compiled").tally
        == run_years(made, 1_000, 2**63 - 1, engine="interpreted").tally
    )


def test_other_data_need_no_other_text(made: Module) -> None:
    changed = run_years(made, 1_000, engine="compiled", data=[40_000]).tally
    assert changed == run_years(module(modulus=40_000), 1_000, engine="interpreted").tally
    assert changed != run_years(made, 1_000, engine="compiled").tally
    with pytest.raises(ValueError, match="another scenario"):
        run_years(made, 10, engine="interpreted", data=[1, 2])


def test_what_is_compiled_is_loaded_by_the_next_module_of_the_same_text() -> None:
    run_years(module(), 10, engine="compiled")
    assert Cache.open().entry(compiling.key(module())).complete
    told: list[Progress] = []
    run = run_years(module(), engines.WORTH_LOADING, progress=told.append)
    assert run.engines == ("compiled",)
    assert {each.stage for each in told} == {"compiled"}


def test_little_work_is_interpreted_without_looking_for_anything_compiled() -> None:
    run_years(module(), 10, engine="compiled")
    assert run_years(module(), engines.WORTH_LOADING - 1).engines == ("interpreted",)


def test_years_are_interpreted_while_the_module_is_compiled() -> None:
    fresh = module(label="a scenario nobody has compiled")
    told: list[Progress] = []
    run = run_years(fresh, 400_000, progress=told.append)
    assert run.engines == ("interpreted", "compiled")
    assert told[0].compiling
    assert told[0].stage == "interpreted"
    assert told[-1].stage == "compiled"
    assert [each.done for each in told] == sorted(each.done for each in told)
    assert run.tally == run_years(fresh, 400_000, engine="compiled").tally


def test_a_compilation_that_comes_too_late_goes_on_for_the_runs_to_come() -> None:
    fresh = module(label="compiled too late")
    assert run_years(fresh, engines.WORTH_COMPILING).engines == ("interpreted",)
    entry = Cache.open().entry(compiling.key(fresh))
    until = time.monotonic() + 300
    while not entry.complete:
        assert time.monotonic() < until, "it was given up"
        time.sleep(0.05)
    assert run_years(module(label="compiled too late"), engines.WORTH_COMPILING).engines == ("compiled",)


UNKNOWN_TO_NUMBA = """
    if len(M) < 0:
        M.append(0)
    return 40
"""


class Patient:
    """Takes years once something was noted: however long compiling takes, it ends before they do."""

    def __init__(self) -> None:
        self.told: list[Progress] = []
        self.noted = threading.Event()

    def __call__(self, progress: Progress) -> None:
        """Note what is told."""
        self.told.append(progress)
        if progress.note is not None:
            self.noted.set()

    def put(self, first: int, last: int, cells: object) -> None:
        """Wait for it."""
        del first, last, cells
        assert self.noted.wait(300), "nothing was said"

    def give_up(self) -> None:
        """Wait no longer."""
        self.noted.set()


def test_a_module_that_cannot_be_compiled_is_interpreted_and_that_is_said() -> None:
    patient = Patient()
    drawing = module().drawing.replace("    return 40", UNKNOWN_TO_NUMBA)
    years = engines.WORTH_COMPILING
    run = run_years(module(drawing=drawing), years, progress=patient, keeper=patient, watched=0)
    assert run.engines == ("interpreted",)
    assert run.tally.years == years
    notes = [each.note for each in patient.told if each.note is not None]
    assert len(notes) == 1
    assert "la compilation n'a pas abouti" in notes[0].fr
    with pytest.raises(UsageError, match=r"compiling did not work out.*choose --engine interpreted"):
        run_years(module(drawing=drawing), 10, engine="compiled")


def test_without_numba_it_interprets_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiling, "available", lambda: False)
    told: list[Progress] = []
    run = run_years(module(), 3_000, progress=told.append)
    assert run.engines == ("interpreted",)
    assert [each.note.en for each in told if each.note is not None] == [
        "without Numba the years are interpreted, which is much slower: pip install 'innosprint-rules[fast]'"
    ]
    with pytest.raises(UsageError, match="Numba is not installed"):
        run_years(module(), 3_000, engine="compiled")


@pytest.mark.parametrize(("asked", "watched"), [(1, 1), (999, 999), (5_000, 1_000), (50_000, 5_000), (10**7, 10_000)])
def test_some_of_the_years_are_watched_day_by_day(asked: int, watched: int) -> None:
    assert watched_years(asked) == watched


def test_dated_rules_are_not_needed() -> None:
    full = module()
    judging = full.judging.partition("@njit\ndef judge_at")[0]
    bare = replace(full, judging=judging, shape=replace(full.shape, dated=()), loaded={})
    assert run_years(bare, 500, engine="interpreted").tally.dated == {}
    assert run_years(bare, 500, engine="compiled").tally == run_years(bare, 500, engine="interpreted").tally


MEMORY = """
import resource, sys
from innosprint_rules.simulation.running.years import run_years
from tests.simulation.made import module
run_years(module(), int(sys.argv[1]), engine="compiled", workers=2, watched=100)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not tell a process its peak of memory this way")
def test_memory_does_not_grow_with_the_years() -> None:
    run_years(module(), 10, engine="compiled")  # compiled once, so that both only load it

    def peak(count: int) -> int:
        environment: dict[str, Any] = {**os.environ, "PYTHONPATH": os.getcwd()}  # noqa: PTH109  # a text is wanted
        done = subprocess.run(
            [sys.executable, "-c", MEMORY, str(count)], check=True, capture_output=True, text=True, env=environment
        )
        return int(done.stdout)

    assert peak(500_000) <= 1.1 * peak(10_000)
