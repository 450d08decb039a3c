"""A scenario made ready to run: where its years start from, how they are drawn and judged, what is counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from hashlib import sha256

from innosprint_rules.dossier.amending import Act
from innosprint_rules.dossier.models import Dossier
from innosprint_rules.engine.check import default_rulebook
from innosprint_rules.engine.evaluation.program import compiled
from innosprint_rules.engine.judging import Judge
from innosprint_rules.engine.kernel.unheld import Unheld
from innosprint_rules.engine.kernel.write import write_kernel
from innosprint_rules.engine.options import chosen_rules
from innosprint_rules.errors import Problem, UsageError
from innosprint_rules.rulebook.book import Rulebook
from innosprint_rules.rulebook.models import AGREEMENT
from innosprint_rules.simulation.drawing.checks import check_ceiling, check_past, check_something
from innosprint_rules.simulation.drawing.model import YearModel
from innosprint_rules.simulation.drawing.needs import Needs
from innosprint_rules.simulation.drawing.start import Start
from innosprint_rules.simulation.outcome.assumptions import assumptions
from innosprint_rules.simulation.outcome.figure import TO_RETURN
from innosprint_rules.simulation.outcome.outcome import Assumption, Setting
from innosprint_rules.simulation.outcome.summary import text_dues
from innosprint_rules.simulation.running.limits import known_measures
from innosprint_rules.simulation.scenario.inputs import Inputs
from innosprint_rules.simulation.scenario.loading import Scenario, ScenarioSource, read_scenario
from innosprint_rules.simulation.scenario.needed import year_plan
from innosprint_rules.simulation.tally.by_reference import by_reference
from innosprint_rules.simulation.tally.generated_module import Module
from innosprint_rules.simulation.tally.shape import Shape
from innosprint_rules.wording import Text

WEEK = 7
"""Days between two moments at which dated rules are looked at."""


@dataclass(frozen=True, eq=False)
class Prepared:
    """A scenario ready to run; ``judged`` are the codes of its rules, ``whole`` how a year is drawn in full.

    ``amounts`` names the measures that are asked for.
    """

    scenario: Scenario
    model: YearModel
    module: Module
    dossier: Dossier | None
    judged: tuple[str, ...]
    whole: str
    amounts: tuple[str, ...]

    @cached_property
    def dues(self) -> Mapping[str, tuple[int, ...]]:
        """The last days that the text allows, of each dated rule."""
        found = self.start
        judge = Judge(compiled(found.rulebook), found.world, found.at, found.readings)
        shape = self.module.shape
        return text_dues(judge, [code for code in shape.dated if code not in shape.untold])

    def setting(self, seed: int, asked: int, precision: Decimal | None = None) -> Setting:
        """Return with what ``asked`` years are run, or as many as a precision needs."""
        found, scenario = self.start, self.scenario
        return Setting(
            name=scenario.name,
            title=scenario.title,
            description=scenario.description,
            file=scenario.file,
            digest=self.digest,
            seed=seed,
            asked=asked,
            rulebook=found.rulebook,
            readings=found.readings,
            at=date.fromordinal(found.at),
            as_of=None if found.as_of is None else date.fromordinal(found.as_of),
            dossier_digest=None if self.dossier is None else self.dossier.digest,
            assumptions=self.assumptions,
            precision=precision,
            amounts=self.amounts,
            ceiling=max(found.endowments),
            by_reference=self.unheld,
        )

    @property
    def unheld(self) -> tuple[Unheld, ...]:
        """The rules and measures that the reference judges, for want of room in the kernel."""
        return () if self.module.by_reference is None else self.module.by_reference.unheld

    @property
    def start(self) -> Start:
        """Where the years start from."""
        return self.model.start

    @cached_property
    def assumptions(self) -> tuple[Assumption, ...]:
        """Every input of the scenario, in words."""
        year = self.scenario.year
        return () if year is None else assumptions(Inputs(year).by_name, year.correlate, year.signed)

    @cached_property
    def digest(self) -> str:
        """The digest of all that the scenario says: how a year is drawn, and the numbers it is drawn from."""
        numbers = " ".join(map(str, self.module.data))
        return sha256(f"{self.whole}\n{numbers}".encode()).hexdigest()


def prepare(
    scenario: ScenarioSource,
    dossier: Dossier | None = None,
    rulebook: Rulebook | None = None,
    *,
    as_of: date | None = None,
    at: date | None = None,
    readings: Mapping[str, str] | None = None,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    measures: Iterable[str] | None = None,
    acts: Sequence[Act] = (),
) -> Prepared:
    """Make the years of a scenario ready to run; the arguments are those of ``simulate``.

    ``acts`` are amendments that are signed in every year.

    Raises:
        ScenarioError: the scenario cannot be read, or cannot happen to this dossier.
        DossierError: a value contradicts the agreement.
        UsageError: an unknown reading, code or measure; no rule left; days that do not fit together; amendments where
            a scenario of fixed events draws nothing.
    """
    rulebook = default_rulebook() if rulebook is None else rulebook
    plan = year_plan(rulebook)
    read = read_scenario(scenario, rulebook)
    if acts and read.year is None:
        raise UsageError(Problem("amend-without-years", _NO_YEARS, _CHECK))
    codes = chosen_rules(rulebook, select, ignore)
    check_something(codes)
    check_past(as_of, dossier)
    model = YearModel(read, rulebook, dossier, as_of=as_of, at=at, readings=readings, acts=acts)
    found = model.start
    check_ceiling(rulebook, found.endowments)
    layout = model.layout()
    whole = model.source(layout)
    first = max(found.first, found.as_of or 0)
    asked = None if measures is None else known_measures(rulebook, measures)
    kernel = write_kernel(
        rulebook,
        layout,
        at=found.at,
        codes=codes,
        readings=found.readings,
        measures=asked,
        first_moment=first,
    )
    kinds = {name: rulebook.measures[None, name].formula.type.kind for name in kernel.measures}
    shape = Shape(
        rules=kernel.rules,
        measures=kernel.measures,
        dated=kernel.dated,
        single=frozenset(code for code in kernel.rules if rulebook.rules[code].scope == AGREEMENT),
        objectives=tuple(code for code in kernel.rules if rulebook.rules[code].nature == "objective"),
        bases={name: found.first for name, kind in kinds.items() if kind == "date"},
        moments=(*range(first, found.at, WEEK), found.at),
        untold=kernel.untold,
    )
    module = Module(
        drawing=model.marked(layout, Needs(plan) if kernel.unheld else Needs(plan, kernel.reads, kernel.tables)),
        judging=kernel.marked,
        shape=shape,
        memory=kernel.memory,
        counts=kernel.counts,
        data=model.data(),
        words=model.words,
        label=f"{rulebook.name} {rulebook.version} {rulebook.digest}",
        kinds=kinds,
        doubtful=kernel.doubtful,
        by_reference=by_reference(model, layout, kernel, codes, asked),
    )
    return Prepared(read, model, module, dossier, tuple(codes), whole, (TO_RETURN,) if asked is None else tuple(asked))


_NO_YEARS = Text(
    "--amend compare des années tirées au sort, et ce scénario n'a que des événements : elles seraient toutes la même",
    "--amend compares drawn years, and this scenario has events alone: they would all be the same",
)
_CHECK = Text(
    "choisir un scénario d'années, comme baseline ; ou essayer l'avenant sur le dossier : check DOSSIER --amend …",
    "choose a scenario of years, such as baseline; or try the amendment on the dossier: check FOLDER --amend …",
)
