"""The parts that several sheets have in common: what is wrong, the balance, what is to be done, room to sign."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from innosprint_rules.report.content.agenda import agenda, once
from innosprint_rules.report.content.attention import by_rule
from innosprint_rules.report.content.balance import AFTER, BEFORE, EXCEEDED, TITLE, balance_lines
from innosprint_rules.report.content.completing import TITLE as TO_FILL_IN
from innosprint_rules.report.content.completing import to_fill_in
from innosprint_rules.report.content.teller import Teller
from innosprint_rules.report.content.words import MARKS, article, days_left, party
from innosprint_rules.report.sheets.page import Part, short
from innosprint_rules.wording import Text

if TYPE_CHECKING:
    from innosprint_rules.engine.findings import Finding
    from innosprint_rules.engine.report import Report


def faults(title: Text, findings: Iterable[Finding], teller: Teller) -> Part:
    """Return findings, one row a rule: on which rows, what was found, what to do."""
    rows: list[tuple[str, ...]] = []
    for group in by_rule(findings):
        first = group[0]
        subjects = ", ".join(dict.fromkeys(each.subject.id for each in group if each.subject.id))
        mark = MARKS["unknown" if first.verdict == "unknown" else first.severity]
        rows.append(
            (
                f"{mark} {first.rule} {article(first, teller)}",
                short(subjects, 60),
                short(teller.say(first.message)),
                short(teller.say(first.remedy)),
            )
        )
    header = (teller.say(_RULE), teller.say(_ROWS), teller.say(_FOUND), teller.say(_REMEDY))
    return Part(teller.say(title), rows, header, weights=(17, 9, 42, 37))


def balance(report: Report, teller: Teller) -> Part:
    """Return the balance, with what the vote would leave beside it."""
    lines = [each for each in balance_lines(report, teller) if each.matters]
    rows: list[tuple[str, ...]] = [
        (
            f"{each.name} {MARKS['error']} {teller.say(EXCEEDED)}" if each.exceeded else each.name,
            *(teller.amount(value) for value in each.amounts),
        )
        for each in lines
    ]
    voted = report.proposal is not None
    header = ("", teller.say(BEFORE), teller.say(AFTER)) if voted else ("", teller.date(report.as_of))
    return Part(teller.say(TITLE), rows, header, frozenset({1, 2}), (60, 22, 22) if voted else (60, 22), least=9)


def missing(report: Report, teller: Teller) -> Part:
    """Return what to fill in first."""
    found = to_fill_in(report, teller)
    rows: list[tuple[str, ...]] = [] if found is None else [(short(what), worth) for what, worth in found.facts]
    return Part(teller.say(TO_FILL_IN), rows, (teller.say(_FACT), teller.say(_SETTLES)), weights=(70, 35))


def to_do(report: Report, teller: Teller, least: int = 3) -> Part:
    """Return what is due: when, by whom, what."""
    rows: list[tuple[str, ...]] = []
    for entry, rows_of in once(agenda(report)):
        due = teller.say(Text("sans date", "no date"))
        if entry.due is not None:
            due = f"{teller.date(entry.due)} ({days_left(entry.due, report.as_of, teller)})"
        rows.append(
            (due, short(party(report.rulebook, entry.who, teller) or "", 60), short(teller.say(entry.what) + rows_of))
        )
    header = (teller.say(_DUE), teller.say(_WHO), teller.say(_WHAT))
    return Part(teller.say(_TO_DO), rows, header, weights=(26, 24, 55), least=least)


def to_sign(teller: Teller) -> Part:
    """Return room to write the day and to sign."""
    return Part(teller.say(_SIGN), [(teller.say(_BLANK),)], kept=True)


_RULE, _ROWS, _FOUND = Text("Règle", "Rule"), Text("Lignes", "Rows"), Text("Constat", "Found")
_REMEDY = Text("Que faire", "What to do")
_FACT, _SETTLES = Text("Ce qui manque", "What is missing"), Text("Ce que cela trancherait", "What it would settle")
_DUE, _WHO, _WHAT = Text("Échéance", "Due"), Text("Qui", "Who"), Text("Quoi", "What")
_TO_DO = Text("À faire", "To do")
_SIGN = Text("Date et signatures", "Date and signatures")
_BLANK = Text("Le …… / …… / …………, à ……………………………… Signatures :", "On …… / …… / …………, at ……………………………… Signatures:")
