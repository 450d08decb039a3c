"""What moves an outcome, and scenarios side by side, as JSON."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from innosprint_rules.formula.types import Kind
from innosprint_rules.simulation.outcome.compare import Cell, Comparison
from innosprint_rules.simulation.outcome.document_values import gap, machine
from innosprint_rules.simulation.outcome.figures import Figure
from innosprint_rules.simulation.outcome.intervals import rounded
from innosprint_rules.simulation.outcome.sensitivity import Effect, Position, Sensitivity

SEVERAL = "innosprint-outcomes/1"


def outcomes_document(comparison: Comparison) -> dict[str, Any]:
    """Return several outcomes and their comparison with the keys of the published JSON Schema."""
    names = [each.setting.name for each in comparison.outcomes]
    rows = [
        {
            "name": row.name,
            "label": row.label.as_dict(),
            "kind": row.figure.kind or "share",
            "cells": [_cell(name, cell) for name, cell in zip(names, row.cells, strict=True)],
        }
        for row in comparison.rows
    ]
    return {
        "schema": SEVERAL,
        "outcomes": [each.model_dump() for each in comparison.outcomes],
        "comparison": {"first": names[0], "rows": rows},
    }


def sensitivity_document(found: Sensitivity) -> dict[str, Any]:
    return {
        "outcome": found.base.name,
        "label": found.base.label.as_dict(),
        "kind": found.base.kind or "share",
        "years": found.years,
        "base": figure_value(found.base),
        "effects": [_effect(each) for each in found.effects],
        "without_effect": list(found.idle),
        "not_moved": list(found.still),
    }


def _effect(effect: Effect) -> dict[str, Any]:
    return {
        "input": effect.name,
        "label": effect.label.as_dict(),
        "low": _end(effect.at_low, effect.low),
        "high": _end(effect.at_high, effect.high),
        "beyond_chance": effect.sure,
    }


def _end(position: Position, reached: Figure) -> dict[str, Any]:
    return {"percent": position.percent, "input": position.words.as_dict(), **_bounded(reached)}


def _cell(scenario: str, cell: Cell) -> dict[str, Any]:
    kind = None if cell.figure is None else cell.figure.kind
    change, bounds = cell.change, cell.bounds
    return {
        "scenario": scenario,
        **(_bounded(cell.figure) if cell.figure is not None else {"value": None, "low": None, "high": None}),
        "change": _change(change, kind),
        "change_low": None if bounds is None else _change(bounds[0], kind),
        "change_high": None if bounds is None else _change(bounds[1], kind),
        "beyond_chance": cell.sure,
    }


def _change(value: Fraction | Decimal | None, kind: Kind | None) -> str | float | None:
    if value is None:
        return None
    return rounded(value) if kind is None else gap(value, kind)


def figure_value(found: Figure) -> str | float | int | None:
    """Return a figure: a share as a number, a mean as its measure is written."""
    if found.value is None:
        return None
    return rounded(found.value) if found.kind is None else machine(found.value, found.kind)


def _bounded(found: Figure) -> dict[str, Any]:
    bounds = found.bounds
    low, high = (None, None) if bounds is None else bounds
    if found.kind is None:
        ends = [None if each is None else rounded(each) for each in (low, high)]
        return {"value": figure_value(found), "low": ends[0], "high": ends[1]}
    return {"value": figure_value(found), "low": machine(low, found.kind), "high": machine(high, found.kind)}
