"""The functions of the language: what they take, what they give, and how they work on intervals."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from innosprint_rules import calendar
from innosprint_rules.folding import fold
from innosprint_rules.formula.logic import ANYTHING, LEAST, MOST, UNKNOWN, Interval, Number, exact, high, interval, low
from innosprint_rules.formula.shares import WHOLE
from innosprint_rules.formula.types import AMOUNT, DATE, FLAG, NUMBER, Type

_WORD = re.compile(r"[^\W_]+")
_PARTS = re.compile(r"\s+et\s+|[,;/]")


def _letters(text: str) -> str:
    """Return ``text`` without case, accents, spaces and dashes: « Inno-Sprint » contains « innosprint »."""
    return fold(text).replace(" ", "")


def parts(text: str) -> tuple[str, ...]:
    """Split a text at ``et`` ``,`` ``;`` ``/`` and fold each part."""
    return tuple(folded for piece in _PARTS.split(text.casefold()) if (folded := fold(piece)))


def word_starts(text: str, start: str) -> bool:
    """Tell whether a word of ``text``, or the part of one after a hyphen, begins with ``start``.

    Case and accents aside; a word right after ``non`` says the contrary and does not count.
    """
    words = _WORD.findall(fold(text))
    return any(
        word.startswith(fold(start)) and before != "non" for before, word in zip(("", *words), words, strict=False)
    )


def _shift(function: Callable[[int, int], int]) -> Callable[[Number, Number], Number]:
    """Lift ``day, count -> day`` (increasing in both) to intervals; far days stay infinite."""

    def lifted(start: Number, count: Number) -> Number:
        if start.__class__ is int and count.__class__ is int:
            return function(start, count)
        ends = []
        for bound, of in ((low, LEAST), (high, MOST)):
            first, steps = bound(start), bound(count)
            far = not calendar.FIRST_DAY <= first <= calendar.LAST_DAY or abs(steps) > 20_000
            try:
                ends.append(of if far else function(first, steps))
            except (ValueError, OverflowError):  # past the end of the calendar: as far as may be
                ends.append(of)
        return interval(ends[0], ends[1])

    return lifted


def _days_between(first: Number, last: Number) -> Number:
    if first.__class__ is int and last.__class__ is int:
        return last - first
    return interval(low(last) - high(first), high(last) - low(first))


def _years_between(first: Number, last: Number) -> Number:
    if isinstance(first, int) and isinstance(last, int):
        return calendar.years_between(first, last)
    least, most = (high(first), low(last)), (low(first), high(last))
    inside = [all(calendar.FIRST_DAY <= day <= calendar.LAST_DAY for day in pair) for pair in (least, most)]
    return interval(
        calendar.years_between(*least) if inside[0] else 0, calendar.years_between(*most) if inside[1] else MOST
    )


def _days_in(first: Number, last: Number) -> Number:
    between = _days_between(first, last)
    if isinstance(between, Interval):
        return interval(max(between.lo + 1, 0), max(between.hi + 1, 0))
    return max(between + 1, 0)


def _common_days(a: Number, b: Number, c: Number, d: Number) -> Number:
    if isinstance(a, int) and isinstance(b, int) and isinstance(c, int) and isinstance(d, int):
        return calendar.common_days(a, b, c, d)
    least = calendar.common_days(high(a), low(b), high(c), low(d))
    most = calendar.common_days(low(a), high(b), low(c), high(d))
    return interval(least, most)


def _year_of(value: Number) -> Number:
    if value.__class__ is int:
        return calendar.year_of(value)
    lo, hi = max(low(value), calendar.FIRST_DAY), min(high(value), calendar.LAST_DAY)
    return interval(calendar.year_of(lo), calendar.year_of(hi))


def _in_year(value: Number, year: Number) -> Number:
    if value.__class__ is int and year.__class__ is int:
        return calendar.in_year(value, year)
    last = calendar.year_of(calendar.LAST_DAY)
    first, final = low(year), high(year)
    lo = LEAST if not 1 <= first <= last else date(first, 1, 1).toordinal()
    hi = MOST if not 1 <= final <= last else date(final, 12, 31).toordinal()
    if isinstance(value, int):  # the same day of the first and of the last year
        lo = lo if lo == LEAST else calendar.in_year(value, first)
        hi = hi if hi == MOST else calendar.in_year(value, final)
    return interval(lo, hi)


def _least(*values: Number) -> Number:
    return interval(min(map(low, values)), min(map(high, values)))


def _most(*values: Number) -> Number:
    return interval(max(map(low, values)), max(map(high, values)))


def _month_end(value: Number) -> Number:
    if value.__class__ is int:
        return calendar.month_end(value)
    inside = [b if calendar.FIRST_DAY <= b <= calendar.LAST_DAY else None for b in (low(value), high(value))]
    lo = LEAST if inside[0] is None else calendar.month_end(inside[0])
    return interval(lo, MOST if inside[1] is None else calendar.month_end(inside[1]))


ROUNDINGS: dict[str, Callable[[int, int], int]] = {
    "down": lambda a, b: a // b,
    "up": lambda a, b: -(-a // b),
    "half_up": lambda a, b: (2 * a + b) // (2 * b),
}
"""How a quotient becomes a whole number, of a positive divisor; ``half_up``: the nearest, a half upwards."""


def _cents(share: Number, how: str) -> Number:
    """Round exact shares to whole cents."""
    work = ROUNDINGS[how]
    lo, hi = low(share), high(share)
    return interval(lo if lo <= LEAST else work(lo, WHOLE), hi if hi >= MOST else work(hi, WHOLE))


def _ratio(part: Number, whole: Number, how: str) -> Any:
    """Return a part of a whole in millionths: nothing of a whole that is 0, unknown where it may be 0 or less."""
    if whole.__class__ is int and part.__class__ is int:
        return None if whole == 0 else _quotient(part, whole, how)
    least, most = low(whole), high(whole)
    if least <= 0:
        return UNKNOWN
    ends = [
        bound if abs(bound) >= MOST else _quotient(bound, above if bound >= 0 else below, how)
        for bound, above, below in ((low(part), most, least), (high(part), least, most))
    ]
    return interval(ends[0], ends[1])


def _pro_rata(amount: Number, part: Number, whole: Number, how: str) -> Any:
    """Return an amount in the proportion of a part to a whole, in cents: nothing of a whole that is 0.

    With what is not known exactly it is bounded where nothing may be negative, and unknown elsewhere.
    """
    if amount.__class__ is int and part.__class__ is int and whole.__class__ is int:
        return None if whole == 0 else _rounded(amount * part, whole, how)
    if low(whole) <= 0 or low(amount) < 0 or low(part) < 0:
        return UNKNOWN
    most = max(high(amount), high(part)) >= MOST
    return interval(
        0 if high(whole) >= MOST else _rounded(low(amount) * low(part), high(whole), how),
        MOST if most else _rounded(high(amount) * high(part), low(whole), how),
    )


def _rounded(product: int, whole: int, how: str) -> int:
    sign = 1 if whole > 0 else -1
    return ROUNDINGS[how](sign * product, sign * whole)


def _quotient(part: int, whole: int, how: str) -> int:
    return _rounded(part * WHOLE, whole, how)


@dataclass(frozen=True, slots=True)
class Function:
    """A function: the kinds it takes, the type it gives (None: that of its arguments), and its working."""

    takes: tuple[str, ...]
    gives: Type | None
    work: Callable[..., Any]
    many: bool = False  # takes two or more of takes[0]
    rounds: bool = False  # its last argument says how it rounds, written out


RATIO = Type("percent", nothing=True)
"""What ``ratio`` gives: nothing where the whole is 0."""

PRO_RATA = Type("amount", nothing=True)
"""What ``pro_rata`` gives: nothing where the whole is 0."""

QUOTIENTS = (RATIO, PRO_RATA)
"""What functions give that divide a part by a whole."""

FUNCTIONS: dict[str, Function] = {
    "days_between": Function(("date", "date"), NUMBER, _days_between),
    "days_after": Function(("date", "number"), DATE, _shift(lambda d, n: d + n)),
    "months_after": Function(("date", "number"), DATE, _shift(calendar.months_after)),
    "years_after": Function(("date", "number"), DATE, _shift(calendar.years_after)),
    "month_end": Function(("date",), DATE, _month_end),
    "years_between": Function(("date", "date"), NUMBER, _years_between),
    "year_of": Function(("date",), NUMBER, _year_of),
    "in_year": Function(("date", "number"), DATE, _in_year),
    "days_in": Function(("date", "date"), NUMBER, _days_in),
    "common_days": Function(("date", "date", "date", "date"), NUMBER, _common_days),
    "earliest": Function(("date",), DATE, _least, many=True),
    "latest": Function(("date",), DATE, _most, many=True),
    "min": Function(("numeric",), None, _least, many=True),
    "max": Function(("numeric",), None, _most, many=True),
    "word_starts": Function(("text", "text"), FLAG, word_starts),
    "exactly": Function(("ordered",), None, lambda value: value if exact(value) else ANYTHING),
    "contains": Function(("text", "text"), FLAG, lambda text, part: _letters(part) in _letters(text)),
    "cents": Function(("share", "text"), AMOUNT, _cents, rounds=True),
    "ratio": Function(("numeric", "numeric", "text"), RATIO, _ratio, rounds=True),
    "pro_rata": Function(("amount", "numeric", "numeric", "text"), PRO_RATA, _pro_rata, rounds=True),
    "parts": Function(("text",), Type("list", of="text"), parts),
}

AGGREGATES = ("sum", "count", "count_distinct", "min", "max", "any", "all", "rows", "items")
TESTS = ("given", "known")
VIEWS = ("until", "before", "after")
