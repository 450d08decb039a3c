"""Names that people type, in words: what unit they carry, which one was meant, how they are quoted."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice

from innosprint_rules.dossier.cells.units import split_tail
from innosprint_rules.folding import fold, same_key
from innosprint_rules.wording import Text, lists

_MOST_CANDIDATES = 1_000
"""Names among which the nearest is looked for: among more it would take too long."""

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


def closest(name: str, candidates: Iterable[str], cutoff: float = 0.6) -> str | None:
    """Return the candidate most like ``name`` (case and accents aside), or None when none is near."""
    import difflib  # on use only: needed when something is already wrong

    by_fold: dict[str, str] = {}
    for candidate in islice(candidates, _MOST_CANDIDATES):
        by_fold.setdefault(fold(candidate), candidate)
    near = difflib.get_close_matches(fold(name)[:80], list(by_fold), n=1, cutoff=cutoff)
    return by_fold[near[0]] if near else None


def quoted(values: Iterable[str], either: bool = False) -> Text:
    """Enumerate ``values`` in the quotation marks of each language."""
    items = list(values)
    return Text(
        lists([f"« {item} »" for item in items], "fr", either),
        lists([f"“{item}”" for item in items], "en", either),
    )


def did_you_mean(name: str, candidates: Iterable[str], otherwise: Text, cutoff: float = 0.6) -> Text:
    """Suggest the candidate nearest to ``name``, or say ``otherwise``."""
    near = closest(name, candidates, cutoff)
    if near is None:
        return otherwise
    return Text(f"vouliez-vous dire « {near} » ?", f"did you mean “{near}”?")
