"""The sessions on a line of time, between the two-month periods, with the gaps that the agreement hopes for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from innosprint_rules.engine.check import worth
from innosprint_rules.report.html.check.findings import verdict_words
from innosprint_rules.report.html.check.history import span, term
from innosprint_rules.report.html.check.telling import (
    Cells,
    Part,
    Telling,
    kind_of,
    number,
    row,
    scrolling,
    section,
    table,
    verdict_pill,
)
from innosprint_rules.report.html.check.timeline import Period, Stop, timeline
from innosprint_rules.report.html.markup import Child, Html, join, tag
from innosprint_rules.wording import capital

if TYPE_CHECKING:
    from innosprint_rules.engine.evaluation.rows import Row
    from innosprint_rules.engine.findings import Finding

_MOST_DRAWN = 24  # sessions and periods, beyond which marks would cover each other


@dataclass(frozen=True, slots=True)
class _Said:
    """What the rules say of the rows of one table, those that need attention first."""

    by_row: dict[str, list[Finding]]

    def of(self, identity: str) -> list[Finding]:
        return self.by_row.get(identity, [])

    def attention(self, identity: str) -> list[Finding]:
        return [f for f in self.of(identity) if f.verdict in ("violated", "unknown") or f.reachable is False]


def sessions_section(telling: Telling) -> Part | None:
    """Return the rhythm of the sessions and of the periods; None where the dossier knows of no session."""
    report = telling.report
    role = report.rulebook.schema.roles.meetings
    held = report.judge.world.played(role)
    rows = list(held.all())
    periods = _periods(telling)
    if not rows and not periods:
        return None
    said = _said(telling, "" if role is None else role.table)
    stops = [_stop(each, telling, said) for each in held.placed if each.day is not None]
    first, last = span(report, [each.day for each in stops])
    title = telling.say("Les sessions et le rythme de deux mois", "The sessions and the two-month rhythm")
    drawn = (stops or periods) and max(len(stops), len(periods)) <= _MOST_DRAWN
    guide = _guide(telling)
    chart = timeline(telling, title, (first, last), stops, periods, guide) if drawn else None
    return section(
        "sessions",
        "Sessions",
        tag("figure", tag("figcaption", title), scrolling(title, chart)) if chart is not None else None,
        _sessions(telling, rows, said) if rows else None,
        _two_months(telling, periods, stops) if periods else None,
    )


def _said(telling: Telling, name: str) -> _Said:
    by_row: dict[str, list[Finding]] = {}
    for finding in telling.report.findings:
        if finding.subject.table == name and finding.subject.id is not None:
            by_row.setdefault(finding.subject.id, []).append(finding)
    return _Said(by_row)


def _stop(each: Row, telling: Telling, said: _Said) -> Stop:
    day = each.day or 0
    ahead = day > telling.report.as_of.toordinal()
    return Stop(each.id, day, ahead, any(kind_of(f) != "unknown" for f in said.attention(each.id)))


def _guide(telling: Telling) -> tuple[int, int] | None:
    """Return the gap between sessions, least and greatest, where the rulebook has such a guide."""
    names = ("least_gap", "greatest_gap")
    if not all(name in telling.report.rulebook.parameters for name in names):
        return None
    least, greatest = (worth(telling.report.judge, name) for name in names)
    return (least, greatest) if isinstance(least, int) and isinstance(greatest, int) else None


def _sessions(telling: Telling, rows: list[Row], said: _Said) -> Html:
    heads: list[str] = [
        "Session",
        "Date",
        telling.say("État", "State"),
        telling.say("Jours depuis la précédente", "Days since the one before"),
        telling.say("Ce qu'on en dit", "What is said of it"),
    ]
    made: list[Cells] = []
    before: int | None = None
    for each in rows:
        gap = "" if each.day is None or before is None else str(each.day - before)
        date = telling.say("date inconnue", "date unknown") if each.day is None else telling.day(each.day)
        ahead = each.day is not None and each.day > telling.report.as_of.toordinal()
        state = telling.say("à venir", "to come") if ahead else telling.say("tenue", "held")
        before = each.day if each.day is not None else before
        made.append(row(each.id, date, state, number(gap or "–"), _verdicts(telling, said, each.id, ahead)))
    caption = telling.say("Les sessions, l'une après l'autre", "The sessions, one after the other")
    return table(caption, heads, made)


def _verdicts(telling: Telling, said: _Said, identity: str, ahead: bool) -> Child:
    """Return what needs attention, or that nothing does."""
    told = said.attention(identity)
    if told:
        return [verdict_words(f, telling) for f in told]
    if ahead:
        return telling.say("pas encore jugée", "not judged yet")
    calm = next((f for f in said.of(identity) if f.verdict == "satisfied"), None)
    return verdict_pill(calm, telling.lang) if calm is not None else "–"


# two-month periods -----------------------------------------------------------------------------------


def _periods(telling: Telling) -> list[Period]:
    """Return the rows of the rulebook's table of periods, where it has one with two days that are known."""
    derived = telling.report.judge.program.derived.get("periods")
    if derived is None or not {"first", "last"} <= set(derived.columns) or term(telling.report)[0] is None:
        return []
    found = telling.report.judge.context.table("periods").placed
    said = _said(telling, "periods")
    days = [(each.id, each.values["first"], each.values["last"]) for each in found]
    return [
        Period(name, first, last, tuple(said.of(name)))
        for name, first, last in days
        if isinstance(first, int) and isinstance(last, int)
    ]


def _two_months(telling: Telling, periods: list[Period], stops: list[Stop]) -> Html:
    heads: list[str] = [
        telling.say("Période", "Period"), telling.say("Du", "From"), telling.say("Au", "To"), "Sessions",
        telling.say("Ce qui est dû", "What is due"),
    ]  # fmt: skip
    rows: list[Cells] = []
    for period in periods:
        inside = ", ".join(stop.name for stop in stops if period.first <= stop.day <= period.last)
        told = [verdict_words(f, telling) for f in period.findings]
        rows.append(row(period.name, telling.day(period.first), telling.day(period.last), inside or "–", join(told)))
    caption = capital(telling.report.rulebook.tables["periods"].label.get(telling.lang))
    return table(caption, heads, rows)
