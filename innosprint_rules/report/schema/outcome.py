"""The JSON documents of outcomes as pydantic models, from which their published JSON Schemas are made.

A run writes its outcome without these models; they are for those who read one: ``OutcomeDocument
.model_validate_json(text)`` gives typed access, and the ``.schema.json`` files in the folder above serve the rest.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from innosprint_rules.engine.documents.check import Both, DossierPart, RulebookPart
from innosprint_rules.engine.documents.shape import Amount, Count, Day, Part, Written
from innosprint_rules.rulebook.models import Nature, Severity

Fraction = Annotated[float, Field(ge=0, le=1, description="a share of the years, at most six decimals")]
Value = Annotated[
    Amount | Day | str | float | int | None,
    Field(description="an amount or a decimal as text, a day, a number; by the `kind` beside it"),
]
Kind = Literal["amount", "number", "decimal", "date", "flag"]


class SharePart(Part):
    """``years`` of ``of``, as a share with its interval at 95 %; null where it is of no year."""

    years: Count
    of: Count
    share: Fraction | None
    low: Fraction | None
    high: Fraction | None
    method: Literal["wilson", "clopper-pearson"] | None


class ScenarioPart(Part):
    """Which scenario was run; the digest changes with anything in it."""

    name: str
    title: Both
    description: Both
    file: str | None
    digest: str


class YearsPart(Part):
    """Years asked for and done, and how many of these were followed week by week."""

    asked: Count
    done: Count
    watched: Count


class AssumptionPart(Part):
    """One input of the scenario and how it is drawn, in words."""

    name: str
    label: Both
    value: Both


class VerdictsPart(Part):
    """The share of the years by verdict, a year by its gravest row."""

    violated: SharePart
    pending: SharePart
    unknown: SharePart
    satisfied: SharePart
    not_applicable: SharePart


class RowsPart(Part):
    """The rows of all years by verdict."""

    violated: Count
    pending: Count
    unknown: Count
    satisfied: Count
    not_applicable: Count


class RulePart(Part):
    """One rule over the years."""

    rule: str
    name: str
    title: Both
    nature: Nature
    severity: Severity
    scope: str
    years: VerdictsPart
    violated_at_error: SharePart
    rows: RowsPart
    mean_rows_violated: Annotated[float, Field(ge=0)]


class QuantilePart(Part):
    """The value that ``percent`` of the years do not pass; it lies between ``low`` and ``high``, both included."""

    percent: Annotated[int, Field(gt=0, lt=100)]
    value: Value
    low: Value
    high: Value


class BarPart(Part):
    """The years that gave at least ``from`` and less than ``below``."""

    from_: Value = Field(alias="from")
    below: Value
    years: Count


class MeasurePart(Part):
    """One measure over the years in which it is known; ``deviation`` is in days for a date."""

    measure: str
    label: Both
    kind: Kind
    known: Count
    nothing: Count
    unknown: SharePart
    zero: SharePart
    mean: Value
    mean_low: Value
    mean_high: Value
    deviation: Amount | str | float | None
    least: Value
    greatest: Value
    quantiles: list[QuantilePart]
    histogram: list[BarPart]


class MomentPart(Part):
    """The years as they stood at the end of a day; ``share`` is null where too few had not met the obligation."""

    day: Day
    unmet: Count
    saved: Count
    share: SharePart | None
    lost: SharePart


class NoReturnPart(Part):
    """Until when a dated rule can be saved: ``last`` in practice, ``due`` by the text.

    ``answer``: found; open_end (after ``last`` too few years to say); from_the_start (too late at the first moment);
    never (still possible at the end); too_few (nothing can be said).
    """

    rule: str
    due: Day | None
    dues: list[Day]
    threshold: Fraction
    enough: Count
    answer: Literal["found", "open_end", "from_the_start", "never", "too_few"]
    last: Day | None
    too_late: Day | None
    curve: list[MomentPart]


class EndPart(Part):
    """An input held at one of its quantiles, and what the figure then is."""

    percent: Annotated[int, Field(gt=0, lt=100)]
    input: Both
    value: Value
    low: Value
    high: Value


class EffectPart(Part):
    """What one input does to a figure."""

    input: str
    label: Both
    low: EndPart
    high: EndPart
    beyond_chance: bool


class SensitivityPart(Part):
    """What moves one figure, the strongest input first.

    ``not_moved``: inputs whose two quantiles are equal, such as what happens in more than nine draws out of ten.
    """

    outcome: str
    label: Both
    kind: Kind | Literal["share"]
    years: Count
    base: Value
    effects: list[EffectPart]
    without_effect: list[str]
    not_moved: list[str]


class OutcomeDocument(Written):
    """The outcome of one scenario, as ``innosprint simulate --format json`` gives it."""

    schema_: Literal["innosprint-outcome/1"] = Field(alias="schema")
    scenario: ScenarioPart
    seed: int
    rulebook: RulebookPart
    dossier: DossierPart | None
    as_of: Day | None
    at: Day
    readings: dict[str, str]
    assumptions: list[AssumptionPart]
    years: YearsPart
    partial: bool
    no_violation: SharePart
    all_objectives: SharePart | None
    rules: list[RulePart]
    measures: list[MeasurePart]
    no_return: list[NoReturnPart]
    sensitivity: list[SensitivityPart]


class CellPart(Part):
    """One figure of one scenario and how far it is from the first scenario's; dates differ by days."""

    scenario: str
    value: Value
    low: Value
    high: Value
    change: Value
    change_low: Value
    change_high: Value
    beyond_chance: bool


class FigurePart(Part):
    """One figure over the scenarios, in their order."""

    name: str
    label: Both
    kind: Kind | Literal["share"]
    cells: list[CellPart]


class ComparisonPart(Part):
    """Scenarios held against the first of them; intervals as if their random draws were independent."""

    first: str
    rows: list[FigurePart]


class OutcomesDocument(Written):
    """Several scenarios side by side, as ``innosprint simulate --format json`` gives them."""

    schema_: Literal["innosprint-outcomes/1"] = Field(alias="schema")
    outcomes: list[OutcomeDocument]
    comparison: ComparisonPart
