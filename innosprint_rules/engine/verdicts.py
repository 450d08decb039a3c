"""The verdicts of one check and what they were made from; kept, they follow an edit of the lines put to the vote."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from innosprint_rules.dossier.models import Dossier
from innosprint_rules.dossier.proposal import Proposal, combine
from innosprint_rules.dossier.schema.base_row import Row
from innosprint_rules.dossier.schema.raw import first_notices
from innosprint_rules.dossier.schema.roles import Proposals, required
from innosprint_rules.dossier.vote import Vote
from innosprint_rules.engine.evaluation.decision import Verdict
from innosprint_rules.engine.evaluation.program import Program
from innosprint_rules.engine.evaluation.resting import resting_on
from innosprint_rules.engine.evaluation.world import World
from innosprint_rules.engine.findings import Finding, Subject
from innosprint_rules.engine.inference.comparison import consequences, inference_version
from innosprint_rules.engine.inference.consequences import told
from innosprint_rules.engine.judging import Judge
from innosprint_rules.engine.notices import notices
from innosprint_rules.engine.report import Balance, ProposalResult, ProposedLine, Report
from innosprint_rules.formula.logic import ANYTHING, Interval
from innosprint_rules.rulebook.agreement import BALANCE_LINES
from innosprint_rules.rulebook.models import Severity


class Verdicts:
    """What a dossier, and a proposal beside it, are found to be at one moment under one choice of readings.

    Args:
        program: the rules.
        dossier: what was given to be checked.
        vote: what of it is put to the vote.
        moment: the day of judgement, an ordinal.
        readings: the answer chosen to each open question.
        codes: the rules to judge.
        like: verdicts on the same but for the proposal: what they found of the dossier without it is found again.

    Raises:
        DossierError: the proposal names what the dossier does not hold, or a row that it has.
    """

    def __init__(self, program: Program, dossier: Dossier, vote: Vote, moment: int, readings: Mapping[str, str],
                 codes: Sequence[str], like: Verdicts | None = None) -> None:  # fmt: skip
        self.program, self.dossier, self.vote = program, dossier, vote
        self.moment, self.readings, self.codes = moment, readings, codes
        offered = vote.proposal
        whole = vote.dossier if offered is None else combine(vote.dossier, offered)
        self.judge = self._judge(whole)
        self.findings = {code: self.judge.findings([code]) for code in codes}
        self.before = self.after = self.judge
        self.known: dict[tuple[str, Subject], tuple[Verdict, Severity]] = {}
        if offered is None:
            return
        if like is not None and like.vote.proposal is not None and like.vote.dossier is vote.dossier:
            self.before, self.known = like.before, like.known
        else:
            self.before = self._judge(vote.dossier)
            self.known = {(f.rule, f.subject): (f.verdict, f.severity) for f in self.before.findings(codes)}
        mark_new(self._all(), self.known)
        after = World(program.rulebook, whole, proposal_decided=True)
        days = [row.day for row in after.rows[self._role.table].values() if row.model.from_proposal]
        self.after = Judge(program, after, max([moment, *(day for day in days if day is not None)]), readings)

    @property
    def _role(self) -> Proposals:
        return required(self.program.rulebook.schema.roles.proposals, "proposals")

    def _judge(self, dossier: Dossier) -> Judge:
        return Judge(self.program, World(self.program.rulebook, dossier), self.moment, self.readings)

    def _all(self) -> list[Finding]:
        return [finding for found in self.findings.values() for finding in found]

    # an edit -----------------------------------------------------------------------------------------

    def follow(self, vote: Vote) -> bool:
        """Put other amounts and texts in the place of those of the lines, and judge again what rests on them.

        Reports written before are not to be read any further: the rows behind them are the same.

        Returns:
            False, and nothing is done, where more than that has changed.
        """
        was, now = self.vote.proposal, vote.proposal
        if was is None or now is None or self.vote.dossier is not vote.dossier:
            return False
        columns = self._changed(was, now)
        if columns is None:
            return False
        whole = _settled(self.judge.world.dossier, was, vote.dossier, now)
        table = self._role.table
        resting = resting_on(self.program, frozenset((table, column) for column in columns))
        for judge in (self.judge, self.after):
            judge.world.rewrite(whole, table, columns)
            for context in judge.contexts():
                resting.forget(context)
        self.vote = vote
        for code in self.codes:
            if code in resting.rules:
                self.findings[code] = self.judge.findings([code])
                mark_new(self.findings[code], self.known)
        return True

    def _changed(self, was: Proposal, now: Proposal) -> frozenset[str] | None:
        """Return the columns whose cells differ; None where rows, days, links or words of a list do."""
        if len(was.rows) != len(now.rows) or was.columns != now.columns:
            return None
        changed: set[str] = set()
        for old, new in zip(was.rows, now.rows, strict=True):
            if old.columns != new.columns or old.from_proposal != new.from_proposal:
                return None
            changed.update(code for code in old.table.by_code if getattr(old, code) != getattr(new, code))
        plain = self.judge.world.rewritable(self._role)
        return frozenset(changed) if changed <= plain else None

    # what is told of it ------------------------------------------------------------------------------

    def report(self, inference: bool, checked_by: Callable[..., Report]) -> Report:
        """Return the report; with ``inference`` both engines judge and must agree.

        Raises:
            EngineDisagreement: they do not.
        """
        findings = self._all()
        started, fired, compared = consequences(self.program, findings, inference)
        return Report(
            rulebook=self.program.rulebook,
            as_of=date.fromordinal(self.moment),
            readings=self.readings,
            findings=tuple(findings),
            amounts=balance(self.before),
            proposal=None if self.vote.proposal is None else self._proposed(findings),
            next_steps=told(self.program, started, fired),
            notices=first_notices((*self.vote.notices, *notices(self.judge, findings))),
            dossier_digest=self.dossier.digest,
            inference=inference_version() if compared else None,
            judge=self.judge,
            vote=self.vote,
            dossier=self.dossier,
            codes=tuple(self.codes),
            checked_by=checked_by,
        )

    def _proposed(self, findings: Sequence[Finding]) -> ProposalResult:
        by_line: dict[str, list[Finding]] = {}
        for finding in findings:
            row = finding.row
            if row is not None and row.table == self._role.table and row.model.from_proposal:
                by_line.setdefault(row.id, []).append(finding)
        lines = tuple(
            ProposedLine(identity, tuple(f.rule for f in found if _forbids(f)), tuple(found))
            for identity in (row.identity for row in self.judge.world.dossier.decided if row.from_proposal)
            for found in (by_line.get(identity, []),)
        )
        broken = any(f.new and _forbids(f) for f in findings)
        return ProposalResult(lines, balance(self.after), all(line.ok for line in lines) and not broken)


def _forbids(finding: Finding) -> bool:
    return finding.verdict == "violated" and finding.severity == "error"


def _settled(whole: Dossier, was: Proposal, base: Dossier, now: Proposal) -> Dossier:
    """Return ``base`` with the rows ``now``, whose references were settled in ``whole`` when they were ``was``."""
    before: tuple[Row, ...] = whole.decided[len(whole.decided) - len(was.rows) :]
    rows = tuple(
        new.model_copy(update={each.code: getattr(old, each.code) for each in new.table.references})
        for old, new in zip(before, now.rows, strict=True)
    )
    return base.with_proposal(rows, now.columns, now.notices)


def mark_new(findings: Iterable[Finding], known: Mapping[tuple[str, Subject], tuple[Verdict, Severity]]) -> None:
    """Mark what the proposal brings: its own rows, and every verdict or severity that it changes.

    ``known`` has the verdict and the severity of each rule and subject without it.
    """
    for finding in findings:
        own = finding.row is not None and finding.row.model is not None and finding.row.model.from_proposal
        finding.new = own or known.get((finding.rule, finding.subject)) != (finding.verdict, finding.severity)


def balance(judge: Judge) -> Balance:
    """Return the lines of the balance in cents at a judge's moment, bounds where facts are missing."""
    names = judge.program.rulebook.agreement.balance
    return {line: _cents(worth(judge, names[line])) if line in names else None for line in BALANCE_LINES}


def _cents(value: Any) -> int | Interval | None:
    """Return an amount or its bounds; an amount that may be *nothing* has no bounds."""
    if value is None:
        return None
    return value if isinstance(value, int | Interval) else ANYTHING


def worth(judge: Judge, name: str) -> Any:
    """Return a measure or a parameter of the whole agreement at a judge's moment."""
    if name in judge.program.rulebook.parameters:
        return judge.context.parameter(name)
    body, _ = judge.program.measure(name)
    return body(judge.context.environment())
