"""Where a rule is violated, as a condition on the decision: the one decision table, over flags that depend on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from innosprint_rules.allocation.extraction import flags
from innosprint_rules.allocation.extraction.conditions import Condition, contrary, every, some
from innosprint_rules.allocation.extraction.flags import Truth
from innosprint_rules.allocation.extraction.symbolic import Symbolic
from innosprint_rules.allocation.extraction.symbols import lifted
from innosprint_rules.engine.evaluation.context import Context
from innosprint_rules.engine.evaluation.decision import APPLIES, FREE, LEVEL, STARTED, passed, reached
from innosprint_rules.engine.evaluation.rows import Row
from innosprint_rules.engine.evaluation.rule_conditions import CompiledRule


def violated(symbolic: Symbolic, rule: CompiledRule, context: Context, row: Row | None, certain: bool) -> Condition:
    """Return where a rule is violated at severity error on a row (``engine.evaluation.judge_rule``).

    Surely so; ``certain``, wherever it is not surely kept.
    """
    slots = context.environment(row)
    applies: Any = True if row is None else row.truth
    if rule.rule.applies is not None:
        applies = flags.conjunction((applies, symbolic.value(rule.rule.applies, slots)))
    if applies is False:
        return False
    started: Any = True
    if rule.rule.starts is not None:
        begins = symbolic.value(rule.rule.starts, slots)
        started = lifted(lambda day: reached(context.as_of, day), [begins])
    gates = {"applies": flags.truth(applies), "started": flags.truth(started)}
    judged = [_surely(table["judged"], gates) for table in (APPLIES, STARTED)]
    idle = [_surely(APPLIES["not_applicable"], gates), _surely(STARTED["pending"], gates)]
    wrong: list[Condition] = []
    for level in rule.rule.levels:
        if level.severity != "error":
            continue
        due = None if level.due is None else symbolic.value(level.due, slots)
        past = lifted(lambda day: passed(context.as_of, day), [due])
        stands = {"met": flags.truth(symbolic.value(level.met, slots)), "past": flags.truth(past)}
        if certain:
            wrong.append(contrary(some((*(_surely(LEVEL[each], stands) for each in FREE), *idle))))
        else:
            wrong.append(every((*judged, _surely(LEVEL["broken"], stands))))
    return some(wrong)


def _surely(needs: Mapping[str, bool], stands: Mapping[str, Truth]) -> Condition:
    """Return where each flag surely is what a case of the decision table asks for."""
    return every(stands[name].yes if need else stands[name].no for name, need in needs.items())
