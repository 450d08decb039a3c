"""One scenario from start to end: applied, judged with and without, compared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from innosprint_rules.dossier.models import Dossier
from innosprint_rules.engine.check import check, default_rulebook, worth
from innosprint_rules.engine.report import Balance, Report, known
from innosprint_rules.formula.logic import Interval
from innosprint_rules.money import plain
from innosprint_rules.rulebook.agreement import BALANCE_LINES
from innosprint_rules.rulebook.book import Rulebook
from innosprint_rules.simulation.events.changes import Change
from innosprint_rules.simulation.scenario.loading import Scenario, ScenarioSource, read_scenario
from innosprint_rules.simulation.whatif.apply import Applied, apply
from innosprint_rules.simulation.whatif.differences import Difference, differences
from innosprint_rules.wording import brief, json_text

SCHEMA = "innosprint-simulation/1"
TO_RETURN = "to_return"
"""The line that a simulation adds to the balance: received, not passed on, not returned yet."""


@dataclass(frozen=True, eq=False)
class Simulation:
    """A scenario that was played: what changed, and the full check on the day ``at``.

    ``before`` is the report on the dossier as given, ``report`` on the dossier that the scenario leaves; both
    are judged on the same day.
    """

    applied: Applied
    before: Report
    report: Report

    def __repr__(self) -> str:
        return brief(f"Simulation({self.scenario.name!r} at {self.at}: {len(self.changes)} changes, {self.report!r})")

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Simulation):
            return NotImplemented
        return self is other or self.model_dump() == other.model_dump()

    def __hash__(self) -> int:
        return hash((self.scenario.name, self.at, self.report))

    @property
    def scenario(self) -> Scenario:
        """The scenario."""
        return self.applied.scenario

    @property
    def dossier(self) -> Dossier:
        """The dossier as the scenario leaves it."""
        return self.applied.dossier

    @property
    def changes(self) -> tuple[Change, ...]:
        """What changed in the dossier, in the order of the events."""
        return self.applied.changes

    @property
    def as_of(self) -> date:
        """The day up to which the dossier is taken as having happened."""
        return self.applied.as_of

    @property
    def at(self) -> date:
        """The day of the final check."""
        return self.applied.at

    @cached_property
    def differences(self) -> tuple[Difference, ...]:
        """The verdicts that differ without the scenario and with it."""
        return differences(self.before, self.report)

    def amounts(self, with_scenario: bool = True) -> Balance:
        """Return the balance on the day of the check and what is still to be returned, in cents or their bounds."""
        report = self.report if with_scenario else self.before
        return {**{name: report.amounts[name] for name in BALANCE_LINES}, TO_RETURN: _to_return(report)}

    def balance(self, with_scenario: bool = True) -> dict[str, int | None]:
        """Return the amounts that are known, in cents, None for the others."""
        return known(self.amounts(with_scenario))

    def model_dump(self) -> dict[str, Any]:
        """Return the simulation with the keys that ``simulate --format json`` promises."""
        scenario = self.scenario
        return {
            "schema": SCHEMA,
            "scenario": {
                "name": scenario.name,
                "title": scenario.title.as_dict(),
                "description": scenario.description.as_dict(),
                "file": scenario.file,
            },
            "as_of": self.as_of.isoformat(),
            "at": self.at.isoformat(),
            "changes": [change.as_document() for change in self.changes],
            "balance": {"before": _amounts(self.balance(False)), "after": _amounts(self.balance())},
            "differences": [difference.as_document() for difference in self.differences],
            "report": self.report.model_dump(),
        }

    def model_dump_json(self, indent: int | None = None) -> str:
        """Return the simulation as JSON, the same text for the same input."""
        return json_text(self.model_dump(), indent)


def simulate(
    scenario: ScenarioSource,
    dossier: Dossier,
    rulebook: Rulebook | None = None,
    *,
    as_of: date | None = None,
    at: date | None = None,
    readings: Mapping[str, str] | None = None,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    inference: bool = True,
) -> Simulation:
    """Play a scenario on a dossier and judge where it leads.

    What is still to come happens as planned: what its rows leave blank is unknown, without the scenario and with it.

    Args:
        scenario: the name of a shipped scenario, the path of a file, a mapping of the same keys, or one read.
        dossier: where it starts from; it is not changed.
        rulebook: the rules; the bundled agreement when None.
        as_of: what is dated up to this day has happened and is kept (``apply`` says what it is by default).
        at: the day of the final check; by default the day after the last of the term.
        readings: chosen answers to open questions of the text, ``{"Q9": "net"}``.
        select: codes, or beginnings of codes, of the rules to judge; all when empty.
        ignore: codes, or beginnings of codes, of the rules to leave out.
        inference: compare every verdict with the inference engine where it is installed.

    Raises:
        ScenarioError: the scenario cannot be read, or cannot happen to this dossier.
        DossierError: a value contradicts the agreement.
        UsageError: an unknown reading or code; days of the term that are not known.
    """
    rulebook = default_rulebook() if rulebook is None else rulebook
    applied = apply(read_scenario(scenario, rulebook), dossier, rulebook, as_of=as_of, at=at, readings=readings)
    select, ignore = tuple(select), tuple(ignore)
    before, after = (
        check(
            each,
            rulebook,
            as_of=applied.at,
            readings=readings,
            select=select,
            ignore=ignore,
            inference=inference,
        )
        for each in (dossier.as_planned(applied.as_of), applied.dossier.as_planned(applied.as_of))
    )
    return Simulation(applied, before, after)


def _to_return(report: Report) -> int | Interval | None:
    """Return what is owed back on the day of a report; None where the rulebook has no such measure."""
    measure = report.rulebook.agreement.roles.get(TO_RETURN)
    value = None if measure is None else worth(report.judge, measure)
    return value if isinstance(value, int | Interval) else None


def _amounts(balance: Mapping[str, int | None]) -> dict[str, str | None]:
    return {name: None if cents is None else plain(cents) for name, cents in balance.items()}
