"""Specialised formulas to code: flags, each worked out no further than it is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from innosprint_rules.engine.kernel_code import both, compared, contrary, either, equal, settled
from innosprint_rules.engine.kernel_conditions import Condition, all_of, any_of, negated, wrapped
from innosprint_rules.engine.kernel_layout import NOTHING, UNKNOWN_CELL
from innosprint_rules.engine.kernel_nodes import Truth, UnsupportedFormulaError
from innosprint_rules.engine.kernel_numbers import Numbers
from innosprint_rules.engine.kernel_values import UNKNOWN_FLAG, Flag, Ref
from innosprint_rules.engine.operations import NUMERIC_KINDS
from innosprint_rules.formula import tree
from innosprint_rules.formula.logic import (
    UNKNOWN,
)

_MASK_BITS = 62


class Flags(Numbers):
    """Writes flags."""

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
