"""The lines of a proposal as they are told: who is to be given how much, and may it be voted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from innosprint_rules.dossier.schema.roles import required
from innosprint_rules.report.content.outline import Item
from innosprint_rules.report.content.teller import Teller
from innosprint_rules.report.content.words import MARKS
from innosprint_rules.wording import Text

if TYPE_CHECKING:
    from innosprint_rules.dossier.schema.base_row import Row
    from innosprint_rules.engine.findings import Finding
    from innosprint_rules.engine.report import ProposalResult, ProposedLine, Report


def faults_first(findings: Sequence[Finding]) -> list[Finding]:
    """Return findings with what is surely wrong before what is in doubt, the gravest first."""
    return sorted(findings, key=lambda f: (f.verdict != "violated", ("error", "warning", "notice").index(f.severity)))


def line_word(line: ProposedLine, refused: bool) -> tuple[str, str, Text]:
    doubt = any(f.verdict == "unknown" and f.severity == "error" for f in line.findings)
    if refused:
        return MARKS["notice"], "notice", Text("refusée, rien à juger", "refused, nothing to judge")
    if not line.ok:
        codes = ", ".join(dict.fromkeys(line.breaks))
        return MARKS["error"], "error", Text(f"enfreint {codes}", f"breaks {codes}")
    if doubt:
        return MARKS["unknown"], "unknown", Text("non vérifiable", "cannot be verified")
    if any(f.verdict == "violated" for f in line.findings):
        return MARKS["ok"], "ok", Text("conforme, avec une réserve", "compliant, with a remark")
    return MARKS["ok"], "ok", Text("conforme", "compliant")


def is_refused(report: Report, line: ProposedLine) -> bool:
    """Tell whether a line of the proposal is one that members refuse: there is nothing to judge in it."""
    role = required(report.rulebook.schema.roles.proposals, "proposals")
    refused: bool = getattr(proposed_row(report, line), role.status) == role.refused
    return refused


def whom_and_amount(report: Report, line: ProposedLine) -> tuple[str, int | None]:
    """Return who is to be given money by a line, and how much, in cents."""
    role, row = required(report.rulebook.schema.roles.proposals, "proposals"), proposed_row(report, line)
    return getattr(row, role.beneficiary) or "", getattr(row, role.amount)


def proposed_row(report: Report, line: ProposedLine) -> Row:
    """Return the proposed row as it was read."""
    rows = report.judge.world.dossier.decided
    return next(row for row in rows if row.from_proposal and row.identity == line.id)


def at_the_vote(proposal: ProposalResult, teller: Teller) -> list[Item]:
    """Return what remains to be done for the lines, once each: deciders to write down, projects to present."""
    told: dict[tuple[str, str], list[Finding]] = {}
    for line in proposal.lines:
        for finding in line.findings:
            if finding.verdict == "pending":
                told.setdefault((finding.rule, teller.say(finding.message)), []).append(finding)
    items: list[Item] = []
    for (rule, message), group in told.items():
        ids = ", ".join(f.subject.id or "" for f in group)
        every = len(group) == len(proposal.lines) > 1
        whom = teller.say(Text("toutes les lignes", "every row")) if every else ids
        colon = teller.colon
        items.append(Item(1, f"{MARKS['next']} {rule}, {whom}{colon}{message}"))
    return items
