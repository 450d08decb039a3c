"""A small scenario written by hand: what a year model and a kernel would generate, for tests of running years."""

from __future__ import annotations

from innosprint_rules.engine.check import default_rulebook
from innosprint_rules.rulebook.year.plan import YearPlan
from innosprint_rules.simulation.tally.generated_module import Module
from innosprint_rules.simulation.tally.shape import Shape

FIRST, LAST = 737_000, 737_365

DRAWING = """
@njit
def draw(M, N, D, W, seed, year):
    keys(W, seed)
    fill(W, 64, 40, seed, year, 1)
    for i in range(40):
        M[2 + i] = W[64 + i] % D[0]
    N[0] = 40
    return 40
"""

# R1 a rule of the agreement, R2 of rows, R3 an objective; money in cents beyond 2**31, a date, a flag, a doubtful one
JUDGING = """
@njit
def judge(M, N, V, X):
    for i in range(18):
        V[i] = 0
    V[0 if M[2] % 10 == 0 else 3 if M[2] % 3 else 1] = 1
    if V[0] == 1:
        V[5] = 1
    for i in range(N[0]):
        cell = M[2 + i] % 97
        if cell == 0:
            V[6] += 1
            V[11] += i & 1
        elif cell == 1:
            V[8] += 1
        elif cell > 60:
            V[9] += 1
        else:
            V[10] += 1
    V[12 + (3 if M[3] % 2 else 0)] = 1
    X[0] = X[1] = M[4] * M[5] - M[6] * M[7]
    X[2] = X[3] = 737000 + M[8] % 400
    X[4] = X[5] = M[9] & 1
    X[6] = M[10] % 50
    X[7] = X[6] + (M[11] % 3 - 1) * (M[12] % 2)


@njit
def judge_at(M, N, S, as_of):
    done = 737000 + M[13] % 500
    S[0] = 1 if done <= as_of else (2 if as_of <= 737200 else 3)
    S[1] = 0 if M[14] % 2 else 4
"""


def module(
    drawing: str = DRAWING, judging: str = JUDGING, label: str = "made by hand", modulus: int = 50_000
) -> Module:
    """Return the module; ``modulus`` is data, everything else text."""
    shape = Shape(
        rules=("R1", "R2", "R3"),
        measures=("money", "day", "flag", "doubtful"),
        dated=("R1", "R3"),
        single=frozenset({"R1", "R3"}),
        objectives=("R3",),
        bases={"day": FIRST},
        moments=tuple(range(FIRST, LAST + 1, 73)),
    )
    return Module(
        drawing=drawing,
        judging=judging,
        shape=shape,
        memory=[0] * 60,
        counts=[0],
        data=[modulus],
        words=104,
        label=label,
        kinds={"money": "amount", "day": "date", "flag": "flag", "doubtful": "number"},
        doubtful=frozenset({"doubtful"}),
    )


def the_plan() -> YearPlan:
    """Return what the bundled agreement says of its years."""
    plan = default_rulebook().year
    assert plan is not None
    return plan
