"""Which facts are missing: the ones whose absence keeps a condition from being decided, and no others."""

from __future__ import annotations

from typing import Any

from innosprint_rules.engine.evaluation.amended import amends
from innosprint_rules.engine.evaluation.compiler import Compiler, Slots
from innosprint_rules.engine.evaluation.context import Context
from innosprint_rules.engine.evaluation.judge_rule import Judgement
from innosprint_rules.engine.evaluation.loops import placed
from innosprint_rules.engine.evaluation.missing_facts import Missing
from innosprint_rules.engine.evaluation.rows import Row
from innosprint_rules.engine.evaluation.rule_conditions import CompiledRule
from innosprint_rules.formula import tree
from innosprint_rules.formula.logic import UNKNOWN, Doubtful, exact
from innosprint_rules.rulebook.models import Severity


class Blame:
    """Collects missing facts below an undecided formula, each once, in the order in which it is read."""

    def __init__(self, program: Compiler) -> None:
        self.program = program
        self.found: dict[Missing, None] = {}
        self._seen: set[tuple[int, int, int]] = set()

    def look(self, node: tree.Node, slots: Slots) -> None:
        """Collect what is missing for ``node`` to be known, if it is not."""
        value = self.program.closure(node)(slots)
        if exact(value) and not (value.__class__ is tuple and any(isinstance(each, Doubtful) for each in value)):
            return
        match node:
            case tree.Measure(name=name):
                self._formula((None, name), slots[0], None)
            case tree.Column():
                self._column(node, slots)
            case tree.Fact(name=name):
                self._add(name, slots[0].world.facts_table, None)
            case tree.Parameter(name=name, on=on):
                if on is not None:
                    self.look(on, slots)
                self._amendments(name, slots[0])
            case tree.ByReading(key=key, options=options):
                self.look(dict(options)[slots[0].readings[key]], slots)
            case tree.Choice(test=test, then=then, other=other):
                flag = self.program.closure(test)(slots)
                self.look(test, slots)
                if flag is not False:
                    self.look(then, slots)
                if flag is not True:
                    self.look(other, slots)
            case tree.Aggregate():
                self._aggregate(node, slots)
            case _:
                for child in tree.children(node):
                    self.look(child, slots)

    def _formula(self, key: tuple[str | None, str], context: Context, row: Row | None) -> None:
        formula = self.program.rulebook.measures[key].formula
        seen = (id(formula), id(context), id(row))
        if seen not in self._seen:
            self._seen.add(seen)
            self.look(formula, context.environment(row))

    def _column(self, node: tree.Column, slots: Slots) -> None:
        row = self.program.closure(node.base)(slots)
        if not isinstance(row, Row):
            self.look(node.base, slots)
        elif node.computed:
            self._formula((node.table, node.name), slots[0], row)
        elif row.model is None and node.table in slots[0].world.absent:
            self._add(node.table, node.table, None)
        elif node.table in self.program.rulebook.tables:
            self.derived_row(row, slots[0], node.name)
        else:
            self._add(slots[0].world.shown(node.table, node.name), node.table, row.id)

    def _add(self, fact: str, table: str, identity: str | None) -> None:
        self.found.setdefault(Missing(fact, table, identity))

    def _absent(self, table: str, context: Context) -> None:
        if table in self.program.rulebook.tables:
            for base in self.program.derived[table].tables:
                self._absent(base, context)
        elif context.table(table).open:
            self._add(table, table, None)

    def _amendments(self, name: str, context: Context) -> None:
        parameter = self.program.rulebook.parameters[name]
        role = context.world.roles.amendments
        if role is None:
            return
        dated = context.world.described[role.table].date_column
        for row in context.table(role.table).all():
            if not amends(role, row.model, parameter):
                continue
            if parameter.amended_if is not None and (id(parameter), id(context), id(row)) not in self._seen:
                self._seen.add((id(parameter), id(context), id(row)))  # its condition names the parameter again
                self.look(parameter.amended_if, context.environment(row))
            for column in (role.form, *((dated,) if dated is not None else ())):
                if not exact(row.values[column]):
                    self._add(column, role.table, row.id)
            if getattr(row.model, role.value) is None:
                self._add(role.value, role.table, row.id)

    def _aggregate(self, node: tree.Aggregate, slots: Slots) -> None:
        self._loops(node.loops, 0, node.element, slots)

    def _loops(self, loops: tuple[tree.Loop, ...], depth: int, element: tree.Node, slots: Slots) -> None:
        if depth == len(loops):
            self.look(element, slots)
            return
        loop = loops[depth]
        over = loop.over
        if not isinstance(over, tree.TableSource):
            self._items(loops, depth, element, slots)
            return
        context: Context = slots[0]
        rows = context.view(over.table, over.view)
        if rows.open:
            self._absent(over.table, context)
        of: Any = self.program.closure(over.row)(slots) if over.row is not None else None
        for row in rows.all():
            if over.row is not None:
                where = placed(row, of, over.view, context)
                if where is False:
                    continue
            else:
                where = True
            slots[loop.slot] = row
            flags = [self.program.closure(condition)(slots) for condition in loop.conditions]
            if any(flag is False for flag in flags):
                continue
            if where is UNKNOWN:
                for one in (row, of):
                    if isinstance(one, Row) and one.day is None:
                        self.undated(one, context)
            if row.truth is UNKNOWN:
                self.derived_row(row, context)
            for condition, flag in zip(loop.conditions, flags, strict=True):
                if flag is UNKNOWN:
                    self.look(condition, slots)
            slots[loop.slot] = row
            self._loops(loops, depth + 1, element, slots)

    def _items(self, loops: tuple[tree.Loop, ...], depth: int, element: tree.Node, slots: Slots) -> None:
        loop = loops[depth]
        if isinstance(loop.over, tree.NumbersSource):
            self.look(loop.over.first, slots)
            self.look(loop.over.last, slots)
            return
        if not isinstance(loop.over, tree.ListSource):
            return
        items = self.program.closure(loop.over.items)(slots)
        if items is UNKNOWN:
            self.look(loop.over.items, slots)
        for item in items if isinstance(items, tuple) else ():
            slots[loop.slot] = item
            if any(self.program.closure(condition)(slots) is False for condition in loop.conditions):
                continue
            if isinstance(item, Doubtful):
                self.look(loop.over.items, slots)
            for condition in loop.conditions:
                self.look(condition, slots)
            slots[loop.slot] = item
            self._loops(loops, depth + 1, element, slots)

    def undated(self, row: Row, context: Context) -> None:
        """Note the date that a row lacks: its own, or its session's."""
        described = context.world.described[row.table]
        if described.date_column is not None:
            if row.model is None:
                self._add(row.table, row.table, None)
            else:
                self._add(described.date_column, row.table, row.id)
        elif described.dated_by is not None:
            holder = row.values[described.dated_by]
            if isinstance(holder, Row):
                self.undated(holder, context)
            else:
                self._add(described.dated_by, row.table, row.id)

    def derived_row(self, row: Row, context: Context, column: str | None = None) -> None:
        """Note why it is not sure that a row of a derived table is there, or why its ``column`` is not known."""
        table = self.program.rulebook.tables[row.table]
        slots = context.environment()
        elements = dict(zip(table.columns, table.rows.elements, strict=True))
        for name, element in elements.items():
            if isinstance(element, tree.Variable):
                slots[element.slot] = row.values[name]
        if column is not None:
            self.look(elements[column], slots)
        for loop in table.rows.loops:
            for condition in loop.conditions:
                self.look(condition, slots)
            if isinstance(loop.over, tree.NumbersSource):
                self.look(loop.over.last, slots)


def missing_for(
    compiled: CompiledRule, judgement: Judgement, context: Context, row: Row | None, graver: Severity | None
) -> tuple[Missing, ...]:
    """Return the facts that keep a rule from being decided; with ``graver``, those that hide a graver breach."""
    blame = Blame(context.program)
    slots = context.environment(row)
    rule = compiled.rule
    if judgement.applies == -1:
        if row is not None and row.truth is not True:
            blame.derived_row(row, context)
        if rule.applies is not None:
            blame.look(rule.applies, slots)
        return tuple(blame.found)
    if judgement.started == -1 and rule.starts is not None:
        blame.look(rule.starts, slots)
    for level, met, past in zip(rule.levels, judgement.met, judgement.past, strict=True):
        if level.severity == graver:
            break
        if met == 1 or past == 0:
            continue
        blame.look(level.met, slots)
        if past == -1 and level.due is not None:
            blame.look(level.due, slots)
    return tuple(blame.found)
