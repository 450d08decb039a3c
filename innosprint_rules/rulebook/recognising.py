"""Names that people write in a cell, matched with those that the agreement lists.

A dossier keeps what was written; engines read it through a vocabulary. What is not recognised is kept as written, to
be quoted; what is close to a name, or only speaks of the members, is doubtful: a question, never an accusation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from innosprint_rules.folding import fold
from innosprint_rules.formula.logic import Doubtful, Unrecognised

EVERYONE = object()
"""Stands for all the names of a vocabulary, or for those that the caller says."""

_SEPARATOR = re.compile(r"[;,/+&\n\r•‣◦▪●∙·]|(?<!\w)et(?!\w)", re.IGNORECASE)
_BULLET = re.compile(r"^\s*(?:[-–—*]\s+|\d{1,2}[.)]\s+)")
_WORD = re.compile(r"[^\W_]+")
_DIGITS = re.compile(r"\d")
_ARTICLES = frozenset({"le", "la", "les", "l", "un", "une", "des", "du", "au", "aux"})
_EDITS = ((8, 2), (4, 1))  # letters of a name from which so many edits are close; shorter ones have none

_REMEMBERED = 4_096
"""How many different cells are remembered once read: the same few come back."""


@dataclass(frozen=True, slots=True)
class Everyone:
    """How people write all the names at once.

    ``names`` mean all of them; a phrase around one of ``words`` is doubtful; so is a cell that names somebody or
    holds such a word, and one of ``but``.
    """

    names: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    but: tuple[str, ...] = ()


class Vocabulary:
    """The names that a list may hold; made once, it never changes.

    Args:
        names: the names, in their order.
        spellings: each way of writing them, and what it means; one listed under several names means them all.
        everyone: how people write all of them at once.
    """

    def __init__(
        self, names: Iterable[str], spellings: Iterable[tuple[str, str]], everyone: Everyone | None = None
    ) -> None:
        self.names = tuple(names)
        everyone = everyone or Everyone()
        written = list(spellings)
        self._known: dict[str, tuple[Any, ...]] = {}
        for spelling, name in written:
            key = _key(spelling)
            self._known[key] = tuple(dict.fromkeys((*self._known.get(key, ()), name)))
        letters = {_letters(key): names for key, names in self._known.items()}
        self._close = [(each, edits, names) for each, names in letters.items() if (edits := _allowed(each))]
        self._known.update({_key(each): (EVERYONE,) for each in everyone.names})
        self._longest = max((len(_pieces(spelling)) for spelling, _ in written), default=1) + 1
        self._around = {_key(word) for word in everyone.words}
        self._but = [_spaced(each) for each in everyone.but]
        self._said = [_spaced(each) for each in (*(spelling for spelling, _ in written), *everyone.words)]
        self._read: dict[tuple[str, ...], tuple[Any, ...]] = {}

    def items(self, cell: tuple[str, ...], everyone: Sequence[Any] | None = None) -> tuple[Any, ...]:
        """Return what a cell holds: names, :class:`Doubtful` and :class:`Unrecognised` items, each once, in order.

        ``cell`` is the cell as its reader split it; ``everyone`` what a word for all of them means here, all the
        names unless said.
        """
        read = self._read.get(cell)
        if read is None:
            if len(self._read) >= _REMEMBERED:
                self._read.clear()
            read = self._read[cell] = self._recognise(cell)
        if EVERYONE not in read:
            return read
        everyone = self.names if everyone is None else everyone
        return tuple(dict.fromkeys(each for item in read for each in (everyone if item is EVERYONE else (item,))))

    def _recognise(self, cell: tuple[str, ...]) -> tuple[Any, ...]:
        found = list(dict.fromkeys(item for text in cell for item in self._items(text)))
        whole = "; ".join(cell)
        if any(isinstance(item, Doubtful | Unrecognised) for item in found) and self._takes_out(whole):
            return (Doubtful(whole, self.names, suggested=False),)
        return tuple(found)

    def _takes_out(self, text: str) -> bool:
        """Tell whether a whole cell is all of some but for others."""
        spaced = _spaced(text)
        return any(each in spaced for each in self._but) and any(each in spaced for each in self._said)

    def _items(self, text: str) -> Iterable[Any]:
        pieces = _pieces(text)
        at = 0
        while at < len(pieces):
            # the longest run of pieces that is a name: « A/B » may be one, as is the cell where it is one
            runs = [(end, text[pieces[at][0] : pieces[end - 1][1]])
                    for end in range(min(len(pieces), at + self._longest), at, -1)]  # fmt: skip
            for look in (self._exact, self._near, self._around_a_word):
                end, items = next(((end, items) for end, run in runs if (items := look(run))), (0, ()))
                if items:
                    break
            else:
                end, items = at + 1, (Unrecognised(_shown(runs[-1][1])),)
            yield from items
            at = end

    def _exact(self, text: str) -> tuple[Any, ...]:
        return self._known.get(_key(text), ())

    def _near(self, text: str) -> tuple[Any, ...]:
        pieces = _pieces(text)
        if len(pieces) > 1 and any(self._exact(text[start:end]) for start, end in pieces):
            return ()  # a name beside another that is known
        letters = _letters(_key(text))
        close: list[tuple[int, tuple[str, ...]]] = []
        for name, edits, names in self._close:
            if abs(len(name) - len(letters)) <= edits and (apart := _edits(name, letters)) <= edits:
                close.append((apart, names))
        close.sort(key=lambda each: each[0])
        among = tuple(dict.fromkeys(name for _, names in close for name in names))
        return (Doubtful(_shown(text), among),) if among else ()

    def _around_a_word(self, text: str) -> tuple[Any, ...]:
        if len(_pieces(text)) > 1 or not self._around.intersection(_words(text)):
            return ()
        return (Doubtful(_shown(text), self.names, suggested=False),)


def _pieces(text: str) -> list[tuple[int, int]]:
    """Return where the parts of a text between separators start and end; those without a letter are left out."""
    ends = [(0, 0), *(each.span() for each in _SEPARATOR.finditer(text)), (len(text), len(text))]
    return [(start, end) for (_, start), (end, _) in pairwise(ends) if _WORD.search(text[start:end])]


def _shown(text: str) -> str:
    return " ".join(_BULLET.sub("", text).split())


def _words(text: str) -> list[str]:
    return _WORD.findall(fold(_BULLET.sub("", text)))


def _spaced(text: str) -> str:
    """Return the words of a text with a space around each, articles left out."""
    return f" {' '.join(word for word in _words(text) if word not in _ARTICLES)} "


def _key(text: str) -> str:
    """Return a name as it is compared: its letters and figures, articles left out."""
    words = _words(text)
    return "".join(word for word in words if word not in _ARTICLES) or "".join(words)


def _letters(key: str) -> str:
    return _DIGITS.sub("", key)


def _allowed(letters: str) -> int:
    return next((edits for least, edits in _EDITS if len(letters) >= least), 0)


def _edits(one: str, other: str) -> int:
    """Return how many letters must be added, taken away or replaced to go from one text to another."""
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one, start=1):
        last, row = row, [place]
        for index, against in enumerate(other, start=1):
            row.append(min(last[index] + 1, row[-1] + 1, last[index - 1] + (letter != against)))
    return row[-1]
