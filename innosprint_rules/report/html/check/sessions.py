"""The sessions on a line of time, between the two-month periods, with the gaps that the agreement hopes for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from innosprint_rules.engine.check import worth
from innosprint_rules.report.html.check.context import (
    Cells,
    PageContext,
    Part,
    kind_of,
    number,
    row,
    scrolling,
    section,
    table,
    verdict_pill,
)
from innosprint_rules.report.html.check.findings import verdict_words
from innosprint_rules.report.html.check.history import span, term
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


def sessions_section(context: PageContext) -> Part | None:
    """Return the rhythm of the sessions and of the periods; None where the dossier knows of no session."""
    report = context.report
    role = report.rulebook.schema.roles.meetings
    held = report.judge.world.played(role)
    rows = list(held.all())
    periods = _periods(context)
    if not rows and not periods:
        return None
    said = _said(context, "" if role is None else role.table)
    stops = [_stop(each, context, said) for each in held.placed if each.day is not None]
    first, last = span(report, [each.day for each in stops])
    noun = report.rulebook.schema.meeting
    title = context.say(f"Les {noun.many.fr} et leur rythme", f"The {noun.many.en} and their rhythm")
    drawn = (stops or periods) and max(len(stops), len(periods)) <= _MOST_DRAWN
    guide = _guide(context)
    chart = timeline(context, title, (first, last), stops, periods, guide) if drawn else None
    return section(
        "sessions",
        capital(context.say(*noun.many)),
        tag("figure", tag("figcaption", title), scrolling(title, chart)) if chart is not None else None,
        _sessions(context, rows, said) if rows else None,
        _two_months(context, periods, stops) if periods else None,
    )


_GAPS = ("meetings_gap", "meetings_gap_most")
"""The roles of the measures that say how far apart two meetings are, at least and at most."""


def _said(context: PageContext, name: str) -> _Said:
    by_row: dict[str, list[Finding]] = {}
    for finding in context.report.findings:
        if finding.subject.table == name and finding.subject.id is not None:
            by_row.setdefault(finding.subject.id, []).append(finding)
    return _Said(by_row)


def _stop(each: Row, context: PageContext, said: _Said) -> Stop:
    day = each.day or 0
    ahead = day > context.report.as_of.toordinal()
    return Stop(each.id, day, ahead, any(kind_of(f) != "unknown" for f in said.attention(each.id)))


def _guide(context: PageContext) -> tuple[int, int] | None:
    """Return the gap between sessions, least and greatest, where the rulebook has such a guide."""
    roles = context.report.rulebook.agreement.roles
    if not all(name in roles for name in _GAPS):
        return None
    least, greatest = (worth(context.report.judge, roles[name]) for name in _GAPS)
    return (least, greatest) if isinstance(least, int) and isinstance(greatest, int) else None


def _sessions(context: PageContext, rows: list[Row], said: _Said) -> Html:
    noun = context.report.rulebook.schema.meeting
    heads: list[str] = [
        capital(context.say(*noun.one)),
        "Date",
        context.say("État", "State"),
        context.say("Jours depuis la précédente", "Days since the one before"),
        context.say("Ce qu'on en dit", "What is said of it"),
    ]
    one = "l'une" if noun.feminine else "l'un"
    made: list[Cells] = []
    before: int | None = None
    for each in rows:
        gap = "" if each.day is None or before is None else str(each.day - before)
        date = context.say("date inconnue", "date unknown") if each.day is None else context.teller.day(each.day)
        ahead = each.day is not None and each.day > context.report.as_of.toordinal()
        state = context.say("à venir", "to come") if ahead else context.say(noun.agreed("tenu"), "held")
        before = each.day if each.day is not None else before
        made.append(row(each.id, date, state, number(gap or "–"), _verdicts(context, said, each.id, ahead)))
    caption = context.say(f"Les {noun.many.fr}, {one} après l'autre", f"The {noun.many.en}, one after the other")
    return table(caption, heads, made)


def _verdicts(context: PageContext, said: _Said, identity: str, ahead: bool) -> Child:
    """Return what needs attention, or that nothing does."""
    told = said.attention(identity)
    if told:
        return [verdict_words(f, context) for f in told]
    if ahead:
        return context.say("pas encore jugée", "not judged yet")
    calm = next((f for f in said.of(identity) if f.verdict == "satisfied"), None)
    return verdict_pill(calm, context.teller) if calm is not None else "–"


# two-month periods -----------------------------------------------------------------------------------


def _periods(context: PageContext) -> list[Period]:
    """Return the rows of the rulebook's table of periods, where it has one with two days that are known."""
    derived = context.report.judge.program.derived.get("periods")
    if derived is None or not {"first", "last"} <= set(derived.columns) or term(context.report)[0] is None:
        return []
    found = context.report.judge.context.table("periods").placed
    said = _said(context, "periods")
    days = [(each.id, each.values["first"], each.values["last"]) for each in found]
    return [
        Period(name, first, last, tuple(said.of(name)))
        for name, first, last in days
        if isinstance(first, int) and isinstance(last, int)
    ]


def _two_months(context: PageContext, periods: list[Period], stops: list[Stop]) -> Html:
    heads: list[str] = [
        context.say("Période", "Period"), context.say("Du", "From"), context.say("Au", "To"), "Sessions",
        context.say("Ce qui est dû", "What is due"),
    ]  # fmt: skip
    rows: list[Cells] = []
    for period in periods:
        inside = ", ".join(stop.name for stop in stops if period.first <= stop.day <= period.last)
        told = [verdict_words(f, context) for f in period.findings]
        rows.append(
            row(
                period.name,
                context.teller.day(period.first),
                context.teller.day(period.last),
                inside or "–",
                join(told),
            )
        )
    caption = capital(context.teller.say(context.report.rulebook.tables["periods"].label))
    return table(caption, heads, rows)
