"""What the writers of the kernel share: where code goes, names, rows at hand, tables of numbers."""

from __future__ import annotations

import itertools
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import TypeVar

from innosprint_rules.engine.kernel_block import Block
from innosprint_rules.engine.kernel_conditions import Condition, Operand
from innosprint_rules.engine.kernel_layout import Layout
from innosprint_rules.engine.kernel_nodes import Truth
from innosprint_rules.engine.kernel_tree import Specialiser
from innosprint_rules.engine.kernel_values import Derived, Flag, Num, Ref, Stored
from innosprint_rules.formula import tree
from innosprint_rules.formula.logic import (
    UNKNOWN,
)
from innosprint_rules.formula.types import Type

T = TypeVar("T")


class State(ABC):
    """Where code is written: ``top`` before all rows, ``here`` where the present expression stands.

    ``first_moment`` is the earliest day on which years are judged; the last is the specialiser's. ``assumed`` names
    columns that are taken to be known in every row, where code is written for years in which they are; ``unless`` is
    the name that tells of which years the code is not for, empty where it is for all.
    """

    def __init__(self, spec: Specialiser, layout: Layout, first_moment: int) -> None:
        self.spec = spec
        self.layout = layout
        self.first_moment = first_moment
        self.top = Block()
        self.here = self.top
        self.rows: dict[int, Ref] = {}
        self.numbers: dict[int, Num] = {}
        self.assumed: frozenset[tuple[str, str]] = frozenset()
        self.unless = ""
        self._names = itertools.count()
        self._tables: dict[tuple[int, ...], int] = {}

    @property
    def moment(self) -> Operand:
        """The moment of judgement: a day ordinal, or the name that holds it."""
        return self.spec.at if self.spec.fixed else "as_of"

    def name(self, prefix: str) -> str:
        """Return a name not used before."""
        return f"{prefix}{next(self._names)}"

    def atom(self, code: Operand, prefix: str = "x") -> str:
        """Return a name that holds ``code``, written here unless it is a name or a number already."""
        text = str(code)
        if text.isidentifier() or text.lstrip("-").isdigit():
            return text
        name = self.name(prefix)
        self.here.line(f"{name} = {text}")
        return name

    def condition(self, code: Condition) -> Condition:
        """Return a condition as a name of its own."""
        if isinstance(code, bool) or code.isidentifier():
            return code
        return self.atom(code, "t")

    def aside(self, work: Callable[[], T]) -> tuple[T, Block]:
        """Return what ``work`` gives, with the lines it wrote in a block of their own."""
        before = self.here
        self.here = Block()
        try:
            result = work()
            return result, self.here
        finally:
            self.here = before

    def hoisted(self, work: Callable[[], T]) -> T:
        """Return what ``work`` gives, its lines written once before all rows, for years of every kind."""
        assumed, unless = self.assumed, self.unless
        self.assumed, self.unless = frozenset(), ""
        try:
            result, lines = self.aside(work)
        finally:
            self.assumed, self.unless = assumed, unless
        self.top.add(lines)
        return result

    def table_of_numbers(self, values: list[Operand] | list[int]) -> int:
        """Return where a run of constants lies in memory."""
        numbers = tuple(int(each) for each in values)
        if numbers not in self._tables:
            start = self.layout.reserve(len(numbers))
            self.layout.memory[start : start + len(numbers)] = numbers
            self._tables[numbers] = start
        return self._tables[numbers]

    def possible(self, node: Truth) -> list[int]:
        """Return the places of a table of truth that can arise."""
        reached = [self._reached(cell) for cell in node.cells]
        places = [0]
        for size, codes in zip(node.sizes, reached, strict=True):
            places = [place * size + code for place in places for code in codes]
        return places

    def _reached(self, cell: tree.Column) -> list[int]:
        codes = self.spec.reached(cell)
        if (cell.table, cell.name) in self.assumed:
            unknown = self.layout.column(cell.table, cell.name).code(UNKNOWN)
            return [code for code in codes if code != unknown]
        return codes

    def may_be_unknown(self, table: str, column: str) -> bool:
        """Tell whether a number, a day or a key of a row may not be known."""
        return self.layout.column(table, column).unknown and (table, column) not in self.assumed

    def day_limits(self, node: tree.Node) -> tuple[int | None, int | None]:
        """Return the limits of the known days of a cell."""
        if isinstance(node, tree.Column) and not node.computed and node.table in self.layout.tables:
            plan = self.layout.column(node.table, node.name)
            return plan.low, plan.high
        return None, None

    # written by the modules above --------------------------------------------------------------------

    @abstractmethod
    def measure_number(self, name: str) -> Num:
        """Return a measure that is a number."""

    @abstractmethod
    def measure_flag(self, name: str) -> Flag:
        """Return a measure that is a flag."""

    @abstractmethod
    def computed_column(self, table: str, name: str) -> Stored:
        """Return where a computed column is kept."""

    @abstractmethod
    def derived_column(self, table: str, name: str) -> Stored:
        """Return where a column of a derived table is kept."""

    @abstractmethod
    def stored_number(self, stored: Stored, base: Ref, kind: Type) -> Num:
        """Return a number that is kept a row."""

    @abstractmethod
    def stored_flag(self, stored: Stored, base: Ref) -> Flag:
        """Return a flag that is kept a row."""

    @abstractmethod
    def aggregate_number(self, node: tree.Aggregate) -> Num:
        """Return a sum, a count or an extreme."""

    @abstractmethod
    def aggregate_flag(self, node: tree.Aggregate) -> Flag:
        """Return whether any or all rows meet a condition."""

    @abstractmethod
    def num(self, node: tree.Node) -> Num:
        """Return a number, an amount or a date."""

    @abstractmethod
    def flag(self, node: tree.Node) -> Flag:
        """Return a flag."""

    @abstractmethod
    def derive(self, table: str) -> Derived:
        """Fill a derived table, once."""

    @abstractmethod
    def capacity(self, table: str) -> int:
        """Return how many rows a table may hold."""
