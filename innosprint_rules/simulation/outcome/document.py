"""The document of an outcome, declared once: it is written, published and read from here (``engine.documents.shape``).

Amounts are exact texts in euros, dates ISO, shares numbers of at most six decimals. The text is the same for the same
input on any machine: it holds no moment at which, and no way in which, the years were worked out.
"""

from __future__ import annotations

from datetime import date
from operator import itemgetter
from typing import Annotated, Literal

from pydantic import Field

from innosprint_rules.engine.documents.check import Both, DossierPart, RulebookPart
from innosprint_rules.engine.documents.shape import ITSELF, Amount, Count, Day, Of, Part, Written
from innosprint_rules.rulebook.models import Nature, Severity
from innosprint_rules.simulation.outcome.document_values import MeasureKind, Share, Value, gap, machine
from innosprint_rules.simulation.outcome.effects_document import SensitivityPart
from innosprint_rules.simulation.outcome.intervals import rounded
from innosprint_rules.simulation.outcome.precision import Stopped


class SharePart(Part):
    """``years`` of ``of``, as a share with its interval at 95 %; null where it is of no year."""

    years: Annotated[Count, Of("count")]
    of: Count
    share: Annotated[Share | None, Of("value")]
    low: Share | None
    high: Share | None
    method: Annotated[Literal["wilson", "clopper-pearson"] | None, Of(lambda share: share.method if share.of else None)]


class ScenarioPart(Part):
    """Which scenario was run; the digest changes with anything in it."""

    name: str
    title: Both
    description: Both
    file: str | None
    digest: str


class YearsPart(Part):
    """Years asked for and done, and how many of these were followed week by week.

    ``precision``: by how many points shares may be off at 95 %, where years were drawn until they were sure to that;
    ``asked`` is then how many it took. ``stopped``: since that was reached, all years were done, or the user did it.
    """

    asked: Annotated[Count, Of("setting.asked")]
    done: Annotated[Count, Of("years")]
    watched: Annotated[Count, Of("watched_years")]
    precision: Annotated[float | None, Of(lambda found: found.setting.precision and float(found.setting.precision))]
    stopped: Stopped


class AssumptionPart(Part):
    """One input of the scenario and how it is drawn, in words."""

    name: str
    label: Both
    value: Both


class VerdictsPart(Part):
    """The share of the years by verdict, a year by its gravest row."""

    violated: Annotated[SharePart, Of(lambda rule: rule.share("violated"))]
    pending: Annotated[SharePart, Of(lambda rule: rule.share("pending"))]
    unknown: Annotated[SharePart, Of(lambda rule: rule.share("unknown"))]
    satisfied: Annotated[SharePart, Of(lambda rule: rule.share("satisfied"))]
    not_applicable: Annotated[SharePart, Of(lambda rule: rule.share("not_applicable"))]


class RowsPart(Part):
    """The rows of all years by verdict."""

    violated: Annotated[Count, Of(itemgetter("violated"))]
    pending: Annotated[Count, Of(itemgetter("pending"))]
    unknown: Annotated[Count, Of(itemgetter("unknown"))]
    satisfied: Annotated[Count, Of(itemgetter("satisfied"))]
    not_applicable: Annotated[Count, Of(itemgetter("not_applicable"))]


class RulePart(Part):
    """One rule over the years."""

    rule: Annotated[str, Of("code")]
    name: str
    title: Both
    nature: Nature
    severity: Severity
    scope: str
    years: Annotated[VerdictsPart, ITSELF]
    violated_at_error: Annotated[SharePart, Of("error")]
    rows: RowsPart
    mean_rows_violated: Annotated[float, Field(ge=0), Of(lambda rule: rounded(rule.mean_rows_violated))]


def _value(name: str) -> Of:
    """Read an attribute of a measure, as values of its kind are written."""
    return Of(lambda measure: machine(getattr(measure, name), measure.kind))


def _beside_kind(name: str) -> Of:
    """Read an attribute of a part of a measure, which comes with the kind of the measure."""
    return Of(lambda pair: machine(getattr(pair[0], name), pair[1]))


def _with_kind(name: str) -> Of:
    """Read the parts of a measure, each with the kind of the measure."""
    return Of(lambda measure: [(part, measure.kind) for part in getattr(measure, name)()])


def _end(place: int) -> Of:
    """Read an end of the interval of a mean."""
    return Of(lambda found: None if found.mean_bounds is None else machine(found.mean_bounds[place], found.kind))


def _margin(place: int) -> Of:
    """Read an end of the margin of a quantile, which comes with the kind of its measure."""
    return Of(lambda pair: None if pair[0].margin is None else machine(pair[0].margin[place], pair[1]))


class QuantilePart(Part):
    """The value that ``percent`` of the years do not pass; it lies between ``low`` and ``high``, both included.

    ``margin_low`` and ``margin_high``: between which values that of all years lies at 95 %; null of too few years.
    """

    percent: Annotated[int, Field(gt=0, lt=100), Of(lambda pair: pair[0].percent)]
    value: Annotated[Value, _beside_kind("value")]
    low: Annotated[Value, _beside_kind("low")]
    high: Annotated[Value, _beside_kind("high")]
    margin_low: Annotated[Value, _margin(0)]
    margin_high: Annotated[Value, _margin(1)]


