"""A scenario run to its outcome: its years counted, perhaps kept, and what moves the outcome found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from innosprint_rules.engine.kernel.unheld import Unheld
from innosprint_rules.errors import Problem, UsageError
from innosprint_rules.simulation.compiled.compile import available
from innosprint_rules.simulation.outcome.figure import TO_RETURN
from innosprint_rules.simulation.outcome.outcome import Outcome
from innosprint_rules.simulation.outcome.precision import GLIMPSES, USUAL, stops
from innosprint_rules.simulation.outcome.sensitivity import sensitivity as levers
from innosprint_rules.simulation.outcome.summary import outcome, with_sensitivity
from innosprint_rules.simulation.running.prepare import Prepared
from innosprint_rules.simulation.running.progress import Progress, ProgressCallback, Stage, tell_nobody
from innosprint_rules.simulation.running.workers import Keeper
from innosprint_rules.simulation.running.years import EngineName, run_years
from innosprint_rules.simulation.tally.counts import MOST_YEARS as MOST_BY_REFERENCE
from innosprint_rules.simulation.tally.counts import Tally
from innosprint_rules.wording import NARROW_NBSP, Text

YEARS = 10_000
"""How many years are simulated at most unless another number, or a precision, is asked for."""

MOST_PRECISE = 1_000_000
"""How many years are simulated at most for a precision that is asked for."""

SENSITIVE, SENSITIVE_INTERPRETED = 10_000, 200
"""Years at most in each run of a sensitivity, of which there are two an input: compiled, and interpreted."""


@dataclass(frozen=True)
class RunOptions:
    """How many years are run and how; ``sensitivity`` None asks for none, empty for the usual outcomes.

    With a ``precision``, in points, ``years`` is how many are run at most. With ``force`` a file of years that is there
    is replaced. ``cluster`` is the address of a Dask scheduler whose workers count the years; what a sensitivity runs
    again is counted here.
    """

    years: int = YEARS
    precision: Decimal | None = None
    seed: int = 1
    workers: int | None = None
    engine: EngineName = "auto"
    keep: str | Path | None = None
    force: bool = False
    sensitivity: tuple[str, ...] | None = None
    interruptible: bool = False
    cluster: str | None = None


def how_many(years: int | None, precision: Decimal | None) -> tuple[int, Decimal | None]:
    """Return how many years are run, at most where a precision comes with them, and that precision."""
    if years is not None:
        return years, precision
    return (YEARS, USUAL) if precision is None else (MOST_PRECISE, precision)


@dataclass(frozen=True)
class RunResult:
    """An outcome; whether the user stopped the run; the file of years that was written."""

    outcome: Outcome
    interrupted: bool = False
    kept: Path | None = None


def run_scenario(
    prepared: Prepared, options: RunOptions, progress: ProgressCallback | None = None, keeper: Keeper | None = None
) -> RunResult:
    """Run the years of a scenario, then what its sensitivity asks for; ``keeper`` takes the years as they are done.

    Raises:
        UsageError: as ``within_reference`` says.
    """
    options = within_reference([prepared], options)
    engine = options.engine
    if options.sensitivity is not None and engine == "auto" and available():
        engine = "compiled"  # the same function runs two times an input
    told = progress or tell_nobody
    for each in prepared.unheld:
        told(Progress("interpreted", 0, options.years, note=told_left(each)))
    limit, points = options.years, options.precision
    seen = {TO_RETURN, *prepared.amounts}
    decisive = () if points is None else tuple(stops(limit))

    def look(tally: Tally, stage: Stage) -> bool:
        some = replace(tally, measures={name: each for name, each in tally.measures.items() if name in seen})
        found = outcome(prepared.setting(options.seed, tally.years, points), some)
        told(Progress(stage, found.years, limit, seen=found))
        return points is not None and found.years in decisive and found.width(points).within(points)

    writer = None
    if options.keep is not None:
        from innosprint_rules.simulation.outcome.parquet import YearsFile

        writer = YearsFile(options.keep, prepared.module, _about(prepared, options), options.force)
    try:

        def fewer(each: Progress) -> None:
            told(each if points is None else replace(each, fewer=True))

        if options.cluster is not None:
            from innosprint_rules.simulation.running.ranges import run_on_cluster

            ran = run_on_cluster(
                options.cluster,
                prepared.module,
                limit,
                options.seed,
                engine=options.engine,
                progress=fewer,
                interruptible=options.interruptible,
                stops=decisive,
                look=look,
            )
        else:
            ran = run_years(
                prepared.module,
                limit,
                options.seed,
                workers=options.workers,
                engine=engine,
                progress=fewer,
                keeper=writer or keeper,
                interruptible=options.interruptible,
                stops=decisive,
                glimpses=(*GLIMPSES, *stops(limit)),
                look=look,
            )
        kept = writer.finish(partial=ran.interrupted) if writer is not None else None
    finally:
        if writer is not None:
            writer.abort()
    found = outcome(prepared.setting(options.seed, ran.asked, points), ran.tally, prepared.dues)
    if options.sensitivity is None or ran.interrupted:
        return RunResult(found, ran.interrupted, kept)
    try:
        return RunResult(_with_levers(prepared, found, replace(options, engine=engine), progress), kept=kept)
    except KeyboardInterrupt:
        if not options.interruptible:
            raise
        return RunResult(found, True, kept)


def _with_levers(prepared: Prepared, found: Outcome, options: RunOptions, progress: ProgressCallback | None) -> Outcome:
    """Return the outcome with what moves it; runs of more years than are needed are made shorter."""
    slow = options.engine == "interpreted" or not available() or bool(prepared.unheld)
    most = SENSITIVE_INTERPRETED if slow else SENSITIVE
    years = min(found.years, most)
    setting = prepared.setting(options.seed, years)
    inputs = prepared.model.inputs()

    def run(data: Sequence[int] | None) -> Outcome:
        ran = run_years(
            prepared.module, years, options.seed, data=data, workers=options.workers, engine=options.engine, watched=0
        )
        return outcome(setting, ran.tally)

    def told(done: int, whole: int) -> None:
        if progress is not None:
            progress(Progress("sensitivity", done, whole))

    base = found if found.years == years else run(None)
    return with_sensitivity(found, levers(base, inputs, prepared.module.data, run, options.sensitivity or (), told))


def _about(prepared: Prepared, options: RunOptions) -> dict[str, Any]:
    """Return what the file of years says of itself."""
    setting = prepared.setting(options.seed, options.years)
    return {
        "scenario": setting.name,
        "scenario_digest": setting.digest,
        "rulebook": f"{setting.rulebook.name} {setting.rulebook.version}",
        "rulebook_digest": setting.rulebook.digest,
        "dossier_digest": setting.dossier_digest,
        "seed": setting.seed,
        "as_of": None if setting.as_of is None else setting.as_of.isoformat(),
        "at": setting.at.isoformat(),
        "readings": dict(setting.readings),
    }


def within_reference(prepared: Iterable[Prepared], options: RunOptions) -> RunOptions:
    """Return the options with no more years than the reference can judge, where anything is left to it.

    Raises:
        UsageError: more years are asked for, or a cluster, naming each formula that the kernel cannot hold.
    """
    left = list(dict.fromkeys(each for one in prepared for each in one.unheld))
    if not left:
        return options
    if options.cluster is not None:
        raise UsageError([_left(each, _NO_CLUSTER) for each in left])
    if options.precision is None and options.years > MOST_BY_REFERENCE:
        raise UsageError([_left(each, _FEWER) for each in left])
    engine = "interpreted" if options.engine == "auto" else options.engine  # the years take far longer than that
    return replace(options, years=min(options.years, MOST_BY_REFERENCE), engine=engine)


def told_left(each: Unheld) -> Text:
    """Say what the reference judges in place of the kernel, where it stands and why."""
    return _judged_by_reference(each.words_with_place)


def _judged_by_reference(words: Text) -> Text:
    return Text(f"le noyau ne tient pas {words.fr} ; l'évaluateur de référence le juge, {_MOST.fr}",
                f"the kernel does not hold {words.en}; the reference evaluator judges it, {_MOST.en}")  # fmt: skip


def _left(each: Unheld, hint: Text) -> Problem:
    without = f"--ignore {each.name}" if each.is_rule else "--measure"
    told = Text(f"{hint.fr}, ou, dans simulate, laisser de côté cette formule : {without}",
                f"{hint.en}, or, in simulate, leave that formula out: {without}")  # fmt: skip
    return Problem("left-to-the-reference", _judged_by_reference(each.words), told, each.location)


_MOST = Text(f"dans {MOST_BY_REFERENCE:,} années au plus".replace(",", NARROW_NBSP),
             f"in {MOST_BY_REFERENCE:,} years at most")  # fmt: skip
_FEWER = Text("demander moins d'années avec --years", "ask for fewer --years")
_NO_CLUSTER = Text("compter sur cette machine, sans --cluster", "count on this machine, without --cluster")
