"""Bilingual text: what users read exists in French and in English, set with the typography of each.

A text may hold placeholders: ``{name}`` is replaced by a value set in the language asked for, and
``{name:session|sessions}`` by a whole number followed by the word in its right form.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from dataclasses import fields
from datetime import date
from typing import Any, Literal, NamedTuple, TypeVar, cast

Document = TypeVar("Document")
Lang = Literal["fr", "en"]
LANGUAGES: tuple[Lang, ...] = ("fr", "en")

NBSP = "\u00a0"
NARROW_NBSP = "\u202f"
COLON: Mapping[Lang, str] = {"fr": f"{NBSP}: ", "en": ": "}
"""The colon within a sentence, with its spaces."""

_UNSEEN = re.compile(
    "[\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e0fff]"
)
_DRIVES = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f]|\r(?!\n)|{_UNSEEN.pattern}")
_PLACEHOLDER = re.compile(r"\{([a-z_][a-z0-9_]*)(?::([^|{}]*)\|([^{}]*))?\}")
_BEFORE_COLON = re.compile(r"(?<=\S) (?=:(?:\s|$))")
_AMOUNT_GROUP = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")
_BEFORE_UNIT = re.compile(r"(?<=\d) (?=[€%])")
_BEFORE_HIGH = re.compile(r"(?<=\S) (?=[;?!](?:\s|$))")
_GUILLEMETS = re.compile("[«»]")
_APOSTROPHE = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_]|[«{0-9])")


class Text(NamedTuple):
    """One thing said in both languages; placeholders stand in braces."""

    fr: str
    en: str

    def get(self, lang: Lang) -> str:
        """Return the wording in ``lang``, with French spacing where that is due."""
        return french_spacing(self.fr) if lang == "fr" else self.en

    def fill(self, **values: str) -> Text:
        """Replace ``{name}`` in both languages by the same ready-made string."""

        def write(name: str) -> str:
            return values[name]

        return Text(fill(self.fr, write), fill(self.en, write))

    def naming(self, lang: Lang, **names: str) -> str:
        """Return the wording in ``lang`` with somebody's own names (a path) in it, each exactly as it is."""
        return fill(self.get(lang), lambda name: names[name])

    def as_dict(self) -> dict[str, str]:
        """Return the pair as JSON carries it, French spacing applied."""
        return {"fr": self.get("fr"), "en": self.get("en")}


def same(text: str) -> Text:
    """Return a text that reads alike in both languages (a code, a file name)."""
    return Text(text, text)


def placeholders(text: str) -> set[str]:
    """Return the names that stand in braces in ``text``."""
    return {match.group(1) for match in _PLACEHOLDER.finditer(text)}


def fill(
    text: str,
    write: Callable[[str], str],
    count: Callable[[str], int | None] | None = None,
    lang: Lang = "fr",
) -> str:
    """Replace each placeholder by ``write(name)``.

    For ``{name:one|many}`` the word follows the written value, and ``count(name)`` chooses its form:
    French takes the singular below two, English at one only. A value that is not known takes the plural.
    """

    def replace(match: re.Match[str]) -> str:
        name, one, many = match.groups()
        written = write(name)
        if one is None:
            return written
        number = count(name) if count is not None else None
        singular = number is not None and (abs(number) < 2 if lang == "fr" else abs(number) == 1)
        return f"{written}{NBSP}{one if singular else many}"

    return _PLACEHOLDER.sub(replace, text)


def french_spacing(text: str) -> str:
    """Set French as a printer does: no-break spaces before ``: ; ? !`` and inside « guillemets », curly apostrophes.

    An apostrophe stands between two letters, or before a figure or a quotation: what quotes a formula
    (``'up'``) is left as it is. So is whatever stands between guillemets: it is somebody's own text.
    """
    if "«" not in text:
        return french_words(text)
    pieces: list[str] = []
    start = depth = 0
    for mark in _GUILLEMETS.finditer(text):
        if mark[0] == "«":
            if depth == 0:
                pieces.append(french_words(text[start : mark.end()]))
                start = mark.end()
            depth += 1
        elif depth > 0:
            depth -= 1
            if depth == 0:
                pieces.append(_quoted(text[start : mark.start()]))
                start = mark.start()
    pieces.append(_quoted(text[start:]) if depth else french_words(text[start:]))
    return "".join(pieces)


