"""What a table and a column are: the vocabulary of the schema, which is data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from innosprint_rules.dossier.cells.names import split_unit
from innosprint_rules.folding import fold
from innosprint_rules.wording import Text

Kind = Literal["key", "ref", "text", "amount", "number", "decimal", "date", "flag", "done", "choice", "list", "value"]
"""How a cell is read. ``done`` is a lenient flag (any other text counts as yes); ``value`` is read after
another cell of its row says what it is; amounts are cents, decimals millionths."""

Blank = Literal["nothing", "unknown", "error"]
"""What an empty cell means: a fact that rules judge, an ignorance, or a mistake in the file."""

_BLANK_OF_KIND: Mapping[Kind, Blank] = {
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

    ``target`` is the table a reference points to; ``choices`` the spellings of an enumeration, as kept;
    ``default`` stands for a blank or an absent column; ``most`` bounds a number; ``zero`` says that an
    amount of 0 is usual here and needs no notice. ``names`` is the vocabulary of the agreement that a text or a
    list is read through: ``members``, ``headings``; ``everyone`` the key and the column of the row it leads to
    whose names a word for all of them means, where they are given.
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
    default: str | None = None
    most: int | None = None
    zero: bool = False
    aliases: tuple[str, ...] = ()
    names: str | None = None
    everyone: tuple[str, str] | None = None
    coded: bool = False
    said: bool = False


def column(
    header: str,
    code: str,
    kind: Kind,
    help_fr: str,
    help_en: str,
    *,
    blank: Blank | None = None,
    target: str | None = None,
    choices: tuple[str, ...] = (),
    default: str | None = None,
    most: int | None = None,
    zero: bool = False,
    aliases: tuple[str, ...] = (),
    names: str | None = None,
    everyone: tuple[str, str] | None = None,
    coded: bool = False,
    said: bool = False,
) -> Column:
    """Describe a column; a blank means what is usual for its kind unless ``blank`` says otherwise."""
    meaning = blank or _BLANK_OF_KIND[kind]
    words = Text(help_fr, help_en)
    return Column(header, code, kind, meaning, words, target, choices, default, most, zero, aliases, names, everyone,
                  coded, said)  # fmt: skip


@dataclass(frozen=True)
class Table:
    """One table: its names, its columns, what identifies a row and what dates it.

    ``name`` is the French file or sheet name, ``code`` the name in code. ``identity`` lists the columns
    that together name a row. ``date_column`` dates a row itself; failing that, ``dated_by`` is the reference
    whose row dates it. A ``keyed`` table holds one key and one value a line, and makes a single row. ``numbered`` is
    what its rows are called where the file names none (``ligne-1``, ``ligne-2`` …): they then need no identifier.
    Of a table whose rows are ``singular``, two that are alike but for their identifier are told.
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

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle a table by its name: there is one of each."""
        from innosprint_rules.dossier.schema.tables import input_table  # on use only: the schema is made of these

        return input_table, (self.code,)

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

    def header_of(self, code: str) -> str:
        """Return the French header of the column ``code``."""
        return self.by_code[code].header
