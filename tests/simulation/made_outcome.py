"""Outcomes made up for the tests: the bundled rules, years of a simple random walk, counted one by one.

The tally is made with lists and sorting, not with the counters of a run, so that both can be compared.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

import innosprint_rules as ir
from innosprint_rules.engine.evaluation.program import Program
from innosprint_rules.engine.evaluation.world import World
from innosprint_rules.engine.judging import Judge
from innosprint_rules.rulebook.book import Rulebook
from innosprint_rules.simulation.outcome.outcome import Assumption, Outcome, Setting
from innosprint_rules.simulation.outcome.sensitivity import sensitivity
from innosprint_rules.simulation.outcome.summary import outcome, text_dues, with_sensitivity
from innosprint_rules.simulation.scenario.position import Position
from innosprint_rules.simulation.tally.counts import DatedTally, MeasureTally, RuleTally, Tally, bin_of
from innosprint_rules.wording import Text

FIRST, AT = date(2018, 12, 12).toordinal(), date(2020, 2, 1).toordinal()
MOMENTS = tuple(range(FIRST, AT + 1, 7))
DATED = ("END02", "SES01", "SES04", "REP01", "EVA01", "EVA02", "OBJ01")
OFTEN = {
    "SES01": 0.17, "REP01": 0.71, "EVA01": 0.05, "EVA02": 0.11, "END04": 0.36, "ALC01": 0.0004, "PAY05": 0.22,
    "SES02": 0.4, "PRJ03": 0.93, "OBJ01": 0.38, "OBJ02": 0.55, "OBJ03": 0.61, "OBJ04": 0.5, "END02": 0.03,
    "PRJ01": 1.0, "HUB01": 0.3,
}  # fmt: skip
"""How likely each rule is to be violated in a year; the others never are."""


@cache
def rulebook() -> Rulebook:
    """Return the bundled rules."""
    return ir.load_rulebook()


def measured(values: Sequence[int | None], unknown: int = 0) -> MeasureTally:
    """Return the tally of values, None where there was nothing; ``unknown`` years more could only be bounded."""
    known = [each for each in values if each is not None]
    return MeasureTally(
        known=len(known),
        nothing=len(values) - len(known),
        unknown=unknown,
        total=sum(known),
        squares=sum(each * each for each in known),
        least=min(known, default=None),
        greatest=max(known, default=None),
        bins=dict(sorted(Counter(map(bin_of, known)).items())),
    )


def counted(violated: int, years: int, rows: int = 1, unknown: int = 0) -> RuleTally:
    """Return the tally of a rule that is violated, unknown, and else satisfied in so many years."""
    by_verdict = (violated, 0, unknown, years - violated - unknown, 0)
    every = (violated * rows, 0, unknown, years - violated - unknown, 0)
    return RuleTally(every, by_verdict, violated * rows, violated)


def watched(met_on: Sequence[int], due: int, years: int) -> DatedTally:
    """Return the tally of an obligation from the days on which it was met, 0 for never; lost after ``due``."""
    states, saved = [], []
    for day in MOMENTS:
        met = sum(0 < each <= day for each in met_on)
        late = years - met
        states.append((0, met, 0 if day > due else late, late if day > due else 0, 0))
        saved.append(0 if day > due else sum(day < each <= due for each in met_on))
    return DatedTally(tuple(states), tuple(saved))


def tally(years: int, seed: int, often: Mapping[str, float]) -> Tally:
    """Return the sums over made-up years."""
    draws = random.Random(seed)  # noqa: S311  # figures for tests, not secrets
    rules: dict[str, RuleTally] = {}
    broken: set[int] = set()
    missed: set[int] = set()
    for code, rule in rulebook().rules.items():
        hit = [year for year in range(years) if draws.random() < often.get(code, 0)]
        if rule.nature == "objective":
            missed.update(hit)
        elif rule.severity == "error":
            broken.update(hit)
        doubts = min(years - len(hit), years // 50) if code == "PAY06" else 0
        rules[code] = counted(len(hit), years, 1 if rule.scope in ("agreement", "years") else 2, doubts)
    left = [max(0, round(draws.gauss(4_000, 5_000))) * 100 for _ in range(years)]
    measures = {
        "received": measured([3_500_000] * years),
        "passed_on": measured([3_500_000 - each for each in left]),
        "to_return": measured(left),
        "returned": measured([each if draws.random() < 0.7 else 0 for each in left]),
        "sessions_held": measured([draws.choice((3, 4, 5, 5, 6, 6, 6, 7)) for _ in range(years)]),
        "projects_supported": measured([draws.randint(8, 17) for _ in range(years - years // 100)], years // 100),
        "investment_raised": measured([int(draws.lognormvariate(12, 0.8)) * 100 for _ in range(years)]),
        "calendar_sent": measured([int(draws.random() < 0.9) for _ in range(years)]),
    }
    end = date(2019, 12, 12).toordinal()
    dated = {}
    for code in DATED:
        due = {"END02": date(2019, 5, 31).toordinal()}.get(code, end)
        share = often.get(code, 0)
        met = [
            0 if draws.random() < share else min(due, max(FIRST, round(draws.gauss(due - 60, 40))))
            for _ in range(years)
        ]
        dated[code] = watched(met, due, years)
    return Tally(
        years=years,
        words=0,
        clean_years=years - len(broken),
        objective_years=years - len(missed),
        watched_years=years,
        objectives=tuple(code for code, rule in rulebook().rules.items() if rule.nature == "objective"),
        moments=MOMENTS,
        rules=rules,
        measures=measures,
        dated=dated,
    )


def setting(name: str = "baseline", asked: int = 2_000, seed: int = 1) -> Setting:
    """Return with what a made-up run was made."""
    return Setting(
        name=name,
        title=Text("Une année ordinaire", "An ordinary year"),
        description=Text("Six sessions prévues, une quinzaine de projets.", "Six sessions planned, some 15 projects."),
        file=f"{name}.yaml",
        digest="0f" * 32,
        seed=seed,
        asked=asked,
        rulebook=rulebook(),
        readings={key: reading.default for key, reading in rulebook().agreement.readings.items()},
        at=date.fromordinal(AT),
        assumptions=(
            Assumption("calendar.gap", Text("jours entre deux sessions", "days between two sessions"),
                       Text("entre 50 et 80 (à 90 %)", "between 50 and 80 (at 90%)")),
            Assumption("payments.delay", Text("délai de versement", "delay of payment"), Text("30 jours", "30 days")),
        ),
    )  # fmt: skip


@cache
def made(name: str = "baseline", years: int = 2_000, seed: int = 1, harder: float = 1.0) -> Outcome:
    """Return a made-up outcome; ``harder`` multiplies how likely each rule is to be violated."""
    often = {code: min(1.0, each * harder) for code, each in OFTEN.items()}
    judge = Judge(Program(rulebook()), World(rulebook(), ir.Dossier.model_validate({})), AT, setting().readings)
    return outcome(setting(name, years, seed), tally(years, seed, often), text_dues(judge, DATED))


@dataclass(frozen=True)
class Lever:
    """An input whose data are one number: how much harder the rules are to keep, in percent."""

    name: str
    place: int
    ends: tuple[int, int]

    @property
    def label(self) -> Text:
        """What it is."""
        return Text(f"levier {self.name}", f"lever {self.name}")

    def held(self, percent: int) -> Position:
        """Return it held at one of its ends."""
        value = self.ends[0 if percent < 50 else 1]
        return Position(percent, Text(f"{value} %", f"{value} %"), self.place, (value,))


LEVERS = (
    Lever("strong", 0, (40, 200)), Lever("weak", 1, (98, 103)), Lever("idle", 2, (7, 9)), Lever("still", 3, (5, 5)),
)  # fmt: skip
DATA = (100, 100, 8, 5)


def rerun(data: Sequence[int]) -> Outcome:
    """Return the outcome with other data: the first two multiply how likely rules are to be violated."""
    return made(harder=data[0] * data[1] / 10_000)


@cache
def moved() -> Outcome:
    """Return the made-up outcome with what moves it."""
    base = made()
    return with_sensitivity(base, sensitivity(base, LEVERS, DATA, rerun, ("no-violation", "SES01", "all-objectives")))
