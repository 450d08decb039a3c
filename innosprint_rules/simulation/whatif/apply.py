"""A scenario applied to a dossier: a new dossier and what changed. The one given is never touched."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from innosprint_rules.calendar import local_today
from innosprint_rules.dossier.models import Dossier
from innosprint_rules.engine.agreement_facts import check_convention
from innosprint_rules.engine.check import default_rulebook
from innosprint_rules.engine.options import chosen_readings
from innosprint_rules.errors import InputError, Problem, ScenarioError, UsageError
from innosprint_rules.rulebook.book import Rulebook
from innosprint_rules.simulation.events.act import play
from innosprint_rules.simulation.events.changes import Change
from innosprint_rules.simulation.events.ledger import FIRST, LAST, EventLedger
from innosprint_rules.simulation.events.when import When
from innosprint_rules.simulation.scenario.loading import Scenario
from innosprint_rules.wording import Text


@dataclass(frozen=True, eq=False)
class Applied:
    """The dossier as the scenario leaves it, the changes in their order, and the two days that count.

    ``as_of``: what the dossier dates up to then has happened and is kept. ``at``: the day of the final check.
    ``replayed``: nobody said how much is kept and the term is over, so that the whole year is played again.
    """

    scenario: Scenario
    dossier: Dossier
    changes: tuple[Change, ...]
    as_of: date
    at: date
    replayed: bool = False


def apply(
    scenario: Scenario,
    dossier: Dossier,
    rulebook: Rulebook | None = None,
    *,
    as_of: date | None = None,
    at: date | None = None,
    readings: Mapping[str, str] | None = None,
) -> Applied:
    """Let the events of ``scenario`` happen to ``dossier``, in their order.

    Args:
        scenario: what happens.
        dossier: where it starts from; it is not changed.
        rulebook: the agreement, for its dates and amounts; the bundled one when None.
        as_of: what is dated up to this day has happened and is kept; by default the scenario's, else today
            while the agreement runs, else the eve of its first day: the whole year is played again.
        at: the day of the final check; by default the scenario's, else the day after the term's last.
        readings: chosen answers to open questions of the text.

    Raises:
        ScenarioError: an event cannot happen to this dossier, with its place in the scenario.
        UsageError: the term's days are not known and neither day is given; an unknown reading.
        DossierError: a value of the dossier contradicts the agreement.
    """
    rulebook = default_rulebook() if rulebook is None else rulebook
    chosen = chosen_readings(rulebook, readings)
    check_convention(rulebook, dossier)
    # The days of the agreement are asked of a dossier in which all has happened: amendments to come count.
    ahead = EventLedger(dossier, rulebook, date.min, chosen)
    _check_names(scenario, ahead)
    kept, replayed = as_of, False
    if kept is None:
        kept, replayed = (ahead.day(scenario.as_of), False) if scenario.as_of is not None else _usual_as_of(ahead)
    stage = EventLedger(dossier, rulebook, kept, chosen)
    for event in scenario.events:
        play(event, stage)
    result = stage.bench.build()
    moment = at
    if moment is None:
        moment = stage.day(scenario.at) if scenario.at is not None else _day_after_term(stage)
    return Applied(scenario, result, tuple(stage.bench.changes), kept, max(moment, kept), replayed)


def _usual_as_of(stage: EventLedger) -> tuple[date, bool]:
    """Return today while the agreement runs, the eve of its first day once it is over; and whether it is."""
    today = local_today()
    if today < _day_after_term(stage):
        return today, False
    try:
        return stage.played(FIRST) - timedelta(days=1), True
    except InputError:
        raise _not_known("--as-of") from None


def _day_after_term(stage: EventLedger) -> date:
    """Return the first day on which everything owed by the end of the term is owed."""
    try:
        return stage.played(LAST) + timedelta(days=1)
    except InputError:
        raise _not_known("--at") from None


def _not_known(option: str) -> UsageError:
    return UsageError(
        Problem(
            "term-unknown",
            Text("les jours de la convention ne sont pas connus", "the days of the term are not known"),
            Text(f"donner un jour avec {option}, ou compléter la table « convention »",
                 f"give a day with {option}, or complete the table “convention”"),
        )
    )  # fmt: skip


def _check_names(scenario: Scenario, stage: EventLedger) -> None:
    """Refuse every name of a day that the agreement does not have, all at once."""
    problems = [problem for when in _days(scenario) if (problem := stage.check_name(when)) is not None]
    if problems:
        raise ScenarioError(problems)


def _days(scenario: Scenario) -> Iterable[When]:
    yield from (when for when in (scenario.as_of, scenario.at) if when is not None)
    for event in scenario.events:
        yield from event.days.values()
