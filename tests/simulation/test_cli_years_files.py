"""Files that ``innosprint simulate`` writes beside the outcome, and what is left when it is stopped."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyarrow.parquet as pq
import pytest

import innosprint_rules as ir
from innosprint_rules.simulation.outcome import parquet as keeping
from tests.simulation.commands import FEW, counted, document, simulate

# the years themselves ---------------------------------------------------------------------------------


def test_years_are_kept_beside_the_outcome(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "years.parquet"
    found = document(capsys, "baseline", *FEW, "--keep", str(path))
    table = pq.read_table(path)
    rules = {rule["rule"]: counted(rule)["violated"] for rule in found["rules"]}
    assert table.num_rows == 25
    assert {code: table[code].to_pylist().count("violated") for code in rules} == rules
    about = json.loads(table.schema.metadata[b"innosprint"])
    assert about["scenario"] == "baseline"
    assert about["rulebook_digest"] == ir.load_rulebook().digest


def test_years_are_not_kept_over_what_is_read(folder: str, capsys: pytest.CaptureFixture[str]) -> None:
    inside = str(Path(folder) / "sessions.csv")
    before = Path(inside).read_bytes()
    assert simulate("baseline", "--from", folder, "--as-of", "2019-03-01", *FEW, "--keep", inside) == 2
    assert "part of what is read" in " ".join(capsys.readouterr().err.split())
    assert Path(inside).read_bytes() == before


def test_without_pyarrow_nothing_can_be_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "available", lambda: False)
    assert simulate("baseline", *FEW, "--keep", str(tmp_path / "years.parquet")) == 2
    assert "pip install 'innosprint-rules[bulk]'" in capsys.readouterr().err


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes with names are those of POSIX")
def test_a_pipe_is_written_into_and_never_replaced(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And so is a device: what stands there is no earlier output."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with ThreadPoolExecutor(1) as reader:
        read = reader.submit(pipe.read_text, encoding="utf-8")
        assert simulate("baseline", *FEW, "--format", "json", "--output", str(pipe)) == 0
        assert json.loads(read.result())["years"]["done"] == 25
    capsys.readouterr()
    assert simulate("baseline", *FEW, "--keep", str(pipe)) == 2
    assert "is not a file" in " ".join(capsys.readouterr().err.split())
    assert pipe.is_fifo()
    assert list(tmp_path.iterdir()) == [pipe]


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right of their own on Windows")
@pytest.mark.parametrize("option", ["--keep", "--output"])
def test_a_link_is_followed(option: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    real, link = tmp_path / "real", tmp_path / "link"
    real.touch()
    link.symlink_to(real)
    (tmp_path / "circle").symlink_to("circle")
    assert simulate("baseline", *FEW, option, str(link)) == 2  # what stands there is not ours
    assert simulate("baseline", *FEW, option, str(link), "--force") == 0
    assert link.is_symlink()
    assert real.stat().st_size > 0
    assert simulate("baseline", *FEW, "--keep", str(link), "--output", str(real)) == 2
    assert "name the same file" in capsys.readouterr().err
    assert simulate("baseline", *FEW, option, str(tmp_path / "circle")) == 2
    assert (tmp_path / "circle").is_symlink()


# Ctrl-C -----------------------------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends a process without a word")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_what_is_ended_leaves_nothing_half_made(name: str, tmp_path: Path) -> None:
    number = getattr(signal, name)
    command = [sys.executable, "-u", "-m", "innosprint_rules", "simulate", "baseline", "--years", "1_000_000_000",
               "--engine", "interpreted", "--keep", str(tmp_path / "years.parquet")]  # fmt: skip
    root = Path(__file__).resolve().parents[2]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=root) as running:
        assert running.stderr is not None
        for _ in range(2):
            running.stderr.readline()
        running.stderr.read(2)
        assert len(list(tmp_path.iterdir())) == 1
        running.send_signal(number)
        running.communicate()
        assert running.returncode == 128 + number
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is sent otherwise on Windows")
@pytest.mark.parametrize("form", ["text", "json"])
def test_ctrl_c_gives_the_outcome_of_the_years_done(form: str, tmp_path: Path) -> None:
    kept = tmp_path / "years.parquet"
    command = [sys.executable, "-u", "-m", "innosprint_rules", "simulate", "baseline", "--years", "1_000_000_000",
               "--engine", "interpreted", "--keep", str(kept), "--format", form, "--lang", "en"]  # fmt: skip
    root = Path(__file__).resolve().parents[2]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, "COLUMNS": "200"}, cwd=root
    ) as running:
        assert running.stderr is not None
        assert running.stdout is not None
        told = running.stderr.readline() + running.stderr.readline()  # what it is doing
        told += running.stderr.read(2)  # and a mark a second later: some years are done
        running.send_signal(signal.SIGINT)
        out = running.stdout.read().decode()
        told += running.stderr.read()
        assert running.wait() == 130
    assert b"interrupted; here is what the years done give" in told
    if form == "json":
        found = json.loads(out)
        assert found["partial"]
        assert found["years"]["asked"] == 10**9
        assert pq.read_table(tmp_path / "years.partial.parquet").num_rows == found["years"]["done"] > 0
    else:
        assert "of 1,000,000,000 years were simulated before the run was stopped" in " ".join(out.split())
    assert not kept.exists()
