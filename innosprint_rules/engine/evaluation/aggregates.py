"""Aggregates: sums, counts, extremes and quantified conditions over loops, exact or within bounds."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import Any

from innosprint_rules.engine.evaluation.aggregation import AGGREGATIONS, of_absent_table
from innosprint_rules.engine.evaluation.compiler import Closure, Compiler, Slots
from innosprint_rules.engine.evaluation.loops import LoopPlan, Loops
from innosprint_rules.engine.evaluation.rows import Row
from innosprint_rules.formula import tree
from innosprint_rules.formula.logic import (
    LEAST,
    MOST,
    UNKNOWN,
    Interval,
    PerhapsNothing,
    exact,
    high,
    interval,
    low,
    maybe_part,
)


def compile_aggregate(program: Compiler, node: tree.Aggregate) -> Closure:
    """Return the closure of an aggregate."""
    token = (node.function, id(node))
    loops = Loops(program, node.loops, token)
    element = program.closure(node.element)
    plan = loops.plans[0] if len(loops.plans) == 1 else None
    totals = isinstance(plan, LoopPlan) and not plan.rest and tree.slots_used(node.element) <= {plan.slot}
    nature = AGGREGATIONS[node.function]
    if nature.kind == "total":
        signed = program.signs.may_be_negative(node)
        slow = _sum(loops, element, signed)
        return _running(plan, element, slow, signed) if totals and plan is not None else slow
    if nature.kind == "quantifier":
        return _quantified(loops, element, nature.decides)
    if nature.kind == "extreme":
        return _extreme(loops, element, nature.greatest)
    makers = {"count_distinct": _distinct, "rows": _rows, "items": _items}
    return makers[node.function](loops, element)


def _opened(lo: int, hi: int, is_open: bool, signed: bool) -> Any:
    if is_open:
        return Interval(*of_absent_table(max(lo, LEAST), signed, LEAST, MOST))
    return interval(lo, hi)


def _sum(loops: Loops, element: Closure, signed: bool) -> Closure:
    def total(slots: Slots) -> Any:
        lo = hi = 0
        for truth in loops.walk(slots):
            value = element(slots)
            least, most = (low(value), high(value)) if truth is True else maybe_part(value)
            lo += least
            hi += most
        return _opened(lo, hi, loops.is_open(slots), signed)

    return total


def _running(plan: LoopPlan, element: Closure, slow: Closure, signed: bool) -> Closure:
    """Sum through the running totals kept with the sorted rows; odd cases go the slow way."""

    def total(slots: Slots) -> Any:
        found = plan.sorted(slots)
        of: Any = plan.of(slots) if plan.of is not None else None
        buckets = plan.buckets(slots, found)
        if buckets is None or (plan.of is not None and (of.__class__ is not Row or of.place < 0)):
            return slow(slots)
        if slots[0].last is not None:
            return slow(slots)
        lo = hi = 0
        after_all = plan.of is not None and of.place >= slots[0].settled(plan.table)
        for bucket in buckets:
            if not bucket.summed:
                bucket.sum_up(element, slots[0].under(plan.reads).environment(), plan.slot)
            if plan.of is None:
                lo += bucket.lows[-1] + bucket.loose[0]
                hi += bucket.highs[-1] + bucket.loose[1]
                continue
            find = bisect_right if plan.view in ("until", "after") else bisect_left
            index = find(bucket.places, of.place)
            if plan.view == "after":
                lo += bucket.lows[-1] - bucket.lows[index]
                hi += bucket.highs[-1] - bucket.highs[index]
            else:
                lo += bucket.lows[index]
                hi += bucket.highs[index]
            if not after_all or plan.view != "after":
                least, most = bucket.loose if after_all else bucket.perhaps
                lo += least
                hi += most
        return _opened(lo, hi, found.open, signed)

    return total


def _quantified(loops: Loops, element: Closure, decides: bool) -> Closure:
    def quantified(slots: Slots) -> Any:
        result: Any = not decides
        for truth in loops.walk(slots):
            flag = element(slots)
            if flag is decides and truth is True:
                return decides
            if flag is decides or flag is UNKNOWN:
                result = UNKNOWN
        return UNKNOWN if loops.is_open(slots) else result

    return quantified


def _distinct(loops: Loops, element: Closure) -> Closure:
    def distinct(slots: Slots) -> Any:
        sure: set[Any] = set()
        possible: set[Any] = set()
        hidden = hidden_sure = 0
        for truth in loops.walk(slots):
            value = element(slots)
            if value is None:
                continue
            if not exact(value):
                hidden += 1
                hidden_sure += truth is True
            elif truth is True:
                sure.add(value)
            else:
                possible.add(value)
        least = max(len(sure), 1 if hidden_sure else 0)
        return _opened(least, len(sure | possible) + hidden, loops.is_open(slots), signed=False)

    return distinct


def _extreme(loops: Loops, element: Closure, greatest: bool) -> Closure:
    choose = max if greatest else min

    def extreme(slots: Slots) -> Any:
        found: list[Any] = []  # what surely counts
        doubtful: list[Any] = []
        for truth in loops.walk(slots):
            value = element(slots)
            if value is not None:
                sure = truth is True and value is not UNKNOWN and value.__class__ is not PerhapsNothing
                (found if sure else doubtful).append(value)
        if loops.is_open(slots):
            return UNKNOWN
        if not doubtful:
            return interval(choose(map(low, found)), choose(map(high, found))) if found else None
        if not found:
            return PerhapsNothing(min(map(low, doubtful)), max(map(high, doubtful)))
        near, far = choose(map(low, found)), choose(map(high, found))
        if greatest:
            return interval(near, max(far, *map(high, doubtful)))
        return interval(min(near, *map(low, doubtful)), far)

    return extreme


def _rows(loops: Loops, element: Closure) -> Closure:
    def rows(slots: Slots) -> Any:
        found = [element(slots) for truth in loops.walk(slots) if truth is True]
        return tuple(row.id for row in found if isinstance(row, Row))

    return rows


def _items(loops: Loops, element: Closure) -> Closure:
    def items(slots: Slots) -> Any:
        return tuple(dict.fromkeys(element(slots) for truth in loops.walk(slots) if truth is True))

    return items
