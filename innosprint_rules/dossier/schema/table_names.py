"""What tables and their rows are called: in a sentence, with French grammar, and in the names of files and sheets."""

from __future__ import annotations

import re
from typing import NamedTuple

from innosprint_rules.folding import fold
from innosprint_rules.wording import Text


class Noun(NamedTuple):
    """What a row is called in both languages, with what French grammar makes of it."""

    one: Text
    many: Text
    feminine: bool = False

    @property
    def the(self) -> str:
        """With the French article: « la session », « l'appel »."""
        return f"l'{self.one.fr}" if self._elided else f"{'la' if self.feminine else 'le'} {self.one.fr}"

    @property
    def of(self) -> str:
        """With the French « de »: « de session », « d'appel »."""
        return f"d'{self.one.fr}" if self._elided else f"de {self.one.fr}"

    @property
    def of_the(self) -> str:
        """With French « de » and the article: « de la session », « du comité », « de l'appel »."""
        return f"du {self.one.fr}" if self.the.startswith("le ") else f"de {self.the}"

    def agreed(self, word: str) -> str:
        """Return a French word that says something of it: « tenue » of a session."""
        return f"{word}e" if self.feminine else word

    @property
    def _elided(self) -> bool:
        return fold(self.one.fr)[:1] in "aeiouyh"


SESSION = Noun(Text("session", "session"), Text("sessions", "sessions"), feminine=True)
"""What a meeting is called where the agreement has none."""


_ADDED = re.compile(r" ?\(?\b(?:tableau|table|feuille|feuil|sheet) ?[0-9]+\)?$")
_YEARS = re.compile(r"(?:^| |\()((?:19|20)[0-9]{2}(?:[ /](?:19|20)?[0-9]{2})?)\)?(?= |$)")


def bare_name(folded: str) -> str:
    """Return the folded name of a table without its years and what a spreadsheet program adds."""
    return _ADDED.sub("", _YEARS.sub(" ", _ADDED.sub("", folded)).strip())


def years_of(name: str) -> str:
    """Return the years in the name of a file, a sheet or a key, or an empty text."""
    found = _YEARS.search(fold(name))
    return "" if found is None else found[1].replace("/", " ")
