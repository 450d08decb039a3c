"""What the name of a file, a sheet or a key says beside the name of its table: years, and what programs add."""

from __future__ import annotations

import re

from innosprint_rules.folding import fold

_ADDED = re.compile(r" ?\(?\b(?:tableau|table|feuille|feuil|sheet) ?[0-9]+\)?$")
_YEARS = re.compile(r"(?:^| |\()((?:19|20)[0-9]{2}(?:[ /](?:19|20)?[0-9]{2})?)\)?(?= |$)")


def bare_name(folded: str) -> str:
    """Return the folded name of a table without its years and what a spreadsheet program adds."""
    return _ADDED.sub("", _YEARS.sub(" ", _ADDED.sub("", folded)).strip())


def years_of(name: str) -> str:
    """Return the years in the name of a file, a sheet or a key, or an empty text."""
    found = _YEARS.search(fold(name))
    return "" if found is None else found[1].replace("/", " ")
