"""The JSON documents as pydantic models, from which their published JSON Schemas are made.

A check writes its report without these models; they are for those who read one: ``ReportDocument
.model_validate_json(text)`` gives typed access, and the ``.schema.json`` files in the folder above serve the rest.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Amount = Annotated[str, Field(pattern=r"^-?[0-9]+\.[0-9]{2}$", description="euros, exact", examples=["35000.00"])]
Day = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", examples=["2019-06-01"])]
Count = Annotated[int, Field(ge=0)]
Verdict = Literal["satisfied", "violated", "pending", "unknown", "not_applicable"]
Nature = Literal["obligation", "prohibition", "objective", "guidance", "means"]
Severity = Literal["error", "warning", "notice"]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


Part = _Part
"""What every part of a document is made from, in the modules of other documents too."""


class Written(_Part):
    """A whole document, as it is printed or written to a file."""

    innosprint_digest: str | None = Field(
        default=None,
        pattern="^[0-9a-f]{64}$",
        description="in a file: the SHA-256 of the file with 64 zeros in the place of this value",
    )


class Both(_Part):
    """One thing said in French and in English."""

    fr: str
    en: str


class RulebookPart(_Part):
    """Which rules were used; the digest changes with any of their words."""

    name: str
    version: str
    digest: str


class DossierPart(_Part):
    """Which facts were judged, whatever the format they were read from."""

    digest: str


class EnginePart(_Part):
    """Which engines judged; ``inference`` is null where only the reference evaluator answered."""

    reference: str
    inference: str | None


class SummaryPart(_Part):
    """How many findings have each verdict."""

    violated: Count
    pending: Count
    unknown: Count
    satisfied: Count
    not_applicable: Count
    contested: Count


class BalancePart(_Part):
    """The lines of the balance; null where facts are missing."""

    endowment: Amount | None
    received: Amount | None
    allocated: Amount | None = Field(description="decided, gross")
    given_back: Amount | None = Field(description="from projects")
    paid_out: Amount | None = Field(description="to projects")
    returned: Amount | None = Field(description="to the agglomeration")
    remaining: Amount | None = Field(description="left to allocate")
    in_hand: Amount | None = Field(description="what came in less what went out")


class BoundsPart(_Part):
    """What is surely known of an amount that is null in the balance; null where there is no bound."""

    least: Amount | None
    most: Amount | None


Bounds = Annotated[dict[str, BoundsPart], Field(description="by line, for the lines that are null in the balance")]


class SubjectPart(_Part):
    """What a verdict is about: a row, a whole table (id null), or the agreement."""

    table: str
    id: str | None


class LocationPart(_Part):
    """Where it stands in what was read."""

    file: str | None
    sheet: str | None
    row: int | None
    column: str | int | None


class MissingPart(_Part):
    """A fact that is missing: a column of a row, or a table (id null, the fact is its name)."""

    fact: str
    table: str
    id: str | None


class ContestPart(_Part):
    """The verdict under another reading of the agreement."""

    reading: str
    value: str
    verdict: Verdict


class FindingPart(_Part):
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


class ProposedLinePart(_Part):
    """One row of the proposal and the codes that it breaks at severity error."""

    id: str
    ok: bool
    breaks: list[str]


class ProposalPart(_Part):
    """What the proposal would change; the balance is the one after it."""

    ok: bool
    lines: list[ProposedLinePart]
    balance: BalancePart
    balance_bounds: Bounds


class StepPart(_Part):
    """Who must do what, by when."""

    rule: str
    subject: SubjectPart
    who: str
    what: Both
    due: Day | None


class NoticePart(_Part):
    """Something to know that is no verdict."""

    code: str
    message: Both
    location: LocationPart


class ReportDocument(Written):
    """The report of ``innosprint check --format json``."""

    schema_: Literal["innosprint-report/2"] = Field(alias="schema")
    as_of: Day
    rulebook: RulebookPart
    dossier: DossierPart
    engine: EnginePart
    summary: SummaryPart
    balance: BalancePart
    balance_bounds: Bounds
    proposal: ProposalPart | None
    next_steps: list[StepPart]
    notices: list[NoticePart]
    findings: list[FindingPart]


Number = Amount | int | str | dict[str, Any] | None


class MarginPart(_Part):
    """How far a threshold is; ``margin`` is negative when it is not kept, null when facts are missing."""

    rule: str
    name: str
    subject: SubjectPart
    verdict: Verdict
    nature: Nature
    kind: Literal["ceiling", "floor"]
    unit: Literal["amount", "number", "decimal"]
    value: Number
    threshold: Number
    margin: Number
    due: Day | None
    reachable: bool | None


class PlannedPart(_Part):
    """A session to come."""

    id: str
    held_on: Day
    place: str | None


class SessionsPart(_Part):
    """The sessions held, required and to come; ``fits``: can those needed be held, gaps kept, before the end?"""

    held: int | None
    required: int | None
    needed: int | None
    least_gap: int | None
    term_end: Day | None
    fits: bool | None
    earliest_last_session: Day | None
    latest_days: list[Day]
    planned: list[PlannedPart]


class EntryPart(_Part):
    """One thing to do; ``days`` is negative when it is late."""

    due: Day | None
    days: int | None
    who: str | None
    what: Both
    rule: str
    subject: SubjectPart
    reachable: bool | None


class RangePart(_Part):
    """Amounts that comply, both ends included; ``to`` is null without limit."""

    from_: Amount = Field(alias="from")
    to: Amount | None


class RoomPart(_Part):
    """The amounts at which one line breaks nothing; ``above`` and ``below``: what one cent more or less breaks."""

    smallest: Amount | None
    largest: Amount | None
    limited: bool
    ranges: list[RangePart]
    above: list[str]
    below: list[str]
    blocked: list[str]


class UnderPart(RoomPart):
    """The same under another reading."""

    reading: str


class HeadroomPart(RoomPart):
    """How far one line may go, the others as they stand.

    ``doubtful``: beyond ``sure`` missing facts may hide a breach.
    """

    id: str
    amount: Amount | None
    sure: Amount | None
    doubtful: bool
    under: list[UnderPart]


class SessionRoomPart(RoomPart):
    """How far one line may go at the next session, all else being right with it."""

    session: str
    held_on: Day
    sure: Amount | None
    doubtful: bool
    under: list[UnderPart]


class HeadroomsPart(_Part):
    """Room at the next session, null without one, and of each row of the dossier that is only proposed."""

    next_session: SessionRoomPart | None
    lines: list[HeadroomPart]


class StatusDocument(Written):
    """The state of ``innosprint status --format json``."""

    schema_: Literal["innosprint-status/2"] = Field(alias="schema")
    as_of: Day
    rulebook: RulebookPart
    dossier: DossierPart
    engine: EnginePart
    summary: SummaryPart
    balance: BalancePart
    balance_bounds: Bounds
    margins: list[MarginPart]
    headroom: HeadroomsPart
    sessions: SessionsPart
    agenda: list[EntryPart]
    notices: list[NoticePart]


DOCUMENTS: Mapping[str, type[BaseModel]] = MappingProxyType(
    {"innosprint-report-2.schema.json": ReportDocument, "innosprint-status-2.schema.json": StatusDocument}
)
"""Each published schema by the name of its file, which stands beside this module."""


def schema_text(model: type[BaseModel]) -> str:
    """Return the JSON Schema of a document as it is published."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **model.model_json_schema(by_alias=True)}
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def write_schemas(folder: Path | None = None) -> None:
    """Write every schema anew; needed when a model changes, and then ``schema`` in the document changes too."""
    for name, model in DOCUMENTS.items():
        target = (Path(__file__).parents[1] if folder is None else folder) / name
        target.write_text(schema_text(model), encoding="utf-8")
