"""The section ``missing`` of a scenario: which cells may be left blank, by chance."""

from __future__ import annotations

from innosprint_rules.dossier.cells import CellError
from innosprint_rules.errors import Location, ProblemList
from innosprint_rules.nearest import did_you_mean, quoted
from innosprint_rules.rulebook.year.plan import YearPlan
from innosprint_rules.simulation.distributions.reading import read_distribution
from innosprint_rules.simulation.distributions.refusals import Bounds
from innosprint_rules.simulation.distributions.table import Distribution
from innosprint_rules.simulation.scenario.fields import plain
from innosprint_rules.strict_yaml import Fields, Scalar, Value
from innosprint_rules.wording import Text

MISSING = "missing"
"""What the model calls the section."""


def read_missing(value: Value, plan: YearPlan, problems: ProblemList) -> dict[str, Distribution]:
    """Read ``{payments.amount: 2 %}``; what is wrong goes to ``problems``."""
    key, allowed = plan.section(MISSING), plan.missing
    if isinstance(value, Scalar) and value.blank:
        return {}
    example = next(iter((*plan.usual, *allowed)), "table.column")
    if not isinstance(value, Fields):
        _refuse(key, "wrong-shape",
                Text("attendu des colonnes et leurs probabilités", "expected columns and their probabilities"),
                Text(f"par exemple {{{example}: 2 %}}", f"for example {{{example}: 2 %}}"), value.location,
                problems)  # fmt: skip
        return {}
    found: dict[str, Distribution] = {}
    for name, chance in value.values.items():
        place = f"{key}.{name}"
        if name not in allowed:
            listed = quoted(allowed)
            _refuse(place, "unknown-key",
                    Text(f"« {name} » ne peut pas manquer par hasard", f"“{name}” cannot be missing by chance"),
                    did_you_mean(name, allowed, Text(f"colonnes : {listed.fr}", f"columns: {listed.en}")),
                    value.keys[name], problems)  # fmt: skip
            continue
        try:
            found[name] = read_distribution(plain(chance), Bounds("chance", 0, 1))
        except CellError as error:
            _refuse(place, error.code, error.message, error.hint, chance.location, problems)
    return found


def _refuse(name: str, code: str, told: Text, hint: Text, where: Location, problems: ProblemList) -> None:
    problems.add(code, Text(f"{name} : {told.fr}", f"{name}: {told.en}"), hint, where)
