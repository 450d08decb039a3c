"""Long work says so on a terminal, and only there."""

from __future__ import annotations

import io
import sys
import time

import pytest

from innosprint_rules.cli import patience


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_long_work_is_told_on_a_terminal_and_wiped_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setattr(patience, "PATIENCE", 0.01)
    with patience.patience("fr"):
        time.sleep(0.2)
    assert "lecture et contrôle en cours" in screen.getvalue()
    assert screen.getvalue().endswith("\r\033[K")


def test_short_work_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    with patience.patience("en"):
        pass
    assert screen.getvalue() == ""


def test_nothing_is_told_where_there_is_no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    pipe = io.StringIO()
    monkeypatch.setattr(sys, "stderr", pipe)
    monkeypatch.setattr(patience, "PATIENCE", 0.01)
    with patience.patience("en"):
        time.sleep(0.05)
    assert pipe.getvalue() == ""
