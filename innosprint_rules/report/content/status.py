"""The state as a document: ``innosprint status --format json``, read from a report and the room that it leaves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from innosprint_rules.allocation.repairing.document import HeadroomPart, SessionRoomPart
from innosprint_rules.allocation.repairing.headroom import Headroom, headroom
from innosprint_rules.allocation.repairing.next_session import SessionRoom, next_session
from innosprint_rules.dossier.models import Dossier
from innosprint_rules.engine.documents.check import (
    Balance,
    Both,
    Bounds,
    DossierPart,
    EnginePart,
    NoticePart,
    RulebookPart,
    SubjectPart,
    Summary,
)
from innosprint_rules.engine.documents.documented import Documented
from innosprint_rules.engine.documents.shape import ITSELF, Amount, Day, Of, Part, Written
from innosprint_rules.engine.evaluation.decision import Verdict
from innosprint_rules.engine.evaluation.values import machine_value
from innosprint_rules.engine.report import Report
from innosprint_rules.report.content.agenda import agenda, session_plan
from innosprint_rules.report.content.margins import Margin, margins
from innosprint_rules.rulebook.models import Nature
from innosprint_rules.wording import brief_repr, in_languages

Number = Amount | int | str | dict[str, Any] | None


def _left(margin: Margin) -> Any:
    return None if margin.left is None else machine_value(margin.left, margin.type)


class MarginPart(Part):
    """How far a threshold is; ``margin`` is negative when it is not kept, null when facts are missing."""

    rule: Annotated[str, Of("finding.rule")]
    name: Annotated[str, Of("finding.name")]
    subject: Annotated[SubjectPart, Of("finding.subject")]
    verdict: Annotated[Verdict, Of("finding.verdict")]
    nature: Annotated[Nature, Of("finding.nature")]
    kind: Annotated[Literal["ceiling", "floor"], Of(lambda margin: "ceiling" if margin.ceiling else "floor")]
    unit: Annotated[Literal["amount", "number", "decimal"], Of("type.kind")]
    value: Annotated[Number, Of(lambda margin: machine_value(margin.value, margin.type))]
    threshold: Annotated[Number, Of(lambda margin: machine_value(margin.threshold, margin.type))]
    margin: Annotated[Number, Of(_left)]
    due: Day | None
    reachable: Annotated[bool | None, Of("finding.reachable")]


class PlannedPart(Part):
    """A session to come."""

    id: str
    held_on: Day
    place: str | None


class SessionsPart(Part):
    """The sessions held, required and to come; ``fits``: can those needed be held, gaps kept, before the end?"""

    held: int | None
    required: int | None
    needed: int | None
    least_gap: int | None
    term_end: Annotated[Day | None, Of("end")]
    fits: bool | None
    earliest_last_session: Annotated[Day | None, Of("earliest")]
    latest_days: Annotated[list[Day], Of("latest")]
    planned: list[PlannedPart]


class EntryPart(Part):
    """One thing to do; ``days`` is negative when it is late."""

    due: Day | None
    days: int | None
    who: str | None
    what: Both
    rule: str
    subject: Annotated[SubjectPart, ITSELF]
    reachable: bool | None


class HeadroomsPart(Part):
    """Room at the next session, null without one, and of each row of the dossier that is only proposed."""

    next_session: Annotated[SessionRoomPart | None, Of("session")]
    lines: Annotated[list[HeadroomPart], Of("proposed")]


class StatusDocument(Written):
    """The state of ``innosprint status --format json``."""

    schema_: Literal["innosprint-status/2"] = Field(alias="schema")
    as_of: Annotated[Day, Of("report.as_of")]
    rulebook: Annotated[RulebookPart, Of("report.rulebook")]
    dossier: Annotated[DossierPart, Of("report")]
    engine: Annotated[EnginePart, Of("report")]
    summary: Annotated[Summary, Of("report.summary")]
    balance: Annotated[Balance, Of("report.balance")]
    balance_bounds: Annotated[Bounds, Of("report.amounts")]
    margins: Annotated[list[MarginPart], Of(lambda status: margins(status.report.findings))]
    headroom: Annotated[HeadroomsPart, ITSELF]
    sessions: Annotated[SessionsPart, Of(lambda status: session_plan(status.report))]
    agenda: Annotated[list[EntryPart], Of(lambda status: agenda(status.report))]
    notices: Annotated[list[NoticePart], Of("report.notices")]


@dataclass(frozen=True, slots=True, eq=False)
class Status(Documented):
    """Where the programme stands: its report, and the room at the next session and of each row only proposed."""

    report: Report
    session: SessionRoom | None
    proposed: tuple[Headroom, ...]

    document: ClassVar[str] = "innosprint-status/2"
    __repr__ = brief_repr

    def model_dump(self) -> dict[str, Any]:
        """Return the state with the keys of the published JSON Schema."""
        return in_languages(StatusDocument.written(self), self.report.rulebook.agreement.languages)


def status_of(report: Report, dossier: Dossier, readings: Mapping[str, str]) -> Status:
    """Return the state of a dossier at the moment of its report; ``readings`` are those asked for."""
    book, as_of = report.rulebook, report.as_of
    return Status(
        report,
        next_session(dossier, book, as_of=as_of, readings=readings),
        headroom(dossier, book, as_of=as_of, readings=readings),
    )
