"""Specialised formulas to code: numbers, amounts and dates."""

from __future__ import annotations

from functools import partial

from innosprint_rules.engine.evaluation.operations import NUMERIC_KINDS
from innosprint_rules.engine.kernel.bounds import added, bounded, limit, scaled
from innosprint_rules.engine.kernel.days import after, write_shifted
from innosprint_rules.engine.kernel.layout import NOTHING, UNKNOWN_CELL
from innosprint_rules.engine.kernel.order import write_row
from innosprint_rules.engine.kernel.row_columns import computed_column, stored_number
from innosprint_rules.engine.kernel.source.conditions import Condition, Operand, all_of, negated
from innosprint_rules.engine.kernel.source.lifted import marked
from innosprint_rules.engine.kernel.specialising.nodes import Held, UnsupportedFormulaError
from innosprint_rules.engine.kernel.values import LEAST, MOST, Num, blank_bounds, constant, exact, known
from innosprint_rules.engine.kernel.writer import Writer
from innosprint_rules.formula import tree
from innosprint_rules.formula.functions import FUNCTIONS


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
    least = limit(choose, [each.least for each in values])
    most = limit(choose, [each.most for each in values])
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
