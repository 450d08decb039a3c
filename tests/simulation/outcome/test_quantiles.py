"""Quantiles and histograms from narrow bins, against the values themselves."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable
from fractions import Fraction
from itertools import pairwise
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from innosprint_rules.simulation.distributions.quantities import three_digits
from innosprint_rules.simulation.outcome.intervals import ranks
from innosprint_rules.simulation.outcome.quantiles import (
    MOST_BARS,
    PERCENTS,
    Bin,
    clipped,
    histogram,
    quantiles,
    round_step,
    roundest,
)
from innosprint_rules.simulation.tally.counts import bin_bounds, bin_of
from tests.conftest import LONG

VALUES = st.lists(st.one_of(st.integers(-600, 600), st.integers(-(10**9), 10**11)), min_size=1, max_size=200)


def binned(values: Iterable[int]) -> tuple[Bin, ...]:
    counts = Counter(map(bin_of, values))
    raw = [Bin(*bin_bounds(number), count) for number, count in sorted(counts.items())]
    return clipped(raw, min(values), max(values))


@given(VALUES)
def test_a_quantile_lies_in_the_bin_of_the_true_one(values: list[int]) -> None:
    ordered = sorted(values)
    for found in quantiles(binned(values)):
        true = ordered[max(1, -(-len(values) * found.percent // 100)) - 1]
        assert found.low <= true <= found.high
        assert found.low <= found.value <= found.high
        assert found.high - found.low <= max(abs(found.low), abs(found.high)) / 256
        if -512 <= true < 512:
            assert found.exact
            assert found.value == true


@given(VALUES)
def test_quantiles_rise(values: list[int]) -> None:
    found = [each.value for each in quantiles(binned(values))]
    assert found == sorted(found)
    assert len(found) == len(PERCENTS)


@given(VALUES)
def test_bars_hold_every_year_and_have_round_edges(values: list[int]) -> None:
    bars = histogram(binned(values))
    assert 1 <= len(bars) <= MOST_BARS
    assert sum(bar.count for bar in bars) == len(values)
    step = bars[0].end - bars[0].start
    assert str(step).rstrip("0") in ("1", "2", "5")
    for bar, after in pairwise(bars):
        assert bar.end == after.start
    assert all(bar.start % step == 0 and bar.end - bar.start == step for bar in bars)
    assert bars[0].start <= min(values) and max(values) < bars[-1].end  # noqa: PT018  # one fact: the bars hold all


@given(st.lists(st.integers(-511, 511), min_size=1, max_size=100))
def test_bars_of_small_values_are_exact(values: list[int]) -> None:
    for bar in histogram(binned(values)):
        assert bar.count == sum(bar.start <= each < bar.end for each in values)


def test_amounts_that_gather_at_a_round_sum_stay_there() -> None:
    values = [3_500_000] * 95 + [1_234_567, 3_600_000, 3_700_000, 4_000_000, 4_900_000]
    assert {each.value for each in quantiles(binned(values), (5, 50, 95))} == {3_500_000}
    (bar,) = (bar for bar in histogram(binned(values)) if bar.count > 50)
    assert bar.start <= 3_500_000 < bar.end


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [(3_497_984, 3_506_175, 3_500_000), (7, 7, 7), (-3, 4, 0), (421_000, 421_999, 421_000), (98, 103, 100),
     (-3_506_176, -3_497_985, -3_500_000), (11, 14, 12)],
)  # fmt: skip
def test_the_roundest_number_stands_for_a_bin(low: int, high: int, expected: int) -> None:
    assert roundest(low, high) == expected


@given(st.integers(-(10**12), 10**12), st.integers(0, 10**9))
def test_the_roundest_number_is_in_its_bin(low: int, width: int) -> None:
    assert low <= roundest(low, low + width) <= low + width


@given(st.integers(-(10**9), 10**9), st.integers(0, 10**9), st.integers(2, 40))
def test_the_step_is_the_least_that_fits(low: int, width: int, most: int) -> None:
    high = low + width
    step = round_step(low, high, most)
    assert high // step - low // step < most


@pytest.mark.parametrize(
    ("number", "expected"), [(0, 0), (999, 999), (1_234, 1_230), (424_447, 424_000), (-98_765, -98_800)]
)
def test_three_digits(number: int, expected: int) -> None:
    assert three_digits(number) == expected


def test_of_nothing_nothing_is_said() -> None:
    assert quantiles(()) == ()
    assert histogram(()) == ()


@pytest.mark.parametrize("percent", PERCENTS)
@pytest.mark.parametrize("of", [1, 5, 20, 60, 119, 120, 500, 1_000])
def test_ranks_hold_a_quantile_as_often_as_they_say(of: int, percent: int) -> None:
    """The number of values below a quantile is binomial: the exact chance that it falls between the ranks."""
    between = ranks(of, percent)
    share = Fraction(percent, 100)
    if between is None:
        assert of * min(share, 1 - share) < 10, "so few values tell of no margin"
        return
    low, high = between
    held = sum(comb(of, k) * share**k * (1 - share) ** (of - k) for k in range(low, high))
    assert held >= Fraction(95, 100)
    if of == 1_000:
        assert held < Fraction(97, 100), "and no wider than needed"


def test_sixty_runs_cover_as_they_say() -> None:
    """Medians and quantiles of 1,000 years a run: at most the misses that 95 % allow, one in a thousand times more."""
    draw = random.Random(11)  # noqa: S311  # numbers to count, no secret
    runs = 600 if LONG else 60
    allowed = next(n for n in range(runs) if _more_misses_than(n, runs) < 0.001)
    true = {percent: round(2**62 * percent / 100) >> 32 for percent in PERCENTS}  # of what is drawn below
    missed: Counter[int] = Counter()
    for _ in range(runs):
        for found in quantiles(binned([draw.getrandbits(62) >> 32 for _ in range(1_000)])):
            assert found.margin is not None
            assert found.margin[0] <= found.low <= found.high <= found.margin[1]
            missed[found.percent] += not found.margin[0] <= true[found.percent] <= found.margin[1]
    assert max(missed.values()) <= allowed
    assert sum(missed.values()) > 0, "intervals that never miss are too wide"


def _more_misses_than(number: int, runs: int) -> float:
    return sum(comb(runs, k) * 0.05**k * 0.95 ** (runs - k) for k in range(number + 1, runs + 1))
