"""Why each request gets what it gets, what binds, and where a little more money would go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from innosprint_rules.allocation.sharing.claims import ClaimsProblem
from innosprint_rules.allocation.sharing.limits import RESERVE
from innosprint_rules.allocation.sharing.results import Binding, Marginal, Reason
from innosprint_rules.allocation.sharing.weighted import Bid, Limit, Room
from innosprint_rules.formula import tree
from innosprint_rules.money import format_amount
from innosprint_rules.rulebook.book import Rulebook
from innosprint_rules.wording import LANGUAGES, Text, lists

STEP = 100_00
"""Cents by which a ceiling is raised to see who would gain: 100 euros."""


@dataclass(frozen=True, slots=True)
class MethodResult:
    """A method's shares by rank, before they are told: ``settled`` when the solver had to change what it gave."""

    method: str
    shares: Sequence[int]
    settled: bool


def bindings(claims: ClaimsProblem, shares: Sequence[int]) -> tuple[Binding, ...]:
    """Return the ceilings of sums that leave no further cent to a request that could take one."""
    room, limits, bids = _full(claims, shares)
    tight = dict.fromkeys(
        number for place, bid in enumerate(bids) if bid.possible and shares[place] < bid.most
        for number in room.stopping(place, max(bid.least, 1) if not shares[place] else 1)
    )  # fmt: skip
    rulebook = claims.model.rulebook
    return tuple(Binding(limits[n].name, limits[n].bound, label_of(limits[n].name, rulebook)) for n in sorted(tight))


def label_of(name: str, rulebook: Rulebook) -> Text:
    """Return what a ceiling is called: the reserve, or the parameter with which a rule compares."""
    if name == RESERVE:
        return Text("réserve", "reserve")
    rule = rulebook.rules[name]
    for level in rule.levels:
        for node in tree.walk(level.met):
            if isinstance(node, tree.Parameter):
                label = rulebook.parameters[node.name].label
                return Text(f"{label.fr} ({name})", f"{label.en} ({name})")
    return Text(f"{name} ({rule.title.fr})", f"{name} ({rule.title.en})")


def marginal(claims: ClaimsProblem, outcome: MethodResult, binding: Sequence[Binding]) -> Marginal | None:
    """Return what a little more under the ceilings that bind would change; None where none does."""
    if not binding:
        return None
    raised = replace(claims, more={each.rule: STEP for each in binding})
    shares, _, _ = raised.share(outcome.method)
    changes = {
        asked.project: after - before
        for asked, before, after in zip(claims.asked, outcome.shares, shares, strict=True)
        if after != before
    }
    return Marginal(binding[0], STEP, changes)


def reasons(claims: ClaimsProblem, outcome: MethodResult, refusals: Mapping[int, Reason]) -> list[Reason]:
    """Return why each request gets its share, by rank; ``refusals`` are those that rules leave nothing."""
    room, limits, bids = _full(claims, outcome.shares)
    found: list[Reason] = []
    for rank, bid in enumerate(bids):
        share = outcome.shares[rank]
        if rank in refusals:
            found.append(refusals[rank])
        elif claims.is_worthless(rank):
            found.append(Reason("points", (), Text("aucun point", "no points")))
        elif share == bid.requested:
            whole = Text("demande entière", "the whole request")
            found.append(Reason("full", (), whole if share else Text("elle ne demande rien", "it asks for nothing")))
        elif share and share == bid.most:
            code = claims.found.ceilings[rank][1].code
            label = label_of(code, claims.model.rulebook)
            found.append(Reason("capped", (code,), Text(f"plafond de la ligne : {label.fr}",
                                                        f"ceiling of the row: {label.en}")))  # fmt: skip
        elif outcome.settled or (claims.found.rest and not room.stopping(rank, 1 if share else bid.least)):
            found.append(_of_rest(claims))
        else:
            found.append(_of_sums(claims, outcome.method, rank, bid, share, room, limits))
    return found


def _of_rest(claims: ClaimsProblem) -> Reason:
    """Return that a rule which is more than a ceiling holds a request back."""
    codes = tuple(dict.fromkeys(demand.code for demand in claims.found.rest))
    listed = Text(*(lists(list(codes), lang) for lang in LANGUAGES))
    return Reason("settled", codes, Text(f"ajustée pour respecter {listed.fr}", f"adjusted to keep {listed.en}"))


def _of_sums(
    claims: ClaimsProblem, method: str, rank: int, bid: Bid, share: int, room: Room, limits: Sequence[Limit]
) -> Reason:
    if not share and not bid.points and method == "investor":
        return Reason("points", (), Text("aucun point", "no points"))
    short = bid.least if not share else 1
    stops = [limits[number].name for number in room.stopping(rank, short)]
    codes = tuple(dict.fromkeys(stops))
    labels = [label_of(code, claims.model.rulebook) for code in codes]
    joined = Text(lists([each.fr for each in labels], "fr"), lists([each.en for each in labels], "en"))
    if share:
        text = Text(f"limite atteinte : {joined.fr}", f"limit reached: {joined.en}")
        return Reason("limited", codes, text)
    if not codes or (bid.least <= 1 and method == "investor" and room.given):
        return Reason("others", codes, Text("d'autres valent plus", "others are worth more"))
    if bid.least <= 1:
        return Reason("limited", codes, Text(f"limite atteinte : {joined.fr}", f"limit reached: {joined.en}"))
    least = Text(*(format_amount(bid.least, lang) for lang in LANGUAGES))
    if method == "proportional":
        text = Text(f"sa part serait sous son minimum, {least.fr}", f"its part would be below its minimum, {least.en}")
    else:
        text = Text(f"il ne reste pas son minimum, {least.fr}", f"its minimum, {least.en}, is no longer left")
    return Reason("minimum", codes, text)


def _full(claims: ClaimsProblem, shares: Sequence[int]) -> tuple[Room, list[Limit], list[Bid]]:
    """Return the room that is left when everything is handed out."""
    bids, limits = claims.bids, claims.limits
    room = Room(bids, limits)
    for place, cents in enumerate(shares):
        room.take(place, cents)
    return room, limits, bids
