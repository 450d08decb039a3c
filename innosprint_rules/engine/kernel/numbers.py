"""Specialised formulas to code: numbers, amounts and dates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from innosprint_rules.engine.evaluation.operations import NUMERIC_KINDS
from innosprint_rules.engine.kernel.bounds import added, bounded, scaled
from innosprint_rules.engine.kernel.days import after, write_shifted
from innosprint_rules.engine.kernel.layout import NOTHING, UNKNOWN_CELL
from innosprint_rules.engine.kernel.order import write_row
from innosprint_rules.engine.kernel.row_columns import computed_column, stored_number
from innosprint_rules.engine.kernel.source.block import Block
from innosprint_rules.engine.kernel.source.conditions import Condition, Operand, all_of, any_of, negated
from innosprint_rules.engine.kernel.source.lifted import marked
from innosprint_rules.engine.kernel.specialising.nodes import Held, UnsupportedFormulaError
from innosprint_rules.engine.kernel.values import LEAST, MOST, Flag, Num, blank_bounds, constant, exact, known
from innosprint_rules.engine.kernel.writer import Writer
from innosprint_rules.formula import tree
from innosprint_rules.formula.functions import FUNCTIONS


def _limit(choose: Callable[[list[int]], int], sides: list[int | None]) -> int | None:
    known = [each for each in sides if each is not None]
    return choose(known) if len(known) == len(sides) else None


def write_constant(_writer: Writer, node: tree.Constant) -> Num:
    """Return the code of a constant."""
    return constant(node.value)


def write_held(writer: Writer, node: Held) -> Num:
    """Return the code of a number that is data, and perhaps nothing: then the number is one that is in any table."""
    value = int(node.value) if isinstance(node.value, int) else writer.spec.at
    code = marked(value, node.mark)
    nil: Condition = f"{writer.data(int(node.value is None))} == 1" if node.type.nothing else False
    return Num(code, code, nil, least=value, most=value, data=True)


def write_variable(writer: Writer, node: tree.Variable) -> Num:
    """Return the number that a loop over numbers has reached."""
    return writer.numbers[node.slot]


def write_arithmetic(writer: Writer, node: tree.Arithmetic) -> Num:
    """Return the code of a sum, a difference, or a product with a constant."""
    a, b = writer.number(node.left), writer.number(node.right)
    if node.op in ("+", "-"):
        return added(a, b, node.op)
    for one, other in ((a, b), (b, a)):
        times = known(other)
        if times is not None:
            return scaled(one, times, other.lo)
    raise UnsupportedFormulaError(node.source, "a product of two things that years change")


def write_number_cell(writer: Writer, node: tree.Column) -> Num:
    """Return the code of a cell: of a file, of a derived table, or of a computed column."""
    base = write_row(writer, node.base)
    if node.computed:
        return stored_number(writer, computed_column(writer, node.table, node.name), base, node.type)
    if node.table not in writer.layout.tables:
        return stored_number(writer, writer.derived_table(node.table).columns[node.name], base, node.type)
    plan = writer.layout.column(node.table, node.name)
    nothing = plan.nothing or base.nothing
    unknown = writer.may_be_unknown(node.table, node.name) or base.unknown
    code = f"M[{plan.offset} + {base.code}]"
    if not nothing and not unknown:
        return Num(code, code, least=plan.low, most=plan.high, data=True)
    cell = writer.atom(code)
    nil: Condition = f"{cell} == {NOTHING}" if nothing else False
    if not unknown:
        return Num(cell, cell, nil, least=plan.low, most=plan.high, data=True)
    lowest, highest = blank_bounds(node.type)
    top: Operand = highest
    if plan.own_day and not node.type.nothing:
        # a row without a day has happened by now; of a row that is not known nothing is
        top = f"({highest} if {base.code} == {UNKNOWN_CELL} else {writer.moment})" if base.unknown else writer.moment
    lo = writer.atom(f"{lowest} if {cell} == {UNKNOWN_CELL} else {cell}")
    hi = writer.atom(f"{top} if {cell} == {UNKNOWN_CELL} else {cell}")
    unk: Condition = f"{cell} == {UNKNOWN_CELL}" if node.type.nothing else False
    blank = (lowest, writer.spec.at if isinstance(top, int) and plan.own_day else highest)
    return Num(lo, hi, nil, unk, cell=cell, blank=blank)


def write_call(writer: Writer, node: tree.Call) -> Num:
    """Return the code of a function of numbers or days."""
    arguments = node.arguments
    name = node.function
    if FUNCTIONS[name].rounds:
        raise UnsupportedFormulaError(node.source, "a division of what years change")
    if any(each.type.kind not in NUMERIC_KINDS for each in arguments):
        raise UnsupportedFormulaError(node.source, "a function of texts that years change")
    if name in ("months_after", "years_after", "month_end"):
        function = FUNCTIONS[name].work
        start = writer.number(arguments[0])
        if len(arguments) == 1:
            return write_shifted(writer, node, start, function)
        count = writer.number(arguments[1])
        times, day = known(count), known(start)
        if times is not None:
            return write_shifted(writer, node, start, partial(after, function, times))
        if day is not None and abs(day) < MOST and count.exact:
            return write_shifted(writer, node, count, partial(function, day))
        if isinstance(start.lo, int) and isinstance(start.hi, int) and count.exact:
            sides = [
                bound if abs(bound) >= MOST else write_shifted(writer, node, count, partial(function, bound)).lo
                for bound in (start.lo, start.hi)
            ]
            return Num(sides[0], sides[1])
        raise UnsupportedFormulaError(node.source, "a calendar shift of which both ends change")
    values = [writer.number(each) for each in arguments]
    if name == "years_between":
        since = known(values[0])
        if since is None or not values[1].exact:
            raise UnsupportedFormulaError(node.source, "a number of years that years change")
        return write_shifted(writer, node, values[1], partial(FUNCTIONS[name].work, since))
    if name == "exactly":
        return _exactly(writer, values[0])
    if name == "days_after":
        return added(values[0], values[1])
    if name == "days_between":
        return added(values[1], values[0], "-")
    if name == "days_in":
        return _extreme("max", [added(added(values[1], values[0], "-"), exact(1)), exact(0)])
    if name == "common_days":
        return _common_days(values)
    if name in ("min", "earliest", "max", "latest"):
        return _extreme("min" if name in ("min", "earliest") else "max", values)
    raise UnsupportedFormulaError(node.source, "a function whose result years change")


def _exactly(writer: Writer, value: Num) -> Num:
    """Return a number that is known, and nothing of one of which only bounds are."""
    if value.lo == value.hi and value.unk is False:
        return value
    held = writer.held(value)
    known = writer.condition(all_of(f"{held.lo} == {held.hi}", negated(held.unk)))
    return Num(writer.atom(f"{held.lo} if {known} else {LEAST}"), writer.atom(f"{held.hi} if {known} else {MOST}"))


def _extreme(name: str, values: list[Num]) -> Num:
    choose = min if name == "min" else max

    def side(operands: list[Operand]) -> Operand:
        if all(isinstance(each, int) for each in operands):
            return choose(int(each) for each in operands)
        return f"{name}({', '.join(map(str, operands))})"

    los, data = [each.lo for each in values], any(each.data for each in values)
    least = _limit(choose, [each.least for each in values])
    most = _limit(choose, [each.most for each in values])
    if all(each.lo == each.hi for each in values):
        return Num(side(los), side(los), least=least, most=most, data=data)
    return Num(side(los), side([each.hi for each in values]), least=least, most=most, data=data)


def _common_days(values: list[Num]) -> Num:
    a, b, c, d = values

    def common(first: Operand, last: Operand, other: Operand, end: Operand) -> str:
        return f"max(0, min({last}, {end}) - max({first}, {other}) + 1)"

    if all(each.lo == each.hi for each in values):
        code = common(a.lo, b.lo, c.lo, d.lo)
        return Num(code, code)
    far = 2**60  # so that no difference of two infinite days passes what a machine word holds

    def near(side: Operand) -> str:
        return f"max({-far}, min({far}, {side}))"

    least = common(near(a.hi), near(b.lo), near(c.hi), near(d.lo))
    most = common(near(a.lo), near(b.hi), near(c.lo), near(d.hi))
    return bounded(Num(least, most))


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
            write_either_way(writer, code, test.yes, (first, then.lo), (second, other.lo))
        least, most = _limit(min, [then.least, other.least]), _limit(max, [then.most, other.most])
        return Num(code, code, least=least, most=most, data=True)
    if not (first.empty and second.empty):
        return _where_asked(writer, node, writer.named(test), (then, first), (other, second))
    writer.here.add(first)
    writer.here.add(second)
    yes, never = writer.condition(test.yes), writer.condition(test.never)

    def pick(a: Operand, b: Operand, else_: str) -> Operand:
        if test.exact:
            return a if a == b else writer.atom(f"{a} if {yes} else {b}")
        return writer.atom(f"{a} if {yes} else ({b} if {never} else {else_})")

    nil = picked(test, then.nil, other.nil, all_of(then.nil, other.nil))
    lost = any_of(then.nil, other.nil, then.unk, other.unk)
    unk = picked(test, then.unk, other.unk, all_of(lost, negated(all_of(then.nil, other.nil))))

    def either(name: str, a: Operand, b: Operand) -> str:
        """Return the bound where the test is not decided: of the one that is something, else of both."""
        code = f"{name}({a}, {b})"
        code = str(a) if other.nil is True else code if other.nil is False else f"({a} if {other.nil} else {code})"
        return str(b) if then.nil is True else code if then.nil is False else f"({b} if {then.nil} else {code})"

    lo = pick(then.lo, other.lo, either("min", then.lo, other.lo))
    hi = pick(then.hi, other.hi, either("max", then.hi, other.hi))
    perhaps = then.perhaps or other.perhaps
    return Num(lo, hi, nil, unk, perhaps)


def _branch(writer: Writer, node: tree.Node) -> tuple[Num, Block]:
    """Return one side of a choice and its lines, for the years in which it is asked for."""
    around, writer.in_place = writer.in_place, writer.walk is None
    try:
        return writer.aside(lambda: writer.held(writer.number(node)))
    finally:
        writer.in_place = around


def _where_asked(
    writer: Writer, node: tree.Choice, test: Flag, then: tuple[Num, Block], other: tuple[Num, Block]
) -> Num:
    """Give names to one of two numbers, each worked out only in the years in which it may be the one."""
    no_nil = then[0].nil is False and other[0].nil is False
    no_unk = then[0].unk is False and other[0].unk is False and (test.exact or no_nil)
    lo, hi, nil, unk = (writer.name("c") for _ in range(4))

    def branch(head: str, lines: Block, number: Num) -> None:
        below = writer.here.below(head)
        below.add(lines)
        below.line(f"{lo} = {number.lo}")
        below.line(f"{hi} = {number.hi}")
        if not no_nil:
            below.line(f"{nil} = {number.nil}")
        if not no_unk:
            below.line(f"{unk} = {number.unk}")

    branch(f"if {test.yes}:", then[1], then[0])
    branch("else:" if test.exact else f"elif {test.never}:", other[1], other[0])
    if not test.exact:
        # neither is sure: bounds of both, written out again
        one, first = _branch(writer, node.then)
        two, second = _branch(writer, node.other)
        first.add(second)
        lost = any_of(one.nil, two.nil, one.unk, two.unk)
        both_nil = all_of(one.nil, two.nil)
        either = Num(f"min({one.lo}, {two.lo})", f"max({one.hi}, {two.hi})", both_nil, all_of(lost, negated(both_nil)))
        branch("else:", first, either)
    perhaps = then[0].perhaps or other[0].perhaps
    return Num(lo, hi, False if no_nil else nil, False if no_unk else unk, perhaps)


def write_either_way(
    writer: Writer, name: str, test: Condition, then: tuple[Block, Operand], other: tuple[Block, Operand]
) -> None:
    """Give a name one of two values, each with the lines that it needs."""
    for head, (lines, value) in ((f"if {test}:", then), ("else:", other)):
        branch = writer.here.below(head)
        branch.add(lines)
        branch.line(f"{name} = {value}")


def picked(test: Flag, a: Condition, b: Condition, neither: Condition) -> Condition:
    """Return a condition that is one of two: ``a`` where a test holds, ``b`` where it does not."""
    cases = [all_of(test.yes, a), all_of(test.never, b)]
    if not test.exact:
        cases.append(all_of(negated(test.yes), negated(test.never), neither))
    return any_of(*cases)
