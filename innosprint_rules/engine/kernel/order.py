"""Rows as code: which one a formula names, which have happened, and in which order they stand."""

from __future__ import annotations

from innosprint_rules.engine.evaluation.rows import rank
from innosprint_rules.engine.kernel.layout import NOTHING, UNKNOWN_CELL
from innosprint_rules.engine.kernel.source.conditions import Condition, all_of, any_of, negated
from innosprint_rules.engine.kernel.specialising.nodes import UnsupportedFormulaError
from innosprint_rules.engine.kernel.values import Flag, Ref
from innosprint_rules.engine.kernel.writer import Writer
from innosprint_rules.formula import tree

_ROWS = 65_536  # more than a table may hold
_LAST = 2**40  # later than any day
ORDERING = (_ROWS, _ROWS - 1, _LAST)
"""Numbers of the texts that put rows in order, whatever the rows."""


def write_row(writer: Writer, node: tree.Node) -> Ref:
    """Return the code of a row."""
    if isinstance(node, tree.Variable):
        return writer.rows[node.slot]
    if isinstance(node, tree.Constant) and node.value is None:
        return Ref(str(NOTHING), "", nothing=True)
    if isinstance(node, tree.Column) and not node.computed:
        base = write_row(writer, node.base)
        if node.table not in writer.layout.tables:
            stored = writer.derived_table(node.table).columns[node.name]
            return Ref(writer.atom(f"M[{stored.lo} + {base.code}]"), stored.target, stored.nothing, stored.unknown)
        plan = writer.layout.column(node.table, node.name)
        nothing = plan.nothing or base.nothing
        unknown = writer.may_be_unknown(node.table, node.name) or base.unknown
        return Ref(writer.atom(f"M[{plan.offset} + {base.code}]"), plan.type.table, nothing, unknown)
    if isinstance(node, tree.Choice):
        return _one_of_two_rows(writer, node)
    raise UnsupportedFormulaError(node.source, "a row chosen by a formula")


def _one_of_two_rows(writer: Writer, node: tree.Choice) -> Ref:
    """Return the code of the row that a condition chooses; not known where that is not, unless both are one row."""
    test = writer.named(writer.flag(node.test))
    then, other = write_row(writer, node.then), write_row(writer, node.other)
    chosen = f"{other.code}"
    if not test.exact:
        either = f"({then.code} if {then.code} == {other.code} else {UNKNOWN_CELL})"
        chosen = f"({other.code} if {test.never} else {either})"
    code = writer.atom(f"{then.code} if {test.yes} else {chosen}")
    unknown = then.unknown or other.unknown or not test.exact
    return Ref(code, then.table or other.table, then.nothing or other.nothing, unknown)


def day_cell(writer: Writer, table: str, row: str) -> str | None:
    """Return the code of a row's own day, below 0 where it has none; None in a table without days."""
    spec = writer.layout.world.described.get(table)
    if spec is None:
        return None
    if spec.date_column is not None:
        return f"M[{writer.layout.column(table, spec.date_column).offset} + {row}]"
    if spec.dated_by is not None:
        key = writer.layout.column(table, spec.dated_by)
        holder = writer.layout.world.described[key.type.table]
        day = writer.layout.column(holder.code, holder.date_column or "")
        return f"M[{day.offset} + M[{key.offset} + {row}]]"
    return None


def happened(writer: Writer, table: str, row: str) -> Condition:
    """Return whether a row has happened by the moment of judgement."""
    day = day_cell(writer, table, row)
    if day is None:
        return True
    return f"{day} <= {writer.moment}"


def is_loose(writer: Writer, table: str) -> bool:
    """Tell whether a row of a table may have no day, and so no place in its order."""
    if day_cell(writer, table, "0") is None:
        return False
    return bool(loose_columns(writer, table) - writer.assumed)


