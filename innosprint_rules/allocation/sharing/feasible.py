"""Where a rule is more than a ceiling, the solver keeps it: the choice worth most, or the nearest to a method's."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from math import gcd

from innosprint_rules.allocation.extraction.linear import Linear, Terms, amount, kept, variable
from innosprint_rules.allocation.extraction.model import Model
from innosprint_rules.allocation.sharing.investor import parts_of
from innosprint_rules.allocation.sharing.weighted import Bid, Limit
from innosprint_rules.allocation.solver.highs import Milp, Solution
from innosprint_rules.errors import Problem, UsageError
from innosprint_rules.wording import Text


def nearest(model: Model, bids: Sequence[Bid], limits: Sequence[Limit], target: Sequence[int]) -> list[int]:
    """Return the amounts that keep every rule and differ least, in total, from those of a method.

    Raises:
        UsageError: no amounts keep the rules.
        SolverFailure: HiGHS gave no answer.
    """
    program = _program(model, bids, limits)
    apart: dict[int, int] = {}
    for place, (bid, wanted) in enumerate(zip(bids, target, strict=True)):
        gap = program.add_variable(0, max(bid.most, wanted))
        apart[gap] = 1
        program.at_most(variable(amount(place)).minus(variable(gap)), wanted)
        program.at_most(variable(amount(place), -1).minus(variable(gap)), -wanted)
    program.minimise(Linear(0, Terms(apart)))
    return _shares(program.solve(), len(bids))


def worthiest(model: Model, bids: Sequence[Bid], limits: Sequence[Limit], worths: Sequence[int]) -> list[int]:
    """Return the amounts worth most to an investor among those that keep every rule.

    Raises:
        UsageError: no amounts keep the rules.
        SolverFailure: HiGHS gave no answer.
    """
    program = _program(model, bids, limits)
    worth: dict[int, int] = {}
    for place, bid in enumerate(bids):
        taken: dict[int, int] = {amount(place): -1}
        for size, rate in parts_of(bid.requested, worths):
            part = program.add_variable(0, size)
            taken[part] = 1
            worth[part] = bid.points * rate
            program.at_most(Linear(0, Terms({part: 1, kept(place): -size})))
        program.at_most(Linear(0, Terms(taken)))
    unit = reduce(gcd, worth.values(), 0) or 1
    worths_sum = Linear(0, Terms({part: rate // unit for part, rate in worth.items()}))
    program.maximise(worths_sum)
    best = program.solve()
    idle = {amount(place): 1 for place, bid in enumerate(bids) if not bid.points}
    if best is None or not any(best.values[number] for number in idle):
        return _shares(best, len(bids))
    # what has no points gets no more than the rules want it to
    program.at_most(worths_sum.times(-1), -best.value)
    program.minimise(Linear(0, Terms(idle)))
    return _shares(program.solve(), len(bids))


def _program(model: Model, bids: Sequence[Bid], limits: Sequence[Limit]) -> Milp:
    """Return the rules' program with the reserve and with the lines ruled out by a check left out."""
    program = Milp(model)
    for limit in limits:
        program.at_most(Linear(0, Terms({amount(place): w for place, w in limit.weights.items()})), limit.bound)
    for place, bid in enumerate(bids):
        if not bid.possible:
            program.at_most(variable(kept(place)))
    return program


def _shares(solution: Solution | None, count: int) -> list[int]:
    if solution is None:
        raise UsageError(_NO_WAY)
    return [solution.amounts.get(place, 0) for place in range(count)]


_NO_WAY = Problem(
    "no-sharing",
    Text("aucune répartition, pas même de tout refuser, ne respecte les règles et la réserve",
         "no sharing, not even to refuse everything, keeps to the rules and the reserve"),
    Text("voir innosprint check sur le dossier, ou baisser la réserve",
         "see innosprint check on the dossier, or lower the reserve"),
)  # fmt: skip
