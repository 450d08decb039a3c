"""The rows behind an aggregate: which count, which may, how many do not, and the names their choice rests on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from innosprint_rules.engine.derivation.making import StepMaker
from innosprint_rules.engine.derivation.names import outer
from innosprint_rules.engine.derivation.steps import Counted, DerivationStep, Rows
from innosprint_rules.engine.evaluation.compiler import Slots
from innosprint_rules.engine.evaluation.context import Context
from innosprint_rules.engine.evaluation.loops import Loops, placed
from innosprint_rules.engine.evaluation.missing import Blame
from innosprint_rules.engine.evaluation.missing_facts import Missing
from innosprint_rules.engine.evaluation.rows import Row
from innosprint_rules.errors import NOWHERE, Location
from innosprint_rules.formula import tree
from innosprint_rules.formula.logic import UNKNOWN, Doubtful, add, exact


def aggregate_step(walker: StepMaker, node: tree.Aggregate, slots: Slots) -> DerivationStep:
    """Return the step of an aggregate, with its rows and what they were chosen by."""
    value = walker.value(node, slots)
    rows = _rows(walker, node, list(slots))
    names: dict[str, DerivationStep] = {}
    for step in _names(walker, node, slots):
        names.setdefault(step.formula or step.name, step)  # each once
    steps = [*names.values(), *_chosen(walker, node, slots, value)]
    return DerivationStep("aggregate", walker.said(node), value, node.type, node.source, rows=rows, steps=tuple(steps))


def _rows(walker: StepMaker, node: tree.Aggregate, slots: Slots) -> Rows:
    loops = Loops(walker.program, node.loops, ("derivation", id(node)))
    context: Context = slots[0]
    counted: list[tuple[int, Counted]] = []
    maybe: list[tuple[int, Counted]] = []
    for truth in loops.walk(slots):
        items = [slots[loop.slot] for loop in node.loops]
        value = walker.value(node.element, slots)
        missing = () if truth is True else _hidden(walker, node, list(slots))
        day = items[0].day if len(items) == 1 and isinstance(items[0], Row) else None
        found = Counted(tuple(map(_identity, items)), value, node.element.type, day, _place(node, items), None, missing)
        (counted if truth is True else maybe).append((_order(items, context), found))
    single = node.loops[0].over if len(node.loops) == 1 else None
    running = isinstance(single, tree.TableSource) and single.view in ("until", "before") and node.function == "sum"
    sure = [each for _, each in sorted(counted, key=_first)]
    table, there, later, absent = _table(walker, context, node, slots)
    return Rows(
        table=table,
        what=walker.labels.rows_of(table) if table else walker.item_words,
        counted=tuple(_totals(sure) if running else sure),
        maybe=tuple(each for _, each in sorted(maybe, key=_first)),
        left_out=None if there is None else there - len(counted) - len(maybe),
        later=later,
        open=absent,
        running=running,
        valued=node.function not in ("any", "count", "rows", "items"),
        distinct=node.function == "count_distinct",
    )


def _first(pair: tuple[int, Counted]) -> int:
    return pair[0]


def _identity(item: Any) -> str:
    return item.id if isinstance(item, Row) else item.text if isinstance(item, Doubtful) else str(item)


def _order(items: list[Any], context: Context) -> int:
    """Return where a row stands in its table; those without a day come before what surely comes after them."""
    if len(items) != 1 or not isinstance(items[0], Row):
        return 0
    row = items[0]
    return 2 * row.place if row.place >= 0 else 2 * context.settled(row.table) - 1


def _place(node: tree.Aggregate, items: list[Any]) -> Location:
    row = next((item for item in items if isinstance(item, Row) and item.model is not None), None)
    if row is None:
        return NOWHERE
    element = node.element
    read = isinstance(element, tree.Column) and not element.computed and isinstance(element.base, tree.Variable)
    column = row.model.table.shown(element.name) if read and isinstance(element, tree.Column) else None
    found: Location = row.model.location(column)
    return found


def _totals(rows: list[Counted]) -> Iterator[Counted]:
    total: Any = 0
    for row in rows:
        total = add(total, row.value)
        yield Counted(row.ids, row.value, row.type, row.day, row.place, total, row.missing)


def _table(
    walker: StepMaker, context: Context, node: tree.Aggregate, slots: Slots
) -> tuple[str, int | None, int, tuple[str, ...]]:
    """Return the table looped over, how many of its rows have happened, how many have not, what is absent."""
    sources = [loop.over for loop in node.loops if isinstance(loop.over, tree.TableSource)]
    absent: dict[str, None] = {}
    for source in sources:
        derived = walker.program.derived.get(source.table)
        for base in (source.table,) if derived is None else derived.tables:
            if context.table(base).open:
                absent[base] = None
    if not sources:
        only = node.loops[0].over
        items = walker.value(only.items, slots) if isinstance(only, tree.ListSource) else None
        return "", len(items) if isinstance(items, tuple) else None, 0, ()
    source = sources[0]
    if len(node.loops) > 1:
        return source.table, None, 0, tuple(absent)
    so_far = source.view not in ("to_come", "proposed")
    rows = context.view(source.table, source.view)
    stored = context.world.tables.get(source.table)
    later = 0 if not so_far or stored is None else len(stored.placed) - len(context.table(source.table).placed)
    return source.table, len(list(rows.all())), later, tuple(absent)


def _hidden(walker: StepMaker, node: tree.Aggregate, slots: Slots) -> tuple[Missing, ...]:
    """Return what keeps us from knowing whether a row counts."""
    blame = Blame(walker.program)
    context: Context = slots[0]
    for loop in node.loops:
        item = slots[loop.slot]
        over = loop.over
        if isinstance(over, tree.TableSource) and over.row is not None and isinstance(item, Row):
            of = walker.value(over.row, slots)
            if placed(item, of, over.view, context) is UNKNOWN:
                for one in (item, of):
                    if isinstance(one, Row) and one.day is None:
                        blame.undated(one, context)
        if isinstance(item, Row) and item.truth is UNKNOWN:
            blame.derived_row(item, context)
        for condition in loop.conditions:
            if walker.value(condition, slots) is UNKNOWN:
                blame.look(condition, list(slots))
    return tuple(blame.found)


def _names(walker: StepMaker, node: tree.Aggregate, slots: Slots) -> Iterator[DerivationStep]:
    """Yield what the choice of rows rests on: outer values, and what columns worked out row by row mean."""
    inner = {loop.slot for loop in node.loops}
    for loop in node.loops:
        if isinstance(loop.over, tree.ListSource):
            yield from outer(walker, loop.over.items, inner, slots)
        elif isinstance(loop.over, tree.NumbersSource):
            yield from outer(walker, loop.over.first, inner, slots)
            yield from outer(walker, loop.over.last, inner, slots)
        for condition in loop.conditions:
            yield from outer(walker, condition, inner, slots)
    if node.function not in ("min", "max"):
        yield from outer(walker, node.element, inner, slots)


def _chosen(walker: StepMaker, node: tree.Aggregate, slots: Slots, value: Any) -> Iterator[DerivationStep]:
    """Yield how the row that gives the least or the greatest value was worked out."""
    element = node.element
    if node.function not in ("min", "max") or value is None or not exact(value):
        return
    if not (isinstance(element, tree.Column) and element.computed):
        return
    inside = list(slots)
    for truth in Loops(walker.program, node.loops, ("derivation", id(node))).walk(inside):
        if truth is True and walker.value(element, inside) == value:
            yield walker.step(element, inside)
            return
