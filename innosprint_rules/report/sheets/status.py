"""The sheet of a programme: what is left, how far the thresholds are, what falls due, by whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from innosprint_rules.report.content.agenda import first_words, session_plan
from innosprint_rules.report.content.margins import margins
from innosprint_rules.report.content.teller import Teller
from innosprint_rules.report.documents.model import Document
from innosprint_rules.report.sheets.page import Part, sheet, short
from innosprint_rules.report.sheets.parts import balance, missing, to_do
from innosprint_rules.wording import Text

if TYPE_CHECKING:
    from innosprint_rules.engine.report import Report


def status_sheet(report: Report, teller: Teller) -> Document:
    """Return where the programme stands on one A4 page."""
    parts = [
        balance(report, teller),
        to_do(report, teller, least=6),
        _thresholds(report, teller),
        _meetings(report, teller),
        missing(report, teller),
    ]
    return sheet(first_words(report, teller), parts, report, teller)


def _thresholds(report: Report, teller: Teller) -> Part:
    rows: list[tuple[str, ...]] = []
    for margin in margins(report.findings):
        title = teller.say(margin.finding.compiled.rule.title)
        stand, limit = margin.written(margin.value, teller), margin.written(margin.threshold, teller)
        left = "" if margin.left is None else margin.written(abs(margin.left), teller)
        if margin.left is not None and margin.left < 0:
            left = teller.say((_OVER if margin.ceiling else _SHORT).fill(n=left))
        rows.append((margin.finding.rule, short(title), stand, limit, left))
    header = (teller.say(_RULE), teller.say(_TITLE), teller.say(_STANDS), teller.say(_LIMIT), teller.say(_LEFT))
    return Part(teller.say(_THRESHOLDS), rows, header, frozenset({2, 3, 4}), (11, 46, 16, 16, 16))


def _meetings(report: Report, teller: Teller) -> Part:
    planned = session_plan(report).planned
    return Part(teller.say(_PLANNED), [(f"{each.id}, {teller.date(each.held_on)}",) for each in planned])


_THRESHOLDS, _PLANNED = Text("Seuils", "Thresholds"), Text("À venir", "To come")
_RULE, _TITLE = Text("Règle", "Rule"), Text("Seuil", "Threshold")
_STANDS, _LIMIT, _LEFT = Text("Où l'on en est", "Stands at"), Text("Limite", "Limit"), Text("Marge", "Margin")
_OVER, _SHORT = Text("{n} de trop", "{n} too much"), Text("il manque {n}", "{n} short")
