"""HiGHS behind whole numbers: what it answers in floats is rounded, and shown only if every row holds exactly.

HiGHS comes with the extra ``optimise``. Nothing is printed: its usual class writes a banner on the standard output
before it can be told to be quiet, so the class below that one is used.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from types import ModuleType
from typing import Any

from innosprint_rules.allocation.extraction.linear import Linear, amount, kept
from innosprint_rules.allocation.extraction.model import Demand, Model
from innosprint_rules.allocation.solver.milp import Constraint, Rows
from innosprint_rules.errors import InnosprintError, Problem, UsageError
from innosprint_rules.wording import Text, same

CLOSE = 1e-9  # how near HiGHS must come to a row and to a whole number
MANNERS: tuple[Mapping[str, Any], ...] = (
    {"mip_feasibility_tolerance": CLOSE, "primal_feasibility_tolerance": CLOSE},
    {},  # as near as it usually comes
    {"presolve": "off"},
)
"""How HiGHS is asked, one after the other while it stops in error; what it answers is checked exactly in any case."""


class SolverFailure(InnosprintError):  # noqa: N818  # it names what happened
    """HiGHS stopped without an answer, or with one that does not hold in whole cents."""


@dataclass(frozen=True, slots=True)
class Solution:
    """The best decision: cents by index of funded line, the objective's value, every variable."""

    amounts: Mapping[int, int]
    value: int
    values: Mapping[int, int]


class Milp(Rows):
    """A model ready to be solved; further variables and rows may be added before each solution."""

    def __init__(self, model: Model, demands: Sequence[Demand] | None = None) -> None:
        super().__init__(model, demands)
        self.objective = Linear(0)
        self._sense = 1

    def minimise(self, expression: Linear) -> None:
        """Ask for the least value of an expression (whole coefficients)."""
        self.objective, self._sense = expression, 1

    def maximise(self, expression: Linear) -> None:
        """Ask for the greatest value of an expression."""
        self.objective, self._sense = expression, -1

    def at_most(self, expression: Linear, most: int = 0) -> None:
        """Demand ``expression <= most``."""
        self.rows.append(Constraint(expression.minus(Linear(most)), None))

    def solve(self, time_limit: float | None = None) -> Solution | None:
        """Return the best decision, or None when the rows cannot hold together.

        Args:
            time_limit: seconds after which to give up.

        Raises:
            UsageError: HiGHS is not installed.
            SolverFailure: no answer in time, or none that holds in whole cents.
        """
        found = self._run({}, time_limit)
        if found is None:
            return None
        if not self._holds(found):
            # a tiny part of a yes may have let cents through: with every yes and no settled, only amounts remain
            settled = {n: found[n] for n, (lo, hi) in enumerate(self.bounds) if (lo, hi) in ((0, 1), (0, 0), (1, 1))}
            again = self._run(settled, time_limit)
            if again is None or not self._holds(again):
                raise SolverFailure("HiGHS gave amounts that do not hold in whole cents")
            found = again
        values = dict(enumerate(found))
        funded = {n: values[amount(n)] for n in range(len(self.model.lines)) if values[kept(n)]}
        return Solution(funded, self.objective.at(values), values)

    def _holds(self, values: Sequence[int]) -> bool:
        """Tell whether whole values keep every row and every bound, exactly."""
        if any(not lo <= value <= hi for value, (lo, hi) in zip(values, self.bounds, strict=True)):
            return False
        return all(
            row.expression.constant + sum(f * values[v] for v, f in row.expression.terms.all().items()) <= 0
            for row in self.rows
        )

    def _run(self, settled: Mapping[int, int], time_limit: float | None) -> list[int] | None:
        bounds = [(settled[n], settled[n]) if n in settled else each for n, each in enumerate(self.bounds)]
        return minimum(bounds, self.rows, self.objective.times(self._sense), time_limit)


def minimum(
    bounds: Sequence[tuple[int, int]], rows: Sequence[Constraint], objective: Linear, time_limit: float | None = None
) -> list[int] | None:
    """Return whole values within bounds that keep the rows and make an objective least, as HiGHS rounds them.

    None where there are none. The values are not checked here.

    Raises:
        UsageError: HiGHS is not installed.
        SolverFailure: no answer in time.
    """
    highs = load_highs()
    if not bounds:
        return [] if all(row.expression.constant <= 0 for row in rows) else None
    given = problem(highs, bounds, rows, objective)
    statuses = highs.HighsModelStatus
    stopped = ""
    for manner in MANNERS:
        solver = highs._Highs()
        settle(solver, time_limit, manner)
        solver.passModel(given)
        solver.run()
        status = solver.getModelStatus()
        if status == statuses.kOptimal:
            return [round(value) for value in solver.getSolution().col_value]
        if status in (statuses.kInfeasible, statuses.kUnboundedOrInfeasible):
            return None  # every variable has bounds
        stopped = solver.modelStatusToString(status)
        if status == statuses.kTimeLimit:
            break
    raise SolverFailure(f"HiGHS stopped: {stopped}")


def settle(solver: Any, time_limit: float | None = None, manner: Mapping[str, Any] = MANNERS[0]) -> None:
    """Make a solver silent, exact as far as it goes, and the same every time."""
    options: dict[str, Any] = {
        "output_flag": False,
        "threads": 1,
        "random_seed": 0,
        "mip_rel_gap": 0.0,
        "mip_abs_gap": 0.5,  # objectives are whole numbers
        **manner,
    }
    if time_limit is not None:
        options["time_limit"] = time_limit
    for name, value in options.items():
        solver.setOptionValue(name, value)


def problem(highs: Any, bounds: Sequence[tuple[int, int]], rows: Sequence[Constraint], objective: Linear) -> Any:
    """Return a problem in HiGHS's own arrays."""
    import numpy as np

    made = highs.HighsLp()
    made.num_col_, made.num_row_ = len(bounds), len(rows)
    cost = np.zeros(len(bounds))
    for number, factor in objective.terms.all().items():
        cost[number] = factor
    made.col_cost_ = cost
    made.col_lower_ = np.array([lo for lo, _ in bounds], dtype=float)
    made.col_upper_ = np.array([hi for _, hi in bounds], dtype=float)
    made.integrality_ = [highs.HighsVarType.kInteger] * len(bounds)
    starts: list[int] = [0]
    indices: list[int] = []
    values: list[int] = []
    for row in rows:
        terms = row.expression.terms.all()
        indices += terms.keys()
        values += terms.values()
        starts.append(len(indices))
    made.row_lower_ = np.full(len(rows), -highs.kHighsInf)
    made.row_upper_ = np.array([-row.expression.constant for row in rows], dtype=float)
    matrix = made.a_matrix_
    matrix.format_ = highs.MatrixFormat.kRowwise
    matrix.start_ = np.array(starts, dtype=np.int32)
    matrix.index_ = np.array(indices, dtype=np.int32)
    matrix.value_ = np.array(values, dtype=float)
    return made


def has_highs() -> bool:
    """Tell whether HiGHS is installed, without importing it."""
    return find_spec("highspy") is not None


def load_highs() -> ModuleType:
    """Return the solver's module, imported on first use.

    Raises:
        UsageError: the extra ``optimise`` is not installed.
    """
    try:
        import highspy as found
    except ImportError as error:
        raise UsageError(
            Problem(
                "optimise-missing",
                Text("l'optimiseur HiGHS n'est pas installé", "the optimiser HiGHS is not installed"),
                same("pip install 'innosprint-rules[optimise]'"),
            )
        ) from error
    return found
