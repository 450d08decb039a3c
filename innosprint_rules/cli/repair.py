"""``innosprint repair``: the smallest changes that make a proposal comply, ready to save."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import typer

from innosprint_rules.cli.check import refuse_choice
from innosprint_rules.cli.checking.sheet import give_sheet, refuse_no_file
from innosprint_rules.cli.common import codes, guarded, page_width, read_date, readings, show
from innosprint_rules.cli.helps import FILE, SharedOptions
from innosprint_rules.cli.options import refuse_empty, together
from innosprint_rules.cli.output import Output, refuse_together
from innosprint_rules.cli.patience import patience
from innosprint_rules.cli.proposing.file import refuse_suffix, tell_written, write_proposal
from innosprint_rules.cli.simulate.options import whole
from innosprint_rules.cli.simulate.tidy_end import tidy_end
from innosprint_rules.errors import Problem, UsageError
from innosprint_rules.wording import Lang, Text

if TYPE_CHECKING:
    from innosprint_rules.allocation.repairing.headroom import Headroom
    from innosprint_rules.allocation.repairing.results import Repair
    from innosprint_rules.rulebook.book import Rulebook
    from innosprint_rules.simulation.scenario.loading import Scenario

FORMATS = ("text", "json", "html", "docx")
NO_WAY, IN_DOUBT = 1, 3
MOST_ROOMS = 100
"""Rows of which the room is told; the library tells it of all."""


def register(app: typer.Typer, lang: Lang) -> None:
    """Add the command to ``app``, its help in ``lang``."""
    helps = {name: text.get(lang) for name, text in _HELPS.items()}
    given = SharedOptions(lang, FORMATS)

    @app.command("repair", help=_HELP.get(lang))
    def repair(
        dossier: str = given.dossier,
        proposal: str | None = given.proposal,
        as_of: str | None = given.as_of,
        rules: str | None = given.rules,
        reading: list[str] | None = typer.Option(None, metavar="Q9=net", help=helps["reading"]),
        keep: list[str] | None = typer.Option(None, metavar="ID", help=helps["keep"]),
        scenario: str | None = typer.Option(None, metavar=helps["SCENARIO"], help=helps["scenario"]),
        years: str | None = typer.Option(None, metavar="N", help=helps["years"]),
        form: str = given.form,
        output: str | None = given.output,
        write: str | None = typer.Option(None, metavar=FILE.get(lang), help=helps["write"]),
        detail: bool = given.detail,
        force: bool = given.force,
    ) -> None:
        with guarded(lang):
            refuse_choice("--format", form, FORMATS, lang)
            refuse_no_file(form, output, lang)
            inputs = (dossier, proposal, rules)
            told, kept = Output(output, inputs, force), Output(write, inputs, force, "--write")
            with patience(lang):
                found, rooms, after = repaired(
                    dossier, proposal, as_of, rules, reading, keep, told, kept, scenario, years
                )
            if after is not None:
                found = with_futures(found, *after, lang)
            saved = write is not None and save(found, kept)
            tell_repair(found, rooms, form, told, lang, detail, scenario is not None)
            tell_written(kept, lang, saved)
            raise typer.Exit(status(found))


def repaired(
    dossier: str,
    proposal: str | None,
    as_of: str | None,
    rules: str | None,
    reading: Iterable[str] | None,
    keep: Sequence[str] | None,
    output: Output,
    write: Output,
    scenario: str | None,
    years: str | None,
) -> tuple[Repair, tuple[Headroom, ...], tuple[Scenario, int] | None]:
    """Read what is given and look for repairs; the options are read before the files, every mistake told together.

    The last is what follows the vote, and how many years of it are drawn; None where nothing is to be drawn.
    """
    from innosprint_rules.allocation.repairing.headroom import headroom
    from innosprint_rules.allocation.repairing.repair import repair
    from innosprint_rules.dossier.proposal import read_proposal
    from innosprint_rules.dossier.reading import read_dossier
    from innosprint_rules.engine.check import default_rulebook, load_rulebook
    from innosprint_rules.engine.options import chosen_readings

    with together() as also:
        count = also(lambda: _years(scenario, years))
        day = also(lambda: read_date(as_of))
        chosen = also(lambda: readings(reading))
        for name, path in (("DOSSIER", dossier), ("--proposal", proposal), ("--rules", rules)):
            also(partial(refuse_empty, name, path))
        also(partial(refuse_suffix, write))
        also(partial(refuse_together, output, write))
    rulebook = default_rulebook() if rules is None else load_rulebook(rules)
    chosen_readings(rulebook, chosen)
    with together() as also:
        read = also(lambda: read_dossier(dossier, rulebook))
        offered = None if proposal is None else also(lambda: read_proposal(proposal, rulebook))
        after = None if scenario is None else (also(partial(_scenario, scenario, rulebook)), count)
    found = repair(read, rulebook, proposal=offered, as_of=day, readings=chosen, keep=codes(keep))
    return found, headroom(read, rulebook, proposal=offered, as_of=day, readings=chosen, first=MOST_ROOMS), after


def _years(scenario: str | None, years: str | None) -> int:
    """Read how many years are drawn of a scenario: none without one."""
    if scenario is None:
        if years is not None:
            raise UsageError(_ALONE)
        return 0
    from innosprint_rules.report.content.outcome.safe_vote import YEARS

    return whole("--years", years, YEARS)


def _scenario(name: str, rulebook: Rulebook) -> Scenario:
    from innosprint_rules.simulation.scenario.loading import read_scenario

    return read_scenario(name, rulebook)


def with_futures(found: Repair, scenario: Scenario, years: int, lang: Lang) -> Repair:
    """Return the repair with the amounts that are safe, and how the year may end once they are voted.

    Raises:
        ScenarioError: the scenario cannot happen to this dossier.
        UsageError: as ``safe_vote`` says.
    """
    from innosprint_rules.cli.simulate.progress import ProgressLine
    from innosprint_rules.report.content.outcome.safe_vote import safe_vote

    with tidy_end(), ProgressLine(lang) as told:
        told.scenario(scenario.name)
        return replace(found, vote_safe=safe_vote(found, scenario, years=years, progress=told))


def tell_repair(
    found: Repair,
    rooms: Sequence[Headroom],
    form: str,
    output: Output,
    lang: Lang,
    detail: bool = True,
    simulated: bool = False,
) -> None:
    """Print what would make the proposal comply, or write it to a file."""
    if form == "json":
        output.give(replace(found, headroom=tuple(rooms)).model_dump_json(2))
        return
    if form != "text":
        from innosprint_rules.report.sheets.repair import repair_sheet

        give_sheet(repair_sheet(found, output.teller(lang), simulated), form, output)
        return
    if output.path is None and not detail:
        from innosprint_rules.report.text.screen.proposed import short_repair

        output.give(short_repair(found, output.teller(lang), simulated))
        return
    from innosprint_rules.report.content.repair import first_line
    from innosprint_rules.report.content.teller import Teller
    from innosprint_rules.report.text.layout import block
    from innosprint_rules.report.text.repair import repair_lines

    output.give(repair_lines(found, rooms, output.teller(lang), simulated))
    if output.path is not None:
        said, style = first_line(found, Teller(lang))
        show(block(said, page_width(), 0, 2, style))


def save(found: Repair, write: Output) -> bool:
    """Write the first alternative as a proposal, or the proposal itself when it complies; tell whether one was."""
    first = found.first
    proposal = first.proposal if first is not None else found.model.proposal if found.ok else None
    if proposal is None or found.hopeless:
        return False
    write_proposal(proposal, write)
    return True


def status(found: Repair) -> int:
    """Return 0 when the proposal complies or can, 1 when no change of amounts is enough, 3 when a doubt stays."""
    first = found.first
    if found.hopeless or (first is None and not found.ok):
        return NO_WAY
    new = [f for f in found.report.findings if f.new and f.verdict == "unknown" and f.severity == "error"]
    return IN_DOUBT if (new if first is None else first.unknown) else 0


_ALONE = Problem(
    "option-alone",
    Text("--years ne va pas sans --scenario", "--years does not go without --scenario"),
    Text("écrire --scenario baseline --years 1000", "write --scenario baseline --years 1000"),
)
_HELP = Text(
    "Donne les plus petits changements qui rendent une proposition conforme : le moins d'euros, le moins de lignes ;"
    " chacun est contrôlé avant d'être montré, et tient quelle que soit la lecture du texte, sauf --reading.\n\n"
    "À ampleur égale : le moins de lignes, puis les dernières lignes d'abord. Une ligne ramenée à 0 devient"
    " refusée.\n\n"
    "Codes de sortie : 0 la proposition est conforme, ou peut le devenir ; 1 aucun changement de montants ne suffit ;"
    " 2 demande ou données illisibles ; 3 elle peut le devenir, mais un point grave reste non vérifiable.",
    "Gives the smallest changes that make a proposal comply: the least euros, the fewest rows; each is checked before"
    " it is shown, and holds however the text is read, save for --reading.\n\n"
    "Of equal ones: the fewest rows, then the last rows first. A row brought to 0 becomes refused.\n\n"
    "Exit statuses: 0 the proposal complies, or can; 1 no change of amounts is enough; 2 bad usage or unreadable data;"
    " 3 it can, but a serious point stays unverifiable.",
)
_HELPS: dict[str, Text] = {
    "reading": Text("réponse à une question que le texte laisse ouverte : elle seule compte ; peut être répété",
                    "answer to a question that the text leaves open: that reading alone counts; may be repeated"),
    "keep": Text("ligne à laisser telle quelle ; peut être répété", "row to leave as it stands; may be repeated"),
    "SCENARIO": Text("SCÉNARIO", "SCENARIO"),
    "scenario": Text("aussi : les montants sûrs sous toutes les lectures, et dans quelle part des années de ce scénario"
                     " (baseline, ou un fichier) rien n'est enfreint une fois ces montants votés",
                     "also: the amounts that are safe under every reading, and in what share of the years of this"
                     " scenario (baseline, or a file) nothing is broken once they are voted"),
    "years": Text("avec --scenario : nombre d'années tirées ; par défaut 1 000",
                  "with --scenario: number of years drawn; 1,000 by default"),
    "write": Text("garder le premier choix comme proposition (.csv ou .xlsx) pour check",
                  "keep the first choice as a proposal (.csv or .xlsx) for check"),
}  # fmt: skip
