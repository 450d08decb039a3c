"""What is wrong with a distribution, in both languages; and the bounds of the place where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from innosprint_rules.dossier.cells import CellError
from innosprint_rules.simulation.distributions.quantities import EXAMPLES, written
from innosprint_rules.simulation.distributions.table import Unit
from innosprint_rules.wording import Text


@dataclass(frozen=True, slots=True)
class Bounds:
    """What may be drawn at a place: a unit, and the least and the greatest in its whole numbers."""

    unit: Unit
    least: int
    most: int


def impossible(number: Fraction, text: str, bounds: Bounds) -> CellError:
    least, most, found = (written(each, bounds.unit) for each in (bounds.least, bounds.most, number))
    return CellError(
        "quantity-impossible",
        Text(f"« {text} » donne {found.fr}, ce qui est impossible ici",
             f"“{text}” gives {found.en}, which is impossible here"),
        Text(f"rester entre {least.fr} et {most.fr}", f"stay between {least.en} and {most.en}"),
    )  # fmt: skip


def out_of_place(name: str, bounds: Bounds) -> CellError:
    wanted = EXAMPLES[bounds.unit]
    return refused(
        name,
        Text("cette loi ne donne pas ce qui est attendu ici", "this distribution does not give what is expected here"),
        Text(f"attendu {wanted.fr}", f"expected {wanted.en}"),
    )


def no_distribution(text: str, bounds: Bounds) -> CellError:
    wanted = EXAMPLES[bounds.unit]
    return CellError(
        "distribution-shape",
        Text(f"« {text} » n'est ni une quantité ni une loi", f"“{text}” is neither a quantity nor a distribution"),
        Text(f"écrire {wanted.fr}, ou une loi comme « uniform(a, b) »",
             f"write {wanted.en}, or a distribution like “uniform(a, b)”"),
    )  # fmt: skip


def not_a_pair(text: str) -> CellError:
    return CellError(
        "distribution-shape",
        Text(f"« {text} » : attendu des valeurs et leurs probabilités", f"“{text}”: expected values and probabilities"),
        Text(
            "par exemple « discrete(1: 20 %, 2: 50 %, 3: 30 %) »", "for example “discrete(1: 20 %, 2: 50 %, 3: 30 %)”"
        ),
    )


def refused(name: str, why: Text, hint: Text) -> CellError:
    return CellError("distribution-impossible", Text(f"« {name} » : {why.fr}", f"“{name}”: {why.en}"), hint)


def shown_value(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {shown_value(inner)}" for key, inner in value.items())[:200]
    if isinstance(value, list):
        return ", ".join(map(shown_value, value))[:200]
    return " ".join(str(value).split())[:200]
