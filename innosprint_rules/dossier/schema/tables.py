"""The schema of a dossier: its tables, their columns and the roles they play, read from an agreement's folder.

Readers, models, writers, templates and the rule language all take it from here.
"""

from __future__ import annotations

import hashlib
import re
import threading
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cached_property
from types import MappingProxyType
from typing import Any, Protocol

from innosprint_rules.dossier.cells.names import did_you_mean, quoted
from innosprint_rules.dossier.schema.columns import Blank, Column, Kind, Table
from innosprint_rules.dossier.schema.roles import Roles
from innosprint_rules.folding import fold
from innosprint_rules.wording import Text

__all__ = ["PROPOSAL", "Blank", "Column", "Described", "Kind", "Schema", "Table", "bundled_schema", "expected_headers"]

KEY_HEADER, VALUE_HEADER = "cle", "valeur"
"""Headers of the two columns of a keyed table."""
KEY_NAMES, VALUE_NAMES = (KEY_HEADER, "key"), (VALUE_HEADER, "value")
"""Names, as compared, by which the two columns are known."""

PROPOSAL = "proposal"
"""The name in code of the rows that are put to the vote, where a dossier keeps them beside its tables."""

_ADDED = re.compile(r" ?\(?\b(?:tableau|table|feuille|feuil|sheet) ?[0-9]+\)?$")
_YEARS = re.compile(r"(?:^| |\()((?:19|20)[0-9]{2}(?:[ /](?:19|20)?[0-9]{2})?)\)?(?= |$)")


class Described(Protocol):
    """Whatever a dossier can be read with: a schema, or a rulebook, which has one."""

    @property
    def schema(self) -> Schema:
        """The schema of the dossiers."""


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

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle the bundled schema by name, another by its declarations."""
        if _bundled and self is _bundled[0]:
            return bundled_schema, ()
        return _restored, (self.texts,)

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
        bare = _ADDED.sub("", _YEARS.sub(" ", _ADDED.sub("", folded)).strip())
        return self._by_name.get(folded) or self._by_name.get(bare)

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


def years_of(name: str) -> str:
    """Return the years in the name of a file, a sheet or a key, or an empty text."""
    found = _YEARS.search(fold(name))
    return "" if found is None else found[1].replace("/", " ")


def by_years(described: Table, name: str, others: Iterable[str]) -> bool:
    """Tell whether ``name`` and each of ``others`` hold rows of a table for other years, to be read together."""
    years = years_of(name)
    return not described.keyed and bool(years) and all(years_of(other) not in ("", years) for other in others)


def expected_headers(described: Table) -> Text:
    """List the headers that ``described`` may have, for the hint of a message."""
    names = quoted((KEY_HEADER, VALUE_HEADER)) if described.keyed else quoted(each.header for each in described.columns)
    return Text(f"en-têtes attendus : {names.fr}", f"expected headers: {names.en}")


def proposed_of(table: Table, name: str, one: Text, many: Text, numbered: str) -> Table:
    """Return what the rows of ``table`` are while they are put to the vote, beside the tables of a dossier."""
    return replace(table, code=PROPOSAL, name=name, one=one, many=many, aliases=(), numbered=numbered)


_schemas: dict[str, Schema] = {}  # every schema that was read, by its declarations: a table is one object
_bundled: list[Schema] = []
_lock = threading.RLock()


def bundled_schema() -> Schema:
    """Return the schema of the bundled agreement, read once whatever the number of threads; it never changes."""
    from innosprint_rules.dossier.schema.declarations import read_schema  # on use only: it reads what is made of these
    from innosprint_rules.location import BUNDLED, rules_root

    with _lock:
        if not _bundled:
            _bundled.append(read_schema(rules_root() / BUNDLED))
        return _bundled[0]


def keep_bundled(schema: Schema) -> None:
    """Take ``schema``, read with the rest of the bundled agreement, for the bundled one, unless it was read before."""
    with _lock:
        if not _bundled:
            _bundled.append(schema)


def interned(texts: Mapping[str, str]) -> Schema | None:
    """Return the schema that these declarations made before, or None."""
    return _schemas.get(_digest(texts))


def _digest(texts: Mapping[str, str]) -> str:
    digest = hashlib.sha256()
    for name, text in sorted(texts.items()):
        digest.update(f"{name}\0{len(text)}\0{text}".encode())
    return digest.hexdigest()


def _restored(texts: Mapping[str, str]) -> Schema:
    from innosprint_rules.dossier.schema.declarations import schema_of_texts  # on use only, likewise

    return interned(texts) or schema_of_texts(texts)


def schema_of(described: Described | None) -> Schema:
    """Return the schema of ``described``; that of the bundled agreement where it is None."""
    return bundled_schema() if described is None else described.schema
