"""Nothing is run but our own code: modules planted beside the input, or in the current folder, are left alone."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path
from urllib.request import urlopen

import pytest

from innosprint_rules import apart
from innosprint_rules.cli import app
from innosprint_rules.simulation.compiled import cache
from innosprint_rules.simulation.compiled import compile as compiling
from tests.dossier.workbook.books import xls, xlsx
from tests.simulation.made import module

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "innosprint_rules"
EXAMPLES = ROOT / "examples"
PROGRAM = Path(sys.executable).with_name("innosprint")
OURS = "innosprint_rules"

GRID = {"Projets": [("code", "titre"), ("P01", "x")]}


@pytest.fixture
def planted(tmp_path: Path) -> Path:
    """A folder with an input of each kind and a module of every name: each leaves a mark when it is run."""
    folder = tmp_path / "planted"
    folder.mkdir()
    names = {*sys.stdlib_module_names, *packages_distributions(), OURS, "sitecustomize", "usercustomize"}
    for name in names - {"__pycache__"}:
        if name.isidentifier():
            (folder / f"{name}.py").write_text(f"open({str(tmp_path / 'RUN')!r}, 'a').write({name!r} + ' ')\n")
    xls(folder / "d.xls", GRID)
    xlsx(folder / "d.xlsx", GRID)
    shutil.copytree(EXAMPLES / "saint-quentin-2019", folder / "dossier")
    for path in folder.glob("*.py"):  # beside the input, and in it
        shutil.copy(path, folder / "dossier")
    shutil.copy(EXAMPLES / "proposals" / "session-4-in-trouble.csv", folder / "p.csv")
    shutil.copy(EXAMPLES / "dossier.yaml", folder)
    return folder


COMMANDS = [
    ("check", "d.xls"),
    ("check", "d.xlsx", "--format", "xlsx", "--output", "r.xlsx"),
    ("check", "dossier", "--proposal", "p.csv", "--format", "html", "--output", "r.html"),
    ("status", "dossier.yaml"),
    ("explain", "END01"),
    ("explain", "d.xls", "END01"),
    ("rules", "list"),
    ("allocate", "dossier", "--session", "S4", "--as-of", "2019-06-19"),
    ("repair", "dossier", "--proposal", "p.csv", "--as-of", "2019-06-19"),
    ("simulate", "baseline", "--years", "20", "--from", "d.xls", "--as-of", "2019-06-19"),
    ("publish", "bimonthly", "dossier", "--period", "1", "--output", "b.docx"),
    ("publish", "calendar", "dossier", "--format", "ics", "--output", "c.ics"),
    ("decide", "dossier", "--proposal", "p.csv", "--session", "S4", "--output", "voted"),
    ("compare", "dossier", "dossier.yaml"),
    ("schema", "dossier"),
    ("new", "fresh.xlsx"),
    ("close", "dossier", "--output", "archive"),
]


def ran(folder: Path, start: list[str], arguments: tuple[str, ...]) -> None:
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    done = subprocess.run(
        [*start, *arguments], cwd=folder, capture_output=True, text=True, check=False, timeout=120, env=environment
    )
    assert "Traceback" not in done.stderr, done.stderr
    assert done.returncode in (0, 1, 3), (done.stdout, done.stderr)
    mark = folder.parent / "RUN"
    assert not mark.exists(), mark.read_text()


@pytest.mark.parametrize("arguments", COMMANDS, ids=lambda each: " ".join(each[:2]))
def test_the_program_runs_no_planted_module(planted: Path, arguments: tuple[str, ...]) -> None:
    ran(planted, [str(PROGRAM)], arguments)


def test_every_command_is_tried() -> None:
    """Those that answer and end; ``serve``, which does not, is tried below."""
    assert {first for first, *_ in COMMANDS} | {"serve"} == set(app.COMMANDS)


def test_the_server_runs_no_planted_module(planted: Path) -> None:
    command = [str(PROGRAM), "serve", "dossier", "--no-browser", "--port", "0", "--as-of", "2019-06-19"]
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    with subprocess.Popen(command, cwd=planted, stdout=subprocess.PIPE, text=True, env=environment) as server:
        assert server.stdout is not None
        address = server.stdout.readline().strip()
        try:
            with urlopen(address, timeout=60) as answer:  # noqa: S310  # the address that our own server printed
                assert answer.status == 200
        finally:
            server.terminate()
    mark = planted.parent / "RUN"
    assert not mark.exists(), mark.read_text()


def before_us() -> set[str]:
    """Return what Python itself imports to run a module as a program, in the current folder first, before our code."""
    code = "import runpy, __future__, sys; print(sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return {name.partition(".")[0] for name in ast.literal_eval(done.stdout)}


@pytest.mark.parametrize("arguments", [COMMANDS[0], COMMANDS[3]], ids=lambda each: " ".join(each[:2]))
def test_the_module_run_as_a_program_runs_no_planted_module(planted: Path, arguments: tuple[str, ...]) -> None:
    for folder in (planted, planted / "dossier"):
        for name in {OURS, *before_us()}:
            (folder / f"{name}.py").unlink(missing_ok=True)
    ran(planted, [sys.executable, "-m", OURS], arguments)


def test_what_compiles_runs_no_planted_module(planted: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(planted)
    monkeypatch.setenv("PYTHONPATH", str(planted))
    monkeypatch.setenv(cache.VARIABLE, str(planted.parent / "cache"))
    made = module()
    compilation = compiling.Compilation(made, cache.Cache.open().entry(compiling.key(made)))
    try:
        compilation.wait(120)
        assert compilation.over()
        assert compilation.trouble() == ""
    finally:
        compilation.stop()
    assert not (planted.parent / "RUN").exists(), (planted.parent / "RUN").read_text()


def test_a_child_finds_what_the_interpreter_has_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "json.py").write_text("")
    (tmp_path / "stranger.py").write_text("")
    monkeypatch.syspath_prepend(tmp_path)
    command = apart.command("json", "dumps", ("stranger", "not_there_at_all"))
    assert str(tmp_path) in command[3], "a package found only there is still looked for there"
    told = [*command[:3], command[3].partition(" from ")[0] + " import json; print(json.__file__)"]
    done = subprocess.run(told, capture_output=True, text=True, check=True, cwd=tmp_path)
    assert str(tmp_path) not in done.stdout


def test_every_process_of_ours_is_started_apart() -> None:
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            called = ast.unparse(node.func)
            assert not called.startswith(("multiprocessing.", "os.system", "os.popen", "os.exec", "os.spawn")), path
            if called.startswith("subprocess."):
                assert ast.unparse(node.args[0]).startswith("apart.command("), (path, node.lineno)
                assert {each.arg for each in node.keywords} >= {"cwd"}, (path, node.lineno)


def test_importing_the_package_alone_imports_nothing_that_could_be_planted() -> None:
    code = f"import sys; before = set(sys.modules); import {OURS}; print(sorted(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert {name.partition(".")[0] for name in ast.literal_eval(done.stdout)} <= {OURS, *before_us()}
