"""Where the programme stands: what is left, how far the thresholds are, what falls due, by whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from innosprint_rules.engine.evaluation.values import says_nothing
from innosprint_rules.report.content.agenda import Entry, SessionPlan, agenda, session_plan
from innosprint_rules.report.content.headroom import room_words
from innosprint_rules.report.content.margins import Margin, margins
from innosprint_rules.report.content.origin import not_happened
from innosprint_rules.report.content.standing import count, left_words
from innosprint_rules.report.content.words import (
    MARKS,
    counted,
    days_left,
    number_of,
    party,
    written_date,
)
from innosprint_rules.report.text.attention import heading
from innosprint_rules.report.text.layout import Line, block, table
from innosprint_rules.report.text.parts import headroom_lines, origin, told_balance
from innosprint_rules.wording import COLON, Lang, Text, lists

if TYPE_CHECKING:
    from innosprint_rules.engine.evaluation.rows import Row
    from innosprint_rules.engine.report import Report
    from innosprint_rules.report.content.status import Status  # made of the parts of a document, which text needs not


def status_lines(status: Status, lang: Lang, width: int) -> list[Line]:
    """Return the page of the state, its first line the answer in one sentence."""
    report = status.report
    entries = agenda(report)
    lines = [Line(line.text, "bold") for line in block(first_words(report, lang, entries), width, 0, 2)]
    lines += told_balance(report, lang, width)
    lines += _thresholds(report, lang, width)
    lines += _room(status, lang, width)
    lines += _sessions(report, lang, width)
    lines += _agenda(report, entries, lang, width)
    ahead = not_happened(report, lang)
    if ahead:
        lines += [Line(""), *block(f"{MARKS['notice']} {ahead}", width, 0, 2)]
    found = count(report.findings)
    parts = found.grave(lang)
    if found.doubts:
        said = Text("{n:point|points} à vérifier", "{n:point|points} to verify")
        parts.append(counted(said, lang, n=found.doubts))
    if parts:
        see = Text(" : voir innosprint check", ": see innosprint check").get(lang)
        lines += [Line(""), *block(f"{lists(parts, lang)}{see}", width, 0, 2)]
    return [*lines, Line(""), *origin(report, lang, width)]


def first_words(report: Report, lang: Lang, entries: list[Entry] | None = None) -> str:
    """Return what is left and what comes next, in one sentence."""
    entries = agenda(report) if entries is None else entries
    left = left_words(report, lang)
    parts = [left] if left else []
    late = sum(entry.due is not None and entry.due < report.as_of for entry in entries)
    if late:
        parts.append(number_of(late, Text("échéance dépassée", "deadline missed"),
                               Text("échéances dépassées", "deadlines missed"), lang))  # fmt: skip
    following = next((e for e in entries if e.due is not None and e.due >= report.as_of), None)
    if following is not None and following.due is not None:
        due, left_days = written_date(following.due, lang), days_left(following.due, report.as_of, lang)
        parts.append(f"prochaine échéance le {due} ({left_days})" if lang == "fr" else f"next: {due} ({left_days})")
    if not parts:
        return Text(f"Au {written_date(report.as_of, 'fr')}, rien n'est à échéance",
                    f"On {written_date(report.as_of, 'en')}, nothing falls due").get(lang)  # fmt: skip
    said = ("\u202f; " if lang == "fr" else "; ").join(parts)
    return said[:1].upper() + said[1:]


def _thresholds(report: Report, lang: Lang, width: int) -> list[Line]:
    found = margins(report.findings)
    if not found:
        return []
    rows = [_threshold(margin, report, lang) for margin in found]
    lines = heading(Text("Seuils", "Thresholds").get(lang), lang)
    return lines + [Line(text) for text in table(rows, width, 2)]


def _threshold(margin: Margin, report: Report, lang: Lang) -> tuple[str, str, str]:
    finding = margin.finding
    value, limit = margin.written(margin.value, lang), margin.written(margin.threshold, lang)
    stand = f"{value} sur {limit}" if lang == "fr" else f"{value} of {limit}"
    if says_nothing(margin.value):
        stand = f"seuil de {limit}" if lang == "fr" else f"threshold {limit}"
    left = margin.left
    if left is None:
        mark, how = MARKS["unknown"], Text("non vérifiable", "cannot be verified").get(lang)
    elif left >= 0:
        gap = margin.written(left, lang)
        mark = MARKS["ok"]
        how = (Text(f"marge {gap}", f"margin {gap}") if margin.ceiling else Text("atteint", "reached")).get(lang)
    else:
        gap = margin.written(-left, lang)
        late = finding.verdict == "violated"
        mark = MARKS[finding.severity] if late else MARKS["next"]
        how = (Text(f"dépassé de {gap}", f"exceeded by {gap}") if margin.ceiling
               else Text(f"manque {gap}", f"short by {gap}")).get(lang)  # fmt: skip
    if margin.due is not None and finding.verdict == "pending":
        how += f", {days_left(margin.due, report.as_of, lang)}"
    if finding.reachable is False:
        how += ", compromis" if lang == "fr" else ", lost"
    named = finding.subject.id if finding.row is None or not _is_only(finding.row, report) else None
    row = f" ({named})" if named else ""
    title = finding.compiled.rule.title.get(lang)
    colon = COLON[lang]
    return mark, finding.rule, f"{title[:1].upper()}{title[1:]}{row}{colon}{stand}, {how}"


def _is_only(row: Row, report: Report) -> bool:
    """Tell whether a row is the one of a derived table: of a term of one year nobody asks which."""
    return row.model is None and len(report.judge.context.table(row.table).placed) == 1


def _room(status: Status, lang: Lang, width: int) -> list[Line]:
    """Return the room for new decisions; nothing without a session to come or a row proposed."""
    found: list[Line] = []
    if status.session is not None:
        day, name = written_date(status.session.held_on, lang), status.session.session
        said = Text(f"une ligne de la session {name}, le {day} : ", f"one row of session {name}, on {day}: ").get(lang)
        found += heading(Text("Marge d'attribution", "Room to allocate").get(lang), lang)
        found += block(f"{said}{room_words(status.session.headroom, lang)}", width, 2, 4)
    return found + headroom_lines(status.proposed, lang, width)


def _sessions(report: Report, lang: Lang, width: int) -> list[Line]:
    plan = session_plan(report)
    if not plan.planned and plan.needed is None:
        return []
    role = report.rulebook.schema.roles.meetings
    many = "sessions" if role is None else report.rulebook.schema.tables[role.table].many.get(lang)
    lines = heading(f"{many[:1].upper()}{many[1:]}", lang)
    if plan.planned:
        on = "le" if lang == "fr" else "on"
        told = [
            f"{each.id} {on} {written_date(each.held_on, lang)} ({days_left(each.held_on, report.as_of, lang)})"
            for each in plan.planned
        ]
        said = Text("à venir : ", "to come: ").get(lang)
        lines += block(said + lists([text.replace(" ", "\u00a0") for text in told], lang), width, 2, 4)
    else:
        lines += block(
            Text("aucune session à venir n'est inscrite", "no session to come is written down").get(lang), width, 2
        )
    return lines + [line for text in _needed(plan, report, lang) for line in block(text, width, 2, 4)]


def _needed(plan: SessionPlan, report: Report, lang: Lang) -> list[str]:
    """Say how many sessions are still needed and whether they fit."""
    if plan.needed is None or plan.end is None or plan.least_gap is None:
        return []
    end, gap = written_date(plan.end, lang), plan.least_gap
    if plan.needed == 0:
        return [counted(Text("le compte y est : {n:session tenue|sessions tenues} pour {r}",
                             "enough: {n:session|sessions} held for {r}"),
                        lang, n=plan.held or 0, r=plan.required or 0)]  # fmt: skip
    if report.as_of > plan.end:
        said = Text("la convention a pris fin le {end} : il a manqué {n:session|sessions}",
                    "the term ended on {end}: {n:session was|sessions were} missing")  # fmt: skip
        return [counted(Text(said.fr.replace("{end}", end), said.en.replace("{end}", end)), lang, n=plan.needed)]
    said = Text("il en faut encore {n} d'ici au {end} ; {p:session à venir compte|sessions à venir comptent}",
                "{n} more needed by {end}; {p:session|sessions} to come will count")  # fmt: skip
    found = [counted(Text(said.fr.replace("{end}", end), said.en.replace("{end}", end)), lang, n=plan.needed,
                     p=plan.planned_in_term)]  # fmt: skip
    days = lists([written_date(each, lang) for each in plan.latest], lang)
    if plan.fits:
        fit = Text(f"à {gap} jours d'écart au moins, c'est possible ; au plus tard : {days}",
                   f"at least {gap} days apart, they fit; at the latest: {days}")  # fmt: skip
    else:
        last = "?" if plan.earliest is None else written_date(plan.earliest, lang)
        fit = Text(f"à {gap} jours d'écart au moins, elles ne tiennent plus : la dernière tomberait le {last}",
                   f"at least {gap} days apart they no longer fit: the last would be on {last}")  # fmt: skip
    return [*found, fit.get(lang)]


def _agenda(report: Report, entries: list[Entry], lang: Lang, width: int) -> list[Line]:
    if not entries:
        return []
    rows: list[tuple[str, str, str]] = []
    colon = COLON[lang]
    undated = Text("sans date", "no date").get(lang)
    for entry in entries:
        who = party(report.rulebook, entry.who, lang)
        what = entry.what.get(lang)
        if entry.reachable is False:
            what += " (compromis)" if lang == "fr" else " (lost)"
        due = undated if entry.due is None else written_date(entry.due, lang)
        when = "" if entry.due is None else days_left(entry.due, report.as_of, lang)
        rows.append((due, when, f"{who}{colon}{what}" if who else what))
    lines = heading(Text("Agenda", "Agenda").get(lang), lang)
    return lines + [Line(text) for text in table(rows, width)]
