"""What several helps say alike, and what they say of inputs and formats: made from what there is, when it is shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import MappingProxyType
from typing import Any

import typer

from innosprint_rules.wording import LANGUAGES, Lang, Text, lists

FOLDER, FILE = Text("DOSSIER", "FOLDER"), Text("FICHIER", "FILE")

DOSSIER = Text("{inputs}", "{inputs}")
PROPOSAL = Text("attributions que les membres vont voter : {proposals}",
                "allocations that members are about to vote: {proposals}")  # fmt: skip
AS_OF = Text("jour où l'on se place, 2019-06-01 ou 01/06/2019 ; aujourd'hui par défaut",
             "day of judgement, 2019-06-01 or 01/06/2019; today by default")  # fmt: skip
RULES = Text("dossier d'autres règles que celles de la convention Innosprint",
             "folder of other rules than those of the Innosprint agreement")  # fmt: skip
READING = Text("réponse à une question que le texte laisse ouverte ; peut être répété",
               "answer to a question that the text leaves open; may be repeated")  # fmt: skip
SELECT = Text("ne juger que ces règles, ou familles de règles (END) ; peut être répété",
              "judge only these rules, or families of rules (END); may be repeated")  # fmt: skip
IGNORE = Text("laisser ces règles de côté ; peut être répété", "leave these rules out; may be repeated")
OUTPUT = Text("écrire dans ce fichier ; un fichier qui existe n'est remplacé que si cet outil l'a écrit et que personne"
              " ne l'a modifié depuis",
              "write to this file; one that is there is replaced only if this tool wrote it and nobody changed it"
              " since")  # fmt: skip
DETAIL = Text("tout dire, au lieu d'un écran : chaque ligne, marges, solde, lectures, à faire",
              "tell everything instead of one screen: each row, margins, balance, readings, to do")  # fmt: skip
FORCE = Text("remplacer ce qui existe, quel qu'en soit l'auteur", "replace what is there, whoever wrote it")

FORMATS = MappingProxyType({
    "text": Text("texte à lire", "text to read"),
    "json": Text("JSON pour une machine", "JSON for a machine"),
    "sarif": Text("SARIF 2.1.0 pour les outils d'analyse", "SARIF 2.1.0 for tools of analysis"),
    "html": Text("page web", "web page"),
    "xlsx": Text("classeur annoté (avec --output)", "annotated workbook (with --output)"),
    "sheet": Text("une page A4, à imprimer", "one A4 page, to print"),
    "docx": Text("document Word (avec --output)", "Word document (with --output)"),
    "ics": Text("entrées d'agenda", "calendar entries"),
})  # fmt: skip
"""What each format is."""


def formats(known: Sequence[str]) -> Text:
    """Say what each of some formats is."""
    said = [Text(f"{name} : {FORMATS[name].fr}", f"{name}: {FORMATS[name].en}") for name in known]
    return Text(" ; ".join(each.fr for each in said), "; ".join(each.en for each in said))


class SharedOptions:
    """The options that several commands share, with their help in ``lang``; ``forms`` are the formats of one.

    Each is ``Any`` as whatever typer makes of an option is: the default of a parameter of the type that it names.
    """

    def __init__(
        self, lang: Lang, forms: Sequence[str] = (), *, as_of: Text = AS_OF, output: Text = OUTPUT,
        example: str = "Q9=net",
    ) -> None:  # fmt: skip
        folder, file = FOLDER.get(lang), FILE.get(lang)
        self.dossier: Any = typer.Argument(..., metavar=folder, help=DOSSIER.get(lang))
        self.proposal: Any = typer.Option(None, metavar=file, help=PROPOSAL.get(lang))
        self.as_of: Any = typer.Option(None, metavar="DATE", help=as_of.get(lang))
        self.rules: Any = typer.Option(None, metavar=folder, help=RULES.get(lang))
        self.reading: Any = typer.Option(None, metavar=example, help=READING.get(lang))
        self.form: Any = typer.Option("text", "--format", metavar="|".join(forms), help=formats(forms).get(lang))
        self.output: Any = typer.Option(None, metavar=file, help=output.get(lang))
        self.force: Any = typer.Option(False, "--force", help=FORCE.get(lang))
        self.detail: Any = typer.Option(False, "--detail", help=DETAIL.get(lang))


def filled(text: str, lang: Lang) -> str:
    """Put what there is in the place of ``{inputs}`` and the like; nothing is looked for that is not named."""
    for name, told in _TOLD.items():
        if name in text:
            text = text.replace(name, told().get(lang))
    return text


def _inputs() -> Text:
    from innosprint_rules.dossier.paths import kinds_read

    return kinds_read()


def _proposals() -> Text:
    from innosprint_rules.dossier.proposal import kinds_read

    return kinds_read()


def _methods(usual: bool) -> Text:
    from innosprint_rules.allocation.sharing.results import METHOD_NAMES, METHODS, USUAL

    names = [METHOD_NAMES[name] for name in (USUAL if usual else METHODS)]
    return Text(lists([each.fr for each in names], "fr"), lists([each.en for each in names], "en"))


def _engines() -> Text:
    from innosprint_rules.simulation.running.engine_choice import ENGINES

    return Text(", ".join(ENGINES), ", ".join(ENGINES))


def _scenarios(of_years: bool) -> Text:
    from innosprint_rules.simulation.scenario.finding import heads

    found = [each for each in heads() if each.of_years is of_years]
    return Text(*(", ".join(each.called(lang) for each in found) for lang in LANGUAGES))


_TOLD: MappingProxyType[str, Callable[[], Text]] = MappingProxyType({
    "{inputs}": _inputs,
    "{proposals}": _proposals,
    "{methods}": lambda: _methods(usual=False),
    "{usual-methods}": lambda: _methods(usual=True),
    "{engines}": _engines,
    "{scenarios-of-years}": lambda: _scenarios(of_years=True),
    "{scenarios-of-events}": lambda: _scenarios(of_years=False),
})  # fmt: skip
