"""The words of formulas in both languages: comparisons, functions, aggregates, and how French contracts them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Protocol

from innosprint_rules.formula import tree
from innosprint_rules.wording import NBSP, Lang, Text, french_words


class Labels(Protocol):
    """How the names of one rulebook are said."""

    def measure(self, table: str | None, name: str) -> Text:
        """Return the label of a measure or of a computed column."""

    def parameter(self, name: str) -> Text:
        """Return the label of a parameter."""

    def fact(self, name: str) -> Text:
        """Return the label of a fact of the agreement."""

    def column(self, table: str, name: str) -> Text:
        """Return the header of a column."""

    def rows_of(self, table: str) -> Text:
        """Return what the rows of a table are called, in the plural."""


NUMBERS: Mapping[str, Text] = {
    "==": Text("est égal à", "is"),
    "!=": Text("n'est pas égal à", "is not"),
    "<": Text("est inférieur à", "is less than"),
    "<=": Text("ne dépasse pas", "does not exceed"),
    ">": Text("dépasse", "exceeds"),
    ">=": Text("est au moins égal à", "is at least"),
}
DATES: Mapping[str, Text] = {
    "==": Text("est le même jour que", "is the same day as"),
    "!=": Text("n'est pas le même jour que", "is not the same day as"),
    "<": Text("est avant", "is before"),
    "<=": Text("n'est pas après", "is not after"),
    ">": Text("est après", "is after"),
    ">=": Text("n'est pas avant", "is not before"),
}
OTHERS: Mapping[str, Text] = {"==": Text("est", "is"), "!=": Text("n'est pas", "is not")}
CONTRARY: Mapping[str, tree.Comparison] = {
    "==": "!=", "!=": "==", "<": ">=", "<=": ">", ">": "<=", ">=": "<"
}  # fmt: skip
ARITHMETIC = {"+": Text("plus", "plus"), "-": Text("moins", "minus"), "*": Text("fois", "times")}
VIEWS: Mapping[str, Text] = {
    "all": Text("", ""),
    "until": Text(" jusqu'à cette ligne", " up to this row"),
    "before": Text(" avant cette ligne", " before this row"),
    "after": Text(" après cette ligne", " after this row"),
    "to_come": Text(" à venir", " still to come"),
    "proposed": Text(" en proposition", " proposed"),
}
FUNCTIONS: Mapping[str, Text] = {
    "days_between": Text("le nombre de jours de {0} à {1}", "the number of days from {0} to {1}"),
    "month_end": Text("le dernier jour du mois de {0}", "the last day of the month of {0}"),
    "years_between": Text("le nombre d'années entières de {0} à {1}", "the number of whole years from {0} to {1}"),
    "exactly": Text("{0}, connu exactement", "{0}, known exactly"),
    "days_in": Text("le nombre de jours de {0} à {1} compris", "the number of days from {0} to {1} included"),
    "common_days": Text(
        "le nombre de jours communs à la période de {0} à {1} et à celle de {2} à {3}",
        "the number of days common to the period from {0} to {1} and to that from {2} to {3}",
    ),
    "word_starts": Text("un mot de {0} commence par {1}", "a word of {0} begins with {1}"),
    "year_of": Text("l'année de {0}", "the year of {0}"),
    "in_year": Text("le même jour que {0} en {1}", "the same day as {0} in {1}"),
    "cents": Text("{0}, en centimes entiers", "{0}, in whole cents"),
    "ratio": Text("la part de {0} dans {1}", "the share of {0} in {1}"),
    "pro_rata": Text("{0} au prorata de {1} sur {2}", "{0} in the proportion of {1} to {2}"),
    "contains": Text("{0} contient {1}", "{0} contains {1}"),
    "parts": Text("les parties de {0}", "the parts of {0}"),
    "earliest": Text("la première date parmi {all}", "the earliest of {all}"),
    "latest": Text("la dernière date parmi {all}", "the latest of {all}"),
    "min": Text("le plus petit de {all}", "the lesser of {all}"),
    "max": Text("le plus grand de {all}", "the greater of {all}"),
}
AFTER: Mapping[str, tuple[Text, Text]] = {
    "days_after": (Text("jour", "day"), Text("jours", "days")),
    "months_after": (Text("mois", "month"), Text("mois", "months")),
    "years_after": (Text("an", "year"), Text("ans", "years")),
}
_CONTRACTIONS = {"de le": "du", "à le": "au", "de les": "des", "à les": "aux"}
_CONTRACTED = re.compile(r"\b(?:de|à) les?\b")
AGGREGATES: Mapping[str, Text] = {
    "sum": Text("la somme de {element} pour {over}", "the sum of {element} over {over}"),
    "count": Text("le nombre de lignes parmi {over}", "the number of rows among {over}"),
    "count_distinct": Text(
        "le nombre de {element} différents parmi {over}", "the number of different {element} among {over}"
    ),
    "rows": Text("les lignes, parmi {over}", "the rows, among {over}"),
    "items": Text("ce qui est écrit, parmi {over}", "what is written, among {over}"),
}


def settled(text: str, lang: Lang) -> str:
    """Contract ``de le`` and its like outside quoted names, and set French spaces."""
    if lang == "en":
        return text
    pieces = re.split(f"(«{NBSP}[^»]*»)", text)
    pieces[::2] = [_CONTRACTED.sub(lambda m: _CONTRACTIONS[m.group().lower()], piece) for piece in pieces[::2]]
    return french_words("".join(pieces))
