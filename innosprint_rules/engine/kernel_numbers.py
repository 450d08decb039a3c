"""Specialised formulas to code: rows, numbers, amounts and dates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from innosprint_rules.engine.kernel_block import Block
from innosprint_rules.engine.kernel_code import added, bounded, scaled
from innosprint_rules.engine.kernel_conditions import Condition, Operand, all_of, any_of, negated
from innosprint_rules.engine.kernel_days import Days, after
from innosprint_rules.engine.kernel_layout import NOTHING, UNKNOWN_CELL
from innosprint_rules.engine.kernel_nodes import Dated, UnsupportedFormulaError
from innosprint_rules.engine.kernel_values import Flag, Num, Ref, blank_bounds, constant, exact
from innosprint_rules.engine.operations import NUMERIC_KINDS
from innosprint_rules.formula import tree
from innosprint_rules.formula.functions import FUNCTIONS
from innosprint_rules.formula.logic import (
    MOST,
)


def _limit(choose: Callable[[list[int]], int], sides: list[int | None]) -> int | None:
    known = [each for each in sides if each is not None]
    return choose(known) if len(known) == len(sides) else None


class Numbers(Days):
    """Writes rows and numbers."""

    def ref(self, node: tree.Node) -> Ref:
        """Return the code of a row."""
        if isinstance(node, tree.Variable):
            return self.rows[node.slot]
        if isinstance(node, tree.Constant) and node.value is None:
            return Ref(str(NOTHING), "", nothing=True)
        if isinstance(node, tree.Column) and not node.computed:
            base = self.ref(node.base)
            if node.table not in self.layout.tables:
                stored = self.derived_column(node.table, node.name)
                return Ref(self.atom(f"M[{stored.lo} + {base.code}]"), stored.target, stored.nothing, stored.unknown)
            plan = self.layout.column(node.table, node.name)
            nothing = plan.nothing or base.nothing
            unknown = self.may_be_unknown(node.table, node.name) or base.unknown
            return Ref(self.atom(f"M[{plan.offset} + {base.code}]"), plan.type.table, nothing, unknown)
        raise UnsupportedFormulaError(node.source, "a row chosen by a formula")

    def num(self, node: tree.Node) -> Num:
        """Return the code of a number, an amount or a date."""
        match node:
            case tree.Constant(value=value):
                return constant(value)
            case tree.AsOf():
                return Num("as_of", "as_of", least=self.first_moment, most=self.spec.at)
            case Dated():
                return self._dated(node)
            case tree.Measure(name=name):
                return self.measure_number(name)
            case tree.Variable(slot=slot):
                return self.numbers[slot]
            case tree.Column():
                return self._number_cell(node)
            case tree.Choice():
                return self._chosen(node)
            case tree.Arithmetic(op=op, left=left, right=right):
                return self._arithmetic(node, op, self.num(left), self.num(right))
            case tree.Call():
                return self._call(node)
            case tree.Aggregate():
                return self.aggregate_number(node)
            case _:
                raise UnsupportedFormulaError(node.source, f"a number by {type(node).__name__}")

    def _arithmetic(self, node: tree.Node, op: str, a: Num, b: Num) -> Num:
        if op in ("+", "-"):
            return added(a, b, op)
        if isinstance(b.lo, int) and b.lo == b.hi:
            return scaled(a, b.lo)
        if isinstance(a.lo, int) and a.lo == a.hi:
            return scaled(b, a.lo)
        raise UnsupportedFormulaError(node.source, "a product of two things that years change")

    def _number_cell(self, node: tree.Column) -> Num:
        base = self.ref(node.base)
        if node.computed:
            return self.stored_number(self.computed_column(node.table, node.name), base, node.type)
        if node.table not in self.layout.tables:
            return self.stored_number(self.derived_column(node.table, node.name), base, node.type)
        plan = self.layout.column(node.table, node.name)
        nothing = plan.nothing or base.nothing
        unknown = self.may_be_unknown(node.table, node.name) or base.unknown
        code = f"M[{plan.offset} + {base.code}]"
        if not nothing and not unknown:
            return Num(code, code, least=plan.low, most=plan.high)
        cell = self.atom(code)
        nil: Condition = f"{cell} == {NOTHING}" if nothing else False
        if not unknown:
            return Num(cell, cell, nil, least=plan.low, most=plan.high)
        lowest, highest = blank_bounds(node.type)
        top: Operand = highest
        if plan.own_day and not node.type.nothing:
            # a row without a day has happened by now; of a row that is not known nothing is
            top = f"({highest} if {base.code} == {UNKNOWN_CELL} else {self.moment})" if base.unknown else self.moment
        lo = self.atom(f"{lowest} if {cell} == {UNKNOWN_CELL} else {cell}")
        hi = self.atom(f"{top} if {cell} == {UNKNOWN_CELL} else {cell}")
        unk: Condition = f"{cell} == {UNKNOWN_CELL}" if node.type.nothing else False
        blank = (lowest, self.spec.at if isinstance(top, int) and plan.own_day else highest)
        return Num(lo, hi, nil, unk, cell=cell, blank=blank)

    def _call(self, node: tree.Call) -> Num:
        arguments = node.arguments
        name = node.function
        if any(each.type.kind not in NUMERIC_KINDS for each in arguments):
            raise UnsupportedFormulaError(node.source, "a function of texts that years change")
        if name in ("months_after", "years_after", "month_end"):
            function = FUNCTIONS[name].work
            start = self.num(arguments[0])
            if len(arguments) == 1:
                return self._shifted(node, start, function)
            count = self.num(arguments[1])
            if isinstance(count.lo, int) and count.lo == count.hi:
                return self._shifted(node, start, partial(after, function, count.lo))
            if isinstance(start.lo, int) and isinstance(start.hi, int) and count.exact:
                sides = [
                    bound if abs(bound) >= MOST else self._shifted(node, count, partial(function, bound)).lo
                    for bound in (start.lo, start.hi)
                ]
                return Num(sides[0], sides[1])
            raise UnsupportedFormulaError(node.source, "a calendar shift of which both ends change")
        values = [self.num(each) for each in arguments]
        if name == "days_after":
            return added(values[0], values[1])
        if name == "days_between":
            return added(values[1], values[0], "-")
        if name == "days_in":
            return self._extreme("max", [added(added(values[1], values[0], "-"), exact(1)), exact(0)])
        if name == "common_days":
            return self._common_days(values)
        return self._extreme("min" if name in ("min", "earliest") else "max", values)

    def _extreme(self, name: str, values: list[Num]) -> Num:
        choose = min if name == "min" else max

        def side(operands: list[Operand]) -> Operand:
            if all(isinstance(each, int) for each in operands):
                return choose(int(each) for each in operands)
            return f"{name}({', '.join(map(str, operands))})"

        los = [each.lo for each in values]
        least = _limit(choose, [each.least for each in values])
        most = _limit(choose, [each.most for each in values])
        if all(each.lo == each.hi for each in values):
            return Num(side(los), side(los), least=least, most=most)
        return Num(side(los), side([each.hi for each in values]), least=least, most=most)

    def _common_days(self, values: list[Num]) -> Num:
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

    def _chosen(self, node: tree.Choice) -> Num:
        test = self.flag(node.test)
        if test.exact and isinstance(test.yes, bool):
            return self.num(node.then if test.yes else node.other)
        then, first = self.aside(lambda: self.num(node.then))
        other, second = self.aside(lambda: self.num(node.other))
        if test.exact and then.exact and other.exact and then.nil is False and other.nil is False:
            if first.empty and second.empty:
                code = f"({then.lo} if {test.yes} else {other.lo})"
                return Num(code, code)
            name = self.name("c")
            self._either_way(name, test.yes, (first, then.lo), (second, other.lo))
            return Num(name, name)
        self.here.add(first)
        self.here.add(second)
        yes, never = self.condition(test.yes), self.condition(test.never)

        def pick(a: Operand, b: Operand, else_: str) -> Operand:
            if test.exact:
                return a if a == b else self.atom(f"{a} if {yes} else {b}")
            return self.atom(f"{a} if {yes} else ({b} if {never} else {else_})")

        nil = self._picked(test, then.nil, other.nil, all_of(then.nil, other.nil))
        lost = any_of(then.nil, other.nil, then.unk, other.unk)
        unk = self._picked(test, then.unk, other.unk, all_of(lost, negated(all_of(then.nil, other.nil))))
        lo = pick(then.lo, other.lo, f"min({then.lo}, {other.lo})")
        hi = pick(then.hi, other.hi, f"max({then.hi}, {other.hi})")
        perhaps = then.perhaps or other.perhaps
        return Num(lo, hi, nil, unk, perhaps)

    def _either_way(
        self, name: str, test: Condition, then: tuple[Block, Operand], other: tuple[Block, Operand]
    ) -> None:
        """Give a name one of two values, each with the lines that it needs."""
        for head, (lines, value) in ((f"if {test}:", then), ("else:", other)):
            branch = self.here.below(head)
            branch.add(lines)
            branch.line(f"{name} = {value}")

    def _picked(self, test: Flag, a: Condition, b: Condition, neither: Condition) -> Condition:
        cases = [all_of(test.yes, a), all_of(test.never, b)]
        if not test.exact:
            cases.append(all_of(negated(test.yes), negated(test.never), neither))
        return any_of(*cases)

    def _held(self, number: Num) -> Num:
        """Return a number with its bounds in names of their own, as both are used more than once."""
        if number.exact:
            return number
        lo, hi = (each if isinstance(each, int) else self.atom(each) for each in (number.lo, number.hi))
        return replace(number, lo=lo, hi=hi)
