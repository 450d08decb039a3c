"""Requests and rules put together: what every method works on, in an order that the file does not change.

The better rated comes first, then the id; whatever is first wins a tie, in every method.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from innosprint_rules.allocation.extraction.model import Model
from innosprint_rules.allocation.sharing.equal_shares import equal_shares
from innosprint_rules.allocation.sharing.feasible import nearest, worthiest
from innosprint_rules.allocation.sharing.investor import investor, worth_of
from innosprint_rules.allocation.sharing.limits import RESERVE, Limits, tightest
from innosprint_rules.allocation.sharing.requests import Asked
from innosprint_rules.allocation.sharing.weighted import Bid, Limit, greedy, proportional
from innosprint_rules.allocation.sharing.weights import Weights


@dataclass(frozen=True, slots=True)
class ClaimsProblem:
    """The requests by rank, as bids, under what the rules leave; ``more`` is added to the ceilings named in it.

    ``barred`` are ranks that a check of the engine has ruled out.
    """

    asked: tuple[Asked, ...]
    model: Model
    found: Limits
    weights: Weights
    budget: int | None
    barred: frozenset[int] = frozenset()
    more: Mapping[str, int] | None = None

    @property
    def bids(self) -> list[Bid]:
        """The requests as bids, by rank."""
        bids: list[Bid] = []
        for rank, asked in enumerate(self.asked):
            most, _ = self.found.ceilings.get(rank, (asked.requested, None))
            least, _ = self.found.floors.get(rank, (0, None))
            open_ = rank not in self.found.excluded and rank not in self.barred and not self.is_worthless(rank)
            scores = tuple(getattr(asked.row, column) or 0 for column in self.weights.scores)
            bids.append(
                Bid(asked.id, asked.requested, max(least, asked.minimum, 1),
                    min(most, asked.requested) if open_ else 0, asked.points, scores)
            )  # fmt: skip
        return bids

    def is_worthless(self, rank: int) -> bool:
        """Tell whether a request has no point where others have some: no method gives it money."""
        return not self.asked[rank].points and any(each.points for each in self.asked)

    @property
    def limits(self) -> list[Limit]:
        """The ceilings of sums, none of them idle; the reserve among them."""
        limits = list(self.found.sums)
        if self.budget is not None:
            every = dict.fromkeys(range(len(self.asked)), 1)
            limits.append(Limit(RESERVE, every, self.budget))
        more = self.more or {}
        return tightest([replace(each, bound=each.bound + more.get(each.name, 0)) for each in limits])

    def share(self, method: str) -> tuple[list[int], int, bool]:
        """Return a method's shares by rank, how far it may be from the best (millionths), and whether it was settled.

        Raises:
            UsageError: a library is missing.
            SolverFailure: HiGHS gave no answer.
        """
        bids, limits = self.bids, self.limits
        short = 0
        if method == "investor":
            if self.found.rest:
                return worthiest(self.loosened, bids, limits, self.weights.worths), 0, False
            invested = investor(bids, limits, self.weights.worths)
            return invested.shares, invested.short, False
        if method == "proportional":
            shares = proportional(bids, limits)
        elif method == "greedy":
            shares = greedy(bids, limits)
        else:
            shares = equal_shares(bids, limits, tuple(self.weights.scores.values()))
        if self.found.rest and self.loosened.broken(funded(shares)):
            return nearest(self.loosened, bids, limits, shares), short, True
        return shares, short, False

    @property
    def loosened(self) -> Model:
        """The rules' model with what is added to their ceilings."""
        model = self.model
        for name, cents in (self.more or {}).items():
            if name != RESERVE:
                model = model.loosened(name, cents)
        return model

    def worth(self, shares: Sequence[int]) -> int:
        """Return the investor's worth of some shares by rank."""
        pairs = zip(self.bids, shares, strict=True)
        return sum(worth_of(bid, cents, self.weights.worths) for bid, cents in pairs)


def ranked(asked: Sequence[Asked]) -> list[int]:
    """Return the places of requests by rank: points, then the id as people count (D2 before D10)."""
    return sorted(range(len(asked)), key=lambda place: (-asked[place].points, _natural(asked[place].id)))


def _natural(name: str) -> tuple[tuple[int, str], ...]:
    parts = re.findall(r"\d+|\D+", name.casefold())
    return (*((int(part), "") if part.isdigit() else (-1, part) for part in parts), (-2, name))


def funded(shares: Sequence[int]) -> dict[int, int]:
    """Return the shares above 0 by place, as the rules' model takes them."""
    return {place: cents for place, cents in enumerate(shares) if cents}
