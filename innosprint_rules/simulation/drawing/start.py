"""Where simulated years start from: the days of the agreement, and what has happened of a dossier.

What the dossier dates later than ``as_of`` is planned and left out, proposals too: the years say what becomes of
them. The events of a scenario, where it has some, happen in every year.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise
from typing import Any

from innosprint_rules.calendar import months_after
from innosprint_rules.dossier.amending import Act, amended
from innosprint_rules.dossier.models import Dossier
from innosprint_rules.engine.agreement_facts import check_convention
from innosprint_rules.engine.check import worth
from innosprint_rules.engine.evaluation.rows import Row
from innosprint_rules.engine.evaluation.world import World
from innosprint_rules.engine.options import chosen_readings
from innosprint_rules.errors import NOWHERE
from innosprint_rules.rulebook.book import Rulebook
from innosprint_rules.rulebook.year.plan import YearPlan
from innosprint_rules.simulation.drawing.checks import fits, in_time, left_out, term, year_of_several
from innosprint_rules.simulation.events.ledger import FIRST, LAST, EventLedger
from innosprint_rules.simulation.scenario.loading import Scenario, read_scenario
from innosprint_rules.simulation.scenario.needed import year_plan
from innosprint_rules.simulation.scenario.signed import check_days, known_last, with_signed
from innosprint_rules.simulation.whatif.apply import Applied, apply
from innosprint_rules.wording import Text

_STOP = {"fr": "seul le passé est gardé", "en": "only the past is kept"}
YEARS = "years"  # the derived table of a term that is parted into years


@dataclass(frozen=True, eq=False)
class Start:
    """What every year starts from; days are ordinals, amounts cents.

    ``as_of`` is None when nothing has happened yet. ``notices`` tell what of the dossier is left out. ``rises`` are the
    days to come on which an amendment changes the endowment, each with what it is from then on, and ``year_last`` is
    the last day of the year that is drawn: a term that goes on after it, without a further year, is drawn to its end.
    """

    rulebook: Rulebook
    readings: Mapping[str, str]
    dossier: Dossier
    first: int
    last: int
    at: int
    endowment: int
    as_of: int | None = None
    notices: tuple[Text, ...] = ()
    year_first: int | None = None
    year_last: int = 0
    rises: tuple[tuple[int, int], ...] = ()
    world: World = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "world", World(self.rulebook, self.dossier))

    def after_months(self, months: int) -> int:
        """Return the day some months after the first of the year that is drawn."""
        return months_after(self.anniversary, months)

    @property
    def begins(self) -> int:
        """The first day of the year that is drawn: of the term, or of the year under way where it goes on."""
        return self.first if self.year_first is None else self.year_first

    @property
    def endowments(self) -> tuple[int, ...]:
        """What the endowment is when the years begin, and after each of its rises."""
        return (self.endowment, *(cents for _, cents in self.rises))

    @property
    def anniversary(self) -> int:
        """The day of the term's beginning in the year that is drawn, from which its six months are counted."""
        found = self.first
        while months_after(found, 12) <= self.begins:
            found = months_after(found, 12)
        return found

    def rows(self, table: str) -> list[Row]:
        """Return the rows that are in every year, in the order of the memory."""
        return list(self.world.tables[table].all())

    def known(self, row: Row, column: str) -> int | None:
        """Return the number in a cell where it is known."""
        value: Any = row.values[column]
        return value if isinstance(value, int) else None

    def total(self, table: str, amount: str, column: str, *wanted: str) -> int:
        """Return the known amounts of the rows of which a column holds one of these values, in cents."""
        return sum(self.known(row, amount) or 0 for row in self.rows(table) if row.values[column] in wanted)


def empty_dossier(rulebook: Rulebook) -> Dossier:
    """Return a dossier in which nothing has happened: every table is there, none has a row."""
    tables: dict[str, list[Any]] = {code: [] for code, table in rulebook.schema.tables.items() if not table.keyed}
    return Dossier.model_validate(tables, context={"innosprint": {"rulebook": rulebook}})


