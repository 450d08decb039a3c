# Made from the tables of the bundled agreement by innosprint_rules.dossier.schema.stubs: not to be edited.
# fmt: off
import datetime as dt
from typing import Literal

from innosprint_rules.dossier.schema.base_row import Row

class Convention(Row):
    published_on: dt.date | None
    received_on: dt.date | None
    signed_on: dt.date | None
    endowment: int | None
    seats: int | None
    quorum: int | None
    present: int | None
    represented: int | None
    voting: int | None
    votes_for: int | None
    votes_against: int | None
    abstentions: int | None
    @property
    def endowment_cents(self) -> int | None: ...

class Project(Row):
    code: str
    title: str | None
    holder: str | None
    field: str | None
    local: bool | None
    entry_session: str | None
    left_on: dt.date | None

class Session(Row):
    code: str
    held_on: dt.date | None
    place: str | None
    co_organisers: tuple[str, ...] | None
    members_present: tuple[str, ...] | None

class Presentation(Row):
    session: str
    project: str
    progress: bool | None
    action_plan: bool | None
    axis_market: bool | None
    axis_technology: bool | None
    axis_funding: bool | None

class Allocation(Row):
    id: str
    session: str | None
    decided_on: dt.date | None
    project: str | None
    amount: int | None
    need: str | None
    objective: str | None
    progress_evaluation: str | None
    decided_by: tuple[str, ...] | None
    status: Literal[
        "décidée",
        "proposée",
        "refusée"
    ]
    ratified_at: str | None
    @property
    def amount_cents(self) -> int | None: ...

class Request(Row):
    id: str
    session: str | None
    project: str | None
    requested: int | None
    minimum: int | None
    need_score: int | None
    objectives_score: int | None
    progress_score: int | None
    capacity_score: int | None
    @property
    def requested_cents(self) -> int | None: ...
    @property
    def minimum_cents(self) -> int | None: ...

class Payment(Row):
    id: str
    paid_on: dt.date | None
    direction: Literal[
        "CASQ->FN",
        "FN->projet",
        "projet->FN",
        "FN->CASQ",
        "FN->FN",
        "autre"
    ] | None
    project: str | None
    allocation: str | None
    amount: int | None
    label: str | None
    @property
    def amount_cents(self) -> int | None: ...

class Document(Row):
    id: str
    kind: Literal[
        "calendrier",
        "compte_rendu_bimestriel",
        "appreciation",
        "evaluation_mi_parcours",
        "evaluation_finale"
    ] | None
    period_start: dt.date | None
    period_end: dt.date | None
    sent_on: dt.date | None
    sender: str | None
    recipients: tuple[str, ...] | None
    in_reply_to: str | None
    headings: tuple[str, ...] | None

class Action(Row):
    id: str
    started_on: dt.date | None
    partner: str | None
    purpose: str | None
    agreed_on: dt.date | None
    instrument: str | None

class Indicator(Row):
    id: str
    date: dt.date | None
    indicator: Literal[
        "investissement_capte",
        "entreprise_creee",
        "emploi"
    ] | None
    project: str | None
    value: str | None
    kind: str | None
    origin: str | None
    local: bool | None
    local_course: bool | None
    @property
    def amount(self) -> int | None: ...
    @property
    def amount_cents(self) -> int | None: ...
    @property
    def number(self) -> int | None: ...

class Amendment(Row):
    id: str
    signed_on: dt.date | None
    purpose: Literal[
        "renouvellement",
        "montant",
        "durée",
        "autre"
    ] | None
    form: Literal[
        "avenant",
        "courrier",
        "courriel",
        "oral"
    ] | None
    parameter: str | None
    value: str | None
    @property
    def last_day(self) -> dt.date | None: ...
    @property
    def amount(self) -> int | None: ...
    @property
    def amount_cents(self) -> int | None: ...

class Attestation(Row):
    id: str
    clause: str | None
    date: dt.date | None
    value: str | None
    @property
    def fte_months(self) -> int | None: ...

class Tables:
    convention: Convention | None
    projects: tuple[Project, ...] | None
    sessions: tuple[Session, ...] | None
    presentations: tuple[Presentation, ...] | None
    allocations: tuple[Allocation, ...] | None
    requests: tuple[Request, ...] | None
    payments: tuple[Payment, ...] | None
    reports: tuple[Document, ...] | None
    actions: tuple[Action, ...] | None
    indicators: tuple[Indicator, ...] | None
    amendments: tuple[Amendment, ...] | None
    attestations: tuple[Attestation, ...] | None
    proposal: tuple[Allocation, ...] | None
