"""The investor's view: the greatest sum of points x euros, where later euros of a request are worth less.

A request is cut into equal parts, each worth no more per euro than the one before: a concave, piecewise linear
worth. HiGHS chooses which requests are funded. Where every ceiling lies inside another or apart from it, the amounts
are then filled in whole cents, the part worth most per euro first, and no other filling is worth more; where ceilings
cross, HiGHS chooses the cents as well. Among choices of equal worth, the one that gives more to what stands first in
the list is taken, as long as the list is no longer than ``MOST_UNTIED``: a second search settles it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from math import ceil, gcd, inf

from innosprint_rules.allocation.sharing.weighted import Bid, Limit, Room
from innosprint_rules.allocation.solver.highs import SolverFailure
from innosprint_rules.allocation.solver.mixed_program import MixedProgram, greatest

MOST_UNTIED = 200


@dataclass(frozen=True, slots=True)
class Invested:
    """Cents by place; ``short`` is how far, in millionths of the worth, a better choice could be (0: proved best)."""

    shares: list[int]
    short: int


def investor(bids: Sequence[Bid], limits: Sequence[Limit], worths: Sequence[int]) -> Invested:
    """Share out for the greatest worth; requests without points get nothing.

    Args:
        bids: the requests, those first in the list preferred at equal worth.
        limits: ceilings of sums, in cents.
        worths: what a euro of each equal part of a request is worth; none above the one before.

    Raises:
        UsageError: HiGHS is not installed.
        SolverFailure: HiGHS gave no answer.
    """
    search = _Search(bids, limits, worths)
    if not search.places:
        return Invested([0] * len(bids), 0)
    answer = greatest(search.program())
    shares = search.filled(answer.values)
    worth = search.worth(shares)
    scaled = worth / search.unit
    gap = answer.bound - scaled
    # worths are whole numbers of the unit: nothing lies between one and the next
    short = 0 if gap < 0.999 else ceil(gap / max(scaled, 1) * 10**6)
    if not short and len(search.places) <= MOST_UNTIED:
        untied = search.filled(greatest(search.program(scaled)).values)
        if search.worth(untied) >= worth:  # what the solver rounds must never cost worth
            shares = untied
    return Invested(shares, short)


def parts_of(requested: int, worths: Sequence[int]) -> list[tuple[int, int]]:
    """Cut a request into one part a worth: (cents, worth of a cent); odd cents go to the first parts."""
    size, odd = divmod(requested, len(worths))
    return [(size + (number < odd), worth) for number, worth in enumerate(worths)]


def worth_of(bid: Bid, cents: int, worths: Sequence[int]) -> int:
    """Return what an amount is worth: points x worth x cents, a whole number."""
    left, total = cents, 0
    for size, worth in parts_of(bid.requested, worths):
        taken = min(left, size)
        total += taken * worth * bid.points
        left -= taken
    return total


class _Search:
    """The choice of what is funded as a mixed program; amounts are its continuous columns, one a part."""

    def __init__(self, bids: Sequence[Bid], limits: Sequence[Limit], worths: Sequence[int]) -> None:
        self.bids = bids
        self.limits = limits
        self.worths = worths
        self.places = [place for place, bid in enumerate(bids) if bid.possible and bid.points]
        rates = [bids[place].points * worth for place in self.places for worth in worths]
        self.unit = reduce(gcd, rates, 0) or 1
        self.nested = _nested(limits)
        self._chosen: dict[int, int] = {}
        self._amounts: dict[int, list[int]] = {}

    def worth(self, shares: Sequence[int]) -> int:
        """Return what shares are worth, exactly."""
        return sum(worth_of(self.bids[place], shares[place], self.worths) for place in self.places)

    def program(self, worth: float | None = None) -> MixedProgram:
        """Return the program; with ``worth``, that of ties: all worth as much, the first in the list preferred."""
        mixed = MixedProgram()
        amounts = self._amounts = {}
        self._chosen = {}
        alike: dict[tuple[int, ...], int] = {}
        for place in self.places:
            bid = self.bids[place]
            sizes = _capped(parts_of(bid.requested, self.worths), bid.most)
            rates = [bid.points * value / self.unit for _, value in sizes]
            preferred = float(len(self.bids) - place)
            amounts[place] = [
                mixed.column(rate if worth is None else preferred, float(size), whole=not self.nested)
                for rate, (size, _) in zip(rates, sizes, strict=True)
            ]
            if bid.least > 1:
                self._choose(mixed, place, amounts[place], [size for size, _ in sizes])
                self._order(mixed, place, alike)
        for limit in self.limits:
            terms = [(column, float(weight)) for place, weight in limit.weights.items()
                     for column in amounts.get(place, ())]  # fmt: skip
            mixed.row(terms, -inf, float(max(limit.bound, 0)))
        if worth is not None:
            terms = [
                (column, self.bids[place].points * value / self.unit)
                for place, columns in amounts.items()
                for column, value in zip(columns, self.worths, strict=True)
            ]
            mixed.row(terms, worth, inf)
        return mixed

    def _choose(self, mixed: MixedProgram, place: int, columns: Sequence[int], sizes: Sequence[int]) -> None:
        """Nothing, or at least the minimum."""
        chosen = self._chosen[place] = mixed.column(0.0, 1.0, whole=True)
        mixed.row([*((column, 1.0) for column in columns), (chosen, -float(self.bids[place].least))], 0.0, inf)
        for column, size in zip(columns, sizes, strict=True):
            mixed.row([(column, 1.0), (chosen, -float(size))], -inf, 0.0)

    def _order(self, mixed: MixedProgram, place: int, alike: dict[tuple[int, ...], int]) -> None:
        """Of requests that are alike in all, the first in the list is chosen first: fewer equal choices to search."""
        bid = self.bids[place]
        key = (bid.requested, bid.least, bid.most, bid.points, *(limit.weights.get(place, 0) for limit in self.limits))
        earlier = alike.get(key)
        if earlier is not None:
            mixed.row([(self._chosen[earlier], 1.0), (self._chosen[place], -1.0)], 0.0, inf)
        alike[key] = place

    def filled(self, values: Sequence[float]) -> list[int]:
        """Return whole cents: what is chosen gets its minimum, then the parts worth most per euro are filled.

        Raises:
            SolverFailure: HiGHS gave amounts that do not hold in whole cents.
        """
        shares = [0] * len(self.bids)
        room = Room(self.bids, self.limits)
        if not self.nested:
            for place, columns in self._amounts.items():
                shares[place] = sum(round(values[column]) for column in columns)
            used = (sum(w * shares[place] for place, w in limit.weights.items()) for limit in self.limits)
            if any(cents > max(limit.bound, 0) for cents, limit in zip(used, self.limits, strict=True)):
                raise SolverFailure("HiGHS gave amounts that do not hold in whole cents")
            return shares
        for place in self.places:
            chosen = self._chosen.get(place)
            least = max(self.bids[place].least, 0)
            if chosen is not None and values[chosen] > 0.5 and room.most(place) >= least:
                room.take(place, least)
                shares[place] = least
        rates = sorted(
            (-self.bids[place].points * worth, place, number)
            for place in self.places
            if shares[place] or self.bids[place].least <= 1
            for number, worth in enumerate(self.worths)
        )
        for _, place, number in rates:
            sizes = [size for size, _ in parts_of(self.bids[place].requested, self.worths)]
            end = min(sum(sizes[: number + 1]), self.bids[place].most)
            more = min(end - shares[place], room.most(place))
            if more > 0:
                room.take(place, more)
                shares[place] += more
        return shares


def _nested(limits: Sequence[Limit]) -> bool:
    """Tell whether the ceilings count every cent once and lie inside one another or apart: greedy is then best."""
    groups = sorted((set(limit.weights) for limit in limits), key=len)
    return all(set(limit.weights.values()) <= {1} for limit in limits) and all(
        smaller <= larger or not smaller & larger
        for number, smaller in enumerate(groups)
        for larger in groups[number + 1 :]
    )


def _capped(parts: Sequence[tuple[int, int]], most: int) -> list[tuple[int, int]]:
    """Return the parts of a request as far as ``most`` reaches."""
    found: list[tuple[int, int]] = []
    for size, worth in parts:
        taken = min(size, most)
        found.append((taken, worth))
        most -= taken
    return found
