"""Requests that a rule leaves nothing, and the rule's own words for it, taken from a check of the row."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from innosprint_rules.allocation.sharing.results import Reason
from innosprint_rules.dossier.schema.roles import required
from innosprint_rules.engine.check import check
from innosprint_rules.wording import Text

if TYPE_CHECKING:
    from innosprint_rules.allocation.extraction.model import Demand, Model, Reading
    from innosprint_rules.allocation.sharing.claims import ClaimsProblem
    from innosprint_rules.dossier.proposal import Proposal
    from innosprint_rules.engine.findings import Finding
    from innosprint_rules.engine.report import Report


class Refusals:
    """The reasons of refusals by rank: those decided beforehand, and those that a check brought."""

    def __init__(self, model: Model, wanted: Proposal) -> None:
        self.model = model
        self._wanted = wanted
        self._checked: dict[int, Reason] = {}

    def note(self, report: Report, ids: Sequence[str]) -> frozenset[int]:
        """Note the lines that a report finds in breach, and return their ranks; ``ids`` are the lines by rank."""
        rank = {identity: number for number, identity in enumerate(ids)}
        found: set[int] = set()
        table = required(self.model.rulebook.schema.roles.proposals, "proposals").table
        for finding in report.violations:
            own = finding.subject.table == table and finding.subject.id in rank
            if own and finding.new and finding.severity == "error":
                place = rank[finding.subject.id or ""]
                found.add(place)
                self._checked.setdefault(place, _reason(finding, None))
        return frozenset(found)

    def of(self, claims: ClaimsProblem) -> dict[int, Reason]:
        """Return why rules leave some requests nothing, by rank."""
        barred = {rank: self._checked[rank] for rank in claims.barred}
        narrow = {
            rank: _told(demand)
            for found in (claims.found.ceilings, claims.found.floors)
            for rank, (_, demand) in found.items()
            if not claims.bids[rank].possible
        }
        return narrow | barred | self._beforehand

    @cached_property
    def _beforehand(self) -> dict[int, Reason]:
        """Return the reasons of the lines that no amount can save, each under the reading that rules it out."""
        groups: dict[Reading | None, list[tuple[int, Demand]]] = {}
        taken: set[int] = set()
        for exclusion in self.model.exclusions():
            if exclusion.line not in taken:
                taken.add(exclusion.line)
                groups.setdefault(exclusion.demand.reading, []).append((exclusion.line, exclusion.demand))
        found: dict[int, Reason] = {}
        for reading, group in groups.items():
            readings = dict(self.model.readings)
            if reading is not None:
                readings[reading.key] = reading.value
            report = check(
                self.model.dossier, self.model.rulebook, proposal=self._wanted, as_of=self.model.as_of,
                readings=readings, select=sorted({demand.code for _, demand in group}), inference=False,
            )  # fmt: skip
            for line, demand in group:
                finding = report.find(demand.code, demand.subject.id)
                found[line] = _told(demand) if finding is None else _reason(finding, reading)
        return found


def _reason(finding: Finding, reading: Reading | None) -> Reason:
    under = "" if reading is None else f", {reading}"
    places = finding.article.split(", ")
    numbered = f"art. {', '.join(places)}" if all(place[:1].isdigit() for place in places) else finding.article
    return Reason(
        "excluded",
        (finding.rule,),
        Text(f"{finding.rule} ({numbered}{under}) : {finding.message.fr}",
             f"{finding.rule} ({numbered}{under}): {finding.message.en}"),
    )  # fmt: skip


def _told(demand: Demand) -> Reason:
    title = demand.rule.title
    return Reason("excluded", (demand.code,), Text(f"{demand.code} : {title.fr}", f"{demand.code}: {title.en}"))
