"""A mixed program for HiGHS that may answer in floats: for choices that are checked and filled in exactly after.

The model of the rules (``allocation.solver.milp``) keeps to whole numbers. Here amounts are continuous, which is many
times faster; only the yes or no of its columns is taken from the answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from innosprint_rules.allocation.solver.highs import SolverFailure, load_highs

MANY = 200
GAP = 1e-5
"""With more than ``MANY`` columns of yes or no, an answer this near to the best, as a part of it, is enough: the last
steps take longer than all those before."""

_CLOSE = 1e-9
_NODES = 200_000
"""Nodes of the search times columns of yes or no: a bound on the work that is the same on every machine."""


@dataclass(slots=True)
class MixedProgram:
    """Columns from 0 to a most, each with a cost; rows ``low <= sum <= high``; the greatest sum of costs is sought."""

    costs: list[float] = field(default_factory=list)
    most: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    lows: list[float] = field(default_factory=list)
    highs: list[float] = field(default_factory=list)
    starts: list[int] = field(default_factory=lambda: [0])
    indices: list[int] = field(default_factory=list)
    factors: list[float] = field(default_factory=list)

    def column(self, cost: float, most: float, whole: bool = False) -> int:
        """Add a column and return its number."""
        self.costs.append(cost)
        self.most.append(most)
        self.whole.append(whole)
        return len(self.costs) - 1

    def row(self, terms: Sequence[tuple[int, float]], low: float, high: float) -> None:
        """Add a row."""
        for index, factor in terms:
            self.indices.append(index)
            self.factors.append(factor)
        self.starts.append(len(self.indices))
        self.lows.append(low)
        self.highs.append(high)


@dataclass(frozen=True, slots=True)
class Answer:
    """The values found, what they cost, and a bound that the cost of no values can pass."""

    values: Sequence[float]
    value: float
    bound: float


def greatest(program: MixedProgram) -> Answer:
    """Return the values of the greatest cost, or the best found within a fixed number of steps.

    Raises:
        UsageError: HiGHS is not installed.
        SolverFailure: no answer.
    """
    highs: Any = load_highs()
    solver = highs._Highs()  # the class below the usual one prints no banner
    yes_or_no = max(1, sum(program.whole))
    options: dict[str, Any] = {
        "output_flag": False,
        "threads": 1,  # the same answer every time
        "random_seed": 0,
        "mip_rel_gap": GAP if yes_or_no > MANY else 0.0,
        "mip_abs_gap": 1e-6,
        "mip_max_nodes": max(20, _NODES // yes_or_no),
        "mip_feasibility_tolerance": _CLOSE,
        "primal_feasibility_tolerance": _CLOSE,
    }
    for name, value in options.items():
        solver.setOptionValue(name, value)
    solver.passModel(_problem(highs, program))
    solver.run()
    status, found = solver.getModelStatus(), solver.getInfo()
    values = list(solver.getSolution().col_value)
    if not values or (status not in (highs.HighsModelStatus.kOptimal, highs.HighsModelStatus.kSolutionLimit)):
        raise SolverFailure(f"HiGHS stopped: {solver.modelStatusToString(status)}")
    bound = found.mip_dual_bound if any(program.whole) else found.objective_function_value
    return Answer(values, found.objective_function_value, bound)


def _problem(highs: Any, program: MixedProgram) -> Any:
    import numpy as np

    problem = highs.HighsLp()
    problem.num_col_, problem.num_row_ = len(program.costs), len(program.lows)
    problem.sense_ = highs.ObjSense.kMaximize
    problem.col_cost_ = np.array(program.costs)
    problem.col_lower_ = np.zeros(len(program.costs))
    problem.col_upper_ = np.array(program.most)
    kinds = highs.HighsVarType
    problem.integrality_ = [kinds.kInteger if whole else kinds.kContinuous for whole in program.whole]
    problem.row_lower_ = np.array(program.lows)
    problem.row_upper_ = np.array(program.highs)
    matrix = problem.a_matrix_
    matrix.format_ = highs.MatrixFormat.kRowwise
    matrix.start_ = np.array(program.starts, dtype=np.int32)
    matrix.index_ = np.array(program.indices, dtype=np.int32)
    matrix.value_ = np.array(program.factors)
    return problem
