"""``innosprint new``: an empty dossier to fill in, a workbook or a folder of CSV files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from innosprint_rules.cli.common import guarded, page_width, say
from innosprint_rules.cli.helps import FOLDER, FORCE, RULES
from innosprint_rules.cli.options import quoted, refuse_empty
from innosprint_rules.report.text.layout import wrap
from innosprint_rules.wording import Lang, Text

if TYPE_CHECKING:
    from innosprint_rules.rulebook.book import Rulebook


def register(app: typer.Typer, lang: Lang) -> None:
    """Add the command to ``app``, its help in ``lang``."""

    @app.command("new", help=_HELP.get(lang))
    def new(
        path: str = typer.Argument(..., metavar=_PATH.get(lang), help=_PATH_HELP.get(lang)),
        rules: str | None = typer.Option(None, metavar=FOLDER.get(lang), help=RULES.get(lang)),
        force: bool = typer.Option(False, "--force", help=FORCE.get(lang)),
    ) -> None:
        with guarded(lang):
            make(path, rules, force, lang)


def make(path: str, rules: str | None, force: bool, lang: Lang) -> None:
    """Write the empty dossier and say what to do with it."""
    refuse_empty(_PATH.get(lang), path)
    refuse_empty("--rules", rules)
    from innosprint_rules.dossier.writing.template import new_dossier
    from innosprint_rules.engine.check import default_rulebook, load_rulebook

    rulebook = default_rulebook() if rules is None else load_rulebook(rules)
    written = new_dossier(
        path, facts_of(rulebook), rulebook.agreement.title, lang, (rules,), force, offers_of(rulebook), rulebook
    )
    many = len(written) > 1
    made = _MADE_FOLDER if many else _MADE_FILE
    then = quoted(path) if rules is None else f"{quoted(path)} --rules {quoted(rules)}"
    said = made.naming(lang, path=path, quoted=then, n=str(len(written)))
    say("\n".join(wrap(said, page_width(), whole=True)))


def facts_of(rulebook: Rulebook) -> dict[str, object]:
    """Return what the agreement says of itself, as the table ``convention`` holds it."""
    from innosprint_rules.calendar import day
    from innosprint_rules.money import plain

    facts: dict[str, object] = {}
    for name, fact in rulebook.agreement.facts.items():
        value: object = fact.value
        if isinstance(fact.value, int):
            kind = fact.type.kind
            value = day(fact.value) if kind == "date" else plain(fact.value) if kind == "amount" else fact.value
        facts[name] = value
    return facts


def offers_of(rulebook: Rulebook) -> dict[str, tuple[str, ...]]:
    """Return what cells offer to choose from: members, headings, clauses that are attested, amended parameters."""
    attested = (code for code, clause in rulebook.agreement.clauses.items() if clause.kind == "M" and clause.rules)
    amended = (each.amended_by for each in rulebook.parameters.values() if each.amended_by)
    names = {key: words.names for key, words in rulebook.agreement.vocabularies.items()}
    return {**names, "clause": tuple(attested), "parameter": tuple(dict.fromkeys(amended))}


_PATH = Text("CHEMIN", "PATH")
_PATH_HELP = Text("classeur à créer (dossier.xlsx), ou dossier de fichiers CSV",
                  "workbook to make (dossier.xlsx), or folder of CSV files")  # fmt: skip
_HELP = Text(
    "Crée un dossier vide à remplir : un classeur avec des listes déroulantes et l'aide de chaque colonne, ou un"
    " dossier de fichiers CSV. Ce qui existe n'est remplacé qu'avec --force, ou si c'est un classeur vide que l'outil"
    " a fait et que personne n'a modifié.",
    "Makes an empty dossier to fill in: a workbook with drop-down lists and help on every column, or a folder of"
    " CSV files. What is there already is replaced only with --force, or if it is an empty workbook that the tool"
    " made and nobody changed.",
)
_MADE_FILE = Text("{path} est prêt à remplir. Ensuite : innosprint check {quoted}",
                  "{path} is ready to fill in. Then: innosprint check {quoted}")  # fmt: skip
_MADE_FOLDER = Text("{path} est prêt à remplir ({n} fichiers). Ensuite : innosprint check {quoted}",
                    "{path} is ready to fill in ({n} files). Then: innosprint check {quoted}")  # fmt: skip
