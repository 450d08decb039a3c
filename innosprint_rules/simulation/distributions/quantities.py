"""The quantities that a scenario writes: days, amounts, counts, shares, months, probabilities; in French or English.

A quantity is read as an exact fraction of the whole number that the year counts in: days, cents, units,
millionths. It is said again in messages as people write it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType

from innosprint_rules.dossier.cells import CellError, read_amount
from innosprint_rules.money import format_amount
from innosprint_rules.simulation.distributions.table import Unit
from innosprint_rules.wording import Lang, Text

MILLION = 10**6
_NUMBER = r"[+-]?(?:[0-9]{1,3}(?:[ \u00a0\u202f][0-9]{3})+|[0-9]+)(?:[.,][0-9]{1,9})?"
_PLAIN = re.compile(_NUMBER)
_PERCENT = re.compile(rf"({_NUMBER})\s*%")
_DAYS = re.compile(rf"({_NUMBER})\s*([^\W\d]*)")
_DAY_WORDS = {
    **dict.fromkeys(("", "d", "day", "days", "j", "jour", "jours"), 1),
    **dict.fromkeys(("week", "weeks", "semaine", "semaines"), 7),
}
_MONTHS = re.compile(rf"({_NUMBER})\s*(?:months?|mois)?")
_COUNT_WORDS = re.compile(rf"({_NUMBER})")

EXAMPLES: Mapping[Unit, Text] = MappingProxyType({
    "days": Text("un nombre de jours : « 60 », « 60 jours », « 8 semaines »",
                 "a number of days: “60”, “60 days”, “8 weeks”"),
    "amount": Text("un montant : « 1 500 € », « 1 500,50 € », « 35 k€ »",
                   "an amount: “1 500 €”, “1500.50”, “35 k€”"),
    "count": Text("un nombre : « 6 »", "a number: “6”"),
    "share": Text("une part : « 60 % » ou « 0.6 »", "a share: “60 %” or “0.6”"),
    "months": Text("un nombre de mois : « 3 », « 2.5 »", "a number of months: “3”, “2.5”"),
    "chance": Text("une probabilité : « 20 % » ou « 0.2 »", "a probability: “20 %” or “0.2”"),
})  # fmt: skip


def read_quantity(text: str, unit: Unit) -> Fraction:
    """Read one quantity as an exact number of days, cents, units or millionths (a probability: 0 to 1).

    Raises:
        CellError: the text is no quantity of that unit.
    """
    text = text.strip()
    if unit == "amount":
        cents = read_amount(text)
        if cents is None:
            raise _unreadable(text, unit)
        return Fraction(cents)
    if unit in ("share", "chance"):
        scale = MILLION if unit == "share" else 1
        percent = _PERCENT.fullmatch(text)
        if percent is not None:
            return _number(percent[1]) * scale / 100
        if _PLAIN.fullmatch(text):
            return _number(text) * scale
        raise _unreadable(text, unit)
    if unit == "days":
        found = _DAYS.fullmatch(text)
        if found is None or found[2].lower() not in _DAY_WORDS:
            raise _unreadable(text, unit)
        return _number(found[1]) * _DAY_WORDS[found[2].lower()]
    pattern, scale = (_MONTHS, MILLION) if unit == "months" else (_COUNT_WORDS, 1)
    found = pattern.fullmatch(text)
    if found is None:
        raise _unreadable(text, unit)
    return _number(found[1]) * scale


def read_probability(text: str) -> Fraction:
    """Read a probability, 0 to 1; CellError when it is none."""
    probability = read_quantity(text, "chance")
    if not 0 <= probability <= 1:
        raise CellError(
            "probability-impossible",
            Text(f"« {text} » n'est pas une probabilité", f"“{text}” is not a probability"),
            Text("écrire de 0 % à 100 %", "write 0 % to 100 %"),
        )
    return probability


def read_number(text: str) -> Fraction:
    """Read a plain number; CellError when it is none."""
    if not _PLAIN.fullmatch(text.strip()):
        raise _unreadable(text, "count")
    return _number(text.strip())


def written(value: Fraction | int, unit: Unit) -> Text:
    """Say a quantity in both languages."""
    value = Fraction(value)
    if unit == "amount":
        return Text(*(format_amount(round(value), lang) for lang in ("fr", "en")))
    if unit == "share":
        value /= MILLION
    if unit in ("share", "chance"):
        return Text(f"{_plain(value * 100, 'fr')} %", f"{_plain(value * 100, 'en')} %")
    if unit == "months":
        return Text(f"{_plain(value / MILLION, 'fr')} mois", f"{_plain(value / MILLION, 'en')} months")
    if unit == "days":
        many = abs(value) >= 2
        return Text(f"{_plain(value, 'fr')} {'jours' if many else 'jour'}",
                    f"{_plain(value, 'en')} {'day' if abs(value) == 1 else 'days'}")  # fmt: skip
    return Text(_plain(value, "fr"), _plain(value, "en"))


def _plain(value: Fraction, lang: Lang) -> str:
    text = f"{float(round(value, 4)):.4f}".rstrip("0").rstrip(".")
    return text.replace(".", ",") if lang == "fr" else text


def _number(text: str) -> Fraction:
    bare = re.sub(r"[ \u00a0\u202f]", "", text).replace(",", ".")
    return Fraction(bare)


def _unreadable(text: str, unit: Unit) -> CellError:
    shown = text if len(text) <= 60 else text[:59] + "…"
    example = EXAMPLES[unit]
    return CellError(
        "quantity-unreadable",
        Text(f"« {shown} » n'est pas lisible ici", f"“{shown}” cannot be read here"),
        Text(f"écrire {example.fr}", f"write {example.en}"),
    )


def three_digits(number: int) -> int:
    """Return a whole number with three digits that count, the others 0: a value told by its bin is right to these."""
    unit = 10 ** max(0, len(str(abs(number))) - 3)
    return int(round(Fraction(number, unit)) * unit)
