"""The names that formulas may use in one rulebook; measures are typed on demand, circles are refused."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from typing import Any

from innosprint_rules.dossier.schema.tables import Schema
from innosprint_rules.errors import ProblemList
from innosprint_rules.folding import fold
from innosprint_rules.formula import tree
from innosprint_rules.formula.checking import Checker
from innosprint_rules.formula.grammar import FormulaError
from innosprint_rules.formula.names import ERROR, Named
from innosprint_rules.formula.types import ParameterType, TableType, Type
from innosprint_rules.rulebook.column_types import base_tables
from innosprint_rules.strict_yaml import Scalar
from innosprint_rules.wording import Text


def _done() -> tree.Node:
    raise AssertionError("every measure of a loaded rulebook is typed")


NamePlace = tuple[Scalar, int, Named]
"""A name in a formula: the formula, the character at which the name starts in it, what it names."""

PLACES: ContextVar[list[NamePlace] | None] = ContextVar("places", default=None)
"""Where names stand, noted while somebody rewrites them; nobody else needs to know."""


def place(scalar: Scalar, owner: str | None, name: str) -> None:
    """Note that a text of its own names something, if anybody asks."""
    places = PLACES.get()
    if places is not None:
        written = scalar.text.strip()
        places.append((scalar, 0, Named(ast.Name(written), written, owner, name)))


def _place(scalar: Scalar, checker: Checker) -> None:
    """Note where the names of a formula stand, if anybody asks."""
    places = PLACES.get()
    if places is not None:
        places += ((scalar, each.start(checker.source), each) for each in checker.named)


class RulebookNames:
    """Implements ``formula.types.Names`` over measures that are typed when first asked for."""

    def __init__(
        self,
        facts: Mapping[str, Type],
        parameters: Mapping[str, ParameterType],
        readings: Mapping[str, tuple[str, ...]],
        members: tuple[str, ...],
        problems: ProblemList,
        schema: Schema,
        headings: tuple[str, ...] = (),
    ) -> None:
        self.schema = schema
        self.tables: dict[str, TableType] = base_tables(schema, headings)
        self.facts = facts
        self.parameters = parameters
        self.readings = readings
        self.members = members
        self.problems = problems
        self.used: set[tuple[str | None, str]] = set()
        self._pending: dict[tuple[str | None, str], Callable[[], tree.Node]] = {}
        self._typed: dict[tuple[str | None, str], tree.Node] = {}
        self._open: list[tuple[str | None, str]] = []
        self.noms: dict[tuple[str | None, str], str] = {}  # (table, name) -> other name, as written
        self._others: dict[tuple[str | None, str], str] = {}  # (table, other name, folded) -> name

    def __getstate__(self) -> dict[str, Any]:
        """Pickle without the work that typed the measures: it is done."""
        return {**self.__dict__, "_pending": dict.fromkeys(self._pending, _done)}

    def declare(self, table: str | None, name: str, work: Callable[[], tree.Node]) -> None:
        """Announce a measure; ``work`` types its formula."""
        self._pending[(table, name)] = work

    def node(self, table: str | None, name: str) -> tree.Node | None:
        """Return the typed formula of a measure, typing it now if need be."""
        key = (table, name)
        if key in self._typed:
            return self._typed[key]
        work = self._pending.get(key)
        if work is None:
            return None
        if key in self._open:
            circle = " → ".join(n for _, n in [*self._open[self._open.index(key) :], key])
            raise FormulaError(
                "circular-measure",
                Text(f"la grandeur dépend d'elle-même : {circle}", f"the measure rests on itself: {circle}"),
            )
        self._open.append(key)
        try:
            node = work()
        finally:
            self._open.pop()
        self._typed[key] = node
        return node

    def _type(self, table: str | None, name: str) -> Type | None:
        node = self.node(table, name)
        if node is None:
            return None
        self.used.add((table, name))
        return node.type

    def also_called(self, table: str | None, name: str, other: Scalar | None) -> None:
        """Note the other name of a parameter, a measure or a computed column; one that means something is refused."""
        if other is None:
            return
        key = (table, fold(other.text))
        if not other.text.strip().isidentifier() or self._others.setdefault(key, name) != name:
            self.problems.add(
                "other-name",
                Text(f"« {other.text} » n'est pas un nom, ou en est déjà un autre",
                     f"“{other.text}” is no name, or is that of something else"),
                Text("des lettres, des chiffres et « _ », sans espace", "letters, digits and “_”, without spaces"),
                other.location,
            )  # fmt: skip
        self.noms[table, name] = other.text.strip()

    def in_french(self, owner: str | None, name: str) -> str | None:
        """Return the other name of a table (owner "") or of something of its owner, or None where it has none."""
        if owner == "":
            table = self.schema.tables.get(name)
            return None if table is None or not table.name.isidentifier() else table.name
        column = (
            None if owner is None or owner not in self.schema.tables else self.schema.tables[owner].by_code.get(name)
        )
        header = None if column is None else column.header
        return self.noms.get((owner, name)) or (header if header is not None and header.isidentifier() else None)

    def meant(self, table: str | None, name: str) -> str | None:
        """Return the name that a header or another name stands for, or None."""
        found = self._others.get((table, fold(name)))
        if found is not None or table is None or table not in self.schema.tables:
            return found
        column = self.schema.tables[table].named(name)
        return column.code if column is not None and column.code in self.tables[table].columns else None

    def other_names(self, table: str | None) -> tuple[str, ...]:
        """Return the headers of a table's columns and the other names of what is worked out, for advice."""
        found = [other for (owner, other), _ in self._others.items() if owner == table]
        if table is not None and table in self.schema.tables:
            found += [column.header for column in self.schema.tables[table].columns if column.header.isidentifier()]
        return tuple(found)

    def table_names(self) -> tuple[str, ...]:
        """Return what tables may be called: in code, and as their keepers call them."""
        return (*self.tables, *(table.name for table in self.schema.tables.values() if table.name.isidentifier()))

    def meant_table(self, name: str) -> str | None:
        """Return the table that its keepers call ``name``, or None."""
        found = self.schema.find_table(name)
        return found.code if found is not None and found.code in self.tables else None

    def measure_type(self, name: str) -> Type | None:
        """Return the type of a measure of the whole agreement."""
        return self._type(None, name)

    def computed_type(self, table: str, name: str) -> Type | None:
        """Return the type of a computed column."""
        return self._type(table, name)

    def measure_names(self) -> tuple[str, ...]:
        """Return the names of the measures of the whole agreement."""
        return tuple(name for table, name in self._pending if table is None)

    def computed_names(self, table: str) -> tuple[str, ...]:
        """Return the names of the computed columns of a table."""
        return tuple(name for owner, name in self._pending if owner == table)

    # typing ------------------------------------------------------------------------------------------

    def type_formula(
        self,
        scalar: Scalar,
        table: str | None,
        *kinds: str,
        given: frozenset[Any] = frozenset(),
        nothing: bool = True,
    ) -> tree.Node:
        """Type one formula; every mistake goes to ``problems`` with file, line and column."""
        checker = Checker(self, table, given)
        node = checker.formula(scalar.text)
        allowed = (*kinds, "nothing") if nothing else kinds
        if node.type is not ERROR and kinds and node.type.kind not in allowed:
            wanted = " / ".join(kinds)
            message = Text(
                f"de type {node.type.words()}, attendu : {wanted}",
                f"of type {node.type.words()}, expected: {wanted}",
            )
            checker.errors.append(FormulaError("type-mismatch", message))
        elif node.type is not ERROR and node.type.nothing and not nothing:
            message = Text("la formule peut donner « vide »", "the formula may give nothing")
            checker.errors.append(FormulaError("unguarded-nothing", message))
        self.note(scalar, checker.errors)
        _place(scalar, checker)
        return node

    def type_rows(self, scalar: Scalar) -> tree.Node:
        """Type the rows of a derived table."""
        checker = Checker(self, None)
        node = checker.derived(scalar.text)
        self.note(scalar, checker.errors)
        _place(scalar, checker)
        return node

    def note(self, scalar: Scalar, errors: list[FormulaError]) -> None:
        """Turn mistakes of a formula into located problems, once each."""
        for error in errors:
            hint = self._header_in(scalar.text) if error.code in ("formula-syntax", "foreign-word") else None
            self.problems.add(error.code, error.message, hint or error.hint, scalar.at(error.offset))

    def _header_in(self, text: str) -> Text | None:
        """Say what to write in place of a header that no formula can read, for its spaces or its apostrophe."""
        within = fold(text)
        for table in self.schema.tables.values():
            for column in table.columns:
                if not column.header.isidentifier() and fold(column.header) in within:
                    return Text(f"l'en-tête « {column.header} » n'est pas d'un seul mot ; écrire {column.code}",
                                f"the header “{column.header}” is not one word; write {column.code}")  # fmt: skip
        return None
