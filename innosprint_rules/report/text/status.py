"""Where the programme stands: what is left, how far the thresholds are, what falls due, by whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from innosprint_rules.engine.evaluation.values import says_nothing
from innosprint_rules.report.content.agenda import Entry, SessionPlan, agenda, first_words, session_plan
from innosprint_rules.report.content.headroom import room_words
from innosprint_rules.report.content.margins import Margin, margins
from innosprint_rules.report.content.origin import not_happened
from innosprint_rules.report.content.standing import count
from innosprint_rules.report.content.teller import Teller
from innosprint_rules.report.content.words import (
    MARKS,
    days_left,
    party,
)
from innosprint_rules.report.text.attention import heading
from innosprint_rules.report.text.layout import Line, block, table
from innosprint_rules.report.text.parts import headroom_lines, origin, told_balance
from innosprint_rules.wording import Text, capital

if TYPE_CHECKING:
    from innosprint_rules.engine.evaluation.rows import Row
    from innosprint_rules.engine.report import Report
    from innosprint_rules.report.content.status import Status  # made of the parts of a document, which text needs not


def status_lines(status: Status, teller: Teller) -> list[Line]:
    """Return the page of the state, its first line the answer in one sentence."""
    report = status.report
    entries = agenda(report)
    lines = [Line(line.text, "bold") for line in block(first_words(report, teller, entries), teller.width, 0, 2)]
    lines += told_balance(report, teller)
    lines += _thresholds(report, teller)
    lines += _room(status, teller)
    lines += _sessions(report, teller)
    lines += _agenda(report, entries, teller)
    ahead = not_happened(report, teller)
    if ahead:
        lines += [Line(""), *block(f"{MARKS['notice']} {ahead}", teller.width, 0, 2)]
    found = count(report.findings)
    parts = found.grave(teller)
    if found.doubts:
        said = Text("{n:point|points} à vérifier", "{n:point|points} to verify")
        parts.append(teller.counted(said, n=found.doubts))
    if parts:
        see = teller.say(Text(" : voir innosprint check", ": see innosprint check"))
        lines += [Line(""), *block(f"{teller.lists(parts)}{see}", teller.width, 0, 2)]
    return [*lines, Line(""), *origin(report, teller)]


def _thresholds(report: Report, teller: Teller) -> list[Line]:
    found = margins(report.findings)
    if not found:
        return []
    rows = [_threshold(margin, report, teller) for margin in found]
    lines = heading(teller.say(Text("Seuils", "Thresholds")), teller)
    return lines + [Line(text) for text in table(rows, teller.width, 2)]


def _threshold(margin: Margin, report: Report, teller: Teller) -> tuple[str, str, str]:
    finding = margin.finding
    value, limit = margin.written(margin.value, teller), margin.written(margin.threshold, teller)
    stand = teller.either(f"{value} sur {limit}", f"{value} of {limit}")
    if says_nothing(margin.value):
        stand = teller.either(f"seuil de {limit}", f"threshold {limit}")
    left = margin.left
    if left is None:
        mark, how = MARKS["unknown"], teller.say(Text("non vérifiable", "cannot be verified"))
    elif left >= 0:
        gap = margin.written(left, teller)
        mark = MARKS["ok"]
        how = teller.say(Text(f"marge {gap}", f"margin {gap}") if margin.ceiling else Text("atteint", "reached"))
    else:
        gap = margin.written(-left, teller)
        late = finding.verdict == "violated"
        mark = MARKS[finding.severity] if late else MARKS["next"]
        how = teller.say(
            Text(f"dépassé de {gap}", f"exceeded by {gap}")
            if margin.ceiling
            else Text(f"manque {gap}", f"short by {gap}")
        )
    if margin.due is not None and finding.verdict == "pending":
        how += f", {days_left(margin.due, report.as_of, teller)}"
    if finding.reachable is False:
        how += teller.either(", compromis", ", lost")
    named = finding.subject.id if finding.row is None or not _is_only(finding.row, report) else None
    row = f" ({named})" if named else ""
    title = teller.say(finding.compiled.rule.title)
    colon = teller.colon
    return mark, finding.rule, f"{capital(title)}{row}{colon}{stand}, {how}"


def _is_only(row: Row, report: Report) -> bool:
    """Tell whether a row is the one of a derived table: of a term of one year nobody asks which."""
    return row.model is None and len(report.judge.context.table(row.table).placed) == 1


def _room(status: Status, teller: Teller) -> list[Line]:
    """Return the room for new decisions; nothing without a session to come or a row proposed."""
    found: list[Line] = []
    if status.session is not None:
        day, name = teller.date(status.session.held_on), status.session.session
        noun = status.report.rulebook.schema.meeting
        said = teller.say(
            Text(f"une ligne {noun.of_the} {name}, le {day} : ", f"one row of {noun.one.en} {name}, on {day}: ")
        )
        found += heading(teller.say(Text("Marge d'attribution", "Room to allocate")), teller)
        found += block(f"{said}{room_words(status.session.headroom, teller)}", teller.width, 2, 4)
    return found + headroom_lines(status.proposed, teller)


def _sessions(report: Report, teller: Teller) -> list[Line]:
    plan = session_plan(report)
    if not plan.planned and plan.needed is None:
        return []
    noun = report.rulebook.schema.meeting
    many, none, written = teller.say(noun.many), noun.agreed("aucun"), noun.agreed("inscrit")
    lines = heading(capital(many), teller)
    if plan.planned:
        on = teller.either("le", "on")
        told = [
            f"{each.id} {on} {teller.date(each.held_on)} ({days_left(each.held_on, report.as_of, teller)})"
            for each in plan.planned
        ]
        said = teller.say(Text("à venir : ", "to come: "))
        lines += block(said + teller.lists([text.replace(" ", "\u00a0") for text in told]), teller.width, 2, 4)
    else:
        lines += block(
            teller.say(
                Text(f"{none} {noun.one.fr} à venir n'est {written}", f"no {noun.one.en} to come is written down")
            ),
            teller.width,
            2,
        )
    return lines + [line for text in _needed(plan, report, teller) for line in block(text, teller.width, 2, 4)]


def _needed(plan: SessionPlan, report: Report, teller: Teller) -> list[str]:
    """Say how many sessions are still needed and whether they fit."""
    if plan.needed is None or plan.end is None or plan.least_gap is None:
        return []
    end, gap = teller.date(plan.end), plan.least_gap
    noun = report.rulebook.schema.meeting
    one, many, held = noun.one, noun.many, noun.agreed("tenu")
    if plan.needed == 0:
        return [
            teller.counted(
                Text(
                    f"le compte y est : {{n:{one.fr} {held}|{many.fr} {held}s}} pour {{r}}",
                    f"enough: {{n:{one.en}|{many.en}}} held for {{r}}",
                ),
                n=plan.held or 0,
                r=plan.required or 0,
            )
        ]
    if report.as_of > plan.end:
        said = Text(f"la convention a pris fin le {{end}} : il a manqué {{n:{one.fr}|{many.fr}}}",
                    f"the term ended on {{end}}: {{n:{one.en} was|{many.en} were}} missing")  # fmt: skip
        return [teller.counted(Text(said.fr.replace("{end}", end), said.en.replace("{end}", end)), n=plan.needed)]
    said = Text(
        f"il en faut encore {{n}} d'ici au {{end}} ; {{p:{one.fr} à venir compte|{many.fr} à venir comptent}}",
        f"{{n}} more needed by {{end}}; {{p:{one.en}|{many.en}}} to come will count",
    )

    found = [
        teller.counted(
            Text(said.fr.replace("{end}", end), said.en.replace("{end}", end)), n=plan.needed, p=plan.planned_in_term
        )
    ]
    days = teller.lists([teller.date(each) for each in plan.latest])
    if plan.fits:
        fit = Text(f"à {gap} jours d'écart au moins, c'est possible ; au plus tard : {days}",
                   f"at least {gap} days apart, they fit; at the latest: {days}")  # fmt: skip
    else:
        last = "?" if plan.earliest is None else teller.date(plan.earliest)
        fit = Text(f"à {gap} jours d'écart au moins, elles ne tiennent plus : la dernière tomberait le {last}",
                   f"at least {gap} days apart they no longer fit: the last would be on {last}")  # fmt: skip
    return [*found, teller.say(fit)]


def _agenda(report: Report, entries: list[Entry], teller: Teller) -> list[Line]:
    if not entries:
        return []
    rows: list[tuple[str, str, str]] = []
    colon = teller.colon
    undated = teller.say(Text("sans date", "no date"))
    for entry in entries:
        who = party(report.rulebook, entry.who, teller)
        what = teller.say(entry.what)
        if entry.reachable is False:
            what += teller.either(" (compromis)", " (lost)")
        due = undated if entry.due is None else teller.date(entry.due)
        when = "" if entry.due is None else days_left(entry.due, report.as_of, teller)
        rows.append((due, when, f"{who}{colon}{what}" if who else what))
    lines = heading(teller.say(Text("Agenda", "Agenda")), teller)
    return lines + [Line(text) for text in table(rows, teller.width)]
