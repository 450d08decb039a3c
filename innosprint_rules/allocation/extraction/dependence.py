"""Which formulas and tables depend on the decision: those that read the amount or the status of a line."""

from __future__ import annotations

from innosprint_rules.dossier.schema.roles import required
from innosprint_rules.formula import tree
from innosprint_rules.rulebook.book import Rulebook


class Dependence:
    """What of a rulebook reads what is under decision, through measures and derived tables; each worked out once."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        self.role = required(rulebook.schema.roles.proposals, "proposals")
        self._formulas: dict[int, tuple[tree.Node, bool]] = {}
        self._measures: dict[tuple[str | None, str], bool] = {}

    def formula(self, node: tree.Node) -> bool:
        """Tell whether a formula reads what is under decision."""
        known = self._formulas.get(id(node))
        if known is not None:
            return known[1]
        found = any(self._reads(inner) for inner in tree.walk(node))
        self._formulas[id(node)] = (node, found)  # the node is kept, so that its id stays its own
        return found

    def table(self, name: str) -> bool:
        """Tell whether the rows of a derived table depend on the decision."""
        derived = self.rulebook.tables.get(name)
        return derived is not None and self.formula(derived.rows)

    def _reads(self, node: tree.Node) -> bool:
        match node:
            case tree.Column(table=table, name=name, computed=True):
                return self._measure(table, name)
            case tree.Column(table=table, name=name):
                return table == self.role.table and name in (self.role.amount, self.role.status)
            case tree.Measure(name=name):
                return self._measure(None, name)
            case tree.TableSource(table=table):
                return table == self.role.table or self.table(table)
        return False

    def _measure(self, table: str | None, name: str) -> bool:
        key = (table, name)
        if key not in self._measures:
            self._measures[key] = False  # formulas have no circles: this is never seen
            self._measures[key] = self.formula(self.rulebook.measures[key].formula)
        return self._measures[key]
