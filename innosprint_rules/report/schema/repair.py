"""The JSON document of ``innosprint repair`` as a pydantic model, from which its published JSON Schema is made.

``RepairDocument.model_validate_json(text)`` gives typed access to what ``--format json`` prints.
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
    HeadroomPart,
    LocationPart,
    Part,
    RulebookPart,
    SubjectPart,
    Written,
    schema_text,
)

FILE = "innosprint-repair-1.schema.json"


class BrokenPart(Part):
    """A rule and what it judges."""

    rule: str
    subject: SubjectPart


class HeldPart(BrokenPart):
    """A rule on one subject, under another reading than those in force when ``reading`` is not null."""

    reading: str | None


class ConflictPart(Part):
    """Rules, and lines that must stay as they are, that cannot hold together; ``smallest``: no fewer do."""

    rules: list[HeldPart]
    lines: list[str]
    smallest: bool


class ChangePart(Part):
    """What becomes of one line; ``before`` is null when its amount is blank, ``after`` is 0.00 when it is refused."""

    id: str
    project: str | None
    before: Amount | None
    after: Amount
    refused: bool


class AlternativePart(Part):
    """One way to comply: the total of its changes, how many lines it touches, and what stays unverifiable."""

    total: Amount
    lines: Count
    changes: list[ChangePart]
    unknown: list[BrokenPart]


class GroupPart(Part):
    """The smallest changes that hold under some readings, null standing for those in force.

    ``settled``: nothing needs changing. ``complete``: all changes of that size are listed.
    """

    readings: list[str | None]
    settled: bool
    alternatives: list[AlternativePart]
    complete: bool
    conflict: ConflictPart | None
    unsteered: list[BrokenPart]


class SaidPart(BrokenPart):
    """What is broken, what would put it right, and where."""

    message: Both
    remedy: Both
    location: LocationPart


class BlockedPart(Part):
    """A line that no amount saves."""

    id: str
    findings: list[SaidPart]


class AfterwardsPart(Part):
    """A rule that cannot be put in amounts: results are checked against it, not steered by it."""

    rule: str
    subject: SubjectPart | None
    reading: str | None
    reason: Both
    source: str


class RepairDocument(Written):
    """What would make a proposal comply: ``innosprint repair --format json``."""

    schema_: Literal["innosprint-repair/1"] = Field(alias="schema")
    as_of: Day
    rulebook: RulebookPart
    dossier: DossierPart
    engine: EnginePart
    ok: bool
    complies: bool
    groups: list[GroupPart]
    blocked: list[BlockedPart]
    completed: GroupPart | None
    hopeless: list[SaidPart]
    afterwards: list[AfterwardsPart]
    headroom: list[HeadroomPart]


def write_schema() -> None:
    """Write the schema anew; needed when a model changes, and then ``schema`` in the document changes too."""
    (Path(__file__).parents[1] / FILE).write_text(schema_text(RepairDocument), encoding="utf-8")
