"""Roles: what commands need to know of an agreement's tables, declared under ``roles:`` in its agreement.yaml.

The package knows no table by its name; it asks which one plays a role, and with which columns.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from innosprint_rules.errors import Problem, UsageError
from innosprint_rules.folding import fold
from innosprint_rules.wording import Text

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class TableRole:
    """The table that plays a role."""

    table: str


@dataclass(frozen=True, slots=True)
class Beneficiaries(TableRole):
    """The table of those who are given money: their names, the meeting at which each enters, the day it leaves."""

    title: str | None = None
    entry: str | None = None
    left: str | None = None


@dataclass(frozen=True, slots=True)
class Meetings(TableRole):
    """The table of meetings: their day, who was there, where, who organised them."""

    day: str
    present: str | None = None
    place: str | None = None
    organisers: str | None = None


@dataclass(frozen=True, slots=True)
class Presentations(TableRole):
    """The table of what is presented at a meeting, by whom; ``shown`` are the columns that tick what was."""

    meeting: str
    beneficiary: str
    shown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposals(TableRole):
    """The table that holds what is proposed, decided and refused; its columns, and the words of its ``status``.

    ``purpose`` lists the columns that say what the money is for, ``deciders`` who decides, ``ratified`` the later
    meeting that ratifies what was decided between two.
    """

    amount: str
    status: str
    proposed: str
    decided: str
    refused: str
    day: str
    meeting: str
    beneficiary: str
    purpose: tuple[str, ...] = ()
    deciders: str | None = None
    ratified: str | None = None


@dataclass(frozen=True, slots=True)
class Requests(TableRole):
    """The table of what beneficiaries ask for at a meeting: amounts, and the columns that hold a score.

    ``scores`` gives the parameter that weighs each of these columns, ``worths`` the parameters of what a euro of each
    part of a request is worth, in per cent.
    """

    meeting: str
    beneficiary: str
    requested: str
    minimum: str
    scores: tuple[tuple[str, str], ...] = ()
    worths: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Money(TableRole):
    """The table of the money that moves: its amounts, and the words of ``direction`` for each way.

    ``received`` came in from the grantor, ``paid_out`` went to beneficiaries, who ``given_back`` some, and ``returned``
    went back to the grantor; what was spent ``elsewhere`` served something else. ``day`` is the column of its day,
    ``proposal`` names what a payment pays, ``beneficiary`` whom.
    """

    amount: str
    direction: str
    day: str | None = None
    received: tuple[str, ...] = ()
    paid_out: tuple[str, ...] = ()
    given_back: tuple[str, ...] = ()
    returned: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    proposal: str | None = None
    beneficiary: str | None = None


@dataclass(frozen=True, slots=True)
class Amendments(TableRole):
    """The table of amendments: which column names the parameter changed, its value, the form of the agreement.

    Those whose form is one of ``express`` count. ``also`` gives other names of parameters (other name, name).
    ``purposes`` says what the column ``purpose`` holds of an amendment that changes a parameter (name, purpose).
    """

    parameter: str
    value: str
    form: str
    express: tuple[str, ...]
    also: tuple[tuple[str, str], ...] = ()
    purpose: str | None = None
    purposes: tuple[tuple[str, str], ...] = ()

    def parameter_named(self, written: str | None) -> str | None:
        """Return which parameter a cell means, folded: the name under which parameters say that they may be amended."""
        if written is None:
            return None
        known = {fold(other): fold(name) for other, name in self.also}
        return known.get(fold(written), fold(written))


@dataclass(frozen=True, slots=True)
class Reports(TableRole):
    """The table of what is sent: of what kind, by whom, to whom, in answer to what, over which period, about what."""

    kind: str
    day: str
    sender: str | None = None
    recipients: str | None = None
    answers: str | None = None
    start: str | None = None
    end: str | None = None
    headings: str | None = None


@dataclass(frozen=True, slots=True)
class Roles:
    """The roles that an agreement declares for its tables; None is one that it does not."""

    facts: TableRole | None = None
    beneficiaries: Beneficiaries | None = None
    meetings: Meetings | None = None
    presentations: Presentations | None = None
    proposals: Proposals | None = None
    requests: Requests | None = None
    money: Money | None = None
    reports: Reports | None = None
    amendments: Amendments | None = None


KINDS: Mapping[str, type[TableRole]] = {
    "facts": TableRole,
    "beneficiaries": Beneficiaries,
    "meetings": Meetings,
    "presentations": Presentations,
    "proposals": Proposals,
    "requests": Requests,
    "money": Money,
    "reports": Reports,
    "amendments": Amendments,
}
"""What each role must say."""

MEASURE_ROLES = (
    "first_day", "last_day", "to_return", "payment_deadline",
    "meetings_required", "meetings_held", "meetings_gap", "meetings_gap_most",
)  # fmt: skip
"""The roles that measures play: days, what is to be returned, how many meetings there are to be, how far apart."""


def required(role: R | None, name: str) -> R:
    """Return a role that a command cannot do without.

    Raises:
        UsageError: the agreement does not declare it.
    """
    if role is None:
        raise missing_role(name)
    return role


def missing_role(name: str) -> UsageError:
    """Return the error that tells which role an agreement does not declare."""
    return UsageError(
        Problem(
            "role-missing",
            Text(f"cette convention ne déclare pas le rôle « {name} », sans lequel cette commande ne peut rien",
                 f"this agreement does not declare the role “{name}”, without which this command can do nothing"),
            Text("le déclarer sous « roles » dans agreement.yaml", "declare it under “roles” in agreement.yaml"),
        )
    )  # fmt: skip
