"""What every command of ``innosprint publish`` may be given, declared once for a language."""

from __future__ import annotations

from typing import Any

import typer

from innosprint_rules.cli.helps import OUTPUT, SharedOptions, formats
from innosprint_rules.cli.publish.writing import FORMS
from innosprint_rules.wording import Lang, Text

DIARY = ("ics", *FORMS)


class PublishOptions(SharedOptions):
    """The options of every paper; ``as_of`` says which day holds where none is given."""

    def __init__(self, lang: Lang, as_of: Text, *, output: Text = OUTPUT, example: str = "Q9=net") -> None:
        super().__init__(lang, as_of=as_of, output=output, example=example)
        self.form = _form(FORMS, lang)
        self.diary = _form(DIARY, lang)
        self.prose: Any = typer.Option(True, "--prose/--no-prose", help=_PROSE.get(lang))


def _form(forms: tuple[str, ...], lang: Lang) -> Any:
    by_name = Text("par défaut, selon le nom du fichier", "by default, as the name of the file says")
    listed = formats(forms)
    said = Text(f"{listed.fr} ; {by_name.fr}", f"{listed.en}; {by_name.en}")
    return typer.Option(None, "--format", metavar="|".join(forms), help=said.get(lang))


_PROSE = Text("reprendre les textes libres ; --no-prose les laisse de côté : ils peuvent nommer des personnes",
              "keep free texts; --no-prose leaves them out: they may name people")  # fmt: skip
