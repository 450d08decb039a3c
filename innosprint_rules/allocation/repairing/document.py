"""A repair, and how far each line may go, as documents: ``innosprint repair --format json``.

``RepairDocument.model_validate_json(text)`` gives typed access to what is printed.
"""

from __future__ import annotations

from collections.abc import Iterable
from types import SimpleNamespace
from typing import Annotated, Any, Literal

from pydantic import Field

from innosprint_rules.allocation.sharing.applied import Breach
from innosprint_rules.engine.documents.check import (
    Both,
    DossierPart,
    EnginePart,
    LocationPart,
    RulebookPart,
    SubjectPart,
)
from innosprint_rules.engine.documents.shape import ITSELF, Amount, As, Count, Day, Of, Part, Written


def _ranges(found: Any) -> list[tuple[int, int | None]]:
    """Return the ranges of a room; the last has no end where nothing limits it."""
    ranges = list(found.room.ranges)
    return ranges if found.room.limited else [*ranges[:-1], (ranges[-1][0], None)]


def _under(found: Any) -> list[SimpleNamespace]:
    return [SimpleNamespace(reading=str(reading), room=room) for reading, room in found.under.items()]


class RangePart(Part):
    """Amounts that comply, both ends included; ``to`` is null without limit."""

    from_: Annotated[Amount, Of(lambda ends: ends[0])] = Field(alias="from")
    to: Annotated[Amount | None, Of(lambda ends: ends[1])]


class _Reading(Part):
    reading: str


class _Line(Part):
    id: Annotated[str, Of("line")]
    amount: Amount | None


class _Session(Part):
    session: str
    held_on: Day


class RoomPart(Part):
    """The amounts at which one line breaks nothing; ``above`` and ``below``: what one cent more or less breaks."""

    smallest: Annotated[Amount | None, Of("room.smallest")]
    largest: Annotated[Amount | None, Of("room.largest")]
    limited: Annotated[bool, Of("room.limited")]
    ranges: Annotated[list[RangePart], Of(_ranges)]
    above: Annotated[list[str], Of("room.above")]
    below: Annotated[list[str], Of("room.below")]
    blocked: Annotated[list[str], Of("room.blocked")]


class UnderPart(RoomPart, _Reading):
    """The same under another reading."""


class _Sure(RoomPart):
    sure: Annotated[Amount | None, Of("room.sure")]
    doubtful: Annotated[bool, Of("room.doubtful")]
    under: Annotated[list[UnderPart], Of(_under)]


class HeadroomPart(_Sure, _Line):
    """How far one line may go, the others as they stand.

    ``doubtful``: beyond ``sure`` missing facts may hide a breach.
    """


class SessionRoomPart(_Sure, _Session):
    """How far one line may go at the next session, all else being right with it."""


class BrokenPart(Part):
    """A rule and what it judges."""

    rule: str
    subject: SubjectPart


Reading = Annotated[str | None, As(lambda reading: None if reading is None else str(reading))]


class HeldPart(Part):
    """A rule on one subject, under another reading than those in force when ``reading`` is not null."""

    rule: Annotated[str, Of("code")]
    subject: SubjectPart
    reading: Reading


class ConflictPart(Part):
    """Rules, and lines that must stay as they are, that cannot hold together; ``smallest``: no fewer do."""

    rules: Annotated[list[HeldPart], Of("demands")]
    lines: Annotated[list[str], Of(lambda conflict: [line.id for line in conflict.lines])]
    smallest: bool


class ChangePart(Part):
    """What becomes of one line; ``before`` is null when its amount is blank, ``after`` is 0.00 when it is refused."""

    id: Annotated[str, Of("line")]
    project: str | None
    before: Amount | None
    after: Annotated[Amount, Of(lambda change: change.after or 0)]
    refused: bool


class AlternativePart(Part):
    """One way to comply: the total of its changes, how many lines it touches, and what stays unverifiable."""

    total: Annotated[Amount, Of("size.cents")]
    lines: Annotated[Count, Of("size.lines")]
    changes: list[ChangePart]
    unknown: list[BrokenPart]


def _broken(breaches: Iterable[Breach]) -> list[dict[str, Any]]:
    return [BrokenPart.written(SimpleNamespace(rule=code, subject=subject)) for code, subject in breaches]


class GroupPart(Part):
    """The smallest changes that hold under some readings, null standing for those in force.

    ``settled``: nothing needs changing. ``complete``: all changes of that size are listed.
    """

    readings: list[Reading]
    settled: bool
    alternatives: list[AlternativePart]
    complete: bool
    conflict: ConflictPart | None
    unsteered: Annotated[list[BrokenPart], As(_broken)]


class SaidPart(BrokenPart):
    """What is broken, what would put it right, and where."""

    message: Both
    remedy: Both
    location: LocationPart


class BlockedPart(Part):
    """A line that no amount saves."""

    id: Annotated[str, Of("line")]
    findings: list[SaidPart]


class AfterwardsPart(Part):
    """A rule that cannot be put in amounts: results are checked against it, not steered by it."""

    rule: Annotated[str, Of("rule.code")]
    subject: SubjectPart | None
    reading: Reading
    reason: Both
    source: str


class WithoutBreachPart(Part):
    """The years that end without a breach of severity error, and between which shares the true one lies at 95 %."""

    years: Annotated[Count, Of("count")]
    share: Annotated[float | None, Of("value")]
    low: float | None
    high: float | None


class FuturesPart(Part):
    """How the year may go on after a vote, as a scenario has it."""

    scenario: str
    years: Count
    seed: int
    as_of: Day
    at: Day
    without_breach: Annotated[WithoutBreachPart, Of("clean")]


class SafeVotePart(Part):
    """Amounts that together comply under every reading, and the share of futures that end without a breach.

    ``as_proposed`` is null where the amounts proposed are these. ``assumed``: sessions of which nothing is written yet,
    at which everyone is taken to have presented. ``without_amount``: lines whose amount is blank, not among ``lines``.
    """

    lines: list[ChangePart]
    unknown: list[BrokenPart]
    futures: FuturesPart
    as_proposed: FuturesPart | None
    without_amount: list[str]
    assumed: list[str]


class RepairDocument(Written):
    """What would make a proposal comply: ``innosprint repair --format json``."""

    schema_: Literal["innosprint-repair/1"] = Field(alias="schema")
    as_of: Annotated[Day, Of("report.as_of")]
    rulebook: Annotated[RulebookPart, Of("report.rulebook")]
    dossier: Annotated[DossierPart, ITSELF]
    engine: Annotated[EnginePart, Of("report")]
    ok: bool
    complies: bool
    groups: list[GroupPart]
    blocked: list[BlockedPart]
    completed: GroupPart | None
    hopeless: list[SaidPart]
    afterwards: list[AfterwardsPart]
    headroom: list[HeadroomPart]
    vote_safe: SafeVotePart | None
