"""The reference evaluator: judges one rule for one row, exactly, in three values. It is authoritative."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from innosprint_rules.engine.evaluation.context import Context
from innosprint_rules.engine.evaluation.decision import FALSE, TRUE, Verdict, as_sign, decide, passed, reached
from innosprint_rules.engine.evaluation.rows import Row
from innosprint_rules.engine.evaluation.rule_conditions import CompiledRule
from innosprint_rules.formula.logic import conjunction
from innosprint_rules.rulebook.models import Severity


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict with the values of the atoms it was made from (1 true, 0 false, -1 unknown or not asked)."""

    verdict: Verdict
    severity: Severity
    applies: int
    started: int
    met: tuple[int, ...]
    past: tuple[int, ...]
    atoms: tuple[tuple[int, ...], ...]
    dues: tuple[Any, ...] = field(default=(), compare=False)


def judge(compiled: CompiledRule, context: Context, row: Row | None) -> Judgement:
    """Judge one rule for one row, or for the whole agreement when ``row`` is None."""
    slots = context.environment(row)
    severity = compiled.rule.severity
    atoms: list[tuple[int, ...]] = []
    applies: Any = True if row is None else row.truth
    if compiled.applies is not None:
        flag, seen = compiled.applies.judge(slots)
        atoms.append(seen)
        applies = conjunction((applies, flag))
    if applies is False:
        return Judgement("not_applicable", severity, FALSE, TRUE, (), (), tuple(atoms))
    started: Any = True
    if compiled.starts is not None:
        started = reached(context.as_of, compiled.starts(slots))
    met: list[Any] = []
    past: list[Any] = []
    dues: list[Any] = []
    for level in compiled.levels:
        flag, seen = level.met.judge(slots)
        atoms.append(seen)
        met.append(flag)
        due = level.due(slots) if level.due is not None else None
        dues.append(due)
        past.append(passed(context.as_of, due))
    decided = decide(applies, started, tuple(met), tuple(past))
    return Judgement(
        decided.verdict,
        severity if decided.level is None else compiled.rule.levels[decided.level].severity,
        as_sign(applies),
        as_sign(started),
        tuple(map(as_sign, met)),
        tuple(map(as_sign, past)),
        tuple(atoms),
        tuple(dues),
    )


def verdict_alone(compiled: CompiledRule, context: Context, row: Row | None) -> Verdict:
    """Return what :func:`judge` finds, without the atoms that led to it: for readings that are only tried."""
    slots = context.environment(row)
    applies: Any = True if row is None else row.truth
    if compiled.applies is not None:
        applies = conjunction((applies, compiled.applies.truth(slots)))
    if applies is False:
        return "not_applicable"
    started: Any = True if compiled.starts is None else reached(context.as_of, compiled.starts(slots))
    met = tuple([level.met.truth(slots) for level in compiled.levels])
    past = tuple([level.due is None or passed(context.as_of, level.due(slots)) for level in compiled.levels])
    return decide(applies, started, met, past).verdict
