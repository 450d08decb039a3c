"""What needs attention, and what it is called: breaches, lost causes, warnings, departures, objectives missed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, NamedTuple

from innosprint_rules.wording import Text

if TYPE_CHECKING:
    from innosprint_rules.engine.findings import Finding


class VerdictSection(NamedTuple):
    """A heading and the findings below it."""

    title: Text
    findings: list[Finding]


Sort = Literal["breach", "lost", "warning", "remark", "departure", "objective"]
_TITLES: Mapping[Sort, Text] = MappingProxyType({
    "breach": Text("Manquements", "Breaches"),
    "lost": Text("Compromis : l'échéance ne peut plus être tenue", "Lost: the deadline can no longer be met"),
    "warning": Text("Avertissements", "Warnings"),
    "remark": Text("Remarques", "Remarks"),
    "departure": Text("Écarts avec les orientations de la convention", "Departures from the agreement's guidance"),
    "objective": Text("Objectifs non atteints", "Objectives not reached"),
})  # fmt: skip
_OF_SEVERITY: Mapping[str, Sort] = MappingProxyType({"error": "breach", "warning": "warning", "notice": "remark"})


def sort_of(finding: Finding) -> Sort | None:
    """Return what a finding is called where it needs attention; None where it needs none, or facts are missing.

    Objectives and guidance are never called breaches. Every count of breaches rests on this.
    """
    if finding.verdict == "pending" and finding.reachable is False:
        return "lost"
    if finding.verdict != "violated":
        return None
    if finding.nature == "guidance":
        return "departure"
    return "objective" if finding.nature == "objective" else _OF_SEVERITY[finding.severity]


def sections(findings: Iterable[Finding]) -> list[VerdictSection]:
    """Part what is violated or lost by how grave it is; objectives and guidance under their own words."""
    found: dict[Sort, list[Finding]] = {sort: [] for sort in _TITLES}
    for finding in findings:
        sort = sort_of(finding)
        if sort is not None:
            found[sort].append(finding)
    found["departure"].sort(key=lambda f: ("error", "warning", "notice").index(f.severity))
    return [VerdictSection(_TITLES[sort], each) for sort, each in found.items() if each]


def by_rule(findings: Iterable[Finding]) -> list[list[Finding]]:
    """Return findings together by rule, in their order."""
    groups: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        groups[finding.rule].append(finding)
    return list(groups.values())
