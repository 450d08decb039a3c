"""The document of what amendments change, declared as that of an outcome."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from innosprint_rules.engine.documents.check import Both
from innosprint_rules.engine.documents.shape import Count, Of, Part, Written
from innosprint_rules.simulation.outcome.document import OutcomeDocument
from innosprint_rules.simulation.outcome.document_values import MeasureKind, Share, Value, gap, machine
from innosprint_rules.simulation.outcome.intervals import rounded

Verdict = Literal["violated", "pending", "unknown", "satisfied", "not_applicable"]


class ActPart(Part):
    """An amendment that was tried, as it was written: the parameter, its value, the day it is signed."""

    parameter: str
    value: str
    signed_on: Annotated[str, Of("day")]


def _end(place: int) -> Of:
    return Of(lambda change: rounded(change.bounds[place]))


class ChangePart(Part):
    """A verdict that some years have only without or only with the amendments.

    Of ``years``, ``lost`` had it only without them and ``gained`` only with them. ``change`` is share after less share
    before, ``margin`` half its interval at 95 %, from ``low`` to ``high``.
    """

    rule: str
    verdict: Verdict
    share_before: Annotated[Share, Of(lambda change: rounded(change.before.fraction))]
    share_after: Annotated[Share, Of(lambda change: rounded(change.after.fraction))]
    change: Annotated[float, Of(lambda change: rounded(change.value))]
    margin: Annotated[float, Of(lambda change: rounded((change.bounds[1] - change.bounds[0]) / 2))]
    low: Annotated[float, _end(0)]
    high: Annotated[float, _end(1)]
    beyond_chance: Annotated[bool, Of("sure")]
    years: Annotated[Count, Of("before.of")]
    lost: Count
    gained: Count


def _gap_end(place: int) -> Of:
    def read(found: object) -> object:
        bounds = found.mean.bounds()  # type: ignore[attr-defined]  # a Gap
        return None if bounds is None else gap(bounds[place], found.kind)  # type: ignore[attr-defined]  # likewise

    return Of(read)


class GapPart(Part):
    """A measure: its mean without and with the amendments, and the mean of the difference year by year."""

    measure: Annotated[str, Of("name")]
    label: Both
    kind: MeasureKind
    mean_before: Annotated[Value, Of(lambda found: machine(found.before, found.kind))]
    mean_after: Annotated[Value, Of(lambda found: machine(found.after, found.kind))]
    change: Annotated[Value, Of(lambda found: gap(found.mean.value, found.kind))]
    low: Annotated[Value, _gap_end(0)]
    high: Annotated[Value, _gap_end(1)]
    years: Annotated[Count, Of("mean.count")]


class AmendedDocument(Written):
    """The same years without and with amendments, as ``innosprint simulate --amend … --format json`` gives them."""

    schema_: Literal["innosprint-amended-outcome/1"] = Field(alias="schema")
    amendments: Annotated[list[ActPart], Of("acts")]
    before: OutcomeDocument
    after: OutcomeDocument
    changes: list[ChangePart]
    measures: Annotated[list[GapPart], Of("gaps")]
