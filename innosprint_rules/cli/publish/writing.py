"""How ``innosprint publish`` reads what it is given and writes what it made."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from innosprint_rules.cli.common import error_width, page_width, say, tell
from innosprint_rules.cli.output import Output
from innosprint_rules.errors import Problem, UsageError
from innosprint_rules.report.text.layout import wrap
from innosprint_rules.wording import Lang, Text

if TYPE_CHECKING:
    from innosprint_rules.dossier.models import Dossier
    from innosprint_rules.report.documents.model import Document, Form
    from innosprint_rules.rulebook.book import Rulebook

FORMS = ("docx", "html")
_SUFFIXES = {".docx": "docx", ".html": "html", ".htm": "html"}


def read_both(dossier: str, rules: str | None) -> tuple[Dossier, Rulebook]:
    """Read a dossier and the rules, the bundled ones where none are named."""
    from innosprint_rules.dossier.reading import read_dossier
    from innosprint_rules.engine.check import default_rulebook, load_rulebook

    rulebook = default_rulebook() if rules is None else load_rulebook(rules)
    return read_dossier(dossier, rulebook), rulebook


def form_of(form: str | None, into: Output) -> Form:
    """Return how the document is written: as asked, else as the name of the file says."""
    into.refuse()
    output = into.path
    if form is not None and form not in FORMS:
        raise UsageError(no_choice("--format", form, FORMS))
    named = None if output is None else _SUFFIXES.get(Path(output).suffix.lower())
    if form is not None and named is not None and form != named:
        raise UsageError(
            Problem(
                "two-formats",
                Text(f"--format {form} ne va pas avec « {output} »", f"--format {form} does not go with “{output}”"),
                Text("changer l'un ou l'autre", "change one or the other"),
            )
        )
    chosen = form or named
    if chosen is None or (chosen == "docx" and output is None):
        raise UsageError(
            Problem(
                "no-format",
                Text("il manque un fichier où écrire", "a file to write to is missing"),
                Text("--output compte-rendu.docx ou --output compte-rendu.html ; --format html seul affiche la page",
                     "--output report.docx or --output report.html; --format html alone prints the page"),
            )
        )  # fmt: skip
    return "docx" if chosen == "docx" else "html"


def deliver(document: Document, form: Form, into: Output, lang: Lang) -> None:
    """Write the document, or print the page."""
    from innosprint_rules.calendar import local_today
    from innosprint_rules.report.documents.rendering import rendered

    content = rendered(document, form)
    if document.day > local_today():
        early = Text("ce moment est encore à venir : le document est provisoire",
                     "that moment is still to come: the document is provisional")  # fmt: skip
        told = f"{document.day:%d/%m/%Y}, {early.get(lang)}" if lang == "fr" else f"{document.day}, {early.get(lang)}"
        tell("\n".join(wrap(told, error_width())))
    into.give(content)
    tell_written(into, f" ({document.title})", lang)


def tell_written(into: Output, what: str, lang: Lang) -> None:
    """Say where a document was written, unless it was printed."""
    if into.path is not None:
        said = Text("Écrit : ", "Written: ").get(lang) + f"{into.path}{what}"
        say("\n".join(wrap(said, page_width(), whole=True)))


def no_choice(option: str, value: str, choices: Iterable[str]) -> Problem:
    """Say that a value is none of the choices."""
    known = ", ".join(choices)
    return Problem(
        "unknown-choice",
        Text(f"{option} : « {value} » n'est pas possible", f"{option}: “{value}” is not possible"),
        Text(f"au choix : {known}", f"choose among {known}"),
    )
