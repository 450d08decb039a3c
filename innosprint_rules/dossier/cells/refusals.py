"""Why a quantity is refused, in words: what was found, what was expected, what to do."""

from __future__ import annotations

import re

from innosprint_rules.dossier.cells.base import CellError, is_error_text, refuse
from innosprint_rules.dossier.cells.words import error_text
from innosprint_rules.wording import Text

HINT_AMOUNT = ("écrire un montant comme 1 234,56 ou 1234.56", "write an amount like 1234.56 or 1 234,56")
HINT_WHOLE = ("écrire un nombre entier comme 12", "write a whole number like 12")
HINT_DECIMAL = ("écrire un nombre comme 11,5", "write a number like 11.5")

_UNREADABLE = ("amount-unreadable", "number-unreadable", "decimal-unreadable", "date-unreadable")
_NEGATIVE = re.compile(r"[-−–(] ?€? ?[0-9]|[0-9 .,€]*[0-9] ?€?-$", re.ASCII)
_BROKEN_GROUPS = re.compile(r"[0-9]+(?: [0-9]+)+(?:[.,][0-9]+)?(?: *k? ?€)?", re.ASCII)


def unreadable(what: str, value: object, text: str, hint: tuple[str, str]) -> CellError:
    """Refuse what is no quantity, saying which part is wrong where that can be told."""
    if _NEGATIVE.match(text):
        return negative(what, value)
    if is_error_text(text):
        return error_text(text)
    if _BROKEN_GROUPS.fullmatch(text):
        return refuse(
            f"{what}-grouping", value,
            "a des espaces qui ne séparent pas des groupes de trois chiffres",
            "has spaces that do not part groups of three digits",
            *hint,
        )  # fmt: skip
    names = {"amount": ("montant", "amount"), "number": ("nombre entier", "whole number")}
    fr, en = names.get(what, ("nombre", "number"))
    article = "an" if en[0] in "ae" else "a"
    return refuse(f"{what}-unreadable", value, f"n'est pas un {fr}", f"is not {article} {en}", *hint)


def or_empty(error: CellError, value: object) -> Text:
    """Return the hint of an error in a cell, with what to do where nothing is known yet: it has no digit at all.

    ``"à compléter"`` and ``"-"`` stand for no quantity; elsewhere than in a table there is no cell to empty.
    """
    if error.code not in _UNREADABLE or not isinstance(value, str) or any(map(str.isdigit, value)):
        return error.hint
    return Text(f"{error.hint.fr} ; vider la cellule si ce n'est pas connu",
                f"{error.hint.en}; empty the cell if it is not known")  # fmt: skip


def ambiguous(what: str, value: object) -> CellError:
    """Refuse what two people would read as two quantities."""
    return refuse(
        f"{what}-ambiguous", value,
        "peut se lire en milliers ou en décimales", "can be read as thousands or as decimals",
        "écrire 1 234 pour mille deux cent trente-quatre, 1,23 pour des décimales",
        "write 1234 for thousands, 1.23 for decimals",
    )  # fmt: skip


def too_precise(what: str, value: object, places: int) -> CellError:
    """Refuse more decimals than are kept; nothing is ever rounded in silence."""
    many = {2: ("deux", "two"), 6: ("six", "six")}[places]
    return refuse(
        f"{what}-too-precise", value,
        f"a plus de {many[0]} décimales", f"has more than {many[1]} decimals",
        f"arrondir à {many[0]} décimales, selon votre usage", f"round to {many[1]} decimals, as you see fit",
    )  # fmt: skip


def not_whole(value: object) -> CellError:
    """Refuse a fraction where things are counted."""
    return refuse("number-not-whole", value, "n'est pas un nombre entier", "is not a whole number", *HINT_WHOLE)


def negative(what: str, value: object) -> CellError:
    """Refuse a quantity below zero."""
    return refuse(
        f"{what}-negative", value,
        "est négatif, ce qui ne se peut pas", "is negative, which cannot be",
        "écrire une quantité positive ; le sens d'un versement se dit dans la colonne « sens »",
        "write a positive quantity; the way money went is said in the column “sens”",
    )  # fmt: skip


def too_large(what: str, value: object) -> CellError:
    """Refuse a quantity beyond what every tool holds exactly."""
    return refuse(
        f"{what}-too-large", value, "est trop grand", "is too large",
        "vérifier le nombre de chiffres", "check the number of digits",
    )  # fmt: skip
