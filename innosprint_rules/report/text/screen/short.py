"""An answer on one screen, 80 columns by 24 lines: the verdict, what to do first; the rest with ``--detail``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from innosprint_rules.report.content.agenda import first_words
from innosprint_rules.report.content.balance import balance_lines
from innosprint_rules.report.content.margins import margins
from innosprint_rules.report.content.proposal import at_the_vote, faults_first, is_refused, line_word, whom_and_amount
from innosprint_rules.report.content.teller import Teller
from innosprint_rules.report.content.words import (
    MARKS,
    STYLES,
)
from innosprint_rules.report.text.attention import heading
from innosprint_rules.report.text.check import verdict_lines
from innosprint_rules.report.text.layout import EMPTY, Line, block, table
from innosprint_rules.report.text.outlined import outlined
from innosprint_rules.report.text.screen.fitting import fitted
from innosprint_rules.report.text.screen.parts import (
    ROWS,
    first_steps,
    last_lines,
    needing_attention,
    one_finding,
    told_missing,
    told_remarks,
)
from innosprint_rules.wording import Text, capital

if TYPE_CHECKING:
    from innosprint_rules.engine.report import Report
    from innosprint_rules.report.content.advice import Advice


def short_check(report: Report, teller: Teller, judged: Sequence[str], advice: Advice | None) -> list[Line]:
    """Return a check on one screen: the verdict, each broken line with its codes, what to do first."""
    head = verdict_lines(report, teller, judged)
    if report.proposal is not None:
        return fitted(
            [
                head,
                _votes(report, teller),
                _brought(report, teller),
                _ways(report, advice, teller),
                last_lines(report, teller),
            ],
            teller,
        )
    found = needing_attention(report.findings, teller)
    return fitted(
        [head, found, told_missing(report, teller), first_steps(report, teller), last_lines(report, teller)], teller
    )


def short_status(report: Report, teller: Teller) -> list[Line]:
    """Return where the programme stands on one screen: what is left, what is short, what falls due first."""
    head = [Line(line.text, "bold") for line in block(first_words(report, teller), teller.width, 0, 2)]
    return fitted(
        [
            head,
            _in_few(report, teller),
            _short_of(report, teller),
            first_steps(report, teller, 5),
            told_remarks(report.notices, teller),
        ],
        teller,
    )


# parts -----------------------------------------------------------------------------------------------


def _votes(report: Report, teller: Teller) -> list[Line]:
    """Return the lines that are put to the vote: those that are broken first where not all can be shown."""
    proposal = report.proposal
    assert proposal is not None  # noqa: S101  # the caller looked
    lines = list(proposal.lines)
    if len(lines) > ROWS:
        lines.sort(key=lambda line: line.ok)
    rows: list[tuple[str, str, str, str, str]] = []
    styles: list[str] = []
    for line in lines[:ROWS]:
        whom, cents = whom_and_amount(report, line)
        mark, style, word = line_word(line, is_refused(report, line))
        rows.append((mark, line.id, whom, teller.amount(cents), teller.say(word)))
        styles.append(STYLES.get(style, ""))
    told = [EMPTY, *(Line(text, style, text.find(row[1]) + len(row[1])) for text, style, row in
                     zip(table(rows, 10_000, 2, right=(3,)), styles, rows, strict=True))]  # fmt: skip
    rest = lines[ROWS:]
    if rest:
        broken = sum(not line.ok for line in rest)
        more = Text(
            "et {n:autre ligne|autres lignes}, dont {b} en infraction", "and {n:more row|more rows}, {b} of them broken"
        )
        told += block(teller.counted(more, n=len(rest), b=broken), teller.width, 2, 4)
    return [*told, *outlined(at_the_vote(proposal, teller), teller.width)]


def _ways(report: Report, advice: Advice | None, teller: Teller) -> list[Line]:
    """Return why the broken lines are broken, a sentence a rule, and the smallest changes."""
    proposal = report.proposal
    assert proposal is not None  # noqa: S101  # the caller looked
    told: list[Line] = []
    for line in proposal.lines:
        for finding in faults_first(line.findings):
            grave = finding.severity == "error" and finding.verdict in ("violated", "unknown")
            told += one_finding(finding, teller) if grave else []
    if told:
        told = [EMPTY, *told]
    if advice is not None and advice.repair is not None:
        from innosprint_rules.report.content.advice import ways_words

        said = ways_words(advice, teller)
        if said:
            first = teller.say(Text("D'abord : ", "First: "))
            told += block(said, teller.width, 2, 4, "bold", f"{MARKS['next']} {first}")
    return told


def _brought(report: Report, teller: Teller) -> list[Line]:
    """Return what voting the lines would break elsewhere."""
    assert report.proposal is not None  # noqa: S101  # the caller looked
    own = {id(f) for line in report.proposal.lines for f in line.findings}
    return needing_attention([f for f in report.findings if f.new and id(f) not in own], teller)


def _in_few(report: Report, teller: Teller) -> list[Line]:
    """Return the balance in one paragraph."""
    colon = teller.colon
    said = [
        f"{each.name}{colon}{teller.amount(each.amounts[0])}" for each in balance_lines(report, teller) if each.matters
    ]
    return [EMPTY, *block(capital(teller.clauses(said)), teller.width, 0, 2)] if said else []


def _short_of(report: Report, teller: Teller) -> list[Line]:
    """Return the thresholds that are not reached or exceeded, a line each."""
    rows: list[tuple[str, str, str]] = []
    for margin in margins(report.findings):
        if margin.left is None or margin.left >= 0:
            continue
        value, limit = margin.written(margin.value, teller), margin.written(margin.threshold, teller)
        title = teller.say(margin.finding.compiled.rule.title)
        stand = teller.say(Text(f"{value} sur {limit}", f"{value} of {limit}"))
        rows.append((MARKS["next"], margin.finding.rule, f"{stand} – {title}"))
    if not rows:
        return []
    title = teller.say(Text("Pas encore atteint", "Not reached yet"))
    lines: list[Line] = []
    for row in rows[:5]:
        lines += [Line(text) for text in table([row], teller.width, 2)[:1]]
    return heading(title, teller) + lines
