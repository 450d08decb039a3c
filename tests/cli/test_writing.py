"""Every command that writes, and what it leaves: the whole or what was there, with and without ``--force``."""

from __future__ import annotations

import errno
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from innosprint_rules.cli.app import main
from innosprint_rules.wording import Lang
from tests.report.opendata.test_scdl import CASQ

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
YEAR = str(EXAMPLES / "saint-quentin-2019")
BAD = str(EXAMPLES / "proposals" / "session-4-in-trouble.csv")
FOURTH = str(EXAMPLES / "fourth-session")
DAY = ("--as-of", "2019-06-19")
IDS = ("--siret-attribuant", CASQ, "--rna-beneficiaire", "W021234567", "--date-convention", "20/12/2018",
       "--notification-ue", "non")  # fmt: skip
SOME = ("--select", "END01")

Command = tuple[str, ...]
"""The arguments; ``{}`` stands for where to write."""

FILES: dict[str, Command] = {
    "check.txt": ("check", YEAR, *DAY, *SOME, "--output", "{}"),
    "check.json": ("check", YEAR, *DAY, *SOME, "--format", "json", "--output", "{}"),
    "check.html": ("check", YEAR, *DAY, *SOME, "--format", "html", "--output", "{}"),
    "check.xlsx": ("check", YEAR, *DAY, *SOME, "--format", "xlsx", "--output", "{}"),
    "status.json": ("status", YEAR, *DAY, "--format", "json", "--output", "{}"),
    "rule.json": ("rules", "show", "END01", "--format", "json", "--output", "{}"),
    "verdict.json": ("explain", YEAR, "END01:A05", *DAY, "--format", "json", "--output", "{}"),
    "rules.txt": ("rules", "list", "--output", "{}"),
    "trace.txt": ("rules", "trace", "--output", "{}"),
    "repair.txt": ("repair", YEAR, "--proposal", BAD, *DAY, "--output", "{}"),
    "repair.csv": ("repair", YEAR, "--proposal", BAD, *DAY, "--write", "{}"),
    "shared.json": ("allocate", FOURTH, "--session", "S4", *DAY, "--method", "greedy", "--format", "json",
                    "--output", "{}"),
    "shared.csv": ("allocate", FOURTH, "--session", "S4", *DAY, "--method", "greedy", "--write", "{}"),
    "played.txt": ("simulate", "nothing-more-happens", "--from", YEAR, *DAY, *SOME, "--output", "{}"),
    "years.json": ("simulate", "baseline", "--years", "3", *SOME, "--format", "json", "--output", "{}"),
    "years.parquet": ("simulate", "baseline", "--years", "3", *SOME, "--keep", "{}"),
    "bimonthly.docx": ("publish", "bimonthly", YEAR, "--period", "2", "--output", "{}"),
    "evaluation.html": ("publish", "evaluation", YEAR, "--at", "end", "--output", "{}"),
    "opendata.csv": ("publish", "opendata", YEAR, *IDS, "--output", "{}"),
    "new.xlsx": ("new", "{}"),
}  # fmt: skip
SEALED = (".json", ".html", ".xlsx", ".docx")
FOLDERS: dict[str, Command] = {
    "new": ("new", "{}"),
    "year": ("simulate", "baseline", "--year", "3", "--write", "{}"),
}
QUICK = ("check.txt", "check.json", "check.html", "check.xlsx", "rules.txt", "bimonthly.docx", "shared.csv", "new.xlsx")


def run(command: Command, path: Path, *more: str) -> int:
    return main([word.format(path) if "{" in word else word for word in command] + list(more))


