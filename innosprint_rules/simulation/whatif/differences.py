"""What a scenario changes in the verdicts: two reports on one day, finding by finding."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from innosprint_rules.engine.findings import Finding, Subject
from innosprint_rules.engine.report import Report

Nature = Literal[
    "newly_violated", "graver", "no_longer_violated", "newly_satisfied", "newly_unknown", "newly_pending",
    "other_figures", "other",
]  # fmt: skip

_GRAVITY = {"notice": 0, "warning": 1, "error": 2}


@dataclass(frozen=True, eq=False)
class Difference:
    """One verdict that is not the same without the scenario and with it; None is a subject that is not there."""

    kind: Nature
    rule: str
    subject: Subject
    before: Finding | None
    after: Finding | None
    finding: Finding
    """The one to tell: as the scenario leaves it; as it was where it is broken no longer."""

    def as_document(self) -> dict[str, Any]:
        """Return the difference as JSON carries it."""
        return {
            "kind": self.kind,
            "rule": self.rule,
            "name": self.finding.name,
            "subject": self.subject._asdict(),
            "before": _verdict(self.before),
            "after": _verdict(self.after),
        }


def differences(before: Report, after: Report) -> tuple[Difference, ...]:
    """Return what differs, in the order of the rulebook, what is there no longer last."""
    return tuple(_differences(before, after))


def _differences(before: Report, after: Report) -> Iterator[Difference]:
    known = {(finding.rule, finding.subject): finding for finding in before.findings}
    for finding in after.findings:
        old = known.pop((finding.rule, finding.subject), None)
        kind = _kind(old, finding)
        if kind is not None:
            told = old if kind == "no_longer_violated" and old is not None else finding
            yield Difference(kind, finding.rule, finding.subject, old, finding, told)
    for old in known.values():
        kind = "no_longer_violated" if old.verdict == "violated" else "other"
        yield Difference(kind, old.rule, old.subject, old, None, old)


def _kind(old: Finding | None, new: Finding) -> Nature | None:
    was = None if old is None else old.verdict
    if old is not None and was == new.verdict:
        if was != "violated":
            return None
        if _GRAVITY[new.severity] != _GRAVITY[old.severity]:
            return "graver" if _GRAVITY[new.severity] > _GRAVITY[old.severity] else "other"
        return "other_figures" if new.message != old.message else None
    if new.verdict == "violated":
        return "newly_violated"
    if was == "violated":
        return "no_longer_violated"
    if new.verdict == "satisfied" and was is not None:
        return "newly_satisfied"
    if new.verdict == "unknown":
        return "newly_unknown"
    return "newly_pending" if new.verdict == "pending" and was is not None else "other"


def _verdict(finding: Finding | None) -> dict[str, Any] | None:
    if finding is None:
        return None
    return {
        "verdict": finding.verdict,
        "severity": finding.severity,
        "message": finding.message.as_dict(),
    }
