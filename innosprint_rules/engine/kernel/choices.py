"""Specialised formulas to code: one of two numbers, or of two conditions."""

from __future__ import annotations

from dataclasses import replace

from innosprint_rules.engine.kernel.bounds import limit, settled
from innosprint_rules.engine.kernel.source.block import Block
from innosprint_rules.engine.kernel.source.conditions import Condition, Operand, all_of, any_of, negated
from innosprint_rules.engine.kernel.values import Flag, Num
from innosprint_rules.engine.kernel.writer import Writer
from innosprint_rules.formula import tree


def write_choice(writer: Writer, node: tree.Choice) -> Num:
    """Return the code of one of two numbers."""
    test = writer.flag(node.test)
    if test.exact and isinstance(test.yes, bool):
        return writer.number(node.then if test.yes else node.other)
    then, first = _branch(writer, node.then)
    other, second = _branch(writer, node.other)
    if isinstance(node.test, tree.Given) and node.test.value == node.then:
        then = replace(then, nil=False)  # where it is asked for it is something
    if test.exact and then.exact and other.exact and then.nil is False and other.nil is False:
        code = f"({then.lo} if {test.yes} else {other.lo})"
        if not (first.empty and second.empty):
            code = writer.name("c")
            _either_way(writer, code, test.yes, (first, then.lo), (second, other.lo))
        least, most = limit(min, [then.least, other.least]), limit(max, [then.most, other.most])
        return Num(code, code, least=least, most=most, data=True)
    if not (first.empty and second.empty):
        return _where_asked(writer, writer.named(test), (then, first), (other, second))
    writer.here.add(first)
    writer.here.add(second)
    yes, never = writer.condition(test.yes), writer.condition(test.never)

    def pick(a: Operand, b: Operand, else_: str) -> Operand:
        if test.exact:
            return a if a == b else writer.atom(f"{a} if {yes} else {b}")
        return writer.atom(f"{a} if {yes} else ({b} if {never} else {else_})")

    nil = _picked(test, then.nil, other.nil, all_of(then.nil, other.nil))
    lost = any_of(then.nil, other.nil, then.unk, other.unk)
    unk = _picked(test, then.unk, other.unk, all_of(lost, negated(all_of(then.nil, other.nil))))

    def either(name: str, a: Operand, b: Operand) -> str:
        """Return the bound where the test is not decided: of the one that is something, else of both."""
        code = f"{name}({a}, {b})"
        code = str(a) if other.nil is True else code if other.nil is False else f"({a} if {other.nil} else {code})"
        return str(b) if then.nil is True else code if then.nil is False else f"({b} if {then.nil} else {code})"

    lo = pick(then.lo, other.lo, either("min", then.lo, other.lo))
    hi = pick(then.hi, other.hi, either("max", then.hi, other.hi))
    perhaps = then.perhaps or other.perhaps
    return Num(lo, hi, nil, unk, perhaps)


def write_choice_of_flags(writer: Writer, node: tree.Choice) -> Flag:
    """Return one of two conditions."""
    test = writer.flag(node.test)
    if test.exact and isinstance(test.yes, bool):
        return writer.flag(node.then if test.yes else node.other)
    then, first = writer.aside(lambda: writer.flag(node.then))
    other, second = writer.aside(lambda: writer.flag(node.other))
    if test.exact and then.exact and other.exact and not (first.empty and second.empty):
        name = writer.name("t")
        _either_way(writer, name, test.yes, (first, then.yes), (second, other.yes))
        return Flag(name)
    writer.here.add(first)
    writer.here.add(second)
    test = writer.named(test)
    then, other = writer.named(then), writer.named(other)
    yes_code = _picked(test, then.yes, other.yes, all_of(then.yes, other.yes))
    if test.exact and then.exact and other.exact:
        return Flag(yes_code)
    return settled(Flag(yes_code, _picked(test, then.never, other.never, all_of(then.never, other.never))))


def _branch(writer: Writer, node: tree.Node) -> tuple[Num, Block]:
    """Return one side of a choice and its lines, for the years in which it is asked for."""
    around, writer.in_place = writer.in_place, writer.walk is None
    try:
        return writer.aside(lambda: writer.held(writer.number(node)))
    finally:
        writer.in_place = around


def _where_asked(writer: Writer, test: Flag, then: tuple[Num, Block], other: tuple[Num, Block]) -> Num:
    """Give names to one of two numbers, each worked out only in the years in which it may be the one."""
    (one, first), (two, second) = then, other
    no_nil = one.nil is False and two.nil is False
    no_unk = one.unk is False and two.unk is False and (test.exact or no_nil)
    lo, hi, nil, unk = (writer.name("c") for _ in range(4))

    def give(block: Block, low: Operand, high: Operand, is_nil: Condition, is_unk: Condition) -> None:
        if not no_unk:
            block.line(f"{unk} = {is_unk}")
        if not no_nil:
            block.line(f"{nil} = {is_nil}")
        block.line(f"{lo} = {low}")
        block.line(f"{hi} = {high}")

    block = writer.here.below(f"if {negated(test.never)}:")
    block.add(first)
    give(block, one.lo, one.hi, one.nil, one.unk)
    block = writer.here.below("else:" if test.exact else f"if {negated(test.yes)}:")
    block.add(second)
    if test.exact:
        give(block, two.lo, two.hi, two.nil, two.unk)
    else:
        give(block.below(f"if {test.never}:"), two.lo, two.hi, two.nil, two.unk)
        # neither is sure: bounds of both, those of the first by the names given above
        was_nil, was_unk = one.nil and nil, one.unk and unk
        both_nil = all_of(was_nil, two.nil)
        lost = any_of(was_nil, two.nil, was_unk, two.unk)
        doubtful = all_of(lost, negated(both_nil))
        give(block.below("else:"), f"min({lo}, {two.lo})", f"max({hi}, {two.hi})", both_nil, doubtful)
    return Num(lo, hi, False if no_nil else nil, False if no_unk else unk, one.perhaps or two.perhaps)


def _either_way(
    writer: Writer, name: str, test: Condition, then: tuple[Block, Operand], other: tuple[Block, Operand]
) -> None:
    """Give a name one of two values, each with the lines that it needs."""
    for head, (lines, value) in ((f"if {test}:", then), ("else:", other)):
        branch = writer.here.below(head)
        branch.add(lines)
        branch.line(f"{name} = {value}")


def _picked(test: Flag, a: Condition, b: Condition, neither: Condition) -> Condition:
    """Return a condition that is one of two: ``a`` where a test holds, ``b`` where it does not."""
    cases = [all_of(test.yes, a), all_of(test.never, b)]
    if not test.exact:
        cases.append(all_of(negated(test.yes), negated(test.never), neither))
    return any_of(*cases)
