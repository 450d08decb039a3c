"""Proof that no figure of a formula can pass 2^53, whatever a dossier of MOST_ROWS rows holds.

The compiled kernel counts in 64 bits and JSON readers in doubles: a total that could pass 2^53 would be
wrong in one of them without anyone noticing. Cells are bounded by the readers (``formula.types.LARGEST``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from innosprint_rules.errors import Location, Problem
from innosprint_rules.formula import tree
from innosprint_rules.formula.types import EXACT, LARGEST, MOST_ROWS, NUMERIC, SMALLEST
from innosprint_rules.wording import Text

if TYPE_CHECKING:
    from innosprint_rules.rulebook.loading import Rulebook

Bounds: TypeAlias = tuple[int, int]
_ANY_DAY: Bounds = (1, LARGEST["date"])
_ANY_SPAN: Bounds = (-LARGEST["date"], LARGEST["date"])


class _Bounder:
    """Works out the least and the greatest value of a numeric formula."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        self.known: dict[tuple[str | None, str], Bounds] = {}
        self.worst: tuple[str, int] | None = None

    def of(self, node: tree.Node) -> Bounds:
        """Return the bounds of ``node``; the first part that passes 2^53 is kept in ``worst``."""
        bounds = self._of(node)
        size = max(abs(bounds[0]), abs(bounds[1]))
        if size > EXACT and self.worst is None:
            self.worst = (node.source, size)
        return bounds

    def _of(self, node: tree.Node) -> Bounds:
        match node:
            case tree.Constant(value=bool()) | tree.Constant(value=None) | tree.Constant(value=str()):
                return (0, 0)
            case tree.Constant(value=int() as value):
                return (value, value)
            case tree.Parameter(name=name):
                largest = self.rulebook.names.parameters[name].largest
                most = LARGEST.get(node.type.kind, 0) if largest is None else largest
                return (-most if largest is not None else 0, most)
            case tree.ByReading(options=options):
                return _hull(*(self.of(option) for _, option in options))
            case tree.Measure(name=name):
                return self._measure(None, name)
            case tree.Column(table=table, name=name, computed=True):
                return self._measure(table, name)
            case tree.Choice(then=then, other=other):
                return _hull(self.of(then), self.of(other))
            case tree.Arithmetic(op=op, left=left, right=right):
                return _combine(op, self.of(left), self.of(right))
            case tree.Call(function="min" | "max" as function, arguments=arguments):
                # none passes the narrower side: min(amount, a large sum) is no larger than the amount
                choose = min if function == "min" else max
                bounds = [self.of(each) for each in arguments]
                return (choose(lo for lo, _ in bounds), choose(hi for _, hi in bounds))
            case tree.Call() if node.type.kind == "number":
                return _ANY_SPAN
            case tree.Aggregate(function=function, element=element, loops=loops):
                rows = MOST_ROWS ** len(loops)
                if function in ("count", "count_distinct"):
                    return (0, rows)
                lo, hi = self.of(element)
                return (min(0, lo) * rows, max(0, hi) * rows) if function == "sum" else (lo, hi)
            case _:
                kind = node.type.kind
                return (SMALLEST[kind], LARGEST[kind]) if kind in NUMERIC else _ANY_DAY

    def _measure(self, table: str | None, name: str) -> Bounds:
        key = (table, name)
        if key not in self.known:
            measure = self.rulebook.measures.get(key)
            self.known[key] = (0, 0) if measure is None else self.of(measure.formula)
        return self.known[key]


def _hull(*bounds: Bounds) -> Bounds:
    return (min(lo for lo, _ in bounds), max(hi for _, hi in bounds))


def _combine(op: str, a: Bounds, b: Bounds) -> Bounds:
    if op == "+":
        return (a[0] + b[0], a[1] + b[1])
    if op == "-":
        return (a[0] - b[1], a[1] - b[0])
    corners = [x * y for x in a for y in b]
    return (min(corners), max(corners))


def check_bounds(rulebook: Rulebook) -> list[Problem]:
    """Return a problem for each measure or rule of which a figure may pass 2^53."""
    problems: list[Problem] = []
    bounder = _Bounder(rulebook)

    def look(node: tree.Node, where: Location) -> None:
        bounder.worst = None
        for inner in tree.walk(node):
            if inner.type.kind in NUMERIC:
                bounder.of(inner)
        if bounder.worst is not None:
            source, size = bounder.worst
            problems.append(
                Problem(
                    "overflow",
                    Text(f"`{source}` peut atteindre {size}, au-delà de 2^53",
                         f"`{source}` may reach {size}, beyond 2^53"),
                    Text("additionner moins de choses à la fois", "add up fewer things at once"),
                    where,
                )
            )  # fmt: skip

    for measure in rulebook.measures.values():
        look(measure.formula, measure.location)
    for rule in rulebook.rules.values():
        for level in rule.levels:
            look(level.met, rule.location)
    return problems
