"""What is told below a title, in order: paragraphs one below another, and rows of cells.

The text sets them with indents, the page as lists within lists; both show the same words.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple, TypeAlias


class Title(NamedTuple):
    """A title at the margin."""

    text: str


class Item(NamedTuple):
    """A paragraph ``depth`` levels below the margin.

    ``lead`` is how it begins, in the colour of ``tone``; ``answer`` is the word before it that says whether it holds.
    ``result`` tells that it is what the paragraph above it comes to.
    """

    depth: int
    text: str
    lead: str = ""
    tone: str = ""
    answer: tuple[Literal["yes", "no", "doubt"], str] | None = None
    result: bool = False


class Cells(NamedTuple):
    """Rows in columns, ``depth`` levels below the margin; those of ``right`` hold figures."""

    depth: int
    rows: Sequence[Sequence[str]]
    right: tuple[int, ...] = ()


Part: TypeAlias = Title | Item | Cells