def loose_columns(writer: Writer, table: str) -> frozenset[tuple[str, str]]:
    """Return the columns of which a cell that is not known leaves a row without a day."""
    spec = writer.layout.world.described[table]
    if spec.date_column is not None:
        keys = [(table, spec.date_column)]
    else:
        holder = writer.layout.column(table, spec.dated_by or "").type.table
        keys = [(table, spec.dated_by or ""), (holder, writer.layout.world.described[holder].date_column or "")]
    plans = [writer.layout.column(*key) for key in keys]
    return frozenset(key for key, plan in zip(keys, plans, strict=True) if plan.unknown or plan.nothing)


def write_order(writer: Writer, table: str) -> tuple[int, int] | None:
    """Return where the order of a table lies: rows by place, and places by row; None where rows are in order."""
    plan = writer.layout.tables.get(table)
    if plan is None or plan.ordered or day_cell(writer, table, "0") is None:
        return None
    if table not in writer.orders:
        by_place, by_row, keys = (writer.layout.reserve(plan.capacity) for _ in range(3))
        writer.orders[table] = (by_place, by_row)
        writer.hoisted(lambda: _sort(writer, table, by_place, by_row, keys))
    return writer.orders[table]


def _sort(writer: Writer, table: str, by_place: int, by_row: int, keys: int) -> None:
    """Write an insertion sort by day, then by the rank of payments, then by the file: rows come nearly sorted.

    A key carries its row in its last digits, so that what is compared is also what is moved.
    """
    row, place, key = writer.name("r"), writer.name("k"), writer.name("x")
    day = day_cell(writer, table, row)
    loop = writer.here.below(f"for {row} in range(n_{table}):")
    order = f"2 * {day}"
    for name, values in writer.layout.world.described[table].first.items():  # one column at most: `order` is 2 * day
        column = writer.layout.column(table, name)
        ranks = writer.table_of_numbers([rank(values, value) for value in column.domain], "ranks")
        order = f"2 * {day} + M[{ranks} + M[{column.offset} + {row}]]"
    if is_loose(writer, table):
        order = f"({_LAST} if {day} < 0 else {order})"
    loop.line(f"{key} = ({order}) * {_ROWS} + {row}")
    loop.line(f"{place} = {row}")
    inner = loop.below(f"while {place} > 0 and M[{keys} + {place} - 1] > {key}:")
    inner.line(f"M[{keys} + {place}] = M[{keys} + {place} - 1]")
    inner.line(f"{place} -= 1")
    loop.line(f"M[{keys} + {place}] = {key}")
    ordered, number = writer.name("r"), writer.name("k")
    loop = writer.here.below(f"for {number} in range(n_{table}):")
    loop.line(f"{ordered} = M[{keys} + {number}] & {_ROWS - 1}")
    loop.line(f"M[{by_place} + {number}] = {ordered}")
    where = f"{NOTHING} if {day_cell(writer, table, ordered)} < 0 else {number}"
    loop.line(f"M[{by_row} + {ordered}] = {where if is_loose(writer, table) else number}")


def write_placed(writer: Writer, table: str, row: str, of: Ref, view: str) -> Flag:
    """Return whether a row stands before or after another in the order of their table."""
    order = write_order(writer, table)
    same = f"{row} == {of.code}"

    def place(each: str) -> str:
        return each if order is None else f"M[{order[1]} + {each}]"

    sign = ">" if view == "after" else "<"
    ahead = f"{place(row)} {sign} {place(of.code)}"
    if order is None and not of.unknown and not of.nothing:
        return Flag(f"{row} <= {of.code}" if view == "until" else f"{row} {sign} {of.code}")
    loose = is_loose(writer, table)
    doubt = any_of(
        f"{of.code} < 0" if of.nothing or of.unknown else False,
        any_of(f"{place(row)} < 0", f"{place(of.code)} < 0") if loose else False,
    )
    known = all_of(negated(doubt), ahead)
    yes = any_of(same, known) if view == "until" else all_of(negated(same), known)
    if doubt is False:
        return Flag(yes)
    other = all_of(negated(doubt), negated(ahead))
    return Flag(yes, all_of(negated(same), other) if view == "until" else any_of(same, other))
