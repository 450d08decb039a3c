"""A repair and its headroom as JSON carries them; the models of ``repair_machine`` describe the keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from innosprint_rules._version import __version__
from innosprint_rules.engine.findings import Subject, place_document
from innosprint_rules.money import plain

if TYPE_CHECKING:
    from innosprint_rules.allocation.headroom import Headroom
    from innosprint_rules.allocation.infeasible import Conflict
    from innosprint_rules.allocation.model import Reading
    from innosprint_rules.allocation.one_line import Room
    from innosprint_rules.allocation.repair_results import Alternative, Group, LineChange, Repair
    from innosprint_rules.engine.findings import Finding


def repair_document(found: Repair, rooms: Sequence[Headroom]) -> dict[str, Any]:
    """Return a repair with the keys of its published JSON Schema."""
    report = found.report
    return {
        "schema": found.document,
        "as_of": report.as_of.isoformat(),
        "rulebook": {
            "name": report.rulebook.name,
            "version": report.rulebook.version,
            "digest": report.rulebook.digest,
        },
        "dossier": {"digest": found.dossier_digest},
        "engine": {"reference": __version__, "inference": report.inference},
        "ok": found.ok,
        "complies": found.complies,
        "groups": [_group(group) for group in found.groups],
        "blocked": [
            {"id": each.line, "findings": [_finding(finding) for finding in each.findings]} for each in found.blocked
        ],
        "completed": None if found.completed is None else _group(found.completed),
        "hopeless": [_finding(finding) for finding in found.hopeless],
        "afterwards": [
            {
                "rule": each.rule.code,
                "subject": None if each.subject is None else each.subject._asdict(),
                "reading": _reading(each.reading),
                "reason": each.reason.as_dict(),
                "source": each.source,
            }
            for each in found.afterwards
        ],
        "headroom": headroom_document(rooms),
    }


def headroom_document(rooms: Sequence[Headroom]) -> list[dict[str, Any]]:
    """Return how far each line may go."""
    return [{"id": each.line, "amount": _amount(each.amount), **room_document(each)} for each in rooms]


def room_document(found: Headroom) -> dict[str, Any]:
    """Return how far one line may go, without its name."""
    return {
        **_room(found.room),
        "sure": _amount(found.room.sure),
        "doubtful": found.room.doubtful,
        "under": [{"reading": str(reading), **_room(room)} for reading, room in found.under.items()],
    }


def _room(room: Room) -> dict[str, Any]:
    return {
        "smallest": _amount(room.smallest),
        "largest": _amount(room.largest),
        "limited": room.limited,
        "ranges": [
            {"from": plain(lo), "to": None if (lo, hi) == room.ranges[-1] and not room.limited else plain(hi)}
            for lo, hi in room.ranges
        ],
        "above": list(room.above),
        "below": list(room.below),
        "blocked": list(room.blocked),
    }


def _group(group: Group) -> dict[str, Any]:
    return {
        "readings": [_reading(reading) for reading in group.readings],
        "settled": group.settled,
        "alternatives": [_alternative(each) for each in group.alternatives],
        "complete": group.complete,
        "conflict": None if group.conflict is None else _conflict(group.conflict),
        "unsteered": [_broken(code, subject) for code, subject in group.unsteered],
    }


def _alternative(found: Alternative) -> dict[str, Any]:
    return {
        "total": plain(found.size.cents),
        "lines": found.size.lines,
        "changes": [_change(change) for change in found.changes],
        "unknown": [_broken(finding.rule, finding.subject) for finding in found.unknown],
    }


def _change(change: LineChange) -> dict[str, Any]:
    return {
        "id": change.line,
        "project": change.project,
        "before": _amount(change.before),
        "after": plain(change.after or 0),
        "refused": change.refused,
    }


def _conflict(conflict: Conflict) -> dict[str, Any]:
    return {
        "rules": [
            {**_broken(demand.code, demand.subject), "reading": _reading(demand.reading)} for demand in conflict.demands
        ],
        "lines": [line.id for line in conflict.lines],
        "smallest": conflict.smallest,
    }


def _broken(code: str, subject: Subject) -> dict[str, Any]:
    return {"rule": code, "subject": subject._asdict()}


def _finding(finding: Finding) -> Mapping[str, Any]:
    return {
        **_broken(finding.rule, finding.subject),
        "message": finding.message.as_dict(),
        "remedy": finding.remedy.as_dict(),
        "location": place_document(finding.location),
    }


def _reading(reading: Reading | None) -> str | None:
    return None if reading is None else str(reading)


def _amount(cents: int | None) -> str | None:
    return None if cents is None else plain(cents)
