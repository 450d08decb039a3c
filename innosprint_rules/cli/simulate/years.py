"""``innosprint simulate`` over many years: options read, years run with what is told meanwhile, outcomes shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from innosprint_rules.cli.common import INTERRUPTED, error_width, page_width, show, tell
from innosprint_rules.cli.options import together
from innosprint_rules.cli.output import Output, refuse_together
from innosprint_rules.cli.patience import patience
from innosprint_rules.cli.simulate.amended import show_amended
from innosprint_rules.cli.simulate.one_year import write_year
from innosprint_rules.cli.simulate.options import SimulateInputs, YearOptions, whole
from innosprint_rules.cli.simulate.tidy_end import tidy_end
from innosprint_rules.errors import Problem, UsageError
from innosprint_rules.nearest import quoted as quoted_names
from innosprint_rules.report.text.layout import EMPTY, Line, wrap
from innosprint_rules.wording import COLON, Lang, Text, json_text

if TYPE_CHECKING:
    from innosprint_rules.dossier.amending import Act
    from innosprint_rules.report.content.teller import Teller
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
    _one_scenario(scenarios, options)
    acts = _acts(options, given, asked)
    if options.write is not None:
        _nothing_else(options, form, output.path)
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
        _show(outcomes, given, form, output, lang, brief)
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


# what comes of it -------------------------------------------------------------------------------------


def _show(
    outcomes: Sequence[Outcome], given: SimulateInputs, form: str, output: Output, lang: Lang, brief: bool
) -> None:
    if form == "json":
        output.give(_as_json(outcomes))
        return
    teller, judged = output.teller(lang), given.partial_rules
    if form == "html":
        output.give(_as_html(outcomes, judged, teller))
    else:
        output.give((_screen if brief else _pages)(outcomes, judged, teller))
    if output.path is not None:
        from innosprint_rules.report.content.outcome.headline import headline

        for each in outcomes:
            lead = "" if len(outcomes) == 1 else f"{each.setting.name}{COLON[lang]}"
            show([Line(line) for line in wrap(lead + headline(each, teller), page_width(), 0, 2)])


def _as_json(outcomes: Sequence[Outcome]) -> str:
    if len(outcomes) == 1:
        return outcomes[0].model_dump_json(indent=2)
    from innosprint_rules.simulation.outcome.compare import compare
    from innosprint_rules.simulation.outcome.compare_document import OutcomesDocument

    return json_text(OutcomesDocument.written(compare(outcomes)), 2)


def _as_html(outcomes: Sequence[Outcome], judged: Sequence[str], teller: Teller) -> str:
    if len(outcomes) == 1:
        from innosprint_rules.report.html.outcome.page import html_outcome

        return html_outcome(outcomes[0], teller, judged)
    from innosprint_rules.report.html.outcome.comparing import html_comparison
    from innosprint_rules.simulation.outcome.compare import compare

    return html_comparison(compare(outcomes), teller, judged)


def _screen(outcomes: Sequence[Outcome], judged: Sequence[str], teller: Teller) -> list[Line]:
    """Return one outcome, or several side by side, on one screen, then what moves each where that was asked for."""
    from innosprint_rules.report.text.outcome.sensitivity import tornados
    from innosprint_rules.report.text.screen.simulated import short_comparison, short_outcome
    from innosprint_rules.simulation.outcome.compare import compare

    if len(outcomes) == 1:
        return short_outcome(outcomes[0], teller, judged) + tornados(outcomes[0], teller)
    return short_comparison(compare(outcomes), teller, judged) + _levers(outcomes, teller)


def _pages(outcomes: Sequence[Outcome], judged: Sequence[str], teller: Teller) -> list[Line]:
    """Return one outcome in full; of several their comparison, then what moves each where that was asked for."""
    if len(outcomes) == 1:
        from innosprint_rules.report.text.outcome.text import outcome_lines

        return outcome_lines(outcomes[0], teller, judged)
    from innosprint_rules.report.text.outcome.compare import comparison_lines
    from innosprint_rules.simulation.outcome.compare import compare

    return comparison_lines(compare(outcomes), teller, judged) + _levers(outcomes, teller)


def _levers(outcomes: Sequence[Outcome], teller: Teller) -> list[Line]:
    """Return what moves each of several outcomes, where that was asked for."""
    from innosprint_rules.report.text.outcome.sensitivity import tornados

    lines: list[Line] = []
    for each in outcomes:
        found = tornados(each, teller)
        if found:
            lines += [EMPTY, Line(teller.say(each.setting.title), "bold"), *found]
    return lines


# one year, files --------------------------------------------------------------------------------------


def _one_scenario(scenarios: Sequence[Scenario], options: YearOptions) -> None:
    """Refuse several scenarios where one file or folder is to be written, or amendments are tried."""
    option = "--keep" if options.keep is not None else "--write" if options.write is not None else "--amend"
    if len(scenarios) > 1 and (options.keep is not None or options.write is not None or options.amend):
        raise UsageError(
            Problem(
                "one-scenario",
                Text(f"{option} va avec un seul scénario", f"{option} goes with one scenario alone"),
                Text("lancer la commande une fois par scénario", "run the command once a scenario"),
            )
        )


def _nothing_else(options: YearOptions, form: str, output: str | None) -> None:
    """Refuse, beside one year that is written out, what many years would be counted for."""
    given = {
        "--years": options.years, "--precision": options.precision, "--workers": options.workers,
        "--engine": options.engine, "--keep": options.keep,
        "--cluster": options.cluster,
        "--sensitivity": options.sensitivity or None, "--measure": options.measures or None,
        "--format": None if form == "text" else form, "--output": output,
    }  # fmt: skip
    several = [name for name, value in given.items() if value is not None]
    if several:
        named = quoted_names(several)
        raise UsageError(
            Problem(
                "one-year",
                Text(f"--write écrit une seule année, sans {named.fr}",
                     f"--write writes one year alone, without {named.en}"),
                Text("lancer la commande deux fois", "run the command twice"),
            )
        )  # fmt: skip


def writable(keep: Output, output: Output) -> None:
    """Refuse, before anything is read, what cannot be written to; a Parquet file goes to a file alone.

    Raises:
        UsageError: with every mistake.
    """
    from innosprint_rules.saving import is_special

    if keep.path is not None and is_special(Path(keep.path)):
        from innosprint_rules.simulation.outcome.parquet import not_a_file

        raise UsageError(not_a_file(Path(keep.path)))
    refuse_together(keep, output)


_PREPARED = Text("{names} : les règles sont appliquées au scénario", "{names}: the rules are applied to the scenario")
_READY = Text("Les règles sont compilées, pour tous les scénarios, dossiers et jours : {path}",
              "The rules are compiled, for all scenarios, dossiers and days: {path}")  # fmt: skip
_KEPT = Text("années gardées : {path}", "years kept: {path}")
_STOPPED = Text("interrompu ; voici ce que donnent les années faites", "interrupted; here is what the years done give")
