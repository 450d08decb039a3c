"""A moment and a choice of readings, over one world: what has happened, what parameters are worth.

A context also keeps what was worked out under it. A variant, which differs by one reading, shares with its
base everything that does not rest on that reading.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, TypeAlias

from innosprint_rules.engine.evaluation.amended import Amended, amended, either, written_values
from innosprint_rules.engine.evaluation.compiler import Compiler
from innosprint_rules.engine.evaluation.rows import Row, TableRows, derived_row
from innosprint_rules.engine.evaluation.world import World
from innosprint_rules.errors import Problem, RulebookError
from innosprint_rules.formula.logic import (
    ANYTHING,
    LEAST,
    MOST,
    UNKNOWN,
    Interval,
    Number,
    exact,
)
from innosprint_rules.rulebook.models import DerivedTable, Parameter
from innosprint_rules.wording import Text

Last: TypeAlias = tuple[Row, frozenset[Row]]  # a row taken to come after some others

ENVIRONMENT = 12  # slots: the context, the row, then one a generator's variable


class Context:
    """One moment (a day ordinal) and one choice of readings."""

    def __init__(
        self,
        program: Compiler,
        world: World,
        as_of: int,
        readings: Mapping[str, str],
        base: Context | None = None,
        varied: str | None = None,
        today: int | None = None,
        voting: bool = False,
    ) -> None:
        self.program = program
        self.world = world
        self.as_of = as_of
        self.readings = readings
        self.base = base
        self.varied = varied
        self.today = as_of if today is None else today  # up to which rows without a day have happened
        self.voting = voting  # what is proposed is judged: money without a day moved before the vote
        self.own_day = Interval(LEAST, self.today)
        self.vote_day = Interval(self.today, MOST)
        self.last: Last | None = None
        self.measures: dict[str, Any] = {}
        self.computed: dict[str, dict[Row, Any]] = {}
        self.kept: dict[Any, Any] = {}
        self.assumed: dict[str, Any] = {}  # what a parameter is worth while an amendment of it is judged

    def variant(self, key: str, value: str) -> Context:
        """Return this context under another reading of one question."""
        chosen = {**self.readings, key: value}
        return Context(self.program, self.world, self.as_of, chosen, self, key, self.today, self.voting)

    def at(self, as_of: int, voting: bool = False) -> Context:
        """Return the context of another moment under the same readings."""
        if as_of == self.as_of and voting == self.voting:
            return self
        return Context(self.program, self.world, as_of, self.readings, today=self.today, voting=voting)

    def as_if_last(self, row: Row, others: frozenset[Row]) -> Context:
        """Return this moment as it would be if a row came after others with which its order is not known."""
        made = Context(self.program, self.world, self.as_of, self.readings, today=self.today, voting=self.voting)
        made.last = (row, others)
        return made

    def under(self, reads: frozenset[str]) -> Context:
        """Return the context in which something that rests on the readings ``reads`` is kept."""
        if self.base is None or self.varied in reads:
            return self
        return self.base

    def environment(self, row: Row | None = None) -> list[Any]:
        """Return the slots in which formulas are evaluated."""
        slots: list[Any] = [None] * ENVIRONMENT
        slots[0] = self
        slots[1] = row
        return slots

    # tables ------------------------------------------------------------------------------------------

    def table(self, name: str) -> TableRows:
        """Return the rows of a table that have happened by now."""
        stored = self.world.tables.get(name)
        if stored is None:
            return self._derived(name)
        holder = self if self.base is None else self.base
        key = ("table", name)
        found: TableRows | None = holder.kept.get(key)
        if found is None:
            found = holder.kept[key] = stored.happened(self.as_of)
        return found

    def day_of(self, row: Row) -> Interval:
        """Return the days on which a row without a day may have happened, or may be decided if it is proposed."""
        if row.awaited:
            return ANYTHING
        if row.proposed:
            return self.vote_day
        money = self.world.roles.money
        if self.voting and money is not None and row.table == money.table:
            return Interval(LEAST, self.today - 1)
        return self.own_day

    def settled(self, name: str) -> int:
        """Return the place in a table's order from which on rows surely come after those without a day."""
        stored = self.world.tables.get(name)
        if stored is None:
            return 0
        key = ("settled", name)
        if key not in self.kept:
            self.kept[key] = stored.settled_from(self.today)
        found: int = self.kept[key]
        return found

    def comes_first(self, row: Row, of: Row) -> Any:
        """Tell whether a row comes before another one of its table: True, False or UNKNOWN.

        Rows without a day have happened some day up to ``today``: surely before those that are dated later, and
        before those proposed that are dated that day, later or not at all.
        """
        if row.place >= 0 and of.place >= 0:
            return row.place < of.place
        if self.last is not None:
            latest, others = self.last
            if of is latest and row in others:
                return True
            if row is latest and of in others:
                return False
        if row.awaited or of.awaited:
            return UNKNOWN
        if row.place < 0 <= of.place:
            return True if of.place >= self.settled(row.table) else UNKNOWN
        if of.place < 0 <= row.place:
            return False if row.place >= self.settled(row.table) else UNKNOWN
        return UNKNOWN

    def view(self, name: str, view: str) -> TableRows:
        """Return the rows of a table that a loop goes through: those to come, those proposed, or all so far."""
        if view == "to_come":
            return self.world.tables[name].to_come(self.as_of)
        if view == "proposed":
            return self.world.tables[name].proposed()
        return self.table(name)

    def has_happened(self, row: Row) -> bool:
        """Tell whether a row is judged at this moment."""
        return row.day is None or row.day <= self.as_of or row.proposed

    def _derived(self, name: str) -> TableRows:
        compiled = self.program.derived[name]
        holder = self.under(compiled.reads)
        key = ("derived", name)
        found: TableRows | None = holder.kept.get(key)
        if found is not None:
            return found
        rows = TableRows(name, open=compiled.is_open(holder.environment()), dated=False)
        by_key: dict[str, Row] = {}
        for truth, values in compiled.rows(holder.environment()):
            named = dict(zip(compiled.columns, values, strict=True))
            identity = compiled.identity(named)
            described = self.world.rulebook.tables[name]
            sure = all(exact(value) for value in named.values())
            if described.distinct and not sure:
                truth = UNKNOWN  # it may be one of the others
            known = by_key.get(identity)
            if known is not None and not (sure and all(exact(value) for value in known.values.values())):
                identity, known = f"{identity} ({len(rows.placed) + 1})", None
            if known is None:
                by_key[identity] = row = derived_row(compiled.type, identity, named, len(rows.placed), truth)
                rows.placed.append(row)
            elif described.distinct and known.values == named:
                known.truth = True if truth is True else known.truth
            else:
                raise RulebookError(_key_twice(described, identity))
        holder.kept[key] = rows
        return rows

    # parameters --------------------------------------------------------------------------------------

    def parameter(self, name: str, on: Number | None = None) -> Any:
        """Return the value of a parameter on a day, or now; amendments signed by then change it.

        An amendment that may or may not count (its day, its form or its value unknown) leaves bounds.
        """
        if name in self.assumed:
            return self.assumed[name]
        holder = self.under(self.program.parameter_reads(name))
        key = ("parameter", name, on)
        if key not in holder.kept:
            holder.kept[key] = holder.amended(name, self.as_of if on is None else on).value
        return holder.kept[key]

    def amended(self, name: str, on: Number) -> Amended:
        """Return what a parameter is worth on a day, with the amendments on which that rests."""
        parameter = self.world.rulebook.parameters[name]
        role = self.world.roles.amendments
        if parameter.amended_by is None or role is None:
            return Amended(either(written_values(parameter, on)), None, ())
        return amended(parameter, role, self.table(role.table), on, self.as_of, partial(self._counts, parameter))

    def _counts(self, parameter: Parameter, row: Row, before: list[Any]) -> Any:
        """Tell whether an amendment counts, by what the parameter may have been worth before it."""
        if parameter.amended_if is None:
            return True
        context = Context(self.program, self.world, self.as_of, self.readings, today=self.today)
        context.assumed = {parameter.name: either(before)}
        return self.program.closure(parameter.amended_if)(context.environment(row))


def _key_twice(table: DerivedTable, identity: str) -> Problem:
    return Problem(
        "key-twice",
        Text(f"la table « {table.type.name} » a deux lignes « {identity} »",
             f"the table “{table.type.name}” has two rows “{identity}”"),
        Text("compléter `id` avec les colonnes qui les distinguent, ou écrire `distinct: yes` si elles sont pareilles",
             "complete `id` with the columns that tell them apart, or write `distinct: yes` where they are alike"),
        table.location,
    )  # fmt: skip
