"""A rulebook compiled once: measures, derived tables and rules as closures, shared by every check."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from typing import Any

from innosprint_rules.engine.evaluation.aggregates import compile_aggregate
from innosprint_rules.engine.evaluation.cells import typed_unknown
from innosprint_rules.engine.evaluation.compiler import Closure, CompiledTable, Slots, Work
from innosprint_rules.engine.evaluation.expressions import compile_node
from innosprint_rules.engine.evaluation.loops import Loops
from innosprint_rules.engine.evaluation.rule_conditions import CompiledRule, compile_rule
from innosprint_rules.formula import tree
from innosprint_rules.formula.signs import Bounder
from innosprint_rules.formula.types import Type
from innosprint_rules.rulebook.book import Rulebook
from innosprint_rules.rulebook.models import DerivedTable

_lock = threading.Lock()


class Program:
    """Closures over one rulebook; immutable once built."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        self.signs = Bounder(rulebook)
        self._closures: dict[int, tuple[tree.Node, Closure]] = {}
        self._reads: dict[int, frozenset[str]] = {}
        self._measure_reads: dict[tuple[str | None, str], frozenset[str]] = {}
        self._parameter_reads: dict[str, frozenset[str]] = {}
        self._bodies: dict[tuple[str | None, str], Closure] = {}
        self.derived: Mapping[str, CompiledTable] = {
            name: self._table(table) for name, table in rulebook.tables.items()
        }
        self.rules: dict[str, CompiledRule] = {code: compile_rule(self, rule) for code, rule in rulebook.rules.items()}

    # closures ----------------------------------------------------------------------------------------

    def closure(self, node: tree.Node) -> Closure:
        """Return the closure of a node, built once."""
        known = self._closures.get(id(node))
        if known is not None:
            return known[1]
        made = compile_aggregate(self, node) if isinstance(node, tree.Aggregate) else compile_node(self, node)
        self._closures[id(node)] = (node, made)  # the node is kept, so that its id stays its own
        return made

    def _body(self, table: str | None, name: str) -> Work:
        """Return a measure's closure, built when first run: measures may be defined in any order."""
        key = (table, name)
        formula = self.rulebook.measures[key].formula

        def body(slots: list[Any]) -> Any:
            made = self._bodies.get(key)
            if made is None:
                made = self._bodies[key] = self.closure(formula)
            return made(slots)

        return body, self.measure_reads(table, name)

    def measure(self, name: str) -> Work:
        """Return a measure of the whole agreement and the readings on which it rests."""
        return self._body(None, name)

    def computed(self, table: str, name: str) -> Work:
        """Return a computed column and the readings on which it rests."""
        return self._body(table, name)

    # readings ----------------------------------------------------------------------------------------

    def measure_reads(self, table: str | None, name: str) -> frozenset[str]:
        """Return the readings on which a measure rests."""
        key = (table, name)
        if key not in self._measure_reads:
            self._measure_reads[key] = frozenset()  # formulas have no circles: this is never seen
            self._measure_reads[key] = self.reads(self.rulebook.measures[key].formula)
        return self._measure_reads[key]

    def parameter_reads(self, name: str) -> frozenset[str]:
        """Return the readings on which the value of a parameter rests: those that say whether amendments count."""
        known = self._parameter_reads.get(name)
        if known is None:
            condition = self.rulebook.parameters[name].amended_if
            known = self._parameter_reads[name] = frozenset() if condition is None else self._reached(condition)
        return known

    def _reached(self, start: tree.Node) -> frozenset[str]:
        """Return the readings below a formula that may name what it is asked for."""
        return frozenset(each.key for each in self.below(start) if isinstance(each, tree.ReadingIs | tree.ByReading))

    def below(self, start: tree.Node) -> Iterator[tree.Node]:
        """Yield all from which a formula is worked out, measures, derived tables and amendments too, each once."""
        waiting, entered = [start], {id(start)}
        while waiting:
            for inner in tree.walk(waiting.pop()):
                yield inner
                below: tree.Node | None = None
                match inner:
                    case tree.Parameter(name=name):
                        below = self.rulebook.parameters[name].amended_if
                    case tree.Measure(name=name):
                        below = self.rulebook.measures[None, name].formula
                    case tree.Column(table=table, name=name, computed=True):
                        below = self.rulebook.measures[table, name].formula
                    case tree.TableSource(table=table) if table in self.rulebook.tables:
                        below = self.rulebook.tables[table].rows
                if below is not None and id(below) not in entered:
                    entered.add(id(below))
                    waiting.append(below)

    def node_of(self, made: int) -> tree.Node:
        """Return the node of a closure by its ``id``."""
        return self._closures[made][0]

    def reads(self, node: tree.Node) -> frozenset[str]:
        """Return the readings on which a formula rests, through measures and derived tables."""
        known = self._reads.get(id(node))
        if known is not None:
            return known
        found: set[str] = set()
        for inner in tree.walk(node):
            match inner:
                case tree.ReadingIs(key=key) | tree.ByReading(key=key):
                    found.add(key)
                case tree.Parameter(name=name):
                    found |= self.parameter_reads(name)
                case tree.Measure(name=name):
                    found |= self.measure_reads(None, name)
                case tree.Column(table=table, name=name, computed=True):
                    found |= self.measure_reads(table, name)
                case tree.TableSource(table=table) if table in self.rulebook.tables:
                    found |= self.reads(self.rulebook.tables[table].rows)
        self._reads[id(node)] = result = frozenset(found)
        return result

    # tables ------------------------------------------------------------------------------------------

    def _table(self, table: DerivedTable) -> CompiledTable:
        node = table.rows
        loops = Loops(self, node.loops, ("derived", table.type.name))
        elements = [self.closure(each) for each in node.elements]

        def rows(slots: Slots) -> Iterator[tuple[Any, list[Any]]]:
            for truth in loops.walk(slots):
                yield truth, [element(slots) for element in elements]

        bases = tuple(loop.over.table for loop in node.loops if isinstance(loop.over, tree.TableSource))
        return CompiledTable(
            table.type, table.columns, bases, self.reads(node), rows,
            loops.is_open, table.id_pattern,
        )  # fmt: skip

    def unknown_of(self, kind: Type) -> Any:
        """Return what stands for a missing value of a type."""
        return typed_unknown(kind)

    def unknown_cell(self, table: str, column: str) -> Any:
        """Return what stands for a cell of a row that is not known."""
        return typed_unknown(self.rulebook.names.tables[table].columns[column])

    def is_own_day(self, table: str, column: str) -> bool:
        """Tell whether a column is the date that says when its row happened."""
        return self.rulebook.names.tables[table].date_column == column


def compiled(rulebook: Rulebook) -> Program:
    """Return the program of a rulebook, built once whatever the number of threads."""
    found: Program | None = rulebook.compiled.get("program")
    if found is None:
        with _lock:
            found = rulebook.compiled.get("program")
            if found is None:
                found = rulebook.compiled["program"] = Program(rulebook)
    return found
