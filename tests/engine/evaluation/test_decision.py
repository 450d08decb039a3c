"""The decision table, and the engines that take it from one place: the same verdict for every flag, by every road."""

from __future__ import annotations

import datetime as dt
from itertools import product
from typing import Any

import pytest
from hypothesis import Phase, given, settings

import innosprint_rules as ir
from innosprint_rules.engine.evaluation.decision import FLAGS, LEVEL, RESULT, as_sign, decide, passed, reached, signs
from innosprint_rules.engine.evaluation.program import compiled
from innosprint_rules.engine.inference.comparison import graph_of
from innosprint_rules.engine.inference.ruleset import definition
from innosprint_rules.formula.logic import UNKNOWN, Interval, PerhapsNothing
from tests.allocation.rulebooks import SHAPES, with_formulas
from tests.engine.kernel.kernels import by_check, by_kernel, decided, written
from tests.strategies import built, days

YES, NO, OPEN = True, False, UNKNOWN


@pytest.mark.parametrize(
    ("applies", "started", "levels", "verdict", "level"),
    [
        (NO, NO, [(NO, YES)], "not_applicable", None),
        (OPEN, NO, [(NO, YES)], "unknown", None),
        (YES, NO, [(NO, YES)], "pending", None),
        (YES, OPEN, [(NO, YES)], "unknown", None),
        (YES, YES, [(YES, YES)], "satisfied", None),
        (YES, YES, [(YES, OPEN)], "satisfied", None),
        (YES, YES, [(NO, YES)], "violated", 0),
        (YES, YES, [(NO, NO)], "pending", None),
        (YES, YES, [(OPEN, NO)], "pending", None),
        (YES, YES, [(NO, OPEN)], "unknown", 0),
        (YES, YES, [(OPEN, YES)], "unknown", 0),
        (YES, YES, [(OPEN, YES), (NO, YES)], "violated", 1),  # a sure failure before a graver doubt
        (YES, YES, [(NO, YES), (NO, YES)], "violated", 0),
        (YES, YES, [(YES, YES), (OPEN, YES)], "unknown", 1),
        (YES, YES, [(NO, NO), (OPEN, YES)], "unknown", 1),
        (YES, YES, [(NO, NO), (YES, YES)], "pending", None),
    ],
)
def test_what_the_flags_come_to(applies: Any, started: Any, levels: Any, verdict: str, level: int | None) -> None:
    assert decide(applies, started, tuple(met for met, _ in levels), tuple(past for _, past in levels)) == (
        verdict,
        level,
    )


@pytest.mark.parametrize(
    ("day", "come", "over"),
    [
        (None, YES, YES),
        (9, YES, YES),
        (10, YES, NO),
        (11, NO, NO),
        (Interval(8, 9), YES, YES),
        (Interval(9, 10), YES, OPEN),
        (Interval(10, 11), OPEN, NO),
        (Interval(11, 12), NO, NO),
        (PerhapsNothing(8, 9), YES, YES),
        (PerhapsNothing(11, 12), OPEN, OPEN),  # a day ahead, or none at all
        (UNKNOWN, OPEN, OPEN),
    ],
)
def test_a_day_that_has_come_and_one_that_is_over(day: Any, come: Any, over: Any) -> None:
    assert (reached(10, day), passed(10, day)) == (come, over)


def test_each_standing_has_its_signs_and_no_other() -> None:
    for met, past in product(FLAGS, FLAGS):
        fact = {"met": as_sign(met), "past": as_sign(past)}
        stands = [s for s in LEVEL if any(way.items() <= fact.items() for way in signs(frozenset({s})))]
        assert len(stands) == 1
        for other in LEVEL:
            both = any(way.items() <= fact.items() for way in signs(frozenset({stands[0], other})))
            assert both


def holds(condition: dict[str, Any], fact: dict[str, Any]) -> bool:
    """Read a condition of durable_rules as its documentation says, over one fact."""
    [(key, value)] = condition.items()
    if key == "$and":
        return all(holds(each, fact) for each in value)
    return any(holds(each, fact) for each in value) if key == "$or" else bool(fact.get(key) == value)


@pytest.mark.parametrize("code", ["END02", "PAY02", "HUB02", "SES02"])
def test_the_durable_rules_of_a_verdict_say_what_the_table_says(code: str) -> None:
    program = compiled(ir.load_rulebook())
    rules = {name: rule for name, rule in definition(program, graph_of(program)).items() if name.startswith(f"{code}>")}
    levels = [level.met.name for level in program.rules[code].levels]
    severities = [level.level.severity for level in program.rules[code].levels]
    nominal = program.rules[code].rule.severity
    for applies, started in product(FLAGS, FLAGS):
        for flags in product(product(FLAGS, FLAGS), repeat=len(levels)):
            fact = {"t": f"V:{code}", "applies": as_sign(applies), "started": as_sign(started)}
            for name, (met, past) in zip(levels, flags, strict=True):
                fact |= {f"m_{name}": as_sign(met), f"p_{name}": as_sign(past)}
            fired = {rule["does"][2:] for rule in rules.values() if holds(rule["all"][0]["m"], fact)}
            verdict, level = decide(applies, started, tuple(met for met, _ in flags), tuple(past for _, past in flags))
            assert fired == {(verdict, nominal if level is None else severities[level])}


def test_every_standing_has_a_verdict() -> None:
    assert set(LEVEL) == set(RESULT)


@settings(max_examples=12, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(built(), days())
def test_every_aggregate_is_worth_the_same_in_every_engine(dossier: ir.Dossier, at: dt.date) -> None:
    rulebook = with_formulas(*SHAPES.values())
    codes = [code for code in rulebook.rules if code.startswith("NEW")]
    dossier = decided(dossier)
    ir.check(dossier, rulebook, as_of=at, select=codes)  # raises where the inference engine differs
    kernel = written(dossier, at, rulebook=rulebook)
    judged, expected = by_kernel(kernel), by_check(dossier, at, kernel, rulebook=rulebook)
    assert {code: judged.rules[code] for code in codes} == {code: expected.rules[code] for code in codes}
