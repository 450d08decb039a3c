"""What a proposal would change, in lines: which line breaks what, what remains to be done for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from innosprint_rules.report.content.proposal import at_the_vote, faults_first, is_refused, line_word, whom_and_amount
from innosprint_rules.report.content.teller import Teller
from innosprint_rules.report.content.words import MARKS, STYLES
from innosprint_rules.report.text.attention import heading, told_finding
from innosprint_rules.report.text.layout import Line, block, table
from innosprint_rules.report.text.outlined import outlined
from innosprint_rules.report.text.parts import headroom_lines
from innosprint_rules.wording import Text

if TYPE_CHECKING:
    from innosprint_rules.engine.findings import Finding
    from innosprint_rules.engine.report import ProposalResult, Report
    from innosprint_rules.report.content.advice import Advice


def told_lines(report: Report, proposal: ProposalResult, teller: Teller, advice: Advice | None = None) -> list[Line]:
    """Return the lines of the proposal one by one, with what each breaks and by how much.

    With ``advice`` the smallest changes stand below a breach, and how far each line may go below them all.
    """
    rows: list[tuple[str, str, str, str, str]] = []
    for line in proposal.lines:
        whom, cents = whom_and_amount(report, line)
        mark, _, word = line_word(line, is_refused(report, line))
        rows.append((mark, line.id, whom, teller.amount(cents), teller.say(word)))
    set_rows = table(rows, teller.width, 2, right=(3,))
    lines = heading(teller.say(Text("Proposition", "Proposal")), teller)
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
                lines += told_finding(finding, teller, 6, named=False)
                lines += _helped(advice, finding, teller)
            lines += _contested(finding, teller)
    lines += outlined(at_the_vote(proposal, teller), teller.width)
    if advice is None:
        return lines
    if advice.failure:
        from innosprint_rules.report.content.advice import failure_words

        lines += block(f"{MARKS['notice']} {failure_words(advice, teller)}", teller.width, 2, 4)
    return lines + headroom_lines(advice.rooms, teller)


def _helped(advice: Advice | None, finding: Finding, teller: Teller) -> list[Line]:
    if advice is None:
        return []
    from innosprint_rules.report.content.advice import help_words  # on use only: most checks need no repair

    said = help_words(advice, finding, teller)
    return block(f"{MARKS['next']} {said}", teller.width, 8, 10) if said else []


def _contested(finding: Finding, teller: Teller) -> list[Line]:
    """Say that another reading would change whether the line may be voted; which one stands further down."""
    keys = [c.reading for c in finding.contested if "violated" in (finding.verdict, c.verdict)]
    if not keys:
        return []
    asked = ", ".join(dict.fromkeys(keys))
    said = Text(f"{finding.rule} dépend de la lecture du texte ({asked}, voir plus bas)",
                f"{finding.rule} depends on how the text is read ({asked}, see below)")  # fmt: skip
    return block(f"{MARKS['notice']} {teller.say(said)}", teller.width, 6, 8)
