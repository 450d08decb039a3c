"""What amendments make of a parameter: those that surely set it by a day, those that may, in the order of signing."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from typing import Any, NamedTuple, TypeAlias

from innosprint_rules.dossier.schema.roles import Amendments
from innosprint_rules.dossier.schema.values import READERS, quietly
from innosprint_rules.engine.evaluation.rows import Row, TableRows
from innosprint_rules.folding import fold
from innosprint_rules.formula.logic import ANYTHING, UNKNOWN, Interval, Number, conjunction, high, low, one_of
from innosprint_rules.rulebook.models import Parameter

Applies: TypeAlias = Callable[[Row, list[Any]], Any]
"""Whether an amendment counts, by what the parameter may have been worth before it."""


class Amended(NamedTuple):
    """What a parameter is worth on a day: the amendment that surely sets it, and those that may."""

    value: Any
    by: Row | None
    perhaps: tuple[Row, ...]


def amends(role: Amendments, model: Any, parameter: Parameter) -> bool:
    """Tell whether a row of the table of amendments names ``parameter``, in either language."""
    named = role.parameter_named(getattr(model, role.parameter))
    return named is not None and parameter.amended_by is not None and named == fold(parameter.amended_by)


def amended_value(role: Amendments, model: Any, parameter: Parameter) -> Any:
    """Return what an amendment sets ``parameter`` to, cents or a day; None while its value is blank or of no use."""
    for kind, read in READERS.items():
        if kind == parameter.type.type.kind:
            return quietly(read, getattr(model, role.value))
    return None


def amended(
    parameter: Parameter, role: Amendments, rows: TableRows, on: Number, as_of: int, applies: Applies
) -> Amended:
    """Return what a parameter is worth on a day, with the amendments on which that rests.

    Amendments are gone through in order, each judged (``applies``) by what the parameter was worth before it.
    One without a day may stand anywhere among the others.
    """
    written = written_values(parameter, on)
    undated: list[tuple[Row, Any, Any]] = []
    for row in rows.unplaced:
        worth, express = _worth(role, parameter, row)
        if express is not False and (signed := _signed_by(row, on, as_of)) is not False:
            undated.append((row, worth, conjunction((express, signed))))
    anywhere = [worth for _, worth, _ in undated]
    setters: list[Row] = []
    doubtful: list[Row] = []
    candidates: list[Any] = list(written)
    for row in rows.placed:
        worth, express = _worth(role, parameter, row)
        signed = _signed_by(row, on, as_of)
        counts = conjunction((express, signed))
        if counts is not False:
            counts = conjunction((counts, applies(row, candidates + anywhere)))
        if counts is True:
            candidates, setters, doubtful = [worth], [row], []
        elif counts is UNKNOWN:
            candidates.append(worth)
            doubtful.append(row)
    for place, (row, worth, counts) in enumerate(undated):
        others = anywhere[:place] + anywhere[place + 1 :]
        both = conjunction((counts, applies(row, candidates + others)))
        if both is True and not setters:
            candidates = [*(candidates if doubtful else []), worth]
            setters.append(row)
        elif both is not False:
            candidates.append(worth)
            doubtful.append(row)
    sure = setters[0] if len(setters) == 1 else None
    return Amended(either(candidates), sure, tuple(doubtful if sure else [*setters, *doubtful]))


def _worth(role: Amendments, parameter: Parameter, row: Row) -> tuple[Any, Any]:
    """Return what an amendment sets a parameter to, and whether it is an express one of that parameter."""
    model = row.model
    if not amends(role, model, parameter):
        return None, False
    tried = row.values.get(role.value)  # only where a missing value is filled in on trial
    value: Any = amended_value(role, model, parameter) if tried is None else tried
    worth = ANYTHING if value is None else value if isinstance(value, int) else value.toordinal()
    form = row.values[role.form]
    return worth, UNKNOWN if form is UNKNOWN else form in role.express


def _signed_by(row: Row, on: Number, as_of: int) -> Any:
    if row.day is None:
        # signed some day up to now: it counts now, and may not have counted before
        return True if low(on) >= as_of else UNKNOWN
    if row.day <= low(on):
        return True
    return False if row.day > high(on) else UNKNOWN


def written_values(parameter: Parameter, on: Number) -> list[Any]:
    """Return what the agreement itself gives a parameter on a day, or on the days that it may be."""
    days = [day for day, _ in parameter.values]
    first, last = (max(bisect_right(days, day) - 1, 0) for day in (low(on), high(on)))
    return [value for _, value in parameter.values[first : last + 1]]


def either(values: list[Any]) -> Any:
    """Return what can be said of a value that is one of several."""
    if len(values) == 1:
        return values[0]
    if all(value is None or isinstance(value, int | Interval) for value in values):
        return one_of(values)
    return values[0] if len(set(values)) == 1 else UNKNOWN
