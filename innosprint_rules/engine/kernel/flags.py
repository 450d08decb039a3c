"""Specialised formulas to code: flags, each worked out no further than it is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from innosprint_rules.engine.evaluation.operations import NUMERIC_KINDS
from innosprint_rules.engine.kernel.bounds import both, compared, contrary, either, equal, settled
from innosprint_rules.engine.kernel.layout import NOTHING, UNKNOWN_CELL
from innosprint_rules.engine.kernel.order import write_row
from innosprint_rules.engine.kernel.row_columns import computed_column, stored_flag
from innosprint_rules.engine.kernel.source.conditions import Condition, all_of, any_of, negated, wrapped
from innosprint_rules.engine.kernel.source.lifted import marked
from innosprint_rules.engine.kernel.specialising.nodes import Held, Truth, UnsupportedFormulaError
from innosprint_rules.engine.kernel.values import UNKNOWN_FLAG, Flag, Ref
from innosprint_rules.engine.kernel.writer import Writer
from innosprint_rules.formula import tree
from innosprint_rules.formula.logic import (
    UNKNOWN,
)

_MASK_BITS = 62


def write_constant_flag(_writer: Writer, node: tree.Constant) -> Flag:
    """Return a flag that no year changes."""
    known: Any = node.value
    return UNKNOWN_FLAG if known is UNKNOWN or known is None else Flag(bool(known))


def write_held_flag(_writer: Writer, node: Held) -> Flag:
    """Return a flag that is data."""
    return Flag(f"{marked(int(bool(node.value)), node.mark)} == 1")


def write_flag_cell(writer: Writer, node: tree.Column) -> Flag:
    """Return the code of a computed column; a flag of the file is a table of truth."""
    if not node.computed:
        raise UnsupportedFormulaError(node.source, "a condition of a form that the kernel has not")
    return stored_flag(computed_column(writer, node.table, node.name), write_row(writer, node.base))


def write_contrary(writer: Writer, node: tree.Negation) -> Flag:
    """Return the code of the contrary of a condition."""
    return contrary(writer.flag(node.part))


def write_conjunction(writer: Writer, node: tree.Both) -> Flag:
    """Return whether all conditions hold."""
    return _sequence(writer, node.parts, True)


def write_disjunction(writer: Writer, node: tree.Either) -> Flag:
    """Return whether one condition holds."""
    return _sequence(writer, node.parts, False)


def write_truth(writer: Writer, node: Truth) -> Flag:
    """Return the code of a condition on finite cells, looked up in its table of truth."""
    index = ""
    for cell, size in zip(node.cells, node.sizes, strict=True):
        code = f"M[{writer.layout.column(cell.table, cell.name).offset} + {write_row(writer, cell.base).code}]"
        index = code if not index else f"{wrapped(index)} * {writer.data(size, node.moving)} + {code}"
    possible = writer.possible(node)
    values = node.values
    surely = [place for place in possible if values[place] is True]
    never = [place for place in possible if values[place] is False]
    if node.moving:
        return _looked_up(writer, node, index, len(surely) + len(never) == len(possible))
    if len(surely) + len(never) == len(possible):
        return Flag(_member(writer, index, surely, never, len(values)))
    place = writer.atom(index)
    return settled(
        Flag(_member(writer, place, surely, None, len(values)), _member(writer, place, never, None, len(values)))
    )


def _looked_up(writer: Writer, node: Truth, index: str, exact: bool) -> Flag:
    """Return the code of a condition of which the table is data."""
    place = index if exact else writer.atom(index)

    def is_one_of(wanted: bool) -> str:
        truth = [int(value is wanted) for value in node.values]
        table = writer.table_of_numbers(truth, ("truth", node.cells, node.source, wanted))
        return f"M[{table} + {wrapped(place)}] == 1"

    return Flag(is_one_of(True)) if exact else Flag(is_one_of(True), is_one_of(False))


def _member(writer: Writer, index: str, places: Sequence[int], others: Sequence[int] | None, size: int) -> Condition:
    """Return the condition that an index is among some places."""
    if not places:
        return False
    if others is not None and not others:
        return True
    if len(places) == 1:
        return f"{index} == {places[0]}"
    if others is not None and len(others) == 1:
        return f"{index} != {others[0]}"
    if size <= _MASK_BITS:
        mask = sum(1 << place for place in places)
        return f"({mask} >> {wrapped(index)}) & 1 == 1"
    chosen = set(places)
    table = writer.table_of_numbers([int(place in chosen) for place in range(size)])
    return f"M[{table} + {wrapped(index)}] == 1"


def _sequence(writer: Writer, parts: tuple[tree.Node, ...], conjoined: bool) -> Flag:
    """Join conditions; what a later one needs is worked out only where the earlier ones leave it open."""
    flags: list[Flag] = []
    join = both if conjoined else either
    for number, part in enumerate(parts):
        flag, needs = writer.aside(partial(writer.flag, part))
        if needs.empty or not flags or not all(each.exact for each in flags):
            writer.here.add(needs)
            flags.append(flag)
            continue
        so_far = join(flags)
        if isinstance(so_far.yes, bool):
            writer.here.add(needs)
            flags.append(flag)
            continue
        rest = [flag]
        inner = writer.here
        result = writer.name("t")
        inner.line(f"{result} = {not conjoined}")
        branch = inner.below(f"if {so_far.yes if conjoined else negated(so_far.yes)}:")
        branch.add(needs)
        writer.here = branch
        rest.extend(writer.flag(later) for later in parts[number + 1 :])
        whole = join(rest)
        if whole.exact:
            branch.line(f"{result} = {whole.yes}")
            writer.here = inner
            return Flag(result)
        other = writer.name("t")
        inner.items.insert(inner.items.index(branch) - 1, f"{other} = {conjoined}")
        branch.line(f"{result} = {whole.yes}")
        branch.line(f"{other} = {whole.never}")
        writer.here = inner
        return Flag(result, other)
    return join(flags)


def write_comparison(writer: Writer, node: tree.Compare) -> Flag:
    """Return how two numbers or two rows compare."""
    kind = node.left.type.kind if node.left.type.kind != "nothing" else node.right.type.kind
    if kind in NUMERIC_KINDS:
        a, b = writer.number(node.left), writer.number(node.right)
        if node.op in ("==", "!="):
            same = equal(writer.held(a), writer.held(b))
            return same if node.op == "==" else contrary(same)
        if not a.exact:
            a = writer.held(a)
        if not b.exact:
            b = writer.held(b)
        return settled(compared(node.op, a, b))
    if kind == "ref":
        same = _same_row(write_row(writer, node.left), write_row(writer, node.right))
        return same if node.op == "==" else contrary(same)
    raise UnsupportedFormulaError(node.source, "a comparison of texts that years change")


def _same_row(a: Ref, b: Ref) -> Flag:
    same = f"{a.code} == {b.code}"
    if not (a.nothing or a.unknown or b.nothing or b.unknown):
        return Flag(same)
    yes = all_of(same, f"{a.code} >= 0" if a.nothing or a.unknown else True)
    if not (a.unknown or b.unknown):
        return Flag(yes)
    nothing = any_of(f"{a.code} == -1" if a.nothing else False, f"{b.code} == -1" if b.nothing else False)
    known = [f"{each.code} != {UNKNOWN_CELL}" if each.unknown else True for each in (a, b)]
    return Flag(yes, any_of(nothing, all_of(*known, f"{a.code} != {b.code}")))


def write_given(writer: Writer, node: tree.Given) -> Flag:
    """Return whether a value is something."""
    value = node.value
    if value.type.kind == "ref":
        ref = write_row(writer, value)
        if not ref.unknown:
            return Flag(f"{ref.code} != {NOTHING}" if ref.nothing else True)
        never: Condition = f"{ref.code} == {NOTHING}" if ref.nothing else False
        return Flag(f"{ref.code} >= 0", never)
    if value.type.kind not in NUMERIC_KINDS:
        raise UnsupportedFormulaError(value.source, "given() of what years change")
    number = writer.number(value)
    if number.unk is False and not number.perhaps:
        return Flag(negated(number.nil))
    sure: Condition = False if number.perhaps else all_of(negated(number.nil), negated(number.unk))
    return settled(Flag(sure, number.nil))


def write_known(writer: Writer, node: tree.Known) -> Flag:
    """Return whether a value is known."""
    value = node.value
    if value.type.kind == "ref":
        ref = write_row(writer, value)
        return Flag(f"{ref.code} != {UNKNOWN_CELL}" if ref.unknown else True)
    if value.type.kind == "flag":
        flag = writer.flag(value)
        return Flag(True) if flag.exact else Flag(any_of(flag.yes, flag.never))
    if value.type.kind not in NUMERIC_KINDS:
        raise UnsupportedFormulaError(value.source, "known() of what years change")
    number = writer.number(value)
    if number.exact:
        return Flag(True)
    if number.perhaps:
        return Flag(number.nil)
    number = writer.held(number)
    same: Condition = number.lo == number.hi if number.lo == number.hi else f"{number.lo} == {number.hi}"
    return Flag(any_of(number.nil, all_of(same, negated(number.unk))))
