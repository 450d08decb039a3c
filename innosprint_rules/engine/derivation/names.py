"""What formulas name, as steps: measures with their own formulas, cells with their places, derived rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from innosprint_rules.engine.derivation.making import StepMaker
from innosprint_rules.engine.derivation.steps import DerivationStep
from innosprint_rules.engine.derivation.terms import quoted
from innosprint_rules.engine.evaluation.compiler import Slots
from innosprint_rules.engine.evaluation.context import Context
from innosprint_rules.engine.evaluation.rows import Row
from innosprint_rules.errors import NOWHERE
from innosprint_rules.formula import tree
from innosprint_rules.formula.logic import exact
from innosprint_rules.formula.names import ROW_SLOT
from innosprint_rules.formula.types import FLAG
from innosprint_rules.rulebook.models import DerivedTable
from innosprint_rules.wording import Text


def named_step(
    walker: StepMaker, table: str | None, name: str, row: Row | None, node: tree.Node, slots: Slots
) -> DerivationStep:
    """Return a measure with its formula worked out below it, once."""
    measure = walker.program.rulebook.measures[(table, name)]
    reference = name if table is None else f"{table}.{name}[{row.id if row else ''}]"
    words = walker.named(node)
    value = walker.value(node, slots)
    if reference in walker.seen:
        return DerivationStep("measure", words, value, node.type, node.source, reference, see=reference)
    walker.seen.add(reference)
    context: Context = slots[0]
    inner = walker.step(measure.formula, context.environment(row))
    return DerivationStep("measure", words, value, node.type, measure.formula.source, reference, steps=(inner,),
                details={} if row is None else {"row": row.id})  # fmt: skip


def column_step(walker: StepMaker, node: tree.Column, slots: Slots) -> DerivationStep:
    """Return a column of a row: a cell of a file, or what a measure makes of the row."""
    row = walker.value(node.base, slots)
    if not isinstance(row, Row):
        return walker.over("cell", node, slots)
    if node.computed:
        return named_step(walker, node.table, node.name, row, node, slots)
    value = walker.value(node, slots)
    details = {"row": row.id, "table": row.table}
    if row.table in walker.program.rulebook.tables:
        reference = f"{row.table}.{node.name}[{row.id}]"
        if reference in walker.seen:
            return DerivationStep("cell", walker.named(node), value, node.type, node.source, reference, see=reference,
                        details=details)  # fmt: skip
        walker.seen.add(reference)
        return DerivationStep("cell", walker.named(node), value, node.type, node.source, reference, details=details,
                    steps=_derived(walker, row, node.name, slots[0]))  # fmt: skip
    shown = slots[0].world.shown(row.table, node.name)
    place = NOWHERE if row.model is None else row.model.location(shown)
    note = _why(walker, row, node.name, shown, value)
    if note is None and not isinstance(node.base, tree.Variable):
        note = Text(row.id, row.id)
    return DerivationStep("cell", walker.named(node), value, node.type, node.source, row.id, note=note, place=place,
                details=details)  # fmt: skip


def _why(walker: StepMaker, row: Row, name: str, shown: str, value: Any) -> Text | None:
    """Return what should be said of a cell that the file does not hold as it is read."""
    if row.model is None:
        table = walker.labels.table(row.table)
        return Text(f"la table « {table.fr} » n'est pas dans le dossier",
                    f"the table “{table.en}” is not in the dossier")  # fmt: skip
    if shown not in row.model.columns:
        if exact(value) and value is not None:
            return Text("colonne absente, valeur par défaut", "column not there, default value")
        return Text("colonne absente du fichier", "column not in the file")
    if not exact(value):
        return Text("cellule vide", "blank cell")
    if value is not None and getattr(row.model, name, value) is None:
        noun = walker.program.rulebook.schema.meeting
        own = "sa" if noun.feminine and not noun.the.startswith("l'") else "son"
        return Text(f"cellule vide ; date de {own} {noun.one.fr}", f"blank cell; the date of its {noun.one.en}")
    return None


def _derived(walker: StepMaker, row: Row, name: str, context: Context) -> tuple[DerivationStep, ...]:
    table = walker.program.rulebook.tables[row.table]
    slots = _derived_slots(table, row, context)
    element = table.rows.elements[table.columns.index(name)]
    if isinstance(element, tree.Variable):
        return ()
    walker.loops = table.rows.loops
    try:
        return (walker.step(element, slots),)
    finally:
        walker.loops = ()


def belongs(walker: StepMaker, row: Row, context: Context) -> DerivationStep | None:
    """Return why a row of a derived table is there, or may be; None where nothing decides it."""
    table = walker.program.rulebook.tables[row.table]
    slots = _derived_slots(table, row, context)
    conditions = [condition for loop in table.rows.loops for condition in loop.conditions]
    if not conditions:
        return None
    walker.loops = table.rows.loops
    try:
        steps = tuple(walker.step(condition, slots) for condition in conditions)
    finally:
        walker.loops = ()
    words = Text(f"{row.id} est parmi « {table.label.get('fr')} »", f"{row.id} is among “{table.label.en}”")
    return DerivationStep("condition", words, row.truth, FLAG, name=row.id, steps=steps)


def outer(walker: StepMaker, node: tree.Node, inner: set[int], slots: Slots) -> Iterator[DerivationStep]:
    """Yield the steps of the names in a condition on rows that do not change from row to row."""
    used = tree.slots_used(node)
    if isinstance(node, tree.Constant | tree.Variable):
        return
    if not used & inner:
        yield walker.step(node, slots)
        return
    if isinstance(node, tree.Column) and node.computed:
        yield from _definition(walker, node, slots)
        return
    if isinstance(node, tree.Aggregate):
        own = inner | {loop.slot for loop in node.loops}
        for loop in node.loops:
            for condition in loop.conditions:
                yield from outer(walker, condition, own, slots)
        yield from outer(walker, node.element, own, slots)
        return
    for child in tree.children(node):
        yield from outer(walker, child, inner, slots)


def _definition(walker: StepMaker, node: tree.Column, slots: Slots) -> Iterator[DerivationStep]:
    """Yield what a column computed for each row means, with the values that are the same for all."""
    reference = f"{node.table}.{node.name}"
    measure = walker.program.rulebook.measures[(node.table, node.name)]
    words = quoted(measure.label)
    if reference in walker.seen:
        return
    walker.seen.add(reference)
    steps = tuple(outer(walker, measure.formula, {ROW_SLOT}, slots))
    yield DerivationStep("definition", words, None, node.type, measure.formula.source, reference,
               note=walker.said(measure.formula), steps=steps)  # fmt: skip


def _derived_slots(table: DerivedTable, row: Row, context: Context) -> Slots:
    """Return the slots in which the formulas of a derived row are worked out."""
    slots = context.environment()
    for column, element in zip(table.columns, table.rows.elements, strict=True):
        if isinstance(element, tree.Variable):
            slots[element.slot] = row.values[column]
    return slots
