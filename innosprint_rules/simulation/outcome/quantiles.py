"""Quantiles and histograms of whole numbers that were counted in narrow bins.

A run keeps counts, not values: each bin is at most 1/256 as wide as its values are large (0.4 %), and one value wide
below 512. Of a wider bin the roundest number in it stands for all: amounts of money gather at round numbers, and
where they do not any other number of the bin would be as good. A quantile keeps both ends of its bin, so that nobody
takes it for more exact than it is.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from innosprint_rules.simulation.outcome.intervals import ranks

PERCENTS = (5, 10, 25, 50, 75, 90, 95)
"""The quantiles that an outcome states."""

MOST_BARS = 20


class Bin(NamedTuple):
    """How many years gave a value of ``low`` to ``high``, both included."""

    low: int
    high: int
    years: int


@dataclass(frozen=True, slots=True)
class Quantile:
    """The value that ``percent`` of the years do not pass; it lies between ``low`` and ``high``, both included.

    ``margin`` is between which values that of all years lies at 95 %, both included; None where too few years tell.
    """

    percent: int
    value: int
    low: int
    high: int
    margin: tuple[int, int] | None = None

    @property
    def exact(self) -> bool:
        """Whether the value is known to the unit."""
        return self.low == self.high


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a histogram: the years that gave at least ``start`` and less than ``end``."""

    start: int
    end: int
    count: int


def clipped(bins: Sequence[Bin], least: int, greatest: int) -> tuple[Bin, ...]:
    """Return the bins that hold something, cut at the least and the greatest value met, which are exact."""
    return tuple(Bin(max(low, least), min(high, greatest), count) for low, high, count in bins if count)


def quantiles(bins: Sequence[Bin], percents: Sequence[int] = PERCENTS) -> tuple[Quantile, ...]:
    """Return quantiles of bins in ascending order, none empty: the smallest value that enough years do not pass."""
    if not bins:
        return ()
    reached = list(accumulate(each.years for each in bins))
    return tuple(_quantile(bins, reached, each) for each in percents)


def _quantile(bins: Sequence[Bin], reached: Sequence[int], percent: int) -> Quantile:
    rank = max(1, -(-reached[-1] * percent // 100))
    low, high, _ = bins[bisect_right(reached, rank - 1)]
    between = ranks(reached[-1], percent)
    margin = None
    if between is not None:
        first, last = (bins[bisect_right(reached, each - 1)] for each in between)
        margin = first.low, last.high
    return Quantile(percent, roundest(low, high), low, high, margin)


def histogram(bins: Sequence[Bin], most: int = MOST_BARS) -> tuple[Bar, ...]:
    """Return at most ``most`` bars with round edges over bins in ascending order, none empty.

    A bin that an edge cuts goes whole to the side of the number that stands for it.
    """
    if not bins:
        return ()
    step = round_step(bins[0].low, bins[-1].high, most)
    first = bins[0].low // step
    counts = [0] * (bins[-1].high // step - first + 1)
    for low, high, years in bins:
        counts[roundest(low, high) // step - first] += years
    return tuple(Bar((first + i) * step, (first + i + 1) * step, count) for i, count in enumerate(counts))


def round_step(low: int, high: int, most: int) -> int:
    """Return the least of 1, 2, 5, 10, 20 … of which at most ``most`` steps hold all values."""
    unit = 1
    while True:
        for factor in (1, 2, 5):
            step = unit * factor
            if high // step - low // step < most:
                return step
        unit *= 10


def roundest(low: int, high: int) -> int:
    """Return the number from ``low`` to ``high`` that ends with most zeros; of several the nearest to the middle."""
    middle = (low + high) // 2
    unit = 10 ** len(str(max(abs(low), abs(high))))
    while True:
        for factor in (5, 2, 1):
            step = unit * factor
            found = range(-(-low // step) * step, high + 1, step)
            if found:
                return min(found, key=lambda each: (abs(each - middle), each))
        unit //= 10
