"""Aggregates as the loops they are, with bounds where a row or a value is doubtful."""

from __future__ import annotations

import math
from dataclasses import replace

from innosprint_rules.engine.evaluation.aggregation import AGGREGATIONS, of_absent_table
from innosprint_rules.engine.evaluation.operations import NUMERIC_KINDS
from innosprint_rules.engine.kernel.bounds import bounded, contrary
from innosprint_rules.engine.kernel.loops import write_loops
from innosprint_rules.engine.kernel.order import write_row
from innosprint_rules.engine.kernel.source.conditions import Condition, Operand, all_of, any_of, negated
from innosprint_rules.engine.kernel.specialising.nodes import UnsupportedFormulaError
from innosprint_rules.engine.kernel.totals import clear, rows_of
from innosprint_rules.engine.kernel.values import LEAST, MOST, Flag, Num
from innosprint_rules.engine.kernel.writer import Writer
from innosprint_rules.formula import tree
from innosprint_rules.formula.logic import UNKNOWN


def _open(writer: Writer, node: tree.Aggregate) -> bool:
    return any(
        isinstance(loop.over, tree.TableSource) and loop.over.view != "proposed" and writer.is_open(loop.over.table)
        for loop in node.loops
    )


def write_plain_number(writer: Writer, node: tree.Aggregate) -> Num:
    write = {"total": _sum, "distinct": _distinct, "extreme": _extreme_of_rows}
    return write[AGGREGATIONS[node.function].kind](writer, node)


def _sum(writer: Writer, node: tree.Aggregate) -> Num:
    lo, hi = writer.name("s"), writer.name("s")
    outside = writer.here
    head = outside.insert()
    is_open, signed = _open(writer, node), writer.spec.may_be_negative(node)
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
    if _open(writer, node):
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


def _distinct(writer: Writer, node: tree.Aggregate) -> Num:
    """Count the rows or values named, each once: 2 marks one that is sure, 1 one that may be."""
    element = node.element
    if element.type.kind in NUMERIC_KINDS:
        return _distinct_numbers(writer, node)
    marks, total = _marks(writer, element)
    outside = writer.here
    surely, perhaps, hidden, hidden_sure = (writer.name("d") for _ in range(4))
    head, block = outside.insert(), outside.insert()
    writer.here = block
    doubtful = False

    def body(sure: Condition) -> None:
        nonlocal doubtful
        code, nothing, unknown = _marked(writer, element)
        if nothing is not False or unknown is not False:
            sure_here = writer.condition(sure)
            if unknown is not False:
                doubtful = True
                branch = writer.here.below(f"if {unknown}:")
                branch.line(f"{hidden} += 1")
                branch.line(f"{hidden_sure} = {hidden_sure} or {sure_here}")
            writer.here = writer.here.below(f"if {all_of(negated(nothing), negated(unknown))}:")
        place = f"M[{marks} + {code}]"
        if sure is True and not doubtful:
            writer.here.line(f"{place} = 1")
            return
        doubtful = True
        writer.here.below(f"if {place} == 0:").line(f"{perhaps} += 1")
        new = writer.here.below(f"if {sure} and {place} != 2:")
        new.line(f"{surely} += 1")
        new.line(f"{place} = 2")
        writer.here.below(f"if {place} == 0:").line(f"{place} = 1")

    write_loops(writer, node.loops, body)
    writer.here = head
    clear(writer, marks, total, "count")
    head.line(f"{surely} = 0")
    writer.here = outside
    if not doubtful:
        place = writer.name("i")
        outside.below(f"for {place} in range({marks}, {marks + total}):").line(f"{surely} += M[{place}]")
        return Num(surely, MOST if _open(writer, node) else surely)
    for name in (perhaps, hidden):
        head.line(f"{name} = 0")
    head.line(f"{hidden_sure} = False")
    if _open(writer, node):
        return Num(writer.atom(f"max({surely}, 1 if {hidden_sure} else 0)"), MOST)
    return Num(writer.atom(f"max({surely}, 1 if {hidden_sure} else 0)"), writer.atom(f"{perhaps} + {hidden}"))


