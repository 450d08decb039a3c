"""One figure of an outcome by name: what sensitivity moves and what scenarios are compared by.

``no-violation`` and ``all-objectives`` are shares of the years; a rule's code is the share of years in which it is
violated, or for an objective reached; a measure's name is its mean.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from innosprint_rules.errors import Problem
from innosprint_rules.formula.types import Kind
from innosprint_rules.nearest import did_you_mean
from innosprint_rules.simulation.outcome.intervals import Mean, Share, means_differ, shares_differ
from innosprint_rules.simulation.outcome.parts import RuleOutcome
from innosprint_rules.wording import Text

NO_VIOLATION, ALL_OBJECTIVES = "no-violation", "all-objectives"

TO_RETURN, RETURNED = "to_return", "returned"
"""The measures of what is due back to who paid the endowment, and of what went back."""

NO_VIOLATION_LABEL = Text("aucun manquement", "no breach")
ALL_OBJECTIVES_LABEL = Text("tous les objectifs atteints", "all objectives reached")
_FAULTS = {
    "error": Text("manquement", "breach"),
    "warning": Text("avertissement", "warning"),
    "notice": Text("remarque", "remark"),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A share of the years, or the mean of a measure, with all that its interval needs.

    ``kind`` is that of the measure; None of a share. ``good`` says whether more of it is better (True), worse (False)
    or neither (None).
    """

    name: str
    label: Text
    kind: Kind | None
    share: Share | None = None
    mean: Mean | None = None
    good: bool | None = None

    @property
    def value(self) -> Fraction | None:
        """The share, or the mean in cents, units, millionths or day ordinals; None where no year tells."""
        if self.share is not None:
            return self.share.fraction if self.share.of else None
        return None if self.mean is None else self.mean.value

    @property
    def bounds(self) -> tuple[Decimal, Decimal] | None:
        """The interval at 95 %; None where too few years tell."""
        if self.share is not None:
            return self.share.bounds() if self.share.of else None
        return None if self.mean is None else self.mean.bounds()

    def difference(self, other: Figure) -> tuple[Decimal, Decimal] | None:
        """Return the interval of this figure less ``other``, taken as independent; None where it cannot be told."""
        if self.share is not None and other.share is not None:
            return shares_differ(self.share, other.share)
        if self.mean is not None and other.mean is not None:
            return means_differ(self.mean, other.mean)
        return None


def stake_word(rule: RuleOutcome) -> Text:
    """Return what the share of a rule counts: reached for an objective, departed from for guidance, else broken."""
    if rule.nature == "objective":
        return Text("objectif atteint", "objective reached")
    if rule.nature == "guidance":
        return Text("écart", "departure")
    return _FAULTS[rule.severity]


def stake_label(rule: RuleOutcome) -> Text:
    """Return what the share of a rule counts, with what the rule asks for in quotation marks."""
    word = stake_word(rule)
    return Text(f"{word.fr} : « {rule.title.get('fr')} »", f"{word.en}: “{rule.title.en}”")


def unknown_figure(name: str, known: Iterable[str]) -> Problem:
    """Say that no figure has a name, and which one may have been meant."""
    listed = Text(
        f"écrire {NO_VIOLATION}, {ALL_OBJECTIVES}, le code d'une règle (SES01) ou le nom d'une grandeur ({TO_RETURN})",
        f"write {NO_VIOLATION}, {ALL_OBJECTIVES}, the code of a rule (SES01) or the name of a measure ({TO_RETURN})",
    )
    return Problem(
        "unknown-outcome",
        Text(f"la simulation ne donne rien qui s'appelle « {name} »", f"the simulation gives nothing called “{name}”"),
        did_you_mean(name, known, listed),
    )
