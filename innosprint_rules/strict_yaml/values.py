"""The values of a YAML text: scalars, lists and mappings that know where they are written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from innosprint_rules.errors import Location
from innosprint_rules.wording import LANGUAGES, Lang

# In a double-quoted scalar: escapes by their number of hexadecimal digits, and those that write white space.
_ESCAPED = {"x": 2, "u": 4, "U": 8}
_BLANKS = frozenset("tnrvf N_LP\n\t")

_BLANK = frozenset(("", "~", "null", "Null", "NULL"))

Value: TypeAlias = "Scalar | Items | Fields"


class Written:
    """A text with its file name and the line on which it starts in that file: where each of its values stands."""

    def __init__(self, text: str, file: str, first_line: int = 1) -> None:
        self.text = text
        self.file = file
        self.first_line = first_line
        self.languages: tuple[Lang, ...] = LANGUAGES  # those in which its texts must stand

    def place(self, index: int) -> Location:
        """Return the line and column of the character at ``index``."""
        before = self.text[:index]
        line = before.count("\n")
        column = index - (before.rfind("\n") + 1)
        return Location(file=self.file, row=self.first_line + line, column=column + 1)

    def location(self, mark: Any) -> Location:
        """Return the line and column of a mark of the parser."""
        return Location(file=self.file, row=self.first_line + mark.line, column=mark.column + 1)


@dataclass(slots=True, eq=False)  # not frozen: thousands are made at every start
class Scalar:
    """A text and where it stands in the document, from ``mark`` to ``end``; ``plain`` when it is not quoted."""

    text: str
    mark: Any
    end: int
    plain: bool
    document: Written

    @property
    def location(self) -> Location:
        """Return the place of the first character."""
        return self.document.location(self.mark)

    @property
    def blank(self) -> bool:
        """Tell whether it stands for no value."""
        return self.plain and self.text in _BLANK

    def at(self, offset: int) -> Location:
        """Return the place of the character at ``offset`` of the text, however YAML folded or quoted it."""
        index = self.index(offset)
        return self.location if index is None else self.document.place(index)

    def index(self, offset: int) -> int | None:
        """Return where the character at ``offset`` of the text stands in the document.

        Folding only touches white space, so the other characters are counted on both sides.
        """
        wanted = sum(not c.isspace() for c in self.text[:offset])
        start = self.mark.index
        raw = self.document.text[start : self.end]
        found = next((index for seen, index in enumerate(_visible(raw)) if seen == wanted), None)
        return None if found is None else start + found


def _visible(raw: str) -> Iterator[int]:
    """Yield where each character that is no white space is written in a YAML scalar, however it is quoted."""
    index = 0
    if raw[:1] in ("|", ">"):
        index = raw.find("\n") + 1
    quote = raw[0] if raw[:1] in ("'", '"') else ""
    index += len(quote)
    while index < len(raw):
        length, blank = _written(raw, index, quote)
        if not blank:
            yield index
        index += length


def _written(raw: str, index: int, quote: str) -> tuple[int, bool]:
    """Return how many characters of the file write one character of the text, and whether that is white space."""
    if quote == "'" and raw.startswith("''", index):
        return 2, False
    if quote == '"' and raw[index] == "\\":
        kind = raw[index + 1 : index + 2]
        if kind in _ESCAPED:
            digits = _ESCAPED[kind]
            return 2 + digits, chr(int(raw[index + 2 : index + 2 + digits], 16)).isspace()
        return 2, kind in _BLANKS
    return 1, raw[index].isspace()


@dataclass(slots=True, eq=False)
class Items:
    """A list and where it stands."""

    values: tuple[Value, ...]
    mark: Any
    document: Written

    @property
    def location(self) -> Location:
        """Return the place of the list."""
        return self.document.location(self.mark)

    def __iter__(self) -> Iterator[Value]:
        return iter(self.values)


@dataclass(slots=True, eq=False)
class Fields:
    """A mapping, its keys in order, and where it stands."""

    values: dict[str, Value]
    keys: dict[str, Location]
    mark: Any
    document: Written

    @property
    def location(self) -> Location:
        """Return the place of the mapping."""
        return self.document.location(self.mark)

    def __contains__(self, key: str) -> bool:
        return key in self.values
