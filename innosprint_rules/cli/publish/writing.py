"""How ``innosprint publish`` reads what it is given and writes what it made."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, NoReturn

from innosprint_rules.cli.common import error_width, page_width, read_date, readings, say, tell
from innosprint_rules.cli.options import refuse_empty, together
from innosprint_rules.cli.output import Output
from innosprint_rules.errors import Problem, UsageError
from innosprint_rules.report.text.layout import wrap
from innosprint_rules.wording import Lang, Text

if TYPE_CHECKING:
    from innosprint_rules.dossier.models import Dossier
    from innosprint_rules.report.documents.model import Form
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


class Asked(NamedTuple):
    """Which document is asked for: about what, as the option of that name says, at which moment."""

    name: str
    about: str | int | None = None
    option: str = "about"
    moment: str = ""
    moments: tuple[str, ...] = ()
    prose: bool = True


def publish(
    asked: Asked,
    dossier: str,
    into: Output,
    form: str | None,
    as_of: str | None,
    rules: str | None,
    reading: list[str] | None,
    lang: Lang,
) -> None:
    """Write a document, or print the page; every mistake in the options is told at once."""
    with together() as also:
        if asked.moments and asked.moment not in asked.moments:
            also(lambda: _refuse_moment(asked))
        chosen = also(lambda: form_of(form, into))
        day, options = also(lambda: read_date(as_of)), also(lambda: readings(reading))
        also(lambda: refuse_empty("--rules", rules))
    from innosprint_rules.calendar import local_today
    from innosprint_rules.report.content.teller import Teller
    from innosprint_rules.report.documents.publish import published

    facts, book = read_both(dossier, rules)
    made = published(
        facts,
        asked.name,
        chosen,
        about=asked.about,
        option=asked.option,
        moment=asked.moment,
        rulebook=book,
        teller=Teller(lang),
        as_of=day,
        readings=options,
        prose=asked.prose,
    )
    if made.day > local_today():
        early = Text("ce moment est encore à venir : le document est provisoire",
                     "that moment is still to come: the document is provisional")  # fmt: skip
        told = f"{made.day:%d/%m/%Y}, {early.get(lang)}" if lang == "fr" else f"{made.day}, {early.get(lang)}"
        tell("\n".join(wrap(told, error_width())))
    into.give(made.content)
    tell_written(into, f" ({made.title})", lang)


def _refuse_moment(asked: Asked) -> NoReturn:
    raise UsageError(no_choice("--at", asked.moment, asked.moments))


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
