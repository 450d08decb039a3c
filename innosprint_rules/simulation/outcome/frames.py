"""An outcome as pandas frames, for those who go on with it; amounts are exact decimals in euros, dates are dates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from innosprint_rules.errors import UsageError
from innosprint_rules.formula.types import Kind
from innosprint_rules.money import as_decimal
from innosprint_rules.simulation.outcome.document_values import whole_of
from innosprint_rules.simulation.outcome.figure import unknown_figure
from innosprint_rules.simulation.outcome.intervals import Share, rounded
from innosprint_rules.simulation.outcome.no_return import NoReturn
from innosprint_rules.simulation.outcome.parts import MeasureOutcome, RuleOutcome
from innosprint_rules.simulation.tally.counts import VERDICTS
from innosprint_rules.wording import Lang

if TYPE_CHECKING:
    import pandas as pd


def rules_frame(rules: Mapping[str, RuleOutcome], lang: Lang) -> pd.DataFrame:
    """Return one line a rule, its code as index: years, share and interval by verdict."""
    rows: list[dict[str, Any]] = []
    for rule in rules.values():
        row: dict[str, Any] = {
            "rule": rule.code, "name": rule.name, "title": rule.title.get(lang), "nature": rule.nature,
            "severity": rule.severity, "scope": rule.scope,
        }  # fmt: skip
        for verdict in VERDICTS:
            row |= _shared(verdict, rule.share(verdict))
        row |= _shared("violated_at_error", rule.error)
        row["mean_rows_violated"] = rounded(rule.mean_rows_violated)
        rows.append(row)
    return _frame(rows, "rule")


def measures_frame(measures: Mapping[str, MeasureOutcome], lang: Lang) -> pd.DataFrame:
    """Return one line a measure, its name as index: mean, deviation, quantiles, least and greatest."""
    rows: list[dict[str, Any]] = []
    for measure in measures.values():
        bounds, kind = measure.mean_bounds, measure.kind
        low, high = (None, None) if bounds is None else bounds
        row: dict[str, Any] = {
            "measure": measure.name, "label": measure.label.get(lang), "kind": kind, "known": measure.known,
            "nothing": measure.nothing, "unknown": measure.unknown, "mean": _value(measure.mean, kind),
            "mean_low": _value(low, kind), "mean_high": _value(high, kind), "deviation": _spread(measure),
            "least": _value(measure.least, kind),
        }  # fmt: skip
        row |= {f"q{each.percent:02d}": _value(each.value, kind) for each in measure.quantiles()}
        rows.append(row | {"greatest": _value(measure.greatest, kind)})
    return _frame(rows, "measure")


def histogram_frame(measures: Mapping[str, MeasureOutcome], measure: str) -> pd.DataFrame:
    """Return one line a bar: from, below, years, share of the years known.

    Raises:
        UsageError: there is no such measure.
    """
    found = measures.get(measure)
    if found is None:
        raise UsageError(unknown_figure(measure, measures))
    rows = [
        {
            "from": _value(bar.start, found.kind),
            "below": _value(bar.end, found.kind),
            "years": bar.count,
            "share": Share(bar.count, found.known).value,
        }
        for bar in found.histogram()
    ]
    return _frame(rows, None)


def no_return_frame(dated: Mapping[str, NoReturn]) -> pd.DataFrame:
    """Return one line a dated rule and moment: years not met yet, those saved, those lost."""
    rows: list[dict[str, Any]] = []
    for found in dated.values():
        for each in found.moments:
            row: dict[str, Any] = {
                "rule": found.rule, "day": date.fromordinal(each.day), "years": each.years, "unmet": each.unmet,
            }  # fmt: skip
            row |= _shared("saved", each.share) | _shared("lost", each.share_lost)
            rows.append(row | {"told": each.unmet >= found.enough})
    return _frame(rows, None)


def _shared(name: str, share: Share) -> dict[str, Any]:
    return {f"{name}_years": share.count, name: share.value, f"{name}_low": share.low, f"{name}_high": share.high}


def _value(value: int | Fraction | Decimal | None, kind: Kind) -> Any:
    if value is None:
        return None
    if kind == "amount":
        return as_decimal(whole_of(value))
    if kind == "date":
        return date.fromordinal(whole_of(value))
    if kind == "decimal":
        return Decimal(whole_of(value)).scaleb(-6)
    return value if isinstance(value, int) else rounded(value)


def _spread(measure: MeasureOutcome) -> Any:
    deviation = measure.statistics.deviation
    if deviation is None or measure.kind == "date":
        return None if deviation is None else rounded(deviation)
    return _value(deviation, measure.kind)


def _frame(rows: list[dict[str, Any]], index: str | None) -> pd.DataFrame:
    import pandas as pd  # on use only: an outcome needs no pandas to be told

    frame = pd.DataFrame(rows)
    return frame.set_index(index) if index is not None and rows else frame
