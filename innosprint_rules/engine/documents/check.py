"""The report of a check as a document: ``innosprint check --format json``.

``ReportDocument.model_validate_json(text)`` gives typed access to one; its published schema stands in ``report``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, model_validator

from innosprint_rules._version import __version__
from innosprint_rules.engine.documents.shape import ITSELF, Amount, As, Count, Day, Of, Part, Written
from innosprint_rules.engine.evaluation.decision import Verdict
from innosprint_rules.formula.logic import LEAST, MOST, Interval
from innosprint_rules.money import plain
from innosprint_rules.rulebook.models import Nature, Severity


def _either(schema: dict[str, Any]) -> None:
    """Say in the schema that an agreement may have its texts in one language."""
    schema.pop("required", None)
    schema["minProperties"] = 1


class Both(Part):
    """One thing said in French and in English; in one of them alone where the agreement has but that one."""

    model_config = ConfigDict(json_schema_extra=_either)

    fr: Annotated[str, Of(lambda text: text.get("fr"))]
    en: str

    @model_validator(mode="before")
    @classmethod
    def _one_for_both(cls, data: Any) -> Any:
        """Take the only language there is for both."""
        alone = next(iter(data.values())) if isinstance(data, dict) and len(data) == 1 else None
        return data if alone is None else {"fr": alone, "en": alone}


class RulebookPart(Part):
    """Which rules were used; the digest changes with any of their words."""

    name: str
    version: str
    digest: str


class DossierPart(Part):
    """Which facts were judged, whatever the format they were read from."""

    digest: Annotated[str, Of("dossier_digest")]


class EnginePart(Part):
    """Which engines judged; ``inference`` is null where only the reference evaluator answered."""

    reference: Annotated[str, Of(lambda _: __version__)]
    inference: str | None


class SummaryPart(Part):
    """How many findings have each verdict."""

    violated: Count
    pending: Count
    unknown: Count
    satisfied: Count
    not_applicable: Count
    contested: Count


class BalancePart(Part):
    """The lines of the balance; null where facts are missing."""

    endowment: Amount | None
    received: Amount | None
    allocated: Amount | None = Field(description="decided, gross")
    given_back: Amount | None = Field(description="from projects")
    paid_out: Amount | None = Field(description="to projects")
    returned: Amount | None = Field(description="to the grantor")
    remaining: Amount | None = Field(description="left to allocate")
    in_hand: Amount | None = Field(description="what came in less what went out")


def _amounts(balance: Mapping[str, int | None]) -> dict[str, str | None]:
    return {line: None if cents is None else plain(cents) for line, cents in balance.items()}


Summary = Annotated[SummaryPart, As(dict)]
Balance = Annotated[BalancePart, As(_amounts)]


class BoundsPart(Part):
    """What is surely known of an amount that is null in the balance; null where there is no bound."""

    least: Annotated[Amount | None, Of(lambda bounds: None if bounds.lo <= LEAST else bounds.lo)]
    most: Annotated[Amount | None, Of(lambda bounds: None if bounds.hi >= MOST else bounds.hi)]


def _bounds(amounts: Mapping[str, int | Interval | None]) -> dict[str, Any]:
    return {line: BoundsPart.written(value) for line, value in amounts.items() if isinstance(value, Interval)}


Bounds = Annotated[
    dict[str, BoundsPart],
    Field(description="by line, for the lines that are null in the balance"),
    Of("amounts"),
    As(_bounds),
]


class SubjectPart(Part):
    """What a verdict is about: a row, a whole table (id null), or the agreement."""

    table: str
    id: str | None


class LocationPart(Part):
    """Where it stands in what was read."""

    file: str | None
    sheet: str | None
    row: int | None
    column: str | int | None


class MissingPart(Part):
    """A fact that is missing: a column of a row, or a table (id null, the fact is its name)."""

    fact: str
    table: str
    id: str | None


class ContestPart(Part):
    """The verdict under another reading of the agreement."""

    reading: str
    value: str
    verdict: Verdict


class FindingPart(Part):
    """One verdict of one rule on one subject."""

    rule: str
    name: str
    verdict: Verdict
    nature: Nature
    severity: Severity
    clause: str
    article: str
    debtor: str | None
    subject: SubjectPart
    message: Both
    remedy: Both
    values: dict[str, Any] = Field(description="the figures behind the verdict; bounds as {min, max}")
    missing: list[MissingPart]
    contested: list[ContestPart]
    due: Day | None
    reachable: bool | None = Field(description="while pending: can it still be met?")
    location: LocationPart
    new: bool = Field(description="the proposal brings it")


class ProposedLinePart(Part):
    """One row of the proposal and the codes that it breaks at severity error."""

    id: str
    ok: bool
    breaks: list[str]


class ProposalPart(Part):
    """What the proposal would change; the balance is the one after it."""

    ok: bool
    lines: list[ProposedLinePart]
    balance: Balance
    balance_bounds: Bounds


class StepPart(Part):
    """Who must do what, by when."""

    rule: str
    subject: SubjectPart
    who: str
    what: Both
    due: Day | None


class NoticePart(Part):
    """Something to know that is no verdict."""

    code: str
    message: Both
    location: LocationPart


class ReportDocument(Written):
    """The report of ``innosprint check --format json``."""

    schema_: Literal["innosprint-report/2"] = Field(alias="schema")
    as_of: Day
    rulebook: RulebookPart
    dossier: Annotated[DossierPart, ITSELF]
    engine: Annotated[EnginePart, ITSELF]
    summary: Summary
    balance: Balance
    balance_bounds: Bounds
    proposal: ProposalPart | None
    next_steps: list[StepPart]
    notices: list[NoticePart]
    findings: list[FindingPart]
