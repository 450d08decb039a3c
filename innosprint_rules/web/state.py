"""What the page shows of the session, as JSON in one language: worked out by the same words as every other form."""

from __future__ import annotations

from datetime import date
from typing import Any

from innosprint_rules.dossier.schema.roles import required
from innosprint_rules.report.content.agenda import agenda
from innosprint_rules.report.content.balance import balance_lines
from innosprint_rules.report.content.proposal import faults_first, is_refused, line_word
from innosprint_rules.report.content.standing import headline
from innosprint_rules.report.content.teller import Teller
from innosprint_rules.report.content.words import article, days_left, party
from innosprint_rules.web.room import Room
from innosprint_rules.wording import Lang

STEPS = 6


def state_of(room: Room, lang: Lang) -> dict[str, Any]:
    """Return everything the page shows; it is the same for every browser but for its language."""
    with room.lock:
        report, what = room.report, room.what
        schema = room.rulebook.schema
        role = required(schema.roles.proposals, "proposals")
        meetings = required(schema.roles.meetings, "meetings")
        table = schema.tables[role.table]
        columns = ("id", role.beneficiary, role.amount, *role.purpose, role.status)
        found: dict[str, Any] = {
            "version": room.version,
            "lang": lang,
            "name": room.name,
            "title": room.rulebook.agreement.title.get(lang),
            "session": what.session,
            "as_of": None if report is None else report.as_of.isoformat(),
            "sessions": [
                {"code": row.identity, "day": _day(getattr(row, meetings.day), lang)}
                for row in room.dossier.rows(meetings.table) or ()
            ],
            "columns": [
                {"code": code, "header": table.header_of(code) if lang == "fr" else code.replace("_", " ")}
                for code in columns
            ],
            "refused": role.refused,
            "amount": role.amount,
            "status": role.status,
            "rows": [dict(row) for row in what.rows],
            "members": list(room.rulebook.agreement.vocabularies["members"].names),
            "readings": [
                {
                    "key": key,
                    "question": reading.question.get(lang),
                    "chosen": what.readings.get(key, reading.default),
                    "options": [{"value": value, "text": text.get(lang)} for value, text in reading.options.items()],
                }
                for key, reading in room.rulebook.agreement.readings.items()
            ],
            "undo": len(room.before),
            "files": sorted(room.files),
            "problems": [
                {
                    "message": each.message.get(lang),
                    "hint": each.hint.get(lang) if each.hint else "",
                    "where": each.location.words(lang),
                }
                for each in room.problems
            ],
        }
        if report is None:
            return {**found, "headline": None, "lines": [], "balance": [], "steps": []}
        told = headline(report, Teller(lang))
        found["headline"] = {"text": told.text, "kind": told.kind, "beside": told.beside}
        found["balance"] = [
            {
                "name": each.name,
                "amounts": [Teller(lang).amount(value) for value in each.amounts],
                "over": each.exceeded,
            }
            for each in balance_lines(report, Teller(lang))
            if each.matters
        ]
        found["lines"] = _lines(room, lang)
        found["steps"] = [
            {
                "when": _when(each.due, report.as_of, lang),
                "who": party(report.rulebook, each.who, Teller(lang)),
                "what": each.what.get(lang),
            }
            for each in agenda(report)[:STEPS]
        ]
        return found


def _day(day: date | None, lang: Lang) -> str:
    return "" if day is None else Teller(lang).date(day)


def _when(due: date | None, as_of: date, lang: Lang) -> str:
    return "" if due is None else f"{Teller(lang).date(due)} ({days_left(due, as_of, Teller(lang))})"


def _lines(room: Room, lang: Lang) -> list[dict[str, Any]]:
    report = room.report
    if report is None or report.proposal is None:
        return []
    lines: list[dict[str, Any]] = []
    for line in report.proposal.lines:
        mark, kind, word = line_word(line, is_refused(report, line))
        lines.append(
            {
                "id": line.id,
                "mark": mark,
                "kind": kind,
                "word": word.get(lang),
                "why": [
                    {
                        "rule": each.rule,
                        "text": f"{article(each, Teller(lang))} {each.message.get(lang)}",
                        "remedy": each.remedy.get(lang),
                    }
                    for each in faults_first(line.findings)
                    if each.verdict in ("violated", "unknown", "pending")
                ],
            }
        )
    return lines
