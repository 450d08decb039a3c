"""Specialised formulas to code: numbers, flags and rows, with what they need written in front of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from innosprint_rules.engine.kernel_code import (
    UNKNOWN_FLAG,
    Block,
    Condition,
    Flag,
    Num,
    Operand,
    Ref,
    added,
    all_of,
    any_of,
    both,
    bounded,
    clamp_high,
    clamp_low,
    compared,
    contrary,
    either,
    equal,
    exact,
    negated,
    scaled,
    settled,
    wrapped,
)
from innosprint_rules.engine.kernel_layout import NOTHING, UNKNOWN_CELL
from innosprint_rules.engine.kernel_state import State
from innosprint_rules.engine.kernel_tree import Dated, Truth, UnsupportedFormulaError
from innosprint_rules.engine.operations import NUMERIC_KINDS
from innosprint_rules.formula import tree
from innosprint_rules.formula.functions import FUNCTIONS
from innosprint_rules.formula.logic import LEAST, MOST, UNKNOWN, Interval, PerhapsNothing
from innosprint_rules.formula.types import Type

_MASK_BITS = 62
_MOST_DAYS = 120_000  # of a table by day


def constant(value: Any) -> Num:
    """Return a value of the reference evaluator as a number of the kernel."""
    if value is None:
        return Num(0, 0, nil=True)
    if value is UNKNOWN:
        return Num(LEAST, MOST, unk=True)
    if isinstance(value, Interval):
        return Num(value.lo, value.hi, perhaps=isinstance(value, PerhapsNothing))
    return exact(int(value))


def _limit(choose: Callable[[list[int]], int], sides: list[int | None]) -> int | None:
    known = [each for each in sides if each is not None]
    return choose(known) if len(known) == len(sides) else None


def _after(function: Callable[[int, int], int], count: int, day: int) -> int:
    return function(day, count)


def blank_bounds(kind: Type) -> tuple[int, int]:
    """Return the bounds of a missing value of a type."""
    return (0, MOST) if kind.kind in ("amount", "number", "decimal") and not kind.nothing else (LEAST, MOST)


class Expressions(State):
    """Writes expressions; ``kernel_loops`` adds loops, ``kernel_tables`` what is kept a row."""

    # rows --------------------------------------------------------------------------------------------

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

    # numbers -----------------------------------------------------------------------------------------

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

    def _dated(self, node: Dated) -> Num:
        """Look a parameter up by a day that years decide."""
        if node.on is None:
            day = Num("as_of", "as_of", least=self.first_moment, most=self.spec.at)
            by_day = {each: self.spec.context.at(each).parameter(node.name) for each in self._days(node, day)}
            return self._by_day(node, day, by_day)
        day = self.num(node.on)
        if day.cell:
            plan_low, plan_high = self.day_limits(node.on)
            known = Num(day.cell, day.cell, least=plan_low, most=plan_high)
            by_day = {each: self.spec.context.parameter(node.name, each) for each in self._days(node, known)}
            if not self.spec.fixed:
                raise UnsupportedFormulaError(node.source, "a parameter amended, on a day that may be missing")
            missing = self.spec.context.parameter(node.name, Interval(*day.blank))
            found = self._by_day(node, known, by_day)
            blank = constant(missing)
            if blank.nil or blank.unk or blank.perhaps or found.nil or found.unk:
                raise UnsupportedFormulaError(node.source, "a parameter that may be nothing on a day that is missing")
            lo = self.atom(f"{blank.lo} if {day.cell} == {UNKNOWN_CELL} else {found.lo}")
            hi = self.atom(f"{blank.hi} if {day.cell} == {UNKNOWN_CELL} else {found.hi}")
            return Num(lo, hi)
        if not day.exact:
            raise UnsupportedFormulaError(node.source, "a parameter on a day that may be missing")
        by_day = {each: self.spec.context.parameter(node.name, each) for each in self._days(node, day)}
        return self._by_day(node, day, by_day)

    def _days(self, node: tree.Node, day: Num) -> range:
        if day.least is None or day.most is None or day.most - day.least > _MOST_DAYS:
            raise UnsupportedFormulaError(node.source, "a day without known limits")
        return range(day.least, day.most + 1)

    def _by_day(self, node: tree.Node, day: Num, worth: dict[int, Any]) -> Num:
        """Return what a day is worth, from a table of days."""
        values = [constant(each) for each in worth.values()]
        if not values:
            return exact(0)
        if all(each == values[0] for each in values):
            return values[0]
        if any(each.perhaps for each in values):
            raise UnsupportedFormulaError(node.source, "a parameter that may be nothing")
        first = next(iter(worth))
        index = wrapped(self.atom(str(day.lo)))
        lows, highs = [each.lo for each in values], [each.hi for each in values]

        def look(numbers: list[Operand]) -> str:
            return f"M[{self.table_of_numbers(numbers)} + {index} - {first}]"

        nils: list[Operand] = [int(bool(each.nil)) for each in values]
        unks: list[Operand] = [int(bool(each.unk)) for each in values]
        nil: Condition = f"{look(nils)} == 1" if any(nils) else False
        unk: Condition = f"{look(unks)} == 1" if any(unks) else False
        if lows == highs:
            return Num(look(lows), look(lows), nil, unk, least=min(map(int, lows)), most=max(map(int, lows)))
        return Num(look(lows), look(highs), nil, unk)

    def _shifted(self, node: tree.Call, day: Num, work: Callable[[int], int]) -> Num:
        """Return a day moved along the calendar, from a table of days."""
        if isinstance(day.lo, int) and isinstance(day.hi, int):
            raise UnsupportedFormulaError(node.source, "a calendar shift of bounds")
        if day.cell:
            least, most = self.day_limits(node.arguments[0])
        elif day.exact:
            least, most = day.least, day.most
        else:
            least = most = None
        days = self._days(node, Num(0, 0, least=least, most=most))
        if not days:
            return Num(LEAST, MOST) if day.cell else exact(0)
        values: list[Operand] = [work(each) for each in days]
        table = self.table_of_numbers(values)

        def look(side: Operand) -> str:
            return f"M[{table} + {wrapped(side)} - {days[0]}]"

        if day.exact:
            return Num(look(day.lo), look(day.lo), day.nil, least=int(values[0]), most=int(values[-1]))
        low, high = day.blank
        lowest = work(low) if abs(low) < MOST else low
        highest = work(high) if abs(high) < MOST else high
        missing = f"{day.cell} == {UNKNOWN_CELL}"
        lo = self.atom(f"{lowest} if {missing} else {look(day.cell)}")
        hi = self.atom(f"{highest} if {missing} else {look(day.cell)}")
        return Num(lo, hi, day.nil, day.unk)

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
                return self._shifted(node, start, partial(_after, function, count.lo))
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

    # flags -------------------------------------------------------------------------------------------

    def flag(self, node: tree.Node) -> Flag:
        """Return the code of a flag."""
        match node:
            case tree.Constant(value=value):
                known: Any = value
                return UNKNOWN_FLAG if known is UNKNOWN or known is None else Flag(bool(known))
            case Truth():
                return self._looked_up(node)
            case tree.Both(parts=parts):
                return self._sequence(parts, True)
            case tree.Either(parts=parts):
                return self._sequence(parts, False)
            case tree.Negation(part=part):
                return contrary(self.flag(part))
            case tree.Compare():
                return self._comparison(node)
            case tree.Choice():
                return self._chosen_flag(node)
            case tree.Given(value=value):
                return self._given(value)
            case tree.Known(value=value):
                return self._known(value)
            case tree.Measure(name=name):
                return self.measure_flag(name)
            case tree.Column(computed=True):
                return self.stored_flag(self.computed_column(node.table, node.name), self.ref(node.base))
            case tree.Aggregate():
                return self.aggregate_flag(node)
            case _:
                raise UnsupportedFormulaError(node.source, f"a flag by {type(node).__name__}")

    def _looked_up(self, node: Truth) -> Flag:
        index = ""
        for cell, size in zip(node.cells, node.sizes, strict=True):
            code = f"M[{self.layout.column(cell.table, cell.name).offset} + {self.ref(cell.base).code}]"
            index = code if not index else f"{wrapped(index)} * {size} + {code}"
        possible = self.possible(node)
        values = node.values
        surely = [place for place in possible if values[place] is True]
        never = [place for place in possible if values[place] is False]
        if len(surely) + len(never) == len(possible):
            return Flag(self._member(index, surely, never, len(values)))
        place = self.atom(index)
        return settled(
            Flag(self._member(place, surely, None, len(values)), self._member(place, never, None, len(values)))
        )

    def _member(self, index: str, places: Sequence[int], others: Sequence[int] | None, size: int) -> Condition:
        """Return the condition that an index is among some places."""
        if not places:
            return False
        if others is not None and not others:
            return True
        if len(places) == 1:
            return f"{index} == {places[0]}"
        if others is not None and len(others) == 1:
            return f"{index} != {others[0]}"
        if size <= _MASK_BITS:
            mask = sum(1 << place for place in places)
            return f"({mask} >> {wrapped(index)}) & 1 == 1"
        chosen = set(places)
        table = self.table_of_numbers([int(place in chosen) for place in range(size)])
        return f"M[{table} + {wrapped(index)}] == 1"

    def _sequence(self, parts: tuple[tree.Node, ...], conjoined: bool) -> Flag:
        """Join conditions; what a later one needs is worked out only where the earlier ones leave it open."""
        flags: list[Flag] = []
        join = both if conjoined else either
        for number, part in enumerate(parts):
            flag, needs = self.aside(lambda each=part: self.flag(each))  # type: ignore[misc]  # bound at once
            if needs.empty or not flags or not all(each.exact for each in flags):
                self.here.add(needs)
                flags.append(flag)
                continue
            so_far = join(flags)
            if isinstance(so_far.yes, bool):
                self.here.add(needs)
                flags.append(flag)
                continue
            rest = [flag]
            inner = self.here
            result = self.name("t")
            inner.line(f"{result} = {not conjoined}")
            branch = inner.below(f"if {so_far.yes if conjoined else negated(so_far.yes)}:")
            branch.add(needs)
            self.here = branch
            rest.extend(self.flag(later) for later in parts[number + 1 :])
            whole = join(rest)
            if whole.exact:
                branch.line(f"{result} = {whole.yes}")
                self.here = inner
                return Flag(result)
            other = self.name("t")
            inner.items.insert(inner.items.index(branch) - 1, f"{other} = {conjoined}")
            branch.line(f"{result} = {whole.yes}")
            branch.line(f"{other} = {whole.never}")
            self.here = inner
            return Flag(result, other)
        return join(flags)

    def _comparison(self, node: tree.Compare) -> Flag:
        kind = node.left.type.kind if node.left.type.kind != "nothing" else node.right.type.kind
        if kind in NUMERIC_KINDS:
            a, b = self.num(node.left), self.num(node.right)
            if node.op in ("==", "!="):
                same = equal(self._held(a), self._held(b))
                return same if node.op == "==" else contrary(same)
            if not a.exact:
                a = self._held(a)
            if not b.exact:
                b = self._held(b)
            return settled(compared(node.op, a, b))
        if kind == "ref":
            same = self._same_row(self.ref(node.left), self.ref(node.right))
            return same if node.op == "==" else contrary(same)
        raise UnsupportedFormulaError(node.source, "a comparison of texts that years change")

    def _held(self, number: Num) -> Num:
        """Return a number with its bounds in names of their own, as both are used more than once."""
        if number.exact:
            return number
        lo, hi = (each if isinstance(each, int) else self.atom(each) for each in (number.lo, number.hi))
        return replace(number, lo=lo, hi=hi)

    @staticmethod
    def _same_row(a: Ref, b: Ref) -> Flag:
        same = f"{a.code} == {b.code}"
        if not (a.nothing or a.unknown or b.nothing or b.unknown):
            return Flag(same)
        yes = all_of(same, f"{a.code} >= 0" if a.nothing or a.unknown else True)
        if not (a.unknown or b.unknown):
            return Flag(yes)
        nothing = any_of(f"{a.code} == -1" if a.nothing else False, f"{b.code} == -1" if b.nothing else False)
        known = [f"{each.code} != {UNKNOWN_CELL}" if each.unknown else True for each in (a, b)]
        return Flag(yes, any_of(nothing, all_of(*known, f"{a.code} != {b.code}")))

    def _chosen_flag(self, node: tree.Choice) -> Flag:
        test = self.flag(node.test)
        if test.exact and isinstance(test.yes, bool):
            return self.flag(node.then if test.yes else node.other)
        then, first = self.aside(lambda: self.flag(node.then))
        other, second = self.aside(lambda: self.flag(node.other))
        if test.exact and then.exact and other.exact and not (first.empty and second.empty):
            name = self.name("t")
            self._either_way(name, test.yes, (first, then.yes), (second, other.yes))
            return Flag(name)
        self.here.add(first)
        self.here.add(second)
        test = self.named(test)
        then, other = self.named(then), self.named(other)
        yes_code = self._picked(test, then.yes, other.yes, all_of(then.yes, other.yes))
        if test.exact and then.exact and other.exact:
            return Flag(yes_code)
        return settled(Flag(yes_code, self._picked(test, then.never, other.never, all_of(then.never, other.never))))

    def named(self, flag: Flag) -> Flag:
        """Return a flag with its conditions in names of their own."""
        if flag.exact:
            return Flag(self.condition(flag.yes))
        return Flag(self.condition(flag.yes), self.condition(flag.never))

    def _given(self, value: tree.Node) -> Flag:
        if value.type.kind == "ref":
            ref = self.ref(value)
            if not ref.unknown:
                return Flag(f"{ref.code} != {NOTHING}" if ref.nothing else True)
            never: Condition = f"{ref.code} == {NOTHING}" if ref.nothing else False
            return Flag(f"{ref.code} >= 0", never)
        if value.type.kind not in NUMERIC_KINDS:
            raise UnsupportedFormulaError(value.source, "given() of what years change")
        number = self.num(value)
        if number.unk is False and not number.perhaps:
            return Flag(negated(number.nil))
        sure: Condition = False if number.perhaps else all_of(negated(number.nil), negated(number.unk))
        return settled(Flag(sure, number.nil))

    def _known(self, value: tree.Node) -> Flag:
        if value.type.kind == "ref":
            ref = self.ref(value)
            return Flag(f"{ref.code} != {UNKNOWN_CELL}" if ref.unknown else True)
        if value.type.kind == "flag":
            flag = self.flag(value)
            return Flag(True) if flag.exact else Flag(any_of(flag.yes, flag.never))
        if value.type.kind not in NUMERIC_KINDS:
            raise UnsupportedFormulaError(value.source, "known() of what years change")
        number = self.num(value)
        if number.exact:
            return Flag(True)
        if number.perhaps:
            return Flag(number.nil)
        number = self._held(number)
        same: Condition = number.lo == number.hi if number.lo == number.hi else f"{number.lo} == {number.hi}"
        return Flag(any_of(number.nil, all_of(same, negated(number.unk))))


__all__ = ["Expressions", "blank_bounds", "clamp_high", "clamp_low", "constant"]
