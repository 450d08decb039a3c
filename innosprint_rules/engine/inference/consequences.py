"""What follows from verdicts: steps chained forward, who must do what, by when.

A step waits for a verdict of its own rule or for what another step raised. Its condition is judged here, as
an atom; which steps fire is worked out by both engines and compared.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from innosprint_rules.calendar import day
from innosprint_rules.engine.evaluation.decision import VERDICTS
from innosprint_rules.engine.evaluation.program import Program
from innosprint_rules.engine.evaluation.rule_conditions import CompiledRule, CompiledStep
from innosprint_rules.engine.findings import Finding, NextStep


class Fired(NamedTuple):
    """One step that fired, for one subject."""

    subject: int  # position among the starts
    rule: str
    number: int


@dataclass(frozen=True, slots=True)
class Start:
    """A verdict from which consequences may follow, with the conditions of every step in its reach."""

    rule: str
    verdict: str
    conditions: dict[str, int]
    finding: Finding


@dataclass(slots=True)
class StepGraph:
    """Every step of a rulebook, by what it waits for."""

    by_verdict: dict[tuple[str, str], list[tuple[CompiledRule, CompiledStep]]] = field(default_factory=dict)
    by_raised: dict[str, list[tuple[CompiledRule, CompiledStep]]] = field(default_factory=dict)
    reach: dict[tuple[str, str], list[tuple[CompiledRule, CompiledStep]]] = field(default_factory=dict)


def step_key(rule: str, number: int) -> str:
    """Return the name of a step's condition among the facts that the inference engine is given."""
    return f"{rule}_{number}"


def step_graph(program: Program) -> StepGraph:
    """Return the steps of a program by what they wait for, and what each verdict may reach."""
    graph = StepGraph()
    for code, compiled in program.rules.items():
        for step in compiled.steps:
            if step.step.when in VERDICTS:
                graph.by_verdict.setdefault((code, step.step.when), []).append((compiled, step))
            else:
                graph.by_raised.setdefault(step.step.when, []).append((compiled, step))
    for start, steps in graph.by_verdict.items():
        reached = list(steps)
        for _, step in reached:  # grows while it is read
            for more in graph.by_raised.get(step.step.raises or "", ()):
                if more not in reached:
                    reached.append(more)
        graph.reach[start] = reached
    return graph


def starts(graph: StepGraph, findings: Iterable[Finding]) -> list[Start]:
    """Return the verdicts from which something may follow, conditions judged."""
    found: list[Start] = []
    for finding in findings:
        code = finding.compiled.rule.code
        reached = graph.reach.get((code, finding.verdict))
        if not reached or (finding.row is None and finding.subject.table != "agreement"):
            continue
        slots = finding.context.environment(finding.row)
        conditions = {
            step_key(compiled.rule.code, step.number): int(step.condition is None or step.condition(slots) is True)
            for compiled, step in reached
        }
        found.append(Start(code, finding.verdict, conditions, finding))
    return found


def chain(graph: StepGraph, found: list[Start]) -> set[Fired]:
    """Return the steps that fire: the reference's own chaining, by a list of work."""
    fired: set[Fired] = set()
    for position, start in enumerate(found):
        work = list(graph.by_verdict[(start.rule, start.verdict)])
        raised: set[str] = set()
        while work:
            compiled, step = work.pop()
            if not start.conditions[step_key(compiled.rule.code, step.number)]:
                continue
            fired.add(Fired(position, compiled.rule.code, step.number))
            name = step.step.raises
            if name is not None and name not in raised:
                raised.add(name)
                work.extend(graph.by_raised.get(name, ()))
    return fired


def told(program: Program, found: list[Start], fired: Iterable[Fired]) -> tuple[NextStep, ...]:
    """Return the steps that say who must do what, soonest first."""
    steps: list[NextStep] = []
    for each in sorted(fired):
        start = found[each.subject]
        compiled = program.rules[each.rule]
        step = compiled.steps[each.number]
        if step.step.what is None or step.step.who is None:
            continue
        teller = start.finding
        if each.rule != start.rule:
            teller = Finding(compiled, start.finding.context, start.finding.row, start.finding.judgement,
                             start.finding.subject)  # fmt: skip
        due = step.due(start.finding.context.environment(start.finding.row)) if step.due else None
        when = day(due) if isinstance(due, int) else None
        steps.append(NextStep(each.rule, start.finding.subject, step.step.who, teller.step(step.step.what), when))
    return tuple(sorted(steps, key=lambda step: (step.due is None, step.due or day(1))))
