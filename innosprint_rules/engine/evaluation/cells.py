"""Cells as engines read them: how each column turns from what the file says into a plain value."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from innosprint_rules.dossier.schema.columns import Column, View
from innosprint_rules.dossier.schema.tables import Table
from innosprint_rules.folding import fold
from innosprint_rules.formula.logic import ANYTHING, NOT_NEGATIVE, UNKNOWN
from innosprint_rules.formula.types import NUMERIC, Type
from innosprint_rules.rulebook.column_types import value_columns
from innosprint_rules.rulebook.recognising import Vocabulary


def typed_unknown(kind: Type) -> Any:
    """Return what stands for a missing value of a type."""
    if kind.nothing:
        return UNKNOWN
    if kind.kind in NUMERIC:
        return NOT_NEGATIVE
    return ANYTHING if kind.kind == "date" else UNKNOWN


def as_list(cell: Any) -> tuple[str, ...]:
    """Return what a cell of names holds, whether it was read as a list or as one text."""
    return (cell,) if isinstance(cell, str) else cell or ()


def _viewed(column: Column, view: View, blank: Any) -> Callable[[Any], Any]:
    """Return how a value is seen as one of its kinds; where it may be nothing, it is so in a cell of another kind."""
    read_by = column.read_by

    def read(model: Any) -> Any:
        if view.nothing and (read_by is None or read_by.meaning(getattr(model, read_by.column)) != view.kind):
            return None
        value = getattr(model, view.name)
        if value is None:
            return blank
        return value.toordinal() if isinstance(value, date) else value

    return read


def _always(value: Any) -> Callable[[Any], Any]:
    return lambda _model: value


def readers(
    table: Table, kinds: Mapping[str, Type], present: frozenset[str], vocabularies: Mapping[str, Vocabulary]
) -> list[tuple[str, Callable[[Any], Any]]]:
    """Return how each column of a table turns from a model's attribute into an internal value."""
    found: list[tuple[str, Callable[[Any], Any]]] = []
    values = value_columns(table)
    for column, kind in kinds.items():
        unknown = typed_unknown(kind)
        viewed = values.get(column)
        if viewed is not None and viewed[1].nothing:
            found.append((column, _viewed(*viewed, typed_unknown(replace(kind, nothing=False)))))
            continue
        source = column if viewed is None else viewed[0].code
        spec = table.by_code.get(source)
        if source not in present and not (spec is not None and spec.default is not None):
            found.append((column, _always(unknown)))
            continue
        blank = None if kind.nothing else unknown
        names = None if spec is None or kind.of == "text" else spec.names
        recognise = None if names is None else vocabularies[names].items
        found.append((column, _reader(column, kind, blank, recognise)))
    return found


def _reader(column: str, kind: Type, blank: Any, recognise: Callable[[Any], Any] | None) -> Callable[[Any], Any]:
    if kind.kind == "list":
        if recognise is None:
            return lambda model: tuple(map(fold, getattr(model, column) or ()))
        return lambda model: recognise(as_list(getattr(model, column)))
    if kind.kind == "date":

        def read_day(model: Any) -> Any:
            value = getattr(model, column)
            return blank if value is None else value.toordinal()

        return read_day

    def read(model: Any) -> Any:
        value = getattr(model, column)
        return blank if value is None else value

    return read
