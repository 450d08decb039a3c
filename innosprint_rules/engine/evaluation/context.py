"""A moment and a choice of readings, over one world: what has happened, what parameters are worth.

A context also keeps what was worked out under it. A variant, which differs by one reading, shares with its
base everything that does not rest on that reading.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from typing import Any, NamedTuple, TypeAlias

from innosprint_rules.dossier.schema.roles import Amendments
from innosprint_rules.dossier.schema.values import READERS, quietly
from innosprint_rules.engine.evaluation.compiler import Compiler
from innosprint_rules.engine.evaluation.rows import Row, TableRows, derived_row
from innosprint_rules.engine.evaluation.world import World
from innosprint_rules.errors import Problem, RulebookError
from innosprint_rules.folding import fold
from innosprint_rules.formula.logic import (
    ANYTHING,
    LEAST,
    MOST,
    UNKNOWN,
    Interval,
    Number,
    conjunction,
    exact,
    high,
    low,
    one_of,
)
from innosprint_rules.rulebook.models import DerivedTable, Parameter
from innosprint_rules.wording import Text


class Amended(NamedTuple):
    """What a parameter is worth on a day: the amendment that surely sets it, and those that may."""

    value: Any
    by: Row | None
    perhaps: tuple[Row, ...]


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
        """Return what a parameter is worth on a day, with the amendments on which that rests.

        Amendments are gone through in order, each judged (``amended_if``) by what the parameter was worth before it.
        One without a day may stand anywhere among the others.
        """
        parameter = self.world.rulebook.parameters[name]
        days = [day for day, _ in parameter.values]
        written = [value for _, value in parameter.values[_entry(days, low(on)) : _entry(days, high(on)) + 1]]
        role = self.world.roles.amendments
        if parameter.amended_by is None or role is None:
            return Amended(_either(written), None, ())
        rows = self.table(role.table)
        undated: list[tuple[Row, Any, Any]] = []
        for row in rows.unplaced:
            worth, express = self._amends(role, parameter, row)
            if express is not False and (signed := self._signed_by(row, on)) is not False:
                undated.append((row, worth, conjunction((express, signed))))
        anywhere = [worth for _, worth, _ in undated]
        setters: list[Row] = []
        doubtful: list[Row] = []
        candidates: list[Any] = list(written)
        for row in rows.placed:
            worth, express = self._amends(role, parameter, row)
            signed = self._signed_by(row, on)
            counts = conjunction((express, signed))
            if counts is not False:
                counts = conjunction((counts, self._counts(parameter, row, candidates + anywhere)))
            if counts is True:
                candidates, setters, doubtful = [worth], [row], []
            elif counts is UNKNOWN:
                candidates.append(worth)
                doubtful.append(row)
        for place, (row, worth, counts) in enumerate(undated):
            others = anywhere[:place] + anywhere[place + 1 :]
            both = conjunction((counts, self._counts(parameter, row, candidates + others)))
            if both is True and not setters:
                candidates = [*(candidates if doubtful else []), worth]
                setters.append(row)
            elif both is not False:
                candidates.append(worth)
                doubtful.append(row)
        sure = setters[0] if len(setters) == 1 else None
        return Amended(_either(candidates), sure, tuple(doubtful if sure else [*setters, *doubtful]))

    def _amends(self, role: Amendments, parameter: Parameter, row: Row) -> tuple[Any, Any]:
        """Return what an amendment sets a parameter to, and whether it is an express one of that parameter."""
        model = row.model
        if not amends(role, model, parameter):
            return None, False
        tried = row.values.get(role.value)  # only where a missing value is filled in on trial
        value: Any = amended_value(role, model, parameter) if tried is None else tried
        worth = ANYTHING if value is None else value if isinstance(value, int) else value.toordinal()
        form = row.values[role.form]
        return worth, UNKNOWN if form is UNKNOWN else form in role.express

    def _counts(self, parameter: Parameter, row: Row, before: list[Any]) -> Any:
        """Tell whether an amendment counts, by what the parameter may have been worth before it."""
        if parameter.amended_if is None:
            return True
        context = Context(self.program, self.world, self.as_of, self.readings, today=self.today)
        context.assumed = {parameter.name: _either(before)}
        return self.program.closure(parameter.amended_if)(context.environment(row))

    def _signed_by(self, row: Row, on: Number) -> Any:
        if row.day is None:
            # signed some day up to now: it counts now, and may not have counted before
            return True if low(on) >= self.as_of else UNKNOWN
        if row.day <= low(on):
            return True
        return False if row.day > high(on) else UNKNOWN


def amends(role: Amendments, model: Any, parameter: Parameter) -> bool:
    """Tell whether a row of the table of amendments names ``parameter``, in either language."""
    named = role.parameter_named(getattr(model, role.parameter))
    return named is not None and parameter.amended_by is not None and named == fold(parameter.amended_by)


def amended_value(role: Amendments, model: Any, parameter: Parameter) -> Any:
    """Return what an amendment sets ``parameter`` to, cents or a day; None while its value is blank or of no use."""
    for kind, read in READERS.items():
        if kind == parameter.type.type.kind:
            return quietly(read, getattr(model, role.value))
    return None


def _key_twice(table: DerivedTable, identity: str) -> Problem:
    return Problem(
        "key-twice",
        Text(f"la table « {table.type.name} » a deux lignes « {identity} »",
             f"the table “{table.type.name}” has two rows “{identity}”"),
        Text("compléter `id` avec les colonnes qui les distinguent, ou écrire `distinct: yes` si elles sont pareilles",
             "complete `id` with the columns that tell them apart, or write `distinct: yes` where they are alike"),
        table.location,
    )  # fmt: skip


def _entry(days: list[int], day: int) -> int:
    return max(bisect_right(days, day) - 1, 0)


def _either(values: list[Any]) -> Any:
    """Return what can be said of a value that is one of several."""
    if len(values) == 1:
        return values[0]
    if all(value is None or isinstance(value, int | Interval) for value in values):
        return one_of(values)
    return values[0] if len(set(values)) == 1 else UNKNOWN
