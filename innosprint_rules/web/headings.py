"""What a column is called on the page: its header with the accents and the small words that people write."""

from __future__ import annotations

from functools import lru_cache

from innosprint_rules.dossier.schema.tables import Table
from innosprint_rules.folding import fold
from innosprint_rules.wording import Lang, Text


def heading(table: Table, code: str, lang: Lang) -> str:
    """Return the heading of a column, by its name in code, with the accents that people write."""
    return _heading(table, code).get(lang)


@lru_cache(maxsize=500)
def _heading(table: Table, code: str) -> Text:
    return Text(_french(table, code), code.replace("_", " "))


def _french(table: Table, code: str) -> str:
    """Return the shortest of the names by which people write a header of several words, else its words accented."""
    column = table.by_code.get(code)
    if column is None:
        return code.replace("_", " ")
    words = fold(column.header.replace("_", " ")).split()
    if len(words) > 1:
        longer = [name for name in column.aliases if _inside(words, _words(name))]
        if longer:
            return min(longer, key=lambda name: len(_words(name)))
    written = {fold(word): word for name in (column.help.fr, *column.aliases) for word in _pieces(name)}
    return " ".join(_accented(word, written) for word in column.header.replace("_", " ").split())


def _accented(word: str, written: dict[str, str]) -> str:
    """Return a word as it is written elsewhere, in the plural too."""
    key = fold(word)
    if key in written:
        return written[key]
    return f"{written[key[:-1]]}s" if key.endswith("s") and key[:-1] in written else word


def _pieces(name: str) -> list[str]:
    return "".join(each if each.isalnum() else " " for each in name).split()


def _words(name: str) -> list[str]:
    return [fold(piece) for piece in _pieces(name)]


def _inside(words: list[str], name: list[str]) -> bool:
    """Tell whether ``words`` stand in ``name`` in their order, others between them or not."""
    rest = iter(name)
    return all(word in rest for word in words)
