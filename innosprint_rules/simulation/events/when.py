"""A day as a scenario writes it: a date, a name of the agreement or of a session, and days before or after.

``31/05/2019``, ``payment_deadline + 30 days``, ``next_session + 2 weeks``, ``as_of``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from innosprint_rules.calendar import months_after
from innosprint_rules.dossier.cells import CellError, read_date
from innosprint_rules.dossier.cells.dates import FIRST_YEAR, LAST_YEAR
from innosprint_rules.errors import Location, Problem, ProblemList, ScenarioError
from innosprint_rules.wording import Text

AS_OF = "as_of"

_NAME = re.compile(r"[a-z_][a-z0-9_]*")
_SHIFTED = re.compile(r"(?P<base>.+?)\s*(?P<sign>[+-])\s*(?P<count>[0-9]{1,4})\s*(?P<unit>[^\W\d]+)")
_SPAN = re.compile(r"(?P<sign>[+-]?)\s*(?P<count>[0-9]{1,4})\s*(?P<unit>[^\W\d]+)")
_UNITS = {
    "day": "days", "days": "days", "jour": "days", "jours": "days",
    "week": "weeks", "weeks": "weeks", "semaine": "weeks", "semaines": "weeks",
    "month": "months", "months": "months", "mois": "months",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class DayRange:
    """A length of time: a number of days and of months, either of which may be negative."""

    days: int = 0
    months: int = 0

    def after(self, day: date) -> date:
        """Return the day that comes this long after ``day``; OverflowError outside the years we know."""
        moved = date.fromordinal(months_after(day.toordinal(), self.months)) + timedelta(days=self.days)
        if not FIRST_YEAR <= moved.year <= LAST_YEAR:
            raise OverflowError(moved)
        return moved


@dataclass(frozen=True, slots=True)
class When:
    """A day not yet worked out: a date or a name, a span to add, and where it is written."""

    base: date | str
    span: DayRange
    text: str
    location: Location

    def on(self, named: Callable[[str, Location], date]) -> date:
        """Work the day out; ``named`` gives the day of a name."""
        start = self.base if isinstance(self.base, date) else named(self.base, self.location)
        try:
            return self.span.after(start)
        except (OverflowError, ValueError):
            raise ScenarioError(
                Problem(
                    "date-out-of-range",
                    Text(f"« {self.text} » tombe hors des années {FIRST_YEAR} à {LAST_YEAR}",
                         f"“{self.text}” falls outside {FIRST_YEAR} to {LAST_YEAR}"),
                    location=self.location,
                )
            ) from None  # fmt: skip


def read_when(text: str, location: Location, problems: ProblemList) -> When | None:
    """Read a day; what is wrong goes to ``problems``."""
    text = " ".join(text.split())
    base, span = text, DayRange()
    shifted = _SHIFTED.fullmatch(text)
    if shifted is not None and shifted["unit"].lower() in _UNITS:
        base = shifted["base"]
        span = _span(shifted["sign"], shifted["count"], shifted["unit"])
    if _NAME.fullmatch(base):
        return When(base, span, text, location)
    try:
        day = read_date(base)
    except CellError as error:
        hint = Text(
            f"{error.hint.fr}, ou un nom de date et un écart comme « term_end + 30 days »",
            f"{error.hint.en}, or the name of a date and a distance like “term_end + 30 days”",
        )
        problems.add(error.code, error.message, hint, location)
        return None
    return When(day, span, text, location) if day is not None else None


def read_span(text: str, location: Location, problems: ProblemList) -> DayRange | None:
    """Read a length of time: ``60 days``, ``-2 semaines``."""
    found = _SPAN.fullmatch(" ".join(text.split()))
    if found is not None and found["unit"].lower() in _UNITS:
        return _span(found["sign"], found["count"], found["unit"])
    problems.add(
        "span-unreadable",
        Text(f"« {text} » n'est pas une durée", f"“{text}” is not a length of time"),
        Text("écrire un nombre et days, weeks ou months : « 60 days »",
             "write a number and days, weeks or months: “60 days”"),
        location,
    )  # fmt: skip
    return None


def _span(sign: str, count: str, unit: str) -> DayRange:
    number = -int(count) if sign == "-" else int(count)
    kind = _UNITS[unit.lower()]
    if kind == "months":
        return DayRange(months=number)
    return DayRange(days=number * 7 if kind == "weeks" else number)
