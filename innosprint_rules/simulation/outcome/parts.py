"""The parts of an outcome: with what a run was made, one rule over its years, one measure over its years."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from innosprint_rules.formula.types import Kind
from innosprint_rules.rulebook.models import AGREEMENT, Nature, Severity
from innosprint_rules.simulation.outcome.intervals import Mean, Share
from innosprint_rules.simulation.outcome.quantiles import Bar, Bin, Quantile, histogram, quantiles
from innosprint_rules.wording import Text, brief_repr

if TYPE_CHECKING:
    from innosprint_rules.engine.kernel.unheld import Unheld
    from innosprint_rules.rulebook.book import Rulebook


@dataclass(frozen=True, slots=True)
class Assumption:
    """One input of the scenario: its name, what it is, and how it is drawn or what it is fixed at."""

    name: str
    label: Text
    value: Text

    __repr__ = brief_repr


@dataclass(frozen=True, slots=True)
class Setting:
    """With what a run was made: enough to make it again.

    ``asked`` is the number of years asked for, or found to be enough for ``precision``, in points, where that was
    asked for; ``amounts`` names the measures whose medians are to be as precise, ``ceiling`` is the endowment in cents.
    ``as_of`` is the day up to which a dossier is taken as having happened (None without a dossier), ``at`` the day on
    which each year is judged. ``file`` and ``digest`` are those of the scenario. ``by_reference``: what the kernel
    cannot hold, and the reference judged.
    """

    name: str
    title: Text
    description: Text
    file: str | None
    digest: str
    seed: int
    asked: int
    rulebook: Rulebook
    readings: Mapping[str, str]
    at: date
    as_of: date | None = None
    dossier_digest: str | None = None
    assumptions: tuple[Assumption, ...] = ()
    precision: Decimal | None = None
    amounts: tuple[str, ...] = ()
    ceiling: int = 0
    by_reference: tuple[Unheld, ...] = ()

    __repr__ = brief_repr


@dataclass(frozen=True, slots=True)
class RuleOutcome:
    """One rule over the years: ``years`` and ``rows`` by verdict, in the order of ``VERDICTS``.

    The verdict of a year is the gravest of its rows. ``error_years`` and ``error_rows`` are violated at severity
    error.
    """

    code: str
    name: str
    title: Text
    nature: Nature
    severity: Severity
    scope: str
    years: Mapping[str, int]
    rows: Mapping[str, int]
    error_years: int
    error_rows: int
    of: int

    __repr__ = brief_repr

    def share(self, verdict: str) -> Share:
        """Return in which part of the years the rule had a verdict."""
        return Share(self.years[verdict], self.of)

    @property
    def error(self) -> Share:
        """In which part of the years it was violated at severity error."""
        return Share(self.error_years, self.of)

    @property
    def at_stake(self) -> Share:
        """The part of the years that matters first: reached for an objective, violated for any other rule."""
        return self.share("satisfied" if self.nature == "objective" else "violated")

    @property
    def mean_rows_violated(self) -> Fraction:
        """How many rows were violated a year, on average; 0 of no year."""
        return Fraction(self.rows["violated"], self.of) if self.of else Fraction(0)

    @property
    def of_rows(self) -> bool:
        """Whether the rule gives a verdict for each row of a table, not one in each simulated year."""
        return self.scope != AGREEMENT and sum(self.rows.values()) != self.of


@dataclass(frozen=True, slots=True)
class MeasureOutcome:
    """One measure over the years in which it was known; in cents, units, millionths, day ordinals, or 0 and 1.

    ``nothing`` counts the years in which there was no such value, ``unknown`` those in which facts were missing.
    """

    name: str
    label: Text
    kind: Kind
    statistics: Mean
    nothing: int
    unknown: int
    of: int
    least: int | None
    greatest: int | None
    bins: tuple[Bin, ...] = field(repr=False)

    __repr__ = brief_repr

    @property
    def known(self) -> int:
        """The years in which the value was known."""
        return self.statistics.count

    @property
    def mean(self) -> Fraction | None:
        """The mean, exactly; None when no year is known."""
        return self.statistics.value

    @property
    def mean_bounds(self) -> tuple[Decimal, Decimal] | None:
        """The interval of the mean at 95 %, within what was met."""
        bounds = self.statistics.bounds()
        if bounds is None or self.least is None or self.greatest is None:
            return None
        return max(bounds[0], Decimal(self.least)), min(bounds[1], Decimal(self.greatest))

    @property
    def share_unknown(self) -> Share:
        """In which part of the years facts were missing."""
        return Share(self.unknown, self.of)

    @property
    def share_zero(self) -> Share:
        """In which part of the years where it is known the value is 0."""
        return Share(sum(each.years for each in self.bins if each.low == each.high == 0), self.known)

    def quantiles(self) -> tuple[Quantile, ...]:
        """Return the quantiles 5, 10, 25, 50, 75, 90 and 95 %; empty when no year is known."""
        return quantiles(self.bins)

    def quantile(self, percent: int) -> Quantile | None:
        """Return one quantile; None when no year is known."""
        return next(iter(quantiles(self.bins, (percent,))), None)

    def histogram(self) -> tuple[Bar, ...]:
        """Return at most 20 bars with round edges; empty when no year is known."""
        return histogram(self.bins)
