"""A rulebook written out as durable_rules: plain data, so that it can be looked at and altered in a test."""

from __future__ import annotations

from collections.abc import Mapping, Set
from types import MappingProxyType
from typing import Any, TypeAlias

from innosprint_rules.engine.evaluation.decision import (
    APPLIES,
    FALSE,
    GRADED,
    OPEN,
    RESULT,
    STARTED,
    TRUE,
    Standing,
    above,
    as_sign,
    signs,
)
from innosprint_rules.engine.evaluation.program import Program
from innosprint_rules.engine.evaluation.rule_conditions import Atom, CompiledRule, Contrary, Control, Every, Shape
from innosprint_rules.engine.inference.consequences import StepGraph, step_key
from innosprint_rules.errors import Problem, RulebookError
from innosprint_rules.formula.logic import UNKNOWN
from innosprint_rules.wording import Text

Definition: TypeAlias = dict[str, dict[str, Any]]
MOST_ATOMS = 20
_WORDS: Mapping[int, str] = MappingProxyType({TRUE: "true", FALSE: "false", OPEN: "unknown"})


def definition(program: Program, graph: StepGraph) -> Definition:
    """Return every durable rule of a program: what it waits for and what it does.

    Raises:
        RulebookError: a condition has more atoms than durable_rules takes safely.
    """
    rules: Definition = {"wake": {"all": [_when(_is("wake"))], "does": ("wake",)}}
    for code, compiled in program.rules.items():
        for control in compiled.controls():
            rules.update(_condition(code, compiled, control))
        rules.update(_verdicts(code, compiled))
    rules.update(_steps(graph))
    return rules


def _is(fact: str) -> dict[str, Any]:
    return {"t": fact}


def _when(*terms: dict[str, Any]) -> dict[str, Any]:
    return {"m": terms[0] if len(terms) == 1 else _join("$and", list(terms))}


def _join(word: str, terms: list[dict[str, Any]]) -> dict[str, Any]:
    return terms[0] if len(terms) == 1 else {word: terms}


def surely(shape: Shape, holds: bool) -> dict[str, Any]:
    """Return the condition under which a shape surely holds, or surely does not (De Morgan)."""
    if isinstance(shape, Atom):
        return {f"a{shape.index}": 1 if holds else 0}
    if isinstance(shape, Contrary):
        return surely(shape.part, not holds)
    word = "$and" if isinstance(shape, Every) == holds else "$or"
    return _join(word, [surely(part, holds) for part in shape.parts])


def _condition(code: str, compiled: CompiledRule, control: Control) -> Definition:
    if len(control.atoms) > MOST_ATOMS:
        count = len(control.atoms)
        raise RulebookError(
            Problem(
                "too-many-atoms",
                Text(f"{code} : {count} comparaisons dans une condition, {MOST_ATOMS} au plus",
                     f"{code}: {count} comparisons in one condition, {MOST_ATOMS} at most"),
                Text("en nommer une partie dans measures/", "name a part of it in measures/"),
                compiled.rule.location,
            )
        )  # fmt: skip
    name = f"{code}.{control.name}"
    return {
        f"{name}={word}": {
            "all": [_when(_is(name), surely(control.shape, holds))],
            "does": ("condition", 1 if holds else 0),
        }
        for word, holds in (("true", True), ("false", False))
    }


def _verdicts(code: str, compiled: CompiledRule) -> Definition:
    """Return the rules from the conditions of a rule to its verdict: the gravest sure failure first."""
    nominal = compiled.rule.severity
    names = [level.met.name for level in compiled.levels]
    on = {"$and": [{"applies": TRUE}, {"started": TRUE}]}
    rules: Definition = {}

    def add(name: str, verdict: str, severity: str, *terms: dict[str, Any]) -> None:
        fact = _is(f"V:{code}")
        rules[f"{code}>{name}"] = {"all": [_when(fact, *terms)], "does": ("verdict", code, verdict, severity)}

    for gate, needs in APPLIES.items():
        if gate != "judged":
            sign = as_sign(needs.get("applies", UNKNOWN))
            add(f"applies={_WORDS[sign]}", gate, nominal, {"applies": sign})
    for gate, needs in STARTED.items():
        if gate != "judged":
            sign = as_sign(needs.get("started", UNKNOWN))
            add(f"started={_WORDS[sign]}", gate, nominal, {"applies": TRUE}, {"started": sign})
    everything = frozenset(RESULT)
    for standing, verdict in RESULT.items():
        before = frozenset(above(standing))
        for index, name in enumerate(names):
            # the first level that stands so, while none stands at what decides before it
            earlier = [_stands(each, everything - before - {standing}) for each in names[:index]]
            later = [_stands(each, everything - before) for each in names[index + 1 :]]
            severity = name if standing in GRADED else nominal
            add(f"{name}={standing}", verdict, severity, on, _stands(name, {standing}), *earlier, *later)
    return rules


def _stands(level: str, standings: Set[Standing]) -> dict[str, Any]:
    """Return the condition that a level stands at one of some standings."""
    prefix = {"met": "m", "past": "p"}
    ways = [
        _join("$and", [{f"{prefix[name]}_{level}": sign} for name, sign in way.items()])
        for way in signs(frozenset(standings))
    ]
    return _join("$or", ways)


def _steps(graph: StepGraph) -> Definition:
    rules: Definition = {}
    for (code, verdict), steps in graph.by_verdict.items():
        for compiled, step in steps:
            key = step_key(compiled.rule.code, step.number)
            rules[f"then {code} {verdict} {key}"] = {
                "all": [_when(_is(f"S:{code}"), {"v": verdict}, {key: 1})],
                "does": ("step", compiled.rule.code, step.number, step.step.raises),
            }
    for name, steps in graph.by_raised.items():
        for compiled, step in steps:
            key = step_key(compiled.rule.code, step.number)
            rules[f"then {name} {key}"] = {
                "all": [_when(_is(f"R:{name}"), {key: 1})],
                "does": ("step", compiled.rule.code, step.number, step.step.raises),
            }
    return rules
