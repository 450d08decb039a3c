"""The diary: meetings and what is due, as entries of a calendar and as reminders."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from email.message import EmailMessage

from innosprint_rules.calendar import local_today
from innosprint_rules.dossier.models import Dossier
from innosprint_rules.dossier.schema.base_row import Row
from innosprint_rules.engine.check import check, default_rulebook
from innosprint_rules.report.content.agenda import agenda
from innosprint_rules.report.content.teller import FRENCH, Teller
from innosprint_rules.report.documents.source import Source
from innosprint_rules.rulebook.book import Rulebook
from innosprint_rules.wording import Text, capital

_DOMAIN = "innosprint-rules"
REMIND_BEFORE = timedelta(days=7)
"""How long before a day its reminder rings."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a diary: what it stays known by from one export to the next, its day, what it says."""

    uid: str
    day: date
    title: str
    text: str
    place: str = ""


def entries(
    dossier: Dossier,
    *,
    rulebook: Rulebook | None = None,
    teller: Teller = FRENCH,
    as_of: date | None = None,
    readings: Mapping[str, str] | None = None,
) -> tuple[Entry, ...]:
    """Return the entries of a diary: every meeting that has a day, everything that is due on one.

    An entry is known by the agreement and by what it is about, never by its day: a second export moves it.
    """
    book = rulebook if rulebook is not None else default_rulebook()
    source = Source(check(dossier, book, as_of=as_of or local_today(), readings=readings), teller)
    title = teller.say(book.agreement.title)
    found = [
        Entry(_uid(book.name, "session", row.identity), day, f"{capital(name)} {row.identity}", title, place)
        for row, name, day, place in _meetings(dossier, book, teller)
    ]
    for each in agenda(source.report):
        if each.due is not None:
            who = source.who(each.who)
            what = teller.say(each.what)
            colon = teller.colon
            text = f"{what}\n{book.article(book.rules[each.rule])} ({each.rule})"
            uid = _uid(book.name, each.rule, f"{each.table}/{each.id or ''}")
            found.append(Entry(uid, each.due, f"{who}{colon}{what}" if who else what, text))
    return tuple(sorted({entry.uid: entry for entry in found}.values(), key=lambda entry: (entry.day, entry.uid)))


def _meetings(dossier: Dossier, book: Rulebook, teller: Teller) -> Iterator[tuple[Row, str, date, str]]:
    """Yield the meetings that have a day, with what one is called, that day and the place."""
    role = book.schema.roles.meetings
    if role is None:
        return
    for row in dossier.rows(role.table) or ():
        day = getattr(row, role.day)
        if day is not None:
            place = None if role.place is None else getattr(row, role.place)
            yield row, teller.say(row.table.one), day, place or ""


def _uid(*parts: str) -> str:
    return f"{hashlib.sha256('/'.join(parts).encode()).hexdigest()[:32]}@{_DOMAIN}"


def ics(found: tuple[Entry, ...], title: str, made: date) -> bytes:
    """Return entries as an iCalendar file, each with an alarm a week before.

    Raises:
        UsageError: icalendar is not installed.
    """
    from innosprint_rules.errors import Problem, UsageError

    try:
        from icalendar import Alarm, Calendar, Event
    except ImportError as error:
        raise UsageError(
            Problem(
                "icalendar-missing",
                Text("il manque de quoi écrire un calendrier .ics", "what writes .ics calendars is not installed"),
                Text('installer : pip install "innosprint-rules[docs]"',
                     'install it: pip install "innosprint-rules[docs]"'),
            )
        ) from error  # fmt: skip
    book = Calendar()
    book.add("prodid", f"-//{_DOMAIN}//{_DOMAIN}//FR")
    book.add("version", "2.0")
    book.add("method", "PUBLISH")
    book.add("x-wr-calname", title)
    stamp = datetime.combine(made, time(), UTC)
    for entry in found:
        event = Event()
        event.add("uid", entry.uid)
        event.add("dtstamp", stamp)
        event.add("sequence", made.toordinal() - date(2018, 1, 1).toordinal())
        event.add("summary", entry.title)
        event.add("description", entry.text)
        event.add("dtstart", entry.day)
        event.add("dtend", entry.day + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
        if entry.place:
            event.add("location", entry.place)
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", entry.title)
        alarm.add("trigger", -REMIND_BEFORE)
        event.add_component(alarm)
        book.add_component(event)
    content: bytes = book.to_ical()
    return content


def reminders(found: tuple[Entry, ...], as_of: date, teller: Teller) -> dict[str, bytes]:
    """Return a reminder as a message (.eml) for each entry from ``as_of`` on, by the name of its file."""
    files: dict[str, bytes] = {}
    for entry in found:
        if entry.day < as_of:
            continue
        message = EmailMessage()
        day = teller.date(entry.day)
        message["Subject"] = f"{entry.title} ({day})"[:200].replace("\n", " ").replace("\r", " ")
        message["Message-ID"] = f"<{entry.uid}>"
        message["X-Unsent"] = "1"
        message.set_content(f"{entry.title}\n{day}\n\n{entry.text}\n")
        files[f"{entry.day.isoformat()}-{entry.uid[:8]}.eml"] = bytes(message)
    return files
