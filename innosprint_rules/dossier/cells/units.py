"""What says that amounts are not in euros: a header, a title, the format of a spreadsheet's cells."""

from __future__ import annotations

import re
import unicodedata

_SIGNS = "$£¥₣₤₽₺₹₩₴₪₦฿ƒ"
_MONEY = frozenset((
    "usd", "gbp", "chf", "jpy", "cad", "aud", "nzd", "sek", "nok", "dkk", "isk", "pln", "czk", "huf", "ron",
    "bgn", "rub", "try", "cny", "rmb", "inr", "brl", "mxn", "zar", "mad", "tnd", "dzd", "xof", "xaf", "xpf",
    "cfa", "frf", "bef", "luf", "dem", "itl", "esp", "nlg", "dollar", "dollars", "franc", "francs", "livre",
    "livres", "pound", "pounds", "yen", "yens", "ff", "dh", "dhs", "dirham", "dirhams", "dinar", "dinars",
))  # fmt: skip
_MANY = frozenset((
    "millier", "milliers", "million", "millions", "milliard", "milliards", "thousand", "thousands",
    "billion", "billions", "keur", "meur", "mdeur", "kiloeuro", "kiloeuros", "centime", "centimes", "cent",
    "cents", "cts", "pourcent", "pourcentage", "pourcentages", "percent", "percentage", "pct",
))  # fmt: skip
_THINGS = frozenset((
    "pt", "pts", "point", "points", "unité", "unités", "unite", "unites", "part", "parts", "heure", "heures", "h",
    "jour", "jours", "j", "etp",
))  # fmt: skip
"""What is counted, where nothing else is said."""
_SHORT = frozenset(("k", "m", "md", "mio", "c", "f", "kf"))
_EURO = frozenset(("€", "eur", "euro", "euros"))
_TOKENS = re.compile(rf"[^\W\d_]+|[€%‰{re.escape(_SIGNS)}]")
_TAIL = re.compile(
    r"(?P<bare>.*?[^\s_/:–—-])[\s_/:–—-]+(?P<unit>(?:(?:en|in|d'|de)[\s_]+)?"
    rf"(?:[kmc]?[\s_]?€|[km]?[\s_]?eur(?:os?)?|[%‰{re.escape(_SIGNS)}]|(?:milliers?|millions?|milliards?|thousands?)\b.*"
    r"|(?P<word>[^\W\d_]+)(?:[\s_]+(?:suisses?|canadiens?|cfa|am[ée]ricains?|us))?)(?:[\s_]+(?:ht|ttc))?)",
    re.IGNORECASE | re.DOTALL,
)
_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_SAID = re.compile(
    r"(?:^|[\s(\[,:;–—-])(?:en|in|(?:unit[ée]s?|devises?|monnaie|currency)\s*:?|montants?(?:\s+(?:en|in))?|amounts?(?:\s+in)?)\s+"
    rf"(?P<unit>[kmKM]?\s?€|[kKM]?EUR\b|[{re.escape(_SIGNS)}%‰]|(?:milliers|millions|milliards|thousands?)\b|\w+\b)",
    re.IGNORECASE,
)
_TIMES = re.compile(
    r"(?:^|[(\[€]|[^\d\s]\s)\s*(?P<times>[x×*]\s*(?:1[\s.']?000|10{3,6}|10\s?[36³⁶])(?!\d))"
    r"|(?P<each>\b(?:en|par)\s+1[\s.]?000\s*(?:€|eur\w*))",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"[-+−0-9\s.,'()]+")
_TAXES = frozenset(("ht", "ttc", "hors", "taxe", "taxes"))
_NO_UNITS = _TAXES | {"tva", "net", "nets", "brut", "bruts", "env", "environ", "total", "general", "standard", "e"}
"""Words beside a number that say nothing of its unit: taxes, an approximation, the formats without any, an exponent."""
_LITERAL = re.compile(r'"([^"]*)"|\\(.)|\[\$([^\]-]*)(?:-[^\]]*)?\]|\[[^\]]*\]|_.|\*.')
_SCALED = re.compile(r"[0#?],+(?![0#?,.])")


