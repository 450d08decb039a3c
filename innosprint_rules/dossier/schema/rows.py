"""The rows of what is decided and paid, one class a table of ``tables_decisions``."""

from __future__ import annotations

from typing import ClassVar

from innosprint_rules.dossier.schema import agreement_tables as decisions
from innosprint_rules.dossier.schema import fields as t
from innosprint_rules.dossier.schema.base_row import Row
from innosprint_rules.dossier.schema.columns import Table


class Project(Row):
    """A project that is accompanied."""

    table: ClassVar[Table] = decisions.PROJECTS
    code: t.Key
    title: t.Words = None
    holder: t.Words = None
    field: t.Words = None
    local: t.Flag = None
    entry_session: t.Ref = None
    left_on: t.Day = None


class Session(Row):
    """A session of the programme."""

    table: ClassVar[Table] = decisions.SESSIONS
    code: t.Key
    held_on: t.Day = None
    place: t.Words = None
    co_organisers: t.Items = None
    members_present: t.Items = None


class Presentation(Row):
    """A project presented at a session; its identity is ``S2/P03``."""

    table: ClassVar[Table] = decisions.PRESENTATIONS
    session: t.Key
    project: t.Key
    progress: t.Done = None
    action_plan: t.Done = None
    axis_market: t.Done = None
    axis_technology: t.Done = None
    axis_funding: t.Done = None


class Allocation(Row):
    """An amount that the members decide, propose or refuse to give to a project; ``amount`` in cents."""

    table: ClassVar[Table] = decisions.ALLOCATIONS
    id: t.Key
    session: t.Ref = None
    decided_on: t.Day = None
    project: t.Ref = None
    amount: t.Amount = None
    need: t.Said = None
    objective: t.Said = None
    progress_evaluation: t.Said = None
    decided_by: t.Items = None
    status: t.Status = "décidée"
    ratified_at: t.Ref = None

    @property
    def amount_cents(self) -> int | None:
        """``amount``, by a name that says its unit."""
        return self.amount


class Request(Row):
    """What a project asks for at a session; amounts in cents, scores from 0 to 5."""

    table: ClassVar[Table] = decisions.REQUESTS
    id: t.Key
    session: t.Ref = None
    project: t.Ref = None
    requested: t.Amount = None
    minimum: t.Amount = None
    need_score: t.Score = None
    objectives_score: t.Score = None
    progress_score: t.Score = None
    capacity_score: t.Score = None

    @property
    def requested_cents(self) -> int | None:
        """``requested``, by a name that says its unit."""
        return self.requested

    @property
    def minimum_cents(self) -> int | None:
        """``minimum``, by a name that says its unit."""
        return self.minimum


class Payment(Row):
    """Money that moves; ``amount`` in cents, its way told by ``direction``."""

    table: ClassVar[Table] = decisions.PAYMENTS
    id: t.Key
    paid_on: t.Day = None
    direction: t.Direction = None
    project: t.Ref = None
    allocation: t.Ref = None
    amount: t.Amount = None
    label: t.Words = None

    @property
    def amount_cents(self) -> int | None:
        """``amount``, by a name that says its unit."""
        return self.amount
