"""``innosprint simulate`` over many years: made ready, run with what is told meanwhile, shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import typer

from innosprint_rules.cli.common import INTERRUPTED, error_width, page_width, show, tell
from innosprint_rules.cli.options import together
from innosprint_rules.cli.output import Output
from innosprint_rules.cli.patience import patience
from innosprint_rules.cli.simulate.amended import show_amended
from innosprint_rules.cli.simulate.one_year import write_year
from innosprint_rules.cli.simulate.options import SimulateInputs, YearOptions, whole
from innosprint_rules.cli.simulate.outcomes import show_outcomes
from innosprint_rules.cli.simulate.refusals import nothing_else, one_scenario
from innosprint_rules.cli.simulate.tidy_end import tidy_end
from innosprint_rules.report.text.layout import Line, wrap
from innosprint_rules.wording import Lang, Text

if TYPE_CHECKING:
    from innosprint_rules.dossier.amending import Act
    from innosprint_rules.simulation.amended.outcome import AmendedOutcome
    from innosprint_rules.simulation.outcome.outcome import Outcome
    from innosprint_rules.simulation.running.prepare import Prepared
    from innosprint_rules.simulation.running.run import RunOptions
    from innosprint_rules.simulation.scenario.loading import Scenario

LONG = 2_000
"""Years from which on a run takes so long that it is announced before the rules are ready."""


def run_years(
    scenarios: Sequence[Scenario],
    given: SimulateInputs,
    options: YearOptions,
    form: str,
    output: Output,
    lang: Lang,
    brief: bool = False,
) -> None:
    """Run the years of each scenario and show what comes of them.

    Raises:
        typer.Exit: with status 130 when the user stopped the run, after the outcome of the years done.
    """
    asked = replace(options.run(), force=output.force)
    one_scenario(scenarios, options)
    acts = _acts(options, given, asked)
    if options.write is not None:
        nothing_else(options, form, output.path)
    if asked.years >= LONG and options.write is None:
        _announce(scenarios, lang)
    with patience(lang):
        prepared = _prepared(scenarios, given, options, asked, acts)
    for each in prepared[:1] if acts else prepared:
        for notice in each.model.notices:
            tell("\n".join(wrap(notice.get(lang), error_width(), 0, 4)))
    if options.write is not None:
        write_year(prepared[-1], whole("--year", options.year, 0), asked.seed, options.write, given, output.force, lang)
        return
    with tidy_end():
        if acts:
            found, outcomes, interrupted = _run_amended(prepared, acts, asked, lang)
        else:
            found, (outcomes, interrupted) = None, _run(prepared, asked, lang)
    if found is not None:
        show_amended(found, given.partial_rules, form, output, lang, brief)
    elif outcomes:
        show_outcomes(outcomes, given, form, output, lang, brief)
    if interrupted:
        raise typer.Exit(INTERRUPTED)


def prepare_years(scenarios: Sequence[Scenario], given: SimulateInputs, options: YearOptions, lang: Lang) -> None:
    """Compile ahead, on this machine, what the years of each scenario need, unless it is there.

    Raises:
        UsageError: nothing can be compiled here.
    """
    asked = replace(
        options.run(), years=1, precision=None, engine="compiled", keep=None, sensitivity=None, cluster=None
    )
    acts = _acts(options, given, asked)
    _announce(scenarios, lang)
    with patience(lang):
        prepared = _prepared(scenarios, given, options, asked, acts)
    with tidy_end():
        _, interrupted = _run(prepared, asked, lang)
    if interrupted:
        raise typer.Exit(INTERRUPTED)
    from innosprint_rules.simulation.compiled.cache import usual_folder

    show([Line(line) for line in wrap(_READY.naming(lang, path=str(usual_folder())), page_width(), 0, 2)])


def _announce(scenarios: Sequence[Scenario], lang: Lang) -> None:
    """Say at once of which scenarios the years are going to be."""
    names = ", ".join(each.name for each in scenarios)
    tell("\n".join(wrap(_PREPARED.fill(names=names).get(lang), error_width(), 0, 4)))


def _acts(options: YearOptions, given: SimulateInputs, asked: RunOptions) -> list[Act]:
    """Return the amendments to try."""
    if not options.amend:
        return []
    from innosprint_rules.dossier.amending import read_acts
    from innosprint_rules.simulation.amended.run import check_amended

    acts = read_acts(options.amend, given.rulebook.schema, given.rulebook.amendable)
    check_amended(asked)
    return acts


def _prepared(
    scenarios: Sequence[Scenario],
    given: SimulateInputs,
    options: YearOptions,
    asked: RunOptions,
    acts: Sequence[Act],
) -> list[Prepared]:
    """Make every scenario ready, then each with the amendments to try; the mistakes of all are told at once."""
    from innosprint_rules.simulation.running.limits import check_targets, need_dossier
    from innosprint_rules.simulation.running.prepare import prepare

    def ready(scenario: Scenario, tried: Sequence[Act]) -> Prepared:
        need_dossier(scenario, given.dossier)
        made = prepare(
            scenario,
            given.dossier,
            given.rulebook,
            as_of=given.as_of,
            at=given.at,
            readings=given.readings,
            select=given.select,
            ignore=given.ignore,
            measures=options.measures or None,
            acts=tried,
        )
        check_targets(made.module, asked.sensitivity or ())
        return made

    found: list[Prepared] = []
    for tried in ((), acts) if acts else ((),):
        with together() as also:
            found += [also(partial(ready, each, tried)) for each in scenarios]
    return found


def _run(prepared: Sequence[Prepared], asked: RunOptions, lang: Lang) -> tuple[list[Outcome], bool]:
    """Run each scenario; return the outcomes there are, and whether the user stopped it."""
    from innosprint_rules.cli.simulate.progress import ProgressLine
    from innosprint_rules.simulation.running.run import run_scenario, within_reference

    asked = within_reference(prepared, asked)
    outcomes: list[Outcome] = []
    ahead = [(place, asked) for place in range(len(prepared))]
    with ProgressLine(lang) as teller:
        while ahead:
            place, options = ahead.pop(0)
            teller.scenario(prepared[place].scenario.called(lang))
            try:
                done = run_scenario(prepared[place], options, teller)
            except KeyboardInterrupt:
                if not outcomes:
                    raise
                return outcomes, True
            outcomes[place : place + 1] = [done.outcome]
            if len(outcomes) == len(prepared) and not ahead:
                # side by side they are over the same years, as many as the most demanding of them needs
                most = max(each.years for each in outcomes)
                same = replace(asked, years=most, precision=None)
                ahead = [(place, same) for place, each in enumerate(outcomes) if each.years < most]
            if done.kept is not None:
                teller.say(_KEPT, path=str(done.kept))
            if done.interrupted:
                teller.say(_STOPPED)
                return outcomes, True
    return outcomes, False


def _run_amended(
    prepared: Sequence[Prepared], acts: Sequence[Act], asked: RunOptions, lang: Lang
) -> tuple[AmendedOutcome | None, list[Outcome], bool]:
    """Run the years without and with amendments; return what came of it, or of the years without alone."""
    from innosprint_rules.cli.simulate.progress import ProgressLine
    from innosprint_rules.simulation.amended.run import run_amended

    without, amended = prepared
    with ProgressLine(lang) as teller:
        teller.scenario(without.scenario.called(lang))
        done = run_amended(without, amended, acts, asked, teller)
        if done.interrupted:
            teller.say(_STOPPED)
    return done.outcome, [done.before], done.interrupted


_PREPARED = Text("{names} : les règles sont appliquées au scénario", "{names}: the rules are applied to the scenario")
_READY = Text("Les règles sont compilées, pour tous les scénarios, dossiers et jours : {path}",
              "The rules are compiled, for all scenarios, dossiers and days: {path}")  # fmt: skip
_KEPT = Text("années gardées : {path}", "years kept: {path}")
_STOPPED = Text("interrompu ; voici ce que donnent les années faites", "interrupted; here is what the years done give")
