"""Names that people type: what unit they carry, what form identifiers have."""

from __future__ import annotations

import re

from innosprint_rules.dossier.cells.units import split_tail
from innosprint_rules.folding import same_key

_DIGITS = re.compile(r"[0-9]+")
_UNIT = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]\s*$")


def split_unit(header: str) -> tuple[str, str]:
    """Part a header from the unit at its end: ``"montant (€) *"`` and ``"montant €"`` give ``("montant", "€")``."""
    bare = header.strip().rstrip("*: \u00a0\u202f")
    found = _UNIT.search(bare)
    if found is None:
        return split_tail(bare)
    name, more = split_tail(bare[: found.start()])
    return name, f"{more} {found.group(1).strip()}".strip()


def shape(identifier: str) -> str:
    """Return the form of an identifier, runs of digits as one: ``"A01"`` and ``"a 12"`` are both ``"a0"``."""
    return _DIGITS.sub("0", same_key(identifier))
