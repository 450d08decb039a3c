"""The smallest changes that make a proposal comply, each confirmed by the engine before it is shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from innosprint_rules.allocation.extraction.conditions import Literal
from innosprint_rules.allocation.extraction.constraints import extract, proposed_lines
from innosprint_rules.allocation.extraction.linear import kept
from innosprint_rules.allocation.extraction.lines import Line
from innosprint_rules.allocation.extraction.model import Demand, Model, Reading
from innosprint_rules.allocation.repairing.results import Alternative, Blocked, Group, LineChange, Readings, Repair
from innosprint_rules.allocation.sharing.applied import Breach, breaches, decided, judged
from innosprint_rules.allocation.solver.infeasible import smallest_conflict
from innosprint_rules.allocation.solver.smallest import Change, smallest_changes
from innosprint_rules.calendar import local_today
from innosprint_rules.dossier.models import Dossier
from innosprint_rules.dossier.proposal import Proposal
from innosprint_rules.dossier.schema.roles import required
from innosprint_rules.dossier.vote import put_to_vote
from innosprint_rules.engine.check import ProposalSource, default_rulebook
from innosprint_rules.engine.findings import Finding, Subject
from innosprint_rules.engine.options import expect_arguments, listed
from innosprint_rules.engine.report import Report
from innosprint_rules.errors import EngineDisagreement, Problem, ProblemList, UsageError
from innosprint_rules.folding import same_key
from innosprint_rules.formula.grammar import suggestion
from innosprint_rules.rulebook.book import Rulebook
from innosprint_rules.wording import Text

MOST = 20
"""Alternatives that are listed at most; there may be more ways to share one total out."""

MOST_REFUSED = 50
"""Changes that the engine may refuse, for rules that no constraint can say, before the search is given up."""


def repair(
    dossier: Dossier,
    rulebook: Rulebook | None = None,
    *,
    proposal: ProposalSource | None = None,
    as_of: date | None = None,
    readings: Mapping[str, str] | None = None,
    keep: Iterable[str] = (),
    most: int = MOST,
    time_limit: float | None = None,
) -> Repair:
    """Return the smallest changes of amounts that make a proposal comply with every rule of severity error.

    Smallest is the least total change, and the fewest lines touched; both are listed where they differ. A change must
    hold under every reading that the rules declare, save those that ``readings`` settles.

    Args:
        dossier: what is known of the programme.
        rulebook: the rules; the bundled agreement when None.
        proposal: the lines: a path, rows, a frame, or what ``read_proposal`` gave; when None, what the dossier itself
            proposes.
        as_of: the moment of judgement; today when None.
        readings: chosen answers to open questions of the text.
        keep: the ids of lines that must stay as they are.
        most: how many alternatives to list in a group.
        time_limit: seconds that one question to the solver may take.

    Raises:
        DossierError: the proposal cannot be read or does not go with the dossier.
        UsageError: nothing is proposed, an unknown reading or line, or HiGHS is not installed.
        EngineDisagreement: a change that the constraints allow is refused by the engine.
        SolverFailure: HiGHS gave no answer, or none in time.
    """
    expect_arguments(dossier, rulebook, as_of, readings, keep=keep)
    rulebook = rulebook if rulebook is not None else default_rulebook()
    moment = as_of or local_today()
    vote = put_to_vote(dossier, proposal, moment)
    if vote.proposal is None:
        required(dossier.schema.roles.proposals, "proposals")
        raise UsageError(_NOTHING)
    lines = _lines(vote.proposal, keep)
    model = extract(rulebook, vote.dossier, vote.proposal, as_of=moment, readings=readings, lines=lines)
    return _Repairing(model, most, time_limit, dossier.digest).repaired()


_NOTHING = Problem(
    "nothing-proposed",
    Text("rien n'est proposé : ni proposition donnée, ni ligne proposée dans le dossier",
         "nothing is proposed: no proposal given, no proposed row in the dossier"),
    Text("donner la proposition, ou l'écrire dans une feuille ou un fichier « proposition » du dossier",
         "give the proposal, or write it in a sheet or a file “proposition” of the dossier"),
)  # fmt: skip


def _lines(proposal: Proposal, keep: Iterable[str]) -> tuple[Line, ...]:
    lines = proposed_lines(proposal)
    ids = {same_key(line.id): line.id for line in lines}
    problems = ProblemList()
    wanted: set[str] = set()
    for name in listed(keep):
        if same_key(name) in ids:
            wanted.add(ids[same_key(name)])
            continue
        problems.add(
            "unknown-line",
            Text(f"la proposition n'a pas de ligne « {name} » à voter",
                 f"the proposal has no row “{name}” to vote"),
            suggestion(name, list(ids.values()))
            or Text(f"lignes : {', '.join(ids.values())}", f"rows: {', '.join(ids.values())}"),
        )  # fmt: skip
    if problems:
        raise UsageError(problems.problems)
    return tuple(
        replace(line, least=line.stands or 0, most=line.stands or 0, refusable=False) if line.id in wanted else line
        for line in lines
    )


class _Repairing:
    def __init__(self, model: Model, most: int, time_limit: float | None, digest: str) -> None:
        self.model = model
        self.role = required(model.rulebook.schema.roles.proposals, "proposals")
        self.digest = digest
        self.most = most
        self.time_limit = time_limit
        self.stands = model.as_they_stand()
        self.hopeless = tuple(d for d in model.demands if d.condition is False)
        self._judged: dict[tuple[frozenset[tuple[int, int]], Reading | None], Report] = {}
        self.loose = {each.rule.code for each in model.afterwards}
        self.report = self._report(self.stands, None)

    def repaired(self) -> Repair:
        demands = [d for d in self.model.demands if d.condition is not False]
        everywhere: Readings = (None, *self.model.declared)
        groups = self._groups(demands, everywhere)
        excluding = [d for d in demands if d.excludes is not None]
        blocked = self._blocked(excluding)
        completed: Group | None = None
        if blocked:
            allowed = {(d.code, d.subject) for d in excluding}
            completed = self._once_completed([d for d in demands if d.excludes is None], everywhere, allowed)
        return Repair(
            self.report, self.model, tuple(groups), blocked, completed, self._findings(self.hopeless),
            self.model.afterwards, self.digest,
        )  # fmt: skip

    def _once_completed(self, demands: Sequence[Demand], readings: Readings, allowed: set[Breach]) -> Group | None:
        """Return what would remain to change once the blocked lines are put right, these left in; None if nothing."""
        lines = {subject.id for _, subject in allowed}
        found = self._group(demands, readings, allowed)
        others = tuple(a for a in found.alternatives if not any(c.line in lines and c.refused for c in a.changes))
        return None if found.alternatives and not others else replace(found, alternatives=others)

    def _groups(self, demands: Sequence[Demand], everywhere: Readings) -> list[Group]:
        in_force = self._under(demands, None)
        robust = self._group(demands, everywhere)
        if robust.conflict is not None and len(everywhere) > 1:
            found = [self._group(self._under(demands, reading), (reading,)) for reading in everywhere]
            return [robust, *(group for group in found if group.conflict is None)]
        if len(everywhere) == 1:
            return [robust]
        plain = self._group(in_force, (None,))
        same = _changes(plain) == _changes(robust)
        return [robust] if same else [robust, plain]

    def _under(self, demands: Sequence[Demand], reading: Reading | None) -> list[Demand]:
        return list(self.model.restricted(demands).under(reading))

    def _group(self, demands: Sequence[Demand], readings: Readings, allowed: Iterable[Breach] = ()) -> Group:
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
        report = self._report(change.amounts, None)
        unknown = tuple(f for f in report.findings if f.new and f.verdict == "unknown" and f.severity == "error")
        _, proposal = decided(self.model, change.amounts)
        assert proposal is not None  # noqa: S101  # repairs are of proposals
        return Alternative(self._told(change), change.size, proposal, unknown)

    def _strays(self, amounts: Mapping[int, int], readings: Readings, permitted: set[Breach]) -> set[Breach]:
        """Return the breaches that the engine finds and no constraint could say.

        Raises:
            EngineDisagreement: the engine finds one that the constraints say is not there.
        """
        found: set[Breach] = set()
        for reading in readings:
            for breach in breaches(self._report(amounts, reading)) - permitted:
                if breach[0] not in self.loose:
                    raise EngineDisagreement(f"{breach[0]} {breach[1].id or ''}: constraints and engine")
                found.add(breach)
        return found

    def _report(self, amounts: Mapping[int, int], reading: Reading | None) -> Report:
        """Return the engine's report on a decision, made once."""
        key = (frozenset(amounts.items()), reading)
        known = self._judged.get(key)
        if known is None:
            known = self._judged[key] = judged(self.model, amounts, reading)
        return known

    def _told(self, change: Change) -> tuple[LineChange, ...]:
        rows = {row.identity: row for row in (self.model.proposal.rows if self.model.proposal is not None else ())}
        lines = self.model.lines
        return tuple(
            LineChange(
                lines[n].id, getattr(rows[lines[n].id], self.role.beneficiary), lines[n].stands, change.amounts.get(n)
            )
            for n in change.touched
        )

    def _blocked(self, excluding: Sequence[Demand]) -> tuple[Blocked, ...]:
        """Return the lines that no amount saves, with what the engine finds on them under the reading concerned."""
        by_line: dict[int, list[Demand]] = {}
        for demand in excluding:
            if demand.excludes is not None:
                by_line.setdefault(demand.excludes, []).append(demand)
        return tuple(Blocked(self.model.lines[n].id, self._findings(found)) for n, found in sorted(by_line.items()))

    def _findings(self, demands: Sequence[Demand]) -> tuple[Finding, ...]:
        found: dict[Breach, Finding] = {}
        for demand in sorted(demands, key=lambda d: d.reading is not None):
            key = (demand.code, demand.subject)
            if key in found:
                continue
            report = self._report(self.stands, demand.reading)
            finding = next((f for f in report.findings if (f.rule, f.subject) == key), None)
            if finding is not None:
                found[key] = finding
        return tuple(found.values())


def _changes(group: Group) -> set[tuple[LineChange, ...]]:
    return {each.changes for each in group.alternatives}
