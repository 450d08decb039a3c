"""What no run can be: numbers out of bounds, events without a dossier, outcomes that are not given."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation
from functools import partial
from typing import TYPE_CHECKING

from innosprint_rules.errors import Problem, UsageError
from innosprint_rules.nearest import did_you_mean
from innosprint_rules.simulation.outcome.figure import ALL_OBJECTIVES, NO_VIOLATION, RETURNED, TO_RETURN, unknown_figure
from innosprint_rules.simulation.running.cluster import check_address
from innosprint_rules.simulation.running.engine_choice import ENGINES
from innosprint_rules.simulation.scenario.loading import Scenario
from innosprint_rules.wording import Text

if TYPE_CHECKING:
    from innosprint_rules.rulebook.book import Rulebook
    from innosprint_rules.simulation.tally.generated_module import Module

MOST_YEARS = 10**12
MOST_SEED = 2**63 - 1
PRECISIONS = (Decimal("0.01"), Decimal(25))
"""The least and the greatest number of points that a share may be off."""

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
        UsageError: it is no whole number, or below or above what the option allows.
    """
    least, most = LIMITS[option]
    if type(value) is not int or not least <= value <= most:
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


def check_cluster(cluster: str | None, workers: int | str | None, keep: object) -> None:
    """Refuse an address that is none, and beside a cluster what is of this machine.

    Raises:
        UsageError: with every one of them.
    """
    if cluster is None:
        return
    problems: list[Problem] = []
    try:
        check_address(cluster)
    except UsageError as error:
        problems += error.problems
    if workers is not None:
        problems.append(
            _not_beside(
                "--workers",
                Text(
                    "le nombre de fils est celui de chaque ouvrier de la grappe",
                    "the number of threads is that of each of its workers",
                ),
            )
        )
    if keep is not None:
        problems.append(
            _not_beside(
                "--keep",
                Text(
                    "les années ne reviennent pas de la grappe, leurs sommes seules",
                    "years do not come back from it, their sums alone",
                ),
            )
        )
    if problems:
        raise UsageError(problems)


def _not_beside(option: str, why: Text) -> Problem:
    message = Text(f"{option} ne va pas avec --cluster : {why.fr}", f"{option} does not go with --cluster: {why.en}")
    return Problem("not-on-a-cluster", message, Text(f"ôter {option} ou --cluster", f"take away {option} or --cluster"))


def check_precision(given: object) -> Decimal:
    """Read how many points a share may be off: a number, or its text with a point or a comma.

    Raises:
        UsageError: it is none, or one that no run can have.
    """
    try:
        points = Decimal(str(given).strip().replace(",", "."))
    except InvalidOperation:
        points = Decimal(0)
    least, most = PRECISIONS
    if isinstance(given, bool) or not points.is_finite() or not least <= points <= most:
        said = str(given)[:60]
        message = Text(f"--precision : « {said} » n'est pas possible", f"--precision: “{said}” is not possible")
        hint = Text(f"un nombre de points, de {least} à {most} : 1 veut dire ± 1 point".replace(".", ","),
                    f"a number of points, from {least} to {most}: 1 means ± 1 point")  # fmt: skip
        raise UsageError(Problem("bad-number", message, hint))
    return points.normalize()


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
        UsageError: the scenario has events, and there is no dossier.
    """
    if dossier is not None or (scenario.year is not None and not scenario.events):
        return
    name = scenario.name
    hint = Text(f"le scénario « {name} » n'a que des événements, qui arrivent à un dossier",
                f"the scenario “{name}” has events alone, which happen to a dossier")  # fmt: skip
    if scenario.year is not None:
        hint = Text(f"les événements du scénario « {name} » arrivent à un dossier ; sans eux, il n'en faut pas",
                    f"the events of the scenario “{name}” happen to a dossier; else none is needed")  # fmt: skip
    raise UsageError(
        Problem(
            "no-dossier",
            Text("il manque le dossier de départ, --from", "the dossier to start from is missing, --from"),
            hint,
        )
    )


def check_targets(module: Module, names: Iterable[str]) -> None:
    """Refuse outcomes that the run will not give.

    Raises:
        UsageError: with every name that is not known.
    """
    none = module.tally(module.shape.counters(), (), [0] * module.shape.states)
    known = [NO_VIOLATION, *((ALL_OBJECTIVES,) if none.objectives else ()), *none.rules, *none.measures]
    problems = [unknown_figure(name, known) for name in names if name not in known and name.upper() not in none.rules]
    if problems:
        raise UsageError(problems)


def known_measures(rulebook: Rulebook, names: Iterable[str]) -> list[str]:
    """Return the measures of that name, each once, in their order.

    Raises:
        UsageError: a name that no number of the whole agreement has, all of them at once.
    """
    measured = [
        name
        for (table, name), each in rulebook.measures.items()
        if table is None and each.formula.type.kind in ("amount", "number", "decimal", "date", "flag")
    ]
    problems = [
        Problem(
            "unknown-measure",
            Text(f"aucune grandeur de la convention ne s'appelle « {name} »",
                 f"no measure of the agreement is called “{name}”"),
            did_you_mean(name, measured, _some(rulebook, measured)),
        )
        for name in names
        if name not in measured
    ]  # fmt: skip
    if problems:
        raise UsageError(problems)
    return list(dict.fromkeys(names))


def _some(rulebook: Rulebook, measured: Sequence[str]) -> Text:
    likely = [*rulebook.agreement.balance.values(), TO_RETURN, RETURNED]
    listed = ", ".join(name for name in dict.fromkeys(likely) if name in measured)
    return Text(f"par exemple {listed}", f"for example {listed}")
