"""What amendments change over the same years: shares of verdicts and means, each with the margin of its change.

Year n without the amendments and year n with them are drawn from the same random words. A change is told by the years
in which the two differ, so that its margin is narrower than that of two runs apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, ClassVar

from innosprint_rules.dossier.amending import Act
from innosprint_rules.engine.documents.documented import Documented
from innosprint_rules.formula.types import Kind
from innosprint_rules.simulation.amended.verdicts import Joint
from innosprint_rules.simulation.outcome.intervals import Mean, Share, beyond_chance, paired
from innosprint_rules.simulation.outcome.outcome import Outcome
from innosprint_rules.simulation.tally.counts import VERDICTS
from innosprint_rules.wording import Text, brief


@dataclass(frozen=True, slots=True)
class Change:
    """One verdict of one rule: of ``years``, ``lost`` had it only without the amendments, ``gained`` only with them."""

    rule: str
    verdict: str
    before: Share
    after: Share
    lost: int
    gained: int

    @property
    def value(self) -> Fraction:
        """How much greater its share is with the amendments."""
        return self.after.fraction - self.before.fraction

    @property
    def bounds(self) -> tuple[Decimal, Decimal]:
        """The interval of the change at 95 %."""
        return paired(self.lost, self.gained, self.before.of)

    @property
    def sure(self) -> bool:
        """Whether the change is beyond chance."""
        return beyond_chance(self.bounds)


@dataclass(frozen=True, slots=True)
class Gap:
    """A measure: by how much it is more with the amendments, over the years in which both are known."""

    name: str
    label: Text
    kind: Kind
    before: Fraction | None
    after: Fraction | None
    mean: Mean


@dataclass(frozen=True, eq=False)
class AmendedOutcome(Documented):
    """The outcomes of the same years without amendments and with them, and what differs."""

    acts: tuple[Act, ...]
    before: Outcome
    after: Outcome
    changes: tuple[Change, ...]
    gaps: tuple[Gap, ...]

    document: ClassVar[str] = "innosprint-amended-outcome/1"

    def __repr__(self) -> str:
        return brief(f"AmendedOutcome({self.before.setting.name!r}, {self.years} years, {len(self.changes)} changes)")

    @property
    def years(self) -> int:
        """How many years were drawn, without and with the amendments."""
        return self.before.years

    def model_dump(self) -> dict[str, Any]:
        """Return it with the keys of the published JSON Schema."""
        from innosprint_rules.simulation.amended.document import AmendedDocument  # on use only: few are written

        return AmendedDocument.written(self)


def changes(joint: Mapping[str, Joint]) -> tuple[Change, ...]:
    """Return every verdict that a year has only without or only with the amendments, those of a rule together."""
    found: list[Change] = []
    for rule, counts in joint.items():
        years = sum(counts.values())
        for place, verdict in enumerate(VERDICTS):
            both = counts.get((place, place), 0)
            before = sum(count for (one, _), count in counts.items() if one == place)
            after = sum(count for (_, other), count in counts.items() if other == place)
            if before != both or after != both:
                lost, gained = before - both, after - both
                found.append(Change(rule, verdict, Share(before, years), Share(after, years), lost, gained))
    return tuple(found)


def measured(before: Outcome, after: Outcome, values: Mapping[str, Sequence[int]]) -> tuple[Gap, ...]:
    """Return what amendments change of measures; ``values`` are the differences year by year."""
    return tuple(
        Gap(
            name,
            before.measures[name].label,
            before.measures[name].kind,
            before.measures[name].mean,
            after.measures[name].mean,
            Mean(len(each), sum(each), sum(one * one for one in each)),
        )
        for name, each in values.items()
        if each and name in before.measures and name in after.measures
    )
