"""Asking how the year may end: of the lines as they stand, and whether what is told is still of them."""

from __future__ import annotations

from typing import Any

from innosprint_rules.errors import Problem, UsageError
from innosprint_rules.report.content.outcome.safe_vote import already_words
from innosprint_rules.report.content.teller import Teller
from innosprint_rules.web.room import Room
from innosprint_rules.web.years.drawing import Question
from innosprint_rules.web.years.futures import scenarios
from innosprint_rules.wording import LANGUAGES, Text


def ask(room: Room, scenario: str | None = None) -> None:
    """Ask how the year may end if the lines are voted as they stand, in the place of what was asked before.

    Raises:
        DossierError: a line cannot be read.
        UsageError: no years can be drawn from the scenario.
    """
    known = dict(scenarios(room.rulebook, "fr"))
    scenario = scenario or room.futures.usual
    if known and scenario not in known:  # an agreement without any is told what it lacks
        raise UsageError(_NO_SCENARIO)
    with room.lock:
        question = Question(scenario, room.base, room.proposal(), room.today, dict(room.what.readings),
                            room.futures.years)  # fmt: skip
        of, report = looked_at(room), room.report
        refused = sum(row.get(room.role.status) == room.role.refused for row in room.what.rows)
        lines = len(room.what.rows) - refused
    about = {}
    for lang in LANGUAGES:
        teller = Teller(lang)
        about[lang] = [teller.counted(_IF_VOTED, n=lines) if lines else teller.say(_NO_VOTE)]
        about[lang] += [] if report is None else already_words(report, teller)
    room.futures.draw(question, of, about)


def looked_at(room: Room) -> object:
    """Return what figures are of, to be compared: the dossier, the lines and their session, readings, the day."""
    what = room.what
    return room.print, what.session, what.rows, dict(what.readings), room.today


def standing(room: Room) -> dict[str, Any]:
    """Return what is told with the lines: whether there are figures, and whether they are still of them."""
    futures = room.futures
    if futures.of is None:
        return {"number": 0, "running": False, "stale": False}
    return {"number": futures.number, "running": futures.running, "stale": futures.of != looked_at(room)}


_IF_VOTED = Text("Si {n:ligne est votée telle quelle|lignes sont votées telles quelles}",
                 "If {n:row is voted as it stands|rows are voted as they stand}")  # fmt: skip
_NO_VOTE = Text("Sans vote, le dossier étant ce qu'il est", "Without a vote, the dossier as it is")
_NO_SCENARIO = Problem("no-scenario", Text("aucun scénario n'a ce nom", "no scenario has this name"))
