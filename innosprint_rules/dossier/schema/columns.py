"""What a table and a column are: the vocabulary of the schema, which is data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, cast

from innosprint_rules.dossier.cells.names import split_unit
from innosprint_rules.folding import fold
from innosprint_rules.wording import Text, same

if TYPE_CHECKING:
    from innosprint_rules.dossier.schema.tables import Schema

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
class Told:
    """A message of the agreement's own about a cell: a stable code, what is wrong, what to do."""

    code: str
    message: Text
    hint: Text | None = None


@dataclass(frozen=True)
class NotBefore:
    """A day that cannot lie before that of the row which ``column`` leads to."""

    column: str
    told: Told


@dataclass(frozen=True)
class ReadBy:
    """How a ``value`` cell is read, by what the cell ``column`` of its row says; text while it says nothing.

    ``needed`` refuses a blank beside a cell that says something; ``unread`` is noted where what it says is unknown.
    """

    column: str
    meanings: Mapping[str, Meaning]
    otherwise: Meaning
    views: tuple[View, ...] = ()
    needed: Told | None = None
    unread: Told | None = None

    def meaning(self, said: str | None) -> Meaning:
        """Return how the value is read beside a cell that says ``said``."""
        return "text" if said is None else self.meanings.get(fold(said), self.otherwise)

    def knows(self, said: str) -> bool:
        """Tell whether ``said`` is one of the words that say how to read the value."""
        return fold(said) in self.meanings


_NOTHING = Text("", "")


@dataclass(frozen=True)
class Table:
    """One table: its names, its columns, what identifies a row and what dates it.

    ``name`` is the French file or sheet name, ``code`` the name in code. ``identity`` lists the columns
    that together name a row. ``date_column`` dates a row itself; failing that, ``dated_by`` is the reference
    whose row dates it. A ``keyed`` table holds one key and one value a line, and makes a single row. ``numbered`` is
    what its rows are called where the file names none (``ligne-1``, ``ligne-2`` …): they then need no identifier.
    Of a table whose rows are ``singular``, two that are alike but for their identifier are told. ``about`` says what
    the table is for, ``row`` names the class of its rows, ``first`` says of a column which values come first within
    one day, ``twice`` what to say of two rows with the same keys.
    """

    code: str
    name: str
    one: Text
    many: Text
    columns: tuple[Column, ...]
    identity: tuple[str, ...] = ("id",)
    date_column: str | None = None
    dated_by: str | None = None
    aliases: tuple[str, ...] = ()
    keyed: bool = False
    numbered: str | None = None
    singular: bool = False
    about: Text = _NOTHING
    row: str = "Row"
    first: Mapping[str, frozenset[str]] = field(default_factory=dict)
    twice: Told | None = None
    schema: Schema = field(default=cast("Schema", None), compare=False, repr=False)  # set once, by the schema itself

    def __hash__(self) -> int:
        return hash(self.code)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle a table by its name: there is one of each in a schema."""
        return _table_of, (self.schema, self.code)

    @cached_property
    def by_code(self) -> Mapping[str, Column]:
        """The columns by their name in code."""
        return {column.code: column for column in self.columns}

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Every name by which the table is known, French first."""
        return tuple(dict.fromkeys((self.name, self.code, *self.aliases)))

    @cached_property
    def references(self) -> tuple[Column, ...]:
        """The columns that point to a row of a table."""
        return tuple(column for column in self.columns if column.target is not None)

    @cached_property
    def _exact(self) -> Mapping[str, Column]:
        return {name: column for column in self.columns for name in (column.header, column.code)}

    @cached_property
    def _folded(self) -> Mapping[str, Column]:
        return {fold(name): column for column in self.columns for name in (*column.aliases, column.code, column.header)}

    def find(self, header: str) -> Column | None:
        """Return the column that ``header`` names (French or code; case, accents, unit aside), or None."""
        found = self._exact.get(header)
        if found is not None:
            return found
        whole = self._folded.get(fold(header))
        if whole is not None:
            return whole
        bare, _unit = split_unit(header)
        return self._folded.get(fold(bare))

    def named(self, header: str) -> Column | None:
        """Return the column that ``header`` names by its own name, in French or in code, not by another."""
        found = self.find(header)
        own = fold(split_unit(header)[0])
        return found if found is not None and own in (fold(found.header), fold(found.code)) else None

    def shown(self, name: str) -> str:
        """Return the column of the file that what formulas call ``name`` is read from."""
        return next((column.code for column in self.columns if column.read_by is not None
                     for view in column.read_by.views if view.name == name), name)  # fmt: skip

    def read_as(self, code: str) -> tuple[str, ...]:
        """Return what formulas call the column ``code``: more than one where a cell may be either."""
        column = self.by_code.get(code)
        read_by = None if column is None else column.read_by
        return (code,) if read_by is None else tuple(view.name for view in read_by.views if view.ruled)

    def header_of(self, code: str) -> str:
        """Return the French header of the column ``code``."""
        return self.by_code[code].header


def _table_of(schema: Schema, code: str) -> Table:
    return schema.inputs[code]
