"""Ways to share out: what must always hold, and the best found by trying everything."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from innosprint_rules.allocation.sharing import equal_shares as methods_equal
from innosprint_rules.allocation.sharing.equal_shares import equal_shares
from innosprint_rules.allocation.sharing.investor import investor, parts_of, worth_of
from innosprint_rules.allocation.sharing.limits import tightest
from innosprint_rules.allocation.sharing.weighted import Bid, Limit, greedy, proportional
from innosprint_rules.errors import UsageError

WORTHS = (100, 80, 60, 40)
VOTES = (2, 2, 2, 4)


def bid(number: int, requested: int, least: int = 1, points: int = 1, most: int | None = None) -> Bid:
    scores = (points % 6, points // 6 % 6, points // 36 % 6, 1)
    return Bid(f"D{number}", requested, least, requested if most is None else most, points, scores)


def budget(count: int, cents: int, name: str = "END01") -> Limit:
    return Limit(name, dict.fromkeys(range(count), 1), cents)


@st.composite
def bids(draw: st.DrawFn, most: int = 12, count: int = 5) -> list[Bid]:
    found: list[Bid] = []
    for number in range(draw(st.integers(0, count))):
        requested = draw(st.integers(0, most))
        ceiling = draw(st.integers(0, requested)) if draw(st.integers(0, 4)) == 0 else requested
        least = draw(st.integers(1, max(1, requested)))
        found.append(bid(number, requested, least, draw(st.integers(0, 6)), ceiling))
    return found


@st.composite
def claims_problems(
    draw: st.DrawFn, most: int = 12, count: int = 5, sums: int = 3, weight: int = 2
) -> tuple[list[Bid], list[Limit]]:
    """Draw bids under a budget, and perhaps under ceilings of some of them, weighed."""
    offered = draw(bids(most, count))
    total = sum(each.requested for each in offered)
    limits = [budget(len(offered), draw(st.integers(-1, total + 2)))]
    for _ in range(draw(st.integers(0, sums - 1))):
        chosen = draw(st.sets(st.integers(0, max(0, len(offered) - 1)), min_size=1)) if offered else set()
        weights = {place: draw(st.integers(1, weight)) for place in sorted(chosen)}
        limits.append(Limit("NEW01", weights, draw(st.integers(0, total + 2))))
    return offered, limits


METHODS = {
    "greedy": greedy,
    "proportional": proportional,
    "investor": lambda offered, limits: investor(offered, limits, WORTHS).shares,
    "equal-shares": lambda offered, limits: equal_shares(offered, limits, VOTES),
}


def keeps(shares: Sequence[int], limits: Sequence[Limit]) -> bool:
    return all(sum(w * shares[place] for place, w in limit.weights.items()) <= limit.bound for limit in limits)


@pytest.mark.parametrize("method", METHODS)
@given(claims=claims_problems())
def test_nobody_gets_more_than_asked_less_than_useful_or_than_there_is(
    method: str, claims: tuple[list[Bid], list[Limit]]
) -> None:
    offered, limits = claims
    shares = METHODS[method](offered, limits)
    assert len(shares) == len(offered)
    for each, share in zip(offered, shares, strict=True):
        assert share == 0 or each.least <= share <= each.most
    assert keeps(shares, limits) or not any(shares)


@pytest.mark.parametrize("method", METHODS)
@given(claims=claims_problems(weight=1))
def test_nothing_is_left_that_somebody_funded_could_use(method: str, claims: tuple[list[Bid], list[Limit]]) -> None:
    offered, limits = claims
    shares = METHODS[method](offered, limits)
    for place, each in enumerate(offered):
        if 0 < shares[place] < each.most:
            more = [share + (other == place) for other, share in enumerate(shares)]
            assert not keeps(more, limits)


def every_choice(offered: Sequence[Bid]) -> Iterator[tuple[int, ...]]:
    yield from product(*([0, *range(max(each.least, 1), each.most + 1)] for each in offered))


@given(claims=claims_problems(most=8, count=4))
def test_the_investor_finds_the_best_there_is(claims: tuple[list[Bid], list[Limit]]) -> None:
    offered, limits = claims
    found = investor(offered, limits, WORTHS)

    def worth(shares: Sequence[int]) -> int:
        return sum(worth_of(each, share, WORTHS) for each, share in zip(offered, shares, strict=True))

    best = max((worth(shares) for shares in every_choice(offered) if keeps(shares, limits)), default=0)
    assert worth(found.shares) == best
    assert found.short == 0


def test_of_choices_of_equal_worth_the_first_in_the_list_gets_more() -> None:
    alike = [bid(n, 1000, 600, 3) for n in range(5)]
    assert investor(alike, [budget(5, 1300)], WORTHS).shares == [700, 600, 0, 0, 0]
    # two small ones are worth exactly one large one: the first in the list wins either way
    large, small, other = bid(0, 800, 800, 2), bid(1, 400, 400, 2), bid(2, 400, 400, 2)
    assert investor([large, small, other], [budget(3, 800)], WORTHS).shares == [800, 0, 0]
    assert investor([small, other, large], [budget(3, 800)], WORTHS).shares == [400, 400, 0]


@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_a_request_is_cut_to_the_cent_and_its_later_euros_are_worth_less(requested: int, cents: int) -> None:
    assert sum(size for size, _ in parts_of(requested, WORTHS)) == requested
    each = bid(0, requested, 1, 3)
    given_ = min(cents, requested)
    steps = [worth_of(each, n + 1, WORTHS) - worth_of(each, n, WORTHS) for n in range(max(0, given_ - 5), given_)]
    assert steps == sorted(steps, reverse=True)
    assert worth_of(each, requested, WORTHS) <= 3 * 100 * requested


@given(claims_problems(sums=1))
def test_in_proportion_means_within_a_cent(claims: tuple[list[Bid], list[Limit]]) -> None:
    offered, (limit,) = claims
    shares = proportional(offered, [limit])
    # one part of the requests, the same for all, is within a cent of what each gets, or above what it may get
    funded = [(each, share) for each, share in zip(offered, shares, strict=True) if share]
    above = [Fraction(share - 1, each.requested) for each, share in funded]
    below = [Fraction(share + 1, each.requested) for each, share in funded if share < each.most]
    assert max(above, default=Fraction(0)) < min(below, default=Fraction(2))


@given(claims_problems(sums=1))
def test_no_way_of_giving_up_bids_one_by_one_is_missed(claims: tuple[list[Bid], list[Limit]]) -> None:
    """The search by halves under one ceiling gives what giving up one bid after the other gives."""
    offered, (limit,) = claims
    idle = Limit("idle", dict(limit.weights), limit.bound + 1)
    assert proportional(offered, [limit]) == proportional(offered, [limit, idle])


def test_the_best_rated_are_served_first_and_who_cannot_be_is_passed_over() -> None:
    offered = [bid(0, 500, 1, 9), bid(1, 700, 600, 8), bid(2, 300, 100, 7), bid(3, 50, 50, 7)]
    assert greedy(offered, [budget(4, 800)]) == [500, 0, 300, 0]
    assert greedy(offered, [budget(4, 849)]) == [500, 0, 300, 0]
    assert greedy(offered, [budget(4, 850)]) == [500, 0, 300, 50]
    assert greedy(offered, [budget(4, 1099)]) == [500, 0, 300, 50]
    assert greedy(offered, [budget(4, 1100)]) == [500, 600, 0, 0]


def test_in_proportion_worked_out_by_hand() -> None:
    three = [bid(0, 100), bid(1, 100), bid(2, 100)]
    assert proportional(three, [budget(3, 100)]) == [34, 33, 33]  # the odd cent to the first in the list
    assert proportional([bid(0, 300), bid(1, 100)], [budget(2, 200)]) == [150, 50]
    # 2 of 3 would get 50, under the minimum of the last, which gives way
    assert proportional([bid(0, 100), bid(1, 100), bid(2, 100, 60)], [budget(3, 150)]) == [75, 75, 0]
    # a ceiling of its own stops the first, and the others go on growing
    assert proportional([bid(0, 100, most=10), bid(1, 100)], [budget(2, 100)]) == [10, 90]
    # a ceiling of two of them stops both
    assert proportional(three, [budget(3, 250), Limit("NEW01", {0: 1, 1: 1}, 90)]) == [45, 45, 100]


def test_equal_shares_lets_each_criterion_fund_what_it_rates_high() -> None:
    first = Bid("D1", 500, 500, 500, 10, (5, 0, 0, 0))
    second = Bid("D2", 500, 500, 500, 10, (0, 5, 0, 0))
    third = Bid("D3", 500, 500, 500, 12, (3, 3, 0, 0))
    votes = (1, 1, 0, 0)
    # either criterion holds 500: together they could fund one that both like half, or each its own
    assert equal_shares([first, second, third], [budget(3, 1000)], votes) in ([500, 500, 0], [500, 0, 500])
    assert sum(equal_shares([first, second, third], [budget(3, 1000)], votes)) == 1000
    assert equal_shares([first, second], [budget(2, 400)], votes) == [0, 0]


def test_equal_shares_says_what_it_cannot_do(monkeypatch: pytest.MonkeyPatch) -> None:
    many = [bid(n, 10, 1, 1) for n in range(methods_equal.MOST + 1)]
    with pytest.raises(UsageError, match="at most"):
        equal_shares(many, [budget(len(many), 10)], VOTES)
    monkeypatch.setitem(sys.modules, "pabutools.rules", None)
    with pytest.raises(UsageError, match="is not installed → pip install"):
        equal_shares(many[:2], [budget(2, 10)], VOTES)


def test_equal_shares_says_what_its_library_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [each for each in sys.modules if each.partition(".")[0] == "pabutools"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "pulp", None)
    with pytest.raises(UsageError, match=r"cannot be loaded \(.*pulp.*\) → install it anew"):
        equal_shares([bid(1, 10, 1, 1)], [budget(1, 10)], VOTES)


def test_a_looser_ceiling_over_the_same_sum_is_idle() -> None:
    loose, tight, other = budget(3, 100), budget(3, 90, "ALC05"), Limit("NEW01", {0: 1}, 95)
    assert tightest([loose, tight, other]) == [tight, other]
    assert tightest([budget(3, 90), tight]) == [budget(3, 90)]


def test_a_long_list_of_look_alikes_ends_within_its_steps() -> None:
    many = [bid(n, 5000, 3000, 3) for n in range(120)]
    found = investor(many, [budget(120, 100_017)], WORTHS)
    assert sum(found.shares) == 100_017
    assert found.shares == sorted(found.shares, reverse=True)


def test_a_very_long_list_is_as_good_as_the_best_but_for_what_is_said() -> None:
    """The best cannot be worth more than with the money shared among the euros worth most, minimums set aside."""
    many = [
        bid(n, 1000 + n * 7919 % 8000, (1000 + n * 7919 % 8000) // (1 + n % 4), 1 + n * 31 % 50) for n in range(700)
    ]
    cents = 900_000
    found = investor(many, [budget(700, cents)], WORTHS)
    assert sum(found.shares) <= cents
    rates = sorted(((each.points * rate, size) for each in many for size, rate in parts_of(each.requested, WORTHS)),
                   reverse=True)  # fmt: skip
    left, above = cents, 0
    for rate, size in rates:
        above += rate * min(size, left)
        left -= min(size, left)
    worth = sum(worth_of(each, share, WORTHS) for each, share in zip(many, found.shares, strict=True))
    assert worth <= above
    assert found.short <= 1_000_000 * (above - worth) / worth + 1
