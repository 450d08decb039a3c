"""Which facts are missing: the ones whose absence keeps a condition from being decided, and no others."""

from __future__ import annotations

from typing import Any, NamedTuple

from innosprint_rules.engine.evaluation.compiler import Compiler, Slots
from innosprint_rules.engine.evaluation.context import Context, amends
from innosprint_rules.engine.evaluation.loops import placed
from innosprint_rules.engine.evaluation.rows import Row
from innosprint_rules.engine.evaluation.values import written_value
from innosprint_rules.engine.evaluation.world import World
from innosprint_rules.folding import same_key
from innosprint_rules.formula import tree
from innosprint_rules.formula.logic import UNKNOWN, Doubtful, exact
from innosprint_rules.formula.types import TEXT
from innosprint_rules.wording import NBSP, Text, same


class Missing(NamedTuple):
    """A fact that is missing: a column of a row, or a whole table (``id`` None, the fact is its name)."""

    fact: str
    table: str
    id: str | None


def fact_words(fact: Missing, world: World) -> Text:
    """Name one missing fact in full: a table, a line of the table `convention`, a cell of a row."""
    name, table, identity = fact
    if identity is None and table != world.facts_table:
        return column_words(fact, world)
    owner, header = _table(table, world), world.header(table, name, identity)
    perhaps = _doubtful(fact, world)
    if table == world.facts_table:
        return Text(f"« {header.fr} » ({owner.fr})", f"“{header.en}” ({owner.en})")
    return Text(f"« {header.fr} » de {identity} ({owner.fr}){perhaps.fr}",
                f"“{header.en}” of {identity} ({owner.en}){perhaps.en}")  # fmt: skip


def column_words(fact: Missing, world: World, owner: str | None = None) -> Text:
    """Name a missing fact by the header that people wrote: « montant » (attributions), or its ``owner`` in brackets."""
    name, table, identity = fact
    of = _table(table, world)
    if identity is None and name == table:
        return Text(f"la table « {of.fr} »", f"the table “{of.en}”")
    header = world.header(table, name, identity)
    if identity is None and table != world.facts_table:
        return Text(f"la colonne « {header.fr} » ({of.fr})", f"the column “{header.en}” ({of.en})")
    perhaps = _doubtful(fact, world)
    return Text(f"« {header.fr} » ({owner or of.fr}){perhaps.fr}", f"“{header.en}” ({owner or of.en}){perhaps.en}")


def _doubtful(fact: Missing, world: World) -> Text:
    """Quote the names of a cell that are almost right, with what they may be; empty where there are none."""
    row = world.rows.get(fact.table, {}).get(same_key(fact.id or ""))
    cell = None if row is None else row.values.get(fact.fact)
    doubtful = tuple(each for each in cell if isinstance(each, Doubtful)) if isinstance(cell, tuple) else ()
    if not doubtful:
        return same("")
    return Text(f"{NBSP}: {written_value(doubtful, TEXT, 'fr')}", f": {written_value(doubtful, TEXT, 'en')}")


def _table(table: str, world: World) -> Text:
    return Text(world.described[table].name if table in world.described else table, table)


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
        described = context.world.schema(row.table)
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
