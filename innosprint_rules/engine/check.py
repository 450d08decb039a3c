"""One check, from a dossier and perhaps a proposal to a report: the function that everything else calls."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from innosprint_rules.calendar import local_today
from innosprint_rules.dossier.models import Dossier
from innosprint_rules.dossier.proposal import Proposal, combine
from innosprint_rules.dossier.schema.raw import first_notices
from innosprint_rules.dossier.schema.roles import required
from innosprint_rules.dossier.vote import put_to_vote
from innosprint_rules.engine.agreement_facts import check_convention
from innosprint_rules.engine.evaluation.program import Program, compiled
from innosprint_rules.engine.evaluation.world import World
from innosprint_rules.engine.findings import Finding
from innosprint_rules.engine.inference.comparison import consequences, inference_version
from innosprint_rules.engine.inference.consequences import told
from innosprint_rules.engine.judging import Judge
from innosprint_rules.engine.notices import notices
from innosprint_rules.engine.options import chosen_readings, chosen_rules, expect_arguments
from innosprint_rules.engine.report import BALANCE_LINES, Balance, ProposalResult, ProposedLine, Report
from innosprint_rules.formula.logic import ANYTHING, Interval
from innosprint_rules.rulebook.book import Rulebook
from innosprint_rules.rulebook.loading import load_rulebook

if TYPE_CHECKING:
    import pandas as pd

ProposalSource: TypeAlias = "Proposal | str | Path | Sequence[Mapping[str, Any]] | pd.DataFrame"


def check(
    dossier: Dossier,
    rulebook: Rulebook | None = None,
    *,
    proposal: ProposalSource | None = None,
    as_of: date | None = None,
    readings: Mapping[str, str] | None = None,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    inference: bool = True,
) -> Report:
    """Judge a dossier, and what a proposal would change, against the agreement.

    Args:
        dossier: what is known of the programme.
        rulebook: the rules; the bundled agreement when None.
        proposal: allocations that members may decide: a path, rows, a frame, or what ``read_proposal`` gave; when
            None, what the dossier itself proposes (``dossier.vote``).
        as_of: the moment of judgement; today when None. What is dated later has not happened.
        readings: chosen answers to open questions of the text, ``{"Q9": "net"}``.
        select: codes, or beginnings of codes, of the rules to judge; all when empty.
        ignore: codes, or beginnings of codes, of the rules to leave out.
        inference: compare every verdict with the inference engine where durable_rules is installed.

    Raises:
        DossierError: the proposal cannot be read, or a value contradicts the agreement.
        UsageError: an unknown reading or code, an argument of the wrong type.
        EngineDisagreement: two engines judge differently.
    """
    expect_arguments(dossier, rulebook, as_of, readings, select=select, ignore=ignore)
    rulebook = rulebook if rulebook is not None else default_rulebook()
    program = compiled(rulebook)
    chosen = chosen_readings(rulebook, readings)
    codes = chosen_rules(rulebook, select, ignore)
    moment = (as_of or local_today()).toordinal()
    check_convention(rulebook, dossier)
    vote = put_to_vote(dossier, proposal, date.fromordinal(moment))
    offered = vote.proposal
    whole = vote.dossier if offered is None else combine(vote.dossier, offered)
    judge = Judge(program, World(rulebook, whole), moment, chosen)
    findings = judge.findings(codes)
    started, fired, compared = consequences(program, findings, inference)
    before = judge
    if offered is not None:
        before = Judge(program, World(rulebook, vote.dossier), moment, chosen)
        mark_new(findings, before.findings(codes))
    return Report(
        rulebook=rulebook,
        as_of=date.fromordinal(moment),
        readings=chosen,
        findings=tuple(findings),
        amounts=balance(before),
        proposal=None if offered is None else _proposed(program, whole, findings, moment, chosen),
        next_steps=told(program, started, fired),
        notices=first_notices((*vote.notices, *notices(judge, findings))),
        dossier_digest=dossier.digest,
        inference=inference_version() if compared else None,
        judge=judge,
        vote=vote,
        dossier=dossier,
        codes=tuple(codes),
        checked_by=check_again,
    )


def check_again(
    dossier: Dossier,
    rulebook: Rulebook,
    proposal: Proposal | None,
    as_of: date,
    readings: Mapping[str, str],
    codes: tuple[str, ...],
    inference: bool,
) -> Report:
    """Judge what a report was made of once more: a report that was pickled is read so."""
    leave_out = () if codes else tuple(rulebook.rules)
    return check(
        dossier, rulebook, proposal=proposal, as_of=as_of, readings=readings, select=codes, ignore=leave_out,
        inference=inference,
    )  # fmt: skip


def default_rulebook() -> Rulebook:
    """Return the bundled agreement, loaded once."""
    from innosprint_rules.rulebook.loading import bundled

    return bundled()


def mark_new(findings: Iterable[Finding], before: Iterable[Finding]) -> None:
    """Mark what the proposal brings: its own rows, and every verdict or severity that it changes."""
    known = {(f.rule, f.subject): (f.verdict, f.severity) for f in before}
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


def _proposed(
    program: Program, whole: Dossier, findings: Sequence[Finding], moment: int, chosen: Mapping[str, str]
) -> ProposalResult:
    by_line: dict[str, list[Finding]] = {}
    table = required(program.rulebook.schema.roles.proposals, "proposals").table
    for finding in findings:
        row = finding.row
        if row is not None and row.table == table and row.model.from_proposal:
            by_line.setdefault(row.id, []).append(finding)
    lines = tuple(
        ProposedLine(
            identity,
            tuple(f.rule for f in found if f.verdict == "violated" and f.severity == "error"),
            tuple(found),
        )
        for row in whole.decided
        if row.from_proposal
        for identity in (row.identity,)
        for found in (by_line.get(identity, []),)
    )
    broken = any(f.new and f.verdict == "violated" and f.severity == "error" for f in findings)
    after = World(program.rulebook, whole, proposal_decided=True)
    days = [row.day for row in after.rows[table].values() if row.model.from_proposal]
    latest = max([moment, *(day for day in days if day is not None)])
    result = balance(Judge(program, after, latest, chosen))
    return ProposalResult(lines, result, all(line.ok for line in lines) and not broken)


__all__ = ["balance", "check", "default_rulebook", "load_rulebook", "mark_new", "worth"]