def is_other_unit(unit: str) -> bool:
    """Tell whether ``unit`` (``"k€"``, ``"en milliers d'euros"``, ``"CHF"``, ``"%"``) is another than the euro."""
    words = _TOKENS.findall(unicodedata.normalize("NFKC", unit).casefold())
    if _TIMES.search(unit) or (words and set(words) <= _THINGS | {"en", "in", "d", "de"}):
        return any(word in _THINGS for word in words) or _TIMES.search(unit) is not None
    if any(word in _MONEY or word in _MANY or word in _SIGNS or word in "%‰" for word in words):
        return True
    return any(word in _SHORT for word in words) and set(words) <= _SHORT | _EURO | _TAXES | {"en", "in"}


def split_tail(header: str) -> tuple[str, str]:
    """Part a header from the unit that follows it without brackets: ``("montant", "en €")``."""
    found = _TAIL.fullmatch(header)
    if found is None:
        return header, ""
    word = found["word"]
    if word is not None and word.casefold() not in _MONEY | _MANY | _EURO | _TAXES:
        return header, ""
    return found["bare"], found["unit"]


def unit_said(text: str) -> str | None:
    """Return the unit other than the euro in which a title or a note says that amounts are, or None.

    A figure with its unit (``35 k€``) says nothing of the others.
    """
    text = text.strip()
    times = _TIMES.search(text)
    if times is not None:
        return times["times"] or times["each"]
    if len(text) < 30 and set(_TOKENS.findall(text.casefold())) <= _WHOLE_CELL and is_other_unit(text):
        return None if any(map(str.isdigit, text)) else text
    for found in _BRACKETS.finditer(text):
        inner = found[1].strip()
        if len(inner) < 40 and not any(map(str.isdigit, inner)) and is_other_unit(inner):
            return inner
    return next((found["unit"] for found in _SAID.finditer(text) if is_other_unit(found["unit"])), None)


_WHOLE_CELL = _MONEY | _MANY | _SHORT | _EURO | frozenset((*_SIGNS, "%", "‰", "en", "in", "d", "de", "suisses"))


def is_no_euro(said: str) -> bool:
    """Tell whether what stands beside a number names a unit, and not the euro: ``"pts"`` and ``"unités"``, too.

    Unlike a header, which may hold any words, the format of a cell has its unit and little else.
    """
    if is_other_unit(said):
        return True
    words = set(_TOKENS.findall(unicodedata.normalize("NFKC", said).casefold()))
    return bool(words - _NO_UNITS) and not words & _EURO


def shown_unit(text: str) -> str | None:
    """Return the unit other than the euro beside a number as it is shown (``"35 k€"``, ``"35 pts"``), or None."""
    said = _NUMBER.sub("", text).strip()
    return said if is_no_euro(said) else None


def format_unit(code: str) -> str | None:
    """Return the unit other than the euro that a spreadsheet's number format shows, or None.

    ``'#,##0 "k€"'``, ``'[$$-409]#,##0.00'``, ``'0.00%'``, ``'0 "pts"'``, and ``'#,##0,'``, which shows thousands.
    """
    first = code.split(";")[0]
    literal = "".join(part for found in _LITERAL.findall(first) for part in found)
    bare = _LITERAL.sub("", first)
    if "%" in bare:
        return "%"
    if _SCALED.search(bare):
        return literal.strip() or SCALED
    unquoted = _TOKENS.findall(bare)
    if all(_DATE.fullmatch(word) for word in unquoted):  # day, month, year, hour: no amount is shown so
        unquoted = []
    said = (literal + " ".join(unquoted)).strip()
    return said if is_no_euro(said) else None


SCALED = "× 1000"
"""The unit of a format that shows a thousandth of its number and says nothing."""
_DATE = re.compile(r"a+|d+|e|h+|j+|m+|s+|y+|am|pm", re.IGNORECASE)
