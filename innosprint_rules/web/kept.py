"""What a session holds: what is looked at, what was typed, the ways to mend it, what could not be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import NamedTuple

from innosprint_rules.errors import DossierError
from innosprint_rules.web.lines import Row
from innosprint_rules.wording import Text


@dataclass(frozen=True, slots=True)
class What:
    """What is looked at: the lines, their session, the day, readings chosen, who is there. A what-if is another one."""

    session: str | None = None
    rows: tuple[Row, ...] = ()
    readings: Mapping[str, str] = field(default_factory=dict)
    as_of: date | None = None
    present: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    presented: tuple[Row, ...] = ()
    corrected: tuple[Row, ...] = ()


class Cell(NamedTuple):
    """One cell that was typed: the line's identifier, the column's code, the text."""

    line: str
    column: str
    text: str


class Way(NamedTuple):
    """One way to make the lines comply: its changes in words, the lines after it."""

    words: Text
    rows: tuple[Row, ...]


class Unread(NamedTuple):
    """What was dropped and cannot be read, and why."""

    path: Path
    error: DossierError


class SecondLook(NamedTuple):
    """What was found once typing paused: whether a fresh check by both engines says the same, one fix a broken line."""

    engine: str | None
    problem: str
    fixes: Mapping[str, Way]
