"""What rests on which columns of a dossier: the rules to judge again, and what to forget, when some cells change."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeAlias

from innosprint_rules.engine.evaluation.context import Context
from innosprint_rules.engine.evaluation.program import Program
from innosprint_rules.formula import tree
from innosprint_rules.rulebook.models import Rule

Cells: TypeAlias = frozenset[tuple[str, str]]
"""Columns as formulas name them: (table, column)."""


class Resting:
    """What rests on some columns, through measures, computed columns, derived tables and amended parameters."""

    def __init__(self, program: Program, cells: Cells) -> None:
        self.program, self.cells = program, cells
        book = program.rulebook
        self._known: dict[Any, bool] = {}
        self.rules = frozenset(
            code for code, rule in book.rules.items() if any(self.reads(node) for node in _formulas(rule))
            or (rule.scope in book.tables and self.reads(book.tables[rule.scope].rows))
        )  # fmt: skip
        self.measures = frozenset(name for table, name in book.measures if table is None and self._measure(None, name))
        self.computed = frozenset(
            f"{table}.{name}" for table, name in book.measures if table is not None and self._measure(table, name)
        )

    def _measure(self, table: str | None, name: str) -> bool:
        return self.reads(self.program.rulebook.measures[table, name].formula)

    def reads(self, node: tree.Node) -> bool:
        """Tell whether a formula rests on one of the columns."""
        return any(
            isinstance(each, tree.Column) and (each.table, each.name) in self.cells
            for each in self.program.below(node)
        )  # fmt: skip

    def forget(self, context: Context) -> None:
        """Drop from a context what was worked out from the columns; the rest of it stays good."""
        for name in self.measures & context.measures.keys():
            del context.measures[name]
        for key in self.computed & context.computed.keys():
            del context.computed[key]
        for key in [key for key in context.kept if self._rests(key)]:
            del context.kept[key]

    def _rests(self, key: Any) -> bool:
        """Tell whether what a context keeps under ``key`` rests on the columns."""
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = any(map(self.reads, self._sources(key)))
        return found

    def _sources(self, key: Any) -> Iterator[tree.Node]:
        """Yield the formulas behind what a context keeps: tables, parameters, and loops by their formula."""
        book = self.program.rulebook
        match key:
            case ("table" | "settled", _):
                return  # which rows have happened: days alone
            case ("parameter", str(name), _):
                condition = book.parameters[name].amended_if
                if condition is not None:
                    yield condition
            case ("derived", str(name)) | (("derived", str(name)), int()):
                yield book.tables[name].rows
            case ((str(), int(made)), int()):
                yield self.program.node_of(made)
            case _:
                raise TypeError(f"nothing is known of {key!r}")


def resting_on(program: Program, cells: Cells) -> Resting:
    """Return what rests on some columns, worked out once a rulebook."""
    kept: dict[Cells, Resting] = program.rulebook.compiled.setdefault("resting", {})
    return kept.get(cells) or kept.setdefault(cells, Resting(program, cells))


def _formulas(rule: Rule) -> Iterator[tree.Node]:
    """Yield every formula from which a finding of a rule is made or told."""
    found: list[tree.Node | None] = [rule.applies, rule.starts, rule.due, rule.moment, rule.reachable]
    for level in rule.levels:
        found += [level.met, level.due]
    for value in rule.values.values():
        found += [phrase.when for phrase in value] if isinstance(value, tuple) else [value]
    for step in rule.steps:
        found += [step.condition, step.due]
    found += [when for when, _ in rule.columns]
    found += [remark.condition for remark in rule.remarks]
    yield from (node for node in found if node is not None)
