"""Ways to share out that need no solver: in proportion, and best scores first.

Both work on bids and limits: a bid takes 0 or from ``least`` to ``most`` cents, and a limit holds a sum of amounts,
each weighed by a whole number from 0 up, to a bound. Whatever stands first in the list of bids wins a tie.
Arithmetic is exact: whole cents and fractions of them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Bid:
    """What a method may give to one request, in cents; ``points`` say how good it is.

    ``most`` is what rules about the line alone leave of what is ``requested``; below ``least`` it gets nothing.
    """

    id: str
    requested: int
    least: int
    most: int
    points: int
    scores: tuple[int, ...] = ()

    @property
    def possible(self) -> bool:
        """Whether any amount above 0 is."""
        return self.most > 0 and self.most >= self.least


@dataclass(frozen=True, slots=True)
class Limit:
    """``sum(weight * amount) <= bound`` over the bids by their place; weights are positive, the bound cents."""

    name: str
    weights: Mapping[int, int]
    bound: int


Method = Callable[[Sequence[Bid], Sequence[Limit]], list[int]]


class Room:
    """What is left under each limit while amounts are handed out."""

    def __init__(self, bids: Sequence[Bid], limits: Sequence[Limit]) -> None:
        self.left = [limit.bound for limit in limits]
        self.given = 0  # cents handed out
        self._of: list[list[tuple[int, int]]] = [[] for _ in bids]
        for number, limit in enumerate(limits):
            for place, weight in limit.weights.items():
                self._of[place].append((number, weight))

    def most(self, place: int) -> int:
        """Return the greatest further amount, in cents, that a bid may get; negative when a limit is broken."""
        return min((self.left[number] // weight for number, weight in self._of[place]), default=_BOUNDLESS)

    def take(self, place: int, cents: int) -> None:
        """Hand out an amount."""
        self.given += cents
        for number, weight in self._of[place]:
            self.left[number] -= weight * cents

    def stopping(self, place: int, cents: int) -> list[int]:
        """Return the limits that do not leave a bid that much more, by number."""
        return [number for number, weight in self._of[place] if self.left[number] < weight * cents]


_BOUNDLESS = 10**18


def greedy(bids: Sequence[Bid], limits: Sequence[Limit]) -> list[int]:
    """Serve the bids by points, the best first, each in full or as far as the money reaches.

    One whose minimum is no longer there is passed over, and the next is tried.
    """
    room = Room(bids, limits)
    shares = [0] * len(bids)
    for place in sorted(range(len(bids)), key=lambda place: -bids[place].points):  # stable: the list breaks ties
        bid = bids[place]
        amount = min(bid.most, room.most(place))
        if bid.possible and amount >= max(bid.least, 1):
            room.take(place, amount)
            shares[place] = amount
    return shares


def proportional(bids: Sequence[Bid], limits: Sequence[Limit]) -> list[int]:
    """Give every bid the same part of what it requested, as large as the limits allow.

    Bids that a limit stops keep what they have while the part of the others grows. Where the part does not reach
    the minimum of some, the one whose minimum is the greatest part of its request gets nothing, and the rest is
    shared again. Cents go to the largest remainders.
    """
    needs = {place: Fraction(_floor(bid), bid.requested) for place, bid in enumerate(bids) if bid.possible}
    # of two minimums that are the same part, that of the last in the list gives way
    funded = sorted(needs, key=lambda place: (needs[place], place))
    if len(limits) == 1:
        (limit,) = limits
        count = bisect_left(range(1, len(funded) + 1), True, key=lambda k: _too_many(bids, limit, funded[:k], needs))
        funded = funded[:count]
    while True:
        exact = even_parts(bids, limits, funded)
        short = [place for place in funded if exact[place] < _floor(bids[place])]
        if not short:
            return whole_cents(bids, limits, exact)
        funded.remove(short[-1])


def _floor(bid: Bid) -> int:
    return max(bid.least, 1)


def _too_many(bids: Sequence[Bid], limit: Limit, funded: Sequence[int], needs: Mapping[int, Fraction]) -> bool:
    """Tell whether the part at which the last of ``funded`` gets its minimum is more than one limit allows.

    The more are funded, by the part of their request that they need, the more this asks: where it begins can be
    searched by halves instead of giving up one bid after the other.
    """
    part = needs[funded[-1]]
    wanted = 0  # times the denominator: whole numbers are faster than fractions
    for place in funded:
        weight = limit.weights.get(place, 0)
        if weight:
            wanted += weight * min(bids[place].requested * part.numerator, bids[place].most * part.denominator)
    return funded[-1] in limit.weights and wanted > limit.bound * part.denominator


def even_parts(bids: Sequence[Bid], limits: Sequence[Limit], funded: Sequence[int]) -> dict[int, Fraction]:
    """Return the exact shares, in cents, when the funded bids all grow in proportion until a limit stops each."""
    shares: dict[int, Fraction] = {}
    growing = set(funded)
    left = [Fraction(max(limit.bound, 0)) for limit in limits]
    pull = [sum(limit.weights.get(place, 0) * bids[place].requested for place in funded) for limit in limits]

    def stop(place: int, share: Fraction) -> None:
        growing.discard(place)
        shares[place] = share
        for number, limit in enumerate(limits):
            weight = limit.weights.get(place, 0)
            if weight:
                left[number] -= weight * share
                pull[number] -= weight * bids[place].requested

    caps = sorted((Fraction(bids[place].most, bids[place].requested), place) for place in funded)
    for cap, place in caps:
        while place in growing:
            parts = {number: left[number] / weight for number, weight in enumerate(pull) if weight > 0}
            part = min(parts.values(), default=cap)
            if cap <= part:
                stop(place, Fraction(bids[place].most))
                continue
            tight = [limits[number].weights for number, reached in parts.items() if reached == part]
            for other in sorted(growing):
                if any(other in weights for weights in tight):
                    stop(other, part * bids[other].requested)
    return shares


def whole_cents(bids: Sequence[Bid], limits: Sequence[Limit], exact: Mapping[int, Fraction]) -> list[int]:
    """Round down, then give a cent more to the largest remainders as far as limits allow."""
    shares = [0] * len(bids)
    room = Room(bids, limits)
    for place, share in exact.items():
        shares[place] = share.numerator // share.denominator
        room.take(place, shares[place])
    rests = {place: share - shares[place] for place, share in exact.items()}
    for place in sorted(rests, key=lambda place: (-rests[place], place)):
        if rests[place] > 0 and room.most(place) >= 1:
            room.take(place, 1)
            shares[place] += 1
    return shares
