"""How texts that people type are compared, in the one place where that is decided.

``fold`` is for names (members, headers, sheets, kinds, words of a formula), ``same_key`` for identifiers, and
``odd_characters`` tells what a message would otherwise hide: the space or the letter that is not what it seems.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType

_APOSTROPHES = "'`´‘’‚‛′ʹʻʼʽˈ՚Ꞌꞌ"
_DASHES = "-_−⁃˗"  # and every character of category Pd
_FILLERS = "\u115f\u1160\u3164\u2800"  # drawn as nothing, and called letters or symbols
_SPELLED = {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i"}  # no accent that would come off

_LOOKALIKES = (
    ("АВСЕНІӀЈКМОРԚЅТѴԜХУҮЗ", "ABCEHIIJKMOPQSTVWXYY3"),  # Cyrillic, then its small letters
    ("авсԁеһніӏјкмоьрԛѕтѵԝхуүз", "abcdehhiijkmobpqstvwxyy3"),
    ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX"),  # Greek
    ("αβεζηικμνορτυχω", "abeznikmvoptuxw"),
    ("ⲀⲂⲤⲈⲎⲒⲔⲘⲚⲞⲢⲦⲨⲬⲁⲃⲥⲉⲏⲓⲕⲙⲛⲟⲣⲧⲩⲭ", "ABCEHIKMNOPTYXabcehikmnoptyx"),  # Coptic
    ("ՍՕՏոսօհզց", "UOSnuohqg"),  # Armenian
    ("ᎪᏴᏟᎠᎬᏀᎻᎫᏦᏞᎷᏢᏒᏚᎢᏙᎳᎩᏃ", "ABCDEGHJKLMPRSTVWYZ"),  # Cherokee
    ("ꓮꓐꓚꓓꓰꓝꓖꓧꓲꓙꓗꓡꓟꓠꓳꓑꓣꓢꓔꓴꓦꓪꓫꓬꓜ", "ABCDEFGHIJKLMNOPRSTUVWXYZ"),  # Lisu
    ("ᴀʙᴄᴅᴇɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢɑɡıɩ", "ABCDEGHIJKLMNOPRSTUVWYZagii"),  # Latin small capitals, phonetic letters
)
"""Letters drawn like a Latin letter or a digit. Unicode's own list is five thousand lines long and joins letters of
one alphabet (``l``, ``I``, ``1``), which ordinary identifiers tell apart; what it says of full-width, circled and
mathematical letters comes out of their decomposition."""

_ASCII = str.maketrans(dict.fromkeys("-_'`", " "))
_KEPT = 80
"""Texts up to this length are remembered once folded: names come back, paragraphs do not."""

_ODD = re.compile(r"\s{2,}|.", re.DOTALL)
_FIRST_UNSEEN = "\u00ad"
_USUAL_SPACES = " \u00a0\u202f"
_SEEMS_A_HYPHEN = "\u2010\u2011\u2212\ufe63\uff0d"


def fold(text: str) -> str:
    """Return ``text`` as names are compared.

    Case, accents, final stops and what cannot be seen go; apostrophes, dashes, low lines and spaces of every
    kind are one plain space: ``"Date de  Décision."`` and ``"date_de_decision"`` are one.
    """
    return _remembered(text) if len(text) <= _KEPT else _folded(text)


def _folded(text: str) -> str:
    if text.isascii():
        bare = text.lower().translate(_ASCII)
    else:
        bare = unicodedata.normalize("NFKD", text).casefold().translate(_NAMES)
    return " ".join(bare.split()).rstrip(". ")


_remembered = lru_cache(maxsize=16384)(_folded)


def same_key(key: str) -> str:
    """Return ``key`` as identifiers are compared: two that look alike are one.

    Case, spaces, what cannot be seen, full-width forms and letters of another script that are drawn like Latin
    ones are aside; accents and punctuation are not.
    """
    if key.isascii():
        return "".join(key.lower().split())
    bare = unicodedata.normalize("NFKD", key).translate(_KEYS).casefold()
    return unicodedata.normalize("NFC", bare)


def unseen(text: str) -> bool:
    """Tell whether nothing of ``text`` can be seen: it is empty, or spaces and invisible characters alone."""
    if not text or text.isspace():
        return True
    if text.isascii():
        return False
    return not text.translate(_SEEN).strip()


def stripped(text: str) -> str:
    """Return ``text`` without the spaces and invisible characters at its ends."""
    text = text.strip()
    if not text or (text[0] < _FIRST_UNSEEN and text[-1] < _FIRST_UNSEEN):
        return text
    first, last = 0, len(text)
    while first < last and unseen(text[first]):
        first += 1
    while last > first and unseen(text[last - 1]):
        last -= 1
    return text[first:last]


def says_something(text: str) -> bool:
    """Tell whether ``text`` holds a letter or a digit."""
    return any(letter.isalnum() and letter not in _FILLERS for letter in text)


def odd_characters(text: str, most: int = 5) -> tuple[str, ...]:
    """Return the code points in ``text`` that do not show for what they are, at most ``most``, in their order.

    Spaces of other kinds and several in a row (``U+2002``, ``U+0020 ×2``), what is invisible, letters and digits
    that are not Latin (``U+0410``), signs drawn like a hyphen, loose accents.
    """
    text = text.strip()
    if text.isascii() and text.isprintable() and "  " not in text:
        return ()
    found: dict[str, None] = {}
    for piece in _ODD.findall(text):
        if len(piece) > 1:  # spaces
            for letter in dict.fromkeys(piece):
                found[_named(letter, piece.count(letter))] = None
        elif _is_odd(piece):
            found[_named(piece, 1)] = None
        if len(found) >= most:
            break
    return tuple(found)[:most]


def _named(letter: str, times: int) -> str:
    return f"U+{ord(letter):04X}" + (f" ×{times}" if times > 1 else "")


def _is_odd(letter: str) -> bool:
    if letter.isascii():
        return not letter.isprintable()
    if letter.isspace():
        return letter not in _USUAL_SPACES
    kind = unicodedata.category(letter)
    if kind[0] in "CM" or letter in _SEEMS_A_HYPHEN or letter in _FILLERS:
        return True
    latin = letter < "\u0250" or "\u1e00" <= letter <= "\u1eff"
    return (kind[0] == "L" and not latin) or kind in ("Nd", "Nl") or "\uff00" <= letter <= "\uffef"


class _Replacements(dict[int, str | None]):
    """What each character becomes (None: nothing), worked out by ``rule`` when it is first met."""

    def __init__(self, rule: Callable[[str, str], str | None], known: Mapping[str, str] = MappingProxyType({})) -> None:
        super().__init__({ord(letter): latin for letter, latin in known.items()})
        self._rule = rule

    def __missing__(self, code: int) -> str | None:
        letter = chr(code)
        kind = unicodedata.category(letter)
        unseen = kind == "Cf" or letter in _FILLERS or "\ufe00" <= letter <= "\ufe0f" or letter == "\u034f"
        self[code] = found = None if unseen else self._rule(letter, kind)
        return found


def _in_name(letter: str, kind: str) -> str | None:
    if kind in ("Mn", "Me"):
        return None
    return " " if kind == "Pd" or letter in _DASHES or letter in _APOSTROPHES else letter


def _in_key(letter: str, kind: str) -> str | None:
    if letter.isascii() or letter.isspace():
        return None if letter.isspace() else letter
    return "-" if kind == "Pd" or letter in _DASHES else "'" if letter in _APOSTROPHES else letter


_NAMES = _Replacements(_in_name, _SPELLED)
_KEYS = _Replacements(_in_key, {alike: latin for group in _LOOKALIKES for alike, latin in zip(*group, strict=True)})
_SEEN = _Replacements(lambda letter, _kind: letter)
