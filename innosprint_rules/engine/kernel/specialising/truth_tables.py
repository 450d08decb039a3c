"""Conditions on texts, choices, lists and flags alone: their truth for all that these may hold, found beforehand."""

from __future__ import annotations

import copy
import itertools
from collections.abc import Mapping
from typing import Any

from innosprint_rules.engine.evaluation.context import Context
from innosprint_rules.engine.evaluation.program import Program
from innosprint_rules.engine.evaluation.rows import Row
from innosprint_rules.engine.kernel.layout import ColumnPlan, Layout
from innosprint_rules.engine.kernel.specialising.nodes import (
    FIRST_OWN_SLOT,
    Dated,
    Held,
    Truth,
    constant_node,
    holds_data,
    rebuilt,
    with_low_slots,
)
from innosprint_rules.formula import tree
from innosprint_rules.formula.logic import (
    UNKNOWN,
)
from innosprint_rules.formula.types import FLAG

_MOST_CASES = 4_096  # of a table of truth


class Truths:
    """Works out tables of truth with the reference evaluator, for one layout and one choice of readings.

    ``folds``: what no year of this run changes is a constant; else it is data, and the text says what it would for
    another run.
    """

    def __init__(
        self, program: Program, layout: Layout, readings: Mapping[str, str], at: int, fixed: bool, folds: bool = False
    ) -> None:
        self.layout = layout
        self.rulebook = program.rulebook
        self.readings = readings
        self.at = at
        self.fixed = fixed
        self.folds = folds
        self.scratch = copy.copy(program)
        self.scratch._closures = {}  # what is evaluated here is not kept with the rulebook
        self.context = Context(self.scratch, layout.world, at, readings)
        self._slots = itertools.count(FIRST_OWN_SLOT)
        self.marks = itertools.count()
        self._bodies: dict[tuple[str | None, str], tree.Node] = {}
        self._plain: dict[int, tuple[tree.Node, tree.Node]] = {}
        self._unchanging: dict[str, list[Row] | None] = {}
        self.signed: dict[int, bool] = {}  # whether an aggregate may take what is below zero, by its loops' own slots

    def held(self, node: tree.Node, value: Any) -> tree.Constant:
        """Return what no year of a run changes: data where it is a number, day or flag, or may be one."""
        if self.folds or not (isinstance(value, int) or (value is None and node.type.nothing)):
            return constant_node(node, value)
        return Held(type=node.type, source=node.source, value=value, mark=next(self.marks))

    def value(self, node: tree.Node) -> Any:
        """Return what a closed formula is worth, as the reference evaluator says."""
        slots = self.context.environment()
        return self.scratch.closure(with_low_slots(node))(slots)

    def plan(self, node: tree.Column) -> ColumnPlan:
        """Return the plan of a column that is read from the file."""
        return self.layout.column(node.table, node.name)

    def ghosts(self, base: tree.Node) -> tuple[bool, bool]:
        """Tell whether a row may be nothing, and whether it may not be known."""
        if isinstance(base, tree.Column) and not base.computed:
            if base.table not in self.layout.tables:
                return True, True
            plan = self.plan(base)
            above = self.ghosts(base.base)
            return plan.nothing or above[0], plan.unknown or above[1]
        if isinstance(base, tree.Variable):
            return False, False
        return True, True

    def reached(self, node: tree.Column) -> list[int]:
        """Return the codes that a finite cell may hold where it is read."""
        plan = self.plan(node)
        nothing, unknown = self.ghosts(node.base)
        codes = set(plan.seen if self.folds else range(len(plan.domain))) - plan.unreached
        if nothing:
            codes.add(plan.code(None))
        if unknown:
            codes.add(plan.code(UNKNOWN))
        return sorted(codes)

    def _truth(self, node: tree.Node) -> tree.Node | None:
        """Return the table of truth of a condition on a few finite cells, or None where it is not such a one."""
        if node.type.kind != "flag":
            return None
        cells = self._cells(node)
        if not cells:
            return None
        domains = [self.plan(cell).domain for cell in cells]
        cases = 1
        for domain in domains:
            cases *= len(domain)
        if cases > max(_MOST_CASES, *(len(domain) for domain in domains)):
            return None
        values = []
        for combination in itertools.product(*domains):
            instead = {cell: constant_node(cell, value) for cell, value in zip(cells, combination, strict=True)}
            values.append(self.value(self._replaced(node, instead)))
        sizes = tuple(len(domain) for domain in domains)
        moving = holds_data(node) or any(self.plan(cell).open for cell in cells)
        moving = moving or any(isinstance(each, Truth) and each.moving for each in tree.walk(node))
        return self._settled(
            Truth(type=FLAG, source=node.source, cells=cells, sizes=sizes, values=tuple(values), moving=moving)
        )

    def _cells(self, node: tree.Node) -> tuple[tree.Column, ...] | None:
        """Return the finite cells on which alone a node rests; None when it rests on anything else."""
        found: dict[tree.Column, None] = {}
        bound: set[int] = set()
        if not self._gather(node, found, bound):
            return None
        return tuple(found)

    def _gather(self, node: tree.Node, found: dict[tree.Column, None], bound: set[int]) -> bool:
        match node:
            case tree.Column(computed=False) if node.table in self.layout.tables and self.plan(node).finite:
                found[node] = None
                return True
            case tree.Column() | tree.Measure() | tree.AsOf() | Dated() | tree.TableSource() | tree.NumbersSource():
                return False
            case tree.Variable(slot=slot):
                return slot in bound
            case Truth(cells=cells):
                return all(self._gather(cell, found, bound) for cell in cells)
            case tree.Aggregate(loops=loops):
                for loop in loops:
                    if not isinstance(loop.over, tree.ListSource) or not self._gather(loop.over.items, found, bound):
                        return False
                    bound.add(loop.slot)
                    if not all(self._gather(each, found, bound) for each in loop.conditions):
                        return False
                return self._gather(node.element, found, bound)
            case _:
                return all(self._gather(child, found, bound) for child in tree.children(node))

    def _replaced(self, node: tree.Node, instead: Mapping[tree.Column, tree.Constant]) -> tree.Node:
        """Return a node with some cells replaced by what they hold."""
        if isinstance(node, tree.Column) and node in instead:
            return instead[node]
        if isinstance(node, Truth):
            place = 0
            for cell, size in zip(node.cells, node.sizes, strict=True):
                place = place * size + self.plan(cell).code(instead[cell].value)
            return constant_node(node, node.values[place])
        return rebuilt(node, lambda child: self._replaced(child, instead))

    def _settled(self, truth: Truth) -> tree.Node:
        """Return a constant where all cases that can arise agree."""
        if truth.moving:
            return truth
        possible = [set(self.reached(cell)) for cell in truth.cells]
        seen: list[Any] = []
        cases = itertools.product(*(range(size) for size in truth.sizes))
        for codes, value in zip(cases, truth.values, strict=True):
            if all(code in codes_of for code, codes_of in zip(codes, possible, strict=True)) and value not in seen:
                seen.append(value)
        if len(seen) == 1 and seen[0] is not None:
            return constant_node(truth, seen[0])
        return truth
