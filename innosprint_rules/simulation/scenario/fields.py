"""How what stands at a place of a scenario is read: a distribution of the unit, within the bounds, of that place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TypeAlias

from innosprint_rules.dossier.cells import CellError
from innosprint_rules.formula.types import LARGEST
from innosprint_rules.rulebook.year.shapes import MOST_OF_A_KIND, Place
from innosprint_rules.simulation.distributions.quantities import MILLION
from innosprint_rules.simulation.distributions.reading import read_distribution
from innosprint_rules.simulation.distributions.refusals import Bounds
from innosprint_rules.simulation.distributions.table import Distribution
from innosprint_rules.simulation.distributions.words import read_words
from innosprint_rules.simulation.scenario.groups import read_groups
from innosprint_rules.strict_yaml import Items, Scalar, Value
from innosprint_rules.wording import Text

Plain: TypeAlias = "str | list[Plain] | dict[str, Plain]"

LONGEST = 3_650
"""The longest time that a scenario may write, in days: ten years."""

_MOST: Mapping[str, int] = MappingProxyType({
    "days": LONGEST, "amount": LARGEST["amount"], "count": MOST_OF_A_KIND, "share": MILLION,
    "months": LARGEST["decimal"], "chance": 1,
})  # fmt: skip
"""The greatest of each unit where a place has no bound of its own: cents, millionths, days."""


def read_place(place: Place, value: object, members: tuple[str, ...]) -> Distribution:
    """Read what stands at a place; ``members`` are those of the agreement. Raises CellError."""
    special: Mapping[str, Callable[[], Distribution]] = {
        "words": lambda: read_words(value, place.words),
        "members": lambda: read_groups(value, members),
    }
    if place.unit in special:
        return special[place.unit]()
    most = _MOST[place.unit] if place.most is None else place.most
    found = read_distribution(value, Bounds(place.unit, place.least, most))  # type: ignore[arg-type]  # no word
    if place.fixed and found.form != "constant":
        raise CellError(
            "distribution-impossible",
            Text(f"« {found.text} » change d'une année à l'autre", f"“{found.text}” changes from year to year"),
            Text("écrire une seule valeur ici", "write one value here"),
        )
    return found


def plain(value: Value) -> Plain:
    """Return what stands in a file as texts, lists and mappings."""
    if isinstance(value, Scalar):
        return value.text.strip()
    if isinstance(value, Items):
        return [plain(each) for each in value]
    return {key: plain(each) for key, each in value.values.items()}
