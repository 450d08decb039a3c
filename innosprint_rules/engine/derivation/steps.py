"""What a derivation is made of: steps with their values, the rows behind them and where those stand."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from innosprint_rules.engine.evaluation.missing_facts import Missing
from innosprint_rules.engine.evaluation.values import machine_value, written_value
from innosprint_rules.errors import NOWHERE, Location
from innosprint_rules.formula.types import TEXT, Type
from innosprint_rules.wording import LANGUAGES, Lang, Text

Kind = Literal[
    "condition",  # several conditions, all or one of which must hold; a choice; the contrary
    "comparison",
    "test",  # given, known, is among
    "measure",
    "operation",  # arithmetic or a function
    "aggregate",
    "parameter",
    "reading",
    "fact",
    "cell",
    "moment",
    "row",
    "constant",
    "definition",  # what a column computed row by row means, where each row's value is in the list
]


@dataclass(frozen=True, slots=True)
class Counted:
    """One row of an aggregate: its value, the total so far for a running total, and what hides it."""

    ids: tuple[str, ...]
    value: Any
    type: Type
    day: int | None
    place: Location
    total: Any = None
    missing: tuple[Missing, ...] = ()

    def as_document(self) -> dict[str, Any]:
        """Return the row as JSON carries it."""
        shown: dict[str, Any] = {"id": "/".join(self.ids), "value": machine_value(self.value, self.type)}
        if self.total is not None:
            shown["total"] = machine_value(self.total, self.type)
        if self.missing:
            shown["missing"] = [fact._asdict() for fact in self.missing]
        return {**shown, "location": asdict(self.place)}


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows behind an aggregate: those that count, those that may, how many do not.

    ``later`` counts rows dated after the moment of judgement; ``open`` names the tables that are not there.
    """

    table: str
    what: Text
    counted: tuple[Counted, ...]
    maybe: tuple[Counted, ...]
    left_out: int | None
    later: int = 0
    open: tuple[str, ...] = ()
    running: bool = False
    valued: bool = True
    distinct: bool = False

    def as_document(self) -> dict[str, Any]:
        """Return the rows as JSON carries them."""
        return {
            "table": self.table,
            "counted": [row.as_document() for row in self.counted],
            "may_count": [row.as_document() for row in self.maybe],
            "left_out": self.left_out,
            "not_happened_yet": self.later,
            "absent_tables": list(self.open),
        }


@dataclass(frozen=True, slots=True)
class DerivationStep:
    """One step: what is worked out, in words and as written, what it is worth, and what it rests on.

    ``see`` names an earlier step that already shows how the same value was found; ``note`` says what goes
    with the value: the article of a parameter, the answer of a reading. ``sides`` are the two values compared.
    """

    kind: Kind
    words: Text
    value: Any
    type: Type
    formula: str = ""
    name: str = ""
    see: str | None = None
    note: Text | None = None
    place: Location = NOWHERE
    sides: tuple[Any, Any] | None = None
    side_type: Type = TEXT
    rows: Rows | None = None
    steps: tuple[DerivationStep, ...] = ()
    details: dict[str, Any] = field(default_factory=dict)

    def written(self, lang: Lang) -> str:
        """Return the value as people of one language read it."""
        return written_value(self.value, self.type, lang)

    @property
    def said(self) -> Text:
        """The value in both languages."""
        return Text(*(self.written(lang) for lang in LANGUAGES))

    def as_document(self) -> dict[str, Any]:
        """Return the step as JSON carries it; what does not concern its kind is left out."""
        shown: dict[str, Any] = {
            "kind": self.kind,
            "words": self.words.as_dict(),
            "value": machine_value(self.value, self.type),
            "said": self.said.as_dict(),
        }
        if self.formula:
            shown["formula"] = self.formula
        if self.name:
            shown["name"] = self.name
        if self.see is not None:
            shown["see"] = self.see
        if self.note is not None:
            shown["note"] = self.note.as_dict()
        if self.place is not NOWHERE:
            shown["location"] = asdict(self.place)
        if self.sides is not None:
            shown["sides"] = [machine_value(side, self.side_type) for side in self.sides]
        shown.update(self.details)
        if self.rows is not None:
            shown["rows"] = self.rows.as_document()
        if self.steps:
            shown["steps"] = [step.as_document() for step in self.steps]
        return shown
