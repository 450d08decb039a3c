"""The method of equal shares, by pabutools: each criterion holds a part of the money and buys what it rates high.

The four scores are the voters, each as many times as its weight. A request costs its minimum, or all of it when it
has none: what is bought is funded. The method leaves money over: it goes to those that were bought, in proportion to
what they still lack, then to the others by points.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from math import gcd

from innosprint_rules.allocation.sharing.weighted import Bid, Limit, Room, even_parts, greedy, whole_cents
from innosprint_rules.errors import Problem, UsageError
from innosprint_rules.wording import Text

MOST = 500
"""More bids than this are refused: pabutools calls itself once for each that is bought, and Python sets a bound."""


def equal_shares(bids: Sequence[Bid], limits: Sequence[Limit], votes: Sequence[int]) -> list[int]:
    """Share out by the method of equal shares; ``votes`` are the weights of the bids' scores, in their order.

    Raises:
        UsageError: pabutools is not installed, or there are more than ``MOST`` bids.
    """
    if len(bids) > MOST:
        raise UsageError(_TOO_MANY)
    shares = [0] * len(bids)
    room = Room(bids, limits)
    bought: list[int] = []
    for place in _bought(bids, limits, votes):
        cost = _cost(bids[place])
        if room.most(place) >= cost:  # a limit of its own may stop what the budget alone would buy
            room.take(place, cost)
            shares[place] = cost
            bought.append(place)
    lacking = {place: bids[place].most - shares[place] for place in bought if bids[place].most > shares[place]}
    more = _more(bids, _less(limits, shares), lacking)
    shares = [share + more.get(place, 0) for place, share in enumerate(shares)]
    others = [Bid(bid.id, bid.requested, bid.least, 0 if shares[place] else bid.most, bid.points)
              for place, bid in enumerate(bids)]  # fmt: skip
    rest = greedy(others, _less(limits, shares))
    return [share + late for share, late in zip(shares, rest, strict=True)]


def _cost(bid: Bid) -> int:
    return bid.least or bid.most


def _bought(bids: Sequence[Bid], limits: Sequence[Limit], votes: Sequence[int]) -> list[int]:
    """Return the places of the bids that pabutools selects, in the order in which it does."""
    try:
        from pabutools.election import Additive_Cardinal_Sat, CardinalBallot, CardinalProfile, Instance, Project
        from pabutools.rules import method_of_equal_shares
        from pabutools.tiebreaking import TieBreakingRule
    except ImportError as error:
        there = (error.name or "").partition(".")[0] != "pabutools"
        raise UsageError(_not_loaded(error) if there else _NOT_INSTALLED) from error
    projects = {place: Project(str(place), _cost(bid)) for place, bid in enumerate(bids) if bid.possible}
    if not projects:
        return []
    every = [limit.bound for limit in limits if limit.weights.keys() >= projects.keys()]
    instance = Instance(
        projects.values(), budget_limit=max(0, min(every, default=sum(p.cost for p in projects.values())))
    )
    common = reduce(gcd, votes) or 1
    profile = CardinalProfile(instance=instance)
    for score, weight in enumerate(votes):
        ballot = CardinalBallot({project: bids[place].scores[score] for place, project in projects.items()})
        for _ in range(weight // common):
            profile.append(ballot)
    by_list = TieBreakingRule(lambda _instance, _profile, project: int(project.name))
    chosen = method_of_equal_shares(instance, profile, sat_class=Additive_Cardinal_Sat, tie_breaking=by_list)
    return [int(project.name) for project in chosen]


def _less(limits: Sequence[Limit], shares: Sequence[int]) -> list[Limit]:
    """Return the limits with what was handed out taken off."""
    return [
        Limit(limit.name, limit.weights, limit.bound - sum(w * shares[place] for place, w in limit.weights.items()))
        for limit in limits
    ]


def _more(bids: Sequence[Bid], limits: Sequence[Limit], lacking: Mapping[int, int]) -> dict[int, int]:
    """Share among the bought, in proportion to what each still lacks; by place, in cents."""
    wanted = [Bid(bid.id, max(lacking.get(place, 0), 1), 0, lacking.get(place, 0), bid.points)
              for place, bid in enumerate(bids)]  # fmt: skip
    shares = whole_cents(wanted, limits, even_parts(wanted, limits, list(lacking)))
    return {place: share for place, share in enumerate(shares) if share}


_NOT_INSTALLED = Problem(
    "pabutools-missing",
    Text("la méthode equal-shares demande la bibliothèque pabutools, qui n'est pas installée",
         "the method equal-shares needs the library pabutools, which is not installed"),
    Text("pip install 'innosprint-rules[equal-shares]', ou choisir une autre méthode",
         "pip install 'innosprint-rules[equal-shares]', or choose another method"),
)  # fmt: skip


def _not_loaded(error: ImportError) -> Problem:
    """Return what to say of a pabutools that is there and lacks something it rests on."""
    return Problem(
        "pabutools-missing",
        Text(f"la bibliothèque pabutools, que demande la méthode equal-shares, ne peut pas être chargée ({error})",
             f"pabutools, the library that the method equal-shares needs, cannot be loaded ({error})"),
        Text("la réinstaller : pip install 'innosprint-rules[equal-shares]', ou choisir une autre méthode",
             "install it anew: pip install 'innosprint-rules[equal-shares]', or choose another method"),
    )  # fmt: skip


_TOO_MANY = Problem(
    "too-many-requests",
    Text(
        f"la méthode equal-shares prend au plus {MOST} demandes",
        f"the method equal-shares takes at most {MOST} requests",
    ),
    Text("choisir une autre méthode", "choose another method"),
)
