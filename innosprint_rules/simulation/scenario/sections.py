"""The sections of a year scenario, in the words of the field and of the agreement: what is drawn, and from what.

Nothing has a default here: every number of a scenario stands in a file, where it can be read and questioned.
``scenarios/README.md`` describes the keys; the labels below are shown to users.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated

from pydantic import Field

from innosprint_rules.simulation.distributions.table import Distribution
from innosprint_rules.simulation.scenario.fields import (
    chance,
    count,
    days,
    fixed_days,
    words,
)
from innosprint_rules.simulation.scenario.follow_up_sections import (
    ActionsSection,
    AmendmentsSection,
    BalanceSection,
    EvaluationsSection,
    ReportsSection,
    ResultsSection,
    ThirdPlaceSection,
    YearSection,
)
from innosprint_rules.simulation.scenario.missing import Missing
from innosprint_rules.simulation.scenario.money_sections import (
    MEMBERS_SAID,
    AllocationsSection,
    EndowmentSection,
    PaymentsSection,
    RequestsSection,
)


class Slip(YearSection):
    """Whether a session slips, and by how long."""

    chance: Annotated[Distribution, chance("une session glisse", "a session slips")]
    by: Annotated[Distribution, days("glissement d'une session", "time by which a session slips", -60, 400)]


class CalendarSent(YearSection):
    """When the calendar is communicated."""

    chance: Annotated[Distribution, chance("le calendrier est communiqué", "the calendar is communicated")]
    day: Annotated[Distribution, days("jour du calendrier", "day of the calendar", -60)]


class CalendarSection(YearSection):
    """Sessions: how many are planned, how far apart, how they slip, who organises them."""

    sessions: Annotated[Distribution, count("sessions prévues", "sessions planned", 0, 60)]
    first: Annotated[Distribution, days("jours avant la première session", "days before the first session", -60)]
    gap: Annotated[Distribution, days("écart prévu entre deux sessions", "planned gap between sessions", 1)]
    held: Annotated[Distribution, chance("une session prévue se tient", "a planned session is held")]
    slips: Slip
    co_organisers: Annotated[Distribution, words("co-organisateurs", "co-organisers", *MEMBERS_SAID)]
    sent: CalendarSent


class Leaving(YearSection):
    """Whether a project leaves before the end, and when."""

    chance: Annotated[Distribution, chance("un projet s'arrête", "a project leaves")]
    after: Annotated[Distribution, days("jours avant qu'un projet s'arrête", "days before a project leaves")]


class ProjectsSection(YearSection):
    """Projects: how many, when they enter and leave, who holds them."""

    number: Annotated[Distribution, count("projets", "projects", 0, 200)]
    entry: Annotated[Distribution, count("session d'entrée d'un projet", "session at which a project enters", 1, 60)]
    leaves: Leaving
    holder: Annotated[Distribution, words("porteurs", "holders")]
    field: Annotated[Distribution, words("domaines", "fields")]
    local: Annotated[Distribution, chance("un projet est de l'agglomération", "a project is local")]


class PresentationsSection(YearSection):
    """What projects present at the sessions while they are in the programme."""

    attends: Annotated[Distribution, chance("un projet se présente à une session", "a project attends a session")]
    progress: Annotated[Distribution, chance("les avancées sont présentées", "progress is presented")]
    action_plan: Annotated[Distribution, chance("le plan d'actions est présenté", "the action plan is presented")]
    axis_market: Annotated[Distribution, chance("l'axe marché est traité", "the market axis is covered")]
    axis_technology: Annotated[Distribution, chance("l'axe technologie est traité", "the technology axis is covered")]
    axis_funding: Annotated[Distribution, chance("l'axe financement est traité", "the funding axis is covered")]


class YearSections(YearSection):
    """All that a year is drawn from."""

    ends: Annotated[
        Distribution, fixed_days("jours entre la fin et le jugement", "days from the end to the judgement", 1)
    ]
    calendar: CalendarSection
    projects: ProjectsSection
    presentations: PresentationsSection
    requests: RequestsSection
    allocations: AllocationsSection
    endowment: EndowmentSection
    payments: PaymentsSection
    balance: BalanceSection
    reports: ReportsSection
    evaluations: EvaluationsSection
    results: ResultsSection
    third_place: ThirdPlaceSection
    actions: ActionsSection
    amendments: AmendmentsSection
    missing: Missing
    correlate: dict[tuple[str, str], Fraction] = Field(default_factory=dict)
    """Pairs of inputs that go together, and how much, -1 to 1; read apart (``ties``), once the inputs are."""
