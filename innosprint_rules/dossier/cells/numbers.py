"""Readers of quantities: amounts in whole cents, whole numbers, decimals in millionths.

What could mean two things is refused: ``1.234`` is a thousand to some and one and a bit to others.
"""

from __future__ import annotations

import re
from decimal import Decimal
from operator import index
from typing import SupportsIndex

from innosprint_rules.dossier.cells.base import SPACES, is_blank
from innosprint_rules.dossier.cells.refusals import (
    HINT_AMOUNT,
    HINT_DECIMAL,
    HINT_WHOLE,
    ambiguous,
    negative,
    not_whole,
    too_large,
    too_precise,
    unreadable,
)
from innosprint_rules.formula.types import EXACT, LARGEST
from innosprint_rules.money import MOST_CENTS

MILLION = 10**6
_MOST_NUMBER, _MOST_MILLIONTHS = LARGEST["number"], LARGEST["decimal"]

_SIMPLE_AMOUNT = re.compile(r"([0-9]{1,8})(?:[.,]([0-9]{1,2}))?")
_GROUPED = r"[0-9]{1,3}(?: [0-9]{3})+|[0-9]+"
_AMOUNT = re.compile(
    rf"(?:€ ?)?(?P<whole>{_GROUPED})(?:[.,](?P<part>[0-9]+))?(?: *(?P<unit>k? ?(?:€|eur|euros?)))?",
    re.IGNORECASE | re.ASCII,
)
_TWO_MARKS = re.compile(
    r"(?:€ ?)?(?:([0-9]{1,3}(?:,[0-9]{3})+)\.([0-9]{1,2})|([0-9]{1,3}(?:\.[0-9]{3})+),([0-9]{1,2}))"
    r"(?: *(?:€|eur|euros?))?",
    re.IGNORECASE | re.ASCII,
)
_NUMBER = re.compile(rf"(?P<whole>{_GROUPED})(?:[.,](?P<part>[0-9]+))?", re.ASCII)


def read_amount(value: object) -> int | None:
    """Read an amount of euros as whole cents; None for a blank cell.

    Raises CellError for anything that is not one amount: ambiguous, too precise, negative, too large.
    """
    if isinstance(value, str):
        simple = _SIMPLE_AMOUNT.fullmatch(value)
        if simple is not None:
            whole, part = simple.groups()
            return int(whole) * 100 if part is None else int(whole) * 100 + int(part.ljust(2, "0"))
        return None if is_blank(value) else _written_amount(value)
    if value is None:
        return None
    cents = _scaled(value, 2, "amount", HINT_AMOUNT)
    if cents > MOST_CENTS:
        raise too_large("amount", value)
    return cents


def read_number(value: object) -> int | None:
    """Read a whole number from 0; ``12,0`` is 12. None for a blank cell; CellError otherwise."""
    if is_blank(value):
        return None
    if not isinstance(value, str):
        number = _scaled(value, 0, "number", HINT_WHOLE)
    else:
        whole, part = _split(value, "number", HINT_WHOLE)
        if part.strip("0"):
            raise not_whole(value)
        if len(part) == 3 and int(whole) and len(whole) <= 3:
            raise ambiguous("number", value)
        number = int(whole)
    if number > _MOST_NUMBER:
        raise too_large("number", value)
    return number


def read_decimal(value: object) -> int | None:
    """Read a number with up to six decimals as whole millionths; None for a blank cell."""
    if is_blank(value):
        return None
    if not isinstance(value, str):
        millionths = _scaled(value, 6, "decimal", HINT_DECIMAL)
    else:
        whole, part = _split(value, "decimal", HINT_DECIMAL)
        if len(part) > 6:
            raise too_precise("decimal", value, 6)
        millionths = int(whole) * MILLION + int(part.ljust(6, "0"))
    if millionths > _MOST_MILLIONTHS:
        raise too_large("decimal", value)
    return millionths


def _written_amount(value: str) -> int:
    """Read an amount that has groups, a unit, or a fault."""
    text = value.translate(SPACES).strip()
    marks = _TWO_MARKS.fullmatch(text)
    if marks is not None:
        whole = re.sub(r"[.,]", "", marks.group(1) or marks.group(3))
        part, thousands = marks.group(2) or marks.group(4), False
    else:
        found = _AMOUNT.fullmatch(text)
        if found is None:
            raise unreadable("amount", value, text, HINT_AMOUNT)
        grouped, part = found.group("whole"), found.group("part") or ""
        thousands = (found.group("unit") or "").lower().startswith("k")
        if len(part) == 3 and len(grouped) <= 3 and int(grouped):
            raise ambiguous("amount", value)
        if len(part) > 2:
            raise too_precise("amount", value, 2)
        whole = grouped.replace(" ", "")
    if len(whole) > 18:
        raise too_large("amount", value)
    cents = int(whole) * 100 + int(part.ljust(2, "0"))
    if thousands:
        cents *= 1000
    if cents > MOST_CENTS:
        raise too_large("amount", value)
    return cents


def _split(value: str, what: str, hint: tuple[str, str]) -> tuple[str, str]:
    """Part a written number into its whole part, groups closed up, and its decimals."""
    text = value.translate(SPACES).strip()
    found = _NUMBER.fullmatch(text)
    if found is None:
        raise unreadable(what, value, text, hint)
    whole = found.group("whole").replace(" ", "")
    if len(whole) > 18:
        raise too_large(what, value)
    return whole, found.group("part") or ""


def _scaled(value: object, places: int, what: str, hint: tuple[str, str]) -> int:
    """Return a number of another tool times ten to the ``places``, exactly, or refuse it."""
    if isinstance(value, bool):
        raise unreadable(what, value, "", hint)
    if isinstance(value, float):
        exact = Decimal(float.__repr__(value))  # as it is printed, never its binary expansion
    elif isinstance(value, Decimal):
        exact = value
    elif isinstance(value, SupportsIndex):
        whole = index(value)
        if whole < 0:
            raise negative(what, value)
        if whole > EXACT:
            raise too_large(what, value)
        return whole * int(10**places)
    else:
        raise unreadable(what, value, "", hint)
    if not exact.is_finite():
        raise unreadable(what, value, "", hint)
    if exact.is_signed() and exact:
        raise negative(what, value)
    if exact.adjusted() > 18:
        raise too_large(what, value)
    _sign, digits, exponent = exact.as_tuple()
    kept = int(exponent) + places
    if kept >= 0 or not exact:
        return int("".join(map(str, digits))) * int(10 ** max(kept, 0)) if exact else 0
    if any(digits[kept:]) or -kept >= len(digits):
        raise not_whole(value) if places == 0 else too_precise(what, value, places)
    return int("".join(map(str, digits[:kept])))
