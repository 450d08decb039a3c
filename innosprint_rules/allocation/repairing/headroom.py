"""How far the amount of each line may go, the others as they stand, and what the next cent breaks first.

Exact and without a solver: with one amount free, every demand holds on whole ranges of cents. A line is judged for
what it brings: what is broken with the line refused is no fault of its amount.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from innosprint_rules.allocation.extraction.constraints import extract
from innosprint_rules.allocation.extraction.lines import Line, proposed_lines
from innosprint_rules.allocation.extraction.model import Model, Reading
from innosprint_rules.allocation.repairing.one_line import OneLine, Room
from innosprint_rules.calendar import local_today
from innosprint_rules.dossier.models import Dossier
from innosprint_rules.dossier.vote import put_to_vote
from innosprint_rules.engine.check import ProposalSource, default_rulebook
from innosprint_rules.engine.options import expect_arguments
from innosprint_rules.money import MOST_CENTS
from innosprint_rules.rulebook.book import Rulebook
from innosprint_rules.wording import brief_repr


@dataclass(frozen=True, slots=True)
class Headroom:
    """How far one line may go: under the readings in force, and under each other reading that changes it."""

    line: str
    amount: int | None
    room: Room
    under: Mapping[Reading, Room]

    __repr__ = brief_repr

    @property
    def everywhere(self) -> int | None:
        """The largest amount that complies under every reading; None without one, or without limit."""
        rooms = [self.room, *self.under.values()]
        limits = [room.ranges[-1][1] for room in rooms if room.ranges]
        least = min(limits, default=0)
        return None if len(limits) < len(rooms) or least >= MOST_CENTS else least

    @property
    def amount_cents(self) -> int | None:
        """``amount``, by a name that says its unit."""
        return self.amount

    @property
    def everywhere_cents(self) -> int | None:
        """``everywhere``, by a name that says its unit."""
        return self.everywhere


def headroom(
    dossier: Dossier,
    rulebook: Rulebook | None = None,
    *,
    proposal: ProposalSource | None = None,
    as_of: date | None = None,
    readings: Mapping[str, str] | None = None,
    first: int | None = None,
) -> tuple[Headroom, ...]:
    """Return how far each proposed line may go, the other lines as they stand.

    Args:
        dossier: what is known of the programme.
        rulebook: the rules; the bundled agreement when None.
        proposal: the lines; when None, what the dossier itself proposes.
        as_of: the moment of judgement; today when None.
        readings: chosen answers to open questions of the text; these are not varied.
        first: look at so many lines only, the first ones; at all when None.

    Raises:
        DossierError: the proposal cannot be read or does not go with the dossier.
        UsageError: an unknown reading.
    """
    expect_arguments(dossier, rulebook, as_of, readings)
    rulebook = rulebook if rulebook is not None else default_rulebook()
    moment = as_of or local_today()
    vote = put_to_vote(dossier, proposal, moment)
    known, offered = vote.dossier, vote.proposal
    if offered is None:
        return ()
    lines = proposed_lines(offered)

    def found(lines: tuple[Line, ...]) -> tuple[Headroom, ...]:
        model = extract(rulebook, known, offered, as_of=moment, readings=readings, lines=lines)
        sure = extract(rulebook, known, offered, as_of=moment, readings=readings, lines=lines, vary=False, certain=True)
        return rooms(model, sure, first)

    rooms_found = list(found(lines))
    for index, line in enumerate(lines[:first]):
        if line.stands is None:  # its own amount is free here; only those of others that are blank are unknown
            filled = replace(line, stands=0, most=MOST_CENTS)
            own = found((*lines[:index], filled, *lines[index + 1 :]))[index]
            rooms_found[index] = replace(own, amount=None)
    return tuple(rooms_found)


def rooms(model: Model, sure: Model, first: int | None = None) -> tuple[Headroom, ...]:
    """Return how far each line of a model may go; ``sure`` is the same decision with demands that are certain."""
    search = OneLine(model)
    doubts = {(d.code, d.subject) for d in sure.demands if d.excludes is not None}
    excluded = {(d.code, d.subject) for d in model.demands if d.excludes is not None and d.reading is None}
    # what is unknown whatever the amount says nothing about amounts
    certain = OneLine(sure.restricted(d for d in sure.demands if (d.code, d.subject) not in doubts - excluded))
    found: list[Headroom] = []
    for index, line in enumerate(model.lines[:first]):
        room = search.room(index, None)
        certainly = max((hi for _, hi in certain.ranges(index, None)), default=None)
        doubtful = bool(room.ranges) and certainly != room.ranges[-1][1]
        room = replace(room, sure=None if certainly == MOST_CENTS else certainly, doubtful=doubtful)
        under = {reading: search.room(index, reading) for reading in model.declared}
        changed = {reading: other for reading, other in under.items() if other.ranges != room.ranges}
        found.append(Headroom(line.id, line.stands, room, changed))
    return tuple(found)
