"""``simulate``: what a scenario does to one dossier, or how likely what is over many simulated years."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import TypedDict, Unpack, overload

from innosprint_rules.dossier.amending import read_acts
from innosprint_rules.dossier.models import Dossier
from innosprint_rules.engine.options import expect_arguments, listed
from innosprint_rules.rulebook.book import Rulebook
from innosprint_rules.simulation.amended.outcome import AmendedOutcome
from innosprint_rules.simulation.amended.run import run_amended
from innosprint_rules.simulation.outcome.outcome import Outcome
from innosprint_rules.simulation.running.limits import (
    check_cluster,
    check_numbers,
    check_precision,
    check_targets,
    need_dossier,
)
from innosprint_rules.simulation.running.prepare import prepare
from innosprint_rules.simulation.running.progress import ProgressCallback
from innosprint_rules.simulation.running.run import RunOptions, how_many, run_scenario
from innosprint_rules.simulation.running.years import EngineName
from innosprint_rules.simulation.scenario.loading import ScenarioSource, read_scenario
from innosprint_rules.simulation.whatif.play import Simulation
from innosprint_rules.simulation.whatif.play import simulate as play


class _Options(TypedDict, total=False):
    """What the overloads share, said once for type checkers; ``simulate`` tells what each of them is."""

    precision: float | str | Decimal | None
    seed: int
    workers: int | None
    as_of: date | None
    at: date | None
    readings: Mapping[str, str] | None
    select: Iterable[str]
    ignore: Iterable[str]
    measures: Iterable[str] | None
    engine: EngineName
    progress: ProgressCallback | None


class _OutcomeOptions(_Options, total=False):
    """What goes with an ``Outcome`` and not with amendments."""

    keep: str | Path | None
    force: bool
    sensitivity: Iterable[str] | bool
    cluster: str | None


@overload
def simulate(
    scenario: ScenarioSource,
    dossier: Dossier,
    rulebook: Rulebook | None = ...,
    *,
    years: None = ...,
    inference: bool = ...,
    **options: Unpack[_OutcomeOptions],
) -> Simulation | Outcome: ...


@overload
def simulate(
    scenario: ScenarioSource,
    dossier: Dossier | None = ...,
    rulebook: Rulebook | None = ...,
    *,
    years: int,
    **options: Unpack[_OutcomeOptions],
) -> Outcome: ...


@overload
def simulate(
    scenario: ScenarioSource,
    dossier: None = ...,
    rulebook: Rulebook | None = ...,
    *,
    years: int | None = ...,
    **options: Unpack[_OutcomeOptions],
) -> Outcome: ...


@overload
def simulate(
    scenario: ScenarioSource,
    dossier: Dossier | None = ...,
    rulebook: Rulebook | None = ...,
    *,
    amend: Iterable[str],
    years: int | None = ...,
    **options: Unpack[_Options],
) -> AmendedOutcome: ...


def simulate(
    scenario: ScenarioSource,
    dossier: Dossier | None = None,
    rulebook: Rulebook | None = None,
    *,
    years: int | None = None,
    precision: float | str | Decimal | None = None,
    seed: int = 1,
    workers: int | None = None,
    as_of: date | None = None,
    at: date | None = None,
    readings: Mapping[str, str] | None = None,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    measures: Iterable[str] | None = None,
    engine: EngineName = "auto",
    progress: ProgressCallback | None = None,
    keep: str | Path | None = None,
    force: bool = False,
    sensitivity: Iterable[str] | bool = False,
    cluster: str | None = None,
    inference: bool = True,
    amend: Iterable[str] = (),
) -> Simulation | Outcome | AmendedOutcome:
    """Simulate a scenario.

    A scenario of fixed events alone, without ``years``, is played once on the dossier: a ``Simulation``. Any other,
    or with ``years``, is drawn and judged that many times: an ``Outcome``, the same for the same seed whatever the
    engine, the workers and the machine.

    With ``amend`` the same years are drawn without and with amendments: an ``AmendedOutcome``.

    Args:
        scenario: the name of a shipped scenario, the path of a file, a mapping of the same keys, or one read.
        dossier: what the years start from; None starts from nothing. It is not changed.
        rulebook: the rules; the bundled agreement when None.
        years: how many years; when None, as many as ``precision`` needs, 10,000 at most unless it is given.
        precision: by how many points shares may be off at 95 %, 1 when neither it nor ``years`` is given; amounts by 2
            % of them or 1 % of the ceiling for each point. Years are looked at after 1,000, 2,000, 5,000, 10,000 … of
            them, up to ``years`` where they are given, else to 1,000,000.
        seed: of the random words, 0 to 2**63 - 1.
        workers: threads that count years; one a processor when None.
        as_of: what is dated up to this day has happened and is kept.
        at: the day on which each year is judged.
        readings: chosen answers to open questions of the text, ``{"Q9": "net"}``.
        select: codes, or beginnings of codes, of the rules to judge; all when empty.
        ignore: codes, or beginnings of codes, of the rules to leave out.
        measures: the measures to report; those that the rules and the balance read when None.
        engine: ``interpreted``, ``compiled`` (needs Numba), or whichever is done first.
        progress: told some ten times a second how far it is.
        keep: a Parquet file for the years themselves, one a line (needs pyarrow).
        force: replace the file ``keep`` that is there.
        sensitivity: which outcomes to find the levers of, by name; True for the usual ones.
        amend: amendments tried as acts, signed in every year: ``"dotation=40000@2019-06-15"``.
        cluster: the address of a Dask scheduler, ``tcp://HOST:PORT``: its workers count the years (needs the extra
            ``cluster``). Dask runs what it is sent: trust goes both ways.
        inference: in a ``Simulation``, compare every verdict with the inference engine where it is installed.

    Raises:
        ScenarioError: the scenario cannot be read, or cannot happen to this dossier.
        DossierError: a value of the dossier contradicts the agreement.
        UsageError: an option that is not known or not possible, or ``keep`` cannot be written, or is there already.
    """
    several = {"select": select, "ignore": ignore, "measures": () if measures is None else measures}
    given = Dossier.empty(rulebook) if dossier is None else dossier
    for day in (as_of, at):
        expect_arguments(given, rulebook, day, readings, **several)
    select, ignore, measures = listed(select), listed(ignore), None if measures is None else listed(measures)
    read = read_scenario(scenario, rulebook)
    tried = listed(amend)
    if not tried and read.year is None and years is None and precision is None and dossier is not None:
        return play(
            read, dossier, rulebook, as_of=as_of, at=at, readings=readings, select=select, ignore=ignore,
            inference=inference,
        )  # fmt: skip
    count, points = how_many(years, None if precision is None else check_precision(precision))
    check_numbers(count, seed, workers, engine)
    check_cluster(cluster, workers, keep)
    need_dossier(read, dossier)
    made = partial(
        prepare, read, dossier, rulebook, as_of=as_of, at=at, readings=readings, select=select, ignore=ignore,
        measures=measures,
    )  # fmt: skip
    prepared = made()
    wanted = _wanted(sensitivity)
    check_targets(prepared.module, wanted or ())
    options = RunOptions(
        count, points, seed, workers, engine, keep=keep, force=force, sensitivity=wanted, cluster=cluster
    )
    if not tried:
        return run_scenario(prepared, options, progress).outcome
    acts = read_acts(tried, prepared.start.rulebook.schema, prepared.start.rulebook.amendable)
    done = run_amended(prepared, made(acts=acts), acts, options, progress)
    if done.outcome is None:  # not reached: a run that is not interruptible raises
        raise KeyboardInterrupt
    return done.outcome


def _wanted(sensitivity: Iterable[str] | bool) -> tuple[str, ...] | None:
    if isinstance(sensitivity, bool):
        return () if sensitivity else None
    return listed(sensitivity)
