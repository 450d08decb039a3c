"""How JSON carries the values of an outcome: shares, amounts, dates, and how far two values are apart."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from innosprint_rules.dossier.schema.values import decimal_text
from innosprint_rules.formula.types import Kind
from innosprint_rules.money import plain
from innosprint_rules.simulation.outcome.intervals import Share, rounded, whole


def share_document(share: Share) -> dict[str, Any]:
    """Return a share with its interval; null where it is of no year."""
    return {
        "years": share.count,
        "of": share.of,
        "share": share.value,
        "low": share.low,
        "high": share.high,
        "method": share.method if share.of else None,
    }


def machine(value: int | Fraction | Decimal | None, kind: Kind) -> str | float | int | None:
    """Return a value of a measure: an amount or decimal as text, a date as ISO, a number or flag as a number."""
    if value is None:
        return None
    if kind == "amount":
        return plain(whole_of(value))
    if kind == "date":
        return date.fromordinal(whole_of(value)).isoformat()
    if kind == "decimal":
        return decimal_text(whole_of(value))
    return value if isinstance(value, int) else rounded(value)


def gap(value: Fraction | Decimal | None, kind: Kind) -> str | float | None:
    """Return how far two values of a measure are apart; of dates, in days."""
    if value is None:
        return None
    return rounded(value) if kind in ("date", "number", "flag") else str(machine(value, kind))


def whole_of(value: int | Fraction | Decimal) -> int:
    """Return the nearest whole number."""
    return value if isinstance(value, int) else whole(value)
