"""What people write out of habit from spreadsheets, typography and other languages, and how it is said in a formula."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from innosprint_rules.formula.grammar import FormulaError
from innosprint_rules.wording import Text

_QUOTED = r"'[^'\\\n]*'|\"[^\"\\\n]*\""
_MARKS: Mapping[str, tuple[str, Text]] = {
    "quote": ("[‘’‚“”„«»]", Text("les apostrophes sont droites : 'accordée'", "quotes are straight: 'accordée'")),
    "day": (r"\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}/\d{1,2}/\d{4}\b",
            Text("nommer un paramètre de type date", "name a parameter of type date")),
    "percent": (r"\d+(?:[.,]\d+)?\s*%", Text("nommer un paramètre de type percent : rate * amount",
                                           "name a parameter of type percent: rate * amount")),
    "money": (r"\d*[.,]?\d*\s*€", Text("nommer un paramètre de type amount", "name a parameter of type amount")),
    "decimal": (r"\b0,\d+\b|\b\d+\.\d+\b", Text("nommer un paramètre de type percent ou decimal",
                                                "name a parameter of type percent or decimal")),
    "most": ("≤|=<", Text("écrire <=", "write <=")),
    "least": ("≥|=>", Text("écrire >=", "write >=")),
    "differs": ("<>|≠", Text("écrire !=", "write !=")),
    "equals": ("(?<![=!<>:])=(?!=)", Text("pour comparer, écrire == (deux fois le signe)",
                                         "to compare, write == (the sign twice)")),
    "times": ("×", Text("écrire *", "write *")),
    "minus": ("[−–—]", Text("écrire - (le tiret du clavier)", "write - (the hyphen of the keyboard)")),
    "separator": (";", Text("séparer par une virgule", "separate with a comma")),
    "both": (r"&&?|\b(?:et|ET|Et|AND)\b", Text("écrire a and b", "write a and b")),
    "either": (r"\|\|?|\b(?:ou|OU|Ou|OR)\b", Text("écrire a or b", "write a or b")),
    "negated": (r"!(?!=)|\b(?:non|NON|Non|NOT)\b", Text("écrire not a", "write not a")),
    "choice": (r"\b(?:si|SI|Si|IF)\b(?=\s*\()", Text("écrire b if a else c", "write b if a else c")),
    "true": (r"\b(?:vrai|VRAI|Vrai|True|TRUE)\b(?:\(\))?", Text("écrire true", "write true")),
    "false": (r"\b(?:faux|FAUX|Faux|False|FALSE)\b(?:\(\))?", Text("écrire false", "write false")),
    "nothing": (r"\b(?:vide|rien|None|null|NULL)\b", Text("écrire nothing", "write nothing")),
    "today": (r"(?i:\b(?:aujourdhui|today|now|maintenant)\b)(?:\(\))?", Text("écrire as_of, le jour du contrôle",
                                                                           "write as_of, the day of the check")),
    "sum": (r"(?i:\b(?:somme(?:\.si(?:\.ens)?)?|sumifs?)\b)|\bSUM\b(?=\s*\()",
            Text("écrire sum(x.amount for x in table if …)", "write sum(x.amount for x in table if …)")),
    "count": (r"(?i:\b(?:nb(?:\.si(?:\.ens)?)?|nbval|nombre|countifs?|counta)\b(?=\s*\())|\bCOUNT\b(?=\s*\()",
              Text("écrire count(x for x in table if …)", "write count(x for x in table if …)")),
    "key": (r"(?i:\b(?:recherchev|recherchex|vlookup|xlookup)\b)",
            Text("suivre une clé par un point : cle.colonne", "follow a key with a dot: key.column")),
    "months": (r"(?i:\b(?:mois\.decaler|edate)\b)", Text("écrire months_after(jour, 2)", "write months_after(day, 2)")),
    "ends": (r"(?i:\b(?:fin\.mois|eomonth)\b)", Text("écrire month_end(jour)", "write month_end(day)")),
    "blank": (r"(?i:\b(?:estvide|isblank)\b)", Text("écrire not given(x)", "write not given(x)")),
    "year": (r"(?i:\b(?:annee|année|year)\b(?=\s*\())", Text("écrire year_of(jour)", "write year_of(day)")),
    "rounded": (r"(?i:\b(?:arrondi(?:\.inf|\.sup)?|round(?:up|down)?)\b)",
                Text("écrire cents(part, 'half_up')", "write cents(share, 'half_up')")),
    "extreme": (r"\b(?:MIN|MAX)\b", Text("écrire min ou max en minuscules", "write min or max in small letters")),
}  # fmt: skip
"""By name, what is written, and what to write in its place."""

_FOREIGN = re.compile("|".join([_QUOTED, *(f"(?P<{name}>{pattern})" for name, (pattern, _) in _MARKS.items())]))


_OF_SHAPE = ("formula-constant", "formula-construct")
_OF_NAMES = ("unknown-column", "unknown-table", "unknown-fact", "unknown-reading")
"""The mistakes that stand beside what is written as elsewhere."""


def from_elsewhere(text: str, errors: list[FormulaError]) -> list[FormulaError]:
    """Return what another tool would understand, then the mistakes that have nothing to do with it."""
    found = list(foreign(text))
    first = errors[0]
    if found and first.code in _OF_SHAPE and "%" not in text:  # what it is stands; what to write is better known
        found = [FormulaError(first.code, first.message, first.offset, found[0].hint)]
    return found and [*found, *(each for each in errors if each.code in _OF_NAMES)]


def foreign(text: str) -> Iterator[FormulaError]:
    """Yield a mistake for each thing in a formula that another tool would understand, quoted texts aside."""
    for found in _FOREIGN.finditer(text):
        if found.lastgroup is not None:
            written = found.group().strip()
            yield FormulaError(
                "foreign-word",
                Text(f"« {written} » n'est pas du langage des formules",
                     f"“{written}” is not of the language of formulas"),
                found.start(),
                _MARKS[found.lastgroup][1],
            )  # fmt: skip