class BarPart(Part):
    """The years that gave at least ``from`` and less than ``below``."""

    from_: Annotated[Value, _beside_kind("start")] = Field(alias="from")
    below: Annotated[Value, _beside_kind("end")]
    years: Annotated[Count, Of(lambda pair: pair[0].count)]


class MeasurePart(Part):
    """One measure over the years in which it is known; ``deviation`` is in days for a date."""

    measure: Annotated[str, Of("name")]
    label: Both
    kind: MeasureKind
    known: Count
    nothing: Count
    unknown: Annotated[SharePart, Of("share_unknown")]
    zero: Annotated[SharePart, Of("share_zero")]
    mean: Annotated[Value, _value("mean")]
    mean_low: Annotated[Value, _end(0)]
    mean_high: Annotated[Value, _end(1)]
    deviation: Annotated[
        Amount | str | float | None, Of(lambda measure: gap(measure.statistics.deviation, measure.kind))
    ]
    least: Annotated[Value, _value("least")]
    greatest: Annotated[Value, _value("greatest")]
    quantiles: Annotated[list[QuantilePart], _with_kind("quantiles")]
    histogram: Annotated[list[BarPart], _with_kind("histogram")]


def _day(ordinal: int | None) -> date | None:
    return None if ordinal is None else date.fromordinal(ordinal)


def _values(name: str) -> Of:
    """Read the values of a mapping by code or by name."""
    return Of(lambda found: list(getattr(found, name).values()))


class MomentPart(Part):
    """The years as they stood at the end of a day; ``share`` is null where too few had not met the obligation."""

    day: Annotated[Day, Of(lambda pair: _day(pair[0].day))]
    unmet: Annotated[Count, Of(lambda pair: pair[0].unmet)]
    saved: Annotated[Count, Of(lambda pair: pair[0].saved)]
    share: Annotated[SharePart | None, Of(lambda pair: pair[0].share if pair[0].unmet >= pair[1].enough else None)]
    lost: Annotated[SharePart, Of(lambda pair: pair[0].share_lost)]


class NoReturnPart(Part):
    """Until when a dated rule can be saved: ``last`` in practice, ``due`` by the text.

    ``answer``: found; open_end (after ``last`` too few years to say); from_the_start (too late at the first moment);
    never (still possible at the end); too_few (nothing can be said).
    """

    rule: str
    due: Annotated[Day | None, Of(lambda found: _day(found.due))]
    dues: Annotated[list[Day], Of(lambda found: [_day(each) for each in found.dues])]
    threshold: Annotated[Share, Of(lambda found: rounded(found.threshold))]
    enough: Count
    answer: Literal["found", "open_end", "from_the_start", "never", "too_few"]
    last: Annotated[Day | None, Of(lambda found: None if found.last is None else _day(found.last.day))]
    too_late: Annotated[
        Day | None, Of(lambda found: None if found.first_too_late is None else _day(found.first_too_late.day))
    ]
    curve: Annotated[list[MomentPart], Of(lambda found: [(each, found) for each in found.moments])]


class ByReferencePart(Part):
    """A rule or a measure that the reference judged, since the kernel cannot hold ``formula``."""

    rule: Annotated[str | None, Of(lambda each: each.name if each.is_rule else None)]
    measure: Annotated[str | None, Of(lambda each: None if each.is_rule else each.name)]
    formula: str
    reason: Both
    file: Annotated[str | None, Of("location.file")]
    row: Annotated[Count | None, Of("location.row")]


class OutcomeDocument(Written):
    """The outcome of one scenario, as ``innosprint simulate --format json`` gives it."""

    schema_: Literal["innosprint-outcome/1"] = Field(alias="schema")
    scenario: Annotated[ScenarioPart, Of("setting")]
    seed: Annotated[int, Of("setting.seed")]
    rulebook: Annotated[RulebookPart, Of("setting.rulebook")]
    dossier: Annotated[
        DossierPart | None, Of(lambda found: None if found.setting.dossier_digest is None else found.setting)
    ]
    as_of: Annotated[Day | None, Of("setting.as_of")]
    at: Annotated[Day, Of("setting.at")]
    readings: Annotated[dict[str, str], Of("setting.readings")]
    assumptions: Annotated[list[AssumptionPart], Of("setting.assumptions")]
    years: Annotated[YearsPart, ITSELF]
    partial: bool
    no_violation: Annotated[SharePart, Of("clean")]
    all_objectives: SharePart | None
    rules: Annotated[list[RulePart], _values("rules")]
    measures: Annotated[list[MeasurePart], _values("measures")]
    no_return: Annotated[list[NoReturnPart], _values("no_return")]
    sensitivity: list[SensitivityPart]
    by_reference: Annotated[list[ByReferencePart] | None, Of("setting.by_reference")] = None
