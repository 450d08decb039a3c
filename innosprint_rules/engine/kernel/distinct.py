"""Aggregates that look at each value once: how many distinct ones, and the marks that remember which were seen."""

from __future__ import annotations

import math

from innosprint_rules.engine.evaluation.operations import NUMERIC_KINDS
from innosprint_rules.engine.kernel.loops import write_loops
from innosprint_rules.engine.kernel.order import write_row
from innosprint_rules.engine.kernel.source.conditions import Condition, all_of, any_of, negated
from innosprint_rules.engine.kernel.specialising.nodes import UnsupportedFormulaError
from innosprint_rules.engine.kernel.totals import clear, rows_of
from innosprint_rules.engine.kernel.values import MOST, Num
from innosprint_rules.engine.kernel.writer import Writer
from innosprint_rules.formula import tree
from innosprint_rules.formula.logic import UNKNOWN


def leaves_open(writer: Writer, node: tree.Aggregate) -> bool:
    return any(
        isinstance(loop.over, tree.TableSource) and loop.over.view != "proposed" and writer.is_open(loop.over.table)
        for loop in node.loops
    )


def write_distinct(writer: Writer, node: tree.Aggregate) -> Num:
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
        return Num(surely, MOST if leaves_open(writer, node) else surely)
    for name in (perhaps, hidden):
        head.line(f"{name} = 0")
    head.line(f"{hidden_sure} = False")
    if leaves_open(writer, node):
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
        return Num(surely, MOST if leaves_open(writer, node) else surely, least=0, most=room, data=True)
    least = writer.atom(f"max({surely}, 1 if {hidden_sure} else 0)")
    return Num(least, MOST if leaves_open(writer, node) else writer.atom(f"{met} + {hidden}"))


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
