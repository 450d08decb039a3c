"""Typed tree to closures: the reference evaluator's arithmetic, exact and three-valued.

A closure takes the slots of ``Context.environment`` and gives a value: ``int``, ``bool``, ``str``, ``Row``,
``tuple``, None for *nothing*, and ``Interval`` or ``UNKNOWN`` for what is not known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from innosprint_rules.engine.evaluation.compiler import Closure, Compiler, Slots
from innosprint_rules.engine.evaluation.context import Context
from innosprint_rules.engine.evaluation.operations import ARITHMETIC, COMPARISONS, NUMERIC_KINDS, equal, within
from innosprint_rules.engine.evaluation.rows import Row
from innosprint_rules.formula import tree
from innosprint_rules.formula.functions import FUNCTIONS
from innosprint_rules.formula.logic import (
    UNKNOWN,
    Interval,
    PerhapsNothing,
    conjunction,
    disjunction,
    exact,
    negate,
    one_of,
)


def compile_node(program: Compiler, node: tree.Node) -> Closure:
    """Return the closure of a node; aggregates are built by ``engine.evaluation.aggregates``."""
    match node:
        case tree.Constant(value=value):
            return lambda _slots: value
        case tree.AsOf():
            return lambda slots: slots[0].as_of
        case tree.Fact(name=name):
            return lambda slots: slots[0].world.facts[name]
        case tree.Parameter(name=name, on=None):
            return lambda slots: slots[0].parameter(name)
        case tree.Parameter(name=name, on=tree.Node() as day):
            moment = program.closure(day)
            return lambda slots: slots[0].parameter(name, moment(slots))
        case tree.ReadingIs(key=key, values=values):
            return lambda slots: slots[0].readings[key] in values
        case tree.ByReading(key=key, options=options):
            choices = {option: program.closure(formula) for option, formula in options}
            return lambda slots: choices[slots[0].readings[key]](slots)
        case tree.Measure(name=name):
            return _measure(program, name)
        case tree.Variable(slot=slot):
            return lambda slots: slots[slot]
        case tree.Column():
            return _column(program, node)
        case tree.Compare():
            return _compare(program, node)
        case tree.Within(item=item, items=items):
            return _within(program, item, items)
        case tree.Both(parts=parts):
            return _joined(conjunction, [program.closure(part) for part in parts])
        case tree.Either(parts=parts):
            return _joined(disjunction, [program.closure(part) for part in parts])
        case tree.Negation(part=part):
            inner = program.closure(part)
            return lambda slots: negate(inner(slots))
        case tree.Choice():
            return _choice(program, node)
        case tree.Arithmetic():
            return _arithmetic(program, node)
        case tree.Call():
            return _call(program, node)
        case tree.Given(value=value):
            return _given(program.closure(value))
        case tree.Known(value=value):
            inner = program.closure(value)
            return lambda slots: exact(inner(slots))
        case _:
            raise TypeError(f"no closure for {type(node).__name__}")


def _measure(program: Compiler, name: str) -> Closure:
    body, reads = program.measure(name)

    def measure(slots: Slots) -> Any:
        context: Context = slots[0].under(reads)
        kept = context.measures
        if name in kept:
            return kept[name]
        value = kept[name] = body(context.environment())
        return value

    return measure


def _column(program: Compiler, node: tree.Column) -> Closure:
    base = program.closure(node.base)
    name = node.name
    if node.computed:
        return _computed(program, node, base)
    unknown = program.unknown_cell(node.table, name)
    own_day = program.is_own_day(node.table, name)
    if isinstance(node.base, tree.Variable) and not own_day:
        slot = node.base.slot

        def cell(slots: Slots) -> Any:  # what most formulas read, without a step for its row
            row = slots[slot]
            if row.__class__ is Row:
                return row.values[name]
            return None if row is None else unknown

        return cell

    def column(slots: Slots) -> Any:
        row = base(slots)
        if row.__class__ is Row:
            value = row.values[name]
            if own_day and value.__class__ is Interval:
                return slots[0].day_of(row)
            return value
        return None if row is None else unknown

    return column


def _computed(program: Compiler, node: tree.Column, base: Closure) -> Closure:
    body, reads = program.computed(node.table, node.name)
    key = f"{node.table}.{node.name}"

    def computed(slots: Slots) -> Any:
        row = base(slots)
        if row.__class__ is not Row:
            return None if row is None else program.unknown_of(node.type)
        context: Context = slots[0].under(reads)
        kept = context.computed.get(key)
        if kept is None:
            kept = context.computed[key] = {}
        elif row in kept:
            return kept[row]
        value = kept[row] = body(context.environment(row))
        return value

    return computed


def _compare(program: Compiler, node: tree.Compare) -> Closure:
    left, right = program.closure(node.left), program.closure(node.right)
    if node.op in ("==", "!="):
        kind = node.left.type.kind if node.left.type.kind != "text" else node.right.type.kind
        same = equal(kind)
        if node.op == "==":
            return lambda slots: same(left(slots), right(slots))
        return lambda slots: negate(same(left(slots), right(slots)))
    compare = COMPARISONS[node.op]
    return lambda slots: compare(left(slots), right(slots))


def _within(program: Compiler, item: tree.Node, items: tree.Node) -> Closure:
    one, many = program.closure(item), program.closure(items)
    folded = items.type.of == "text"

    return lambda slots: within(one(slots), many(slots), folded)


def _joined(join: Callable[[Iterable[Any]], Any], parts: list[Closure]) -> Closure:
    return lambda slots: join(part(slots) for part in parts)


def _choice(program: Compiler, node: tree.Choice) -> Closure:
    test, then, other = program.closure(node.test), program.closure(node.then), program.closure(node.other)
    numeric = node.type.kind in NUMERIC_KINDS

    def choice(slots: Slots) -> Any:
        flag = test(slots)
        if flag is True:
            return then(slots)
        if flag is False:
            return other(slots)
        a, b = then(slots), other(slots)
        if a is b or (exact(a) and exact(b) and a == b):
            return a
        if not numeric or a is UNKNOWN or b is UNKNOWN:
            return UNKNOWN
        return one_of((a, b))

    return choice


def _arithmetic(program: Compiler, node: tree.Arithmetic) -> Closure:
    left, right = program.closure(node.left), program.closure(node.right)
    fast, slow = ARITHMETIC[node.op]

    def arithmetic(slots: Slots) -> Any:
        a, b = left(slots), right(slots)
        if a.__class__ is int and b.__class__ is int:
            return fast(a, b)
        if a is None or b is None:
            return UNKNOWN  # behind a guard that is itself unknown
        return slow(a, b)

    return arithmetic


def _call(program: Compiler, node: tree.Call) -> Closure:
    work = FUNCTIONS[node.function].work
    arguments = [program.closure(each) for each in node.arguments]
    unknown = program.unknown_of(node.type)
    numeric = all(each.type.kind in NUMERIC_KINDS for each in node.arguments)

    def call(slots: Slots) -> Any:
        values = [argument(slots) for argument in arguments]
        for value in values:
            if value is None or (value is UNKNOWN and not numeric):
                return unknown
        return work(*values)

    return call


def _given(value: Closure) -> Closure:
    def given(slots: Slots) -> Any:
        found = value(slots)
        if found is UNKNOWN or found.__class__ is PerhapsNothing:
            return UNKNOWN
        return found is not None and found != ()

    return given
