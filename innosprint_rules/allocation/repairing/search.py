"""The search for the smallest changes that keep some demands: each is confirmed by the engine before it counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from innosprint_rules.allocation.extraction.conditions import Literal
from innosprint_rules.allocation.extraction.linear import kept
from innosprint_rules.allocation.extraction.model import Demand, Model, Reading
from innosprint_rules.allocation.repairing.results import Alternative, Group, LineChange, Readings
from innosprint_rules.allocation.sharing.applied import Breach, breaches, decided, judged
from innosprint_rules.allocation.solver.infeasible import smallest_conflict
from innosprint_rules.allocation.solver.smallest import Change, smallest_changes
from innosprint_rules.dossier.schema.roles import required
from innosprint_rules.engine.findings import Subject
from innosprint_rules.engine.report import Report
from innosprint_rules.errors import EngineDisagreement

MOST_REFUSED = 50
"""Changes that the engine may refuse, for rules that no constraint can say, before the search is given up."""


class Search:
    """Finds groups of changes for one model; what the engine says of a decision is asked once."""

    def __init__(self, model: Model, most: int, time_limit: float | None) -> None:
        self.model = model
        self.role = required(model.rulebook.schema.roles.proposals, "proposals")
        self.most = most
        self.time_limit = time_limit
        self.stands = model.as_they_stand()
        self.hopeless = tuple(d for d in model.demands if d.condition is False)
        self.loose = {each.rule.code for each in model.afterwards}
        self._judged: dict[tuple[frozenset[tuple[int, int]], Reading | None], Report] = {}

    def group(self, demands: Sequence[Demand], readings: Readings, allowed: Iterable[Breach] = ()) -> Group:
        """Return the smallest changes that keep some demands; ``allowed`` is what may stay broken.

        A rule that no constraint can say is steered in the one way left: by refusing the line that breaks it.
        """
        permitted = {*allowed, *((d.code, d.subject) for d in self.hopeless)}
        steered = list(demands)
        strays = self._strays(self.stands, readings, permitted) if not self.model.broken(self.stands, demands) else None
        if strays is not None and not strays:
            return Group(readings, (), True)
        while True:
            found, complete, left = self._ways(steered, readings, permitted)
            refusals = self._refusals((strays or set()) | left, steered)
            if found or not refusals:
                break
            steered += refusals
        conflict = None if found else smallest_conflict(self.model, steered)
        return Group(readings, tuple(found), complete, conflict, tuple(sorted(left)) if not found else ())

    def _ways(
        self, demands: Sequence[Demand], readings: Readings, permitted: set[Breach]
    ) -> tuple[list[Alternative], bool, set[Breach]]:
        """Return the changes that the engine confirms, whether these are all, and what it finds in the others."""
        found: list[Alternative] = []
        strays: set[Breach] = set()
        refused = 0
        for change in smallest_changes(self.model, demands, self.time_limit):
            if len(found) == self.most or refused == MOST_REFUSED:
                return found, False, strays
            stray = self._strays(change.amounts, readings, permitted)
            if stray:
                refused += 1
                strays |= stray
            elif change.touched:
                found.append(self._alternative(change))
        return found, True, strays

    def _strays(self, amounts: Mapping[int, int], readings: Readings, permitted: set[Breach]) -> set[Breach]:
        """Return the breaches that the engine finds and no constraint could say.

        Raises:
            EngineDisagreement: the engine finds one that the constraints say is not there.
        """
        found: set[Breach] = set()
        for reading in readings:
            for breach in breaches(self.report(amounts, reading)) - permitted:
                if breach[0] not in self.loose:
                    raise EngineDisagreement(f"{breach[0]} {breach[1].id or ''}: constraints and engine")
                found.add(breach)
        return found

    def _refusals(self, strays: Iterable[Breach], steered: Sequence[Demand]) -> list[Demand]:
        """Return the demand that each line with such a breach is refused, where it is not there yet."""
        places = {Subject(self.role.table, line.id): n for n, line in enumerate(self.model.lines) if line.refusable}
        known = {(d.code, d.subject) for d in steered if d.excludes is not None}
        return [
            Demand(self.model.rulebook.rules[code], subject, None, Literal(kept(places[subject]), False),
                   places[subject], "")
            for code, subject in sorted(strays)
            if subject in places and (code, subject) not in known
        ]  # fmt: skip

    def _alternative(self, change: Change) -> Alternative:
        report = self.report(change.amounts, None)
        unknown = tuple(f for f in report.findings if f.new and f.verdict == "unknown" and f.severity == "error")
        _, proposal = decided(self.model, change.amounts)
        assert proposal is not None  # noqa: S101  # repairs are of proposals
        return Alternative(self._told(change), change.size, proposal, unknown)

    def _told(self, change: Change) -> tuple[LineChange, ...]:
        rows = {row.identity: row for row in (self.model.proposal.rows if self.model.proposal is not None else ())}
        lines = self.model.lines
        return tuple(
            LineChange(
                lines[n].id, getattr(rows[lines[n].id], self.role.beneficiary), lines[n].stands, change.amounts.get(n)
            )
            for n in change.touched
        )

    def report(self, amounts: Mapping[int, int], reading: Reading | None) -> Report:
        """Return the engine's report on a decision, made once."""
        key = (frozenset(amounts.items()), reading)
        known = self._judged.get(key)
        if known is None:
            known = self._judged[key] = judged(self.model, amounts, reading)
        return known
