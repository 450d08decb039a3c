"""From every clause to the rules that judge it, or to the reason why none does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from innosprint_rules.rulebook.book import Rulebook
from innosprint_rules.wording import Text


@dataclass(frozen=True, slots=True)
class Traced:
    """One clause: its article, what it says, the rules that judge it, or why none does."""

    number: str
    article: str
    summary: Text
    rules: tuple[str, ...]
    reason: Text | None

    def as_document(self) -> dict[str, Any]:
        """Return the clause as JSON carries it."""
        return {
            "clause": self.number,
            "article": self.article,
            "summary": self.summary.as_dict(),
            "rules": list(self.rules),
            "not_ruled": None if self.reason is None else self.reason.as_dict(),
        }


def trace(rulebook: Rulebook) -> tuple[Traced, ...]:
    """Return every clause in the order of the agreement, with the rules that name it."""
    resting: dict[str, list[str]] = {}
    for rule in rulebook.rules.values():
        for number in rule.clauses:
            resting.setdefault(number, []).append(rule.code)
    return tuple(
        Traced(number, clause.article, clause.summary, tuple(resting.get(number, ())), clause.reason)
        for number, clause in rulebook.agreement.clauses.items()
    )


def untraced(rulebook: Rulebook) -> tuple[str, ...]:
    """Return the clauses that no rule judges and of which nothing says why."""
    return tuple(each.number for each in trace(rulebook) if not each.rules and each.reason is None)
