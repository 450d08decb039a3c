"""The sheet of a session: may these rows be voted, what each breaks, what would make it pass, what is left."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from innosprint_rules.folding import same_key
from innosprint_rules.report.content.attention import sections
from innosprint_rules.report.content.proposal import at_the_vote, faults_first, is_refused, line_word, whom_and_amount
from innosprint_rules.report.content.standing import headline
from innosprint_rules.report.content.teller import Teller
from innosprint_rules.report.content.words import MARKS
from innosprint_rules.report.documents.model import Document
from innosprint_rules.report.sheets.page import Part, sheet, short
from innosprint_rules.report.sheets.parts import balance, faults, missing, to_do, to_sign
from innosprint_rules.wording import Text, capital

if TYPE_CHECKING:
    from innosprint_rules.engine.report import ProposalResult, Report
    from innosprint_rules.report.content.advice import Advice


def check_sheet(report: Report, teller: Teller, judged: Sequence[str] = (), advice: Advice | None = None) -> Document:
    """Return a check on one A4 page; ``judged`` names the rules when not all of them were asked for."""
    told = headline(report, teller, judged)
    if report.proposal is None:
        grave = [f for section in sections(report.findings) for f in section.findings]
        parts = [faults(_WRONG, grave, teller), balance(report, teller), missing(report, teller), to_do(report, teller)]
        return sheet(f"{MARKS[told.kind]} {told.text}", parts, report, teller, told.beside)
    proposal = report.proposal
    own = {id(f) for line in proposal.lines for f in line.findings}
    broken = [f for line in proposal.lines for f in faults_first(line.findings)
              if f.severity == "error" and f.verdict in ("violated", "unknown")]  # fmt: skip
    elsewhere = [f for f in report.findings if f.new and id(f) not in own]
    parts = [
        _votes(report, proposal, teller),
        faults(_BROKEN, broken, teller),
        _ways(advice, teller),
        faults(_ELSEWHERE, (f for section in sections(elsewhere) for f in section.findings), teller),
        balance(report, teller),
        Part(teller.say(_VOTE), [(short(item.text),) for item in at_the_vote(proposal, teller)]),
        to_do(report, teller, least=2),
        to_sign(teller),
    ]
    return sheet(f"{MARKS[told.kind]} {told.text}", parts, report, teller, told.beside)


def _votes(report: Report, proposal: ProposalResult, teller: Teller) -> Part:
    titles = _titles(report)
    rows: list[tuple[str, ...]] = []
    for line in sorted(proposal.lines, key=lambda line: line.ok) if len(proposal.lines) > _SHOWN else proposal.lines:
        whom, cents = whom_and_amount(report, line)
        mark, _, word = line_word(line, is_refused(report, line))
        named = f"{whom} – {titles[same_key(whom)]}" if titles.get(same_key(whom)) else whom
        rows.append(
            (
                short(line.id, 24),
                short(named, 70),
                teller.amount(cents),
                short(f"{mark} {teller.say(word)}", 60),
                "",
            )
        )
    header = (teller.say(_ROW), teller.say(_WHOM), teller.say(_AMOUNT), teller.say(_VERDICT), teller.say(_VOTED))
    return Part(teller.say(_LINES), rows, header, frozenset({2}), (10, 40, 17, 24, 14), least=_SHOWN)


def _ways(advice: Advice | None, teller: Teller) -> Part:
    if advice is None or advice.repair is None:
        return Part("", [])
    from innosprint_rules.report.content.advice import ways_words  # on use only: it brings the solver along

    said = ways_words(advice, teller)
    return Part(teller.say(_TO_COMPLY), [(capital(said),)] if said else [])


def _titles(report: Report) -> dict[str, str]:
    """Return the titles of those who are given money, by their folded codes."""
    role = report.rulebook.schema.roles.beneficiaries
    if role is None or role.title is None:
        return {}
    found = ((row.id, getattr(row.model, role.title)) for row in report.judge.world.played(role).all())
    return {same_key(name): title for name, title in found if title}


_SHOWN = 12
_LINES, _BROKEN = Text("Lignes à voter", "Rows to vote"), Text("Ce que ces lignes enfreignent", "What these rows break")
_ELSEWHERE = Text("Ce que ce vote entraînerait ailleurs", "What this vote would bring elsewhere")
_WRONG = Text("Ce qui demande attention", "What needs attention")
_TO_COMPLY = Text("Pour être conforme", "To comply")
_VOTE = Text("Lors du vote", "At the vote")
_ROW, _WHOM, _AMOUNT = Text("Ligne", "Row"), Text("Bénéficiaire", "Beneficiary"), Text("Montant", "Amount")
_VERDICT, _VOTED = Text("Verdict", "Verdict"), Text("Voté", "Voted")
