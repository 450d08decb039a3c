"""What no run can be: numbers out of bounds, events without a dossier, outcomes that are not given."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from innosprint_rules.errors import Problem, UsageError
from innosprint_rules.simulation.engines import ENGINES
from innosprint_rules.simulation.figures import ALL_OBJECTIVES, NO_VIOLATION, unknown_figure
from innosprint_rules.simulation.preparing import Prepared
from innosprint_rules.simulation.scenario import Scenario
from innosprint_rules.wording import Text

MOST_YEARS = 10**12
MOST_SEED = 2**63 - 1

LIMITS = {
    "--years": (1, MOST_YEARS),
    "--seed": (0, MOST_SEED),
    "--workers": (1, 1_024),
    "--year": (0, MOST_YEARS - 1),
}
"""The least and the greatest number that an option, or the argument of that name, may have."""


def check_number(option: str, value: int) -> None:
    """Refuse a number that no run can have.

    Raises:
        UsageError: it is below or above what the option allows.
    """
    least, most = LIMITS[option]
    if not least <= value <= most:
        message = Text(f"{option} : « {value} » n'est pas possible", f"{option}: “{value}” is not possible")
        hint = Text(f"de {least} à {most:,}".replace(",", " "), f"from {least} to {most:,}")
        raise UsageError(Problem("bad-number", message, hint))


def check_engine(engine: str) -> None:
    """Refuse an engine that is none.

    Raises:
        UsageError: it is not one of ``ENGINES``.
    """
    if engine not in ENGINES:
        message = Text(f"--engine : « {engine} » n'est pas connu", f"--engine: “{engine}” is not known")
        listed = ", ".join(ENGINES)
        raise UsageError(Problem("bad-engine", message, Text(f"choisir : {listed}", f"choose: {listed}")))


def check_numbers(years: int, seed: int, workers: int | None, engine: str) -> None:
    """Refuse what no run can have.

    Raises:
        UsageError: with every one of them.
    """
    problems: list[Problem] = []
    numbers = [("--years", years), ("--seed", seed)]
    if workers is not None:
        numbers.append(("--workers", workers))
    for check in (*(partial(check_number, *each) for each in numbers), partial(check_engine, engine)):
        try:
            check()
        except UsageError as error:
            problems += error.problems
    if problems:
        raise UsageError(problems)


def need_dossier(scenario: Scenario, dossier: object) -> None:
    """Refuse to play events on nothing.

    Raises:
        UsageError: the scenario has events alone, and there is no dossier.
    """
    if scenario.year is None and dossier is None:
        raise UsageError(
            Problem(
                "no-dossier",
                Text("il manque le dossier de départ, --from", "the dossier to start from is missing, --from"),
                Text(f"le scénario « {scenario.name} » n'a que des événements, qui arrivent à un dossier",
                     f"the scenario “{scenario.name}” has events alone, which happen to a dossier"),
            )
        )  # fmt: skip


def check_targets(prepared: Prepared, names: Iterable[str]) -> None:
    """Refuse outcomes that the run will not give.

    Raises:
        UsageError: with every name that is not known.
    """
    shape = prepared.module.shape
    known = [NO_VIOLATION, *((ALL_OBJECTIVES,) if shape.objectives else ()), *shape.rules, *shape.measures]
    problems = [unknown_figure(name, known) for name in names if name not in known and name.upper() not in shape.rules]
    if problems:
        raise UsageError(problems)
