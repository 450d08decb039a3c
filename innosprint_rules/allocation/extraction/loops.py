"""Loops over rows of which some are under decision: whether a row counts is a flag that may depend on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from innosprint_rules.allocation.extraction import flags, symbols
from innosprint_rules.allocation.extraction.conditions import Literal
from innosprint_rules.allocation.extraction.dependence import Dependence
from innosprint_rules.allocation.extraction.linear import NotLinear, kept
from innosprint_rules.allocation.extraction.variables import Variables
from innosprint_rules.engine.evaluation.compiler import Slots
from innosprint_rules.engine.evaluation.context import Context
from innosprint_rules.engine.evaluation.loops import placed
from innosprint_rules.engine.evaluation.program import Program
from innosprint_rules.engine.evaluation.rows import Row
from innosprint_rules.formula import tree
from innosprint_rules.formula.logic import MOST, UNKNOWN, high, low
from innosprint_rules.wording import Text


class Evaluator(Protocol):
    """What loops and aggregates ask of the evaluator of what stands in them (``allocation.extraction.symbolic``)."""

    program: Program
    variables: Variables
    place: Mapping[Row, int]
    decided: Dependence

    def value(self, node: tree.Node, slots: Slots) -> Any:
        """Return what a node is worth, by cases where that depends on the decision."""


class LoopExtraction:
    """Walks loops for an evaluator, as ``engine.evaluation.loops`` does."""

    def __init__(self, symbolic: Evaluator) -> None:
        self.of = symbolic

    def walk(self, loops: tuple[tree.Loop, ...], slots: Slots, member: Any = True) -> Iterator[Any]:
        """Yield for each combination of rows whether it counts: a flag that may depend on the decision."""
        if not loops:
            yield member
            return
        first, *rest = loops
        for item, there in self._items(first, slots):
            slots[first.slot] = item
            counts = self.weighed(first.conditions, slots, flags.conjunction((member, there)))
            if counts is not False:
                slots[first.slot] = item
                yield from self.walk(tuple(rest), slots, counts)

    def weighed(self, conditions: tuple[tree.Node, ...], slots: Slots, member: Any) -> Any:
        for condition in conditions:
            if member is False:
                return False
            member = flags.conjunction((member, self.of.value(condition, slots)))
        return member

    def _items(self, loop: tree.Loop, slots: Slots) -> Iterator[tuple[Any, Any]]:
        over = loop.over
        if isinstance(over, tree.TableSource):
            yield from self._rows(over, slots)
        elif isinstance(over, tree.ListSource):
            items = self.settled(over.items, slots)
            if items is not UNKNOWN and items is not None:
                yield from ((item, True) for item in items)
        else:
            first, last = self.settled(over.first, slots), self.settled(over.last, slots)
            sure = low(last)
            top = high(last) if high(last) < MOST else max(sure, 0)
            yield from ((number, True if number <= sure else UNKNOWN) for number in range(low(first), top + 1))

    def settled(self, node: tree.Node, slots: Slots) -> Any:
        value = self.of.value(node, slots)
        if not symbols.settled(value):
            raise NotLinear(Text("une boucle dont l'étendue dépend de la décision",
                                 "a loop whose extent depends on the decision"))  # fmt: skip
        return value

    def _rows(self, over: tree.TableSource, slots: Slots) -> Iterator[tuple[Row, Any]]:
        if self.of.decided.table(over.table):
            raise NotLinear(Text(f"la table « {over.table} » dépend de la décision",
                                 f"the table “{over.table}” depends on the decision"))  # fmt: skip
        context: Context = slots[0]
        beside: Any = None if over.row is None else self.settled(over.row, slots)
        for row in context.view(over.table, over.view).all():
            member = self.member(row, over.view, context)
            if over.row is not None:
                member = flags.conjunction((member, placed(row, beside, over.view, context)))
            if member is not False:
                yield row, member

    def member(self, row: Row, view: str, context: Context) -> Any:
        """Tell whether a row is in a view: a refused line of a day to come has not happened."""
        index = self.of.place.get(row)
        if index is None:
            return row.truth
        past = row.day is None or row.day <= context.as_of
        if view == "to_come" or (past and view != "proposed"):
            return True
        return flags.sure_flag(Literal(kept(index)))

    def is_open(self, loops: tuple[tree.Loop, ...], slots: Slots) -> bool:
        for loop in loops:
            over = loop.over
            if isinstance(over, tree.TableSource) and slots[0].view(over.table, over.view).open:
                return True
            if isinstance(over, tree.ListSource) and self.settled(over.items, slots) is UNKNOWN:
                return True
        return False
