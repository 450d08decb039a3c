"""The typed tree that every engine reads: one class a construct, immutable, with its place in the text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Literal

from innosprint_rules.formula.types import Type

Comparison = Literal["==", "!=", "<", "<=", ">", ">="]
View = Literal["all", "until", "before", "after", "to_come", "proposed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """An expression with its type and the text it was written as."""

    type: Type
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Constant(Node):
    """A whole number, a text, true, false or nothing."""

    value: int | str | bool | tuple[str, ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AsOf(Node):
    """The moment of judgement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact(Node):
    """A fact of the agreement itself."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter(Node):
    """A parameter, on the day ``on`` or else at the moment of judgement."""

    name: str
    on: Node | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingIs(Node):
    """Whether the reading in force for a question is one of some values."""

    key: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ByReading(Node):
    """One formula a reading."""

    key: str
    options: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure(Node):
    """A named quantity of the whole agreement."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable(Node):
    """A row: ``row`` in slot 0, a generator's variable in a slot of its own."""

    name: str
    slot: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Column(Node):
    """A column of a row, read from the file or computed by a measure."""

    base: Node
    table: str
    name: str
    computed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Compare(Node):
    """One comparison."""

    op: Comparison
    left: Node
    right: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Within(Node):
    """Whether an item is in a list."""

    item: Node
    items: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Both(Node):
    """All of some conditions."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Either(Node):
    """At least one of some conditions."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Negation(Node):
    """The contrary of a condition."""

    part: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(Node):
    """``then if test else other``."""

    test: Node
    then: Node
    other: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Arithmetic(Node):
    """A sum, a difference or a product by a whole number."""

    op: Literal["+", "-", "*"]
    left: Node
    right: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Call(Node):
    """A function of the language."""

    function: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Given(Node):
    """Whether a cell holds something (a fact: an empty one is *nothing*)."""

    value: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Known(Node):
    """Whether a value is known exactly. The one test that a filled-in fact may turn round."""

    value: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class TableSource(Node):
    """The rows of a table that have happened, or those up to, before or after a row, or those to come."""

    table: str
    view: View = "all"
    row: Node | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NumbersSource(Node):
    """The whole numbers from ``first`` to ``last``, both included."""

    first: Node
    last: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class ListSource(Node):
    """The items of a list."""

    items: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Loop(Node):
    """One ``for … in … if …`` of a generator; ``conditions`` are its ands, taken apart."""

    slot: int
    variable: str
    over: TableSource | NumbersSource | ListSource
    conditions: tuple[Node, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Aggregate(Node):
    """``sum``, ``count``, ``count_distinct``, ``min``, ``max``, ``any``, ``all`` or ``rows`` of a generator."""

    function: str
    element: Node
    loops: tuple[Loop, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DerivedRows(Node):
    """The rows of a derived table: one expression a column, over loops."""

    elements: tuple[Node, ...]
    loops: tuple[Loop, ...]


def children(node: Node) -> Iterator[Node]:
    """Yield the nodes directly below ``node``, in the order they are written."""
    names = _BELOW.get(type(node))
    if names is None:
        names = tuple(field.name for field in fields(node) if field.name not in ("type", "source"))
        _BELOW[type(node)] = names
    for name in names:
        value = getattr(node, name)
        if isinstance(value, Node):
            yield value
        elif isinstance(value, tuple):
            for item in value:
                if isinstance(item, Node):
                    yield item
                elif isinstance(item, tuple) and len(item) == 2 and isinstance(item[1], Node):
                    yield item[1]


_BELOW: dict[type[Node], tuple[str, ...]] = {}
"""The names of what a node of each kind holds of its own, in the order they are written."""


def walk(node: Node) -> Iterator[Node]:
    """Yield ``node`` and every node below it, each before what it holds."""
    waiting = [node]
    while waiting:
        each = waiting.pop()
        yield each
        waiting += reversed([*children(each)])


def slots_used(node: Node) -> set[int]:
    """Return the slots of the variables that ``node`` reads and does not bind itself."""
    used: set[int] = set()
    bound: set[int] = set()
    for inner in walk(node):
        if isinstance(inner, Variable):
            used.add(inner.slot)
        elif isinstance(inner, Loop):
            bound.add(inner.slot)
    return used - bound
