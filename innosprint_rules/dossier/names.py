"""How names that people type are compared: without case, accents, and the way words are joined."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from innosprint_rules.wording import Text, lists

_JOINS = re.compile(r"[\s_\-‐‑–—]+")
_UNIT = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]\s*$")


def fold(text: str) -> str:
    """Return ``text`` as names are compared: ``"Date de  Décision"`` and ``"date_de_decision"`` are one."""
    if text.isascii():
        bare = text.lower()
    else:
        spread = unicodedata.normalize("NFKD", text.casefold())
        bare = "".join(letter for letter in spread if not unicodedata.combining(letter))
        bare = bare.replace("œ", "oe").replace("’", "'")
    return _JOINS.sub(" ", bare).strip()


def same_key(key: str) -> str:
    """Return ``key`` as identifiers are compared: case aside, nothing else."""
    return key.casefold() if key.isascii() else unicodedata.normalize("NFC", key.casefold())


def split_unit(header: str) -> tuple[str, str]:
    """Part a header from the unit in brackets at its end: ``"montant (€) *"`` gives ``("montant", "€")``."""
    bare = header.strip().rstrip("*: \u00a0\u202f")
    found = _UNIT.search(bare)
    if found is None:
        return bare, ""
    return bare[: found.start()], found.group(1).strip()


def closest(name: str, candidates: Iterable[str], cutoff: float = 0.6) -> str | None:
    """Return the candidate most like ``name`` (case and accents aside), or None when none is near."""
    import difflib  # on use only: needed when something is already wrong

    by_fold: dict[str, str] = {}
    for candidate in candidates:
        by_fold.setdefault(fold(candidate), candidate)
    near = difflib.get_close_matches(fold(name)[:80], list(by_fold), n=1, cutoff=cutoff)
    return by_fold[near[0]] if near else None


def quoted(values: Iterable[str]) -> Text:
    """Enumerate ``values`` in the quotation marks of each language."""
    items = list(values)
    return Text(
        lists([f"« {item} »" for item in items], "fr"),
        lists([f"“{item}”" for item in items], "en"),
    )


def did_you_mean(name: str, candidates: Iterable[str], otherwise: Text, cutoff: float = 0.6) -> Text:
    """Suggest the candidate nearest to ``name``, or say ``otherwise``."""
    near = closest(name, candidates, cutoff)
    if near is None:
        return otherwise
    return Text(f"vouliez-vous dire « {near} » ?", f"did you mean “{near}”?")
