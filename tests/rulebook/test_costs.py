"""What a formula may cost is shown when the rules are loaded, and bounded."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import innosprint_rules as ir
from innosprint_rules import limits
from innosprint_rules.errors import RulebookError
from innosprint_rules.location import BUNDLED, rules_root

RULE = """\
code: END02
name: x
clause: C19
nature: obligation
severity: error
debtor: casq
scope: {scope}
require: >-
  ({formula}) and received_by_deadline >= endowment.on(payment_deadline)
title: {{fr: a, en: a}}
message: {{fr: a, en: a}}
remedy: {{fr: a, en: a}}
"""


def nested(depth: int) -> str:
    formula = "a0.amount >= 0"
    for place in range(depth):
        formula = f"all({formula} for a{place} in allocations)"
    return formula


def in_a_row(depth: int) -> str:
    return "count(a0 " + " ".join(f"for a{place} in allocations" for place in range(depth)) + ") >= 0"


def in_conditions(depth: int) -> str:
    formula = "a0.amount >= 0"
    for place in range(depth):
        formula = f"any(true for a{place} in allocations if {formula})"
    return formula


def told(tmp_path: Path, formula: str, scope: str = "agreement", measures: str = "") -> list[str]:
    rules = tmp_path / "rules"
    shutil.copytree(rules_root() / BUNDLED, rules, dirs_exist_ok=True)
    (file,) = (rules / "endowment").glob("END02_*.yaml")
    file.write_text(RULE.format(scope=scope, formula=formula), encoding="utf-8")
    if measures:
        (rules / "measures" / "more.yaml").write_text(measures, encoding="utf-8")
    try:
        ir.load_rulebook(rules)
    except RulebookError as error:
        problems = error.problems
    else:
        problems = ()
    assert all(each.words("fr") and each.words("en") for each in problems)
    return [each.code for each in problems if each.code != "unused-measure"]


@pytest.mark.parametrize("write", [nested, in_a_row, in_conditions])
def test_too_many_loops(tmp_path: Path, write: object) -> None:
    formula = write(8)  # type: ignore[operator]  # one of the three above
    assert "too-costly" in told(tmp_path, formula)


def test_numbers_without_end(tmp_path: Path) -> None:
    assert told(tmp_path, "count(n for n in numbers(1, 1000000000)) >= 0") == ["too-costly"]


def test_formulas_without_measure(tmp_path: Path) -> None:
    for formula, code in (
        ("1" + " + 1" * 400 + " >= 0", "formula-too-deep"),
        ("not " * 300 + "true", "formula-too-deep"),
        ("(" * 150 + "true" + ")" * 150, None),
        ("true" + " and true" * limits.FORMULA_CHARACTERS, "formula-too-long"),
    ):
        found = told(tmp_path, formula)
        assert found == ([code] if code else [])


def test_a_chain_of_measures_without_end(tmp_path: Path) -> None:
    lines = ["measures:"]
    lines += [f"  m{n}: {{label: {{fr: a, en: a}}, formula: m{n - 1}}}" for n in range(1_999, 0, -1)]
    lines.append("  m0: {label: {fr: a, en: a}, formula: endowment}")
    found = told(tmp_path, "m1999 >= endowment", measures="\n".join(lines) + "\n")
    assert "formula-deep" in found


@pytest.mark.parametrize("write", [nested, in_conditions])
def test_as_many_loops_as_the_limit_allows(tmp_path: Path, write: Callable[[int], str]) -> None:
    assert "too-costly" not in told(tmp_path, write(4))
    assert "too-costly" in told(tmp_path, write(5))
    assert "too-costly" in told(tmp_path, write(4), scope="allocations")
