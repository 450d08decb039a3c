"""``innosprint status``: what is left, how far the thresholds are, what falls due, by whom."""

from __future__ import annotations

from functools import partial

import typer

from innosprint_rules.cli.check import refuse_choice
from innosprint_rules.cli.checking.sheet import give_sheet, refuse_no_file
from innosprint_rules.cli.common import guarded
from innosprint_rules.cli.helps import SharedOptions
from innosprint_rules.cli.judged import Judged, judged_files
from innosprint_rules.cli.output import Output
from innosprint_rules.wording import Lang, Text

FORMATS = ("text", "json", "html", "docx")


def register(app: typer.Typer, lang: Lang) -> None:
    """Add the command to ``app``, its help in ``lang``."""
    given = SharedOptions(lang, FORMATS)

    @app.command("status", help=_HELP.get(lang))
    def status(
        dossier: str = given.dossier,
        as_of: str | None = given.as_of,
        rules: str | None = given.rules,
        reading: list[str] | None = given.reading,
        form: str = given.form,
        output: str | None = given.output,
        detail: bool = given.detail,
        force: bool = given.force,
    ) -> None:
        with guarded(lang):
            refuse_choice("--format", form, FORMATS, lang)
            refuse_no_file(form, output, lang)
            into = Output(output, (dossier, rules), force)
            found = judged_files(dossier, None, as_of, rules, reading, None, None, into)
            tell_status(found, form, into, lang, detail)


def tell_status(found: Judged, form: str, output: Output, lang: Lang, detail: bool = True) -> None:
    """Print the state of the programme, or write it to a file."""
    from innosprint_rules.report.content.status import status_of
    from innosprint_rules.report.text.status import status_lines

    state = partial(status_of, found.report, found.dossier, found.readings)
    if form == "json":
        output.give(state().model_dump_json(2))
    elif form != "text":
        from innosprint_rules.report.sheets.status import status_sheet

        give_sheet(status_sheet(found.report, output.teller(lang)), form, output)
    elif output.path is None and not detail:
        from innosprint_rules.report.text.screen.short import short_status

        output.give(short_status(found.report, output.teller(lang)))
    else:
        output.give(status_lines(state(), output.teller(lang)))


_HELP = Text(
    "Dit où en est le programme : le solde, la marge avant chaque seuil, les sessions à tenir, et l'agenda de ce"
    " qui est dû, quand, par qui.\n\n"
    "Codes de sortie : 0, ou 2 si la demande ou les données sont illisibles.",
    "Tells where the programme stands: the balance, the margin to every threshold, the sessions to hold, and the"
    " agenda of what is due, when, by whom.\n\n"
    "Exit statuses: 0, or 2 for bad usage or unreadable data.",
)
