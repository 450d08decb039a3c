"""One --reading may take several."""

from __future__ import annotations

import pytest

from innosprint_rules.cli.app import spread_readings


@pytest.mark.parametrize(
    ("given", "spread"),
    [
        ("check d --reading Q9=net Q3=start", "check d --reading Q9=net --reading Q3=start"),
        ("check --reading Q9=net Q3=start Q4=term d", "check --reading Q9=net --reading Q3=start --reading Q4=term d"),
        ("check --reading Q9=net --quiet Q3=start", "check --reading Q9=net --quiet Q3=start"),
        ("check --reading Q9=net d", "check --reading Q9=net d"),
        ("check d --reading", "check d --reading"),
        ("--reading Q9=net", "--reading Q9=net"),
        ("check Q9=net", "check Q9=net"),
    ],
)
def test_readings_are_spread(given: str, spread: str) -> None:
    assert spread_readings(given.split()) == spread.split()
