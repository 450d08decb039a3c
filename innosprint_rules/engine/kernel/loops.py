"""Loops over rows: which of them count, how surely, and what is kept while they are gone through."""

from __future__ import annotations

from collections.abc import Callable

from innosprint_rules.engine.kernel.order import (
    day_cell,
    happened,
    is_loose,
    write_order,
    write_placed,
    write_row,
)
from innosprint_rules.engine.kernel.source.block import Block
from innosprint_rules.engine.kernel.source.conditions import Condition, all_of, negated
from innosprint_rules.engine.kernel.specialising.nodes import UnsupportedFormulaError
from innosprint_rules.engine.kernel.values import MOST, Flag, Num, Ref
from innosprint_rules.engine.kernel.writer import Shortlist, Walk, Writer
from innosprint_rules.formula import tree
from innosprint_rules.formula.names import ROW_SLOT

YES, NO, DOUBTFUL = 1, 0, -2  # a flag that is kept a row


def write_loops(
    writer: Writer, loops: tuple[tree.Loop, ...], inner: Callable[[Condition], None], sure: Condition = True
) -> None:
    """Write nested loops; ``inner`` writes their body, told when the rows surely count."""
    if not loops:
        inner(sure)
        return
    loop = loops[0]
    outside = writer.here
    over = loop.over
    row = writer.name("r")
    met: tuple[tree.Node, ...] = ()
    if isinstance(over, tree.NumbersSource):
        first, last = writer.held(writer.number(over.first)), writer.held(writer.number(over.last))
        top = last.lo if last.exact else f"({last.hi} if {last.hi} < {MOST} else max({last.lo}, 0))"
        writer.here = outside.below(f"for {row} in range({first.lo}, {top} + 1):")
        writer.numbers[loop.slot] = Num(row, row, least=first.least, most=last.most, data=first.data or last.data)
        if not last.exact:
            sure = writer.condition(all_of(sure, f"{row} <= {last.lo}"))
    elif isinstance(over, tree.TableSource):
        short = _shortlist(writer, loop, over)
        sure = _rows(writer, loop, over, row, sure, short)
        met = short.met if short is not None else ()
    else:
        raise UnsupportedFormulaError(loop.source, "a loop over a list that years change")
    for condition in loop.conditions:
        if condition in met:
            continue
        flag = writer.flag(condition)
        if not flag.exact:
            flag = writer.named(flag)
        _only_where(writer, negated(flag.never))
        if not flag.exact:
            sure = writer.condition(all_of(sure, flag.yes))
    write_loops(writer, loops[1:], inner, sure)
    writer.here = outside


def _in_view(writer: Writer, view: str, table: str, row: str) -> Condition:
    """Return whether a row is one of those that a view shows."""
    if view == "to_come":
        day = day_cell(writer, table, row)
        return f"{day} > {writer.moment}" if day is not None else False
    return False if view == "proposed" else happened(writer, table, row)


def _only_where(writer: Writer, condition: Condition) -> None:
    if condition is True:
        return
    writer.here.line(f"if {negated(condition)}:")
    writer.here.insert(1).line("continue")


def _shortlist(writer: Writer, loop: tree.Loop, over: tree.TableSource) -> Shortlist | None:
    """Find once, before all loops, the rows that meet what is asked of them alone; None where nothing is.

    A loop within another goes through all its rows again for each of the other's, most often for a few of them.
    """
    own = [each for each in loop.conditions if tree.slots_used(each) <= {loop.slot}]
    nested = over.view in ("until", "before", "after") or len(own) < len(loop.conditions)
    if over.view in ("to_come", "proposed") or not own or not nested:
        return None
    key = (loop.slot, writer.unless)
    if key not in writer.shortlists:
        writer.shortlists[key] = writer.hoisted(lambda: _found(writer, loop, over.table, own, key[1]))
    return writer.shortlists[key]


