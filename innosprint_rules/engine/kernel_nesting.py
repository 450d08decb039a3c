"""Loops over rows: which of them count, how surely, and what is kept while they are gone through."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from innosprint_rules.engine.kernel_block import Block
from innosprint_rules.engine.kernel_conditions import Condition, all_of, negated
from innosprint_rules.engine.kernel_nodes import UnsupportedFormulaError
from innosprint_rules.engine.kernel_order import Order
from innosprint_rules.engine.kernel_values import Flag, Num, Ref
from innosprint_rules.formula import tree
from innosprint_rules.formula.logic import (
    MOST,
)
from innosprint_rules.formula.names import ROW_SLOT

YES, NO, DOUBTFUL = 1, 0, -2  # a flag that is kept a row


@dataclass(frozen=True, slots=True)
class Shortlist:
    """Rows of a table found before all loops: where their numbers lie, how many there are, what they all meet."""

    place: int
    count: str
    met: tuple[tree.Node, ...]


@dataclass(slots=True)
class Walk:
    """A walk through all rows of a table, in its order where that matters: what goes before, first and last in it."""

    table: str
    row: str
    before: Block
    first: Block
    last: Block
    in_order: bool = False


class Nesting(Order):
    """Writes nested loops, and walks through all rows of a table."""

    walk: Walk | None = None

    def __init__(self, *arguments: object) -> None:
        super().__init__(*arguments)
        self._shortlists: dict[tuple[int, str], Shortlist | None] = {}

    def nest(self, loops: tuple[tree.Loop, ...], inner: Callable[[Condition], None], sure: Condition = True) -> None:
        """Write nested loops; ``inner`` writes their body, told when the rows surely count."""
        if not loops:
            inner(sure)
            return
        loop = loops[0]
        outside = self.here
        over = loop.over
        row = self.name("r")
        met: tuple[tree.Node, ...] = ()
        if isinstance(over, tree.NumbersSource):
            first, last = self._held(self.num(over.first)), self._held(self.num(over.last))
            top = last.lo if last.exact else f"({last.hi} if {last.hi} < {MOST} else max({last.lo}, 0))"
            self.here = outside.below(f"for {row} in range({first.lo}, {top} + 1):")
            self.numbers[loop.slot] = Num(row, row, least=first.least, most=last.most)
            if not last.exact:
                sure = self.condition(all_of(sure, f"{row} <= {last.lo}"))
        elif isinstance(over, tree.TableSource):
            short = self._shortlist(loop, over)
            sure = self._rows(loop, over, row, sure, short)
            met = short.met if short is not None else ()
        else:
            raise UnsupportedFormulaError(loop.source, "a loop over a list that years change")
        for condition in loop.conditions:
            if condition in met:
                continue
            flag = self.flag(condition)
            if not flag.exact:
                flag = self.named(flag)
            self._only_where(negated(flag.never))
            if not flag.exact:
                sure = self.condition(all_of(sure, flag.yes))
        self.nest(loops[1:], inner, sure)
        self.here = outside

    def _in_view(self, view: str, table: str, row: str) -> Condition:
        """Return whether a row is one of those that a view shows."""
        if view == "to_come":
            day = self.day_cell(table, row)
            return f"{day} > {self.moment}" if day is not None else False
        return False if view == "proposed" else self.happened(table, row)

    def _only_where(self, condition: Condition) -> None:
        if condition is True:
            return
        self.here.line(f"if {negated(condition)}:")
        self.here.insert(1).line("continue")

    def _shortlist(self, loop: tree.Loop, over: tree.TableSource) -> Shortlist | None:
        """Find once, before all loops, the rows that meet what is asked of them alone; None where nothing is.

        A loop within another goes through all its rows again for each of the other's, most often for a few of them.
        """
        own = [each for each in loop.conditions if tree.slots_used(each) <= {loop.slot}]
        nested = over.view in ("until", "before", "after") or len(own) < len(loop.conditions)
        if over.view in ("to_come", "proposed") or not own or not nested:
            return None
        key = (loop.slot, self.unless)
        if key not in self._shortlists:
            self._shortlists[key] = self.hoisted(lambda: self._found(loop, over.table, own, key[1]))
        return self._shortlists[key]

    def _found(self, loop: tree.Loop, table: str, own: list[tree.Node], unless: str) -> Shortlist | None:
        place, found, row = self.layout.reserve(self.capacity(table)), self.name("k"), self.name("r")
        outside, ends = self.here, self.count(table)
        outside.line(f"{found} = 0")
        if unless:
            self.here = self.here.below(f"if not {unless}:")
        self.here = self.here.below(f"for {row} in range({ends}):")
        self.rows[loop.slot] = Ref(row, table)
        flags = [(each, self.flag(each)) for each in own]
        known = [(each, flag.yes) for each, flag in flags if flag.exact]
        where = all_of(self.happened(table, row), *(yes for _, yes in known))
        self.here.line(f"M[{place} + {found}] = {row}")
        self.here.line(f"{found} += {where if where is True else f'1 if {where} else 0'}")
        self.here = outside
        return Shortlist(place, found, tuple(each for each, _ in known)) if known else None

    def _rows(
        self, loop: tree.Loop, over: tree.TableSource, row: str, sure: Condition, short: Shortlist | None
    ) -> Condition:
        table = over.table
        count = self.count(table)
        of = self.ref(over.row) if over.row is not None else None
        ends = f"range({count})"
        flag = Flag(True)
        if of is not None:
            known = self.order(table) is None and not of.nothing and not of.unknown and not self.is_loose(table)
            if known and table in self.layout.tables and short is None:
                ends = {"until": f"range({of.code} + 1)", "before": f"range({of.code})"}.get(
                    over.view, f"range({of.code} + 1, {count})"
                )
            else:
                flag = self.placed(table, row, of, over.view)
        self.rows[loop.slot] = Ref(row, table)
        if short is not None:  # of rows that have happened
            each = self.name("k")
            self.here = self.here.below(f"for {each} in range({short.count}):")
            self.here.line(f"{row} = M[{short.place} + {each}]")
        else:
            self.here = self.here.below(f"for {row} in {ends}:")
            self._only_where(self._in_view(over.view, table, row))
        if flag.yes is not True:
            flag = flag if flag.exact else self.named(flag)
            self._only_where(negated(flag.never))
            if not flag.exact:
                sure = self.condition(all_of(sure, flag.yes))
        derived = self.derived.get(table)
        if derived is not None and derived.truth is not None:
            sure = self.condition(all_of(sure, f"M[{derived.truth} + {row}] == {YES}"))
        return sure

    def through(self, table: str, body: Callable[[str], None]) -> None:
        """Write a walk through all rows of a table with ``body``; running totals settle whether order matters."""
        count = self.count(table)
        outside, around = self.here, self.walk
        row = self.name("r")
        before, whole = outside.insert(), outside.insert()
        loop = Block(1)
        first, main, last = loop.insert(), loop.insert(), loop.insert()
        self.walk = Walk(table, row, before, first, last)
        held = self.rows.get(ROW_SLOT)
        self.rows[ROW_SLOT] = Ref(row, table)
        self.here = main
        body(row)
        order = self.order(table) if self.walk.in_order else None
        if order is None:
            whole.line(f"for {row} in range({count}):")
        else:
            place = self.name("k")
            whole.line(f"for {place} in range({count}):")
            loop.items.insert(0, f"{row} = M[{order[0]} + {place}]")
        whole.add(loop)
        self.walk, self.here = around, outside
        if held is not None:
            self.rows[ROW_SLOT] = held
