"""The reference evaluator: judges one rule for one row, exactly, in three values. It is authoritative."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from innosprint_rules.engine.context import Context
from innosprint_rules.engine.control import CompiledRule
from innosprint_rules.engine.rows import Row
from innosprint_rules.formula.logic import UNKNOWN, conjunction, high, less, low
from innosprint_rules.rulebook.models import Severity

Verdict: TypeAlias = Literal["satisfied", "violated", "pending", "unknown", "not_applicable"]
VERDICTS: tuple[Verdict, ...] = ("violated", "pending", "unknown", "satisfied", "not_applicable")


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


def as_sign(flag: Any) -> int:
    """Return a flag as the engines exchange it."""
    return -1 if flag is UNKNOWN else 1 if flag else 0


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
        return Judgement("not_applicable", severity, 0, 1, (), (), tuple(atoms))
    started: Any = True
    if compiled.starts is not None:
        started = _reached(context.as_of, compiled.starts(slots))
    met: list[Any] = []
    past: list[Any] = []
    dues: list[Any] = []
    for level in compiled.levels:
        flag, seen = level.met.judge(slots)
        atoms.append(seen)
        met.append(flag)
        due = level.due(slots) if level.due is not None else None
        dues.append(due)
        past.append(_passed(context.as_of, due))
    verdict, chosen = _verdict(compiled, applies, started, met, past)
    return Judgement(
        verdict,
        chosen,
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
    started: Any = True if compiled.starts is None else _reached(context.as_of, compiled.starts(slots))
    met = [level.met.truth(slots) for level in compiled.levels]
    past = [level.due is None or _passed(context.as_of, level.due(slots)) for level in compiled.levels]
    return _verdict(compiled, applies, started, met, past)[0]


def _reached(as_of: int, start: Any) -> Any:
    if start is None:
        return True
    before = less(as_of, start)
    return before if before is UNKNOWN else not before


def _passed(as_of: int, due: Any) -> Any:
    """Tell whether the last day on which a condition may be unmet is over; without one it always is."""
    if due is None:
        return True
    if high(due) < as_of:
        return True
    return False if low(due) >= as_of else UNKNOWN


def _verdict(
    compiled: CompiledRule, applies: Any, started: Any, met: list[Any], past: list[Any]
) -> tuple[Verdict, Severity]:
    """Combine the levels: the gravest sure failure, else the gravest doubt, else what is still to come."""
    nominal = compiled.rule.severity
    if applies is UNKNOWN:
        return "unknown", nominal
    if started is not True:
        return ("unknown" if started is UNKNOWN else "pending"), nominal
    doubt: Severity | None = None
    waiting = False
    for level, ok, over in zip(compiled.levels, met, past, strict=True):
        if ok is True:
            continue
        if over is False:
            waiting = True
        elif ok is False and over is True:
            return "violated", level.level.severity
        elif doubt is None:
            doubt = level.level.severity
    if doubt is not None:
        return "unknown", doubt
    return ("pending" if waiting else "satisfied"), nominal
