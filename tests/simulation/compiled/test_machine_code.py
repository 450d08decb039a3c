"""Machine code in one file: made once, loaded again and again, without what it was made with."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from pathlib import Path

import pytest

from innosprint_rules.simulation.compiled import compile as compiling
from innosprint_rules.simulation.compiled import llvm as machine_code
from innosprint_rules.simulation.compiled.cache import Cache
from innosprint_rules.simulation.compiled.llvm import NoMachineCode
from innosprint_rules.simulation.running.interpreted import interpreted
from innosprint_rules.simulation.running.years import run_years
from tests.simulation.made import module

pytest.importorskip("numba", reason="nothing can be compiled without Numba")

WARM = """
import sys
from innosprint_rules.simulation.running.years import run_years
from tests.simulation.made import module
run = run_years(module(), 2_000, engine="compiled")
print(run.tally.measures["money"].total, *(name for name in ("numba", "numpy", "pandas") if name in sys.modules))
"""


@pytest.fixture(scope="module")
def code(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, bytes]:
    """The machine code of the module made by hand."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("INNOSPRINT_CACHE", str(tmp_path_factory.mktemp("code") / "cache"))
        run_years(module(), 10, engine="compiled")
        return Cache.open().entry(compiling.key(module())).read_code()


def test_it_is_loaded_again_and_again_and_counts_as_the_interpreter_does(code: tuple[str, bytes]) -> None:
    made = module()
    slow = [[0] * each if isinstance(each, int) else each for each in made.arrays()]
    interpreted(made)["run"](0, 50, 10, 1, 0, *slow)
    gc.collect()
    gc.freeze()  # what other tests have left is not looked through again
    for _ in range(20):  # what one function leaves behind when it goes must not be what the next one stands on
        fast = [machine_code.array(each) for each in made.arrays(apart=True)]
        assert machine_code.function(*code)(0, 50, 10, 1, 0, *fast) == 50
        assert [list(each) for each in fast[5:13]] == slow[5:13]
        gc.collect()


def test_years_kept_are_those_of_the_interpreter(code: tuple[str, bytes]) -> None:
    made = module()
    cells = 50 * made.kept_width
    slow = [[0] * each if isinstance(each, int) else each for each in made.arrays()[:-1]] + [[0] * cells]
    fast = [machine_code.array(each) for each in made.arrays(apart=True)[:-1]] + [machine_code.array(cells)]
    interpreted(made)["run"](10, 60, 0, 1, 1, *slow)
    machine_code.function(*code)(10, 60, 0, 1, 1, *fast)
    assert list(fast[-1]) == slow[-1]


def test_a_warm_run_brings_neither_numba_nor_numpy(tmp_path: Path) -> None:
    root = Path(__file__).resolve().parents[3]
    environment = {**os.environ, "PYTHONPATH": str(root), "INNOSPRINT_CACHE": str(tmp_path / "cache")}
    cold, warm = (
        subprocess.run(
            [sys.executable, "-c", WARM], check=True, capture_output=True, text=True, env=environment
        ).stdout.split()
        for _ in range(2)
    )
    assert warm == cold[:1]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("declare i32 @elsewhere()\ndefine i32 @a() {\n  %x = call i32 @elsewhere()\n  ret i32 %x\n}", "not defined"),
        ("define i32 @a() {\n  ret i32 0\n}\ndefine i32 @b() {\n  ret i32 1\n}", "2 entries"),
        ("define internal i32 @a() {\n  ret i32 0\n}", "0 entries"),
    ],
)
def test_what_cannot_stand_alone_is_refused(text: str, said: str) -> None:
    with pytest.raises(NoMachineCode, match=said):
        machine_code.object_code(text)


def test_code_of_something_else_is_refused() -> None:
    symbol, other = machine_code.object_code("define i32 @a() {\n  ret i32 0\n}")
    assert symbol == "a"
    with pytest.raises(NoMachineCode, match="no run"):
        machine_code.function("run", other)
