"""What a loaded rulebook is made of: immutable, typed, shared by every engine and every thread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from innosprint_rules.errors import NOWHERE, Location
from innosprint_rules.formula.tree import DerivedRows, Node
from innosprint_rules.formula.types import ParameterType, TableType, Type
from innosprint_rules.wording import Text

Nature = Literal["obligation", "prohibition", "objective", "guidance", "means"]
Severity = Literal["error", "warning", "notice"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "notice")  # gravest first
NATURES: tuple[Nature, ...] = ("obligation", "prohibition", "objective", "guidance", "means")
VERDICT_WORDS = ("violated", "pending", "unknown", "satisfied")
JUDGED = "judged"  # any verdict on a row that the rule concerns
MESSAGE_KEYS = (*VERDICT_WORDS, *SEVERITIES)
AGREEMENT = "agreement"  # the scope of a rule judged once for the whole agreement


@dataclass(frozen=True, slots=True)
class Fact:
    """What the agreement itself says; ``value`` None means that it leaves a blank."""

    name: str
    type: Type
    value: int | str | None
    clause: str
    label: Text


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause: its article, what it says in our words, and which rules judge it or why none does."""

    number: str
    article: str
    kind: str
    summary: Text
    rules: tuple[str, ...]
    reason: Text | None
    location: Location = NOWHERE


@dataclass(frozen=True, slots=True)
class Reading:
    """One question that the text leaves open, with its possible answers."""

    key: str
    question: Text
    default: str
    options: Mapping[str, Text]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A dated value: ``values`` holds (day ordinal from which, value), oldest first.

    An amendment of ``amended_by`` changes it where ``amended_if`` holds on its row; there the parameter is worth what
    it was before that amendment.
    """

    name: str
    type: ParameterType
    values: tuple[tuple[int, int | str | tuple[str, ...] | None], ...]
    amended_by: str | None
    clause: str
    label: Text
    amended_if: Node | None = None
    location: Location = NOWHERE


@dataclass(frozen=True, slots=True)
class Impossible:
    """What no row of a table may say: where ``when`` surely holds, the row is an input error at ``column``."""

    table: str
    column: str
    when: Node
    message: Text
    hint: Text


@dataclass(frozen=True, slots=True)
class Odd:
    """What is possible in a row and seldom meant: where ``when`` surely holds, a notice tells it at ``column``."""

    code: str
    table: str
    column: str
    when: Node
    message: Text


@dataclass(frozen=True, slots=True)
class Measure:
    """A named quantity, of the whole agreement or a computed column of ``table``."""

    name: str
    table: str | None
    formula: Node
    label: Text
    location: Location


@dataclass(frozen=True, slots=True)
class DerivedTable:
    """A table made of others: its rows, the names of its columns, the pattern of its ids, which must be unique.

    ``distinct``: of rows that are alike one is kept.
    """

    type: TableType
    rows: DerivedRows
    columns: tuple[str, ...]
    id_pattern: str
    label: Text
    location: Location
    labels: Mapping[str, Text] = field(default_factory=dict)
    distinct: bool = False


@dataclass(frozen=True, slots=True)
class Level:
    """One condition at one severity, with the last day on which it may still be unmet, and where it stands."""

    severity: Severity
    met: Node
    due: Node | None
    location: Location = NOWHERE


@dataclass(frozen=True, slots=True)
class Phrase:
    """One item of a list in a message, said when ``when`` holds."""

    when: Node
    text: Text


@dataclass(frozen=True, slots=True)
class StepTexts:
    """What follows from a verdict or from what another step raised."""

    when: str
    condition: Node | None
    raises: str | None
    who: str | None
    what: Text | None
    due: Node | None


@dataclass(frozen=True, slots=True)
class Remark:
    """A notice that goes with a verdict (a satisfied rule with something to say)."""

    code: str
    when: str
    condition: Node
    message: Text


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule; formulas are typed in the scope of one row of ``scope`` or of the whole agreement."""

    code: str
    name: str
    clauses: tuple[str, ...]
    nature: Nature
    severity: Severity
    debtor: str | None
    scope: str
    title: Text
    levels: tuple[Level, ...]
    message: Mapping[str, Text]
    remedy: Mapping[str, Text]
    location: Location
    moment: Node | None = None
    applies: Node | None = None
    starts: Node | None = None
    due: Node | None = None
    reachable: Node | None = None
    silent_if_absent: bool = False
    columns: tuple[tuple[Node | None, str], ...] = ()
    readings: tuple[str, ...] = ()
    values: Mapping[str, Node | tuple[Phrase, ...]] = field(default_factory=dict)
    steps: tuple[StepTexts, ...] = ()
    remarks: tuple[Remark, ...] = ()

    @property
    def clause(self) -> str:
        """Return the clause numbers as one word, as the report carries them."""
        return " ".join(self.clauses)
