"""Aggregates as the loops they are, with bounds where a row or a value is doubtful."""

from __future__ import annotations

import math
from dataclasses import replace

from innosprint_rules.engine.kernel_code import bounded, contrary
from innosprint_rules.engine.kernel_conditions import Condition, Operand, all_of, any_of, negated
from innosprint_rules.engine.kernel_nodes import UnsupportedFormulaError
from innosprint_rules.engine.kernel_totals import ADDED, Totals, signed
from innosprint_rules.engine.kernel_values import Flag, Num
from innosprint_rules.engine.operations import NUMERIC_KINDS
from innosprint_rules.formula import tree
from innosprint_rules.formula.logic import (
    LEAST,
    MOST,
    UNKNOWN,
)


class Plain(Totals):
    """Writes aggregates as loops."""

    def _open(self, node: tree.Aggregate) -> bool:
        return any(
            isinstance(loop.over, tree.TableSource) and loop.over.view != "proposed" and self.is_open(loop.over.table)
            for loop in node.loops
        )

    def _plain_number(self, node: tree.Aggregate) -> Num:
        if node.function in ADDED:
            return self._plain_sum(node)
        if node.function == "count_distinct":
            return self._plain_distinct(node)
        return self._plain_extreme(node)

    def _plain_sum(self, node: tree.Aggregate) -> Num:
        lo, hi = self.name("s"), self.name("s")
        outside = self.here
        head = outside.insert()
        is_open = self._open(node)
        all_known = True
        block = outside.insert()
        self.here = block

        def body(sure: Condition) -> None:
            nonlocal all_known
            number = self._held(self.num(node.element))
            all_known = number.exact and sure is True
            if all_known:
                self.here.line(f"{lo} += {number.lo}")
                return
            sure = self.condition(sure)
            if signed(node.element):
                low: Operand = number.lo if sure is True else f"({number.lo} if {sure} else min(0, {number.lo}))"
                high: Operand = number.hi if sure is True else f"({number.hi} if {sure} else max(0, {number.hi}))"
                self.here.line(f"{lo} = low_sum({lo}, {low})")
                self.here.line(f"{hi} = high_sum({hi}, {high})")
                return
            # never below 0: its lower bound has an end, and its upper one where it is known
            self.here.line(f"{lo} += {number.lo if sure is True else f'({number.lo} if {sure} else 0)'}")
            self.here.line(f"{hi} += {number.hi}" if number.exact else f"{hi} = high_sum({hi}, {number.hi})")

        self.nest(node.loops, body)
        self.here = outside
        head.line(f"{lo} = 0")
        if all_known and not is_open:
            return Num(lo, lo, least=self._least(node), most=self._most(node))
        head.line(f"{hi} = 0")
        if all_known:
            outside.line(f"{hi} = {lo}")
        most = self._most(node)  # of the rows that are there
        if not is_open:
            return replace(bounded(Num(lo, hi)), most=most)
        return Num(LEAST if signed(node.element) else lo, MOST, most=most)

    def _least(self, node: tree.Aggregate) -> int | None:
        return None if signed(node.element) else 0

    def _most(self, node: tree.Aggregate) -> int | None:
        """Return the most that a count can be."""
        if node.function != "count" or not all(isinstance(loop.over, tree.TableSource) for loop in node.loops):
            return None
        tables = [loop.over.table for loop in node.loops if isinstance(loop.over, tree.TableSource)]
        return math.prod(self.capacity(table) for table in tables)

    def _plain_extreme(self, node: tree.Aggregate) -> Num:
        lo, hi, some, lost = (self.name("e") for _ in range(4))
        outside = self.here
        greatest = node.function == "max"
        head, block = outside.insert(), outside.insert()
        self.here = block
        all_known = sure_of_all = True

        def body(sure: Condition) -> None:
            nonlocal all_known, sure_of_all
            number = self._held(self.num(node.element))
            all_known = number.lo == number.hi
            doubt = any_of(negated(self.condition(sure)), number.unk)
            if doubt is not False:
                sure_of_all = False
                self.here.below(f"if {doubt}:").line(f"{lost} = True")
            there = all_of(negated(number.nil), negated(doubt))
            if there is not True:
                self.here = self.here.below(f"if {there}:")
            sign = ">" if greatest else "<"
            sides = [(lo, number.lo)] if all_known else [(lo, number.lo), (hi, number.hi)]
            for name, side in sides:
                self.here.below(f"if not {some} or {side} {sign} {name}:").line(f"{name} = {side}")
            self.here.line(f"{some} = True")

        self.nest(node.loops, body)
        self.here = outside
        head.line(f"{some} = False")
        head.line(f"{lo} = 0")
        if not all_known:
            head.line(f"{hi} = 0")
        if not sure_of_all:
            head.line(f"{lost} = False")
        last = lo if all_known else hi
        if self._open(node):
            return Num(LEAST, MOST, unk=True)
        if sure_of_all:
            return Num(lo, last, nil=f"not ({some})")
        lower = self.atom(f"{LEAST} if {lost} else {lo}")
        upper = self.atom(f"{MOST} if {lost} else {last}")
        return Num(lower, upper, nil=f"not ({some}) and not ({lost})", unk=lost)

    def _plain_distinct(self, node: tree.Aggregate) -> Num:
        """Count the rows or values named, each once: 2 marks one that is sure, 1 one that may be."""
        element = node.element
        marks, total = self._marks(element)
        outside = self.here
        surely, perhaps, hidden, hidden_sure = (self.name("d") for _ in range(4))
        head, block = outside.insert(), outside.insert()
        self.here = block
        doubtful = False

        def body(sure: Condition) -> None:
            nonlocal doubtful
            code, nothing, unknown = self._marked(element)
            if nothing is not False or unknown is not False:
                sure_here = self.condition(sure)
                if unknown is not False:
                    doubtful = True
                    branch = self.here.below(f"if {unknown}:")
                    branch.line(f"{hidden} += 1")
                    branch.line(f"{hidden_sure} = {hidden_sure} or {sure_here}")
                self.here = self.here.below(f"if {all_of(negated(nothing), negated(unknown))}:")
            place = f"M[{marks} + {code}]"
            if sure is True and not doubtful:
                self.here.line(f"{place} = 1")
                return
            doubtful = True
            self.here.below(f"if {place} == 0:").line(f"{perhaps} += 1")
            new = self.here.below(f"if {sure} and {place} != 2:")
            new.line(f"{surely} += 1")
            new.line(f"{place} = 2")
            self.here.below(f"if {place} == 0:").line(f"{place} = 1")

        self.nest(node.loops, body)
        self.here = head
        self._clear(marks, total, "count")
        head.line(f"{surely} = 0")
        self.here = outside
        if not doubtful:
            place = self.name("i")
            outside.below(f"for {place} in range({marks}, {marks + total}):").line(f"{surely} += M[{place}]")
            return Num(surely, MOST if self._open(node) else surely)
        for name in (perhaps, hidden):
            head.line(f"{name} = 0")
        head.line(f"{hidden_sure} = False")
        if self._open(node):
            return Num(self.atom(f"max({surely}, 1 if {hidden_sure} else 0)"), MOST)
        return Num(self.atom(f"max({surely}, 1 if {hidden_sure} else 0)"), self.atom(f"{perhaps} + {hidden}"))

    def _marks(self, element: tree.Node) -> tuple[int, int]:
        """Return where what is counted is marked, and how many marks there are."""
        if element.type.kind == "ref":
            total = self._rows_of(element.type.table)
        elif isinstance(element, tree.Column) and self._finite(element):
            total = len(self.layout.column(element.table, element.name).domain)
        else:
            raise UnsupportedFormulaError(element.source, "counting distinct things that are neither rows nor texts")
        return self.layout.reserve(total), total

    def _finite(self, node: tree.Column) -> bool:
        return node.table in self.layout.tables and not node.computed and node.type.kind not in NUMERIC_KINDS

    def _marked(self, element: tree.Node) -> tuple[str, Condition, Condition]:
        """Return the code of what is counted, when it is nothing, and when it is not known."""
        if element.type.kind == "ref":
            ref = self.ref(element)
            return (
                ref.code,
                f"{ref.code} == -1" if ref.nothing else False,
                f"{ref.code} == -2" if ref.unknown else False,
            )
        assert isinstance(element, tree.Column)  # noqa: S101  # as `_marks` saw
        plan = self.layout.column(element.table, element.name)
        code = self.atom(f"M[{plan.offset} + {self.ref(element.base).code}]")
        return code, f"{code} == {plan.code(None)}", f"{code} == {plan.code(UNKNOWN)}"

    def _plain_flag(self, node: tree.Aggregate) -> Flag:
        """Write a loop that stops at the row that decides."""
        found, doubt = self.name("f"), self.name("f")
        outside = self.here
        head, block = outside.insert(), outside.insert()
        self.here = block
        doubtful = False
        wanted = node.function == "any"

        def body(sure: Condition) -> None:
            nonlocal doubtful
            flag = self.flag(node.element)
            flag = flag if wanted else contrary(flag)
            if flag.exact and sure is True:
                if flag.yes is True:
                    self.here.line(f"{found} = True")
                elif flag.yes is not False:
                    self.here.below(f"if {flag.yes}:").line(f"{found} = True")
            else:
                doubtful = True
                flag = self.named(flag)
                self.here.below(f"if {any_of(all_of(flag.yes, sure))}:").line(f"{found} = True")
                self.here.below(f"if {negated(flag.never)}:").line(f"{doubt} = True")
            if len(node.loops) == 1:
                self.here.below(f"if {found}:").line("break")

        self.nest(node.loops, body)
        self.here = outside
        head.line(f"{found} = False")
        is_open = self._open(node)
        if not doubtful and not is_open:
            return Flag(found) if wanted else Flag(f"not ({found})")
        head.line(f"{doubt} = {is_open}")
        never = f"not ({found}) and not ({doubt})"
        return Flag(found, never) if wanted else Flag(never, found)
