"""How the names of a rulebook are said to readers: measures by their labels, columns by their headers."""

from __future__ import annotations

from innosprint_rules.rulebook.book import Rulebook
from innosprint_rules.wording import Text, same


class RulebookLabels:
    """Implements ``formula.words.Labels`` over one rulebook."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        self.tables = rulebook.schema.tables

    def measure(self, table: str | None, name: str) -> Text:
        """Return the label of a measure or of a computed column."""
        return self.rulebook.measures[(table, name)].label

    def parameter(self, name: str) -> Text:
        """Return the label of a parameter."""
        return self.rulebook.parameters[name].label

    def fact(self, name: str) -> Text:
        """Return the label of a fact of the agreement."""
        return self.rulebook.agreement.facts[name].label

    def column(self, table: str, name: str) -> Text:
        """Return the header of a column; a derived table has only the names of its columns."""
        if table in self.tables:
            shown = self.tables[table].shown(name)
            return Text(self.tables[table].header_of(shown), shown)
        told = self.rulebook.tables[table].labels.get(name)
        if told is not None:
            return told
        kind = self.rulebook.names.tables[table].columns[name]
        return self.tables[kind.table].one if kind.kind == "ref" and kind.table in self.tables else same(name)

    def rows_of(self, table: str) -> Text:
        """Return what the rows of a table are called, in the plural."""
        return self.tables[table].many if table in self.tables else self.rulebook.tables[table].label

    def table(self, table: str) -> Text:
        """Return the name of a table as files and sheets carry it."""
        return Text(self.tables[table].name, table) if table in self.tables else self.rulebook.tables[table].label
