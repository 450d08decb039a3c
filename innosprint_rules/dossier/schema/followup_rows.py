"""The rows of what is reported and agreed, one class a table of ``tables_followup``."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from pydantic import ValidationInfo, field_validator

from innosprint_rules.dossier.cells import read_amount, read_date, read_decimal, read_number
from innosprint_rules.dossier.schema import fields as t
from innosprint_rules.dossier.schema import followup_tables as followup
from innosprint_rules.dossier.schema.base_row import Row, canonical_value, known
from innosprint_rules.dossier.schema.columns import Table
from innosprint_rules.dossier.schema.values import (
    amendment_meaning,
    attestation_meaning,
    indicator_meaning,
    quietly,
)


class Document(Row):
    """A document that was sent: calendar, two-month report, assessment, evaluation (table ``reports``)."""

    table: ClassVar[Table] = followup.REPORTS
    id: t.Key
    kind: t.DocumentKind = None
    period_start: t.Day = None
    period_end: t.Day = None
    sent_on: t.Day = None
    sender: t.Word = None
    recipients: t.Items = None
    in_reply_to: t.Ref = None
    headings: t.Items = None


class Action(Row):
    """An action that a partner undertakes."""

    table: ClassVar[Table] = followup.ACTIONS
    id: t.Key
    started_on: t.Day = None
    partner: t.Words = None
    purpose: t.Words = None
    agreed_on: t.Day = None
    instrument: t.Words = None


class Indicator(Row):
    """A fact that counts towards an objective; ``value`` is canonical text, see ``amount`` and ``number``."""

    table: ClassVar[Table] = followup.INDICATORS
    id: t.Key
    date: t.Day = None
    indicator: t.IndicatorKind = None
    project: t.Ref = None
    value: str | None = None
    kind: t.Words = None
    origin: t.Words = None
    local: t.Flag = None
    local_course: t.Flag = None

    @property
    def amount(self) -> int | None:
        """The value in cents, when it is an investment, or when nobody says what it is and it reads so."""
        return None if indicator_meaning(self.indicator) == "number" else quietly(read_amount, self.value)

    @property
    def number(self) -> int | None:
        """The value as a whole number, when it counts companies or jobs, or may do so."""
        return None if indicator_meaning(self.indicator) == "amount" else quietly(read_number, self.value)

    @field_validator("value", mode="before")
    @classmethod
    def _read_value(cls, value: object, info: ValidationInfo) -> object:
        meaning = indicator_meaning(info.data["indicator"]) if known(info, "indicator") else "text"
        return canonical_value(value, meaning)

    @property
    def amount_cents(self) -> int | None:
        """``amount``, by a name that says its unit."""
        return self.amount


class Amendment(Row):
    """A change to the agreement; ``value`` is canonical text, read by ``amount`` and ``last_day``."""

    table: ClassVar[Table] = followup.AMENDMENTS
    id: t.Key
    signed_on: t.Day = None
    purpose: t.Purpose = None
    form: t.Form = None
    parameter: t.Word = None
    value: str | None = None

    @property
    def amount(self) -> int | None:
        """The new endowment in cents, when the parameter is the endowment."""
        return read_amount(self.value) if amendment_meaning(self.parameter) == "amount" else None

    @property
    def last_day(self) -> dt.date | None:
        """The new last day of the term, when the parameter is that day."""
        return read_date(self.value) if amendment_meaning(self.parameter) == "date" else None

    @field_validator("value", mode="before")
    @classmethod
    def _read_value(cls, value: object, info: ValidationInfo) -> object:
        return canonical_value(value, amendment_meaning(info.data.get("parameter")))

    @property
    def amount_cents(self) -> int | None:
        """``amount``, by a name that says its unit."""
        return self.amount


class Attestation(Row):
    """What a clause's means are attested by; ``value`` is canonical text, read by ``fte_months``."""

    table: ClassVar[Table] = followup.ATTESTATIONS
    id: t.Key
    clause: t.Word = None
    date: t.Day = None
    value: str | None = None

    @property
    def fte_months(self) -> int | None:
        """Full-time-equivalent months in millionths, for clause C23; without a clause too, if it reads so."""
        may_be = self.clause is None or attestation_meaning(self.clause) == "decimal"
        return quietly(read_decimal, self.value) if may_be else None

    @field_validator("value", mode="before")
    @classmethod
    def _read_value(cls, value: object, info: ValidationInfo) -> object:
        return canonical_value(value, attestation_meaning(info.data.get("clause")))


class Convention(Row):
    """What the dossier repeats of the agreement and its deliberation; ``endowment`` in cents."""

    table: ClassVar[Table] = followup.CONVENTION
    published_on: t.Day = None
    received_on: t.Day = None
    signed_on: t.Day = None
    endowment: t.Amount = None
    seats: t.Number = None
    quorum: t.Number = None
    present: t.Number = None
    represented: t.Number = None
    voting: t.Number = None
    votes_for: t.Number = None
    votes_against: t.Number = None
    abstentions: t.Number = None

    @property
    def endowment_cents(self) -> int | None:
        """``endowment``, by a name that says its unit."""
        return self.endowment
