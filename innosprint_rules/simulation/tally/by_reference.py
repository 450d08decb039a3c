"""What the kernel cannot hold, judged by the reference evaluator in each drawn year, and counted beside the rest.

The year is read back from the memory that the kernel judged, as a dossier, and so has the same rows. The reference
takes a thousand times as long as the kernel, and has no bound on whole numbers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from innosprint_rules.engine.check import worth
from innosprint_rules.engine.evaluation.program import compiled
from innosprint_rules.engine.evaluation.world import World
from innosprint_rules.engine.judging import Judge
from innosprint_rules.engine.kernel.layout import Layout
from innosprint_rules.engine.kernel.unheld import Unheld
from innosprint_rules.engine.kernel.write import Kernel
from innosprint_rules.formula.logic import exact
from innosprint_rules.simulation.drawing.as_dossier import dossier_of
from innosprint_rules.simulation.drawing.model import YearModel
from innosprint_rules.simulation.tally.counts import GRAVEST, VERDICTS, MeasureTally, RuleTally, Tally, bin_of

_SATISFIED = VERDICTS.index("satisfied")


@dataclass(frozen=True)
class ByReference:
    """The rules and measures that the reference judges in the years of a model, and why.

    ``rules`` and ``measures`` are all that is told, in their order, those of the kernel among them; ``bases`` is what
    is taken off a measure before its histogram.
    """

    model: YearModel
    layout: Layout
    unheld: tuple[Unheld, ...]
    rules: tuple[str, ...]
    measures: tuple[str, ...]
    bases: Mapping[str, int]

    @cached_property
    def judged(self) -> tuple[str, ...]:
        """The rules that it judges."""
        return tuple(each.name for each in self.unheld if each.is_rule)

    @cached_property
    def measured(self) -> tuple[str, ...]:
        """The measures that it works out."""
        return tuple(each.name for each in self.unheld if not each.is_rule)

    @cached_property
    def objectives(self) -> tuple[str, ...]:
        """The objectives that it judges."""
        return tuple(code for code in self.judged if self.model.rulebook.rules[code].nature == "objective")

    def year(self, memory: Iterable[int], counts: Iterable[int]) -> YearJudged:
        """Judge the year that ``draw`` left in a memory."""
        model = self.model
        dossier = dossier_of(model, self.layout, list(memory), list(counts))
        judge = Judge(compiled(model.rulebook), World(model.rulebook, dossier), model.at, model.readings)
        rows = {code: [0] * (len(VERDICTS) + 1) for code in self.judged}
        for finding in judge.findings(self.judged):
            rows[finding.rule][VERDICTS.index(finding.verdict)] += 1
            rows[finding.rule][-1] += finding.verdict == "violated" and finding.severity == "error"
        return YearJudged(rows, {name: worth(judge, name) for name in self.measured})

    def tally(self) -> ReferenceTally:
        """Return the sums of no year."""
        return ReferenceTally(self)


def by_reference(
    model: YearModel, layout: Layout, kernel: Kernel, codes: Sequence[str], asked: Sequence[str] | None
) -> ByReference | None:
    """Return what the reference judges of the rules ``codes`` and the measures asked for; None where nothing is left.

    Measures that are not asked for by name are told in the order of the rulebook.
    """
    if not kernel.unheld:
        return None
    named = {*kernel.measures, *(each.name for each in kernel.unheld if not each.is_rule)}
    measures = model.rulebook.measures
    order = [name for table, name in measures if table is None and name in named] if asked is None else asked
    bases = {name: model.start.first for name in order if measures[None, name].formula.type.kind == "date"}
    return ByReference(model, layout, kernel.unheld, tuple(codes), tuple(order), bases)


@dataclass(frozen=True)
class YearJudged:
    """One year: by rule its rows by verdict and those violated at severity error, and what each measure is worth."""

    rows: Mapping[str, Sequence[int]]
    values: Mapping[str, Any]

    @property
    def clean(self) -> bool:
        """Whether nothing is violated at severity error."""
        return not any(rows[-1] for rows in self.rows.values())

    def gravest(self, code: str) -> int:
        """Return the place in ``VERDICTS`` of a rule's verdict of the year, that of its gravest row."""
        return next((place for place in GRAVEST if self.rows[code][place]), GRAVEST[-1])

    def met(self, code: str) -> bool:
        """Return whether an objective is satisfied."""
        return self.gravest(code) == _SATISFIED


@dataclass
class ReferenceTally:
    """The sums over some years of what the reference judged; ``clean`` and ``met`` are of all rules of the year."""

    of: ByReference
    clean: int = 0
    met: int = 0
    rules: dict[str, RuleTally] = field(default_factory=dict)
    values: dict[str, list[Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        none = (0,) * len(VERDICTS)
        self.rules = {code: RuleTally(none, none, 0, 0) for code in self.of.judged}
        self.values = {name: [] for name in self.of.measured}

    def add(self, year: YearJudged, clean: bool, met: bool) -> None:
        """Count a year of which the kernel found its own rules ``clean``, and its own objectives ``met``."""
        self.clean += clean and year.clean
        self.met += met and all(map(year.met, self.of.objectives))
        for code, (*rows, errors) in year.rows.items():
            years = tuple(int(place == year.gravest(code)) for place in range(len(VERDICTS)))
            self.rules[code] += RuleTally(tuple(rows), years, errors, int(errors > 0))
        for name, value in year.values.items():
            self.values[name].append(value)

    def within(self, kernel: Tally) -> Tally:
        """Return the tally of the kernel over the same years with these sums in it."""
        rules = {**kernel.rules, **self.rules}
        measures = {**kernel.measures}
        measures |= {name: _measured(each, self.of.bases.get(name, 0)) for name, each in self.values.items()}
        objectives = {*kernel.objectives, *self.of.objectives}
        return replace(
            kernel,
            clean_years=self.clean,
            objective_years=self.met if objectives else 0,
            objectives=tuple(code for code in self.of.rules if code in objectives),
            rules={code: rules[code] for code in self.of.rules},
            measures={name: measures[name] for name in self.of.measures if name in measures},
        )


def _measured(values: Sequence[Any], base: int) -> MeasureTally:
    """Return the tally of years in which a measure is worth these."""
    known = [int(each) for each in values if each is not None and exact(each)]
    nothing = sum(each is None for each in values)
    return MeasureTally(
        known=len(known),
        nothing=nothing,
        unknown=len(values) - nothing - len(known),
        total=sum(known),
        squares=sum(each * each for each in known),
        least=min(known, default=None),
        greatest=max(known, default=None),
        bins=dict(sorted(Counter(bin_of(each - base) for each in known).items())),
        base=base,
    )
