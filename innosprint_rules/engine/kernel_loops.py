"""Measures and aggregates, each in the way that is quickest for what the year may leave unknown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from innosprint_rules.dossier.schema import TABLES
from innosprint_rules.engine.kernel_block import Block
from innosprint_rules.engine.kernel_code import contrary
from innosprint_rules.engine.kernel_conditions import Condition, any_of, negated
from innosprint_rules.engine.kernel_nodes import Truth
from innosprint_rules.engine.kernel_plain import Plain
from innosprint_rules.engine.kernel_state import T
from innosprint_rules.engine.kernel_totals import ADDED
from innosprint_rules.engine.kernel_values import Flag, Num
from innosprint_rules.formula import tree
from innosprint_rules.formula.logic import (
    UNKNOWN,
)


class Loops(Plain):
    """Chooses how aggregates are written."""

    def __init__(self, *arguments: object) -> None:
        super().__init__(*arguments)
        self._clean: dict[frozenset[tuple[str, str]], str] = {}
        self._numbers: dict[str, Num] = {}
        self._flags: dict[str, Flag] = {}

    def measure_number(self, name: str) -> Num:
        """Return a measure that is a number, worked out once."""
        if name not in self._numbers:
            body = self.spec.body(None, name)
            self._numbers[name] = self.hoisted(lambda: self._named_number(self.num(body)))
        return self._numbers[name]

    def _named_number(self, number: Num) -> Num:
        lo = number.lo if isinstance(number.lo, int) else self.atom(number.lo, "m")
        same = number.lo == number.hi
        hi = lo if same else number.hi if isinstance(number.hi, int) else self.atom(number.hi, "m")
        nil, unk = self.condition(number.nil), self.condition(number.unk)
        return replace(number, lo=lo, hi=hi, nil=nil, unk=unk)

    def measure_flag(self, name: str) -> Flag:
        """Return a measure that is a flag, worked out once."""
        if name not in self._flags:
            body = self.spec.body(None, name)
            self._flags[name] = self.hoisted(lambda: self.named(self.flag(body)))
        return self._flags[name]

    def aggregate_number(self, node: tree.Aggregate) -> Num:
        """Return a sum, a count or an extreme."""
        if self._closed(node):
            return self.hoisted(lambda: self._named_number(self._plain_number(node)))
        found = self._cleverly(node)
        if found is not None:
            return self._as_number(node, found)
        blank = self._blank_columns(node)
        if not blank:
            return self._plain_number(node)
        clean = self.clean(blank)
        found, quick = self.aside(lambda: self._assuming(blank, clean, node))
        if found is None:
            return self._plain_number(node)
        known = self._as_number(node, found)
        plain, slow = self._otherwise(clean, lambda: self._plain_number(node))
        return self._one_or_other(clean, (known, quick), (plain, slow))

    def _otherwise(self, clean: str, work: Callable[[], T]) -> tuple[T, Block]:
        """Return what ``work`` gives and its lines, for the years in which not all cells are known."""
        around, self.unless = self.unless, clean
        try:
            return self.aside(work)
        finally:
            self.unless = around

    @staticmethod
    def _as_number(node: tree.Aggregate, found: tuple[str, Condition]) -> Num:
        value, present = found
        return Num(value, value) if node.function in ADDED else Num(value, value, nil=negated(present))

    def _one_or_other(self, clean: str, known: tuple[Num, Block], plain: tuple[Num, Block]) -> Num:
        """Give names to a number that is worked out in one of two ways."""
        lo, hi, nil, unk = (self.name("q") for _ in range(4))
        for head, (number, lines) in ((f"if {clean}:", known), ("else:", plain)):
            branch = self.here.below(head)
            branch.add(lines)
            branch.line(f"{lo} = {number.lo}")
            branch.line(f"{hi} = {number.hi}")
            branch.line(f"{nil} = {number.nil}")
            branch.line(f"{unk} = {number.unk}")
        no_nil = known[0].nil is False and plain[0].nil is False
        return Num(lo, hi, False if no_nil else nil, False if plain[0].unk is False else unk, plain[0].perhaps)

    def aggregate_flag(self, node: tree.Aggregate) -> Flag:
        """Return whether any or all rows meet a condition."""
        if self._closed(node):
            return self.hoisted(lambda: self._plain_flag(node))
        found = self._cleverly(node)
        if found is not None:
            return self._as_flag(node, found)
        blank = self._blank_columns(node)
        if not blank:
            return self._plain_flag(node)
        clean = self.clean(blank)
        found, quick = self.aside(lambda: self._assuming(blank, clean, node))
        if found is None:
            return self._plain_flag(node)
        yes, no = self.name("q"), self.name("q")
        known = (self._as_flag(node, found), quick)
        plain = self._otherwise(clean, lambda: self._plain_flag(node))
        for head, (flag, lines) in ((f"if {clean}:", known), ("else:", plain)):
            branch = self.here.below(head)
            branch.add(lines)
            branch.line(f"{yes} = {flag.yes}")
            branch.line(f"{no} = {flag.never}")
        return Flag(yes, no)

    @staticmethod
    def _as_flag(node: tree.Aggregate, found: tuple[str, Condition]) -> Flag:
        flag = Flag(found[1])
        return flag if node.function == "any" else contrary(flag)

    def _blank_columns(self, node: tree.Aggregate) -> frozenset[tuple[str, str]]:
        """Return the columns that an aggregate reads and of which a cell may not be known."""
        if self.assumed or len(node.loops) != 1:
            return frozenset()
        read: set[tuple[str, str]] = set()
        for each in tree.walk(node):
            cells = each.cells if isinstance(each, Truth) else (each,)
            for cell in cells:
                if isinstance(cell, tree.Column) and not cell.computed and cell.table in self.layout.tables:
                    read.add((cell.table, cell.name))
        over = node.loops[0].over
        if isinstance(over, tree.TableSource) and over.view in ("until", "before") and over.table in TABLES:
            read |= self.loose_columns(over.table)
        return frozenset(key for key in read if self._blank(*key))

    def _blank(self, table: str, column: str) -> bool:
        plan = self.layout.column(table, column)
        return plan.code(UNKNOWN) < plan.reached if plan.finite else plan.unknown

    def clean(self, columns: frozenset[tuple[str, str]]) -> str:
        """Return the name that tells whether all cells of some columns are known in this year."""
        if columns not in self._clean:
            name = self._clean[columns] = self.name("clean")

            def work() -> None:
                self.here.line(f"{name} = True")
                for table in sorted({table for table, _ in columns}):
                    row = self.name("r")
                    loop = self.here.below(f"for {row} in range(n_{table}):")
                    plans = [self.layout.column(table, column) for owner, column in sorted(columns) if owner == table]
                    blanks = [f"M[{plan.offset} + {row}] == {plan.code(UNKNOWN)}" for plan in plans]
                    loop.below(f"if {any_of(*blanks)}:").line(f"{name} = False")

            self.hoisted(work)
        return self._clean[columns]

    def _assuming(
        self, columns: frozenset[tuple[str, str]], clean: str, node: tree.Aggregate
    ) -> tuple[str, Condition] | None:
        """Take the quick way for the years in which all cells of some columns are known."""
        self.assumed, self._only_if = columns, clean
        try:
            return self._cleverly(node)
        finally:
            self.assumed, self._only_if = frozenset(), ""

    @staticmethod
    def _closed(node: tree.Node) -> bool:
        return not tree.slots_used(node)
