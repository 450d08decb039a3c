"""How JSON carries the values of an outcome: shares, amounts, dates, and how far two values are apart."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field

from innosprint_rules.dossier.schema.values import decimal_text
from innosprint_rules.engine.documents.shape import Amount, Day
from innosprint_rules.formula.types import Kind
from innosprint_rules.money import plain
from innosprint_rules.simulation.outcome.figure import Figure
from innosprint_rules.simulation.outcome.intervals import rounded, whole

Share = Annotated[float, Field(ge=0, le=1, description="a share of the years, at most six decimals")]
Value = Annotated[
    Amount | Day | str | float | int | None,
    Field(description="an amount or a decimal as text, a day, a number; by the `kind` beside it"),
]
MeasureKind = Literal["amount", "number", "decimal", "date", "flag"]


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


def figure_value(found: Figure | None) -> str | float | int | None:
    """Return a figure: a share as a number, a mean as its measure is written."""
    if found is None or found.value is None:
        return None
    return rounded(found.value) if found.kind is None else machine(found.value, found.kind)


def figure_end(found: Figure | None, place: int) -> str | float | int | None:
    """Return the lower (0) or upper (1) end of a figure's interval."""
    bounds = None if found is None else found.bounds
    if found is None or bounds is None:
        return None
    return rounded(bounds[place]) if found.kind is None else machine(bounds[place], found.kind)
