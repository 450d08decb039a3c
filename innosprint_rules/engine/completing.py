"""Which missing fact would settle the most verdicts: each tried alone, under the extremes of its type.

Nothing is tried while verdicts are worked out: a report asks for this where it shows it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from innosprint_rules.engine.evaluation.amended import amends
from innosprint_rules.engine.evaluation.judge_rule import judge
from innosprint_rules.engine.evaluation.missing_facts import Missing
from innosprint_rules.engine.evaluation.world import World
from innosprint_rules.engine.judging import Judge
from innosprint_rules.formula.types import Type
from innosprint_rules.money import MOST_CENTS
from innosprint_rules.rulebook.models import AGREEMENT

if TYPE_CHECKING:
    from innosprint_rules.dossier.schema.roles import Amendments
    from innosprint_rules.engine.evaluation.rows import Row
    from innosprint_rules.engine.findings import Finding

MOST_TRIED, MOST_READ = 400, 100_000
"""Facts tried in one report, those that most verdicts lack first, and rows read for them in all: a dossier that lacks
more, or is far larger than a year of sessions, has other cares."""

_DAYS = (date(1900, 1, 1).toordinal(), date(2199, 12, 31).toordinal())  # long before and after any agreement
_SOMETHING = "x"  # a text that says something


class Worth(NamedTuple):
    """A missing fact, and how many verdicts it alone would settle, of those that lack it."""

    missing: Missing
    settles: int
    lacked_by: int


class Completion(NamedTuple):
    """The missing facts, the one that settles most first; how many verdicts no fact settles alone.

    ``together`` is None when not every fact could be tried.
    """

    facts: tuple[Worth, ...]
    together: int | None


class _Cell(NamedTuple):
    """A cell filled in on trial; without a row a fact of the agreement, without a column a whole table."""

    table: str
    row: Row | None
    column: str | None
    value: Any


def completion(findings: Iterable[Finding], judged: Judge) -> Completion:
    """Try each missing fact alone and count the verdicts that it would settle.

    A fact settles a verdict when under each extreme of its type the verdict is known: an amount at nothing and at
    the greatest, a date long past and far ahead, yes and no, each choice; an absent table as one without rows.

    Args:
        findings: all of one report; those that can be judged are left aside.
        judged: who judged them. It is not touched: a world apart is filled in.
    """
    lacking: dict[Missing, list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.verdict == "unknown":
            for fact in finding.missing:
                lacking[fact].append(finding)
    order = sorted(lacking, key=lambda fact: -len(lacking[fact]))  # stable: as the rulebook asks for them
    trial = _Trial(judged)
    tried = order[: min(MOST_TRIED, MOST_READ // trial.size)]
    settled: dict[Missing, list[Finding]] = {fact: trial.settled(fact, lacking[fact]) for fact in tried}
    facts = [Worth(fact, len(found), len(lacking[fact])) for fact, found in settled.items()]
    facts.sort(key=lambda worth: -worth.settles)
    alone = {id(each) for found in settled.values() for each in found}
    every = {id(each) for found in lacking.values() for each in found}
    return Completion(tuple(facts), len(every - alone) if len(tried) == len(order) else None)


class _Trial:
    """A world apart in which facts are filled in, one at a time, and taken out again."""

    def __init__(self, judged: Judge) -> None:
        self.judged = judged
        self.world = World(judged.world.rulebook, judged.world.dossier)
        self.size = max(1, sum(map(len, self.world.rows.values())))

    def settled(self, fact: Missing, findings: Sequence[Finding]) -> list[Finding]:
        """Return the findings of which the verdict is known under each extreme of the fact."""
        left: list[Finding] = []
        for nth, cells in enumerate(self._extremes(fact)):
            with self._filled(cells):
                context = self.judged.context
                again = Judge(self.judged.program, self.world, context.as_of, context.readings)
                left = [each for each in (left if nth else findings) if self._verdict(again, each) != "unknown"]
            if not left:
                break
        return left

    def _verdict(self, again: Judge, finding: Finding) -> str:
        table, identity = finding.subject
        if table == AGREEMENT:
            return judge(finding.compiled, again.context, None).verdict
        derived = table in again.program.derived
        rows = again.context.table(table) if derived else self.world.tables[table]
        row = next((each for each in rows.all() if each.id == identity), None)
        moment = None if row is None else again.moment(finding.compiled, row)
        return "not_applicable" if moment is None else judge(finding.compiled, moment, row).verdict

    def _extremes(self, fact: Missing) -> Iterator[list[_Cell]]:
        """Yield the extremes that a fact may be, as cells to fill in; none where it cannot be tried."""
        name, table, identity = fact
        if identity is None and name == table:
            yield [_Cell(table, None, None, None)]
            return
        if table == self.world.facts_table:
            yield from (
                [_Cell(table, None, name, value)]
                for value in self._values(self.world.rulebook.agreement.facts[name].type)
            )
            return
        kinds = self.world.rulebook.names.tables[table].columns
        values = {
            column: self._values(kinds[column])
            for column in self.world.described[table].read_as(name)
            if column in kinds
        }
        rows = [row for row in self.world.tables[table].all() if identity in (None, row.id)]
        role = self.world.roles.amendments
        if role is not None and (table, name) == (role.table, role.value):
            values[name] = [worth for row in rows for worth in self._amended(role, row)]
        for nth in range(max(map(len, values.values()), default=0)):
            yield [_Cell(table, row, column, of[nth % len(of)]) for row in rows for column, of in values.items() if of]

    def _amended(self, role: Amendments, row: Row) -> Iterator[Any]:
        """Yield the extremes of what an amendment may set the parameter that it names to."""
        row.values.setdefault(role.value, None)
        for parameter in self.world.rulebook.parameters.values():
            if amends(role, row.model, parameter):
                yield from (worth for worth in self._values(parameter.type.type) if worth is not None)

    def _values(self, kind: Type) -> Sequence[Any]:
        """Return the extremes of a type."""
        nothing: tuple[Any, ...] = (None,) if kind.nothing else ()
        members = tuple(self.world.rulebook.agreement.members)
        match kind.kind:
            case "amount" | "number" | "decimal":
                return (*nothing, 0, MOST_CENTS)
            case "date":
                return (*nothing, *_DAYS)
            case "flag":
                return (*nothing, False, True)
            case "choice":
                return (*nothing, *kind.choices)
            case "member":
                return (*nothing, *members)
            case "list":
                return (), members if kind.of == "member" else (_SOMETHING,)
            case "ref":
                rows = list(self.world.tables[kind.table or ""].all())
                return (*nothing, *dict.fromkeys(rows[:1] + rows[-1:]))
        return (*nothing, _SOMETHING)

    @contextmanager
    def _filled(self, cells: Sequence[_Cell]) -> Iterator[None]:
        before = [cell._replace(value=self.world.fill(*cell)) for cell in cells]
        self.world.place_again({cell.table for cell in cells})
        try:
            yield
        finally:
            for cell in reversed(before):
                self.world.fill(*cell)
            self.world.place_again({cell.table for cell in cells})
