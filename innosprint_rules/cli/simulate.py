"""``innosprint simulate``: what would happen to a dossier if a scenario came about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import typer

from innosprint_rules.cli.check import refuse_choice
from innosprint_rules.cli.common import (
    codes,
    fail,
    guarded,
    page_width,
    read_date,
    readings,
    say,
    show,
    write_output,
)
from innosprint_rules.cli.patience import patience
from innosprint_rules.errors import Problem
from innosprint_rules.wording import Lang, Text

if TYPE_CHECKING:
    from innosprint_rules.report.layout import Line
    from innosprint_rules.simulation.run import Simulation

FORMATS = ("text", "json")
SEVERAL = "innosprint-simulations/1"
"""The schema of the JSON of several scenarios, each under ``simulations`` as if it stood alone."""


def register(app: typer.Typer, lang: Lang) -> None:
    """Add the command to ``app``, its help in ``lang``."""
    helps = {name: text.get(lang) for name, text in _HELPS.items()}

    @app.command("simulate", help=_HELP.get(lang))
    def simulate(
        scenario: list[str] = typer.Argument(..., metavar=helps["SCENARIO"], help=helps["scenario"]),
        dossier: str | None = typer.Option(None, "--from", metavar=_DOSSIER.get(lang), help=helps["from"]),
        as_of: str | None = typer.Option(None, metavar="DATE", help=helps["as_of"]),
        at: str | None = typer.Option(None, metavar="DATE", help=helps["at"]),
        rules: str | None = typer.Option(None, metavar=_DOSSIER.get(lang), help=helps["rules"]),
        reading: list[str] | None = typer.Option(None, metavar="Q9=net", help=helps["reading"]),
        select: list[str] | None = typer.Option(None, metavar="CODE", help=helps["select"]),
        ignore: list[str] | None = typer.Option(None, metavar="CODE", help=helps["ignore"]),
        form: str = typer.Option("text", "--format", metavar="text|json", help=helps["form"]),
        output: str | None = typer.Option(None, metavar=_FILE.get(lang), help=helps["output"]),
    ) -> None:
        with guarded(lang):
            refuse_choice("--format", form, FORMATS, lang)
            if dossier is None:
                fail(_no_dossier(scenario), lang)
            with patience(lang):
                played, judged = play(scenario, dossier, as_of, at, rules, reading, select, ignore)
            inputs = (dossier, rules, *scenario)
            if form == "json":
                text = as_json(played)
                say(text) if output is None else write_output(text, output, inputs)
            elif output is None:
                show(pages(played, judged, lang, page_width()))
            else:
                write_output("\n".join(line.text for line in pages(played, judged, lang, 80)), output, inputs)
                show(_firsts(played, lang))


def play(
    scenarios: Sequence[str],
    dossier: str,
    as_of: str | None,
    at: str | None,
    rules: str | None,
    reading: list[str] | None,
    select: list[str] | None,
    ignore: list[str] | None,
) -> tuple[list[Simulation], list[str]]:
    """Play each scenario on the dossier; return also the rules judged when not all of them were.

    The options, then the scenarios are read before the dossier, so that a slip is told at once.
    """
    kept, moment, chosen = read_date(as_of), read_date(at, "--at"), readings(reading)
    wanted, unwanted = codes(select), codes(ignore)
    from innosprint_rules.dossier.reading import read_dossier
    from innosprint_rules.engine.check import default_rulebook, load_rulebook
    from innosprint_rules.engine.options import chosen_readings, chosen_rules
    from innosprint_rules.simulation.run import simulate
    from innosprint_rules.simulation.scenario import read_scenario

    read = [read_scenario(each) for each in scenarios]
    rulebook = default_rulebook() if rules is None else load_rulebook(rules)
    chosen_readings(rulebook, chosen)
    judged = chosen_rules(rulebook, wanted, unwanted)
    start = read_dossier(dossier)
    played = [
        simulate(each, start, rulebook, as_of=kept, at=moment, readings=chosen, select=wanted, ignore=unwanted)
        for each in read
    ]
    return played, judged if len(judged) < len(rulebook.rules) else []


def as_json(played: Sequence[Simulation]) -> str:
    """Return one simulation as it is, several under one roof."""
    import json

    if len(played) == 1:
        return played[0].model_dump_json(indent=2)
    document = {"schema": SEVERAL, "simulations": [each.model_dump() for each in played]}
    return json.dumps(document, ensure_ascii=False, indent=2)


def pages(played: Sequence[Simulation], judged: Sequence[str], lang: Lang, width: int) -> list[Line]:
    """Return the text of each simulation, a line across the page between them."""
    from innosprint_rules.report.layout import EMPTY, Line
    from innosprint_rules.report.simulation_text import simulation_lines

    lines: list[Line] = []
    for each in played:
        if lines:
            lines += [EMPTY, Line("═" * width), EMPTY]
        lines += simulation_lines(each, lang, width, judged)
    return lines


def _firsts(played: Sequence[Simulation], lang: Lang) -> list[Line]:
    """Return what is still shown when the text goes to a file."""
    from innosprint_rules.report.layout import Line
    from innosprint_rules.report.simulation_text import summary_line

    colon = "\u00a0: " if lang == "fr" else ": "
    found: list[Line] = []
    for each in played:
        summary = summary_line(each, lang)
        found.append(Line(f"{each.scenario.name}{colon}{summary.text}", summary.style))
    return found


def _no_dossier(scenario: Sequence[str]) -> Problem:
    example = f"innosprint simulate {scenario[0]} --from"
    return Problem(
        "no-dossier",
        Text("il manque le dossier de départ, --from", "the dossier to start from is missing, --from"),
        Text(f"{example} mon-dossier", f"{example} my-dossier"),
    )


_DOSSIER = Text("DOSSIER", "FOLDER")
_FILE = Text("FICHIER", "FILE")
_HELP = Text(
    "Applique un scénario à un dossier, dit ce qu'il change, et contrôle le tout à la fin de la convention.\n\n"
    "Scénarios livrés : fourth-session-slips, late-payment, all-allocated-at-once, nothing-more-happens ; ou le"
    " chemin d'un fichier .yaml.\n\n"
    "Codes de sortie : 0 le scénario a été joué, quoi qu'il donne ; 2 demande ou données illisibles, ou scénario"
    " impossible pour ce dossier.",
    "Applies a scenario to a dossier, tells what it changes, and checks the whole at the end of the term.\n\n"
    "Shipped scenarios: fourth-session-slips, late-payment, all-allocated-at-once, nothing-more-happens; or the"
    " path of a .yaml file.\n\n"
    "Exit statuses: 0 the scenario was played, whatever comes of it; 2 bad usage or unreadable data, or a scenario"
    " that is impossible for this dossier.",
)
_HELPS: dict[str, Text] = {
    "SCENARIO": Text("SCÉNARIO…", "SCENARIO…"),
    "scenario": Text("nom d'un scénario livré ou chemin d'un fichier ; plusieurs sont joués chacun à part",
                     "name of a shipped scenario or path of a file; several are played each on its own"),
    "from": Text("dossier de départ : dossier de fichiers CSV, ou document .yaml ou .json",
                 "where it starts from: folder of CSV files, or a .yaml or .json file"),
    "as_of": Text(
        "ce que le dossier date au plus tard de ce jour est acquis et ne change plus ; par défaut aujourd'hui tant"
        " que la convention court, et toute l'année est rejouée quand elle est finie",
        "what the dossier dates this day or earlier is done and no longer changes; by default today while the"
        " agreement runs, and the whole year is played again once it is over",
    ),
    "at": Text("jour du contrôle final ; par défaut le lendemain du dernier jour de la convention",
               "day of the final check; by default the day after the last of the term"),
    "rules": Text("dossier d'autres règles que celles de la convention Innosprint",
                  "folder of other rules than those of the Innosprint agreement"),
    "reading": Text("réponse à une question que le texte laisse ouverte ; peut être répété",
                    "answer to a question that the text leaves open; may be repeated"),
    "select": Text("ne juger que ces règles, ou familles de règles (END) ; peut être répété",
                   "judge only these rules, or families of rules (END); may be repeated"),
    "ignore": Text("laisser ces règles de côté ; peut être répété", "leave these rules out; may be repeated"),
    "form": Text("texte à lire, ou JSON pour une machine", "text to read, or JSON for a machine"),
    "output": Text("écrire le résultat dans ce fichier, remplacé s'il existe",
                   "write the result to this file, replaced if it is there"),
}  # fmt: skip
