"""The smallest changes that make a proposal comply, each confirmed by the engine before it is shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from innosprint_rules.allocation.extraction.constraints import extract
from innosprint_rules.allocation.extraction.lines import Line, proposed_lines
from innosprint_rules.allocation.extraction.model import Demand, Model, Reading
from innosprint_rules.allocation.repairing.results import Blocked, Group, LineChange, Readings, Repair
from innosprint_rules.allocation.repairing.search import Search
from innosprint_rules.allocation.sharing.applied import Breach
from innosprint_rules.calendar import local_today
from innosprint_rules.dossier.models import Dossier
from innosprint_rules.dossier.proposal import Proposal
from innosprint_rules.dossier.schema.roles import required
from innosprint_rules.dossier.vote import put_to_vote
from innosprint_rules.engine.check import ProposalSource, default_rulebook
from innosprint_rules.engine.findings import Finding
from innosprint_rules.engine.options import expect_arguments, listed
from innosprint_rules.errors import Problem, ProblemList, UsageError
from innosprint_rules.folding import same_key
from innosprint_rules.nearest import suggestion
from innosprint_rules.rulebook.book import Rulebook
from innosprint_rules.wording import Text

MOST = 20
"""Alternatives that are listed at most; there may be more ways to share one total out."""


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
        self.digest = digest
        self.search = Search(model, most, time_limit)

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
            self.search.report(self.search.stands, None), self.model, tuple(groups), blocked, completed,
            self._findings(self.search.hopeless), self.model.afterwards, self.digest,
        )  # fmt: skip

    def _once_completed(self, demands: Sequence[Demand], readings: Readings, allowed: set[Breach]) -> Group | None:
        """Return what would remain to change once the blocked lines are put right, these left in; None if nothing."""
        lines = {subject.id for _, subject in allowed}
        found = self.search.group(demands, readings, allowed)
        others = tuple(a for a in found.alternatives if not any(c.line in lines and c.refused for c in a.changes))
        return None if found.alternatives and not others else replace(found, alternatives=others)

    def _groups(self, demands: Sequence[Demand], everywhere: Readings) -> list[Group]:
        in_force = self._under(demands, None)
        robust = self.search.group(demands, everywhere)
        if robust.conflict is not None and len(everywhere) > 1:
            found = [self.search.group(self._under(demands, reading), (reading,)) for reading in everywhere]
            return [robust, *(group for group in found if group.conflict is None)]
        if len(everywhere) == 1:
            return [robust]
        plain = self.search.group(in_force, (None,))
        same = _changes(plain) == _changes(robust)
        return [robust] if same else [robust, plain]

    def _under(self, demands: Sequence[Demand], reading: Reading | None) -> list[Demand]:
        return list(self.model.restricted(demands).under(reading))

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
            report = self.search.report(self.search.stands, demand.reading)
            finding = next((f for f in report.findings if (f.rule, f.subject) == key), None)
            if finding is not None:
                found[key] = finding
        return tuple(found.values())


def _changes(group: Group) -> set[tuple[LineChange, ...]]:
    return {each.changes for each in group.alternatives}