def _quoted(text: str) -> str:
    """Return what stands between guillemets as it is, but for the spaces beside them."""
    inner = text.removeprefix(" ")
    before = NBSP if len(inner) < len(text) else ""
    bare = inner.removesuffix(" ")
    return f"{before}{bare}{NBSP if len(bare) < len(inner) else ''}"


def french_words(text: str) -> str:
    """Set French words of ours, those between guillemets too: the names that a formula quotes."""
    if "'" in text:
        text = _APOSTROPHE.sub("’", text)
    if "«" in text or "»" in text:
        text = text.replace("« ", "«" + NBSP).replace(" »", NBSP + "»")
    if ":" in text:
        text = _BEFORE_COLON.sub(NBSP, text)
    if "€" in text or "%" in text:
        text = _BEFORE_UNIT.sub(NBSP, _AMOUNT_GROUP.sub(NARROW_NBSP, text))
    return _BEFORE_HIGH.sub(NARROW_NBSP, text)


def brief(text: str, most: int = 200) -> str:
    """Return ``text`` on one line of at most ``most`` characters, as a ``repr`` is."""
    line = "".join(letter if letter.isprintable() else "�" for letter in " ".join(text[: 4 * most].split()))
    return line if len(line) <= most else line[: most - 1] + "…"


def brief_repr(self: Any) -> str:
    """Return the ``repr`` of a dataclass in one line: plain values, and how many there are of anything else."""
    said: list[str] = []
    for each in fields(self):
        value = getattr(self, each.name)
        if isinstance(value, Text):
            value = value.en
        if value is None or isinstance(value, str | int | date):
            said.append(f"{each.name}={value!r}")
        elif isinstance(value, Collection):
            said.append(f"{each.name}: {len(value)}")
    return brief(f"{type(self).__name__}({', '.join(said)})")


def clauses(items: list[str] | tuple[str, ...], lang: Lang, then: str = "") -> str:
    """Join clauses by semicolons, which no line begins with; ``then`` stands after each of them: « a ; ou b »."""
    return f"{NARROW_NBSP if lang == 'fr' else ''}; {then}".join(items)


def lists(items: Mapping[str, str] | list[str] | tuple[str, ...], lang: Lang, either: bool = False) -> str:
    """Join words as a sentence does: « a, b et c », "a, b and c"; with ``either`` as choices, « a, b ou c »."""
    words = list(items)
    if len(words) < 2:
        return "".join(words)
    last = (" ou " if either else " et ") if lang == "fr" else (" or " if either else " and ")
    return ", ".join(words[:-1]) + last + words[-1]


def harmless(text: str) -> str:
    """Return lines of text of which nothing drives a terminal: control characters and marks of direction replaced."""
    return text if text.isascii() and text.isprintable() else _DRIVES.sub("\ufffd", text)


def json_text(document: object, indent: int | None = None) -> str:
    """Return a document as JSON; what drives a terminal or is not seen stands in it as an escape."""
    return _UNSEEN.sub(_escape, json.dumps(document, ensure_ascii=False, indent=indent))


def in_languages(document: Document, languages: Collection[str]) -> Document:
    """Return a document in which what is said stands under ``languages`` alone: an agreement may have but one."""
    return document if len(languages) == len(LANGUAGES) else cast("Document", _spoken_in(document, languages))


def _spoken_in(part: Any, languages: Collection[str]) -> Any:
    if isinstance(part, list):
        return [_spoken_in(each, languages) for each in part]
    if not isinstance(part, dict):
        return part
    spoken = part.keys() == set(LANGUAGES)
    return {key: _spoken_in(each, languages) for key, each in part.items() if not spoken or key in languages}


def _escape(found: re.Match[str]) -> str:
    return json.dumps(found.group())[1:-1]


def printable(text: str) -> str:
    """Return ``text`` on one line, control characters replaced: what a file holds never drives a terminal."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_printed, text))


def _printed(letter: str) -> str:
    if letter in "\t\n\r\u2028\u2029":
        return " "
    return "\ufffd" if unicodedata.category(letter) in ("Cc", "Cf", "Cs") else letter


def capital(text: str) -> str:
    """Return a sentence with its first letter in upper case."""
    return text[:1].upper() + text[1:]
