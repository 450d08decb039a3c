"""What is kept of many simulated years: whole-number sums, the same in whatever order the years are counted.

Nothing here grows with the number of years. Two tallies of disjoint years of one run add up, with ``+``, to the
tally of them all, exactly. Cents, units, millionths and day ordinals are those of the measures.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

VERDICTS = ("violated", "pending", "unknown", "satisfied", "not_applicable")
"""The order in which verdicts are counted."""

GRAVEST = (0, 2, 1, 3, 4)
"""A rule's verdict of a year is the gravest of its rows': the first of these that any row has."""

STATES = ("not_applicable", "met", "open", "lost", "unknown")
"""What a dated rule can be at a moment of a year, in the order in which it is counted."""

MOST_YEARS = 10_000
"""Years at most in which anything is judged by the reference."""

STEPS = 256
"""Bins of a histogram in an octave; values nearer to its base than twice that have a bin each."""


def bin_of(value: int) -> int:
    """Return the bin of a value, its measure's base taken off: exact up to 511, then 256 bins an octave."""
    if value < 0:
        return ~bin_of(~value)
    shift = (value >> 9).bit_length()
    return (value >> shift) + STEPS * shift


def bin_bounds(number: int) -> tuple[int, int]:
    """Return the least and the greatest value of a bin, both included; the measure's base is to be added."""
    if number < 0:
        low, high = bin_bounds(~number)
        return ~high, ~low
    shift = max(0, number // STEPS - 1)
    low = (number - STEPS * shift) << shift
    return low, low + (1 << shift) - 1


@dataclass(frozen=True, slots=True)
class RuleTally:
    """One rule: ``rows`` and ``years`` by verdict, in the order of ``VERDICTS``; a year by its gravest row.

    ``error_rows`` and ``error_years`` count rows violated at severity error, and the years with such a row. A year
    without any row of the rule is not applicable.
    """

    rows: tuple[int, ...]
    years: tuple[int, ...]
    error_rows: int
    error_years: int

    def __add__(self, other: RuleTally) -> RuleTally:
        return RuleTally(
            _added(self.rows, other.rows),
            _added(self.years, other.years),
            self.error_rows + other.error_rows,
            self.error_years + other.error_years,
        )


@dataclass(frozen=True, slots=True)
class MeasureTally:
    """One measure: the years in which it was known exactly, was nothing, or could only be bounded.

    ``total``, ``squares`` (the sum of the squares), ``least``, ``greatest`` (None without any year known) and
    ``bins`` are over the known ones. ``bins`` counts years by ``bin_of(value - base)``; ``base`` is 0, or for dates
    a day of the term.
    """

    known: int
    nothing: int
    unknown: int
    total: int
    squares: int
    least: int | None
    greatest: int | None
    bins: Mapping[int, int]
    base: int = 0

    def bounds(self, number: int) -> tuple[int, int]:
        """Return the least and the greatest value counted in a bin, never beyond what was seen."""
        low, high = bin_bounds(number)
        low, high = low + self.base, high + self.base
        return (
            low if self.least is None else max(low, self.least),
            high if self.greatest is None else min(high, self.greatest),
        )

    def __add__(self, other: MeasureTally) -> MeasureTally:
        bins = dict(self.bins)
        for number, count in other.bins.items():
            bins[number] = bins.get(number, 0) + count
        return MeasureTally(
            self.known + other.known,
            self.nothing + other.nothing,
            self.unknown + other.unknown,
            self.total + other.total,
            self.squares + other.squares,
            min((each for each in (self.least, other.least) if each is not None), default=None),
            max((each for each in (self.greatest, other.greatest) if each is not None), default=None),
            dict(sorted(bins.items())),
            self.base,
        )


@dataclass(frozen=True, slots=True)
class DatedTally:
    """One dated rule at the moments of the tally, over its watched years.

    ``states[m]`` counts the years by what the rule was at moment m, in the order of ``STATES``; ``saved[m]`` those
    not met then (open, lost or unknown) that were met at the last moment.
    """

    states: tuple[tuple[int, ...], ...]
    saved: tuple[int, ...]

    def __add__(self, other: DatedTally) -> DatedTally:
        states = tuple(_added(one, two) for one, two in zip(self.states, other.states, strict=True))
        return DatedTally(states, _added(self.saved, other.saved))


@dataclass(frozen=True, slots=True)
class Tally:
    """The sums over the years ``0 .. years - 1`` of one run (or over any years, before they are added up).

    ``words`` is the number of random words they drew. ``clean_years``: nothing violated at severity error.
    ``objective_years``: every rule of ``objectives`` satisfied (0 when there is none). ``watched_years``: how many
    of them were looked at on each of ``moments``, day ordinals, the last of which is the day of judgement.
    """

    years: int
    words: int
    clean_years: int
    objective_years: int
    watched_years: int
    objectives: tuple[str, ...]
    moments: tuple[int, ...]
    rules: Mapping[str, RuleTally] = field(default_factory=dict)
    measures: Mapping[str, MeasureTally] = field(default_factory=dict)
    dated: Mapping[str, DatedTally] = field(default_factory=dict)

    def __add__(self, other: Tally) -> Tally:
        """Return the tally of both. Raises ValueError when they are not of one scenario and one set of rules."""
        if (self.objectives, self.moments, [*self.rules], [*self.measures], [*self.dated]) != (
            other.objectives, other.moments, [*other.rules], [*other.measures], [*other.dated],
        ):  # fmt: skip
            raise ValueError("the two tallies are not of the same rules, measures and moments")
        return replace(
            self,
            years=self.years + other.years,
            words=self.words + other.words,
            clean_years=self.clean_years + other.clean_years,
            objective_years=self.objective_years + other.objective_years,
            watched_years=self.watched_years + other.watched_years,
            rules={code: each + other.rules[code] for code, each in self.rules.items()},
            measures={name: each + other.measures[name] for name, each in self.measures.items()},
            dated={code: each + other.dated[code] for code, each in self.dated.items()},
        )


def _added(one: tuple[int, ...], two: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(a + b for a, b in zip(one, two, strict=True))
