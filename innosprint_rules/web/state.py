"""What the page shows of the session, as JSON in one language: worked out by the same words as every other form."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from innosprint_rules.dossier.cells import read_done
from innosprint_rules.dossier.proposed_rows import new_ids
from innosprint_rules.dossier.schema.tables import PROPOSAL, Table
from innosprint_rules.engine.findings import Finding
from innosprint_rules.engine.report import Report
from innosprint_rules.errors import Problem
from innosprint_rules.report.content.agenda import agenda
from innosprint_rules.report.content.attention import sections
from innosprint_rules.report.content.balance import balance_lines
from innosprint_rules.report.content.doubts import doubts
from innosprint_rules.report.content.proposal import faults_first, is_refused, line_word
from innosprint_rules.report.content.standing import headline
from innosprint_rules.report.content.teller import Teller
from innosprint_rules.report.content.words import article, days_left, party
from innosprint_rules.web.asking import standing
from innosprint_rules.web.correcting import corrected_rows
from innosprint_rules.web.headings import heading
from innosprint_rules.web.kept import SecondLook
from innosprint_rules.web.room import Room
from innosprint_rules.web.unread import unread_state
from innosprint_rules.wording import Lang, Text, french_words

STEPS, SHOWN = 8, 30


def state_of(room: Room, lang: Lang) -> dict[str, Any]:
    """Return everything the page shows; it is the same for every browser but for its language."""
    with room.lock:
        teller = Teller(lang)
        return {**_asked(room, teller), **_chosen(room, teller), **_found(room, teller)}


def _asked(room: Room, teller: Teller) -> dict[str, Any]:
    """Return what is looked at: the lines as they are typed, their session, what can be chosen."""
    what, schema, role = room.what, room.rulebook.schema, room.role
    table = schema.tables[role.table]
    (key,) = table.identity
    return {
        "version": room.version,
        "told": room.news.number,
        "lang": teller.lang,
        "name": room.name,
        "title": room.rulebook.agreement.title.get(teller.lang),
        "session": what.session,
        "as_of": room.today.isoformat(),
        "sessions": [{"code": code, "day": _day(day, teller)} for code, day in room.meetings()],
        "key": key,
        "next": new_ids([row.identity for row in room.dossier.decided], 1)[0],
        "prose": role.purpose,
        "columns": _headers(table, (key, role.beneficiary, role.amount, *role.purpose, role.status), teller),
        "file": [{"code": column.code, "header": column.header} for column in table.columns],
        "meeting": role.meeting,
        "refused": role.refused,
        "amount": role.amount,
        "status": role.status,
        "rows": [dict(row) for row in what.rows],
        "undo": len(room.before),
        "ways": [way.words.get(teller.lang) for way in room.ways],
        "files": sorted(room.files),
        "notes": [each.get(teller.lang) for each in room.notes],
        "unread": unread_state(room, teller),
        "problems": [_problem(each, room, key, teller) for each in room.problems],
        "futures": standing(room),
    }


def _problem(found: Problem, room: Room, key: str, teller: Teller) -> dict[str, str]:
    """Return what cannot be read, in the line and the column where it is typed."""
    where, line, column = found.location.words(teller.lang), "", ""
    if found.loc[:1] == (PROPOSAL,) and len(found.loc) == 3 and isinstance(found.loc[1], int):
        line, column = room.what.rows[found.loc[1]].get(key, ""), str(found.loc[2])
        table = room.rulebook.schema.tables[room.role.table]
        where = f"{line}, {_headers(table, [column], teller)[0]['header']}"
    hint = found.hint.get(teller.lang) if found.hint else ""
    return {"message": found.message.get(teller.lang), "hint": hint, "where": where, "line": line, "column": column}


def _chosen(room: Room, teller: Teller) -> dict[str, Any]:
    """Return who is there, what is presented, how the text is read."""
    what, roles = room.what, room.rulebook.schema.roles
    table = room.rulebook.schema.tables[room.role.table]
    (key,) = table.identity
    found: dict[str, Any] = {
        "members": list(room.rulebook.agreement.vocabularies["members"].names),
        "present": list(what.present),
        "by": list(what.by),
        "consigned": {
            "columns": _headers(table, (key, room.role.beneficiary, room.role.amount, room.role.status), teller),
            "rows": corrected_rows(room, what),
            "open": not what.rows,
        },
        "readings": [
            {
                "key": key,
                "question": reading.question.get(teller.lang),
                "chosen": what.readings.get(key, reading.default),
                "options": [{"value": value, "text": text.get(teller.lang)} for value, text in reading.options.items()],
            }
            for key, reading in room.rulebook.agreement.readings.items()
        ],
        "presented": None,
        "requests": 0,
    }
    if roles.presentations is not None:
        role = roles.presentations
        table = room.rulebook.schema.tables[role.table]
        cells = [column.code for column in table.columns if column.code not in table.identity]
        there = {getattr(row, role.beneficiary): row for row in room.dossier.rows(role.table) or ()
                 if getattr(row, role.meeting) == what.session}  # fmt: skip
        ticked = {row.get(role.beneficiary, ""): row for row in what.presented}
        lines = (row.get(room.role.beneficiary, "") for row in what.rows)
        found["presented"] = {
            "who": role.beneficiary,
            "heading": heading(table, role.beneficiary, teller.lang),
            "columns": _headers(table, cells, teller),
            "rows": [
                dict(ticked.get(name) or {role.beneficiary: name, **{
                    code: there[name].told(code) if name in there else "" for code in cells}})
                for name in dict.fromkeys((*there, *lines)) if name
            ],
        }  # fmt: skip
        found["presented"]["ticks"] = [
            {code: bool(read_done(row.get(code, ""))) for code in cells} for row in found["presented"]["rows"]
        ]
    if roles.requests is not None:
        asked = room.dossier.rows(roles.requests.table) or ()
        found["requests"] = sum(getattr(row, roles.requests.meeting) == what.session for row in asked)
    return found


def _found(room: Room, teller: Teller) -> dict[str, Any]:
    """Return what was found of it; nothing where it cannot be read."""
    report, second = room.report, room.second
    if report is None:
        return {"headline": None, "lines": [], "balance": [], "steps": [], "missing": [], "others": [], "second": None}
    told = headline(report, teller)
    lines = () if report.proposal is None else report.proposal.lines
    own = {id(each) for line in lines for each in line.findings}
    around = [each for each in report.findings if id(each) not in own]
    return {
        "headline": {"text": told.text, "kind": told.kind, "beside": told.beside},
        "balance": [
            {
                "name": each.name,
                "amounts": [teller.amount(value) for value in each.amounts],
                "over": each.exceeded,
            }
            for each in balance_lines(report, teller)
            if each.matters
        ],
        "lines": list(_lines(room, report, teller)),
        "steps": _steps(report, teller),
        "missing": [(f"{each.lead}{each.text}", each.depth) for each in doubts(report.findings, teller).items[:SHOWN]],
        "others": [
            {"title": section.title.get(teller.lang), "why": [_why(each, teller) for each in section.findings[:SHOWN]]}
            for section in sections(around)
        ],
        "second": None if second is None else _second(second, teller),
    }


def _lines(room: Room, report: Report, teller: Teller) -> Iterator[dict[str, Any]]:
    """Yield the verdict on each line: what it breaks and by how much, what is in grave doubt."""
    fixes = {} if room.second is None else room.second.fixes
    for line in () if report.proposal is None else report.proposal.lines:
        mark, kind, word = line_word(line, is_refused(report, line))
        shown = (f for f in faults_first(line.findings)
                 if f.verdict == "violated" or (f.verdict == "unknown" and f.severity == "error"))  # fmt: skip
        yield {
            "id": line.id,
            "mark": mark,
            "kind": kind,
            "word": word.get(teller.lang),
            "broken": not line.ok,
            "why": [_why(each, teller) for each in shown],
            "fix": fixes[line.id].words.get(teller.lang) if line.id in fixes else "",
        }


def _why(finding: Finding, teller: Teller) -> dict[str, str]:
    subject = f" {finding.subject.id}" if finding.subject.id and not finding.new else ""
    return {
        "rule": f"{finding.rule}{subject}",
        "text": f"{article(finding, teller)} {finding.message.get(teller.lang)}",
        "remedy": finding.remedy.get(teller.lang),
    }


def _steps(report: Report, teller: Teller) -> list[dict[str, str]]:
    """Return what is to be done by whom, soonest first; what several lines ask for alike, once for all of them."""
    groups: dict[tuple[str, str, str], list[str]] = {}
    for each in agenda(report):
        told = (
            _when(each.due, report.as_of, teller),
            party(report.rulebook, each.who, teller),
            each.what.get(teller.lang),
        )
        groups.setdefault(told, []).extend([each.id] if each.id else [])
    return [
        {"when": when, "who": who, "what": f"{what} ({', '.join(ids)})" if len(ids) > 1 else what}
        for (when, who, what), ids in list(groups.items())[:STEPS]
    ]


def _second(second: SecondLook, teller: Teller) -> dict[str, Any]:
    if second.problem:
        said = Text(f"ne pas voter sur cette page, les deux calculs diffèrent : {second.problem}",
                    f"do not vote by this page, the two computations differ: {second.problem}")  # fmt: skip
    elif second.engine is None:
        said = Text("relu en entier : même verdict (le second moteur n'est pas installé)",
                    "judged again from the start: same verdict (the second engine is not installed)")  # fmt: skip
    else:
        said = Text(f"relu en entier par les deux moteurs : même verdict ({second.engine})",
                    f"judged again from the start by both engines: same verdict ({second.engine})")  # fmt: skip
    return {"text": french_words(said.fr) if teller.lang == "fr" else said.en, "ok": not second.problem}


def _headers(table: Table, codes: Iterator[str] | tuple[str, ...] | list[str], teller: Teller) -> list[dict[str, str]]:
    return [{"code": code, "header": heading(table, code, teller.lang)} for code in codes]


def _day(day: date | None, teller: Teller) -> str:
    return "" if day is None else teller.date(day)


def _when(due: date | None, as_of: date, teller: Teller) -> str:
    return "" if due is None else f"{teller.date(due)} ({days_left(due, as_of, teller)})"
