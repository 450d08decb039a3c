"""The model of a year: what it may add to a dossier, the source that draws it, and the data it draws from.

::

    model = YearModel(read_scenario("baseline"), rulebook)
    layout = model.layout()
    source, data = model.source(layout), model.data()      # defines draw(M, N, D, W, seed, year)

A scenario of fixed events alone makes a model that draws nothing: every year is the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol

from innosprint_rules.dossier.amending import Act
from innosprint_rules.dossier.models import Dossier
from innosprint_rules.engine.check import default_rulebook
from innosprint_rules.engine.kernel.layout import DrawnTable, Layout
from innosprint_rules.engine.kernel.source.lifted import plain
from innosprint_rules.errors import Problem, ScenarioError
from innosprint_rules.formula.types import MOST_ROWS
from innosprint_rules.rulebook.book import Rulebook
from innosprint_rules.simulation.distributions.copula import MOST_TIED
from innosprint_rules.simulation.drawing.allocations import Allocations
from innosprint_rules.simulation.drawing.attendance import Attendance
from innosprint_rules.simulation.drawing.blanks import Missing
from innosprint_rules.simulation.drawing.follow_up.following import FollowingRows
from innosprint_rules.simulation.drawing.follow_up.means import Means
from innosprint_rules.simulation.drawing.follow_up.reports import Reports
from innosprint_rules.simulation.drawing.follow_up.results import Results
from innosprint_rules.simulation.drawing.needs import Needs
from innosprint_rules.simulation.drawing.part import Drawing
from innosprint_rules.simulation.drawing.payments import Payments
from innosprint_rules.simulation.drawing.projects import Projects
from innosprint_rules.simulation.drawing.purposes import SCALARS, stream
from innosprint_rules.simulation.drawing.sessions import Sessions
from innosprint_rules.simulation.drawing.source import HELPERS
from innosprint_rules.simulation.drawing.start import Start, start
from innosprint_rules.simulation.drawing.ties import HELPERS as TYING
from innosprint_rules.simulation.drawing.ties import shared
from innosprint_rules.simulation.scenario.inputs import Input, Inputs
from innosprint_rules.simulation.scenario.loading import Scenario
from innosprint_rules.wording import Text

_NOTHING_DRAWN = """
@njit
def draw(M, N, D, W, seed, year):
    return 0
"""


class YearPart(Protocol):
    """A part of the year: the function that it writes, and the tables to which that adds rows."""

    @property
    def name(self) -> str:
        """The name of the function."""

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables, by their names in code."""

    def source(self) -> str:
        """Return the source of the function."""


