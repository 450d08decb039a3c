"""``innosprint simulate`` over many years: options read, years run with what is told meanwhile, outcomes shown."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from innosprint_rules.cli.common import INTERRUPTED, error_width, page_width, say, show, tell, write_output
from innosprint_rules.cli.options import together
from innosprint_rules.cli.patience import patience
from innosprint_rules.cli.year_options import Given, YearOptions, quoted, whole
from innosprint_rules.errors import Problem, UsageError
from innosprint_rules.report.layout import EMPTY, Line, wrap
from innosprint_rules.wording import Lang, Text

if TYPE_CHECKING:
    from innosprint_rules.simulation.outcome import Outcome
    from innosprint_rules.simulation.preparing import Prepared
    from innosprint_rules.simulation.running import RunOptions
    from innosprint_rules.simulation.scenario import Scenario


def run_years(
    scenarios: Sequence[Scenario], given: Given, options: YearOptions, form: str, output: str | None, lang: Lang
) -> None:
    """Run the years of each scenario and show what comes of them.

    Raises:
        typer.Exit: with status 130 when the user stopped the run, after the outcome of the years done.
    """
    asked = options.run()
    _one_scenario(scenarios, options)
    with patience(lang):
        prepared = _prepared(scenarios, given, options, asked)
    for each in prepared:
        for notice in each.model.notices:
            tell("\n".join(wrap(notice.get(lang), error_width(), 0, 4)))
    if options.write is not None:
        _write_year(prepared[0], asked, whole("--year", options.year, 0), options.write, given, lang)
        return
    _writable(options.keep, output, given.inputs)
    outcomes, interrupted = _run(prepared, asked, lang)
    if outcomes:
        _show(outcomes, given, form, output, lang)
    if interrupted:
        raise typer.Exit(INTERRUPTED)


def _prepared(scenarios: Sequence[Scenario], given: Given, options: YearOptions, asked: RunOptions) -> list[Prepared]:
    """Make every scenario ready; the mistakes of all of them are told at once."""
    from innosprint_rules.simulation.limits import check_targets, need_dossier
    from innosprint_rules.simulation.preparing import prepare

    def ready(scenario: Scenario) -> Prepared:
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
        )
        check_targets(made, asked.sensitivity or ())
        return made

    with together() as also:
        return [also(partial(ready, each)) for each in scenarios]
    return []  # not reached: a mistake ends the block above


def _run(prepared: Sequence[Prepared], asked: RunOptions, lang: Lang) -> tuple[list[Outcome], bool]:
    """Run each scenario; return the outcomes there are, and whether the user stopped it."""
    from innosprint_rules.cli.years_progress import Teller
    from innosprint_rules.simulation.running import run_scenario

    outcomes: list[Outcome] = []
    with Teller(lang) as teller:
        for each in prepared:
            teller.scenario(each.scenario.name)
            try:
                done = run_scenario(each, asked, teller)
            except KeyboardInterrupt:
                if not outcomes:
                    raise
                return outcomes, True
            outcomes.append(done.outcome)
            if done.kept is not None:
                teller.say(_KEPT.fill(path=str(done.kept)))
            if done.interrupted:
                teller.say(_STOPPED)
                return outcomes, True
    return outcomes, False


# what comes of it -------------------------------------------------------------------------------------


def _show(outcomes: Sequence[Outcome], given: Given, form: str, output: str | None, lang: Lang) -> None:
    if form == "json":
        text = _as_json(outcomes)
    elif form == "html":
        text = _as_html(outcomes, given.partial_rules, lang)
    elif output is None:
        show(_pages(outcomes, given.partial_rules, lang, page_width()))
        return
    else:
        text = "\n".join(line.text for line in _pages(outcomes, given.partial_rules, lang, 80))
    if output is None:
        say(text)
        return
    write_output(text, output, given.inputs)
    if form != "json":
        from innosprint_rules.report.outcome_text import headline

        colon = "\u00a0: " if lang == "fr" else ": "
        for each in outcomes:
            said = headline(each, lang)
            lead = "" if len(outcomes) == 1 else f"{each.setting.name}{colon}"
            show([Line(line) for line in wrap(lead + said, page_width(), 0, 2)])


def _as_json(outcomes: Sequence[Outcome]) -> str:
    if len(outcomes) == 1:
        return outcomes[0].model_dump_json(indent=2)
    from innosprint_rules.simulation.compare import compare
    from innosprint_rules.simulation.figures_document import outcomes_document
    from innosprint_rules.simulation.outcome_document import as_json

    return as_json(outcomes_document(compare(outcomes)), 2)


def _as_html(outcomes: Sequence[Outcome], judged: Sequence[str], lang: Lang) -> str:
    if len(outcomes) == 1:
        from innosprint_rules.report.outcome_html.page import html_outcome

        return html_outcome(outcomes[0], lang, judged)
    from innosprint_rules.report.outcome_html.comparing import html_comparison
    from innosprint_rules.simulation.compare import compare

    return html_comparison(compare(outcomes), lang, judged)


def _pages(outcomes: Sequence[Outcome], judged: Sequence[str], lang: Lang, width: int) -> list[Line]:
    """Return one outcome in full; of several their comparison, then what moves each where that was asked for."""
    from innosprint_rules.report.outcome_text import outcome_lines

    if len(outcomes) == 1:
        return outcome_lines(outcomes[0], lang, width, judged)
    from innosprint_rules.report.outcome_text_compare import comparison_lines
    from innosprint_rules.report.outcome_text_sensitivity import tornados
    from innosprint_rules.simulation.compare import compare

    lines = comparison_lines(compare(outcomes), lang, width, judged)
    for each in outcomes:
        found = tornados(each, lang, width)
        if found:
            lines += [EMPTY, Line(each.setting.title.get(lang), "bold"), *found]
    return lines


# one year, files --------------------------------------------------------------------------------------


def _one_scenario(scenarios: Sequence[Scenario], options: YearOptions) -> None:
    """Refuse several scenarios where one file or folder is to be written."""
    option = "--keep" if options.keep is not None else "--write"
    if len(scenarios) > 1 and (options.keep is not None or options.write is not None):
        raise UsageError(
            Problem(
                "one-scenario",
                Text(f"{option} va avec un seul scénario", f"{option} goes with one scenario alone"),
                Text("lancer la commande une fois par scénario", "run the command once a scenario"),
            )
        )


def _writable(keep: str | None, output: str | None, inputs: Sequence[str | Path | None]) -> None:
    """Refuse, before anything is run, to write over what was read, to one file twice, or where there is no folder."""
    from innosprint_rules.report.files import spare_inputs, unwritable

    with together() as also:
        for option, path in (("--keep", keep), ("--output", output)):
            if path is None:
                continue
            also(partial(spare_inputs, Path(path), inputs, option))
            if not Path(path).parent.is_dir():
                also(partial(_refuse, unwritable(FileNotFoundError(2, "", str(Path(path).parent)))))
            elif Path(path).is_dir():
                also(partial(_refuse, unwritable(IsADirectoryError(21, "", path))))
        if keep is not None and output is not None and Path(keep).resolve() == Path(output).resolve():
            also(partial(_refuse, _ONE_FILE))


def _refuse(problem: Problem) -> None:
    raise UsageError(problem)


def _write_year(prepared: Prepared, asked: RunOptions, number: int, folder: str, given: Given, lang: Lang) -> None:
    """Write one simulated year out as a dossier, and say how to look at it."""
    from innosprint_rules.dossier.writing import write_csv_folder
    from innosprint_rules.simulation.year_dossier import check_writable, year_dossier

    dossier = year_dossier(prepared.model, number, asked.seed)
    check_writable(dossier)
    _spare_folder(folder, given.inputs)
    write_csv_folder(dossier, folder)
    day = date.fromordinal(prepared.model.at).isoformat()
    command = f"innosprint check {quoted(folder)} --as-of {day}{given.check_options}"
    for line in wrap(_WRITTEN.fill(n=str(number), path=folder).get(lang), page_width(), 0, 2):
        say(line)
    say(f"    {command}")


def _spare_folder(folder: str, inputs: Sequence[str | Path | None]) -> None:
    from innosprint_rules.report.files import spare_inputs

    spare_inputs(Path(folder), inputs, "--write")


_ONE_FILE = Problem(
    "one-file",
    Text("--keep et --output nomment le même fichier", "--keep and --output name the same file"),
    Text("en nommer deux", "name two"),
)
_KEPT = Text("années gardées : {path}", "years kept: {path}")
_STOPPED = Text("interrompu ; voici ce que donnent les années faites", "interrupted; here is what the years done give")
_WRITTEN = Text(
    "L'année {n} est écrite dans {path}. Pour la contrôler :", "Year {n} is written to {path}. To check it:"
)
