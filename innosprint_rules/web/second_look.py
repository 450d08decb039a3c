"""A second look once typing pauses: a fresh check by both engines, and what would mend each broken line alone."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Lock
from typing import TYPE_CHECKING, Any

from innosprint_rules.engine.check import check
from innosprint_rules.errors import EngineDisagreement
from innosprint_rules.money import plain
from innosprint_rules.web.kept import SecondLook, Way
from innosprint_rules.web.room import Room
from innosprint_rules.wording import LANGUAGES, Text

if TYPE_CHECKING:
    from innosprint_rules.allocation.repairing.headroom import Headroom
    from innosprint_rules.engine.report import Report

_one_at_a_time = Lock()


def look_again(room: Room) -> None:
    """Compare what stands on the page with a fresh check by both engines, and find what would mend each broken line.

    It is done once for each state, by whoever asks first, while others go on typing.
    """
    with _one_at_a_time:
        with room.lock:
            if room.report is None or room.second is not None:
                return
            version, what, base, proposal, day = room.version, room.what, room.base, room.proposal(), room.today
            shown, broken = _verdicts(room.report), _broken(room.report)
        problem, engine = "", None
        try:
            fresh = check(base, room.rulebook, proposal=proposal, as_of=day, readings=what.readings)
            engine = fresh.inference
            if _verdicts(fresh) != shown:
                problem = "the verdicts on the page are not those of a fresh check"
        except EngineDisagreement as error:
            problem = str(error)
        fixes: dict[str, Way] = {}
        if broken:
            from innosprint_rules.allocation.repairing.headroom import headroom

            found = headroom(base, room.rulebook, proposal=proposal, as_of=day, readings=what.readings)
            fixes = {each.line: _fix(room, each, what.rows) for each in found if each.line in broken}
        with room.lock:
            if room.version == version:
                room.second = SecondLook(engine, problem, fixes)
                room.news.tell()


def _verdicts(report: Report) -> list[Any]:
    return [(f.rule, f.subject, f.verdict, f.severity, f.new, f.contested) for f in report.findings]


def _broken(report: Report) -> set[str]:
    return set() if report.proposal is None else {line.id for line in report.proposal.lines if not line.ok}


def _fix(room: Room, found: Headroom, rows: tuple[Any, ...]) -> Way:
    """Return what mends one line, the others as they stand: the nearest amount that complies, else to refuse it."""
    from innosprint_rules.allocation.repairing.results import LineChange
    from innosprint_rules.report.content.repair import short_words
    from innosprint_rules.report.content.teller import Teller

    role = room.role
    (key,) = room.rulebook.schema.tables[role.table].identity
    before = found.amount
    after = min(_ends(found), key=lambda cents: abs(cents - (before or 0)), default=None)
    after = after or None  # an amount of nothing is a refusal
    change = LineChange(found.line, None, before, after)
    cells = {role.status: role.refused} if after is None else {role.amount: plain(after).replace(".", ",")}
    words = Text(*(short_words(change, Teller(lang)) for lang in LANGUAGES))
    return Way(words, tuple({**row, **cells} if row.get(key) == found.line else row for row in rows))


def _ends(found: Headroom) -> Iterator[int]:
    for least, most in found.room.ranges:
        yield from (least, most)
