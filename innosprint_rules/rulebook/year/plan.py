"""What a simulated year is made of: under ``year.yaml`` the tables it adds rows to, and what is written there.

The tables that play a role are those of ``roles:`` in agreement.yaml; the figures that years are drawn from stand in
scenarios. A part that is not declared is not drawn.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from innosprint_rules.dossier.schema.roles import (
    Amendments,
    Beneficiaries,
    Meetings,
    Money,
    Presentations,
    Proposals,
    Reports,
    Requests,
    Roles,
)
from innosprint_rules.wording import Text

Drawn = Literal["flag", "either", "words", "amount", "count", "days", "each"]
"""How the cells of a column are drawn: yes or no, one text or another, words with their chances, a quantity.

Those of ``each`` are not drawn: the first of several rows has the first of the ``choices``, and so on."""

SECTIONS = (
    "ends", "calendar", "projects", "presentations", "requests", "allocations", "endowment", "payments", "balance",
    "reports", "evaluations", "results", "third_place", "actions", "rows", "amendments", "missing", "correlate",
)  # fmt: skip
"""The sections of a scenario, in the words of the model; a folder may give them names of its own."""

NEEDED = ("beneficiaries", "meetings", "proposals", "requests", "money")
"""The roles without which no year can be drawn."""


@dataclass(frozen=True, slots=True)
class DrawnColumn:
    """A column of drawn rows: its key in a scenario, what the input is called, how its cells are drawn.

    ``write`` and ``otherwise`` are the two texts of ``either``; ``choices`` the words there may be, any when empty.
    """

    column: str
    key: str
    label: Text
    drawn: Drawn
    write: str | None = None
    otherwise: str | None = None
    choices: tuple[str, ...] = ()
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """A document that is sent: its kind, who sends it (a member)."""

    kind: str
    sender: str


@dataclass(frozen=True, slots=True)
class Periodic:
    """A report for each period of some months: who sends it, to whom, what it deals with (key, heading).

    What is left of the term and has fewer than ``least`` days joins the period before.
    """

    kind: str
    sender: str
    months: int
    least: int = 0
    recipients: tuple[str, ...] = ()
    headings: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Evaluation:
    """An evaluation: due ``months`` after the beginning of the year, or on its last day where none are said."""

    name: str
    kind: str
    months: int | None
    label: Text


@dataclass(frozen=True, slots=True)
class Evaluations:
    """The evaluations of a year: who sends them, what they deal with (key, heading)."""

    sender: str
    moments: tuple[Evaluation, ...]
    headings: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ResultKind:
    """Results of one kind: the columns that are drawn, and what is the same in all their rows (column, value)."""

    name: str
    kind: str
    label: Text
    columns: tuple[DrawnColumn, ...] = ()
    write: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Results:
    """The table of what comes of the programme, a few kinds of rows; ``kind`` and ``beneficiary`` are columns."""

    table: str
    kind: str
    beneficiary: str | None
    kinds: tuple[ResultKind, ...]


@dataclass(frozen=True, slots=True)
class Once:
    """What is attested once, on the last day of the term."""

    name: str
    clause: str
    label: Text


@dataclass(frozen=True, slots=True)
class InParts:
    """What is attested in parts over the year: ``months`` is the column of each, ``number`` the key of how many."""

    name: str
    clause: str
    months: str
    number: str


@dataclass(frozen=True, slots=True)
class Attested:
    """The table of what is attested; ``clause`` is the column of what, ``write`` stands where nothing is read."""

    table: str
    clause: str
    once: tuple[Once, ...] = ()
    parts: tuple[InParts, ...] = ()
    write: str | None = None


@dataclass(frozen=True, slots=True)
class Actions:
    """The table of actions with others: the day on which they agreed, and what is the same in all rows."""

    table: str
    agreed: str
    write: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Following:
    """Rows of a table that follow each row of another, the one that ``of`` names: so many, with these columns.

    ``dated`` is the column of the other's day, or the one that names the meeting which dates it.
    """

    name: str
    table: str
    of: str
    source: str
    dated: str | None
    label: Text
    columns: tuple[DrawnColumn, ...] = ()
    write: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class YearPlan:
    """All that a folder says of its years; what it does not say is None or empty.

    ``columns`` are those that are drawn beside the ones of the roles, part by part (``meetings``, ``beneficiaries``,
    ``presentations``, ``requests``, ``proposals``); ``envelope`` is the one of a meeting that says what may be given
    there. ``renewal`` is the purpose of an amendment that renews, ``forms`` those that it may have. ``sections`` has
    the names that the folder gives to sections of scenarios, ``names`` what the first drawn row of a table is called,
    ``labels`` what inputs are called, ``missing`` the cells that a scenario may leave blank, those of ``usual``
    allowed for in every year.
    """

    roles: Roles
    beneficiaries: Beneficiaries
    meetings: Meetings
    proposals: Proposals
    requests: Requests
    money: Money
    members: tuple[str, ...]
    sections: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, tuple[DrawnColumn, ...]] = field(default_factory=dict)
    envelope: str | None = None
    reports: Periodic | None = None
    calendar: Sent | None = None
    answer: Sent | None = None
    evaluations: Evaluations | None = None
    results: Results | None = None
    attested: Attested | None = None
    actions: Actions | None = None
    following: tuple[Following, ...] = ()
    renewal: str | None = None
    forms: tuple[str, ...] = ()
    missing: Mapping[str, Text] = field(default_factory=dict)
    usual: tuple[str, ...] = ()
    labels: Mapping[str, Text] = field(default_factory=dict)

    @property
    def presentations(self) -> Presentations | None:
        """The table of what is presented, where there is one."""
        return self.roles.presentations

    @property
    def documents(self) -> Reports | None:
        """The table of what is sent, where there is one."""
        return self.roles.reports

    @property
    def amendments(self) -> Amendments | None:
        """The table of amendments, where there is one."""
        return self.roles.amendments

    @property
    def endowed(self) -> bool:
        """Whether an endowment comes in and goes back; not where each meeting has an envelope of its own."""
        return bool(self.money.received) and self.envelope is None

    @property
    def payment_day(self) -> str:
        """The column of a payment's day."""
        return self.money.day or ""

    @property
    def pays(self) -> str:
        """The column that names what a payment pays."""
        return self.money.proposal or ""

    def section(self, name: str) -> str:
        """Return what the folder calls a section."""
        return self.sections.get(name, name)
