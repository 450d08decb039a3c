"""The writer of the kernel: where code goes, names that are free, what has been worked out already.

What is written for a node is a plain function of the writer and the node, one a kind of node; ``Forms`` tells which.
Such a function writes what it needs first, by ``writer.here``, and returns a value as code: a ``Num`` for a number,
an amount or a date, a ``Flag`` for a condition. What stands in its node it asks the writer for.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias, TypeVar

from innosprint_rules.engine.kernel.layout import Layout
from innosprint_rules.engine.kernel.source.block import Block
from innosprint_rules.engine.kernel.source.conditions import Condition, Operand
from innosprint_rules.engine.kernel.source.lifted import is_marked, marked
from innosprint_rules.engine.kernel.specialising.nodes import Truth, UnsupportedFormulaError
from innosprint_rules.engine.kernel.specialising.specialise import Specialiser
from innosprint_rules.engine.kernel.values import Derived, Flag, Num, Ref, Stored
from innosprint_rules.formula import tree
from innosprint_rules.formula.logic import UNKNOWN

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Shortlist:
    """Rows of a table found before all loops: where their numbers lie, how many there are, what they all meet."""

    place: int
    count: str
    met: tuple[tree.Node, ...]


@dataclass(slots=True)
class Walk:
    """A walk through all rows of a table, in its order where that matters: what goes before, first and last in it."""

    table: str
    row: str
    before: Block
    first: Block
    last: Block
    in_order: bool = False


class Writer:
    """Where code is written: ``top`` before all rows, ``here`` where the present expression stands.

    Args:
        spec: the specialiser of formulas, with the last day on which years are judged.
        layout: where the rows of a year lie; tables of constants are added to its memory.
        first_moment: the earliest day on which years are judged, an ordinal.
        forms: which function writes which kind of node.

    ``assumed`` names columns that are taken to be known in every row, where code is written for years in which they
    are; ``unless`` is the name that tells of which years the code is not for, empty where it is for all, and
    ``only_if`` that of the years for which it is. ``in_place`` says that what rests on no row is not written before all
    rows, as it may not be asked for.
    """

    def __init__(self, spec: Specialiser, layout: Layout, first_moment: int, forms: Forms) -> None:
        self.spec = spec
        self.layout = layout
        self.first_moment = first_moment
        self.forms = forms
        self.top = Block()
        self.here = self.top
        self.walk: Walk | None = None
        self.assumed: frozenset[tuple[str, str]] = frozenset()
        self.unless = self.only_if = ""
        self.in_place = False
        # rows and numbers at hand, by slot
        self.rows: dict[int, Ref] = {}
        self.numbers: dict[int, Num] = {}
        # what is worked out once
        self.derived: dict[str, Derived] = {}
        self.orders: dict[str, tuple[int, int]] = {}
        self.kept: dict[tuple[str, str], Stored] = {}
        self.measures: dict[str, Num] = {}
        self.measure_flags: dict[str, Flag] = {}
        self.shortlists: dict[tuple[int, str], Shortlist | None] = {}
        self.clean: dict[frozenset[tuple[str, str]], str] = {}
        self._tables: dict[object, int] = {}
        self._names = itertools.count()

    @property
    def moment(self) -> Operand:
        """The moment of judgement: a day ordinal, or the name that holds it."""
        return self.spec.at if self.spec.fixed else "as_of"

    # nodes ---------------------------------------------------------------------------------------------

    def number(self, node: tree.Node) -> Num:
        """Return the code of a number, an amount or a date.

        Raises:
            UnsupportedFormulaError: no form is known for it.
        """
        write = self.forms.numbers.get(type(node))
        if write is None:
            raise UnsupportedFormulaError(node.source, "a number of a form that the kernel has not")
        return write(self, node)

    def flag(self, node: tree.Node) -> Flag:
        """Return the code of a condition.

        Raises:
            UnsupportedFormulaError: no form is known for it.
        """
        write = self.forms.flags.get(type(node))
        if write is None:
            raise UnsupportedFormulaError(node.source, "a condition of a form that the kernel has not")
        return write(self, node)

    # tables --------------------------------------------------------------------------------------------

    def derived_table(self, table: str) -> Derived:
        """Return a derived table, filled once."""
        if table not in self.derived:
            self.forms.fill(self, table)
        return self.derived[table]

    def count(self, table: str) -> str:
        """Return the name that holds how many rows a table has."""
        if table not in self.layout.tables:
            self.derived_table(table)
        return f"n_{table}"

    def is_open(self, table: str) -> bool:
        """Tell whether rows of a table may be missing."""
        plan = self.layout.tables.get(table)
        return self.derived_table(table).open if plan is None else plan.open

    def capacity(self, table: str) -> int:
        """Return how many rows a table may hold."""
        plan = self.layout.tables.get(table)
        return self.derived_table(table).capacity if plan is None else plan.capacity

    def may_be_unknown(self, table: str, column: str) -> bool:
        """Tell whether a number, a day or a key of a row may not be known."""
        return self.layout.column(table, column).unknown and (table, column) not in self.assumed

    def day_limits(self, node: tree.Node) -> tuple[int | None, int | None]:
        """Return the limits of the known days of a cell."""
        if isinstance(node, tree.Column) and not node.computed and node.table in self.layout.tables:
            plan = self.layout.column(node.table, node.name)
            return plan.low, plan.high
        return None, None

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

    def table_of_numbers(self, values: Sequence[Operand], key: object = None) -> int:
        """Return where a run of data lies in memory; what has the same ``key`` lies there once."""
        if key is None or key not in self._tables:
            numbers = [int(each) for each in values]
            start = self.layout.reserve(len(numbers))
            self.layout.memory[start : start + len(numbers)] = numbers
            if key is None:
                return start
            self._tables[key] = start
        return self._tables[key]

    def data(self, value: int, moving: bool = True) -> str:
        """Return the code of a number that is data, or of one that is part of the text."""
        return marked(value, next(self.spec.marks)) if moving else str(value)

    # lines ---------------------------------------------------------------------------------------------

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
        assumed, unless, in_place = self.assumed, self.unless, self.in_place
        self.assumed, self.unless, self.in_place = frozenset(), "", False
        try:
            result, lines = self.aside(work)
        finally:
            self.assumed, self.unless, self.in_place = assumed, unless, in_place
        self.top.add(lines)
        return result

    # names ---------------------------------------------------------------------------------------------

    def name(self, prefix: str) -> str:
        """Return a name not used before."""
        return f"{prefix}{next(self._names)}"

    def atom(self, code: Operand, prefix: str = "x") -> str:
        """Return a name that holds ``code``, written here unless it is a name or a number already."""
        text = str(code)
        if text.isidentifier() or text.lstrip("-").isdigit() or is_marked(text):
            return text
        name = self.name(prefix)
        self.here.line(f"{name} = {text}")
        return name

    def condition(self, code: Condition) -> Condition:
        """Return a condition as a name of its own."""
        if isinstance(code, bool) or code.isidentifier():
            return code
        return self.atom(code, "t")

    def named(self, flag: Flag) -> Flag:
        """Return a flag with its conditions in names of their own."""
        if flag.exact:
            return Flag(self.condition(flag.yes))
        return Flag(self.condition(flag.yes), self.condition(flag.never))

    def held(self, number: Num) -> Num:
        """Return a number with its bounds in names of their own, as both are used more than once."""
        lo, hi = (each if number.exact or isinstance(each, int) else self.atom(each) for each in (number.lo, number.hi))
        return replace(number, lo=lo, hi=hi)


WriteNumber: TypeAlias = Callable[[Writer, Any], Num]
WriteFlag: TypeAlias = Callable[[Writer, Any], Flag]


@dataclass(frozen=True, slots=True)
class Forms:
    """Which function writes which kind of node, and which fills a derived table."""

    numbers: Mapping[type[tree.Node], WriteNumber]
    flags: Mapping[type[tree.Node], WriteFlag]
    fill: Callable[[Writer, str], None]
