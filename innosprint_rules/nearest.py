"""Which of some known names was meant by one that is not known, and names enumerated in a sentence."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from innosprint_rules.folding import fold
from innosprint_rules.wording import Text, lists

_MOST_CANDIDATES = 1_000
"""Names among which the nearest is looked for: among more it would take too long."""

_LONGEST = 80
"""The characters of a name that are compared."""


def closest(name: str, candidates: Iterable[str], cutoff: float = 0.6) -> str | None:
    """Return the candidate most like ``name`` (case and accents aside), or None when none is near."""
    import difflib  # on use only: needed when something is already wrong

    by_fold: dict[str, str] = {}
    for candidate in islice(candidates, _MOST_CANDIDATES):
        by_fold.setdefault(fold(candidate), candidate)
    near = difflib.get_close_matches(fold(name)[:_LONGEST], list(by_fold), n=1, cutoff=cutoff)
    return by_fold[near[0]] if near else None


def suggestion(name: str, *known: Iterable[str]) -> Text | None:
    """Return « vouliez-vous dire … ? » when something ``known`` is spelled alike; of two as near, the first."""
    import difflib

    close = [found for names in known if (found := closest(name, names)) is not None]
    if not close:
        return None
    asked = fold(name)
    return _meant(max(close, key=lambda found: difflib.SequenceMatcher(None, fold(found), asked).ratio()))


def did_you_mean(name: str, candidates: Iterable[str], otherwise: Text, cutoff: float = 0.6) -> Text:
    """Suggest the candidate nearest to ``name``, or say ``otherwise``."""
    near = closest(name, candidates, cutoff)
    return otherwise if near is None else _meant(near)


def _meant(name: str) -> Text:
    return Text(f"vouliez-vous dire « {name} » ?", f"did you mean “{name}”?")


def quoted(values: Iterable[str], either: bool = False) -> Text:
    """Enumerate ``values`` in the quotation marks of each language."""
    items = list(values)
    return Text(
        lists([f"« {item} »" for item in items], "fr", either),
        lists([f"“{item}”" for item in items], "en", either),
    )
