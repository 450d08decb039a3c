"""What a repair says: the alternatives by readings, what blocks a line, what no change puts right; amounts in cents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, TypeAlias

from innosprint_rules._version import __version__
from innosprint_rules.allocation.extraction.model import Afterwards, Model, Reading
from innosprint_rules.allocation.repairing.document import amount_text, headroom_document
from innosprint_rules.allocation.repairing.headroom import Headroom
from innosprint_rules.allocation.sharing.applied import Breach, breaches
from innosprint_rules.allocation.solver.infeasible import Conflict
from innosprint_rules.allocation.solver.smallest import Size
from innosprint_rules.dossier.proposal import Proposal
from innosprint_rules.engine.documented import Documented
from innosprint_rules.engine.findings import Finding, Subject, place_document
from innosprint_rules.engine.report import Report
from innosprint_rules.money import plain
from innosprint_rules.wording import brief_repr

Readings: TypeAlias = tuple[Reading | None, ...]
"""Readings under which something holds; None stands for those in force."""


@dataclass(frozen=True, slots=True)
class LineChange:
    """What becomes of one line: cents before and after; ``after`` None is a refusal, ``before`` None a blank amount."""

    line: str
    project: str | None
    before: int | None
    after: int | None

    __repr__ = brief_repr

    @property
    def refused(self) -> bool:
        """Whether the line is refused."""
        return self.after is None

    @property
    def before_cents(self) -> int | None:
        """``before``, by a name that says its unit."""
        return self.before

    @property
    def after_cents(self) -> int | None:
        """``after``, by a name that says its unit."""
        return self.after


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way to make the proposal comply, judged by the engine; ``unknown`` is what stays unverifiable."""

    changes: tuple[LineChange, ...]
    size: Size
    proposal: Proposal
    unknown: tuple[Finding, ...]

    __repr__ = brief_repr


@dataclass(frozen=True, slots=True)
class Group:
    """The alternatives that hold under some readings (None among them: the readings in force).

    ``complete`` is False when more of the same size exist. Where there is none, ``conflict`` names what cannot hold
    together, and ``unsteered`` the breaches of rules that no constraint can say.
    """

    readings: Readings
    alternatives: tuple[Alternative, ...]
    complete: bool
    conflict: Conflict | None = None
    unsteered: tuple[Breach, ...] = ()

    __repr__ = brief_repr

    @property
    def settled(self) -> bool:
        """Whether nothing needs changing."""
        return not self.alternatives and self.conflict is None and not self.unsteered


@dataclass(frozen=True, slots=True)
class Blocked:
    """A line that no amount saves: what its own rules find, with what must change and where."""

    line: str
    findings: tuple[Finding, ...]

    __repr__ = brief_repr


@dataclass(frozen=True, slots=True, eq=False)
class Repair(Documented):
    """What would make a proposal comply.

    ``groups`` holds under every reading first, then, where that asks for other changes, under the readings in force;
    where no change holds under all of them, one group a reading. ``completed`` holds once what blocks some lines has
    been put right. ``hopeless`` is what no change of the lines puts right. A group that has nothing to change has no
    alternative and no conflict.
    """

    report: Report
    model: Model
    groups: tuple[Group, ...]
    blocked: tuple[Blocked, ...]
    completed: Group | None
    hopeless: tuple[Finding, ...]
    afterwards: tuple[Afterwards, ...]
    dossier_digest: str

    document: ClassVar[str] = "innosprint-repair/1"
    __repr__ = brief_repr

    def model_dump(self) -> dict[str, Any]:
        """Return the repair with the keys of the published JSON Schema, without the room of each line."""
        return repair_document(self, ())

    @property
    def ok(self) -> bool:
        """Whether the proposal complies as it is, under every reading that is varied."""
        return not self.hopeless and all(group.settled for group in self.groups)

    @property
    def complies(self) -> bool:
        """Whether the proposal complies as it is, under the readings in force."""
        return not breaches(self.report)

    @property
    def first(self) -> Alternative | None:
        """The first alternative: the one that is saved."""
        return next((each for group in self.groups for each in group.alternatives), None)


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
        "before": amount_text(change.before),
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


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        **_broken(finding.rule, finding.subject),
        "message": finding.message.as_dict(),
        "remedy": finding.remedy.as_dict(),
        "location": place_document(finding.location),
    }


def _reading(reading: Reading | None) -> str | None:
    return None if reading is None else str(reading)