class YearModel:
    """A scenario, an agreement and perhaps a dossier, ready to be written out as source.

    Args:
        scenario: what a year is drawn from, or fixed events alone.
        rulebook: the agreement; the bundled one when None.
        dossier: what has happened; nothing when None. It is not changed.
        as_of: what the dossier dates up to this day has happened; by default the scenario's, else today.
        at: the day of judgement; by default the scenario's, else some days after the last of the term (``ends``).
        readings: chosen answers to open questions of the text.
        acts: amendments signed in every year.

    Raises:
        ScenarioError: the scenario cannot happen to this dossier, or draws more than figures are proved for.
        UsageError: days that do not fit together, an unknown reading.
        DossierError: a value of the dossier contradicts the agreement.
    """

    def __init__(
        self,
        scenario: Scenario,
        rulebook: Rulebook | None = None,
        dossier: Dossier | None = None,
        *,
        as_of: date | None = None,
        at: date | None = None,
        readings: Mapping[str, str] | None = None,
        acts: Sequence[Act] = (),
    ) -> None:
        self.scenario = scenario
        self.rulebook = default_rulebook() if rulebook is None else rulebook
        self.start: Start = start(scenario, self.rulebook, dossier, as_of=as_of, at=at, readings=readings, acts=acts)
        self._drawing: Drawing | None = None
        self._inputs: Inputs | None = None
        if scenario.year is not None:
            self._inputs = Inputs(scenario.year)
            self._drawing = Drawing(self.start, scenario.year, self._inputs)
            self._drawing.spend(MOST_TIED if self._inputs.tying else 0)
            sessions, projects = Sessions(self._drawing), Projects(self._drawing)
            attendance = Attendance(self._drawing)
            allocations = Allocations(self._drawing, attendance.requests)
            payments = Payments(self._drawing, allocations.highest)
            self._parts: list[YearPart] = [sessions, projects, attendance, allocations, payments]
            plan = scenario.year.plan
            if plan.documents is not None and (plan.calendar or plan.reports or plan.evaluations):
                self._parts.append(Reports(self._drawing, plan.documents))
            if plan.results is not None:
                self._parts.append(Results(self._drawing, plan.results))
            self._parts += [FollowingRows(self._drawing, each, n) for n, each in enumerate(plan.following, start=1)]
            self._parts += [Means(self._drawing), Missing(self._drawing)]

    @property
    def at(self) -> int:
        """The day of judgement, an ordinal."""
        return self.start.at

    @property
    def as_of(self) -> int | None:
        """The day up to which the dossier has happened, an ordinal; None when nothing has."""
        return self.start.as_of

    @property
    def readings(self) -> Mapping[str, str]:
        """The readings in force."""
        return self.start.readings

    @property
    def dossier(self) -> Dossier:
        """What every year starts from."""
        return self.start.dossier

    @property
    def notices(self) -> tuple[Text, ...]:
        """What of the dossier is left out."""
        return self.start.notices

    @property
    def words(self) -> int:
        """How many places of W a year needs; the compiled ``fill`` writes up to ``words.RUN`` further on."""
        return 1 if self._drawing is None else self._drawing.words

    def declare(self) -> dict[str, DrawnTable]:
        """Return what years may add to each table."""
        return {} if self._drawing is None else self._drawing.declared()

    def layout(self) -> Layout:
        """Return the memory of a year, with what is the same in every year written into it."""
        drawn = self.declare()
        problems = [
            _too_many(name, table.capacity, self.scenario)
            for name, table in drawn.items()
            if table.capacity + len(self.start.rows(name)) > MOST_ROWS
        ]
        if problems:
            raise ScenarioError(problems)
        layout = Layout(self.rulebook, self.start.world, drawn)
        if self._drawing is not None:
            self._drawing.use(layout)
        return layout

    def source(self, layout: Layout, needs: Needs | None = None) -> str:
        """Return the source that draws a year, with all numbers in their places (``marked`` says the rest)."""
        return plain(self.marked(layout, needs))

    def marked(self, layout: Layout, needs: Needs | None = None) -> str:
        """Return the source that draws a year: functions, ``draw`` the last; they need ``njit``, ``keys`` and ``fill``.

        What is not needed is not drawn, and the rest of the year stays what it is; by default all is.

        Raises:
            ValueError: the layout is not the last one that ``layout`` gave.
        """
        if self._drawing is None:
            return _NOTHING_DRAWN
        if layout is not self._drawing.layout:
            raise ValueError("the layout of another model")
        self._drawing.needs = Needs(self._drawing.plan) if needs is None else needs
        parts = [part for part in self._parts if any(map(self._drawing.needs.table, part.tables))]
        calls = "\n".join(f"    words += {part.name}(M, N, D, W, seed, year)" for part in parts)
        tied = self._drawing.data(MOST_TIED if self._drawing.inputs.tying else 0)
        whole = f"""@njit
def draw(M, N, D, W, seed, year):
    keys(W, seed)
    fill(W, 0, {len(SCALARS)}, seed, year, {stream("year")})
    words = {len(SCALARS)}{shared(tied)}
{calls}
    return words
"""
        return "\n\n".join((HELPERS + TYING, *(part.source() for part in parts), whole))

    def data(self) -> list[int]:
        """Return the numbers that a year is drawn from (D), once its source is written: never empty, for an array."""
        return [0] if self._drawing is None else [*self._drawing.numbers(), 0]

    def inputs(self) -> list[Input]:
        """Return the inputs that may be moved, with their places in the data."""
        return [] if self._inputs is None else self._inputs.movable()


def _too_many(table: str, capacity: int, scenario: Scenario) -> Problem:
    return Problem(
        "too-many-rows",
        Text(f"« {scenario.name} » : jusqu'à {capacity} lignes dans « {table} », {MOST_ROWS} au plus",
             f"“{scenario.name}”: up to {capacity} rows in “{table}”, {MOST_ROWS} at most"),
        Text("prévoir moins de sessions ou de projets", "plan fewer sessions or projects"),
    )  # fmt: skip
