"""``innosprint status``: what is left, how far the thresholds are, what falls due, by whom."""

from __future__ import annotations

import typer

from innosprint_rules.cli.check import Judged, judged_files, refuse_choice
from innosprint_rules.cli.common import guarded, page_width, say, show, write_output
from innosprint_rules.wording import Lang, Text

FORMATS = ("text", "json")


def register(app: typer.Typer, lang: Lang) -> None:
    """Add the command to ``app``, its help in ``lang``."""
    helps = {name: text.get(lang) for name, text in _HELPS.items()}

    @app.command("status", help=_HELP.get(lang))
    def status(
        dossier: str = typer.Argument(..., metavar=Text("DOSSIER", "FOLDER").get(lang), help=helps["dossier"]),
        as_of: str | None = typer.Option(None, metavar="DATE", help=helps["as_of"]),
        rules: str | None = typer.Option(None, metavar=Text("DOSSIER", "FOLDER").get(lang), help=helps["rules"]),
        reading: list[str] | None = typer.Option(None, metavar="Q9=net", help=helps["reading"]),
        form: str = typer.Option("text", "--format", metavar="text|json", help=helps["form"]),
        output: str | None = typer.Option(None, metavar=Text("FICHIER", "FILE").get(lang), help=helps["output"]),
    ) -> None:
        with guarded(lang):
            refuse_choice("--format", form, FORMATS, lang)
            found = judged_files(dossier, None, as_of, rules, reading, None, None, output)
            tell_status(found, form, output, lang, (dossier, rules))


def tell_status(found: Judged, form: str, output: str | None, lang: Lang, inputs: tuple[str | None, ...]) -> None:
    """Print the state of the programme, or write it to a file."""
    from innosprint_rules.report.status import status_document, status_lines
    from innosprint_rules.report.status_room import room_of

    report = found.report
    room = room_of(report, found.dossier, found.readings)
    if form == "json":
        import json

        text = json.dumps(status_document(report, room), ensure_ascii=False, indent=2)
        say(text) if output is None else write_output(text, output, inputs)
    elif output is None:
        show(status_lines(report, room, lang, page_width()))
    else:
        write_output("\n".join(line.text for line in status_lines(report, room, lang, 80)), output, inputs)


_HELP = Text(
    "Dit où en est le programme : le solde, la marge avant chaque seuil, les sessions à tenir, et l'agenda de ce"
    " qui est dû, quand, par qui.\n\n"
    "Codes de sortie : 0, ou 2 si la demande ou les données sont illisibles.",
    "Tells where the programme stands: the balance, the margin to every threshold, the sessions to hold, and the"
    " agenda of what is due, when, by whom.\n\n"
    "Exit statuses: 0, or 2 for bad usage or unreadable data.",
)
_HELPS: dict[str, Text] = {
    "dossier": Text("dossier de fichiers CSV, ou document .yaml ou .json",
                    "folder of CSV files, or a .yaml or .json file"),
    "as_of": Text("jour où l'on se place, 2019-06-01 ou 01/06/2019 ; aujourd'hui par défaut",
                  "day of judgement, 2019-06-01 or 01/06/2019; today by default"),
    "rules": Text("dossier d'autres règles que celles de la convention Innosprint",
                  "folder of other rules than those of the Innosprint agreement"),
    "reading": Text("réponse à une question que le texte laisse ouverte ; peut être répété",
                    "answer to a question that the text leaves open; may be repeated"),
    "form": Text("texte à lire, ou JSON pour une machine", "text to read, or JSON for a machine"),
    "output": Text("écrire dans ce fichier, remplacé s'il existe", "write to this file, replaced if it is there"),
}  # fmt: skip
