"""The sign and the bounds of an expression, worked out from the formula alone, for every engine the same.

Cells are bounded by the readers (``formula.types.LARGEST``) and never below zero; constants, parameters and facts
are what they are; the rest follows from these through measures, computed columns and derived tables, for a dossier of
``MOST_ROWS`` rows a table. A sum of which rows may be missing has an end below only where none of them can be
negative.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol, TypeAlias

from innosprint_rules.formula import tree
from innosprint_rules.formula.types import LARGEST, MOST_ROWS, NUMERIC, SMALLEST, Names

Bounds: TypeAlias = tuple[int, int]
_ANY_SPAN: Bounds = (-LARGEST["date"], LARGEST["date"])
_NOT_NEGATIVE = frozenset({"days_in", "common_days"})


class Book(Protocol):
    """Where formulas are found: a rulebook."""

    @property
    def names(self) -> Names:
        """Return what formulas may name."""

    @property
    def measures(self) -> Mapping[tuple[str | None, str], Any]:
        """Return measures and computed columns, each with its ``formula``."""

    @property
    def tables(self) -> Mapping[str, Any]:
        """Return derived tables, each with its ``columns`` and its ``rows``."""

    @property
    def agreement(self) -> Any:
        """Return the agreement, with its ``facts``."""


class Bounder:
    """Works out the least and the greatest value of numeric formulas, in cents, units, millionths or day ordinals.

    ``limit`` is what the size of no part should pass; the first that does is kept in ``worst``, as its text and size.
    """

    def __init__(self, book: Book, limit: int | None = None) -> None:
        self.book = book
        self.limit = limit
        self.worst: tuple[str, int] | None = None
        self._measures: dict[tuple[str | None, str], Bounds] = {}
        self._numbers: dict[int, Bounds] = {}  # variables of the loops around, by slot

    def may_be_negative(self, node: tree.Aggregate) -> bool:
        """Tell whether what an aggregate takes of a row may be below zero."""
        return self._within(node)[0] < 0

    def of(self, node: tree.Node) -> Bounds:
        """Return the bounds of a numeric formula; those of anything else are of no use."""
        bounds = self._of(node)
        if self.limit is not None and self.worst is None:
            size = max(abs(bounds[0]), abs(bounds[1]))
            if size > self.limit:
                self.worst = (node.source, size)
        return bounds

    def _of(self, node: tree.Node) -> Bounds:
        match node:
            case tree.Constant(value=value):
                return (value, value) if isinstance(value, int) else (0, 0)
            case tree.Parameter(name=name):
                least, most = self.book.names.parameters[name].bounds
                return (least, most)
            case tree.Fact(name=name):
                value = self.book.agreement.facts[name].value
                return (value, value) if isinstance(value, int) else _of_kind(node)
            case tree.ByReading(options=options):
                return _hull(*(self.of(option) for _, option in options))
            case tree.Measure(name=name):
                return self._measure(None, name)
            case tree.Column(table=table, name=name, computed=True):
                return self._measure(table, name)
            case tree.Column(table=table, name=name) if table in self.book.tables:
                return self._derived(table, name)
            case tree.Variable(slot=slot):
                return self._numbers.get(slot, (-LARGEST["number"], LARGEST["number"]))
            case tree.Choice(then=then, other=other):
                return _hull(self.of(then), self.of(other))
            case tree.Arithmetic(op=op, left=left, right=right):
                return _combine(op, self.of(left), self.of(right))
            case tree.Call(function="min" | "max" as function, arguments=arguments):
                # none passes the narrower side: min(amount, a large sum) is no larger than the amount
                choose = min if function == "min" else max
                bounds = [self.of(each) for each in arguments]
                return (choose(lo for lo, _ in bounds), choose(hi for _, hi in bounds))
            case tree.Call(function="exactly", arguments=(argument,)):
                return self.of(argument)
            case tree.Call(function=function) if node.type.kind == "number":
                return (0, _ANY_SPAN[1]) if function in _NOT_NEGATIVE else _ANY_SPAN
            case tree.Aggregate(function=function, loops=loops):
                lo, hi = self._within(node)
                rows = MOST_ROWS ** len(loops)
                if function in ("count", "count_distinct"):
                    return (0, rows)
                return (min(0, lo) * rows, max(0, hi) * rows) if function == "sum" else (lo, hi)
        return _of_kind(node)

    def _within(self, node: tree.Aggregate | tree.DerivedRows, column: int | None = None) -> Bounds:
        """Return the bounds of what a generator takes, its loops over numbers around it."""
        around = dict(self._numbers)
        for loop in node.loops:
            if isinstance(loop.over, tree.NumbersSource):
                self._numbers[loop.slot] = (self.of(loop.over.first)[0], self.of(loop.over.last)[1])
        element = node.element if isinstance(node, tree.Aggregate) else node.elements[column or 0]
        try:
            return self.of(element)
        finally:
            self._numbers = around

    def _derived(self, table: str, name: str) -> Bounds:
        found = self.book.tables[table]
        return self._apart((f"[{table}]", name), lambda: self._within(found.rows, found.columns.index(name)))

    def _measure(self, table: str | None, name: str) -> Bounds:
        measure = self.book.measures.get((table, name))
        return (0, 0) if measure is None else self._apart((table, name), lambda: self.of(measure.formula))

    def _apart(self, key: tuple[str | None, str], work: Any) -> Bounds:
        """Return what ``work`` gives, once, with no loop around it."""
        if key not in self._measures:
            around, self._numbers = self._numbers, {}
            self._measures[key] = work()
            self._numbers = around
        return self._measures[key]


def _of_kind(node: tree.Node) -> Bounds:
    kind = node.type.kind
    return (SMALLEST[kind], LARGEST[kind]) if kind in NUMERIC or kind == "date" else (0, 0)


def _hull(*bounds: Bounds) -> Bounds:
    return (min(lo for lo, _ in bounds), max(hi for _, hi in bounds))


def _combine(op: str, a: Bounds, b: Bounds) -> Bounds:
    if op == "+":
        return (a[0] + b[0], a[1] + b[1])
    if op == "-":
        return (a[0] - b[1], a[1] - b[0])
    corners = [x * y for x in a for y in b]
    return (min(corners), max(corners))
