"""What a proposal would change: may its lines be voted, which line breaks what, the balance before and after."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from innosprint_rules.dossier.schema.roles import required
from innosprint_rules.report.content.words import MARKS, STYLES, amount
from innosprint_rules.report.text.attention import heading, told_finding
from innosprint_rules.report.text.headroom import headroom_lines
from innosprint_rules.report.text.layout import Line, block, table
from innosprint_rules.wording import Lang, Text

if TYPE_CHECKING:
    from innosprint_rules.dossier.schema.base_row import Row
    from innosprint_rules.engine.findings import Finding
    from innosprint_rules.engine.report import ProposalResult, ProposedLine, Report
    from innosprint_rules.report.text.advice import Advice

_REFUSED = "refusée"


def told_lines(
    report: Report, proposal: ProposalResult, lang: Lang, width: int, advice: Advice | None = None
) -> list[Line]:
    """Return the lines of the proposal one by one, with what each breaks and by how much.

    With ``advice`` the smallest changes stand below a breach, and how far each line may go below them all.
    """
    rows: list[tuple[str, str, str, str, str]] = []
    for line in proposal.lines:
        whom, cents = whom_and_amount(report, line)
        mark, _, word = line_word(line, is_refused(report, line))
        rows.append((mark, line.id, whom, amount(cents, lang), word.get(lang)))
    set_rows = table(rows, width, 2, right=(3,))
    lines = heading(Text("Proposition", "Proposal").get(lang), lang)
    position = 0
    for row, line in zip(rows, proposal.lines, strict=True):
        _, style, _ = line_word(line, is_refused(report, line))
        text = set_rows[position]
        position += 1
        lines.append(Line(text, STYLES.get(style, ""), text.find(row[1]) + len(row[1])))
        while position < len(set_rows) and set_rows[position].startswith(" " * 8):
            lines.append(Line(set_rows[position]))
            position += 1
        for finding in faults_first(line.findings):
            if finding.verdict in ("violated", "unknown"):
                lines += told_finding(finding, lang, width, 6, named=False)
                lines += _helped(advice, finding, lang, width)
            lines += _contested(finding, lang, width)
    lines += at_the_vote(proposal, lang, width)
    if advice is None:
        return lines
    if advice.failure:
        from innosprint_rules.report.text.advice import failure_words

        lines += block(f"{MARKS['notice']} {failure_words(advice, lang)}", width, 2, 4)
    return lines + headroom_lines(advice.rooms, lang, width)


def _helped(advice: Advice | None, finding: Finding, lang: Lang, width: int) -> list[Line]:
    if advice is None:
        return []
    from innosprint_rules.report.text.advice import help_words  # on use only: most checks need no repair

    said = help_words(advice, finding, lang)
    return block(f"{MARKS['next']} {said}", width, 8, 10) if said else []


def _contested(finding: Finding, lang: Lang, width: int) -> list[Line]:
    """Say that another reading would change whether the line may be voted; which one stands further down."""
    keys = [c.reading for c in finding.contested if "violated" in (finding.verdict, c.verdict)]
    if not keys:
        return []
    asked = ", ".join(dict.fromkeys(keys))
    said = Text(f"{finding.rule} dépend de la lecture du texte ({asked}, voir plus bas)",
                f"{finding.rule} depends on how the text is read ({asked}, see below)")  # fmt: skip
    return block(f"{MARKS['notice']} {said.get(lang)}", width, 6, 8)


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


def at_the_vote(proposal: ProposalResult, lang: Lang, width: int) -> list[Line]:
    """Return what remains to be done for the lines, once each: deciders to write down, projects to present."""
    told: dict[tuple[str, str], list[Finding]] = {}
    for line in proposal.lines:
        for finding in line.findings:
            if finding.verdict == "pending":
                told.setdefault((finding.rule, finding.message.get(lang)), []).append(finding)
    lines: list[Line] = []
    for (rule, message), group in told.items():
        ids = ", ".join(f.subject.id or "" for f in group)
        every = len(group) == len(proposal.lines) > 1
        whom = Text("toutes les lignes", "every row").get(lang) if every else ids
        colon = "\u00a0: " if lang == "fr" else ": "
        lines += block(f"{MARKS['next']} {rule}, {whom}{colon}{message}", width, 2, 4)
    return lines


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
