"""What makes one request worth more than another: the weights and the falling worth, read from the rulebook.

They are dated parameters beside the articles they rest on, so that members can read and change them. A rulebook
that holds none weighs every score alike and every euro of a request alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from innosprint_rules.dossier.schema.roles import required
from innosprint_rules.errors import Location, ProblemList, RulebookError
from innosprint_rules.wording import Text

if TYPE_CHECKING:
    from innosprint_rules.dossier.models import Dossier
    from innosprint_rules.dossier.schema.base_row import Row
    from innosprint_rules.dossier.schema.roles import Requests
    from innosprint_rules.engine.evaluation.context import Context

_MOST = 1_000
_FILE = Location("parameters.yaml")


@dataclass(frozen=True, slots=True)
class Weights:
    """The weights of the scores and the worth of each quarter, as they hold on one day; whole numbers.

    ``tops`` has the best each score may be: the most its column takes, else the highest one written.
    """

    scores: Mapping[str, int]
    worths: tuple[int, ...]
    tops: Mapping[str, int]

    @property
    def most(self) -> int:
        """The points of a request that has the best score everywhere."""
        return sum(weight * self.tops[column] for column, weight in self.scores.items())

    def points(self, request: Row) -> int:
        """Return the weighted points of a request; a score that is missing gives none."""
        return sum(weight * (getattr(request, column) or 0) for column, weight in self.scores.items())


def weights_at(context: Context) -> Weights:
    """Return the weights that hold at a context's moment.

    Raises:
        RulebookError: a weight or a worth that is not a whole number from 0 to 1,000, weights that are all 0, or
            a later quarter worth more than an earlier one.
    """
    problems = ProblemList()
    role = required(context.world.roles.requests, "requests")
    scores = {column: _whole(context, name, problems) for column, name in role.scores}
    worths = [_whole(context, name, problems) for name in role.worths]
    if problems:
        raise RulebookError(problems.problems)
    weighed = {column: weight for column, weight in scores.items() if weight is not None}
    if not weighed:
        weighed = dict.fromkeys(scores, 1)
    elif not any(weighed.values()):
        problems.add(
            "weights-all-zero",
            Text("les poids des notes sont tous à 0", "the weights of the scores are all 0"),
            Text("en mettre au moins un au-dessus de 0", "set at least one above 0"),
            _FILE,
        )
    falling = [worth for worth in worths if worth is not None] or [1]
    if sorted(falling, reverse=True) != falling or falling[0] == 0:
        shown = ", ".join(map(str, falling))
        problems.add(
            "worth-rises",
            Text(f"la valeur des quarts d'une demande ({shown}) ne doit pas monter, ni partir de 0",
                 f"the worth of the quarters of a request ({shown}) must not rise, nor start from 0"),
            Text("écrire des nombres qui baissent ou restent égaux : 100, 80, 60, 40",
                 "write numbers that fall or stay equal: 100, 80, 60, 40"),
            _FILE,
        )  # fmt: skip
    if problems:
        raise RulebookError(problems.problems)
    return Weights(weighed, tuple(falling), _tops(context.world.dossier, role))


def _tops(dossier: Dossier, role: Requests) -> Mapping[str, int]:
    columns, rows = dossier.schema.tables[role.table].by_code, dossier.rows(role.table) or ()
    return {
        column: columns[column].most or max((getattr(row, column) or 0 for row in rows), default=0)
        for column, _ in role.scores
    }


def _whole(context: Context, name: str, problems: ProblemList) -> int | None:
    """Return a parameter's whole number; None where the rulebook has no such parameter."""
    if name not in context.world.rulebook.parameters:
        return None
    value = context.parameter(name)
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _MOST:
        return value
    problems.add(
        "bad-weight",
        Text(f"« {name} » doit être un nombre entier de 0 à {_MOST}",
             f"“{name}” must be a whole number from 0 to {_MOST}"),
        Text("corriger ce paramètre", "correct this parameter"),
        _FILE,
    )  # fmt: skip
    return None