@pytest.mark.parametrize("name", FILES)
def test_nothing_that_is_there_is_replaced_but_what_is_ours(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / name
    assert run(FILES[name], path) in (0, 1, 3)
    written = path.read_bytes()
    capsys.readouterr()
    again = run(FILES[name], path)
    if path.suffix in SEALED:
        assert again in (0, 1, 3)
    else:
        assert again == 2
        assert "--force" in capsys.readouterr().err
        assert path.read_bytes() == written
    changed = written.replace(b"END01", b"END02") if b"END01" in written else written + b"\n"
    path.write_bytes(changed)
    capsys.readouterr()
    assert run(FILES[name], path, "--lang", "en") == 2
    told = capsys.readouterr()
    assert "exists already and is not replaced" in " ".join(told.err.split())
    assert told.out == ""
    assert path.read_bytes() == changed
    if name in QUICK:
        assert run(FILES[name], path, "--force") in (0, 1, 3)
        assert path.read_bytes() != changed
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("name", FOLDERS)
def test_a_folder_is_written_where_nothing_is(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / name
    path.mkdir()
    assert run(FOLDERS[name], path) == 0
    assert all(each.suffix == ".csv" for each in path.iterdir())
    assert run(FOLDERS[name], path, "--lang", "en") == 2
    assert "holds files already" in " ".join(capsys.readouterr().err.split())
    assert run(FOLDERS[name], path, "--force") == 0
    (path / "notes.txt").write_text("mine")
    assert run(FOLDERS[name], path, "--force") == 2
    assert (path / "notes.txt").read_text() == "mine"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("name", "lang"), [*((name, "fr") for name in (*QUICK, *FOLDERS)), ("rules.txt", "en"), ("new", "en")]
)
def test_a_full_disk_leaves_what_was_there(
    name: str, lang: Lang, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fsync(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", fsync)
    path = tmp_path / name
    assert run({**FILES, **FOLDERS}[name], path, "--lang", lang) == 2
    told = " ".join(capsys.readouterr().err.split())
    assert {"fr": "il n'y a plus de place", "en": "there is no space left"}[lang] in told.replace("\u2019", "'")
    assert list(tmp_path.iterdir()) == []
    if name in FILES:
        path.write_text("mine")
        assert run(FILES[name], path, "--force") == 2
        assert path.read_text() == "mine"


@pytest.mark.parametrize("name", [*QUICK, *FOLDERS])
def test_ctrl_c_in_the_last_instant(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    for each in ("link", "rename", "replace"):
        monkeypatch.setattr(os, each, interrupt)
    assert run({**FILES, **FOLDERS}[name], tmp_path / name) == 130
    assert "interrompu" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="signals of Unix")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_a_kill_leaves_the_old_file_or_the_new_one_and_no_traceback(number: signal.Signals, tmp_path: Path) -> None:
    path = tmp_path / "r.json"
    command = [sys.executable, "-m", "innosprint_rules", *(word.format(path) for word in FILES["check.json"])]
    start = time.monotonic()
    subprocess.run(command, check=True, cwd=ROOT)
    took = time.monotonic() - start
    written = path.read_bytes()
    chance = random.Random(number)  # noqa: S311  # no secret
    for _ in range(6):
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            time.sleep(took * chance.uniform(0.4, 1.1))
            process.send_signal(number)
            _, told = process.communicate()
        assert b"Traceback" not in told
        assert path.read_bytes() == written
    subprocess.run(command, check=True, cwd=ROOT)
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("command", [("check", YEAR, *DAY), ("check", "--help"), ("rules", "list"), ("--version",)])
def test_a_result_that_nobody_takes(command: Command) -> None:
    """A reader that has left is no mistake; a device that is full is told."""
    whole = [sys.executable, "-m", "innosprint_rules", *command, "--lang", "en"]
    with subprocess.Popen(whole, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        assert process.stderr.read() == b""
    if Path("/dev/full").exists():
        with Path("/dev/full").open("w") as device:
            done = subprocess.run(whole, cwd=ROOT, stdout=device, stderr=subprocess.PIPE, check=False)
        assert done.stderr == b"error: there is no space left\n"
        assert done.returncode == 2
