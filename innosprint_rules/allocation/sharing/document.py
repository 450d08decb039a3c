"""An allocation as a document: ``innosprint allocate --format json``.

``AllocationDocument.model_validate_json(text)`` gives typed access to what is printed.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Annotated, Any, Literal

from pydantic import Field

from innosprint_rules.engine.documents.check import (
    Both,
    DossierPart,
    EnginePart,
    NoticePart,
    RulebookPart,
)
from innosprint_rules.engine.documents.shape import ITSELF, Amount, Count, Day, Of, Part, Written

Score = str
"""A column of the table of requests that holds a score."""


class HeldPart(Part):
    """The session that is shared out."""

    id: Annotated[str, Of("session")]
    held_on: Day


class ReservePart(Part):
    """What is kept for the sessions to come: those planned in the term, or those still required if they are more."""

    amount: Amount
    auto: bool
    sessions_to_come: Annotated[Count, Of("to_come")]
    planned: list[str]


class WeightsPart(Part):
    """How scores weigh, what a euro of each equal part of a request is worth, and the best points there are."""

    scores: dict[Score, Count]
    worths: list[Count]
    best: Annotated[Count, Of("most")]


class RequestPart(Part):
    """One request; a score that is missing is null and counts as 0."""

    id: Annotated[str, Of("asked.id")]
    project: Annotated[str, Of("asked.project")]
    requested: Annotated[Amount, Of("asked.requested")]
    minimum: Annotated[Amount, Of("asked.minimum")]
    points: Annotated[Count, Of("asked.points")]
    scores: dict[Score, int | None]


class WhyPart(Part):
    """Why a request gets what it gets; ``rules`` are codes, or ``reserve``."""

    code: Annotated[
        Literal["full", "limited", "capped", "excluded", "minimum", "others", "points", "settled"], Of("why")
    ]
    rules: list[str]
    text: Both


class SharePart(Part):
    """What one request gets; ``line`` is the id of its row in the proposal."""

    request: Annotated[str, Of("asked.id")]
    line: str
    project: Annotated[str, Of("asked.project")]
    amount: Amount
    why: Annotated[WhyPart, Of("reason")]


class BindingPart(Part):
    """A sum that has reached its ceiling."""

    rule: str
    ceiling: Amount
    label: Both


class MarginalPart(Part):
    """What a little more under a ceiling would change, in euros by project."""

    more: Annotated[Amount, Of("cents")]
    under: Annotated[str, Of("of.rule")]
    changes: dict[str, Amount]


class MethodPart(Part):
    """One method's answer, as the engine checked it."""

    method: Literal["investor", "proportional", "greedy", "equal-shares"]
    ok: bool = Field(description="the engine finds nothing of severity error that the proposal breaks")
    unknown: list[str] = Field(description="rules of severity error that cannot be judged on the rows")
    total: Amount
    worth: Count = Field(description="the investor's measure: points x worth x cents")
    best_within_millionths: Annotated[Count, Of("short")] = Field(
        description="0: no choice is worth more; else how far one might be"
    )
    shares: list[SharePart]
    binding: list[BindingPart]
    marginal: MarginalPart | None


def _requests(allocation: Any) -> list[SimpleNamespace]:
    columns = allocation.weights.scores
    return [
        SimpleNamespace(asked=asked, scores={column: getattr(asked.row, column) for column in columns})
        for asked in allocation.requests
    ]


class AllocationDocument(Written):
    """What ``innosprint allocate --format json`` prints."""

    schema_: Literal["innosprint-allocation/1"] = Field(alias="schema")
    as_of: Day
    rulebook: RulebookPart
    dossier: Annotated[DossierPart, ITSELF]
    engine: Annotated[EnginePart, ITSELF]
    readings: dict[str, str]
    session: Annotated[HeldPart, ITSELF]
    left: Annotated[Amount | None, Of("reserve.left")] = Field(
        description="what is surely left before the session; null where facts are missing"
    )
    reserve: ReservePart
    weights: WeightsPart
    requests: Annotated[list[RequestPart], Of(_requests)]
    methods: Annotated[list[MethodPart], Of("sharings")]
    notices: list[NoticePart]
