"""The report in text: may we vote, what is wrong, what is not known, what to do, and one line for the rest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from innosprint_rules.report.content.attention import sections
from innosprint_rules.report.content.doubts import ToldDoubts, contests, doubts
from innosprint_rules.report.content.origin import not_happened
from innosprint_rules.report.content.standing import headline
from innosprint_rules.report.content.teller import Teller
from innosprint_rules.report.content.words import (
    MARKS,
    VERDICTS,
    days_left,
    in_order,
    party,
    step_words,
)
from innosprint_rules.report.text import proposal as proposed
from innosprint_rules.report.text.attention import heading, told_sections
from innosprint_rules.report.text.layout import Line, block, table
from innosprint_rules.report.text.outlined import outlined
from innosprint_rules.report.text.parts import origin, told_balance, told_to_fill_in
from innosprint_rules.wording import Text

if TYPE_CHECKING:
    from innosprint_rules.engine.findings import Finding
    from innosprint_rules.engine.report import Report
    from innosprint_rules.report.content.advice import Advice

KINDS = {"error": "bold red", "unknown": "bold magenta", "ok": "bold green", "notice": ""}
STEPS, NOTICES = 6, 8  # shown in the report of a check; `innosprint status` shows every step


def report_lines(
    report: Report, teller: Teller, judged: Sequence[str] = (), advice: Advice | None = None
) -> list[Line]:
    """Return the text report, its first line the verdict.

    ``judged`` names the rules when not all of them were asked for: the verdict then says so. ``advice`` on a proposal
    is told beside its lines.
    """
    lines = verdict_lines(report, teller, judged)
    if report.proposal is not None:
        own = [f for line in report.proposal.lines for f in line.findings]
        seen = {id(f) for f in own}
        others = [f for f in report.findings if id(f) not in seen]
        lines += proposed.told_lines(report, report.proposal, teller, advice)
        lines += told_balance(report, teller)
        brought = told_sections(sections(f for f in others if f.new), teller, mark_new=True)
        lines += brought + told_below(doubts([f for f in others if f.new], teller), teller)
        known = [f for f in others if not f.new]
        before = told_sections(sections(known), teller) + told_below(doubts(known, teller), teller)
        if before:
            title = Text("Déjà dans le dossier, avec ou sans cette proposition",
                         "In the dossier already, with or without this proposal")  # fmt: skip
            lines += [Line(""), Line(f"── {teller.say(title)}", "bold"), *before]
        lines += told_to_fill_in(report, teller)
    else:
        lines += told_sections(sections(report.findings), teller)
        lines += told_below(doubts(report.findings, teller), teller)
        lines += told_to_fill_in(report, teller)
        lines += told_balance(report, teller)
    lines += told_below(contests(report, report.findings, teller), teller)
    lines += _steps(report, teller)
    lines += _notices(report, teller)
    return [*lines, Line(""), *_rest(report, teller), *origin(report, teller)]


def told_below(told: ToldDoubts, teller: Teller) -> list[Line]:
    """Return paragraphs below their title; nothing where there are none."""
    return [*heading(told.title, teller), *outlined(told.items, teller.width)] if told.items else []


def verdict_lines(report: Report, teller: Teller, judged: Sequence[str] = (), alone: bool = False) -> list[Line]:
    """Return the verdict, which is the first line of the report (two on a narrow screen).

    With proposed rows, what else the dossier holds stands below it, unless the verdict is asked for ``alone``.
    """
    told = headline(report, teller, judged)
    beside = block(told.beside, teller.width, 0, 2) if told.beside and not alone else []
    return block(told.text, teller.width, 0, 2, KINDS[told.kind]) + beside


def _steps(report: Report, teller: Teller) -> list[Line]:
    """Return who must do what by when, what is late first; the rest is in the agenda."""
    if not report.next_steps:
        return []
    lines = heading(teller.say(Text("À faire", "To do")), teller)
    rows: list[tuple[str, str, str]] = []
    steps = sorted(report.next_steps, key=lambda step: in_order(step.due, report.as_of))
    for step in steps[:STEPS]:
        when = "" if step.due is None else days_left(step.due, report.as_of, teller)
        due = "" if step.due is None else teller.date(step.due)
        who = party(report.rulebook, step.who, teller)
        colon = teller.colon
        what = step_words(report.rulebook, step, teller, steps)
        rows.append((due, when, f"{who}{colon}{what}" if who else what))
    lines += [Line(text) for text in table(rows, teller.width)]
    more = len(report.next_steps) - STEPS
    if more > 0:
        said = Text("et {n:autre|autres} (innosprint status donne tout l'agenda)",
                    "and {n} more (innosprint status gives the whole agenda)")  # fmt: skip
        lines += block(teller.counted(said, n=more), teller.width, 2)
    return lines


def _notices(report: Report, teller: Teller) -> list[Line]:
    """Return what the reader should know beside the verdicts, each thing once."""
    told = dict.fromkeys(
        (n.location.words(teller.lang), teller.say(n.message)) for n in report.notices if n.code != "not-happened-yet"
    )
    ahead = not_happened(report, teller)
    if not told and not ahead:
        return []
    lines = heading(teller.say(Text("À savoir", "Good to know")), teller)
    if ahead:
        lines += block(f"{MARKS['notice']} {ahead}", teller.width, 2, 4)
    colon = teller.colon
    for place, said in list(told)[:NOTICES]:
        text = f"{place}{colon}{said}" if place else said
        lines += block(f"{MARKS['notice']} {text}", teller.width, 2, 4)
    more = len(told) - NOTICES
    if more > 0:
        where = Text(f"et {more} de plus (--format json pour tout voir)", f"and {more} more (--format json shows all)")
        lines += block(teller.say(where), teller.width, 2)
    return lines


def _rest(report: Report, teller: Teller) -> list[Line]:
    """Return one line for everything that needs no attention."""
    calm: dict[str, list[Finding]] = {}
    for finding in report.findings:
        if finding.verdict in ("violated", "unknown") or finding.reachable is False:
            continue
        calm.setdefault(finding.verdict, []).append(finding)
    total = sum(map(len, calm.values()))
    if not total:
        return []
    parts = []
    for verdict in ("satisfied", "pending", "not_applicable"):
        count = len(calm.get(verdict, ()))
        if count:
            word = teller.say(VERDICTS[verdict])
            if teller.lang == "fr" and count > 1:
                word = {"conforme": "conformes", "pas encore exigible": "pas encore exigibles"}.get(word, word)
            parts.append(f"{count} {word}")
    said = Text("{n:autre point|autres points}", "{n:other point|other points}")
    colon = teller.colon
    return block(f"{teller.counted(said, n=total)}{colon}{', '.join(parts)}", teller.width, 0, 2)
