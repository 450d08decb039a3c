"""The JSON document of ``innosprint allocate`` as a pydantic model, from which its published JSON Schema is made.

``AllocationDocument.model_validate_json(text)`` gives typed access to what ``--format json`` prints.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field

from innosprint_rules.report.schema.check import (
    Amount,
    Both,
    Count,
    Day,
    DossierPart,
    EnginePart,
    NoticePart,
    Part,
    RulebookPart,
    Written,
    schema_text,
)

FILE = "innosprint-allocation-1.schema.json"
Score = Literal["need_score", "objectives_score", "progress_score", "capacity_score"]


class HeldPart(Part):
    """The session that is shared out."""

    id: str
    held_on: Day


class ReservePart(Part):
    """What is kept for the sessions to come: those planned in the term, or those still required if they are more."""

    amount: Amount
    auto: bool
    sessions_to_come: Count
    planned: list[str]


class WeightsPart(Part):
    """How scores weigh, what a euro of each equal part of a request is worth, and the best points there are."""

    scores: dict[Score, Count]
    worths: list[Count]
    best: Count


class RequestPart(Part):
    """One request; a score that is missing is null and counts as 0."""

    id: str
    project: str
    requested: Amount
    minimum: Amount
    points: Count
    scores: dict[Score, int | None]


class WhyPart(Part):
    """Why a request gets what it gets; ``rules`` are codes, or ``reserve``."""

    code: Literal["full", "limited", "capped", "excluded", "minimum", "others", "points", "settled"]
    rules: list[str]
    text: Both


class SharePart(Part):
    """What one request gets; ``line`` is the id of its row in the proposal."""

    request: str
    line: str
    project: str
    amount: Amount
    why: WhyPart


class BindingPart(Part):
    """A sum that has reached its ceiling."""

    rule: str
    ceiling: Amount
    label: Both


class MarginalPart(Part):
    """What a little more under a ceiling would change, in euros by project."""

    more: Amount
    under: str
    changes: dict[str, Amount]


class MethodPart(Part):
    """One method's answer, as the engine checked it."""

    method: Literal["investor", "proportional", "greedy", "equal-shares"]
    ok: bool = Field(description="the engine finds nothing of severity error that the proposal breaks")
    unknown: list[str] = Field(description="rules of severity error that cannot be judged on the rows")
    total: Amount
    worth: Count = Field(description="the investor's measure: points x worth x cents")
    best_within_millionths: Count = Field(description="0: no choice is worth more; else how far one might be")
    shares: list[SharePart]
    binding: list[BindingPart]
    marginal: MarginalPart | None


class AllocationDocument(Written):
    """What ``innosprint allocate --format json`` prints."""

    schema_: Literal["innosprint-allocation/1"] = Field(alias="schema")
    as_of: Day
    rulebook: RulebookPart
    dossier: DossierPart
    engine: EnginePart
    readings: dict[str, str]
    session: HeldPart
    left: Amount | None = Field(description="what is surely left before the session; null where facts are missing")
    reserve: ReservePart
    weights: WeightsPart
    requests: list[RequestPart]
    methods: list[MethodPart]
    notices: list[NoticePart]


def write_schema(folder: Path | None = None) -> None:
    """Write the schema anew; needed when a model changes, and then ``schema`` in the document changes too."""
    target = (Path(__file__).parents[1] if folder is None else folder) / FILE
    target.write_text(schema_text(AllocationDocument), encoding="utf-8")
