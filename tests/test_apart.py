"""How the self-contained executable starts its children."""

from __future__ import annotations

import sys

import pytest

from innosprint_rules import apart


def test_a_child_is_the_executable_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    command = apart.command("innosprint_rules.location", "rules_root", ("xlrd",), ("a",))
    assert command == [sys.executable, apart.CHILD, "innosprint_rules.location", "rules_root", "a"]
    monkeypatch.setattr(sys, "argv", ["before"])
    apart.be_child(command[2:])
    assert sys.argv == ["-c", "a"]
    with pytest.raises(ImportError):
        apart.be_child(["os", "getcwd"])
