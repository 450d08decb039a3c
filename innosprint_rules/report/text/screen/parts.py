"""What every answer on one screen is made of: what is broken, missing, to do and left."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from innosprint_rules.report.content.agenda import agenda, once
from innosprint_rules.report.content.attention import by_rule, sections
from innosprint_rules.report.content.balance import EXCEEDED, balance_lines
from innosprint_rules.report.content.completing import to_fill_in
from innosprint_rules.report.content.teller import Teller
from innosprint_rules.report.content.words import (
    MARKS,
    STYLES,
    article,
    days_left,
    party,
)
from innosprint_rules.report.text.attention import heading
from innosprint_rules.report.text.layout import EMPTY, Line, block, table
from innosprint_rules.report.text.screen.fitting import REMARKS, cut
from innosprint_rules.wording import Text, capital

if TYPE_CHECKING:
    from innosprint_rules.dossier.schema.raw import Notice
    from innosprint_rules.engine.findings import Finding
    from innosprint_rules.engine.report import Report


ROWS, STEPS, FACTS = 8, 3, 3
_GRAVE = ("sum-disagrees", "dates-of-two-kinds", "row-left-out")  # of what was read, these first


def needing_attention(findings: Iterable[Finding], teller: Teller) -> list[Line]:
    """Return what is broken, a line a rule, the gravest first; the rest in one count."""
    found = sections(findings)
    told: list[Line] = []
    rest: list[str] = []
    for section in found:
        if section.findings[0].severity == "error" or not told:
            groups = by_rule(section.findings)
            told += [EMPTY, Line(f"{teller.say(section.title)} ({len(section.findings)})", "bold")]
            for group in groups[:ROWS]:
                told += one_finding(group[0], teller, len(group))
            if len(groups) > ROWS:
                more = Text("et {n:autre règle|autres règles}", "and {n:more rule|more rules}")
                told += block(teller.counted(more, n=len(groups) - ROWS), teller.width, 2, 4)
        else:
            rest.append(f"{teller.say(section.title).lower()} ({len(section.findings)})")
    if rest:
        also = teller.say(Text("aussi : ", "also: "))
        told += block(f"{also}{teller.lists(rest)}", teller.width, 2, 4)
    return told


def one_finding(finding: Finding, teller: Teller, count: int = 1) -> list[Line]:
    """Return one finding in at most two lines: its code first."""
    kind = "unknown" if finding.verdict == "unknown" else finding.severity
    subject = finding.subject.id or ""
    if count > 1:
        subject += f" (+{count - 1})"
    lead = f"{MARKS[kind]} {finding.rule}{f' {subject}' if subject else ''} "
    text = f"{article(finding, teller)} {teller.say(finding.message)}"
    return cut(block(text, teller.width, 2, 4, STYLES[kind], lead), teller.width)


def told_missing(report: Report, teller: Teller) -> list[Line]:
    found = to_fill_in(report, teller)
    unknown = [f for f in report.findings if f.verdict == "unknown" and f.severity == "error"]
    if found is None:
        return [line for f in unknown[:1] for line in one_finding(f, teller)]
    title = Text("À compléter d'abord", "To fill in first")
    return heading(teller.say(title), teller) + [Line(text) for text in table(found.facts[:FACTS], teller.width, 2)]


def first_steps(report: Report, teller: Teller, most: int = STEPS) -> list[Line]:
    """Return what is to be done first, a line each."""
    entries = once(agenda(report))
    if not entries:
        return []
    colon = teller.colon
    lines = heading(teller.say(Text("À faire", "To do")), teller)
    for entry, rows in entries[:most]:
        due = teller.say(Text("sans date", "no date"))
        if entry.due is not None:
            due = f"{teller.date(entry.due)} ({days_left(entry.due, report.as_of, teller)})"
        who = party(report.rulebook, entry.who, teller)
        what = f"{who}{colon}{teller.say(entry.what)}{rows}" if who else teller.say(entry.what) + rows
        told = block(f"{due} {what}", teller.width, 2, 4)
        lines += told[:2]
    if len(entries) > most:
        more = Text("et {n:autre échéance|autres échéances}", "and {n:more deadline|more deadlines}")
        lines += block(teller.counted(more, n=len(entries) - most), teller.width, 2, 4)
    return lines


def last_lines(report: Report, teller: Teller) -> list[Line]:
    """Return what stands at the end of every check: what to know of the files, and what is left."""
    return told_remarks(report.notices, teller) + told_left(report, teller)


def told_remarks(notices: Sequence[Notice], teller: Teller) -> list[Line]:
    """Return what was noticed in the files, the gravest first: a row left out or swapped days concern the verdict."""
    found = [each for each in notices if each.location.file is not None and each.code != "not-happened-yet"]
    if not found:
        return []
    found.sort(key=lambda each: _GRAVE.index(each.code) if each.code in _GRAVE else len(_GRAVE))
    colon = teller.colon
    lines = [EMPTY]
    for each in found[:REMARKS]:
        lines += cut(
            block(
                f"{each.location.words(teller.lang)}{colon}{teller.say(each.message)}",
                teller.width,
                0,
                2,
                "",
                f"{MARKS['notice']} ",
            ),
            teller.width,
        )
    if len(found) > REMARKS:
        more = Text("et {n:autre remarque|autres remarques} sur les fichiers",
                    "and {n:more remark|more remarks} on the files")  # fmt: skip
        lines += block(teller.counted(more, n=len(found) - REMARKS), teller.width, 2, 4)
    return lines


def told_left(report: Report, teller: Teller) -> list[Line]:
    """Return the last line of the balance, with what the vote would leave."""
    lines = balance_lines(report, teller)
    if not lines:
        return []
    last = lines[-1]
    colon = teller.colon
    said = f"{capital(last.name)}{colon}{teller.amount(last.amounts[0])}"
    if len(last.amounts) > 1:
        after = teller.say(Text("si tout est voté", "if all is voted"))
        said += f", {after}{colon}{teller.amount(last.amounts[1])}"
    if last.exceeded:
        said += f" {MARKS['error']} {teller.say(EXCEEDED)}"
    return [EMPTY, *block(said, teller.width, 0, 2, STYLES["error"] if last.exceeded else "bold")]
