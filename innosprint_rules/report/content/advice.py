"""What a check of a proposal adds in short: the smallest changes under a breach, how far each line may go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from innosprint_rules.allocation.repairing.headroom import Headroom, headroom
from innosprint_rules.allocation.repairing.repair import repair
from innosprint_rules.allocation.repairing.results import Alternative, Repair
from innosprint_rules.allocation.solver.highs import SolverFailure, has_highs
from innosprint_rules.errors import EngineDisagreement
from innosprint_rules.report.content.repair import short_words
from innosprint_rules.report.content.teller import Teller
from innosprint_rules.wording import Text, lists

if TYPE_CHECKING:
    from innosprint_rules.engine.findings import Finding
    from innosprint_rules.engine.report import Report

MOST_LINES = 60
"""Lines of a proposal beyond which a check says nothing of changes and room; `innosprint repair` does."""
SHOWN = 3
PATIENCE = 5.0
"""Seconds that one question to the solver may take in a check."""


@dataclass(frozen=True, slots=True)
class Advice:
    """How far the lines of a proposal may go; what would make it comply, None when it does or HiGHS is absent.

    ``failure`` says why the smallest changes could not be found: no verdict rests on them.
    """

    rooms: tuple[Headroom, ...]
    repair: Repair | None
    failure: str = ""


def advise(report: Report, readings: Mapping[str, str]) -> Advice | None:
    """Return advice on the proposal of a report, None for one of very many lines.

    Args:
        report: a check of all rules.
        readings: the readings asked for.
    """
    dossier, proposal = report.vote.dossier, report.vote.proposal
    if proposal is None or report.proposal is None or len(proposal.rows) > MOST_LINES:
        return None
    rooms = headroom(dossier, report.rulebook, proposal=proposal, as_of=report.as_of, readings=readings)
    broken = any(line.breaks for line in report.proposal.lines)
    if not broken or not has_highs():
        return Advice(rooms, None)
    try:
        found = repair(
            dossier, report.rulebook, proposal=proposal, as_of=report.as_of, readings=readings, most=SHOWN,
            time_limit=PATIENCE,
        )  # fmt: skip
    except (EngineDisagreement, SolverFailure) as error:
        return Advice(rooms, None, str(error))
    return Advice(rooms, found)


def failure_words(advice: Advice, teller: Teller) -> str:
    """Say that the smallest changes could not be found; empty where they were."""
    said = Text(f"les plus petits changements n'ont pas été trouvés ({advice.failure}) ; aucun verdict n'en dépend",
                f"the smallest changes were not found ({advice.failure}); no verdict rests on them")  # fmt: skip
    return teller.say(said) if advice.failure else ""


def help_words(advice: Advice, finding: Finding, teller: Teller) -> str:
    """Return the smallest changes in one line for a breach of a proposed line; empty where there are none."""
    found = advice.repair
    if found is None or finding.severity != "error" or finding.verdict != "violated":
        return ""
    own = next((each for each in found.blocked if each.line == finding.subject.id), None)
    if own is not None and finding.rule in [f.rule for f in own.findings]:
        return teller.say(Text(f"sinon, refuser {own.line}", f"otherwise, refuse {own.line}"))
    said = ways_words(advice, teller)
    return teller.say(Text(f"au plus court : {said}", f"at the least: {said}")) if said else ""


def ways_words(advice: Advice, teller: Teller) -> str:
    """Return the smallest changes in one line: « refuser A10 ; ou ramener A11 à 3 500,00 € »; empty without any."""
    found = advice.repair
    if found is None:
        return ""
    blocked = [each.line for each in found.blocked]
    ways = [_in_short(each, teller) for group in found.groups[:1] for each in group.alternatives]
    if found.completed is not None:
        once = Text(f"une fois {lists(blocked, 'fr')} {'complétées' if len(blocked) > 1 else 'complétée'}, ",
                    f"once {lists(blocked, 'en')} {'are' if len(blocked) > 1 else 'is'} completed, ")  # fmt: skip
        ways += [f"{teller.say(once)}{_in_short(each, teller)}" for each in found.completed.alternatives]
    if not ways:
        return ""
    return teller.clauses(ways[:SHOWN], teller.either("ou ", "or "))


def _in_short(alternative: Alternative, teller: Teller) -> str:
    return teller.lists([short_words(change, teller) for change in alternative.changes])
