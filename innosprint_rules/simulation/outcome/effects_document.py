"""The part of an outcome's document that says what moves it, declared as ``document`` declares the rest."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from innosprint_rules.engine.documents.check import Both
from innosprint_rules.engine.documents.shape import Count, Of, Part
from innosprint_rules.simulation.outcome.document_values import MeasureKind, Value, figure_end, figure_value


class EndPart(Part):
    """An input held at one of its quantiles, and what the figure then is."""

    percent: Annotated[int, Field(gt=0, lt=100), Of(lambda pair: pair[0].percent)]
    input: Annotated[Both, Of(lambda pair: pair[0].words)]
    value: Annotated[Value, Of(lambda pair: figure_value(pair[1]))]
    low: Annotated[Value, Of(lambda pair: figure_end(pair[1], 0))]
    high: Annotated[Value, Of(lambda pair: figure_end(pair[1], 1))]


class EffectPart(Part):
    """What one input does to a figure."""

    input: Annotated[str, Of("name")]
    label: Both
    low: Annotated[EndPart, Of(lambda effect: (effect.at_low, effect.low))]
    high: Annotated[EndPart, Of(lambda effect: (effect.at_high, effect.high))]
    beyond_chance: Annotated[bool, Of("sure")]


class SensitivityPart(Part):
    """What moves one figure, the strongest input first.

    ``not_moved``: inputs whose two quantiles are equal, such as what happens in more than nine draws out of ten.
    """

    outcome: Annotated[str, Of("base.name")]
    label: Annotated[Both, Of("base.label")]
    kind: Annotated[MeasureKind | Literal["share"], Of(lambda found: found.base.kind or "share")]
    years: Count
    base: Annotated[Value, Of(lambda found: figure_value(found.base))]
    effects: list[EffectPart]
    without_effect: Annotated[list[str], Of("idle")]
    not_moved: Annotated[list[str], Of("still")]
