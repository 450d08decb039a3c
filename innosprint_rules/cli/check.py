"""``innosprint check``: a dossier, and perhaps what members are about to vote, against the agreement."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from innosprint_rules.cli.checking.amended import tell_amended
from innosprint_rules.cli.checking.sheet import SHEET, WORD, give_sheet, refuse_no_file
from innosprint_rules.cli.checking.unread import give_unread, marks
from innosprint_rules.cli.common import (
    BAD_INPUT,
    fail,
    guarded,
    page_width,
    show,
    tell_mistakes,
)
from innosprint_rules.cli.helps import IGNORE, SELECT, SharedOptions
from innosprint_rules.cli.judged import judged_files
from innosprint_rules.cli.output import Output
from innosprint_rules.cli.patience import patience
from innosprint_rules.errors import DossierError, Problem
from innosprint_rules.wording import Lang, Text

if TYPE_CHECKING:
    from innosprint_rules.engine.report import Report
    from innosprint_rules.report.content.advice import Advice

FORMATS = ("text", "json", "sarif", "html", "xlsx", SHEET, WORD)
_ADVISED = ("text", "html", SHEET, WORD)
LEVELS = ("error", "warning", "notice", "all", "none")
VIOLATED, IN_DOUBT = 1, 3


def register(app: typer.Typer, lang: Lang) -> None:
    """Add the command to ``app``, its help in ``lang``."""
    helps = {name: text.get(lang) for name, text in _HELPS.items()}
    given = SharedOptions(lang, FORMATS)

    @app.command("check", help=_HELP.get(lang))
    def check(
        dossier: str = given.dossier,
        proposal: str | None = given.proposal,
        as_of: str | None = given.as_of,
        rules: str | None = given.rules,
        reading: list[str] | None = given.reading,
        select: list[str] | None = typer.Option(None, metavar="CODE", help=helps["select"]),
        ignore: list[str] | None = typer.Option(None, metavar="CODE", help=helps["ignore"]),
        amend: list[str] | None = typer.Option(None, metavar=helps["ACT"], help=helps["amend"]),
        form: str = given.form,
        output: str | None = given.output,
        force: bool = given.force,
        fail_on: str = typer.Option("error", metavar=_LEVEL.get(lang), help=helps["fail_on"]),
        detail: bool = given.detail,
        quiet: bool = typer.Option(False, "--quiet", "-q", help=helps["quiet"]),
    ) -> None:
        with guarded(lang):
            refuse_choice("--format", form, FORMATS, lang)
            refuse_choice("--fail-on", fail_on, LEVELS, lang)
            if amend:
                refuse_choice("--format", form, ("text", "json"), lang)
            refuse_no_file(form, output, lang)
            into = Output(output, (dossier, proposal, rules), force)
            try:
                with patience(lang):
                    found = judged_files(dossier, proposal, as_of, rules, reading, select, ignore, into)
            except DossierError as error:
                if not marks(error, form):
                    raise
                tell_mistakes(error, lang)
                give_unread(error, form, dossier, proposal, rules, into, lang)
                raise typer.Exit(BAD_INPUT) from error
            if amend:
                raise typer.Exit(status(tell_amended(found, amend, form, into, lang), fail_on))
            with patience(lang):
                advice = found.advice() if form in _ADVISED and not quiet else None
            report = found.report
            tell_report(report, found.judged, form, into, quiet, lang, (dossier, proposal), advice, detail)
            raise typer.Exit(status(report, fail_on))


def tell_report(
    report: Report,
    judged: list[str],
    form: str,
    output: Output,
    quiet: bool,
    lang: Lang,
    read: tuple[str, str | None],
    advice: Advice | None = None,
    detail: bool = False,
) -> None:
    """Print the report, or write it to a file; ``quiet`` leaves the first line of the text only.

    On the screen the text takes one screen, unless ``detail`` is asked for; a file holds all of it.
    """
    if form == "json":
        output.give(report.model_dump_json(indent=2))
        return
    from innosprint_rules.report.content.teller import Teller

    if form == "sarif":
        from innosprint_rules.report.sarif import sarif_text

        output.give(sarif_text(report, Teller(lang), *read))
        return
    from innosprint_rules.report.text.check import report_lines, verdict_lines

    if form in (SHEET, WORD):
        from innosprint_rules.report.sheets.check import check_sheet

        give_sheet(check_sheet(report, output.teller(lang), judged, advice), form, output)
    elif form == "xlsx":
        from innosprint_rules.report.workbook.write import write_workbook

        write_workbook(report, read[0], output.path or "", Teller(lang), output.inputs, judged, output.force)
    elif form == "html":
        from innosprint_rules.report.html import html_report

        output.give(html_report(report, Teller(lang), judged, advice))
    elif output.path is None and not quiet and not detail:
        from innosprint_rules.report.text.screen.short import short_check

        output.give(short_check(report, output.teller(lang), judged, advice))
    elif output.path is not None or not quiet:
        output.give(report_lines(report, output.teller(lang), judged, advice))
    if output.path is not None or (quiet and form == "text"):
        show(verdict_lines(report, Teller(lang, page_width()), judged, alone=quiet))


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
    "select": SELECT,
    "ignore": IGNORE,
    "ACT": Text("NOM=VALEUR@DATE", "NAME=VALUE@DATE"),
    "amend": Text(
        "avenant à l'essai, signé à cette date : dit ce qu'il change, ligne par ligne et verdict par verdict (formats"
        " text et json) ; répétable",
        "amendment to try, signed on that day: says what it changes, row by row and verdict by verdict (formats text"
        " and json); can be repeated",
    ),
    "fail_on": Text(
        "gravité à partir de laquelle le code de sortie est 1 : error, warning ou notice ; all compte aussi, avec"
        " --proposal, ce qui était déjà enfreint ; none ne sort jamais avec 1 ou 3",
        "severity from which the exit status is 1: error, warning or notice; all also counts, with --proposal,"
        " what was broken already; none never exits with 1 or 3",
    ),
    "quiet": Text("n'afficher que la première ligne, le verdict (sans effet sur le JSON)",
                  "print only the first line, the verdict (no effect on JSON)"),
}  # fmt: skip
