"""Sums over rows of which some are under decision: those of ``engine.evaluation.aggregates``, as linear expressions."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import Any

from innosprint_rules.allocation.extraction import flags, symbols
from innosprint_rules.allocation.extraction.conditions import Condition, contrary, every
from innosprint_rules.allocation.extraction.linear import ENDLESS, Linear, NotLinear
from innosprint_rules.allocation.extraction.loops import Evaluator, LoopExtraction
from innosprint_rules.allocation.extraction.symbols import Cases, Range
from innosprint_rules.engine.evaluation.aggregation import of_absent_table
from innosprint_rules.engine.evaluation.compiler import Slots
from innosprint_rules.engine.evaluation.context import Context
from innosprint_rules.engine.evaluation.rows import Row
from innosprint_rules.formula import tree
from innosprint_rules.formula.logic import UNKNOWN
from innosprint_rules.wording import Text

ZERO = Linear(0)


class Total:
    """A sum that grows: its least and its greatest value, one expression while nothing is unknown."""

    def __init__(self) -> None:
        self.lo: Linear | None = ZERO
        self.hi: Linear | None = ZERO

    def add(self, lo: Linear | None, hi: Linear | None) -> None:
        """Add the bounds of one more term."""
        alike = self.lo is self.hi and lo is hi
        self.lo = None if self.lo is None or lo is None else self.lo.plus(lo)
        self.hi = self.lo if alike else None if self.hi is None or hi is None else self.hi.plus(hi)


class Running:
    """Running totals in the order of a table, worked out once."""

    def __init__(self) -> None:
        self.places: list[int] = []
        self.totals: list[tuple[Linear | None, Linear | None]] = [(ZERO, ZERO)]
        self.loose = Total()  # of rows without a day, where they surely count
        self.perhaps = Total()  # likewise, where it is not known which of them count
        self.open = False


class Sums(LoopExtraction):
    """Works out the sums for ``Aggregates``."""

    def __init__(self, symbolic: Evaluator) -> None:
        super().__init__(symbolic)
        self._running: dict[tuple[int, int], tuple[Context, Running]] = {}

    def value(self, node: tree.Aggregate, slots: Slots) -> Any:
        """Return what a sum is worth. Raises NotLinear: as ``Aggregates.value``."""
        running = self._total_so_far(node, slots)
        if running is not None:
            lo, hi, unbounded = running
        else:
            total = Total()
            for member in self.walk(node.loops, slots):
                total.add(*self._term(self.of.value(node.element, slots), member))
            lo, hi, unbounded = total.lo, total.hi, self.is_open(node.loops, slots)
        if unbounded:
            lo, hi = of_absent_table(lo, self.of.program.signs.may_be_negative(node), None, None)
        return symbols.number(lo, hi)

    def _total_so_far(self, node: tree.Aggregate, slots: Slots) -> tuple[Linear | None, Linear | None, bool] | None:
        """Return a sum over the rows up to or before a row, from running totals; None where they do not serve."""
        loop, over = node.loops[0], node.loops[0].over
        if len(node.loops) > 1 or not isinstance(over, tree.TableSource) or over.view not in ("until", "before"):
            return None
        if over.row is None or any(tree.slots_used(each) - {loop.slot} for each in (*loop.conditions, node.element)):
            return None
        row = self.settled(over.row, slots)
        if not isinstance(row, Row) or row.place < 0 or self.of.decided.table(over.table):
            return None
        found = self._running_totals(node, loop, over, slots[0])
        find = bisect_right if over.view == "until" else bisect_left
        total = Total()
        total.add(*found.totals[find(found.places, row.place)])
        loose = found.loose if row.place >= slots[0].settled(over.table) else found.perhaps
        total.add(loose.lo, loose.hi)
        return total.lo, total.hi, found.open

    def _running_totals(
        self, node: tree.Aggregate, loop: tree.Loop, over: tree.TableSource, context: Context
    ) -> Running:
        context = context.under(self.of.program.reads(node))
        known = self._running.get((id(node), id(context)))
        if known is not None:
            return known[1]
        found = Running()
        slots = context.environment()
        rows = context.view(over.table, over.view)
        found.open = rows.open
        so_far = Total()
        for row in rows.all():
            slots[loop.slot] = row
            counts = self.weighed(loop.conditions, slots, self.member(row, over.view, context))
            if counts is False:
                continue
            slots[loop.slot] = row
            worth = self.of.value(node.element, slots)
            if row.place < 0:
                found.loose.add(*self._term(worth, counts))
                found.perhaps.add(*self._term(worth, flags.conjunction((counts, UNKNOWN))))
                continue
            so_far.add(*self._term(worth, counts))
            found.places.append(row.place)
            found.totals.append((so_far.lo, so_far.hi))
        self._running[(id(node), id(context))] = (context, found)
        return found

    def _term(self, worth: Any, member: Any) -> tuple[Linear | None, Linear | None]:
        """Return the bounds of what a value adds to a sum, counted as ``member`` says."""
        if isinstance(worth, Cases):
            total = Total()
            for guard, each in worth.options:
                total.add(*self._term(each, flags.conjunction((member, flags.sure_flag(guard)))))
            return total.lo, total.hi
        one = symbols.span(worth)
        counts = flags.truth(member)
        if counts.sure:
            lo = self._times(counts.yes, one.lo, -ENDLESS)
            return lo, lo if one.exact else self._times(counts.yes, one.hi, ENDLESS)
        # surely counted under `yes`, perhaps under `maybe`: then it may add nothing, or all
        maybe = every((contrary(counts.yes), contrary(counts.no)))
        below, above = self._clipped(one)
        return (
            self._both(self._times(counts.yes, one.lo, -ENDLESS), self._times(maybe, below, -ENDLESS)),
            self._both(self._times(counts.yes, one.hi, ENDLESS), self._times(maybe, above, ENDLESS)),
        )

    @staticmethod
    def _both(one: Linear | None, other: Linear | None) -> Linear | None:
        return None if one is None or other is None else one.plus(other)

    def _times(self, condition: Condition, worth: Linear | None, endless: int) -> Linear | None:
        if worth is None:
            return None if condition is True else self.of.variables.indicator(condition).times(endless)
        return self.of.variables.times(condition, worth)

    def _clipped(self, one: Range) -> tuple[Linear | None, Linear | None]:
        """Return (min(0, lo), max(0, hi)); the sign must not depend on the decision."""
        bounds = self.of.variables.bounds
        below, above = one.lo, one.hi
        if below is not None and below.least(bounds) >= 0:
            below = ZERO
        elif below is not None and below.most(bounds) > 0:
            raise NotLinear(Text("une somme de montants de signe inconnu", "a sum of amounts of unknown sign"))
        if above is not None and above.most(bounds) <= 0:
            above = ZERO
        elif above is not None and above.least(bounds) < 0:
            raise NotLinear(Text("une somme de montants de signe inconnu", "a sum of amounts of unknown sign"))
        return below, above
