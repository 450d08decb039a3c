"""Strict JSON: no key given twice, decimals kept exact, no NaN; every object knows the line it opens on."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from innosprint_rules import limits
from innosprint_rules.dossier.cells import show
from innosprint_rules.dossier.formats.mappings import Lined
from innosprint_rules.dossier.schema.raw import RawDossier
from innosprint_rules.errors import Location
from innosprint_rules.wording import Text

_MARKS = re.compile(r'"(?:[^"\\]++|\\.)*+"|[{}\n]', re.DOTALL)
_LONGEST_NUMBER = 40


def parse_json(text: str, raw: RawDossier) -> object:
    """Return the document; faults go to ``raw``. None stands for a document that cannot be parsed."""
    if sum(map(text.count, ",[{")) > limits.VALUES:  # no fewer than there are values: commas in texts count, too
        raw.fault(
            "too-many-values",
            Text(f"plus de {limits.VALUES} valeurs", f"more than {limits.VALUES} values"),
            Text("répartir le dossier par année", "split the dossier by year"),
        )
        return None
    lines = _closing_lines(text)

    def make(pairs: list[tuple[str, object]]) -> Lined:
        mapping = Lined()
        mapping.line = next(lines, None)
        for key, value in pairs:
            if key in mapping:
                raw.fault(
                    "duplicate-key",
                    Text(
                        f"la clé « {show(key)} » est donnée deux fois",
                        f"the key “{show(key)}” is given twice",
                    ),
                    Text("n'en garder qu'une", "keep only one of them"),
                    Location(raw.file, None, mapping.line),
                )
            mapping[key] = value
        return mapping

    def constant(name: str) -> object:
        raise _NotJsonError(name)

    try:
        return json.loads(text, object_pairs_hook=make, parse_float=_decimal, parse_int=_whole, parse_constant=constant)
    except json.JSONDecodeError as error:
        raw.fault(
            "json-syntax",
            Text(f"le JSON est mal formé ({error.msg})", f"the JSON is malformed ({error.msg})"),
            Text(
                "vérifier les virgules, accolades et guillemets",
                "check the commas, braces and quotation marks",
            ),
            Location(raw.file, None, error.lineno, error.colno),
        )
    except _NotJsonError as error:
        raw.fault(
            "json-constant",
            Text(f"« {error} » n'est pas du JSON", f"“{error}” is not JSON"),
            Text("écrire null pour une cellule vide", "write null for a blank cell"),
        )
    except RecursionError:
        raw.fault(
            "too-deep",
            Text("les listes sont trop imbriquées", "lists are nested too deeply"),
            Text("une table est une liste de lignes", "a table is a list of rows"),
        )
    return None


class _NotJsonError(Exception):
    """NaN or Infinity, which Python's parser would let through."""


def _closing_lines(text: str) -> Iterator[int]:
    """Yield the line on which each object opens, in the order in which objects close: that of the parser."""
    line = 1
    opened: list[int] = []
    for mark in _MARKS.finditer(text):
        found = mark.group()
        if found == "\n":
            line += 1
        elif found == "{":
            opened.append(line)
        elif found == "}":
            if opened:
                yield opened.pop()
        else:
            line += found.count("\n")


def _decimal(digits: str) -> object:
    try:
        return Decimal(digits)
    except InvalidOperation:
        return digits


def _whole(digits: str) -> object:
    return int(digits) if len(digits) <= _LONGEST_NUMBER else Decimal(digits)
