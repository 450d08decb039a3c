"""Intervals against other implementations, published figures and what must always hold."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import comb
from statistics import mean, variance

import pytest
from hypothesis import given
from hypothesis import strategies as st

from innosprint_rules.simulation.outcome.intervals import Mean, Share, beyond_chance, means_differ, shares_differ, whole

SHARES = st.integers(1, 200_000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))


@given(SHARES)
def test_an_interval_holds_the_share_and_mirrors(pair: tuple[int, int]) -> None:
    share, mirror = Share(*pair), Share(pair[1] - pair[0], pair[1])
    low, high = share.bounds()
    assert 0 <= low <= high <= 1
    assert low <= share.fraction.numerator / share.fraction.denominator + 1e-12
    assert high >= share.fraction.numerator / share.fraction.denominator - 1e-12
    assert share.low == pytest.approx(1 - (mirror.high or 0), abs=2e-6)


@given(SHARES)
def test_more_years_of_the_same_narrow_it(pair: tuple[int, int]) -> None:
    few, many = Share(*pair).bounds(), Share(4 * pair[0], 4 * pair[1]).bounds()
    assert many[1] - many[0] < few[1] - few[0]


@pytest.mark.parametrize(("count", "of"), [(1, 10), (83, 100), (8_300, 10_000), (1, 10_000), (9_999, 10_000)])
def test_wilson_is_the_root_of_its_equation(count: int, of: int) -> None:
    """Wilson's ends are the shares p for which (count/of - p)² = z² p (1 - p) / of."""
    z = 1.959963984540054
    for end in Share(count, of).bounds():
        p = float(end)
        assert (count / of - p) ** 2 == pytest.approx(z * z * p * (1 - p) / of, rel=1e-9)
    assert Share(count, of).method == "wilson"


@pytest.mark.parametrize("of", [1, 20, 2_000, 10_000, 10**7])
def test_never_and_always_are_bounded_exactly(of: int) -> None:
    never, always = Share(0, of), Share(of, of)
    assert (never.low, always.high) == (0.0, 1.0)
    assert never.method == always.method == "clopper-pearson"
    assert (1 - float(never.bounds()[1])) ** of == pytest.approx(0.025, rel=1e-6)
    assert float(always.bounds()[0]) ** of == pytest.approx(0.025, rel=1e-6)


def test_published_intervals_of_single_shares() -> None:
    """Newcombe 1998, Statistics in Medicine 17: 857, table I, method 3 (score)."""
    found = [(share.low, share.high) for share in (Share(81, 263), Share(15, 148), Share(1, 29))]
    assert found == [
        (pytest.approx(0.2553, abs=5e-5), pytest.approx(0.3662, abs=5e-5)),
        (pytest.approx(0.0624, abs=5e-5), pytest.approx(0.1605, abs=5e-5)),
        (pytest.approx(0.0061, abs=5e-5), pytest.approx(0.1718, abs=5e-5)),
    ]


def test_published_intervals_of_differences() -> None:
    """Newcombe 1998, Statistics in Medicine 17: 873, table II, method 10."""
    for one, other, low, high in (
        (Share(56, 70), Share(48, 80), 0.0524, 0.3339),
        (Share(9, 10), Share(3, 10), 0.1705, 0.8090),
    ):
        found = shares_differ(one, other)
        assert found is not None
        assert [float(each) for each in found] == [pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5)]


def test_it_covers_what_it_promises() -> None:
    """Of all that 200 years may show when the true share is 3, 20 or 50 %, the interval holds it 95 % of the time."""
    for true in (Fraction(3, 100), Fraction(1, 5), Fraction(1, 2)):
        covered = Fraction(0)
        for count in range(201):
            low, high = Share(count, 200).bounds()
            if low <= true.numerator / true.denominator <= high:
                covered += comb(200, count) * true**count * (1 - true) ** (200 - count)
        assert 0.93 < covered < 0.97


@given(st.lists(st.integers(-(10**12), 10**12), min_size=2, max_size=60))
def test_means_are_exact(values: list[int]) -> None:
    found = Mean(len(values), sum(values), sum(each * each for each in values))
    assert found.value == mean(map(Fraction, values))
    assert found.variance == variance(map(Fraction, values))
    bounds = found.bounds()
    assert bounds is not None
    assert bounds[0] <= whole(found.value) + 1
    assert whole(found.value) - 1 <= bounds[1]


def test_of_no_year_nothing_is_said() -> None:
    assert (Share(0, 0).value, Share(0, 0).low, Share(0, 0).high) == (None, None, None)
    assert shares_differ(Share(0, 0), Share(1, 2)) is None
    assert (Mean(0, 0, 0).value, Mean(1, 5, 25).bounds(), Mean(1, 5, 25).deviation) == (None, None, None)
    assert not beyond_chance(None)
    assert not beyond_chance((Decimal(0), Decimal(1)))
    assert not beyond_chance((Decimal(-1), Decimal(0)))


@given(SHARES, SHARES)
def test_a_difference_turns_round_with_its_sides(one: tuple[int, int], other: tuple[int, int]) -> None:
    there, back = shares_differ(Share(*one), Share(*other)), shares_differ(Share(*other), Share(*one))
    assert there is not None
    assert back is not None
    assert there[0] == pytest.approx(-back[1])
    assert beyond_chance(there) == beyond_chance(back)


def test_equal_figures_never_differ_beyond_chance() -> None:
    same = Mean(100, 500, 2_600)
    assert not beyond_chance(means_differ(same, same))
    assert not beyond_chance(shares_differ(Share(5, 10), Share(5, 10)))
    fixed, higher = Mean(100, 500, 2_500), Mean(100, 501, 2_511)
    assert not beyond_chance(means_differ(higher, fixed))
    assert beyond_chance(means_differ(Mean(100, 600, 3_600), fixed))
