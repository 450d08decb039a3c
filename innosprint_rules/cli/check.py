"""``innosprint check``: a dossier, and perhaps what members are about to vote, against the agreement."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import typer

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
from innosprint_rules.cli.options import refuse_empty, together
from innosprint_rules.cli.patience import patience
from innosprint_rules.errors import Problem
from innosprint_rules.wording import Lang, Text

if TYPE_CHECKING:
    from innosprint_rules.dossier.models import Dossier
    from innosprint_rules.engine.report import Report
    from innosprint_rules.report.advice import Advice

FORMATS = ("text", "json", "html", "xlsx")
LEVELS = ("error", "warning", "notice", "all", "none")
VIOLATED, IN_DOUBT = 1, 3


def register(app: typer.Typer, lang: Lang) -> None:
    """Add the command to ``app``, its help in ``lang``."""
    helps = {name: text.get(lang) for name, text in _HELPS.items()}

    @app.command("check", help=_HELP.get(lang))
    def check(
        dossier: str = typer.Argument(..., metavar=_DOSSIER.get(lang), help=helps["dossier"]),
        proposal: str | None = typer.Option(None, metavar=_FILE.get(lang), help=helps["proposal"]),
        as_of: str | None = typer.Option(None, metavar="DATE", help=helps["as_of"]),
        rules: str | None = typer.Option(None, metavar=_DOSSIER.get(lang), help=helps["rules"]),
        reading: list[str] | None = typer.Option(None, metavar="Q9=net", help=helps["reading"]),
        select: list[str] | None = typer.Option(None, metavar="CODE", help=helps["select"]),
        ignore: list[str] | None = typer.Option(None, metavar="CODE", help=helps["ignore"]),
        form: str = typer.Option("text", "--format", metavar="|".join(FORMATS), help=helps["form"]),
        output: str | None = typer.Option(None, metavar=_FILE.get(lang), help=helps["output"]),
        fail_on: str = typer.Option("error", metavar=_LEVEL.get(lang), help=helps["fail_on"]),
        quiet: bool = typer.Option(False, "--quiet", "-q", help=helps["quiet"]),
    ) -> None:
        with guarded(lang):
            refuse_choice("--format", form, FORMATS, lang)
            refuse_choice("--fail-on", fail_on, LEVELS, lang)
            refuse_no_file(form, output, lang)
            with patience(lang):
                found = judged_files(dossier, proposal, as_of, rules, reading, select, ignore, output)
                advice = found.advice() if form in ("text", "html") and not quiet else None
            report = found.report
            tell_report(report, found.judged, form, output, quiet, lang, (dossier, proposal, rules), advice)
            raise typer.Exit(status(report, fail_on))


class Judged(NamedTuple):
    """A report and what it was made from; ``judged`` names the rules when not all of them were asked for."""

    report: Report
    judged: list[str]
    dossier: Dossier
    readings: Mapping[str, str]

    def advice(self) -> Advice | None:
        """Return what would make the proposal comply and how far it may go; None without a proposal or all rules."""
        if self.report.proposal is None or self.judged:
            return None
        from innosprint_rules.report.advice import advise

        return advise(self.report, self.readings)


def judge(
    dossier: str,
    proposal: str | None,
    as_of: str | None,
    rules: str | None,
    reading: Iterable[str] | None,
    select: Iterable[str] | None,
    ignore: Iterable[str] | None,
    output: str | None = None,
) -> tuple[Report, list[str]]:
    """Read what is given and judge it; return also the rules judged when not all of them were."""
    found = judged_files(dossier, proposal, as_of, rules, reading, select, ignore, output)
    return found.report, found.judged


def judged_files(
    dossier: str,
    proposal: str | None,
    as_of: str | None,
    rules: str | None,
    reading: Iterable[str] | None,
    select: Iterable[str] | None,
    ignore: Iterable[str] | None,
    output: str | None = None,
) -> Judged:
    """Read what is given and judge it.

    The options are read before the files, so that a slip of the keyboard is told at once; every mistake of the
    options, then every mistake of both files, is told together.
    """
    from innosprint_rules.dossier.proposal import read_proposal
    from innosprint_rules.dossier.reading import read_dossier
    from innosprint_rules.engine.check import check, default_rulebook, load_rulebook
    from innosprint_rules.engine.options import chosen_readings, chosen_rules

    wanted, unwanted = codes(select), codes(ignore)
    with together() as also:
        day = also(lambda: read_date(as_of))
        chosen = also(lambda: readings(reading))
        for name, path in (("DOSSIER", dossier), ("--proposal", proposal), ("--rules", rules), ("--output", output)):
            also(partial(refuse_empty, name, path))
    rulebook = default_rulebook() if rules is None else load_rulebook(rules)
    with together() as also:
        also(lambda: chosen_readings(rulebook, chosen))
        judged = also(lambda: chosen_rules(rulebook, wanted, unwanted))
    with together() as also:
        read = also(lambda: read_dossier(dossier))
        offered = None if proposal is None else also(lambda: read_proposal(proposal))
    found = check(
        read, rulebook, proposal=offered, as_of=day, readings=chosen, select=wanted, ignore=unwanted
    )  # fmt: skip
    return Judged(found, judged if len(judged) < len(rulebook.rules) else [], read, chosen)


def tell_report(
    report: Report,
    judged: list[str],
    form: str,
    output: str | None,
    quiet: bool,
    lang: Lang,
    inputs: tuple[str | None, ...],
    advice: Advice | None = None,
) -> None:
    """Print the report, or write it to a file; ``quiet`` leaves the first line of the text only."""
    if form == "json":
        text = report.model_dump_json(indent=2)
        say(text) if output is None else write_output(text, output, inputs)
        return
    from innosprint_rules.report.text import report_lines, verdict_lines

    if form == "xlsx":
        tell_workbook(report, judged, output, lang, inputs)
        show(verdict_lines(report, lang, page_width(), judged))
    elif form == "html":
        from innosprint_rules.report.html import html_report

        page = html_report(report, lang, judged, advice)
        if output is None:
            say(page)
            return
        write_output(page, output, inputs)
        show(verdict_lines(report, lang, page_width(), judged))
    elif output is not None:
        lines = report_lines(report, lang, 80, judged, advice)
        write_output("\n".join(line.text for line in lines), output, inputs)
        show(verdict_lines(report, lang, page_width(), judged))
    elif quiet:
        show(verdict_lines(report, lang, page_width(), judged))
    else:
        show(report_lines(report, lang, page_width(), judged, advice))


def refuse_no_file(form: str, output: str | None, lang: Lang) -> None:
    """Exit with status 2 when a workbook is asked for and no file to write it to."""
    if form == "xlsx" and output is None:
        fail(
            Problem(
                "output-missing",
                Text("--format xlsx écrit un classeur et demande un fichier",
                     "--format xlsx writes a workbook and needs a file"),
                Text("ajouter --output rapport.xlsx", "add --output report.xlsx"),
            ),
            lang,
        )  # fmt: skip


def tell_workbook(
    report: Report, judged: list[str], output: str | None, lang: Lang, inputs: tuple[str | None, ...]
) -> None:
    """Write the report as a workbook."""
    from innosprint_rules.report.workbook import write_workbook

    refuse_no_file("xlsx", output, lang)
    write_workbook(report, inputs[0], output or "", lang, inputs[1:], judged)


def status(report: Report, fail_on: str) -> int:
    """Return the exit status: 1 for violations at or above ``fail_on``, 3 for serious doubts, else 0."""
    if fail_on == "none":
        return 0
    only_new = report.proposal is not None and fail_on != "all"
    counted = [f for f in report.findings if f.new or not only_new]
    severities = ("error", "warning", "notice")
    grave = severities if fail_on == "all" else severities[: severities.index(fail_on) + 1]
    if any(f.verdict == "violated" and f.severity in grave for f in counted):
        return VIOLATED
    return IN_DOUBT if any(f.verdict == "unknown" and f.severity == "error" for f in counted) else 0


def refuse_choice(option: str, value: str, choices: tuple[str, ...], lang: Lang) -> None:
    """Exit with status 2 unless ``value`` is one of ``choices``."""
    if value in choices:
        return
    known = ", ".join(choices)
    fail(
        Problem(
            "unknown-choice",
            Text(f"{option} : « {value} » n'est pas possible", f"{option}: “{value}” is not possible"),
            Text(f"au choix : {known}", f"choose among {known}"),
        ),
        lang,
    )


_DOSSIER = Text("DOSSIER", "FOLDER")
_FILE = Text("FICHIER", "FILE")
_LEVEL = Text("NIVEAU", "LEVEL")
_HELP = Text(
    "Dit si un dossier, et les lignes que les membres vont voter, respectent la convention.\n\n"
    "Codes de sortie : 0 rien à signaler ; 1 quelque chose est enfreint ; 2 demande ou données illisibles,"
    " rien n'est jugé ; 3 rien n'est enfreint, mais un point grave n'est pas vérifiable. Avec --proposal, seul"
    " compte ce que la proposition apporte.",
    "Tells whether a dossier, and the rows that members are about to vote, keep to the agreement.\n\n"
    "Exit statuses: 0 nothing to report; 1 something is broken; 2 bad usage or unreadable data, nothing is"
    " judged; 3 nothing is broken, but a serious point cannot be verified. With --proposal, only what the"
    " proposal brings counts.",
)
_HELPS: dict[str, Text] = {
    "dossier": Text("dossier de fichiers CSV, ou document .yaml ou .json",
                    "folder of CSV files, or a .yaml or .json file"),
    "proposal": Text("attributions que les membres vont voter", "allocations that members are about to vote"),
    "as_of": Text("jour où l'on se place, 2019-06-01 ou 01/06/2019 ; aujourd'hui par défaut",
                  "day of judgement, 2019-06-01 or 01/06/2019; today by default"),
    "rules": Text("dossier d'autres règles que celles de la convention Innosprint",
                  "folder of other rules than those of the Innosprint agreement"),
    "reading": Text("réponse à une question que le texte laisse ouverte ; peut être répété",
                    "answer to a question that the text leaves open; may be repeated"),
    "select": Text("ne juger que ces règles, ou familles de règles (END) ; peut être répété",
                   "judge only these rules, or families of rules (END); may be repeated"),
    "ignore": Text("laisser ces règles de côté ; peut être répété", "leave these rules out; may be repeated"),
    "form": Text("texte à lire, ou JSON pour une machine", "text to read, or JSON for a machine"),
    "output": Text("écrire le rapport dans ce fichier, remplacé s'il existe",
                   "write the report to this file, replaced if it is there"),
    "fail_on": Text(
        "gravité à partir de laquelle le code de sortie est 1 : error, warning ou notice ; all compte aussi, avec"
        " --proposal, ce qui était déjà enfreint ; none ne sort jamais avec 1 ou 3",
        "severity from which the exit status is 1: error, warning or notice; all also counts, with --proposal,"
        " what was broken already; none never exits with 1 or 3",
    ),
    "quiet": Text("n'afficher que la première ligne, le verdict (sans effet sur le JSON)",
                  "print only the first line, the verdict (no effect on JSON)"),
}  # fmt: skip
