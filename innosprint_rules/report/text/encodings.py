"""Words for terminals that are not UTF-8: what cannot be written is replaced by what resembles it, never refused."""

from __future__ import annotations

import codecs
import unicodedata
from types import MappingProxyType

LOOKALIKE = "innosprint-lookalike"
"""The name of the error handler; ``stream.reconfigure(errors=LOOKALIKE)``."""

_ALIKE = MappingProxyType({
    "\u202f": ("\u00a0", " "), "\u00a0": (" ",), "€": ("EUR",),
    "→": (">",), "−": ("-",), "–": ("-",), "—": ("-",), "─": ("-",),
    "✓": ("v",), "✗": ("x",), "…": ("...",), "«": ('"',), "»": ('"',), "“": ('"',), "”": ('"',), "’": ("'",),
    "‘": ("'",), "œ": ("oe",), "Œ": ("OE",), "æ": ("ae",), "≥": (">=",), "≤": ("<=",), "§": ("par. ",), "·": ("-",),
    "•": ("-",), "°": ("o",), "½": ("1/2",), "↑": ("^",), "↓": ("v",), "←": ("<",), "≈": ("~",), "│": ("|",),
    "±": ("+/-",),
    # charts: one letter for one, so that columns still stand below each other
    "█": ("#",), "▉": ("#",), "▊": ("#",), "▋": ("#",), "▌": ("#",), "▍": (" ",), "▎": (" ",), "▏": (" ",),
    "░": (".",), "▁": ("_",), "▂": (".",), "▃": ("-",), "▄": ("-",), "▅": ("=",), "▆": ("+",), "▇": ("*",),
})  # fmt: skip


def register() -> None:
    """Make the handler known to this process's codecs."""
    codecs.register_error(LOOKALIKE, _replace)


def _replace(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    found = "".join(_alike(letter, error.encoding) for letter in error.object[error.start : error.end])
    return found, error.end


def _alike(letter: str, encoding: str) -> str:
    bare = "".join(part for part in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(part))
    for attempt in (*_ALIKE.get(letter, ()), bare, "?"):
        try:
            attempt.encode(encoding)
        except UnicodeEncodeError:
            continue
        return attempt
    return ""
