"""What-ifs with one click, each put in the place of the lines and undone like any change: repairs, shares, requests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from innosprint_rules.dossier.schema.roles import required
from innosprint_rules.errors import Problem, UsageError
from innosprint_rules.folding import same_key
from innosprint_rules.web.kept import Way
from innosprint_rules.web.lines import as_rows
from innosprint_rules.web.room import Room
from innosprint_rules.wording import LANGUAGES, Text, lists

if TYPE_CHECKING:
    from innosprint_rules.allocation.repairing.results import Alternative

SECONDS = 5
"""Seconds that one question to the solver may take."""


def repaired(room: Room) -> None:
    """Put the smallest changes that make the lines comply in their place, and keep the other ways to do it.

    Raises:
        UsageError: nothing is proposed, no change of amounts is enough, or the lines changed meanwhile.
    """
    from innosprint_rules.allocation.repairing.repair import repair
    from innosprint_rules.report.content.repair import first_line
    from innosprint_rules.report.content.teller import Teller

    with room.lock:
        version, what, base, proposal = room.version, room.what, room.base, room.proposal()
    found = repair(base, room.rulebook, proposal=proposal, as_of=room.today, readings=what.readings, time_limit=SECONDS)
    ways = tuple(_way(each) for group in found.groups for each in group.alternatives)
    if not ways:
        raise UsageError(
            Problem("nothing-to-repair", Text(*(first_line(found, Teller(lang))[0] for lang in LANGUAGES)))
        )
    with room.lock:
        _unless_changed(room, version)
        room.put(ways[0].rows)
        room.ways = ways
        room.news.tell()


def other_way(room: Room, number: int) -> None:
    """Put another of the ways that the last repair found in place.

    Raises:
        UsageError: there is no such way any more.
    """
    with room.lock:
        ways = room.ways
        if not 0 <= number < len(ways):
            raise UsageError(CHANGED)
        room.put(ways[number].rows)
        room.ways = ways
        room.news.tell()


def _way(found: Alternative) -> Way:
    from innosprint_rules.report.content.repair import short_words
    from innosprint_rules.report.content.teller import Teller

    words = Text(*(lists([short_words(each, Teller(lang)) for each in found.changes], lang) for lang in LANGUAGES))
    return Way(words, tuple(as_rows(found.proposal.rows)))


def fixed(room: Room, line: str) -> None:
    """Mend one line alone, as the last second look found; where there was none yet, have it now.

    Raises:
        UsageError: the line is not broken, or nothing is known that would mend it.
    """
    from innosprint_rules.web.second_look import look_again

    look_again(room)
    with room.lock:
        second = room.second
        if second is None or line not in second.fixes:
            raise UsageError(CHANGED)
        room.put(second.fixes[line].rows)


def shared(room: Room, method: str) -> None:
    """Lay what a method of allocation gives the requests of the session in place of the lines.

    Raises:
        DossierError, UsageError: the session cannot be shared out, as ``allocate`` says.
    """
    from innosprint_rules.allocation.sharing.allocate import allocate
    from innosprint_rules.allocation.sharing.proposing import as_proposal

    with room.lock:
        version, what, base = room.version, room.what, room.base
    found = allocate(base, room.rulebook, session=what.session or "", methods=[method], as_of=room.today,
                     readings=what.readings)  # fmt: skip
    rows = as_rows(as_proposal(found.sharings[0].rows, room.rulebook).rows)
    with room.lock:
        _unless_changed(room, version)
        room.put(rows)


def pulled(room: Room) -> None:
    """Add a line for what each project asks at the session and has none yet, with the amount requested.

    Raises:
        DossierError: no request is made at the session, or one cannot be read.
        UsageError: the session is over or has no day.
    """
    from innosprint_rules.allocation.sharing.proposing import requested

    role = required(room.rulebook.schema.roles.proposals, "proposals")
    (key,) = room.rulebook.schema.tables[role.table].identity
    with room.lock:
        what = room.what
        found = requested(room.base, room.rulebook, what.session or "", room.today, what.readings)
        there = {same_key(row.get(role.beneficiary, "")) for row in what.rows}
        rows = [{**row, key: ""} for row in as_rows(found.rows)]
        room.put([*what.rows, *(row for row in rows if same_key(row.get(role.beneficiary, "")) not in there)])


def _unless_changed(room: Room, version: int) -> None:
    if room.version != version:
        raise UsageError(CHANGED)


CHANGED = Problem(
    "changed-meanwhile",
    Text("les lignes ont changé pendant le calcul : recommencer", "the lines changed meanwhile: try again"),
)
