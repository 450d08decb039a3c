"""What is due, when, by whom; which sessions are to come, and whether those still needed fit in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from innosprint_rules.calendar import day
from innosprint_rules.engine.check import worth
from innosprint_rules.report.content.standing import left_words
from innosprint_rules.report.content.teller import ENGLISH, FRENCH, Teller
from innosprint_rules.report.content.words import days_left, in_order, step_words
from innosprint_rules.wording import LANGUAGES, Text, capital

if TYPE_CHECKING:
    from innosprint_rules.engine.report import Report


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to do; ``reachable`` False when it can no longer be done in time, ``days`` negative when it is late."""

    due: date | None
    days: int | None
    who: str | None
    what: Text
    rule: str
    table: str
    id: str | None
    reachable: bool | None = None


def agenda(report: Report) -> list[Entry]:
    """Return the next steps, and what is pending without one: what is late, what has no date, then soonest first.

    Objectives are no obligations: they stand among the thresholds, not here.
    """
    book = report.rulebook
    lost = {(f.rule, f.subject): f.reachable for f in report.findings if f.reachable is not None}
    steps = report.next_steps
    found = [
        Entry(
            step.due,
            _days(step.due, report.as_of),
            step.who,
            Text(*(step_words(book, step, Teller(lang), steps) for lang in LANGUAGES)),
            step.rule,
            *step.subject,
            lost.get((step.rule, step.subject)),
        )
        for step in steps
    ]
    told = {(step.rule, step.subject) for step in report.next_steps}
    for finding in report.findings:
        if finding.verdict != "pending" or finding.due is None or finding.nature == "objective":
            continue
        if (finding.rule, finding.subject) in told:
            continue
        found.append(
            Entry(
                finding.due,
                _days(finding.due, report.as_of),
                finding.debtor,
                finding.message,
                finding.rule,
                *finding.subject,
                finding.reachable,
            )
        )
    return sorted(found, key=lambda entry: in_order(entry.due, report.as_of))


def once(entries: Iterable[Entry]) -> list[tuple[Entry, str]]:
    """Return the entries, those that ask the same of the same people on the same day as one, with its rows in words."""
    alike: dict[tuple[Any, ...], list[Entry]] = {}
    for entry in entries:
        alike.setdefault((entry.due, entry.who, entry.what), []).append(entry)
    return [
        (group[0], f" ({', '.join(each.id or '' for each in group)})" if len(group) > 1 and group[0].id else "")
        for group in alike.values()
    ]


def first_words(report: Report, teller: Teller, entries: list[Entry] | None = None) -> str:
    """Return what is left and what comes next, in one sentence."""
    entries = agenda(report) if entries is None else entries
    left = left_words(report, teller)
    parts = [left] if left else []
    late = sum(entry.due is not None and entry.due < report.as_of for entry in entries)
    if late:
        parts.append(
            teller.number(
                late, Text("échéance dépassée", "deadline missed"), Text("échéances dépassées", "deadlines missed")
            )
        )
    following = next((e for e in entries if e.due is not None and e.due >= report.as_of), None)
    if following is not None and following.due is not None:
        due, left_days = teller.date(following.due), days_left(following.due, report.as_of, teller)
        parts.append(teller.either(f"prochaine échéance le {due} ({left_days})", f"next: {due} ({left_days})"))
    if not parts:
        return teller.say(
            Text(
                f"Au {FRENCH.date(report.as_of)}, rien n'est à échéance",
                f"On {ENGLISH.date(report.as_of)}, nothing falls due",
            )
        )
    return capital(teller.clauses(parts))


def _days(due: date | None, as_of: date) -> int | None:
    return None if due is None else (due - as_of).days


@dataclass(frozen=True, slots=True)
class Planned:
    """A session to come."""

    id: str
    held_on: date
    place: str | None


@dataclass(frozen=True, slots=True)
class SessionPlan:
    """The sessions to come, and whether those still needed fit before the end at the least usual gap."""

    as_of: date
    planned: tuple[Planned, ...]
    held: int | None = None
    required: int | None = None
    least_gap: int | None = None
    end: date | None = None
    last: date | None = None  # the last session held
    planned_in_term: int = 0

    @property
    def needed(self) -> int | None:
        """How many sessions are still to be held, those planned included."""
        return None if self.held is None or self.required is None else max(0, self.required - self.held)

    @property
    def earliest(self) -> date | None:
        """The first day on which the last session needed could be held, gaps kept."""
        if not self.needed or self.least_gap is None:
            return None
        first = self.as_of.toordinal()
        if self.last is not None:
            first = max(first, self.last.toordinal() + self.least_gap)
        return day(first + (self.needed - 1) * self.least_gap)

    @property
    def fits(self) -> bool | None:
        """Whether the sessions still needed fit before the end, each at least the usual gap apart."""
        if self.needed == 0:
            return True
        earliest = self.earliest
        return None if earliest is None or self.end is None else earliest <= self.end

    @property
    def latest(self) -> list[date]:
        """The last days on which the sessions still needed can be held, gaps kept."""
        if not self.needed or self.least_gap is None or self.end is None:
            return []
        end = self.end.toordinal()
        return [day(end - self.least_gap * left) for left in reversed(range(self.needed))]


_COUNTED = ("meetings_held", "meetings_required", "meetings_gap", "last_day")
"""The roles of measures without which nobody can say how many meetings are still needed."""


def session_plan(report: Report) -> SessionPlan:
    """Return the sessions to come; what is needed is said where the agreement says how they are counted."""
    context = report.judge.context
    role = report.rulebook.schema.roles.meetings
    coming = [row for row in report.judge.world.played(role).to_come(context.as_of).placed if row.day is not None]
    place = None if role is None else role.place
    planned = tuple(
        Planned(row.id, day(row.day or 1), None if place is None else getattr(row.model, place)) for row in coming
    )
    book = report.rulebook
    wanted = [book.agreement.roles.get(name) for name in _COUNTED]
    if None in wanted:
        return SessionPlan(report.as_of, planned)
    held, required, gap, end = (_number(worth(report.judge, name or "")) for name in wanted)
    past = [] if role is None else [row.day for row in context.table(role.table).placed if row.day is not None]
    within = 0 if end is None else sum((row.day or 0) <= end for row in coming)
    last, ends = day(past[-1]) if past else None, None if end is None else day(end)
    return SessionPlan(report.as_of, planned, held, required, gap, ends, last, within)


def _number(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None
