"""``innosprint compare``: what differs between two versions of a dossier, and which verdicts change."""

from __future__ import annotations

from functools import partial

import typer

from innosprint_rules.cli.check import refuse_choice
from innosprint_rules.cli.common import guarded, read_date, readings
from innosprint_rules.cli.helps import SharedOptions
from innosprint_rules.cli.options import refuse_empty, together
from innosprint_rules.cli.output import Output
from innosprint_rules.wording import Lang, Text

FORMATS = ("text", "html")
DIFFERS = 1


def register(app: typer.Typer, lang: Lang) -> None:
    """Add the command to ``app``, its help in ``lang``."""
    helps = {name: text.get(lang) for name, text in _HELPS.items()}
    given = SharedOptions(lang, FORMATS)

    @app.command("compare", help=_HELP.get(lang))
    def compare(
        old: str = typer.Argument(..., metavar=_OLD.get(lang), help=helps["old"]),
        new: str = typer.Argument(..., metavar=_NEW.get(lang), help=helps["new"]),
        as_of: str | None = given.as_of,
        rules: str | None = given.rules,
        reading: list[str] | None = given.reading,
        form: str = given.form,
        output: str | None = given.output,
        force: bool = given.force,
    ) -> None:
        with guarded(lang):
            refuse_choice("--format", form, FORMATS, lang)
            into = Output(output, (old, new, rules), force)
            raise typer.Exit(compared(old, new, as_of, rules, reading, form, into, lang))


def compared(
    old: str,
    new: str,
    as_of: str | None,
    rules: str | None,
    reading: list[str] | None,
    form: str,
    output: Output,
    lang: Lang,
) -> int:
    """Read both versions, tell what differs; return 1 when something does, else 0."""
    from innosprint_rules.dossier.reading import read_dossier
    from innosprint_rules.engine.check import default_rulebook, load_rulebook
    from innosprint_rules.report.content.teller import Teller
    from innosprint_rules.report.content.versions.comparison import compare
    from innosprint_rules.report.documents.comparison import comparison_document
    from innosprint_rules.report.text.comparison import comparison_lines

    with together() as also:
        day, chosen = also(lambda: read_date(as_of)), also(lambda: readings(reading))
        for name, path in ((_OLD.get(lang), old), (_NEW.get(lang), new), ("--rules", rules)):
            also(partial(refuse_empty, name, path))
        also(output.refuse)
    rulebook = default_rulebook() if rules is None else load_rulebook(rules)
    with together() as also:
        before = also(lambda: read_dossier(old, rulebook))
        after = also(lambda: read_dossier(new, rulebook))
    found = compare(before, after, rulebook, as_of=day, readings=chosen)
    if form == "html":
        from innosprint_rules.report.documents.rendering import rendered

        output.give(rendered(comparison_document(found, Teller(lang)), "html"))
    else:
        output.give(comparison_lines(found, output.teller(lang)))
    return 0 if found.same else DIFFERS


_OLD, _NEW = Text("ANCIEN", "OLD"), Text("NOUVEAU", "NEW")
_HELP = Text(
    "Compare deux versions d'un dossier : lignes ajoutées, changées, disparues, verdicts qui changent et pourquoi.\n\n"
    "Codes de sortie : 0 rien ne diffère ; 1 quelque chose diffère ; 2 demande ou données illisibles.",
    "Compares two versions of a dossier: rows added, changed, gone, verdicts that change and why.\n\n"
    "Exit statuses: 0 nothing differs; 1 something does; 2 bad usage or unreadable data.",
)
_HELPS: dict[str, Text] = {
    "old": Text("{inputs}", "{inputs}"),
    "new": Text("la version d'après", "the version after it"),
}
