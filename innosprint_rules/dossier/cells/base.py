"""What every reader of cells shares: the error, the blank cell, and how a value is shown back."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

from innosprint_rules.folding import odd_characters, stripped, unseen
from innosprint_rules.wording import Text

LONGEST_SHOWN = 60
_ERROR = (  # compiled on use
    r"(?i:#(?:N/[AD]|(?:DIV|VALEUR|VALUE|REF|NAME|NOM|NULL?|NUM|NOMBRE|SPILL|PROPAGATION|CALC|[EÉ]PARS|CHAMP|FIELD"
    r"|BLOQU[EÉ]|BLOCKED|CONNECT|CONNEXION|INCONNU|UNKNOWN|OCCUP[EÉ]?|BUSY|GETTING_DATA|EXTERNE|EXTERNAL|PYTHON)"
    r"(?:/0)? ?!?\??|#{2,}|#N/A N/A)|Err ?: ?[0-9]{3}|-?nan|1\.#(?:QNAN|IND|INF)|<NA>|\(?null\)?)|NaT|None"
)
SPACES = str.maketrans(dict.fromkeys("\u00a0\u202f\u2007\u2008\u2009\u200a", " "))
"""Every space that spreadsheets and typography put between digits, as a plain one; a tab may part two cells."""


class CellError(ValueError):
    """A cell that cannot be read: a stable ``code``, what was found, and what to write instead."""

    def __init__(self, code: str, message: Text, hint: Text) -> None:
        self.code = code
        self.message = message
        self.hint = hint
        super().__init__(code, message, hint)

    def __str__(self) -> str:
        return f"{self.message.en} → {self.hint.en}"


def is_blank(value: object) -> bool:
    """Tell whether a cell is empty: nothing at all, or only spaces of any kind and invisible characters."""
    if isinstance(value, str):
        return not value or (not "!" <= value[0] <= "~" and unseen(value))
    return value is None


def is_error_text(text: str) -> bool:
    """Tell whether ``text`` is what a spreadsheet or a programming language writes for want of a value."""
    if len(text) > 24 or ("!" <= text[:1] <= "~" and text[0] not in "#<EeNn(-1"):
        return False
    return re.fullmatch(_ERROR, stripped(text)) is not None


def show(value: object, longest: int = LONGEST_SHOWN) -> str:
    """Return ``value`` as its author would recognise it, on one line and not too long."""
    if isinstance(value, bool):
        text = "true" if value else "false"
    elif isinstance(value, str):
        text = " ".join(value[: 4 * longest].split())
    elif isinstance(value, int):
        text = str(value) if value.bit_length() < 200 else f"{'-' if value < 0 else ''}1…"
    elif isinstance(value, float):
        whole = value.is_integer() and abs(value) < 1e15  # as a spreadsheet shows it
        text = f"{value:.0f}" if whole else float.__repr__(value)
    elif isinstance(value, dt.datetime):
        text = value.isoformat(sep=" ")
    elif isinstance(value, (list, tuple)):
        text = "[…]"
    elif isinstance(value, dict):
        text = "{…}"
    elif isinstance(value, (Decimal, dt.date)):
        text = str(value)[: 4 * longest]
    else:
        text = str(value)[: 4 * longest]
    text = "".join(letter if letter.isprintable() else "�" for letter in text)
    return text if len(text) <= longest else text[: longest - 1] + "…"


def quote(value: object, longest: int = LONGEST_SHOWN) -> Text:
    """Return ``value`` in the quotation marks of each language, then the characters that do not show in it."""
    shown = show(value, longest)
    odd = odd_characters(value[: 4 * longest]) if isinstance(value, str) else ()
    more = f" ({', '.join(odd)})" if odd else ""
    return Text(f"« {shown} »{more}", f"“{shown}”{more}")


def refuse(code: str, value: object, fr: str, en: str, hint_fr: str, hint_en: str) -> CellError:
    """Make the error for ``value``; ``fr`` and ``en`` go on from the quoted value."""
    quoted = quote(value)
    return CellError(code, Text(f"{quoted.fr} {fr}", f"{quoted.en} {en}"), Text(hint_fr, hint_en))
