"""What a table and a column are: the vocabulary of the schema, which is data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from innosprint_rules.dossier.cells.names import split_unit
from innosprint_rules.folding import fold
from innosprint_rules.wording import Text, same

Kind = Literal["key", "ref", "text", "amount", "number", "decimal", "date", "flag", "done", "choice", "list", "value"]
"""How a cell is read. ``done`` is a lenient flag (any other text counts as yes); ``value`` is read after
another cell of its row says what it is; amounts are cents, decimals millionths."""

Blank = Literal["nothing", "unknown", "error"]
"""What an empty cell means: a fact that rules judge, an ignorance, or a mistake in the file."""

Meaning = Literal["amount", "number", "decimal", "date", "text"]
"""How the value of a ``value`` column is read."""

BLANK_OF_KIND: Mapping[Kind, Blank] = {
    "key": "error",
    "ref": "unknown",
    "text": "nothing",
    "amount": "unknown",
    "number": "unknown",
    "decimal": "unknown",
    "date": "unknown",
    "flag": "unknown",
    "done": "nothing",
    "choice": "unknown",
    "list": "nothing",
    "value": "unknown",
}


@dataclass(frozen=True)
class Column:
    """One column: the header people write, the name in code, how it is read and what a blank means.

    ``target`` is the table a reference points to; ``choices`` the words of an enumeration, as kept,
    ``spellings`` other ways of writing them (written, word), ``labels`` how they are said;
    ``default`` stands for a blank or an absent column; ``most`` bounds a number; ``zero`` says that an
    amount of 0 is usual here and needs no notice. ``names`` is the vocabulary of the agreement that a text or a
    list is read through: ``members``, ``headings``; ``everyone`` the key and the column of the row it leads to
    whose names a word for all of them means, where they are given. ``read_by`` says how a ``value`` is read,
    ``not_before`` which day a date cannot precede.
    Of a text, ``coded`` says that it is a name or a code, not free text, and ``said`` that it counts only when it
    says something.
    """

    header: str
    code: str
    kind: Kind
    blank: Blank
    help: Text
    target: str | None = None
    choices: tuple[str, ...] = ()
    spellings: tuple[tuple[str, str], ...] = ()
    default: str | None = None
    most: int | None = None
    zero: bool = False
    aliases: tuple[str, ...] = ()
    names: str | None = None
    everyone: tuple[str, str] | None = None
    coded: bool = False
    said: bool = False
    read_by: ReadBy | None = None
    not_before: NotBefore | None = None
    labels: Mapping[str, Text] = field(default_factory=dict)

    def label(self, word: str) -> Text:
        """Return how a word of an enumeration is said in each language; as it is kept where nothing is declared."""
        return self.labels.get(word) or same(word)


@dataclass(frozen=True)
class View:
    """One kind of a ``value`` column under a name of its own; ``nothing``: it is nothing where the cell is no such.

    ``ruled`` says that formulas see it.
    """

    name: str
    kind: Meaning
    nothing: bool
    ruled: bool


@dataclass(frozen=True)
class OwnMessage:
    """A message of the agreement's own about a cell: a stable code, what is wrong, what to do."""

    code: str
    message: Text
    hint: Text | None = None


@dataclass(frozen=True)
class NotBefore:
    """A day that cannot lie before that of the row which ``column`` leads to."""

    column: str
    told: OwnMessage


@dataclass(frozen=True)
class ReadBy:
    """How a ``value`` cell is read, by what the cell ``column`` of its row says; text while it says nothing.

    ``needed`` refuses a blank beside a cell that says something; ``unread`` is noted where what it says is unknown.
    """

    column: str
    meanings: Mapping[str, Meaning]
    otherwise: Meaning
    views: tuple[View, ...] = ()
    needed: OwnMessage | None = None
    unread: OwnMessage | None = None

    def meaning(self, said: str | None) -> Meaning:
        """Return how the value is read beside a cell that says ``said``."""
        return "text" if said is None else self.meanings.get(fold(said), self.otherwise)

    def knows(self, said: str) -> bool:
        """Tell whether ``said`` is one of the words that say how to read the value."""
        return fold(said) in self.meanings


class ColumnNames:
    """The columns of a table by what people write above them: in French or in code, case, accents and unit aside."""

    def __init__(self, columns: Iterable[Column]) -> None:
        self._folded = {fold(name): each for each in columns for name in (*each.aliases, each.code, each.header)}
        self._firsts = frozenset(name[:1] for name in self._folded)

    def find(self, header: str) -> Column | None:
        """Return the column that ``header`` names, or None."""
        folded = fold(header)
        whole = self._folded.get(folded)
        if whole is not None or folded[:1] not in self._firsts:  # a unit stands behind a name, not before it
            return whole
        return self._folded.get(fold(split_unit(header)[0]))

    def named(self, header: str) -> Column | None:
        """Return the column that ``header`` names by its own name, not by another."""
        found = self.find(header)
        own = fold(split_unit(header)[0])
        return found if found is not None and own in (fold(found.header), fold(found.code)) else None
