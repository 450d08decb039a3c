"""Amounts that may be voted whatever the reading, and how the year may then end: worked out, and in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from innosprint_rules.allocation.repairing.results import Futures, LineChange, Repair, SafeVote
from innosprint_rules.dossier.consigning.as_voted import as_voted
from innosprint_rules.dossier.schema.roles import required
from innosprint_rules.folding import same_key
from innosprint_rules.nearest import quoted
from innosprint_rules.report.content.teller import Teller
from innosprint_rules.wording import Text

if TYPE_CHECKING:
    from innosprint_rules.dossier.models import Dossier
    from innosprint_rules.dossier.proposal import Proposal
    from innosprint_rules.engine.report import Report
    from innosprint_rules.rulebook.book import Rulebook
    from innosprint_rules.simulation.running.progress import ProgressCallback
    from innosprint_rules.simulation.scenario.loading import ScenarioSource


YEARS = 1_000
"""Years that are drawn unless another number is asked for: a share is then known to 3 points."""


def safe_vote(
    found: Repair,
    scenario: ScenarioSource,
    *,
    years: int = YEARS,
    seed: int = 1,
    progress: ProgressCallback | None = None,
) -> SafeVote | None:
    """Return the amounts of a proposal that comply under every reading, and the futures that they leave.

    Args:
        found: the repair of the proposal.
        scenario: what comes after the vote, as ``simulate`` takes it.
        years: how many years are drawn.
        seed: of the random words: the same years are drawn after any amounts.
        progress: told how far it is.

    Returns:
        None where no amounts comply under every reading.

    Raises:
        ScenarioError: the scenario cannot be read, or cannot happen to this dossier.
        UsageError: years of this agreement cannot be drawn, or not so many (``running.run.within_reference``).
    """
    safe, given = found.safe, found.model.proposal
    if safe is None or given is None:
        return None
    from innosprint_rules.simulation.scenario.needed import year_plan

    year_plan(found.model.rulebook)
    role = required(found.model.rulebook.schema.roles.proposals, "proposals")
    wanted = {line.id: line.stands for line in found.model.lines}
    blank = [
        row.identity
        for row in safe.rows
        if getattr(row, role.status) == role.proposed and getattr(row, role.amount) is None
    ]
    lines = tuple(
        LineChange(
            row.identity,
            getattr(row, role.beneficiary),
            wanted[row.identity],
            getattr(row, role.amount) if getattr(row, role.status) == role.proposed else None,
        )
        for row in safe.rows
        if row.identity in wanted and row.identity not in blank
    )
    changed = any(line.before != line.after for line in lines)
    unknown = found.groups[0].alternatives[0].unknown if changed else ()
    after = _futures(found, safe, scenario, years, seed, progress)
    before = _futures(found, given, scenario, years, seed, progress) if changed else None
    held = assumed_held(found.model.dossier, found.model.rulebook, given, found.model.as_of)
    return SafeVote(lines, unknown, after, before, tuple(blank), tuple(held))


def _futures(
    found: Repair,
    proposal: Proposal,
    scenario: ScenarioSource,
    years: int,
    seed: int,
    progress: ProgressCallback | None,
) -> Futures:
    from innosprint_rules.simulation.outcome.intervals import Share
    from innosprint_rules.simulation.running.prepare import prepare
    from innosprint_rules.simulation.running.run import RunOptions, within_reference
    from innosprint_rules.simulation.running.years import run_years

    model = found.model
    vote = voted(model.dossier, model.rulebook, proposal, model.as_of)
    prepared = prepare(scenario, vote.dossier, model.rulebook, as_of=vote.last, readings=model.readings)
    options = within_reference([prepared], RunOptions(years, seed=seed))
    counted = run_years(prepared.module, years, seed, engine=options.engine, progress=progress, watched=0).tally
    at = date.fromordinal(prepared.start.at)
    clean = Share(counted.clean_years, counted.years)
    return Futures(prepared.scenario.name, prepared.scenario.title, counted.years, seed, vote.last, at, clean)


@dataclass(frozen=True, slots=True)
class Voted:
    """A dossier in which a proposal is voted as it stands, the last day of the vote, the sessions taken as held."""

    dossier: Dossier
    last: date
    assumed: tuple[str, ...]


def voted(dossier: Dossier, rulebook: Rulebook, proposal: Proposal, as_of: date) -> Voted:
    """Return the dossier once a proposal is voted: what years are drawn from to see how they may then end.

    A session of the vote of which nobody has written down yet who presented is taken as held in good order.

    Args:
        dossier: what is known without the proposal.
        rulebook: the rules.
        proposal: the lines, at the amounts that are voted.
        as_of: the day on which they are looked at.

    Raises:
        UsageError: the agreement has no meetings.
    """
    held = assumed_held(dossier, rulebook, proposal, as_of)
    start = _held(dossier, rulebook, held) if held else dossier
    after, last = as_voted(start, proposal, as_of, rulebook.agreement.vocabularies["members"].names)
    return Voted(after, last, tuple(held))


def assumed_held(dossier: Dossier, rulebook: Rulebook, proposal: Proposal, as_of: date) -> dict[str, date]:
    """Return the sessions of the vote, with their days, of which nobody has written down yet who presented.

    There are none in an agreement without presentations.
    """
    roles = rulebook.schema.roles
    role, meetings = required(roles.proposals, "proposals"), required(roles.meetings, "meetings")
    shown = roles.presentations
    if shown is None:
        return {}
    told = {same_key(getattr(row, shown.meeting)) for row in dossier.rows(shown.table) or ()}
    asked = {same_key(getattr(row, role.meeting) or "") for row in proposal.rows}
    held = {row.identity: getattr(row, meetings.day) for row in dossier.rows(meetings.table) or ()}
    return {
        name: day for name, day in held.items() if day is not None and day >= as_of and same_key(name) in asked - told
    }


def _held(dossier: Dossier, rulebook: Rulebook, sessions: Mapping[str, date]) -> Dossier:
    """Return the dossier once those sessions are held in good order, everyone in the programme presented."""
    from innosprint_rules.simulation.scenario.loading import read_scenario
    from innosprint_rules.simulation.whatif.apply import apply

    words = {"fr": "vote", "en": "vote"}
    events = [{"hold": {"session": name, "projects": "everyone"}} for name in sessions]
    scenario = read_scenario({"title": words, "description": words, "events": events}, rulebook)
    return apply(scenario, dossier, rulebook, as_of=min(sessions.values()) - timedelta(days=1)).dossier


# in words --------------------------------------------------------------------------------------------


def safe_words(found: SafeVote, report: Report, teller: Teller) -> list[str]:
    """Say which amounts are safe, how the year then ends, and what is broken already."""
    from innosprint_rules.report.content.outcome.figures import years

    told = [amounts_words(found.lines, teller) if found.lines else teller.say(Text("aucun", "none"))]
    if found.without_amount:
        named = quoted(found.without_amount)
        none = Text(
            f"Sans montant, rien n'est sûr pour {named.fr}", f"Without an amount nothing is safe for {named.en}"
        )
        told.append(teller.say(none))
    if found.unknown:
        codes = ", ".join(dict.fromkeys(each.rule for each in found.unknown))
        told.append(teller.say(Text(f"reste non vérifiable : {codes}", f"still cannot be verified: {codes}")))
    if not found.without_amount and all(line.refused for line in found.lines):
        then = Text("Rien n'étant voté", "With nothing voted")
    else:
        then = Text("Votés ainsi", "Voted like this")
    futures = found.futures
    drawn = years(futures.years, teller)
    share = _share(futures, teller)
    of = Text(f"des cas ({drawn}, scénario {futures.scenario})",
              f"of the cases ({drawn}, scenario {futures.scenario})")  # fmt: skip
    said = Text(f"{then.fr}, l'année finit sans manquement dans {share} {of.fr}",
                f"{then.en}, the year ends without a breach in {share} {of.en}")  # fmt: skip
    told.append(teller.say(said))
    if found.as_proposed is not None:
        other = _share(found.as_proposed, teller)
        told.append(teller.say(Text(f"Votés tels que proposés : dans {other}", f"Voted as proposed: in {other}")))
    if found.assumed:
        told.append(assumed_words(found.assumed, teller))
    told += already_words(report, teller)
    told.append(teller.say(ADVICE))
    return told


def assumed_words(sessions: Sequence[str], teller: Teller) -> str:
    """Say that sessions of which nobody has written down who presented are taken as held by everyone."""
    named = quoted(sessions)
    present = Text(f"Qui s'est présenté en {named.fr} n'est pas encore écrit : tous y sont comptés",
                   f"Who presented at {named.en} is not written yet: everyone is counted")  # fmt: skip
    return teller.say(present)


def already_words(report: Report, teller: Teller) -> list[str]:
    """Say which breaches are there whatever is voted; nothing where there are none."""
    there = [each for each in report.violations if not each.new and each.severity == "error"]
    if there:
        codes = ", ".join(dict.fromkeys(each.rule for each in there))
        already = Text(
            f"{{n:manquement est déjà là et compte|manquements sont déjà là et comptent}} : {codes}",
            f"{{n:breach is there already, and counts|breaches are there already, and count}}: {codes}",
        )
        return [teller.counted(already, n=len(there))]
    return []


def amounts_words(lines: Sequence[LineChange], teller: Teller) -> str:
    """Return all lines at their safe amounts: « A08 5 000,00 €, A09 1 500,00 €, A10 refusée »."""
    some = [
        teller.say(Text(f"{line.line} refusée", f"{line.line} refused"))
        if line.refused
        else f"{line.line} {teller.amount(line.after)}"
        for line in lines
    ]
    return teller.lists(some)


def _share(found: Futures, teller: Teller) -> str:
    """Return the share of the years without a breach, and its margin."""
    from innosprint_rules.report.content.outcome.figures import share_words
    from innosprint_rules.simulation.outcome.intervals import Share

    return share_words(Share(found.clean.count, found.years), teller)


TITLE = Text("Montants sûrs, quelle que soit la lecture du texte", "Amounts that are safe however the text is read")
NONE = Text("Aucun montant n'est sûr sous toutes les lectures du texte", "No amounts are safe however the text is read")
ADVICE = Text(
    "C'est un conseil, non un contrôle : le reste de l'année vient des hypothèses du scénario.",
    "This is advice, not a check: the rest of the year comes from the assumptions of the scenario.",
)
