"""The schema of a dossier: its tables, their columns and the roles they play, read from an agreement's folder.

Readers, models, writers, templates and the rule language all take it from here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any, Protocol, cast

from innosprint_rules.dossier.schema.columns import Column, ColumnNames, OwnMessage
from innosprint_rules.dossier.schema.roles import Roles
from innosprint_rules.dossier.schema.table_names import SESSION, Noun, bare_name, years_of
from innosprint_rules.folding import fold
from innosprint_rules.nearest import did_you_mean, quoted
from innosprint_rules.wording import Text

KEY_HEADER, VALUE_HEADER = "cle", "valeur"
"""Headers of the two columns of a keyed table."""
KEY_NAMES, VALUE_NAMES = (KEY_HEADER, "key"), (VALUE_HEADER, "value")
"""Names, as compared, by which the two columns are known."""

PROPOSAL = "proposal"
"""The name in code of the rows that are put to the vote, where a dossier keeps them beside its tables."""


class Described(Protocol):
    """Whatever a dossier can be read with: a schema, or a rulebook, which has one."""

    @property
    def schema(self) -> Schema:
        """The schema of the dossiers."""


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
    one day, ``twice`` what to say of two rows with the same keys, ``told`` the cells by which people know a row again.
    ``feminine``: what a row is called is, in French.
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
    feminine: bool = False
    about: Text = _NOTHING
    row: str = "Row"
    first: Mapping[str, frozenset[str]] = field(default_factory=dict)
    twice: OwnMessage | None = None
    told: tuple[str, ...] = ()
    schema: Schema = field(default=cast("Schema", None), compare=False, repr=False)  # set once, by the schema itself

    def __hash__(self) -> int:
        return hash(self.code)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle a table by its name: there is one of each in a schema."""
        return _table_of, (self.schema, self.code)

    @property
    def noun(self) -> Noun:
        """What one of its rows is called."""
        return Noun(self.one, self.many, self.feminine)

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
    def telling(self) -> tuple[str, ...]:
        """The columns that count as yes because they say something."""
        return tuple(column.code for column in self.columns if column.kind == "done")

    @cached_property
    def _column_names(self) -> ColumnNames:
        return ColumnNames(self.columns)

    def find(self, header: str) -> Column | None:
        """Return the column that ``header`` names (French or code; case, accents, unit aside), or None."""
        return self._column_names.find(header)

    def named(self, header: str) -> Column | None:
        """Return the column that ``header`` names by its own name, in French or in code, not by another."""
        return self._column_names.named(header)

    def shown(self, name: str) -> str:
        """Return the column of the file that what formulas call ``name`` is read from."""
        return next((column.code for column in self.columns if column.read_by is not None
                     for view in column.read_by.views if view.name == name), name)  # fmt: skip

    def read_as(self, code: str) -> tuple[str, ...]:
        """Return what formulas call the column ``code``: more than one where a cell may be either."""
        column = self.by_code.get(code)
        read_by = None if column is None else column.read_by
        return (code,) if read_by is None else tuple(view.name for view in read_by.views if view.ruled)

    def by_years(self, name: str, others: Iterable[str]) -> bool:
        """Tell whether ``name`` and each of ``others`` hold rows of the table for other years, to be read together."""
        years = years_of(name)
        return not self.keyed and bool(years) and all(years_of(other) not in ("", years) for other in others)

    def header_of(self, code: str) -> str:
        """Return the French header of the column ``code``."""
        return self.by_code[code].header


def _table_of(schema: Schema, code: str) -> Table:
    return schema.inputs[code]


class Schema:
    """The tables of an agreement's dossiers; made once, it never changes, and is compared by its declarations.

    Args:
        tables: every table in the order in which people think of them.
        roles: which of them commands need to know.
        texts: the YAML texts that declare them, by name: a schema pickles as what it was read from.
        proposal: the rows put to the vote, which a dossier may keep beside its tables.
    """

    def __init__(
        self, tables: Iterable[Table], roles: Roles, texts: Mapping[str, str], proposal: Table | None = None
    ) -> None:
        self.tables: Mapping[str, Table] = MappingProxyType({each.code: each for each in tables})
        self.roles = roles
        self.texts = dict(texts)
        self.proposal = proposal
        self.inputs: Mapping[str, Table] = MappingProxyType(
            {**self.tables, **({} if proposal is None else {PROPOSAL: proposal})}
        )
        for table in self.inputs.values():
            object.__setattr__(table, "schema", self)
        _schemas.setdefault(self.digest, self)
        self._by_name = {fold(name): described for described in self.tables.values() for name in described.names}

    @property
    def schema(self) -> Schema:
        """Itself: what can be read with a rulebook can be read with its schema."""
        return self

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the declarations, in hexadecimal."""
        return _digest(self.texts)

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, Schema) and self.digest == other.digest)

    def __hash__(self) -> int:
        return hash(self.digest)

    @property
    def meeting(self) -> Noun:
        """What a meeting is called; a session where the agreement has none."""
        return SESSION if self.roles.meetings is None else self.tables[self.roles.meetings.table].noun

    @property
    def proposals(self) -> Table | None:
        """The table that holds what is proposed and decided, where the agreement has one."""
        return None if self.roles.proposals is None else self.tables[self.roles.proposals.table]

    @property
    def facts(self) -> Table | None:
        """The table that repeats what the agreement says, where it has one."""
        return None if self.roles.facts is None else self.tables[self.roles.facts.table]

    # names -------------------------------------------------------------------------------------------

    def find_table(self, name: str) -> Table | None:
        """Return the table that a file, a sheet or a key called ``name`` holds, or None.

        French and English names are accepted, in the singular or plural, case and accents aside, with the years of
        the rows (``Versements 2018-2019``) and what a spreadsheet program adds (``Versements - Tableau 1``).
        """
        folded = fold(name)
        return self._by_name.get(folded) or self._by_name.get(bare_name(folded))

    def find_input(self, name: str) -> Table | None:
        """Return what a file, a sheet or a key called ``name`` holds: a table, or the proposal (``Proposition 4``)."""
        found = self.find_table(name)
        if found is None and self.proposal is not None and fold(name).startswith((self.proposal.name, PROPOSAL)):
            return self.proposal
        return found

    def unknown_table(self, name: str) -> Text:
        """Suggest the table that ``name`` was meant to be, or list those that there are."""
        names = self.quoted_names
        otherwise = Text(f"les tables connues sont {names.fr}", f"the known tables are {names.en}")
        return did_you_mean(name, self.every_name, otherwise, cutoff=0.75)

    @property
    def quoted_names(self) -> Text:
        """The French names of the tables, in a sentence."""
        return quoted(described.name for described in self.tables.values())

    @property
    def every_name(self) -> list[str]:
        """Every name of every table."""
        return [known for described in self.tables.values() for known in described.names]


_schemas: dict[str, Schema] = {}  # every schema that was read, by its declarations: a table is one object


def interned(texts: Mapping[str, str]) -> Schema | None:
    """Return the schema that these declarations made before, or None."""
    return _schemas.get(_digest(texts))


def _digest(texts: Mapping[str, str]) -> str:
    digest = hashlib.sha256()
    for name, text in sorted(texts.items()):
        digest.update(f"{name}\0{len(text)}\0{text}".encode())
    return digest.hexdigest()