def _found(writer: Writer, loop: tree.Loop, table: str, own: list[tree.Node], unless: str) -> Shortlist | None:
    place, found, row = writer.layout.reserve(writer.capacity(table)), writer.name("k"), writer.name("r")
    outside, ends = writer.here, writer.count(table)
    outside.line(f"{found} = 0")
    if unless:
        writer.here = writer.here.below(f"if not {unless}:")
    writer.here = writer.here.below(f"for {row} in range({ends}):")
    writer.rows[loop.slot] = Ref(row, table)
    flags = [(each, writer.flag(each)) for each in own]
    known = [(each, flag.yes) for each, flag in flags if flag.exact]
    where = all_of(happened(writer, table, row), *(yes for _, yes in known))
    writer.here.line(f"M[{place} + {found}] = {row}")
    writer.here.line(f"{found} += {where if where is True else f'1 if {where} else 0'}")
    writer.here = outside
    return Shortlist(place, found, tuple(each for each, _ in known)) if known else None


def _rows(
    writer: Writer, loop: tree.Loop, over: tree.TableSource, row: str, sure: Condition, short: Shortlist | None
) -> Condition:
    table = over.table
    count = writer.count(table)
    of = write_row(writer, over.row) if over.row is not None else None
    ends = f"range({count})"
    flag = Flag(True)
    if of is not None:
        known = write_order(writer, table) is None and not of.nothing and not of.unknown and not is_loose(writer, table)
        if known and table in writer.layout.tables and short is None:
            ends = {"until": f"range({of.code} + 1)", "before": f"range({of.code})"}.get(
                over.view, f"range({of.code} + 1, {count})"
            )
        else:
            flag = write_placed(writer, table, row, of, over.view)
    writer.rows[loop.slot] = Ref(row, table)
    if short is not None:  # of rows that have happened
        each = writer.name("k")
        writer.here = writer.here.below(f"for {each} in range({short.count}):")
        writer.here.line(f"{row} = M[{short.place} + {each}]")
    else:
        writer.here = writer.here.below(f"for {row} in {ends}:")
        _only_where(writer, _in_view(writer, over.view, table, row))
    if flag.yes is not True:
        flag = flag if flag.exact else writer.named(flag)
        _only_where(writer, negated(flag.never))
        if not flag.exact:
            sure = writer.condition(all_of(sure, flag.yes))
    derived = writer.derived.get(table)
    if derived is not None and derived.truth is not None:
        sure = writer.condition(all_of(sure, f"M[{derived.truth} + {row}] == {YES}"))
    return sure


def write_walk(writer: Writer, table: str, body: Callable[[str], None], named: bool = False) -> None:
    """Write a walk through all rows of a table with ``body``; running totals settle whether order matters.

    ``named``: through rows of an absent table, too, that keys name.
    """
    count = writer.count(table)
    outside, around = writer.here, writer.walk
    row = writer.name("r")
    before, whole = outside.insert(), outside.insert()
    loop = Block(1)
    first, main, last = loop.insert(), loop.insert(), loop.insert()
    writer.walk = Walk(table, row, before, first, last)
    held = writer.rows.get(ROW_SLOT)
    writer.rows[ROW_SLOT] = Ref(row, table)
    writer.here = main
    body(row)
    order = write_order(writer, table) if writer.walk.in_order else None
    ghosts = len(writer.layout.world.ghosts(table)) if named and table in writer.layout.tables else 0
    if ghosts:  # such a table is open, and so without running totals
        place, start = writer.name("k"), writer.layout.tables[table].capacity - ghosts
        whole.line(f"for {place} in range({count} + {ghosts}):")
        loop.items.insert(0, f"{row} = {place} if {place} < {count} else {place} - {count} + {start}")
    elif order is None:
        whole.line(f"for {row} in range({count}):")
    else:
        place = writer.name("k")
        whole.line(f"for {place} in range({count}):")
        loop.items.insert(0, f"{row} = M[{order[0]} + {place}]")
    whole.add(loop)
    writer.walk, writer.here = around, outside
    if held is not None:
        writer.rows[ROW_SLOT] = held
