"""Loops over tables: rows looked up by key, running totals kept in order, bounds where facts are missing.

A generator's conditions are of three kinds. Those that rest on the row alone sort the table once; one that
compares a column of the row with something outside finds its rows in an index; the rest is asked row by row.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from innosprint_rules import limits
from innosprint_rules.engine.evaluation.buckets import Bucket, Candidate, Sorted, weighed
from innosprint_rules.engine.evaluation.compiler import Closure, Compiler, Slots
from innosprint_rules.engine.evaluation.context import Context
from innosprint_rules.engine.evaluation.operations import equal
from innosprint_rules.engine.evaluation.rows import Row, TableRows
from innosprint_rules.errors import Problem, RulebookError
from innosprint_rules.formula import tree
from innosprint_rules.formula.logic import MOST, UNKNOWN, exact, high, low, negate
from innosprint_rules.wording import Text

_INDEXED = ("ref", "choice", "member", "number", "date", "amount")


def _too_many_numbers(first: int, last: int) -> Problem:
    return Problem(
        "too-many-numbers",
        Text(f"une règle parcourt les nombres de {first} à {last}, {limits.NUMBERS} au plus",
             f"a rule goes through the numbers from {first} to {last}, {limits.NUMBERS} at most"),
        Text("vérifier les dates et les nombres du dossier, ou borner `numbers(…)` dans la règle",
             "check the dates and numbers of the dossier, or bound `numbers(…)` in the rule"),
    )  # fmt: skip


class LoopPlan:
    """How one loop over a table finds its rows."""

    def __init__(self, program: Compiler, loop: tree.Loop, over: tree.TableSource, token: object) -> None:
        self.slot = loop.slot
        self.table = over.table
        self.view = over.view
        self.token = token
        self.reads = frozenset(program.reads(over) | frozenset().union(*(program.reads(c) for c in loop.conditions)))
        self.of = program.closure(over.row) if over.row is not None else None
        own: list[Closure] = []
        rest: list[Closure] = []
        self.key: Closure | None = None
        self.outer: Closure | None = None
        for condition in loop.conditions:
            used = tree.slots_used(condition)
            if used <= {self.slot}:
                own.append(program.closure(condition))
                continue
            pair = self._key(condition) if self.key is None else None
            if pair is not None:
                self.key, self.outer = program.closure(pair[0]), program.closure(pair[1])
                self.same = equal(pair[0].type.kind)
            else:
                rest.append(program.closure(condition))
        self.own = own
        self.rest = rest

    def _key(self, condition: tree.Node) -> tuple[tree.Node, tree.Node] | None:
        """Return (column of this row, what it must equal) when a condition is such a comparison."""
        if not isinstance(condition, tree.Compare) or condition.op != "==":
            return None
        for mine, theirs in ((condition.left, condition.right), (condition.right, condition.left)):
            kinds = {mine.type.kind, theirs.type.kind}
            if (
                tree.slots_used(mine) == {self.slot}
                and self.slot not in tree.slots_used(theirs)
                and len(kinds) == 1
                and mine.type.kind in _INDEXED
            ):
                return mine, theirs
        return None

    def sorted(self, slots: Slots) -> Sorted:
        """Return the table sorted for this loop, kept in the context."""
        context: Context = slots[0].under(self.reads)
        found: Sorted | None = context.kept.get(self.token)
        if found is None:
            rows = context.view(self.table, self.view)
            found = context.kept[self.token] = self._sort(context, rows)
        return found

    def _sort(self, context: Context, rows: TableRows) -> Sorted:
        result = Sorted(Bucket(), {}, Bucket(), rows.open)
        slots = context.environment()
        for row in rows.all():
            slots[self.slot] = row
            truth = weighed(self.own, slots, row.truth)
            if truth is False:
                continue
            result.every.rows.append((row, truth))
            if self.key is None:
                continue
            value = self.key(slots)
            if value is None:
                continue
            if exact(value):
                bucket = result.by_key.get(value)
                if bucket is None:
                    bucket = result.by_key[value] = Bucket()
                bucket.rows.append((row, truth))
            else:
                result.loose.rows.append((row, UNKNOWN))
        return result

    def buckets(self, slots: Slots, found: Sorted) -> list[Bucket] | None:
        """Return the buckets that hold the rows, or None when the key asked for is not known."""
        if self.outer is None:
            return [found.every]
        wanted = self.outer(slots)
        if wanted is None:
            return []
        if not exact(wanted):
            return None
        bucket = found.by_key.get(wanted)
        loose = [found.loose] if found.loose.rows else []
        return loose if bucket is None else [bucket, *loose]

    def rows(self, slots: Slots) -> Iterator[Candidate]:
        """Yield the rows that may count, with their truth; the slot holds each row in turn."""
        found = self.sorted(slots)
        buckets = self.buckets(slots, found)
        of: Row | None = self.of(slots) if self.of is not None else None
        candidates: Iterable[Candidate]
        if buckets is None:
            candidates = self._by_hand(slots, found)
        else:
            candidates = (pair for bucket in buckets for pair in bucket.rows)
        for row, truth in candidates:
            if self.of is not None:
                where = placed(row, of, self.view, slots[0])
                if where is False:
                    continue
                if where is UNKNOWN:
                    truth = UNKNOWN
            slots[self.slot] = row
            counts = weighed(self.rest, slots, truth)
            if counts is not False:
                slots[self.slot] = row  # a nested loop may have used the slot meanwhile
                yield row, counts

    def _by_hand(self, slots: Slots, found: Sorted) -> Iterator[Candidate]:
        if self.key is None or self.outer is None:
            return  # without a key there is nothing to look up: `buckets` never says so
        wanted = self.outer(slots)
        for row, truth in found.every.rows:
            slots[self.slot] = row
            same = self.same(self.key(slots), wanted)
            if same is not False:
                yield row, truth if same is True else UNKNOWN

    def is_open(self, slots: Slots) -> bool:
        """Tell whether rows of the table may be missing."""
        return self.sorted(slots).open


def placed(row: Row, of: Row | None, view: str, context: Context) -> Any:
    """Tell whether ``row`` is in a view beside another one of its table: until, before or after it."""
    if row is of:
        return view == "until"
    if not isinstance(of, Row):
        return UNKNOWN
    first = context.comes_first(row, of)
    return negate(first) if view == "after" else first


class Loops:
    """The loops of one generator, nested."""

    def __init__(self, program: Compiler, loops: tuple[tree.Loop, ...], token: object) -> None:
        self.plans: list[Any] = []
        for number, loop in enumerate(loops):
            if isinstance(loop.over, tree.TableSource):
                self.plans.append(LoopPlan(program, loop, loop.over, (token, number)))
            else:
                self.plans.append(_ItemLoop(program, loop))

    def walk(self, slots: Slots, depth: int = 0, truth: Any = True) -> Iterator[Any]:
        """Yield the truth of each combination; the slots hold its rows."""
        last = depth + 1 == len(self.plans)
        for _, each in self.plans[depth].rows(slots):
            both = UNKNOWN if each is UNKNOWN or truth is UNKNOWN else True
            if last:
                yield both
            else:
                yield from self.walk(slots, depth + 1, both)

    def is_open(self, slots: Slots) -> bool:
        """Tell whether rows may be missing."""
        return any(plan.is_open(slots) for plan in self.plans)


class _ItemLoop:
    """A loop over a list or over numbers."""

    def __init__(self, program: Compiler, loop: tree.Loop) -> None:
        self.slot = loop.slot
        self.conditions = [program.closure(condition) for condition in loop.conditions]
        over = loop.over
        self.items = program.closure(over.items) if isinstance(over, tree.ListSource) else None
        self.ends = (
            (program.closure(over.first), program.closure(over.last)) if isinstance(over, tree.NumbersSource) else None
        )

    def _all(self, slots: Slots) -> Iterator[Candidate]:
        if self.ends is not None:
            first, last = (end(slots) for end in self.ends)
            sure = low(last)
            top = high(last) if high(last) < MOST else max(sure, 0)
            if top - low(first) >= limits.NUMBERS:
                raise RulebookError(_too_many_numbers(low(first), top))
            for number in range(low(first), top + 1):
                yield number, True if number <= sure else UNKNOWN
            return
        items = self.items(slots) if self.items is not None else None
        if items is not UNKNOWN and items is not None:
            for item in items:
                yield item, True

    def rows(self, slots: Slots) -> Iterator[Candidate]:
        """Yield the items that may count."""
        for item, sure in self._all(slots):
            slots[self.slot] = item
            truth = weighed(self.conditions, slots, sure)
            if truth is not False:
                slots[self.slot] = item
                yield item, truth

    def is_open(self, slots: Slots) -> bool:
        """Tell whether the list is not known, or how far the numbers may go."""
        if self.ends is not None:
            return bool(high(self.ends[1](slots)) >= MOST)
        return self.items is not None and self.items(slots) is UNKNOWN
