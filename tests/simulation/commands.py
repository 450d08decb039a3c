"""``innosprint simulate`` as its tests call it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from innosprint_rules.cli.app import main

FEW = ("--years", "25", "--engine", "interpreted")


def simulate(*arguments: str, lang: str = "en") -> int:
    return main(["simulate", *arguments, "--lang", lang])


def document(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    assert simulate(*arguments, "--format", "json") == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def counted(rule: dict[str, Any]) -> dict[str, int]:
    """The years of a rule by verdict."""
    return {verdict: share["years"] for verdict, share in rule["years"].items()}
