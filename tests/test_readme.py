"""What the README shows is what happens: every command and every Python block is run."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGES = ("README.md", "LISEZMOI.md")
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(kind: str) -> list[tuple[str, str]]:
    """Return (page, text) for each fenced block of a kind."""
    return [
        (page, text)
        for page in PAGES
        for language, text in FENCE.findall((ROOT / page).read_text(encoding="utf-8"))
        if language == kind
    ]


def plain(text: str) -> str:
    """Return a text with ordinary spaces, as people type them in a page."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(("page", "block"), blocks("console"))
def test_commands_print_what_the_page_shows(page: str, block: str) -> None:
    first, *shown = block.splitlines()
    command = shlex.split(first.removeprefix("$ "))
    assert command[0] == "innosprint"
    done = subprocess.run(
        [sys.executable, "-m", "innosprint_rules", *command[1:]],
        cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False,
        env={**os.environ, "COLUMNS": "80", "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    printed = plain(done.stdout).splitlines()
    place = 0
    for line in shown:
        if line == "…":
            continue
        assert line in printed[place:], (page, line, done.stderr)
        place = printed.index(line, place) + 1


def commands() -> list[tuple[str, str]]:
    """Return (page, command) for each command of a table or of the text, options in brackets left out."""
    found: dict[str, str] = {}
    for page in PAGES:
        text = FENCE.sub("", (ROOT / page).read_text(encoding="utf-8"))
        for written in re.findall(r"`((?:innosprint|check) [^`]+)`", text):
            command = re.sub(r" \[[^\]]*\]", "", written).replace("DOSSIER", "examples/saint-quentin-2019")
            if command.startswith("check"):
                command = f"innosprint {command} examples/saint-quentin-2019"
            found.setdefault(command, page)  # what both pages say is run once
    return [(page, command) for command, page in found.items()]


@pytest.mark.parametrize(("page", "command"), commands())
def test_commands_of_the_text_run(page: str, command: str, tmp_path: Path) -> None:
    words = shlex.split(command)[1:]
    for place, word in enumerate(words):
        made = word.endswith((".xlsx", ".docx", ".html", ".parquet")) or word == "ARCHIVE"
        if made or words[place - 1] == "--write":
            words[place] = str(tmp_path / word)
    if "--format" in words and "xlsx" in words:
        words += ["--output", str(tmp_path / "copy.xlsx")]
    if words[0] in ("check", "explain", "status") and any("examples/" in word for word in words):
        words += ["--as-of", "2020-02-01"]
    if "baseline" in words and "--write" not in words:  # few years show that it runs, before they are compiled
        words += ["--years", "2", "--engine", "interpreted"]
    if "--prepare" in words:  # compiling takes a minute, and is tested with the years
        words.append("--help")
    done = subprocess.run(
        [sys.executable, "-m", "innosprint_rules", *words],
        cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    assert done.returncode == 0, (page, command, done.stderr)


@pytest.mark.parametrize(("page", "block"), blocks("python"))
def test_python_prints_what_the_page_shows(page: str, block: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    shown = [line.removeprefix("# ") for line in block.splitlines() if line.startswith("# ")]
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(block, page, "exec"), {})  # noqa: S102  # our own page
    assert printed.getvalue().splitlines() == shown


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    for target in re.findall(r"\]\(([^)]+)\)", (ROOT / page).read_text(encoding="utf-8")):
        assert (ROOT / target).exists(), target


def test_the_two_set_up_commands_are_on_the_first_screen() -> None:
    first = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()[:25]
    assert any("make demo" in line for line in first)
    assert any("make test" in line for line in first)