def _distinct_numbers(writer: Writer, node: tree.Aggregate) -> Num:
    """Count the days or numbers named, each once: they are few, and looked up among those met before."""
    room = math.prod(_room(writer, loop) for loop in node.loops)
    found, sureness = writer.layout.reserve(room), writer.layout.reserve(room)
    outside = writer.here
    met, surely, hidden, hidden_sure, place, at = (writer.name("d") for _ in range(6))
    head, block = outside.insert(), outside.insert()
    writer.here = block
    doubtful = False

    def body(sure: Condition) -> None:
        nonlocal doubtful
        number = writer.held(writer.number(node.element))
        if number.nil is not False:
            writer.here = writer.here.below(f"if {negated(number.nil)}:")
        sure_here = writer.condition(sure)
        blurred: Condition = any_of(number.perhaps, number.unk)
        if number.lo != number.hi:
            blurred = any_of(blurred, f"{number.lo} != {number.hi}")
        if blurred is not False:
            doubtful = True
            branch = writer.here.below(f"if {blurred}:")
            branch.line(f"{hidden} += 1")
            branch.line(f"{hidden_sure} = {hidden_sure} or {sure_here}")
            writer.here = writer.here.below("else:")
        doubtful = doubtful or sure_here is not True
        value = writer.atom(number.lo)
        writer.here.line(f"{at} = {met}")
        look = writer.here.below(f"for {place} in range({met}):")
        same = look.below(f"if M[{found} + {place}] == {value}:")
        same.line(f"{at} = {place}")
        same.line("break")
        new = writer.here.below(f"if {at} == {met}:")
        for line in (f"M[{found} + {at}] = {value}", f"M[{sureness} + {at}] = 0", f"{met} += 1"):
            new.line(line)
        counted = writer.here.below(f"if {all_of(sure_here, f'M[{sureness} + {at}] == 0')}:")
        counted.line(f"M[{sureness} + {at}] = 1")
        counted.line(f"{surely} += 1")

    write_loops(writer, node.loops, body)
    writer.here = outside
    for name in (met, surely, hidden):
        head.line(f"{name} = 0")
    head.line(f"{hidden_sure} = False")
    if not doubtful:
        return Num(surely, MOST if _open(writer, node) else surely, least=0, most=room, data=True)
    least = writer.atom(f"max({surely}, 1 if {hidden_sure} else 0)")
    return Num(least, MOST if _open(writer, node) else writer.atom(f"{met} + {hidden}"))


def _room(writer: Writer, loop: tree.Loop) -> int:
    if isinstance(loop.over, tree.TableSource):
        return max(writer.capacity(loop.over.table), 1)
    raise UnsupportedFormulaError(loop.source, "counting distinct numbers of other things than rows")


def _marks(writer: Writer, element: tree.Node) -> tuple[int, int]:
    """Return where what is counted is marked, and how many marks there are."""
    if element.type.kind == "ref":
        total = rows_of(writer, element.type.table)
    elif isinstance(element, tree.Column) and _finite(writer, element):
        total = len(writer.layout.column(element.table, element.name).domain)
    else:
        raise UnsupportedFormulaError(element.source, "counting distinct things that are neither rows nor texts")
    return writer.layout.reserve(total), total


def _finite(writer: Writer, node: tree.Column) -> bool:
    return node.table in writer.layout.tables and not node.computed and node.type.kind not in NUMERIC_KINDS


def _marked(writer: Writer, element: tree.Node) -> tuple[str, Condition, Condition]:
    """Return the code of what is counted, when it is nothing, and when it is not known."""
    if element.type.kind == "ref":
        ref = write_row(writer, element)
        return (
            ref.code,
            f"{ref.code} == -1" if ref.nothing else False,
            f"{ref.code} == -2" if ref.unknown else False,
        )
    assert isinstance(element, tree.Column)  # noqa: S101  # as `_marks` saw
    plan = writer.layout.column(element.table, element.name)
    code = writer.atom(f"M[{plan.offset} + {write_row(writer, element.base).code}]")
    return code, f"{code} == {plan.code(None)}", f"{code} == {plan.code(UNKNOWN)}"


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
    is_open = _open(writer, node)
    if not doubtful and not is_open:
        return Flag(found) if wanted else Flag(f"not ({found})")
    head.line(f"{doubt} = {is_open}")
    never = f"not ({found}) and not ({doubt})"
    return Flag(found, never) if wanted else Flag(never, found)
