"""The guide: its pictures are there and small, its commands are ones that the tool has."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
import typer.main

from innosprint_rules.cli.app import build_app

ROOT = Path(__file__).parents[1]
GUIDE = (ROOT / "GUIDE.md").read_text(encoding="utf-8")
SMALL = 150_000
"""Bytes of a picture."""


def commands() -> list[str]:
    """Return every command line of the guide, in blocks and within sentences."""
    found = re.findall(r"(?:^    |`)(innosprint [^`\n]*)", GUIDE, re.MULTILINE)
    assert len(found) > 10
    return list(dict.fromkeys(found))


@pytest.mark.parametrize("line", commands())
def test_its_commands_are_those_of_the_tool(line: str) -> None:
    root = typer.main.get_command(build_app("fr"))
    at, words = root, shlex.split(line)[1:]
    while words and words[0] in getattr(at, "commands", {}):
        at = at.commands[words.pop(0)]  # type: ignore[attr-defined]  # a group, as it has commands
    assert at is not root
    known = {option for each in at.params for option in each.opts} | {"--help"}
    assert [word for word in words if word.startswith("--") and word not in known] == []


def test_its_pictures_are_there_and_small() -> None:
    named = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", GUIDE)
    there = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "examples" / "pictures").iterdir())
    assert sorted(named) == there
    for name in named:
        content = (ROOT / name).read_bytes()
        assert content.startswith(b"\x89PNG")
        assert len(content) < SMALL


def test_both_readmes_lead_to_it() -> None:
    for name in ("README.md", "LISEZMOI.md"):
        assert "](GUIDE.md)" in (ROOT / name).read_text(encoding="utf-8")
