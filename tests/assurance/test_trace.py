"""Every clause is judged by a rule, or says why none judges it."""

from __future__ import annotations

import dataclasses

from innosprint_rules.assurance.trace import trace, untraced
from innosprint_rules.rulebook.book import Rulebook
from innosprint_rules.rulebook.loading import bundled

RULEBOOK = bundled()


def test_every_clause_is_ruled_or_says_why() -> None:
    assert untraced(RULEBOOK) == ()
    for each in trace(RULEBOOK):
        assert bool(each.rules) != (each.reason is not None), each.number


def test_clauses_come_in_the_order_of_the_texts() -> None:
    numbers = [each.number for each in trace(RULEBOOK)]
    assert numbers == [*(f"D{n}" for n in range(1, 7)), *(f"C{n}" for n in range(1, 40))]


def test_a_clause_names_every_rule_that_rests_on_it() -> None:
    found = {each.number: each.rules for each in trace(RULEBOOK)}
    assert found["C17"] == ("END01", "END03", "END05")
    assert found["C25"] == ()
    for code, rule in RULEBOOK.rules.items():
        assert all(code in found[number] for number in rule.clauses)
    assert all(set(rules) == set(RULEBOOK.agreement.clauses[number].rules) for number, rules in found.items())


def test_a_clause_without_rule_nor_reason_is_told() -> None:
    rules = {code: rule for code, rule in RULEBOOK.rules.items() if code not in ("END01", "END03", "END05")}
    bare: Rulebook = dataclasses.replace(RULEBOOK, rules=rules)
    assert untraced(bare) == ("C17",)


def test_a_clause_is_ready_for_json() -> None:
    first = trace(RULEBOOK)[0].as_document()
    assert first["clause"] == "D1"
    assert first["rules"] == []
    assert set(first["not_ruled"]) == {"fr", "en"}
