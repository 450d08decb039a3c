"""What compiled formulas are, and what their makers ask of the one who keeps them (``engine.evaluation.program``)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

from innosprint_rules.engine.evaluation.rows import Row
from innosprint_rules.formula import tree
from innosprint_rules.formula.signs import Bounder
from innosprint_rules.formula.types import TableType, Type
from innosprint_rules.rulebook.book import Rulebook

Slots: TypeAlias = list[Any]
"""The context, the row, then one a generator's variable: ``Context.environment``."""

Closure: TypeAlias = Callable[[Slots], Any]
Work: TypeAlias = tuple[Closure, frozenset[str]]
"""A closure, and the readings on which it rests."""

_PLACE = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class CompiledTable:
    """A derived table, ready to be filled."""

    type: TableType
    columns: tuple[str, ...]
    tables: tuple[str, ...]
    reads: frozenset[str]
    rows: Callable[[Slots], Iterator[tuple[Any, list[Any]]]]
    is_open: Callable[[Slots], bool]
    pattern: str

    def identity(self, values: dict[str, Any]) -> str:
        """Return the id of a row: ``P1``, ``S2/P03``."""

        def write(match: re.Match[str]) -> str:
            value = values[match.group(1)]
            return value.id if isinstance(value, Row) else str(value)

        return _PLACE.sub(write, self.pattern)


class Compiler(Protocol):
    """Closures over one rulebook, each built once."""

    rulebook: Rulebook
    signs: Bounder
    derived: Mapping[str, CompiledTable]

    def closure(self, node: tree.Node) -> Closure:
        """Return the closure of a node."""

    def measure(self, name: str) -> Work:
        """Return a measure of the whole agreement."""

    def computed(self, table: str, name: str) -> Work:
        """Return a computed column."""

    def reads(self, node: tree.Node) -> frozenset[str]:
        """Return the readings on which a formula rests."""

    def parameter_reads(self, name: str) -> frozenset[str]:
        """Return the readings on which the value of a parameter rests."""

    def unknown_of(self, kind: Type) -> Any:
        """Return what stands for a missing value of a type."""

    def unknown_cell(self, table: str, column: str) -> Any:
        """Return what stands for a cell of a row that is not known."""

    def is_own_day(self, table: str, column: str) -> bool:
        """Tell whether a column is the date that says when its row happened."""
