"""Specialising a formula to one layout: what years cannot change is worked out once, by the reference evaluator.

Readings, facts and parameters become constants; computed columns without loops are written out where they are
used; a condition on texts, choices, lists and flags alone becomes a table of its truth over the values that these
may hold. What is left is what every year must work out anew.
"""

from __future__ import annotations

import copy
import itertools
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import partial
from typing import Any, cast

from innosprint_rules.engine.context import Context
from innosprint_rules.engine.kernel_layout import ColumnPlan, Layout
from innosprint_rules.engine.program import Program
from innosprint_rules.formula import tree
from innosprint_rules.formula.logic import UNKNOWN, conjunction, disjunction, negate
from innosprint_rules.formula.names import FIRST_SLOT, ROW_SLOT
from innosprint_rules.formula.types import FLAG

_MOST_CASES = 4_096  # of a table of truth
_LOOSE = 1_000  # slots from here on are the specialiser's own, so that none captures another's row


class UnsupportedFormulaError(Exception):
    """A formula that the kernel cannot write out; ``source`` is its text."""

    def __init__(self, source: str, reason: str) -> None:
        super().__init__(f"{source}: {reason}")
        self.source = source
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth(tree.Node):
    """A condition on finite cells: its truth for every combination of their values, the last cell turning fastest."""

    cells: tuple[tree.Column, ...]
    sizes: tuple[int, ...]
    values: tuple[Any, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated(tree.Node):
    """A parameter on a day that years decide; ``on`` None is the moment of judgement."""

    name: str
    on: tree.Node | None


class Specialiser:
    """Rewrites formulas for one layout, one choice of readings, and one moment (None: any)."""

    def __init__(self, program: Program, layout: Layout, readings: Mapping[str, str], at: int, fixed: bool) -> None:
        self.layout = layout
        self.rulebook = program.rulebook
        self.readings = readings
        self.at = at
        self.fixed = fixed
        self.scratch = copy.copy(program)
        self.scratch._closures = {}  # what is evaluated here is not kept with the rulebook
        self.context = Context(self.scratch, layout.world, at, readings)
        self._slots = itertools.count(_LOOSE)
        self._bodies: dict[tuple[str | None, str], tree.Node] = {}

    # entry points ------------------------------------------------------------------------------------

    def rewrite(self, node: tree.Node, rows: Mapping[int, tree.Node] | None = None) -> tree.Node:
        """Return ``node`` specialised; ``rows`` says which node stands for a slot."""
        return self._node(node, dict(rows or {}))

    def body(self, table: str | None, name: str) -> tree.Node:
        """Return the specialised formula of a measure or of a computed column (its row is slot 1)."""
        key = (table, name)
        if key not in self._bodies:
            self._bodies[key] = self.rewrite(self.rulebook.measures[key].formula)
        return self._bodies[key]

    def plain(self, node: tree.Node) -> tree.Node:
        """Return ``node`` with the formulas of the readings in force only."""
        if isinstance(node, tree.ByReading):
            return self.plain(dict(node.options)[self.readings[node.key]])
        if isinstance(node, tree.Choice) and isinstance(node.test, tree.ReadingIs | tree.Compare):
            test = self.rewrite(node.test) if not tree.slots_used(node.test) else node.test
            if _decided(test):
                return self.plain(node.then if _worth(test) else node.other)
        return _rebuilt(node, self.plain)

    def value(self, node: tree.Node) -> Any:
        """Return what a closed formula is worth, as the reference evaluator says."""
        slots = self.context.environment()
        return self.scratch.closure(_with_low_slots(node))(slots)

    def plan(self, node: tree.Column) -> ColumnPlan:
        """Return the plan of a column that is read from the file."""
        return self.layout.column(node.table, node.name)

    # what a key may be -------------------------------------------------------------------------------

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
        codes = set(range(plan.reached))
        if nothing:
            codes.add(plan.code(None))
        if unknown:
            codes.add(plan.code(UNKNOWN))
        return sorted(codes)

    # rewriting ---------------------------------------------------------------------------------------

    def _node(self, node: tree.Node, rows: dict[int, tree.Node]) -> tree.Node:
        match node:
            case tree.Constant():
                return node
            case tree.AsOf():
                return _constant(node, self.at) if self.fixed else node
            case tree.Fact(name=name):
                return _constant(node, self.layout.world.facts[name])
            case tree.Parameter():
                return self._parameter(node, rows)
            case tree.ReadingIs(key=key, values=values):
                return _constant(node, self.readings[key] in values)
            case tree.ByReading(key=key, options=options):
                return self._node(dict(options)[self.readings[key]], rows)
            case tree.Measure(name=name):
                body = self.body(None, name)
                return body if isinstance(body, tree.Constant) else node
            case tree.Variable(slot=slot):
                return rows.get(slot, node)
            case tree.Column():
                return self._column(node, rows)
            case tree.Both(parts=parts) | tree.Either(parts=parts):
                return self._joined(node, [self._node(part, rows) for part in parts])
            case tree.Negation(part=part):
                return self._negation(node, self._node(part, rows))
            case tree.Choice():
                return self._choice(node, rows)
            case tree.Aggregate():
                return self._aggregate(node, rows)
            case _:
                made = _rebuilt(node, lambda child: self._node(child, rows))
                return self._folded(made)

    def _folded(self, node: tree.Node) -> tree.Node:
        """Return a constant where no row counts any more, a table of truth where only finite cells do."""
        if all(isinstance(child, tree.Constant) for child in tree.children(node)):
            return _constant(node, self.value(node))
        if isinstance(node, tree.Given | tree.Known):
            sure = self._sure(node)
            if sure is not None:
                return _constant(node, sure)
        return self._truth(node) or node

    def _sure(self, node: tree.Given | tree.Known) -> bool | None:
        """Return the answer to ``given`` or ``known`` where no year can change it."""
        value = node.value
        if isinstance(value, tree.Variable):
            return True
        if not isinstance(value, tree.Column) or value.computed or value.table not in self.layout.tables:
            return None
        plan = self.plan(value)
        if plan.finite:
            return None
        above = self.ghosts(value.base)
        nothing, unknown = plan.nothing or above[0], plan.unknown or above[1]
        if isinstance(node, tree.Given):
            perhaps = nothing or (unknown and (plan.type.nothing or plan.type.kind == "ref"))
            return None if perhaps else True
        return None if unknown else True

    def _parameter(self, node: tree.Parameter, rows: dict[int, tree.Node]) -> tree.Node:
        on = None if node.on is None else self._node(node.on, rows)
        if on is None:
            if self.fixed:
                return _constant(node, self.context.parameter(node.name))
            return self._same_on_all_days(node, lambda day: self.context.at(day).parameter(node.name), None)
        if isinstance(on, tree.Constant):
            return _constant(node, self.context.parameter(node.name, _worth(on)))
        return self._same_on_all_days(node, lambda day: self.context.parameter(node.name, day), on)

    def _same_on_all_days(self, node: tree.Parameter, worth: Any, on: tree.Node | None) -> tree.Node:
        rulebook = self.rulebook
        parameter = rulebook.parameters[node.name]
        amended = parameter.amended_by is not None and len(self.layout.world.rows["amendments"]) > 0
        if not amended and len(parameter.values) == 1:
            return _constant(node, worth(self.at))
        return Dated(type=node.type, source=node.source, name=node.name, on=on)

    def _column(self, node: tree.Column, rows: dict[int, tree.Node]) -> tree.Node:
        base = self._node(node.base, rows)
        if not node.computed:
            made = replace(node, base=base)
            return self._cell(made)
        body = self.body(node.table, node.name)
        if isinstance(body, tree.Constant):
            return body
        _, unknown = self.ghosts(base)
        loops = any(isinstance(each, tree.Aggregate) for each in tree.walk(body))
        if loops or unknown:
            return replace(node, base=base)  # kept as a column of its own
        return self._node(self.rulebook.measures[(node.table, node.name)].formula, {ROW_SLOT: base})

    def _cell(self, node: tree.Column) -> tree.Node:
        """Return a cell, or the one value that it holds in every row."""
        if node.table not in self.layout.tables:
            return node
        plan = self.plan(node)
        if plan.finite:
            if plan.type.kind == "flag":
                return self._truth(node) or node
            return node
        if plan.type.kind == "ref" or any(self.ghosts(node.base)) or plan.nothing or plan.unknown:
            return node
        return _constant(node, plan.low) if plan.low == plan.high else node

    def _joined(self, node: tree.Both | tree.Either, parts: list[tree.Node]) -> tree.Node:
        decides = isinstance(node, tree.Either)
        kept: list[tree.Node] = []
        for part in parts:
            if _decided(part):
                if bool(_worth(part)) is decides:
                    return _constant(node, decides)
                continue
            kept.append(part)
        if not kept:
            return _constant(node, not decides)
        if len(kept) == 1:
            return kept[0]
        join = disjunction if decides else conjunction
        merged: list[tree.Node] = []
        for part in kept:
            for index, known in enumerate(merged):
                both = _merged(join, known, part)
                if both is not None:
                    merged[index] = self._settled(both)
                    break
            else:
                merged.append(part)
        if len(merged) < len(kept):
            return self._joined(node, merged)
        return replace(node, parts=tuple(merged))

    def _negation(self, node: tree.Negation, part: tree.Node) -> tree.Node:
        if isinstance(part, tree.Constant):
            return _constant(node, negate(_worth(part)))
        if isinstance(part, Truth):
            return replace(part, values=tuple(negate(value) for value in part.values))
        return replace(node, part=part)

    def _choice(self, node: tree.Choice, rows: dict[int, tree.Node]) -> tree.Node:
        test = self._node(node.test, rows)
        if _decided(test):
            return self._node(node.then if _worth(test) else node.other, rows)
        then, other = self._node(node.then, rows), self._node(node.other, rows)
        return self._folded(replace(node, test=test, then=then, other=other))

    # aggregates --------------------------------------------------------------------------------------

    def _aggregate(self, node: tree.Aggregate, rows: dict[int, tree.Node]) -> tree.Node:
        loops, inner = self._loops(node.loops, rows)
        made = replace(node, element=self._node(node.element, inner), loops=loops)
        truth = self._truth(made)
        if truth is not None:
            return truth
        if any(isinstance(loop.over, tree.ListSource) for loop in loops):
            return self._unrolled(made)
        return self._nothing_to_loop(made)

    def _loops(
        self, loops: tuple[tree.Loop, ...], rows: dict[int, tree.Node]
    ) -> tuple[tuple[tree.Loop, ...], dict[int, tree.Node]]:
        """Return loops specialised, with variables in slots of their own, and what stands for each slot within."""
        inner = dict(rows)
        made: list[tree.Loop] = []
        for loop in loops:
            over = cast(Any, _rebuilt(cast(tree.Node, loop.over), partial(self._node, rows=dict(inner))))
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
        if loop.over.view == "proposed" or ((plan.capacity == 0 or never) and not plan.open):
            worth = {"any": False, "all": True, "min": None, "max": None}.get(node.function, 0)
            return _constant(node, worth)
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

    # tables of truth ---------------------------------------------------------------------------------

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
            instead = {cell: _constant(cell, value) for cell, value in zip(cells, combination, strict=True)}
            values.append(self.value(self._replaced(node, instead)))
        sizes = tuple(len(domain) for domain in domains)
        return self._settled(Truth(type=FLAG, source=node.source, cells=cells, sizes=sizes, values=tuple(values)))

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
            return _constant(node, node.values[place])
        return _rebuilt(node, lambda child: self._replaced(child, instead))

    def _settled(self, truth: Truth) -> tree.Node:
        """Return a constant where all cases that can arise agree."""
        possible = [set(self.reached(cell)) for cell in truth.cells]
        seen: list[Any] = []
        cases = itertools.product(*(range(size) for size in truth.sizes))
        for codes, value in zip(cases, truth.values, strict=True):
            if all(code in codes_of for code, codes_of in zip(codes, possible, strict=True)) and value not in seen:
                seen.append(value)
        if len(seen) == 1 and seen[0] is not None:
            return _constant(truth, seen[0])
        return truth


def _constant(node: tree.Node, value: Any) -> tree.Constant:
    return tree.Constant(type=node.type, source=node.source, value=value)


def _worth(node: tree.Node) -> Any:
    """Return what a constant holds: any value of the reference evaluator, once formulas are specialised."""
    return node.value if isinstance(node, tree.Constant) else UNKNOWN


def _decided(node: tree.Node) -> bool:
    """Tell whether a flag is a constant that is known."""
    return isinstance(node, tree.Constant) and _worth(node) is not UNKNOWN


def _merged(join: Any, a: tree.Node, b: tree.Node) -> Truth | None:
    """Return two tables of truth as one, where that leaves it small."""
    if not isinstance(a, Truth) or not isinstance(b, Truth):
        return None
    if a.cells == b.cells:
        values = tuple(join((x, y)) for x, y in zip(a.values, b.values, strict=True))
        return replace(a, values=values, source=f"{a.source}, {b.source}")
    return None


def _rebuilt(node: tree.Node, rewrite: Any) -> tree.Node:
    """Return a node with its children rewritten."""
    changed: dict[str, Any] = {}
    for each in fields(node):
        value = getattr(node, each.name)
        if isinstance(value, tree.Node):
            changed[each.name] = rewrite(value)
        elif isinstance(value, tuple) and value and all(isinstance(item, tree.Node) for item in value):
            changed[each.name] = tuple(rewrite(item) for item in value)
    return replace(node, **changed) if changed else node


def _with_low_slots(node: tree.Node) -> tree.Node:
    """Return a closed formula with its variables in the slots that the evaluator keeps."""
    slots: dict[int, int] = {}

    def low(slot: int) -> int:
        return slots.setdefault(slot, FIRST_SLOT + len(slots)) if slot >= _LOOSE else slot

    def rewrite(each: tree.Node) -> tree.Node:
        made = _rebuilt(each, rewrite)
        if isinstance(made, tree.Variable | tree.Loop) and made.slot >= _LOOSE:
            return replace(made, slot=low(made.slot))
        return made

    return rewrite(node)
