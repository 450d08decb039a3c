"""A rulebook: what an agreement requires, loaded, checked and typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from innosprint_rules.dossier.schema.tables import Schema
from innosprint_rules.errors import Problem
from innosprint_rules.rulebook.agreement import Agreement
from innosprint_rules.rulebook.models import DerivedTable, Impossible, Measure, Odd, Parameter, Rule
from innosprint_rules.rulebook.naming import RulebookNames
from innosprint_rules.rulebook.year.plan import YearPlan
from innosprint_rules.wording import Text, brief, same


@dataclass(frozen=True, eq=False)
class Rulebook:
    """A loaded rulebook; immutable, safe to share between threads.

    ``compiled`` is a place where engines keep what they built from it: it is filled once and never read back
    as data.
    """

    root: Path
    agreement: Agreement
    parameters: Mapping[str, Parameter]
    tables: Mapping[str, DerivedTable]
    measures: Mapping[tuple[str | None, str], Measure]
    rules: Mapping[str, Rule]
    names: RulebookNames
    digest: str
    files: Mapping[str, Path]
    impossible: tuple[Impossible, ...] = ()
    odd: tuple[Odd, ...] = ()
    year: YearPlan | None = None
    """What its years are drawn from; None where it says nothing of them."""
    warnings: tuple[Problem, ...] = ()
    """What its author may have meant otherwise; nothing that stops it from being used."""
    again: Callable[[], Rulebook] | None = field(default=None, repr=False)
    """What gives the same rulebook anywhere; None for rules from a folder of somebody's own."""
    compiled: dict[str, Any] = field(default_factory=dict, repr=False)

    def __repr__(self) -> str:
        return brief(f"Rulebook({self.name!r}, {self.version!r}, {len(self.rules)} rules, {self.digest[:12]})")

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Rulebook):
            return NotImplemented
        return self is other or (self.digest == other.digest and self.rules == other.rules)

    def __hash__(self) -> int:
        return hash(self.digest)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle the bundled rules by name, others as they are; what engines built is built again."""
        if self.again is not None:
            return self.again, ()
        parts = {each.name: getattr(self, each.name) for each in fields(self) if each.name != "compiled"}
        return _remade, (parts,)

    @property
    def schema(self) -> Schema:
        """Return the schema of the dossiers that it judges."""
        return self.names.schema

    @property
    def name(self) -> str:
        """Return the short name of the agreement."""
        return self.agreement.name

    @property
    def version(self) -> str:
        """Return the version of the rules."""
        return self.agreement.version

    @property
    def amendable(self) -> tuple[str, ...]:
        """The names by which amendments change parameters, each once."""
        return tuple(dict.fromkeys(each.amended_by for each in self.parameters.values() if each.amended_by))

    def article(self, rule: Rule) -> str:
        """Return the articles on which a rule rests, each once."""
        articles = (self.agreement.clauses[number].article for number in rule.clauses)
        return ", ".join(dict.fromkeys(articles))

    def place(self, article: str) -> Text:
        """Return how an article is named: as numbered, or in words for what stands outside the articles."""
        return self.agreement.places.get(article) or same(article)

    def default_readings(self) -> dict[str, str]:
        """Return the readings that hold unless others are chosen."""
        return {key: reading.default for key, reading in self.agreement.readings.items()}


def _remade(parts: Mapping[str, Any]) -> Rulebook:
    return Rulebook(**parts)
