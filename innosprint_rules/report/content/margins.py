"""How far each threshold is: the rules that compare something with a parameter of the agreement.

Nothing is written down twice: what is compared, with what and in which direction comes from the rule's own
formula. Of the rows of a table, the one nearest to the threshold is kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from innosprint_rules.engine.evaluation.values import says_nothing, written_value
from innosprint_rules.formula import tree
from innosprint_rules.formula.logic import exact
from innosprint_rules.report.content.teller import Teller

if TYPE_CHECKING:
    from innosprint_rules.engine.findings import Finding
    from innosprint_rules.formula.types import Type

_ORDERED = ("<", "<=", ">", ">=")
_NUMBERS = ("amount", "number", "decimal")


@dataclass(frozen=True, slots=True)
class Margin:
    """One threshold: the value, how much is left before it (a ceiling) or beyond it (a floor)."""

    finding: Finding
    value: Any
    threshold: Any
    type: Type
    ceiling: bool

    @property
    def left(self) -> int | None:
        """What is left; negative when the threshold is not kept, None when facts are missing."""
        if not (exact(self.value) and exact(self.threshold)):
            return None
        gap: int = self.threshold - self.value if self.ceiling else self.value - self.threshold
        return gap

    @property
    def due(self) -> date | None:
        """The last day on which the threshold may still be reached."""
        return self.finding.due

    def written(self, what: Any, teller: Teller) -> str:
        """Return a value of this threshold in words."""
        return written_value(what, self.type, teller.lang)


def margins(findings: Iterable[Finding]) -> list[Margin]:
    """Return one margin a rule that has a threshold: what is broken, then in the order of the rulebook.

    Of the years of a term, the one under way is told: what is over can no longer be changed.
    """
    nearest: dict[str, Margin] = {}
    for finding in findings:
        if finding.verdict == "not_applicable" or (finding.row is None and finding.subject.table != "agreement"):
            continue
        found = _margin(finding)
        if found is None:
            continue
        known = nearest.get(finding.rule)
        if known is None or _comes_before(found, known):
            nearest[finding.rule] = found
    return sorted(nearest.values(), key=lambda margin: margin.finding.verdict != "violated")


def _comes_before(one: Margin, other: Margin) -> bool:
    """Tell which of two rows is told: what is still pending before what is settled, then the tighter."""
    pending = [each.finding.verdict == "pending" and each.finding.row is not None and each.finding.row.model is None
               for each in (one, other)]  # fmt: skip
    return pending[0] if pending[0] != pending[1] else _tighter(one, other)


def _tighter(one: Margin, other: Margin) -> bool:
    if one.left is None and other.left is None:
        return says_nothing(other.value) and not says_nothing(one.value)
    if one.left is None or other.left is None:
        return other.left is not None  # not known: it may be the worst
    return one.left <= other.left


def _margin(finding: Finding) -> Margin | None:
    program = finding.context.program
    for level in finding.compiled.rule.levels:
        node = level.met
        if not isinstance(node, tree.Compare) or node.op not in _ORDERED:
            continue
        value, threshold, ceiling = node.left, node.right, node.op in ("<", "<=")
        if isinstance(value, tree.Parameter):
            value, threshold, ceiling = threshold, value, not ceiling
        if not isinstance(threshold, tree.Parameter) or value.type.kind not in _NUMBERS:
            continue
        slots = finding.context.environment(finding.row)
        found, limit = program.closure(value)(slots), program.closure(threshold)(slots)
        return Margin(finding, found, limit, value.type, ceiling)
    return None
