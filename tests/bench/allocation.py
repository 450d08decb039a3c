"""How long decisions take: 20 and 2,000 lines from the rules to the best amounts, as ratios to HiGHS alone.

"HiGHS alone" is the solver on the same rows and columns, already in its own arrays.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from innosprint_rules import Dossier, allocate, headroom, load_rulebook, read_proposal, repair
from innosprint_rules.allocation.extraction.constraints import extract
from innosprint_rules.allocation.extraction.linear import Linear, Terms, amount
from innosprint_rules.allocation.extraction.lines import Line, proposed_lines
from innosprint_rules.allocation.solver import highs as solving
from innosprint_rules.allocation.solver.highs import Milp
from innosprint_rules.money import plain
from tests.allocation.cases import ALL, AS_OF, near_ceiling
from tests.strategies import build


def offered(count: int) -> tuple[Dossier, Any]:
    """Return a dossier with 19,000 € left and a proposal of many lines that asks for half as much again."""
    document = near_ceiling(1_900_000)
    document["projects"] = [{"code": f"Q{n}", "holder": "entrepreneur", "entry_session": "S1"} for n in range(count)]
    document["presentations"] = [{"session": "S3", "project": f"Q{n}"} for n in range(count)]
    document["allocations"][0]["project"] = ""
    each = 2_850_000 // count
    rows = [
        {
            "id": f"B{n}", "session": "S3", "decided_on": "", "project": f"Q{n}", "need": "b", "objective": "o",
            "progress_evaluation": "e", "decided_by": ALL, "amount": f"{(each + n % 7) / 100:.2f}",
        }
        for n in range(count)
    ]  # fmt: skip
    return build(document), read_proposal(rows)


def asked(count: int) -> Dossier:
    """Return a dossier with 19,000 € left and many requests that ask for half as much again; scores differ."""
    document = near_ceiling(1_900_000)
    document["projects"] = [{"code": f"Q{n}", "holder": "entrepreneur", "entry_session": "S1"} for n in range(count)]
    document["presentations"] = [{"session": "S3", "project": f"Q{n}"} for n in range(count)]
    document["allocations"][0]["project"] = ""
    each = 2_850_000 // count
    document["requests"] = [
        {
            "id": f"D{n}", "session": "S3", "project": f"Q{n}", "requested": plain(each + n % 7),
            "minimum": plain(each // (2 + n % 3)), "need_score": n % 6, "objectives_score": n * 5 % 6,
            "progress_score": n * 7 % 6, "capacity_score": 1 + n * 11 % 5,
            "besoin": "b", "objectif": "o", "evaluation_avancees": "e",
        }
        for n in range(count)
    ]  # fmt: skip
    return build(document)


def seconds(work: Callable[[], object], runs: int) -> float:
    """Return the median time of some work, in seconds."""
    work()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def best(dossier: Dossier, proposal: Any, lines: tuple[Line, ...]) -> Milp:
    """Return the best amounts of some lines, from the rules on: the model, solved."""
    model = extract(load_rulebook(), dossier, proposal, as_of=AS_OF, lines=lines)
    milp = Milp(model)
    milp.maximise(Linear(0, Terms({amount(n): 3 + n * 7 % 11 for n in range(len(lines))})))
    found = milp.solve()
    if found is None or model.broken(found.amounts):
        raise SystemExit("the best amounts break a rule: nothing is timed")
    return milp


def alone(milp: Milp) -> Callable[[], object]:
    """Return HiGHS's own work on a model."""
    highs = solving.load_highs()
    problem = solving.problem(highs, milp.bounds, milp.rows, milp.objective.times(-1))

    def run() -> None:
        solver = highs._Highs()
        solving.settle(solver)
        solver.passModel(problem)
        solver.run()

    return run


def figures() -> dict[str, float]:
    """Return the times in seconds, and their ratios to HiGHS alone."""
    found: dict[str, float] = {}
    for count, runs in ((20, 9), (2_000, 3)):
        dossier, proposal = offered(count)
        lines = tuple(
            Line(each.id, each.stands, least=(each.stands or 0) // 3, most=each.stands or 0)
            for each in proposed_lines(proposal)
        )
        milp = best(dossier, proposal, lines)
        whole = found[f"best_{count}_lines_s"] = seconds(partial(best, dossier, proposal, lines), runs)
        solver = found[f"highs_alone_{count}_lines_s"] = seconds(alone(milp), runs)
        found[f"best_{count}_lines_to_highs"] = whole / solver
        requests = asked(count)
        found[f"allocate_{count}_requests_s"] = seconds(
            partial(allocate, requests, load_rulebook(), session="S3", as_of=AS_OF), min(runs, 3)
        )
    dossier, proposal = offered(20)
    found["repair_20_lines_s"] = seconds(lambda: repair(dossier, proposal=proposal, as_of=AS_OF, most=3), 3)
    found["headroom_20_lines_s"] = seconds(lambda: headroom(dossier, proposal=proposal, as_of=AS_OF), 3)
    return found


if __name__ == "__main__":
    for name, value in figures().items():
        print(f"{name:<36}{value:>12.3f}")
