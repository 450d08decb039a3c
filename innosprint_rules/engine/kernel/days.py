"""What the calendar does to days that years decide: tables of days, worked out beforehand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from innosprint_rules.engine.kernel.layout import UNKNOWN_CELL
from innosprint_rules.engine.kernel.source.conditions import Condition, Operand, all_of, any_of, negated, wrapped
from innosprint_rules.engine.kernel.specialising.nodes import Dated, UnsupportedFormulaError, worth_of
from innosprint_rules.engine.kernel.values import LEAST, MOST, Num, constant, exact
from innosprint_rules.engine.kernel.writer import Writer
from innosprint_rules.formula import tree
from innosprint_rules.formula.logic import interval

_MOST_DAYS = 120_000  # of a table by day


def after(function: Callable[[int, int], int], count: int, day: int) -> int:
    return function(day, count)


def write_moment(writer: Writer, _node: tree.AsOf) -> Num:
    """Return the moment of judgement."""
    return Num("as_of", "as_of", least=writer.first_moment, most=writer.spec.at, data=True)


def write_dated(writer: Writer, node: Dated) -> Num:
    """Look a parameter up by a day that years decide."""
    if node.on is None or isinstance(node.on, tree.Constant):
        on = None if node.on is None else worth_of(node.on)
        day = Num("as_of", "as_of", least=writer.first_moment, most=writer.spec.at, data=True)
        by_day = {each: writer.spec.context.at(each).parameter(node.name, on) for each in _days(node, day)}
        return _by_day(writer, day, by_day, node.type.nothing)
    source, shift = _unshifted(node.on)
    day = writer.number(source)
    if day.cell:
        plan_low, plan_high = writer.day_limits(source)
        known = Num(day.cell, day.cell, least=plan_low, most=plan_high)
        by_day = {each: writer.spec.context.parameter(node.name, each + shift) for each in _days(node, known)}
        if not writer.spec.fixed:
            raise UnsupportedFormulaError(node.source, "a parameter amended, on a day that may be missing")
        bounds = interval(day.blank[0] + shift, day.blank[1] + shift)
        blank = constant(writer.spec.context.parameter(node.name, bounds))
        found = _by_day(writer, known, by_day, node.type.nothing)
        return _missing_or(writer, f"{day.cell} == {UNKNOWN_CELL}", blank, found)
    day = writer.number(node.on)
    if not day.exact:
        raise UnsupportedFormulaError(node.source, "a parameter on a day that may be missing")
    by_day = {each: writer.spec.context.parameter(node.name, each) for each in _days(node, day)}
    return _by_day(writer, day, by_day, node.type.nothing)


def _unshifted(on: tree.Node) -> tuple[tree.Node, int]:
    """Take a day apart that is so many days after another."""
    if isinstance(on, tree.Call) and on.function == "days_after":
        day, count = on.arguments
        known = worth_of(count)
        if isinstance(known, int):
            return day, known
    return on, 0


def _missing_or(writer: Writer, missing: str, blank: Num, found: Num) -> Num:
    """Return what a parameter is worth where its day is missing, and otherwise."""
    lo = writer.atom(f"{blank.lo} if {missing} else {found.lo}")
    hi = writer.atom(f"{blank.hi} if {missing} else {found.hi}")
    nil = any_of(all_of(missing, blank.nil), all_of(negated(missing), found.nil))
    unk = any_of(all_of(missing, any_of(blank.unk, blank.perhaps)), all_of(negated(missing), _perhaps(found)))
    return Num(lo, hi, writer.condition(nil), writer.condition(unk))


def _perhaps(number: Num) -> Condition:
    """Return when it is not known whether a number is anything."""
    return any_of(number.unk, number.perhaps)


def _days(node: tree.Node, day: Num) -> range:
    if day.least is None or day.most is None or day.most - day.least > _MOST_DAYS:
        raise UnsupportedFormulaError(node.source, "a day without known limits")
    return range(day.least, day.most + 1)


def _by_day(writer: Writer, day: Num, worth: dict[int, Any], nothing: bool = False) -> Num:
    """Return what a day is worth, from a table of days; ``nothing`` where it may be nothing on some other."""
    values = [constant(each) for each in worth.values()]
    if not values:
        return exact(0)
    if writer.spec.folds and all(each == values[0] for each in values):
        return values[0]
    first = next(iter(worth))
    index = wrapped(writer.atom(str(day.lo)))
    some = next((each.lo for each in values if not each.nil), first)  # in any table, where there is nothing
    lows, highs = ([some if each.nil else side for each, side in zip(values, sides, strict=True)]
                   for sides in ([each.lo for each in values], [each.hi for each in values]))  # fmt: skip

    def look(numbers: list[Operand]) -> str:
        return f"M[{writer.table_of_numbers(numbers)} + {index} - {first}]"

    nils: list[Operand] = [int(bool(each.nil)) for each in values]
    unks: list[Operand] = [int(_perhaps(each) is not False) for each in values]
    nil: Condition = f"{look(nils)} == 1" if any(nils) or (nothing and not writer.spec.folds) else False
    unk: Condition = f"{look(unks)} == 1" if any(unks) else False
    if lows == highs:
        limits = min(map(int, lows)), max(map(int, lows))
        code = look(lows)  # no name of its own: it may not be looked up where its day is missing
        return Num(code, code, nil, unk, least=limits[0], most=limits[1], data=True)
    return Num(look(lows), look(highs), nil, unk)


def write_shifted(writer: Writer, node: tree.Call, day: Num, work: Callable[[int], int]) -> Num:
    """Return a day moved along the calendar, from a table of days."""
    if isinstance(day.lo, int) and isinstance(day.hi, int):
        sides = [bound if abs(bound) >= MOST else work(bound) for bound in (day.lo, day.hi)]
        return Num(sides[0], sides[1], day.nil, day.unk)
    if day.cell:
        least, most = writer.day_limits(node.arguments[0])
    elif day.exact:
        least, most = day.least, day.most
    else:
        least = most = None
    days = _days(node, Num(0, 0, least=least, most=most))
    if not days:
        return Num(LEAST, MOST) if day.cell else exact(0)
    values: list[Operand] = [work(each) for each in days]
    table = writer.table_of_numbers(values)

    def look(side: Operand) -> str:
        return f"M[{table} + {wrapped(side)} - {days[0]}]"

    if day.exact:
        return Num(look(day.lo), look(day.lo), day.nil, least=int(values[0]), most=int(values[-1]), data=True)
    low, high = day.blank
    lowest = work(low) if abs(low) < MOST else low
    highest = work(high) if abs(high) < MOST else high
    missing = f"{day.cell} == {UNKNOWN_CELL}"
    lo = writer.atom(f"{lowest} if {missing} else {look(day.cell)}")
    hi = writer.atom(f"{highest} if {missing} else {look(day.cell)}")
    return Num(lo, hi, day.nil, day.unk)
