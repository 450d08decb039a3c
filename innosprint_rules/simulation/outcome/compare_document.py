"""The document of several scenarios side by side, declared as ``document`` declares that of one."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field

from innosprint_rules.engine.documents.check import Both
from innosprint_rules.engine.documents.shape import ITSELF, Of, Part, Written
from innosprint_rules.simulation.outcome.compare import Cell, Comparison
from innosprint_rules.simulation.outcome.document import OutcomeDocument
from innosprint_rules.simulation.outcome.document_values import MeasureKind, Value, figure_end, figure_value, gap
from innosprint_rules.simulation.outcome.intervals import rounded


def _names(found: Comparison) -> list[str]:
    return [each.setting.name for each in found.outcomes]


def _change(cell: Cell, value: Fraction | Decimal | None) -> str | float | None:
    """Return how far a figure is from the first scenario's."""
    if value is None or cell.figure is None:
        return None
    return rounded(value) if cell.figure.kind is None else gap(value, cell.figure.kind)


class CellPart(Part):
    """One figure of one scenario and how far it is from the first scenario's; dates differ by days."""

    scenario: Annotated[str, Of(lambda pair: pair[0])]
    value: Annotated[Value, Of(lambda pair: figure_value(pair[1].figure))]
    low: Annotated[Value, Of(lambda pair: figure_end(pair[1].figure, 0))]
    high: Annotated[Value, Of(lambda pair: figure_end(pair[1].figure, 1))]
    change: Annotated[Value, Of(lambda pair: _change(pair[1], pair[1].change))]
    change_low: Annotated[Value, Of(lambda pair: _change(pair[1], pair[1].bounds and pair[1].bounds[0]))]
    change_high: Annotated[Value, Of(lambda pair: _change(pair[1], pair[1].bounds and pair[1].bounds[1]))]
    beyond_chance: Annotated[bool, Of(lambda pair: pair[1].sure)]


class FigurePart(Part):
    """One figure over the scenarios, in their order."""

    name: Annotated[str, Of(lambda pair: pair[0].name)]
    label: Annotated[Both, Of(lambda pair: pair[0].label)]
    kind: Annotated[MeasureKind | Literal["share"], Of(lambda pair: pair[0].figure.kind or "share")]
    cells: Annotated[list[CellPart], Of(lambda pair: list(zip(pair[1], pair[0].cells, strict=True)))]


class ComparisonPart(Part):
    """Scenarios held against the first of them; intervals as if their random draws were independent."""

    first: Annotated[str, Of(lambda found: _names(found)[0])]
    rows: Annotated[list[FigurePart], Of(lambda found: [(row, _names(found)) for row in found.rows])]


class OutcomesDocument(Written):
    """Several scenarios side by side, as ``innosprint simulate --format json`` gives them."""

    schema_: Literal["innosprint-outcomes/1"] = Field(alias="schema")
    outcomes: list[OutcomeDocument]
    comparison: Annotated[ComparisonPart, ITSELF]
