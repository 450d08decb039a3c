"""``innosprint simulate``: what a scenario would do to a dossier, or how likely what is over many years."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

import typer

from innosprint_rules.cli.check import refuse_choice
from innosprint_rules.cli.common import (
    codes,
    fail,
    guarded,
    read_date,
    readings,
    show,
)
from innosprint_rules.cli.helps import FILE, FOLDER
from innosprint_rules.cli.options import refuse_empty, together
from innosprint_rules.cli.output import Output
from innosprint_rules.cli.patience import patience
from innosprint_rules.cli.simulate.help import DEFAULT, FORMATS, HELP, HELPS
from innosprint_rules.cli.simulate.options import SimulateInputs, YearOptions
from innosprint_rules.cli.simulate.refusals import writable
from innosprint_rules.cli.simulate.years import prepare_years, run_years
from innosprint_rules.errors import Problem
from innosprint_rules.wording import COLON, Lang, Text, json_text

if TYPE_CHECKING:
    from innosprint_rules.dossier.models import Dossier
    from innosprint_rules.report.text.layout import Line
    from innosprint_rules.simulation.scenario.loading import Scenario
    from innosprint_rules.simulation.whatif.play import Simulation

SEVERAL = "innosprint-simulations/1"
"""The schema of the JSON of several scenarios, each under ``simulations`` as if it stood alone."""


_NO_SCENARIO = Problem(
    "no-scenario",
    Text("aucun scénario n'est nommé", "no scenario is named"),
    Text("donner le nom d'un scénario (innosprint simulate référence), ou un dossier d'où partir (--from DOSSIER)",
         f"give the name of a scenario (innosprint simulate {DEFAULT}), or a dossier to start from (--from DOSSIER)"),
)  # fmt: skip


def register(app: typer.Typer, lang: Lang) -> None:
    """Add the command to ``app``, its help in ``lang``."""
    helps = {name: text.get(lang) for name, text in HELPS.items()}

    @app.command("simulate", help=HELP.get(lang))
    def simulate(
        scenario: list[str] | None = typer.Argument(None, metavar=helps["SCENARIO"], help=helps["scenario"]),
        dossier: str | None = typer.Option(None, "--from", metavar=FOLDER.get(lang), help=helps["from"]),
        as_of: str | None = typer.Option(None, metavar="DATE", help=helps["as_of"]),
        at: str | None = typer.Option(None, metavar="DATE", help=helps["at"]),
        years: str | None = typer.Option(None, metavar="N", help=helps["years"]),
        precision: str | None = typer.Option(None, metavar="POINTS", help=helps["precision"]),
        seed: str | None = typer.Option(None, metavar="N", help=helps["seed"]),
        workers: str | None = typer.Option(None, metavar="N", help=helps["workers"]),
        engine: str | None = typer.Option(None, metavar="{engines}", help=helps["engine"]),
        amend: list[str] | None = typer.Option(None, metavar=helps["ACT"], help=helps["amend"]),
        cluster: str | None = typer.Option(None, metavar="tcp://HOST:PORT", help=helps["cluster"]),
        measure: list[str] | None = typer.Option(None, metavar=helps["NAME"], help=helps["measure"]),
        sensitivity: list[str] | None = typer.Option(None, metavar=helps["OUTCOME"], help=helps["sensitivity"]),
        keep: str | None = typer.Option(None, metavar=helps["PARQUET"], help=helps["keep"]),
        year: str | None = typer.Option(None, metavar="N", help=helps["year"]),
        write: str | None = typer.Option(None, metavar=FOLDER.get(lang), help=helps["write"]),
        rules: str | None = typer.Option(None, metavar=FOLDER.get(lang), help=helps["rules"]),
        reading: list[str] | None = typer.Option(None, metavar="Q9=net", help=helps["reading"]),
        select: list[str] | None = typer.Option(None, metavar="CODE", help=helps["select"]),
        ignore: list[str] | None = typer.Option(None, metavar="CODE", help=helps["ignore"]),
        form: str = typer.Option("text", "--format", metavar="|".join(FORMATS), help=helps["form"]),
        output: str | None = typer.Option(None, metavar=FILE.get(lang), help=helps["output"]),
        force: bool = typer.Option(False, "--force", help=helps["force"]),
        detail: bool = typer.Option(False, "--detail", help=helps["detail"]),
        ready: bool = typer.Option(False, "--prepare", help=helps["prepare"]),
    ) -> None:
        with guarded(lang):
            refuse_choice("--format", form, FORMATS, lang)
            if not scenario and dossier is None and not ready:
                fail(_NO_SCENARIO, lang)
            scenario = scenario or [DEFAULT]
            into = Output(output, (dossier, rules, *scenario), force)
            brief = output is None and not detail
            asked = YearOptions(
                years,
                precision,
                seed,
                workers,
                engine,
                keep,
                year,
                write,
                tuple(codes(sensitivity)),
                tuple(codes(measure)),
                tuple(amend or ()),
                form == "html",
                cluster,
            )
            with patience(lang):
                given, scenarios = read(scenario, dossier, as_of, at, rules, reading, select, ignore, into, asked)
            if ready:
                prepare_years(scenarios, given, asked, lang)
                return
            if asked.given or any(each.year is not None for each in scenarios):
                run_years(scenarios, given, asked, form, into, lang, brief)
                return
            if given.dossier is None:
                fail(_no_dossier(scenario), lang)
            with patience(lang):
                played = play(scenarios, given.dossier, given)
            if form == "json":
                into.give(as_json(played))
                return
            into.give(pages(played, given.partial_rules, lang, into.width, brief))
            if output is not None:
                show(_firsts(played, lang))


def read(
    names: Sequence[str],
    dossier: str | None,
    as_of: str | None,
    at: str | None,
    rules: str | None,
    reading: list[str] | None,
    select: list[str] | None,
    ignore: list[str] | None,
    output: Output,
    asked: YearOptions,
) -> tuple[SimulateInputs, list[Scenario]]:
    """Read the options, then the rules and the scenarios, then the dossier, so that a slip is told at once.

    Raises:
        InputError: with every mistake of the options; or of the rules and scenarios; or of the dossier.
    """
    with together() as also:
        kept = also(lambda: read_date(as_of))
        moment = also(lambda: read_date(at, "--at"))
        chosen = also(lambda: readings(reading))
        for option, path in (("--from", dossier), ("--rules", rules)):
            also(partial(refuse_empty, option, path))
        also(partial(writable, Output(asked.keep, output.inputs, output.force, "--keep"), output))
        if asked.given:
            also(asked.run)
    from innosprint_rules.dossier.reading import read_dossier
    from innosprint_rules.engine.check import default_rulebook, load_rulebook
    from innosprint_rules.engine.options import chosen_readings, chosen_rules
    from innosprint_rules.simulation.scenario.loading import read_scenario

    rulebook = default_rulebook() if rules is None else load_rulebook(rules)
    wanted, unwanted = codes(select), codes(ignore)
    from innosprint_rules.simulation.running.limits import known_measures

    with together() as also:
        scenarios = [also(partial(read_scenario, each, rulebook)) for each in names]
        also(lambda: chosen_readings(rulebook, chosen))
        judged = also(lambda: chosen_rules(rulebook, wanted, unwanted))
        also(lambda: known_measures(rulebook, asked.measures))
    start = None if dossier is None else read_dossier(dossier, rulebook)
    some = judged if len(judged) < len(rulebook.rules) else []
    inputs = (dossier, rules, *names)
    return SimulateInputs(start, rulebook, kept, moment, chosen, wanted, unwanted, inputs, some, rules), scenarios


def play(scenarios: Sequence[Scenario], dossier: Dossier, given: SimulateInputs) -> list[Simulation]:
    """Play each scenario of fixed events on the dossier, once."""
    from innosprint_rules.simulation.whatif.play import simulate

    return [
        simulate(each, dossier, given.rulebook, as_of=given.as_of, at=given.at, readings=given.readings,
                 select=given.select, ignore=given.ignore)
        for each in scenarios
    ]  # fmt: skip


def as_json(played: Sequence[Simulation]) -> str:
    """Return one simulation as it is, several under one roof."""
    if len(played) == 1:
        return played[0].model_dump_json(indent=2)
    document = {"schema": SEVERAL, "simulations": [each.model_dump() for each in played]}
    return json_text(document, 2)


def pages(
    played: Sequence[Simulation], judged: Sequence[str], lang: Lang, width: int, brief: bool = False
) -> list[Line]:
    """Return the text of each simulation, ``brief`` on one screen, a line across the page between them."""
    from innosprint_rules.report.content.teller import Teller
    from innosprint_rules.report.text.layout import EMPTY, Line
    from innosprint_rules.report.text.simulation import short_simulation, simulation_lines

    lines: list[Line] = []
    for each in played:
        if lines:
            lines += [EMPTY, Line("═" * width), EMPTY]
        lines += (
            short_simulation(each, Teller(lang, width))
            if brief
            else simulation_lines(each, Teller(lang, width), judged)
        )
    return lines


def _firsts(played: Sequence[Simulation], lang: Lang) -> list[Line]:
    """Return what is still shown when the text goes to a file."""
    from innosprint_rules.report.content.teller import Teller
    from innosprint_rules.report.text.layout import Line
    from innosprint_rules.report.text.simulation import summary_line

    colon = COLON[lang]
    found: list[Line] = []
    for each in played:
        summary = summary_line(each, Teller(lang))
        found.append(Line(f"{each.scenario.called(lang)}{colon}{summary.text}", summary.style))
    return found


def _no_dossier(scenario: Sequence[str]) -> Problem:
    example = f"innosprint simulate {scenario[0]} --from"
    return Problem(
        "no-dossier",
        Text("il manque le dossier de départ, --from", "the dossier to start from is missing, --from"),
        Text(f"{example} mon-dossier", f"{example} my-dossier"),
    )
