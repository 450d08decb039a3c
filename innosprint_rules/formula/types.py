"""The types of the rule language and the names a formula may use.

Money, counts, days and decimals never mix: adding an amount to a number of days is an error when the
rulebook is loaded, not a wrong figure in a report.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, Protocol

from innosprint_rules import limits
from innosprint_rules.money import MOST_CENTS

Kind = Literal[
    "amount",  # whole cents
    "number",  # whole number, days included
    "decimal",  # millionths
    "percent",  # millionths of the whole: 80 % is 800,000
    "share",  # millionths of a cent: a percentage of an amount, exact
    "date",  # day ordinal
    "flag",
    "text",
    "choice",
    "member",
    "ref",
    "list",
    "nothing",
]

NUMERIC: frozenset[str] = frozenset({"amount", "number", "decimal", "percent", "share"})
ORDERED: frozenset[str] = NUMERIC | {"date"}
TEXTUAL: frozenset[str] = frozenset({"text", "choice", "member"})

# What one cell may hold at most: the readers refuse more, so that no plain sum passes EXACT on a dossier of
# MOST_ROWS rows (the compiled kernel counts in 64 bits, solvers and JSON readers in doubles).
LARGEST: Mapping[str, int] = {
    "amount": MOST_CENTS,
    "number": 10**9,
    "decimal": 10**10,
    "percent": 10**12,
    "share": MOST_CENTS * 10**6,
    "date": 800_000,
}
SMALLEST: Mapping[str, int] = {"amount": 0, "number": 0, "decimal": 0, "percent": 0, "share": 0, "date": 1}
MOST_ROWS = limits.ROWS
EXACT = 2**53


@dataclass(frozen=True, slots=True)
class Type:
    """The type of an expression; ``nothing`` says that a blank cell may reach it as a fact."""

    kind: Kind
    table: str = ""
    choices: tuple[str, ...] = ()
    of: Kind = "text"
    nothing: bool = False

    def sure(self) -> Type:
        """Return the same type once a guard has excluded *nothing*."""
        return replace(self, nothing=False) if self.nothing else self

    def maybe(self) -> Type:
        """Return the same type with *nothing* allowed."""
        return self if self.nothing else replace(self, nothing=True)

    def words(self) -> str:
        """Name the type for an error message (English: rule authors read the language's own terms)."""
        if self.kind == "ref":
            return f"row of {self.table}"
        if self.kind == "list":
            return f"list of {self.of}"
        return self.kind


PERCENT, SHARE = Type("percent"), Type("share")
AMOUNT, NUMBER, DECIMAL, DATE = Type("amount"), Type("number"), Type("decimal"), Type("date")
FLAG, TEXT, NOTHING = Type("flag"), Type("text"), Type("nothing", nothing=True)


@dataclass(frozen=True, slots=True)
class ParameterType:
    """A parameter's type; ``dated`` ones may be asked for on a given day; ``bounds`` hold whatever it may be worth."""

    type: Type
    dated: bool = False
    bounds: tuple[int, int] = (0, 0)


@dataclass(slots=True)
class TableType:
    """A table as formulas see it: its own columns, then the computed ones, and its own date column."""

    name: str
    columns: dict[str, Type] = field(default_factory=dict)
    date_column: str | None = None
    derived: bool = False


class Names(Protocol):
    """Everything a formula may name; the rulebook provides it."""

    @property
    def tables(self) -> Mapping[str, TableType]:
        """Return the tables, base and derived."""

    @property
    def facts(self) -> Mapping[str, Type]:
        """Return the facts of the agreement."""

    @property
    def parameters(self) -> Mapping[str, ParameterType]:
        """Return the parameters."""

    @property
    def readings(self) -> Mapping[str, tuple[str, ...]]:
        """Return the questions with their possible answers."""

    @property
    def members(self) -> tuple[str, ...]:
        """Return the members whose names formulas may quote."""

    def meant(self, table: str | None, name: str) -> str | None:
        """Return the name that a header, or another name of a parameter or a measure, stands for; None for none.

        Without a table it is that of a parameter or of a measure of the whole agreement.
        """

    def other_names(self, table: str | None) -> tuple[str, ...]:
        """Return what may be written in place of the names of a table's columns, else of parameters and measures."""

    def table_names(self) -> tuple[str, ...]:
        """Return what tables may be called: in code, and as their keepers call them."""

    def meant_table(self, name: str) -> str | None:
        """Return the table that is called ``name`` by those who keep it, or None."""

    def measure_type(self, name: str) -> Type | None:
        """Return the type of the measure ``name`` of the whole agreement, or None."""

    def computed_type(self, table: str, name: str) -> Type | None:
        """Return the type of the computed column ``name`` of ``table``, or None."""

    def measure_names(self) -> tuple[str, ...]:
        """Return the names of the measures of the whole agreement."""

    def computed_names(self, table: str) -> tuple[str, ...]:
        """Return the names of the computed columns of ``table``."""
