"""Reader of dates: 31/05/2019, 2019-05-31, 31 mai 2019, and the dates of spreadsheets.

Day first or year first, whichever of ``/ . -`` parts them: no other order is ever taken.
"""

from __future__ import annotations

import datetime as dt
import re

from innosprint_rules.dossier.cells.base import SPACES, CellError, is_blank, is_error_text, refuse
from innosprint_rules.dossier.cells.words import error_text
from innosprint_rules.folding import fold, stripped

FIRST_YEAR, LAST_YEAR = 1900, 2200

_FRENCH = re.compile(r"([0-9]{1,2}) ?([/.-]) ?([0-9]{1,2}) ?\2 ?([0-9]{4})(?: (?P<time>[0-9:.]+))?", re.ASCII)
_ISO = re.compile(r"([0-9]{4})([/.-])([0-9]{1,2})\2([0-9]{1,2})(?:[T ](?P<time>[0-9:.]+)(?:Z|\+00:?00)?)?", re.ASCII)
_MIDNIGHT = re.compile(r"00:00(?::00(?:\.0+)?)?", re.ASCII)
_WRITTEN = re.compile(r"([0-9]{1,2})(?:er)?[ .]+([a-z]+)[ .]+([0-9]{4})", re.ASCII)
_SHORT_YEAR = re.compile(r"[0-9]{1,2}[/. -]+(?:[0-9]{1,2}|[^\W\d]+\.?)[/. -]+[0-9]{2}")

_MONTHS = {
    "janvier": 1, "fevrier": 2, "mars": 3, "avril": 4, "mai": 5, "juin": 6,
    "juillet": 7, "aout": 8, "septembre": 9, "octobre": 10, "novembre": 11, "decembre": 12,
    "january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6,
    "july": 7, "august": 8, "september": 9, "october": 10, "november": 11, "december": 12,
    "janv": 1, "fevr": 2, "fev": 2, "avr": 4, "juil": 7, "sept": 9, "oct": 10, "nov": 11, "dec": 12,
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9,
}  # fmt: skip


def read_date(value: object) -> dt.date | None:
    """Read a day; None for a blank cell.

    A moment is accepted at midnight only, which is how spreadsheets keep days. Raises CellError for a day
    that does not exist, a year of two digits, a year outside 1900 to 2200, and anything else.
    """
    if isinstance(value, str):
        french = _FRENCH.fullmatch(value)
        if french is not None:
            return _french(french, value)
        return None if is_blank(value) else _written(value)
    if value is None:
        return None
    if isinstance(value, dt.datetime):
        if value != value:  # pandas' "not a time" is the one moment that differs from itself
            return None
        if (value.hour, value.minute, value.second, value.microsecond) != (0, 0, 0, 0):
            raise _with_time(value)
        return _day(value.year, value.month, value.day, value)
    if isinstance(value, dt.date):
        return _day(value.year, value.month, value.day, value)
    raise _unreadable(value)


def _written(value: str) -> dt.date:
    """Read a day written otherwise than 31/05/2019."""
    text = stripped(value).translate(SPACES)
    iso = _ISO.fullmatch(text)
    if iso is not None:
        _check_time(iso["time"], value)
        return _day(int(iso[1]), int(iso[3]), int(iso[4]), value)
    french = _FRENCH.fullmatch(text)
    if french is not None:
        return _french(french, value)
    words = _WRITTEN.fullmatch(fold(text))
    if words is not None and words[2] in _MONTHS:
        return _day(int(words[3]), _MONTHS[words[2]], int(words[1]), value)
    if _SHORT_YEAR.fullmatch(text):
        raise refuse(
            "date-two-digit-year", value,
            "a une année à deux chiffres", "has a year of two digits",
            "écrire l'année en entier, comme 31/05/2019", "write the whole year, as in 31/05/2019",
        )  # fmt: skip
    raise _unreadable(value)


def _french(found: re.Match[str], value: str) -> dt.date:
    _check_time(found["time"], value)
    return _day(int(found[4]), int(found[3]), int(found[1]), value)


def _check_time(time: str | None, value: str) -> None:
    if time is not None and not _MIDNIGHT.fullmatch(time):
        raise _with_time(value)


def _day(year: int, month: int, day: int, value: object) -> dt.date:
    try:
        date = dt.date(year, month, day)
    except ValueError:
        swapped = " ; le jour vient avant le mois" if month > 12 >= day > 0 else ""
        swapped_en = "; the day comes before the month" if swapped else ""
        raise refuse(
            "date-impossible", value,
            "n'existe pas au calendrier", "is no day of the calendar",
            f"vérifier le jour et le mois{swapped}", f"check the day and the month{swapped_en}",
        ) from None  # fmt: skip
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise refuse(
            "date-out-of-range", value,
            f"est hors des années {FIRST_YEAR} à {LAST_YEAR}", f"is outside {FIRST_YEAR} to {LAST_YEAR}",
            "vérifier l'année", "check the year",
        )  # fmt: skip
    return date


def _with_time(value: object) -> CellError:
    return refuse(
        "date-with-time", value,
        "porte une heure", "has a time of day",
        "écrire le jour seul, comme 31/05/2019", "write the day alone, as in 31/05/2019 or 2019-05-31",
    )  # fmt: skip


def _unreadable(value: object) -> CellError:
    if isinstance(value, str) and is_error_text(value):
        return error_text(value)
    return refuse(
        "date-unreadable", value,
        "n'est pas une date", "is not a date",
        "écrire une date comme 31/05/2019 ou 2019-05-31", "write a date like 31/05/2019 or 2019-05-31",
    )  # fmt: skip
