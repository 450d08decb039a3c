"""Cells that are read after another cell of their row says what they are.

They are kept in one canonical spelling (``"200000.00"``, ``"2019-12-31"``, ``"11.5"``, or the text itself),
which is compared and written back.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from innosprint_rules.dossier.cells import (
    CellError,
    read_amount,
    read_date,
    read_decimal,
    read_number,
    read_text,
)
from innosprint_rules.dossier.schema.columns import Meaning
from innosprint_rules.money import plain

T = TypeVar("T")


def quietly(read: Callable[[object], T | None], value: object) -> T | None:
    """Read ``value``, taking what cannot be read for blank."""
    try:
        return read(value)
    except CellError:
        return None


def canonical(meaning: Meaning, value: object) -> str | None:
    """Read ``value`` as ``meaning`` says and return its canonical spelling; CellError when it cannot be."""
    if meaning == "amount":
        cents = read_amount(value)
        return None if cents is None else plain(cents)
    if meaning == "number":
        number = read_number(value)
        return None if number is None else str(number)
    if meaning == "decimal":
        millionths = read_decimal(value)
        return None if millionths is None else decimal_text(millionths)
    if meaning == "date":
        date = read_date(value)
        return None if date is None else date.isoformat()
    return read_text(value)


READERS: Mapping[Meaning, Callable[[object], Any]] = {
    "amount": read_amount, "number": read_number, "decimal": read_decimal, "date": read_date, "text": read_text,
}  # fmt: skip
"""The reader of each kind of value."""


def decimal_text(millionths: int, parts: int = 10**6) -> str:
    """Write millionths (or other ``parts`` of 1) with a point and no needless zeros: ``11500000`` gives ``"11.5"``."""
    whole, rest = divmod(abs(millionths), parts)
    sign = "-" if millionths < 0 else ""
    return sign + f"{whole}.{rest:0{len(str(parts)) - 1}d}".rstrip("0").rstrip(".")


def french(meaning: Meaning, text: str) -> str:
    """Write a canonical value as French spreadsheets do: decimal comma, day first."""
    if meaning in ("amount", "decimal"):
        return text.replace(".", ",")
    if meaning == "date":
        return french_date(dt.date.fromisoformat(text))
    return text


def french_date(date: dt.date) -> str:
    """Write a day as 31/05/2019."""
    return f"{date.day:02d}/{date.month:02d}/{date.year:04d}"
