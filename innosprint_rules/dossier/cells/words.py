"""Readers of words: free text, keys, flags, enumerations, lists."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal

from innosprint_rules import limits
from innosprint_rules.dossier.cells.base import CellError, is_blank, is_error_text, quote, refuse, show
from innosprint_rules.folding import fold, says_something, stripped
from innosprint_rules.nearest import did_you_mean, quoted
from innosprint_rules.wording import Text

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
LONGEST_KEY = limits.ID_CHARACTERS
"""The most characters of an identifier."""

_NOTHING_SAID = frozenset(("acompleter", "na", "tbd", "neant"))
_SEPARATOR = re.compile(r";|,\s+")
_ARROW = re.compile(r"\s*(?:=?>|→|⇒|➔|➜|➝|⟶)\s*")

_FLAGS = {
    "oui": True, "vrai": True, "x": True, "1": True, "yes": True, "true": True,
    "non": False, "faux": False, "0": False, "no": False, "false": False,
}  # fmt: skip


def read_text(value: object) -> str | None:
    """Read text: spaces around it go, line breaks inside stay. None for a blank cell."""
    if isinstance(value, str):
        text = stripped(value)
    elif value is None:
        return None
    else:
        text = _as_text(value)
    if not text:
        return None
    if _UNPRINTABLE.search(text):
        raise refuse(
            "text-unreadable", text,
            "contient un caractère illisible", "holds a character that cannot be read",
            "retaper la cellule", "type the cell again",
        )  # fmt: skip
    return text


def read_words(value: object) -> str | None:
    """Read free text, in which the error of a spreadsheet (``#N/A``, ``NULL``) is a blank."""
    text = read_text(value)
    return None if text is None or is_error_text(text) else text


def read_said(value: object) -> str | None:
    """Read free text that counts only when it says something: not ``—``, ``n/a``, ``à compléter``."""
    text = read_words(value)
    return None if text is None or says_nothing(text) else text


def says_nothing(text: str) -> bool:
    """Tell whether ``text`` only fills a cell: no letter or digit at all, or a word for want of an answer."""
    if text[:1].isascii() and text[:1].isalnum() and text[0] not in "AaNnTt":
        return False
    if not says_something(text):
        return True
    return len(text) < 40 and "".join(filter(str.isalnum, fold(text))) in _NOTHING_SAID


def read_word(value: object) -> str | None:
    """Read text that is a name or a code: the error of a spreadsheet is refused in it."""
    text = read_text(value)
    if text is not None and is_error_text(text):
        raise error_text(text)
    return text


def error_text(text: str) -> CellError:
    """Refuse what a spreadsheet writes for want of a value."""
    return refuse(
        "cell-error", text,
        "est une erreur de tableur, non une valeur", "is the error of a spreadsheet, not a value",
        "corriger la formule, écrire la valeur, ou vider la cellule",
        "mend the formula, write the value, or empty the cell",
    )  # fmt: skip


def read_reference(value: object) -> str | None:
    """Read the identifier of another row; None for a blank cell."""
    key = read_word(value)
    if key is not None and len(key) > LONGEST_KEY:
        raise refuse(
            "key-too-long", key,
            f"a {len(key)} caractères, {LONGEST_KEY} au plus", f"has {len(key)} characters, {LONGEST_KEY} at most",
            "donner un identifiant court, comme A01", "give a short identifier, such as A01",
        )  # fmt: skip
    return key


def read_key(value: object) -> str:
    """Read an identifier, which may not be blank, exactly as written but for the spaces around it."""
    key = read_reference(value)
    if key is None:
        raise CellError(
            "key-blank",
            Text("l'identifiant manque", "the identifier is missing"),
            Text("remplir la cellule ou supprimer la ligne", "fill in the cell or remove the row"),
        )
    return key


def read_flag(value: object) -> bool | None:
    """Read oui/non, vrai/faux, x, 1/0, yes/no or true/false; None for a blank cell."""
    if isinstance(value, bool):
        return value
    if is_blank(value):
        return None
    flag = _flag_of(value)
    if flag is None:
        raise refuse(
            "flag-unreadable", value,
            "n'est ni oui ni non", "is neither yes nor no",
            "écrire oui ou non", "write oui (yes) or non (no)",
        )  # fmt: skip
    return flag


def said_in(value: object) -> str | None:
    """Return the words of a cell that says more than yes or no; None where it says no more."""
    if not isinstance(value, str) or _flag_of(value) is not None:
        return None
    return read_word(value)


def read_done(value: object) -> bool | None:
    """Read whether something was done: a flag, and any other text that is not blank counts as yes."""
    if isinstance(value, bool):
        return value
    if read_word(value) is None:
        return None
    return _flag_of(value) is not False


def read_list(value: object) -> tuple[str, ...] | None:
    """Read a list from one cell, split at ``;`` or at a comma and a space, or from a list; None if blank.

    Items never hold a separator, whatever format they came in, so that every format says the same.
    """
    parts = list(value) if isinstance(value, (list, tuple)) else [value]
    items: list[str] = []
    for part in parts:
        if isinstance(part, (list, tuple, dict)):
            raise _no_text(part)
        text = read_word(part)
        if text is not None:
            items.extend(piece for each in _SEPARATOR.split(text) if (piece := each.strip()))
    return tuple(items) or None


def choice_reader(
    choices: tuple[str, ...], default: str | None = None, spellings: tuple[tuple[str, str], ...] = ()
) -> Callable[[object], str | None]:
    """Make the reader of an enumeration: case, accents, ``_`` and the drawing of arrows aside.

    ``spellings`` are other ways of writing them. It
    returns the spelling of ``choices``, and ``default`` (None unless given) for a blank cell.
    """
    exact = {choice: choice for choice in choices}
    folded = {fold_choice(written): choice for written, choice in (*spellings, *exact.items())}
    names = quoted(choices, either=True)

    def read_choice(value: object) -> str | None:
        if isinstance(value, str) and value in exact:
            return value
        text = read_word(value)
        if text is None:
            return default
        found = folded.get(fold_choice(text))
        if found is None:
            one_of = Text(f"écrire {names.fr}", f"write one of {names.en}")
            shown = quote(text)
            raise CellError(
                "choice-unknown",
                Text(f"{shown.fr} n'est pas une valeur connue", f"{shown.en} is not a known value"),
                did_you_mean(text, choices, one_of),
            )
        return found

    return read_choice


def fold_choice(text: str) -> str:
    """Return ``text`` as enumerated values are compared."""
    return _ARROW.sub(">", fold(text))


def _flag_of(value: object) -> bool | None:
    if isinstance(value, str):
        word = value.strip().lower()
        return _FLAGS[word] if word in _FLAGS else _FLAGS.get(fold(word))
    if isinstance(value, Decimal) and not value.is_finite():
        return None
    if isinstance(value, (int, float, Decimal)) and value in (0, 1):
        return bool(value)
    return None


def _as_text(value: object) -> str:
    """Return as text what another tool gave as a number, a flag or a date."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))  # identifiers that a spreadsheet turned into 21860194600000.0
    if isinstance(value, (int, float, Decimal)):
        return show(value)
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    raise _no_text(value)


def _no_text(value: object) -> CellError:
    return refuse(
        "text-unreadable", value,
        "n'est pas un texte", "is not a text",
        "écrire un texte simple", "write plain text",
    )  # fmt: skip
