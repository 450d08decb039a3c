"""A value as a report carries it and as people read it: amounts, dates, bounds, what is not known."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from innosprint_rules.calendar import day
from innosprint_rules.dossier.schema.values import decimal_text
from innosprint_rules.engine.evaluation.rows import Row
from innosprint_rules.formula.logic import LEAST, MOST, UNKNOWN, Doubtful, Interval, Unrecognised
from innosprint_rules.formula.shares import WHOLE
from innosprint_rules.formula.types import Type
from innosprint_rules.money import format_amount, plain
from innosprint_rules.wording import NBSP, Lang, Text, lists

_MONTHS_EN = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
              "October", "November", "December")  # fmt: skip
_WORDS = {
    "unknown": Text("inconnu", "unknown"),
    "amount": Text("un montant inconnu", "an unknown amount"),
    "date": Text("une date inconnue", "an unknown date"),
    "nothing": Text("vide", "blank"),
    "true": Text("oui", "yes"),
    "false": Text("non", "no"),
    "none": Text("aucun", "none"),
}


def machine_value(value: Any, kind: Type) -> Any:
    """Return a value as JSON carries it: ``"35000.00"``, ``"2019-05-31"``; bounds as {min, max}."""
    if value is None or value is UNKNOWN:
        return None
    if isinstance(value, Interval):
        if value.lo <= LEAST and value.hi >= MOST:
            return None
        lo = None if value.lo <= LEAST else machine_value(value.lo, kind)
        return {"min": lo, "max": None if value.hi >= MOST else machine_value(value.hi, kind)}
    if isinstance(value, bool | str):
        return value
    if isinstance(value, Row):
        return value.id
    if isinstance(value, Doubtful):
        return value.text
    if isinstance(value, tuple):
        return [machine_value(each, kind) for each in value]
    if kind.kind == "amount":
        return plain(value)
    if kind.kind == "decimal":
        return decimal_text(value)
    if kind.kind == "percent":
        return decimal_text(100 * value)
    if kind.kind == "share":
        return decimal_text(value, 10**8)
    return day(value).isoformat() if kind.kind == "date" else value


def written_value(value: Any, kind: Type, lang: Lang) -> str:
    """Return a value as people of one language read it."""
    if value is None:
        return _WORDS["nothing"].get(lang)
    if value is UNKNOWN:
        return _unknown(kind, lang)
    if isinstance(value, Interval):
        return _bounds(value, kind, lang)
    if isinstance(value, bool):
        return _WORDS["true" if value else "false"].get(lang)
    if isinstance(value, Unrecognised):
        return _quoted(value, lang)
    if isinstance(value, str):
        return value
    if isinstance(value, Row):
        return value.id
    if isinstance(value, Doubtful):
        asked = f"{NBSP}?" if lang == "fr" else "?"
        return _quoted(value.text, lang) + (f" ({value.among[0]}{asked})" if value.suggested else "")
    if isinstance(value, tuple):
        words = [written_value(each, kind, lang) for each in value]
        return lists(words, lang) if words else _WORDS["none"].get(lang)
    if kind.kind == "amount":
        return format_amount(value, lang)
    if kind.kind == "share":  # told in whole cents, and exactly where it has none
        if value % WHOLE == 0:
            return format_amount(value // WHOLE, lang)
        exactly = decimal_text(value, 10**8)
        return f"{exactly.replace('.', ',')}{NBSP}€" if lang == "fr" else f"€{exactly}"
    if kind.kind in ("decimal", "percent"):
        told = decimal_text(value if kind.kind == "decimal" else 100 * value).replace(".", "," if lang == "fr" else ".")
        return told if kind.kind == "decimal" else f"{told}{NBSP}%" if lang == "fr" else f"{told}%"
    return written_day(value, lang) if kind.kind == "date" else str(value)


def around_days(text: str, lang: Lang) -> str:
    """Return a sentence with the small words before a day that is not known as they must be.

    Texts of rules say ``au {due}``: « au 31/05/2019 », but « à une date inconnue », « entre le 1er et le 3 ».
    """
    if " between " not in text if lang == "en" else "une date inconnue" not in text and " entre " not in text:
        return text
    return re.sub(_AROUND[lang], _SETTLED[lang], text)


_DAY_FR, _DAY_EN = r"\d\d/\d\d/\d{4}", rf"\d+{NBSP}\w+{NBSP}\d{{4}}"
_AROUND: Mapping[Lang, str] = {  # compiled on use: most days are known
    "fr": rf"\b(?P<small>au|le|du) (?:(?P<none>une date inconnue)|entre (?P<a>{_DAY_FR}) et (?P<b>{_DAY_FR}))",
    "en": rf"\b(?P<small>on|by|to|of) between (?P<a>{_DAY_EN}) and (?P<b>{_DAY_EN})",
}


def _in_french(found: re.Match[str]) -> str:
    of = found["small"] == "du"
    if found["none"]:
        return f"d'{found['none']}" if of else f"à {found['none']}"
    return ("d'un jour " if of else "") + f"entre le {found['a']} et le {found['b']}"


def _in_english(found: re.Match[str]) -> str:
    small = "" if found["small"] == "on" else f"{found['small']} a day "
    return f"{small}between {found['a']} and {found['b']}"


_SETTLED: Mapping[Lang, Callable[[re.Match[str]], str]] = {"fr": _in_french, "en": _in_english}


def _quoted(text: str, lang: Lang) -> str:
    return f"«{NBSP}{text}{NBSP}»" if lang == "fr" else f"“{text}”"


def written_day(ordinal: int, lang: Lang) -> str:
    """Return a day: ``31/05/2019``, ``31 May 2019``."""
    found = day(ordinal)
    if lang == "fr":
        return f"{found:%d/%m/%Y}"
    return f"{found.day}{NBSP}{_MONTHS_EN[found.month - 1]}{NBSP}{found.year}"


def says_nothing(value: Any) -> bool:
    """Tell whether a number is not known at all: without bounds, or only known not to be negative."""
    return value is UNKNOWN or (isinstance(value, Interval) and value.lo in (LEAST, 0) and value.hi >= MOST)


def _unknown(kind: Type, lang: Lang) -> str:
    return _WORDS.get(kind.kind, _WORDS["unknown"]).get(lang)


def _bounds(value: Interval, kind: Type, lang: Lang) -> str:
    """Return bounds in words: « entre 0,00 et 5 000,00 € », « au moins 30 000,00 € »."""
    lo = None if value.lo <= LEAST else written_value(value.lo, kind, lang)
    hi = None if value.hi >= MOST else written_value(value.hi, kind, lang)
    if (lo is None and hi is None) or (kind.kind == "date" and (lo is None or hi is None)):
        return _unknown(kind, lang)
    if hi is None:
        return f"au moins {lo}" if lang == "fr" else f"at least {lo}"
    if lo is None:
        return f"au plus {hi}" if lang == "fr" else f"at most {hi}"
    if lang == "en":
        return f"between {lo} and {hi}"
    return f"entre {lo.removesuffix(f'{NBSP}€')} et {hi}"  # French writes the unit once, at the end