def start(
    scenario: Scenario,
    rulebook: Rulebook,
    dossier: Dossier | None,
    *,
    as_of: date | None = None,
    at: date | None = None,
    readings: Mapping[str, str] | None = None,
    acts: Sequence[Act] = (),
) -> Start:
    """Work out where the years of a scenario start from; ``acts`` are amendments signed in every year.

    Raises:
        ScenarioError: an event cannot happen to this dossier.
        UsageError: the term's days are not known, or the days asked for do not fit together.
        DossierError: a value of the dossier contradicts the agreement.
    """
    chosen = chosen_readings(rulebook, readings)
    notices: list[Text] = []
    applied: Applied | None = None
    found = dossier if dossier is not None else empty_dossier(rulebook)
    if dossier is not None:
        check_convention(rulebook, dossier)
        if scenario.year is None:
            applied = apply(scenario, dossier, rulebook, as_of=as_of, at=at, readings=readings)
        else:
            in_time(dossier, rulebook, as_of, scenario, chosen)
            halted = replace(scenario, events=(*_halt(rulebook).events, *scenario.events), year=None)
            applied = apply(halted, dossier, rulebook, as_of=as_of, at=at, readings=readings)
            notices += left_out(applied)
        found = applied.dossier
    signed = () if scenario.year is None else scenario.year.signed
    found, known = with_signed(found, signed, rulebook)
    if acts:
        found = amended(found, acts)
        check_convention(rulebook, found)
        known += known_last(found, acts, rulebook)
    stage = EventLedger(found, rulebook, date.min if applied is None else applied.as_of, chosen)
    first, last = (term(stage, name) for name in (FIRST, LAST))
    drawn, year_last = None, last
    if scenario.year is not None and (applied is not None or acts or signed):
        whole = last
        drawn, year_last, last = _under_way(stage, date.min if applied is None else applied.as_of, first, whole)
        notices += year_of_several(last, whole)
    moment = at or (None if scenario.at is None else stage.day(scenario.at))
    ends = 0 if scenario.year is None else scenario.year["ends"].low
    if moment is None and scenario.year is None and applied is not None:
        moment = applied.at
    end = moment.toordinal() if moment is not None else last + (ends if scenario.year else 1)
    check_days(known, max(end, last + ends) if scenario.year else end)
    happened = None if applied is None else applied.as_of.toordinal()
    fits(first, end, happened, dossier, drawn=scenario.year is not None)
    endowment, rises = _endowments(stage, first if happened is None else max(first, happened), end)
    if scenario.year is not None:
        found = _without_proposals(found, year_plan(rulebook), notices)
    return Start(
        rulebook, chosen, found, first, last, end, endowment, happened, tuple(notices), drawn, year_last, rises
    )


def _under_way(stage: EventLedger, day: date, first: int, last: int) -> tuple[int, int, int]:
    """Return the first and the last day of the year under way on a day, the first before it begins, and the last drawn.

    A rulebook that parts its term into no years has one. What is left of the term after the last of them goes with it.
    """
    judge = stage.judge(date.fromordinal(last))  # when all that prolongs the term is signed
    rows = list(judge.context.table(YEARS).placed) if YEARS in judge.program.derived else []
    years = [(row.values["first"], row.values["last"]) for row in rows]
    known = [(one, other) for one, other in years if isinstance(one, int) and isinstance(other, int)]
    begun = [each for each in known if each[0] <= day.toordinal()]
    start, end = max(begun, default=min(known, default=(first, last)))
    return start, end, end if any(one > start for one, _ in known) else max(end, last)


def _endowments(stage: EventLedger, day: int, end: int) -> tuple[int, tuple[tuple[int, int], ...]]:
    """Return the endowment on a day, and the days up to another on which amendments change it, with what it is then."""
    role = stage.rulebook.schema.roles.amendments
    table = () if role is None else stage.bench.build().rows(role.table) or ()
    column = None if role is None else stage.rulebook.schema.tables[role.table].date_column
    signed = {getattr(row, column).toordinal() for row in table if column and getattr(row, column) is not None}
    found = [(each, _endowment(stage, each)) for each in (day, *sorted(each for each in signed if day < each <= end))]
    rises = tuple(new for old, new in pairwise(found) if new[1] != old[1])
    return found[0][1], rises


def _endowment(stage: EventLedger, day: int) -> int:
    """Return the endowment on a day in cents; the agreement's own where an amendment leaves it unknown, 0 if none."""
    name = stage.rulebook.agreement.balance.get("endowment", "endowment")
    value = worth(stage.judge(date.fromordinal(day)), name)
    fact = stage.rulebook.agreement.facts.get(name)
    if not isinstance(value, int) and fact is not None and isinstance(fact.value, int):
        return fact.value
    return stage.cents(name, date.fromordinal(day), NOWHERE)


def _halt(rulebook: Rulebook) -> Scenario:
    """Return the scenario in which only what has happened stays."""
    return read_scenario({"title": _STOP, "description": _STOP, "events": [{"stop_after": "as_of"}]}, rulebook)


def _without_proposals(dossier: Dossier, plan: YearPlan, notices: list[Text]) -> Dossier:
    """Return the dossier without what is only proposed; a payment that names such a row names none."""
    role, money = plan.proposals, plan.money
    rows, payments = (dossier.rows(table) for table in (role.table, money.table))
    proposed = {row.identity for row in rows or () if getattr(row, role.status) == role.proposed}
    if not proposed:
        return dossier
    if payments is not None:
        payments = tuple(
            row.model_copy(update={plan.pays: None}) if getattr(row, plan.pays) in proposed else row for row in payments
        )
    kept = tuple(row for row in rows or () if row.identity not in proposed)
    count = len(proposed)
    notices.append(
        Text(f"{count} attributions proposées sont laissées de côté", f"{count} proposed allocations are left out")
        if count > 1
        else Text("une attribution proposée est laissée de côté", "one proposed allocation is left out")
    )
    found = dossier.model_copy(update={role.table: kept, money.table: payments})
    found._digest = None
    return found
