"""Aggregates as the loops they are, with bounds where a row or a value is doubtful."""

from __future__ import annotations

import math
from dataclasses import replace

from innosprint_rules.engine.evaluation.aggregation import AGGREGATIONS, of_absent_table
from innosprint_rules.engine.kernel.bounds import bounded, contrary
from innosprint_rules.engine.kernel.distinct import leaves_open, write_distinct
from innosprint_rules.engine.kernel.loops import write_loops
from innosprint_rules.engine.kernel.source.conditions import Condition, Operand, all_of, any_of, negated
from innosprint_rules.engine.kernel.values import LEAST, MOST, Flag, Num
from innosprint_rules.engine.kernel.writer import Writer
from innosprint_rules.formula import tree


def write_plain_number(writer: Writer, node: tree.Aggregate) -> Num:
    write = {"total": _sum, "distinct": write_distinct, "extreme": _extreme_of_rows}
    return write[AGGREGATIONS[node.function].kind](writer, node)


def _sum(writer: Writer, node: tree.Aggregate) -> Num:
    lo, hi = writer.name("s"), writer.name("s")
    outside = writer.here
    head = outside.insert()
    is_open, signed = leaves_open(writer, node), writer.spec.may_be_negative(node)
    all_known = True
    block = outside.insert()
    writer.here = block

    def body(sure: Condition) -> None:
        nonlocal all_known
        number = writer.held(writer.number(node.element))
        all_known = number.exact and sure is True
        if all_known:
            writer.here.line(f"{lo} += {number.lo}")
            return
        sure = writer.condition(sure)
        if signed:
            low: Operand = number.lo if sure is True else f"({number.lo} if {sure} else min(0, {number.lo}))"
            high: Operand = number.hi if sure is True else f"({number.hi} if {sure} else max(0, {number.hi}))"
            writer.here.line(f"{lo} = low_sum({lo}, {low})")
            writer.here.line(f"{hi} = high_sum({hi}, {high})")
            return
        # never below 0: its lower bound has an end, and its upper one where it is known
        writer.here.line(f"{lo} += {number.lo if sure is True else f'({number.lo} if {sure} else 0)'}")
        writer.here.line(f"{hi} += {number.hi}" if number.exact else f"{hi} = high_sum({hi}, {number.hi})")

    write_loops(writer, node.loops, body)
    writer.here = outside
    head.line(f"{lo} = 0")
    if all_known and not is_open:
        return Num(lo, lo, least=None if signed else 0, most=_most(writer, node), data=True)
    head.line(f"{hi} = 0")
    if all_known:
        outside.line(f"{hi} = {lo}")
    most = _most(writer, node)  # of the rows that are there
    if not is_open:
        return replace(bounded(Num(lo, hi)), most=most, data=True)
    bounds: tuple[Operand, Operand] = of_absent_table(lo, signed, LEAST, MOST)
    return Num(*bounds, most=most)


def _most(writer: Writer, node: tree.Aggregate) -> int | None:
    """Return the most that a count can be."""
    if node.function != "count" or not all(isinstance(loop.over, tree.TableSource) for loop in node.loops):
        return None
    tables = [loop.over.table for loop in node.loops if isinstance(loop.over, tree.TableSource)]
    return math.prod(writer.capacity(table) for table in tables)


def _extreme_of_rows(writer: Writer, node: tree.Aggregate) -> Num:
    """Return the least or the greatest of what surely counts, its bounds widened by what may."""
    lo, hi, some, low, high, doubt = (writer.name("e") for _ in range(6))
    outside = writer.here
    greatest = AGGREGATIONS[node.function].greatest
    head, block = outside.insert(), outside.insert()
    writer.here = block
    all_known, sure_of_all = True, True

    def body(sure: Condition) -> None:
        nonlocal all_known, sure_of_all
        number = writer.held(writer.number(node.element))
        all_known = number.lo == number.hi
        if number.nil is not False:
            writer.here = writer.here.below(f"if {negated(number.nil)}:")
        doubtful = writer.condition(any_of(number.perhaps, negated(sure), number.unk))
        surely = writer.here
        if doubtful is not False:
            sure_of_all = False
            may = writer.here.below(f"if {doubtful}:")
            may.below(f"if not {doubt} or {number.lo} < {low}:").line(f"{low} = {number.lo}")
            may.below(f"if not {doubt} or {number.hi} > {high}:").line(f"{high} = {number.hi}")
            may.line(f"{doubt} = True")
            surely = writer.here.below("else:")
        sign = ">" if greatest else "<"
        sides = [(lo, number.lo)] if all_known else [(lo, number.lo), (hi, number.hi)]
        for name, side in sides:
            surely.below(f"if not {some} or {side} {sign} {name}:").line(f"{name} = {side}")
        surely.line(f"{some} = True")

    write_loops(writer, node.loops, body)
    writer.here = outside
    head.line(f"{some} = False")
    head.line(f"{lo} = 0")
    if not all_known:
        head.line(f"{hi} = 0")
    if not sure_of_all:
        head.line(f"{doubt} = False")
        head.line(f"{low} = 0")
        head.line(f"{high} = 0")
    last = lo if all_known else hi
    if leaves_open(writer, node):
        return Num(LEAST, MOST, unk=True)
    if sure_of_all:
        return Num(lo, last, nil=f"not ({some})")
    near = (
        f"{low} if not {some} else {lo}" if greatest else f"{low} if {doubt} and (not {some} or {low} < {lo}) else {lo}"
    )
    far = (
        f"{high} if {doubt} and (not {some} or {high} > {last}) else {last}"
        if greatest
        else f"{high} if not {some} else {last}"
    )
    return Num(
        writer.atom(near), writer.atom(far), nil=f"not ({some}) and not ({doubt})", unk=f"{doubt} and not ({some})"
    )


def write_plain_flag(writer: Writer, node: tree.Aggregate) -> Flag:
    """Write a loop that stops at the row that decides."""
    found, doubt = writer.name("f"), writer.name("f")
    outside = writer.here
    head, block = outside.insert(), outside.insert()
    writer.here = block
    doubtful = False
    wanted = AGGREGATIONS[node.function].decides

    def body(sure: Condition) -> None:
        nonlocal doubtful
        flag = writer.flag(node.element)
        flag = flag if wanted else contrary(flag)
        if flag.exact and sure is True:
            if flag.yes is True:
                writer.here.line(f"{found} = True")
            elif flag.yes is not False:
                writer.here.below(f"if {flag.yes}:").line(f"{found} = True")
        else:
            doubtful = True
            flag = writer.named(flag)
            writer.here.below(f"if {any_of(all_of(flag.yes, sure))}:").line(f"{found} = True")
            writer.here.below(f"if {negated(flag.never)}:").line(f"{doubt} = True")
        if len(node.loops) == 1:
            writer.here.below(f"if {found}:").line("break")

    write_loops(writer, node.loops, body)
    writer.here = outside
    head.line(f"{found} = False")
    is_open = leaves_open(writer, node)
    if not doubtful and not is_open:
        return Flag(found) if wanted else Flag(f"not ({found})")
    head.line(f"{doubt} = {is_open}")
    never = f"not ({found}) and not ({doubt})"
    return Flag(found, never) if wanted else Flag(never, found)
