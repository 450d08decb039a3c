"""Specialising generators: loops with variables of their own, lists written out, tables that cannot have rows."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import replace
from functools import partial
from typing import Any, cast

from innosprint_rules.engine.evaluation.rows import Row
from innosprint_rules.engine.kernel.specialising.nodes import (
    Dated,
    UnsupportedFormulaError,
    constant_node,
    decided,
    holds_data,
    rebuilt,
    worth_of,
)
from innosprint_rules.engine.kernel.specialising.truth_tables import Truths
from innosprint_rules.formula import tree
from innosprint_rules.formula.logic import Interval
from innosprint_rules.formula.types import FLAG


class Generators(Truths, ABC):
    """Specialises aggregates and derived tables."""

    @abstractmethod
    def _node(self, node: tree.Node, rows: dict[int, tree.Node]) -> tree.Node:
        """Return a node specialised."""

    @abstractmethod
    def _joined(self, node: tree.Both | tree.Either, parts: list[tree.Node]) -> tree.Node:
        """Return conditions joined, those that are settled left out."""

    @abstractmethod
    def _negation(self, node: tree.Negation, part: tree.Node) -> tree.Node:
        """Return the contrary of a specialised condition."""

    def _aggregate(self, node: tree.Aggregate, rows: dict[int, tree.Node]) -> tree.Node:
        signed = self.may_be_negative(node)
        loops, inner = self._loops(node.loops, rows)
        self.signed.update((loop.slot, signed) for loop in loops)
        made = replace(node, element=self._node(node.element, inner), loops=loops)
        truth = self._truth(made)
        if truth is not None:
            return truth
        if any(isinstance(loop.over, tree.ListSource) for loop in loops):
            return self._unrolled(made)
        return self._of_one_row(made) or self._nothing_to_loop(made)

    def unchanging(self, table: str) -> list[Row] | None:
        """Return the rows of a derived table that no year changes, all sure; None where it is no such."""
        if table not in self._unchanging:
            node = self.derived_rows(table)
            moving = (tree.AsOf, Dated, tree.Measure, tree.Aggregate, tree.TableSource)
            held = holds_data(node) or any(isinstance(each, moving) for each in tree.walk(node))
            found = None if held else self._known_rows(table)
            self._unchanging[table] = found
        return self._unchanging[table]

    def _known_rows(self, table: str) -> list[Row] | None:
        rows = list(self.context.table(table).all())
        numbers = (value for row in rows for value in row.values.values())
        known = all(isinstance(value, int | Interval) for value in numbers) and all(row.truth is True for row in rows)
        return rows if known and not self.context.table(table).open else None

    def _of_one_row(self, node: tree.Aggregate) -> tree.Node | None:
        """Return an aggregate over a table of one row, which no year changes, without its loop."""
        over = node.loops[0].over
        if len(node.loops) != 1 or not isinstance(over, tree.TableSource) or over.table in self.layout.tables:
            return None
        rows = self.unchanging(over.table)
        if rows is None or len(rows) != 1 or node.loops[0].slot in tree.slots_used(replace(node, loops=())):
            return None
        there = self._joined(tree.Both(type=FLAG, source=node.source, parts=()), list(node.loops[0].conditions))
        if node.loops[0].slot in tree.slots_used(there):
            return None
        if node.function == "any":
            return self._joined(tree.Both(type=FLAG, source=node.source, parts=()), [there, node.element])
        if node.function == "all":
            contrary = self._negation(tree.Negation(type=FLAG, source=node.source, part=there), there)
            return self._joined(tree.Either(type=FLAG, source=node.source, parts=()), [contrary, node.element])
        if node.function not in ("sum", "count", "min", "max"):
            return None
        blank = None if node.function in ("min", "max") else 0
        other = tree.Constant(type=node.type, source=node.source, value=blank)
        if decided(there):
            return node.element if worth_of(there) else other
        return tree.Choice(type=node.type, source=node.source, test=there, then=node.element, other=other)

    def may_be_negative(self, node: tree.Aggregate) -> bool:
        """Tell whether what an aggregate takes of a row may be below zero, as its formula was written."""
        known = self.signed.get(node.loops[0].slot)
        return self.scratch.signs.may_be_negative(node) if known is None else known

    def _loops(
        self, loops: tuple[tree.Loop, ...], rows: dict[int, tree.Node]
    ) -> tuple[tuple[tree.Loop, ...], dict[int, tree.Node]]:
        """Return loops specialised, with variables in slots of their own, and what stands for each slot within."""
        inner = dict(rows)
        made: list[tree.Loop] = []
        for loop in loops:
            over = cast(Any, rebuilt(cast(tree.Node, loop.over), partial(self._node, rows=dict(inner))))
            slot = next(self._slots)
            inner[loop.slot] = tree.Variable(type=loop.type, name=loop.variable, slot=slot)
            conditions = [self._node(condition, inner) for condition in loop.conditions]
            kept = tuple(each for each in conditions if not (isinstance(each, tree.Constant) and each.value is True))
            made.append(replace(loop, over=over, slot=slot, conditions=kept))
        return tuple(made), inner

    def derived_rows(self, name: str) -> tree.DerivedRows:
        """Return the specialised rows of a derived table."""
        node = self.rulebook.tables[name].rows
        loops, inner = self._loops(node.loops, {})
        return replace(node, loops=loops, elements=tuple(self._node(each, inner) for each in node.elements))

    def _nothing_to_loop(self, node: tree.Aggregate) -> tree.Node:
        """Return what an aggregate is worth when no row of a closed table can ever count."""
        loop = node.loops[0]
        if not isinstance(loop.over, tree.TableSource) or loop.over.table not in self.layout.tables:
            return node
        plan = self.layout.tables[loop.over.table]
        never = any(isinstance(each, tree.Constant) and each.value is False for each in loop.conditions)
        none = plan.closed or (self.folds and plan.capacity == 0)
        if loop.over.view == "proposed" or ((none or never) and not plan.open):
            worth = {"any": False, "all": True, "min": None, "max": None}.get(node.function, 0)
            return constant_node(node, worth)
        return node

    def _unrolled(self, node: tree.Aggregate) -> tree.Node:
        """Write a loop over the items of a constant list out, item by item."""
        loop = node.loops[0]
        if len(node.loops) != 1 or node.function not in ("any", "all") or not isinstance(loop.over, tree.ListSource):
            raise UnsupportedFormulaError(node.source, "a loop over a list that years may change")
        items = loop.over.items
        if not isinstance(items, tree.Constant) or not isinstance(items.value, tuple):
            raise UnsupportedFormulaError(node.source, "a loop over a list that years may change")
        parts: list[tree.Node] = []
        for item in items.value:
            rows: dict[int, tree.Node] = {loop.slot: tree.Constant(type=loop.type, value=item)}
            conditions = [self._node(each, rows) for each in loop.conditions]
            element = self._node(node.element, rows)
            if node.function == "any":
                parts.append(self._joined(tree.Both(type=FLAG, parts=()), [*conditions, element]))
            else:
                contrary = [self._negation(tree.Negation(type=FLAG, part=each), each) for each in conditions]
                parts.append(self._joined(tree.Either(type=FLAG, parts=()), [*contrary, element]))
        whole: tree.Both | tree.Either = (
            tree.Either(type=FLAG, parts=()) if node.function == "any" else tree.Both(type=FLAG, parts=())
        )
        return self._joined(whole, parts)
