"""Reading a distribution: ``triangular(45, 60, 90)``, ``1 000 € to 4 000 €``, ``20 %``, or a YAML mapping.

The place where it stands says the unit and what is possible there; what is not is an error that says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from innosprint_rules.dossier.cells import CellError
from innosprint_rules.simulation.distributions import families
from innosprint_rules.simulation.distributions.families import DISCRETE, FAMILIES, Family
from innosprint_rules.simulation.distributions.quantities import EXAMPLES, read_number, read_probability, read_quantity
from innosprint_rules.simulation.distributions.refusals import (
    Bounds,
    impossible,
    not_a_pair,
    out_of_place,
    refused,
    shown_value,
)
from innosprint_rules.simulation.distributions.table import Distribution, Unit, chance, constant, quantiles, values
from innosprint_rules.simulation.distributions.text import parted
from innosprint_rules.simulation.distributions.words import add_up
from innosprint_rules.wording import Text

_MOST_VALUES = 1_000
_WHOLE: frozenset[Unit] = frozenset({"days", "count"})
_BOUNDED = frozenset({"fixed", "uniform", "triangular"})  # every parameter is a value that may be drawn


def read_distribution(value: object, bounds: Bounds) -> Distribution:
    """Read what stands at a place of a scenario, a text or a mapping.

    Raises:
        CellError: with what was found, what was expected and what to do.
    """
    name, parts = parted(value, bounds)
    text = shown_value(value)
    if bounds.unit == "chance":
        if name != "fixed":
            raise refused(
                name,
                Text("une chance est une seule probabilité", "a chance is one probability"),
                Text("écrire par exemple « 20 % »", "write for example “20 %”"),
            )
        return chance(text, read_probability(parts[0]))
    if name == DISCRETE:
        return _discrete(text, parts, bounds)
    family = FAMILIES[name]
    if len(parts) != len(family.parameters):
        wanted = ", ".join(each for each, _ in family.parameters)
        raise CellError(
            "distribution-parameters",
            Text(f"« {name} » prend {len(family.parameters)} nombres, {len(parts)} sont donnés",
                 f"“{name}” takes {len(family.parameters)} numbers, {len(parts)} are given"),
            Text(f"{name}({wanted}), par exemple « {family.example} »",
                 f"{name}({wanted}), for example “{family.example}”"),
        )  # fmt: skip
    return _of_family(text, family, _parameters(family, parts, bounds), bounds)


def _parameters(family: Family, parts: Sequence[str], bounds: Bounds) -> list[Fraction]:
    found: list[Fraction] = []
    for (name, kind), part in zip(family.parameters, parts, strict=True):
        if kind in ("value", "spread"):
            number = read_quantity(part, bounds.unit)
        else:
            number = read_probability(part) if kind == "probability" else read_number(part)
        if (kind in ("spread", "shape") and number <= 0) or (kind == "trials" and (number < 0 or number % 1)):
            whole = Text("un nombre entier", "a whole number") if kind == "trials" else Text("plus de 0", "more than 0")
            raise refused(
                family.name,
                Text(f"« {name} » vaut « {part} »", f"“{name}” is “{part}”"),
                Text(f"écrire {whole.fr}", f"write {whole.en}"),
            )
        if kind == "value":
            _possible(number, part, bounds)
        found.append(number)
    in_order = [number for (_, kind), number in zip(family.parameters, found, strict=True) if kind == "value"]
    if in_order != sorted(in_order):
        raise refused(
            family.name,
            Text("les valeurs ne vont pas de la plus petite à la plus grande", "the values do not go up"),
            Text(f"par exemple « {family.example} »", f"for example “{family.example}”"),
        )
    return found


def _of_family(text: str, family: Family, given: Sequence[Fraction], bounds: Bounds) -> Distribution:
    unit, least, most = bounds.unit, bounds.least, bounds.most
    name = family.name
    if name == "fixed" or (name in ("uniform", "triangular", "range") and given[0] == given[-1]):
        return constant(text, unit, _whole(given[0], text, bounds))
    if name in ("poisson", "binomial"):
        if unit not in _WHOLE:
            raise out_of_place(name, bounds)
        if given[0] > most:
            raise impossible(given[0], text, bounds)
        weighed = families.poisson(given[0]) if name == "poisson" else families.binomial(int(given[0]), given[1])
        return values(text, unit, [(min(max(value, least), most), weight) for value, weight in weighed])
    if name == "beta":
        if unit != "share":
            raise out_of_place(name, bounds)
        inside = families.beta(given[0], given[1])
        return quantiles(text, unit, lambda share: inside(share) * most, least, most)
    if name == "uniform":
        inverse = families.uniform(given[0], given[1], unit in _WHOLE)
    elif name == "triangular":
        inverse = families.triangular(given[0], given[1], given[2])
    elif name == "range":
        inverse = families.ninety_percent(given[0], given[1])
    else:
        if name == "lognormal" and given[0] <= 0:
            raise impossible(given[0], text, bounds)
        inverse = families.normal(given[0], given[1]) if name == "normal" else families.lognormal(given[0], given[1])
    if unit != "share" and name not in _BOUNDED:
        _reachable(inverse, text, bounds)
    return quantiles(text, unit, inverse, least, most)


def _discrete(text: str, parts: Sequence[str], bounds: Bounds) -> Distribution:
    if not parts or len(parts) % 2 or len(parts) > 2 * _MOST_VALUES:
        raise not_a_pair(text)
    weighed = [
        (_whole(_possible(read_quantity(value, bounds.unit), value, bounds), value, bounds), read_probability(weight))
        for value, weight in zip(parts[::2], parts[1::2], strict=True)
    ]
    add_up([weight for _, weight in weighed])
    return values(text, bounds.unit, sorted(weighed))


def _reachable(inverse: families.Inverse, text: str, bounds: Bounds) -> None:
    """Refuse what would be more than the place can hold, once in two thousand draws."""
    highest = inverse(1 - 0.5 / 1024)
    if highest > bounds.most:
        raise impossible(Fraction(highest), text, bounds)


def _possible(number: Fraction, text: str, bounds: Bounds) -> Fraction:
    if not bounds.least <= number <= bounds.most:
        raise impossible(number, text, bounds)
    return number


def _whole(number: Fraction, text: str, bounds: Bounds) -> int:
    if number % 1 and bounds.unit in _WHOLE:
        raise CellError(
            "quantity-not-whole",
            Text(f"« {text} » n'est pas un nombre entier", f"“{text}” is not a whole number"),
            Text(f"écrire {EXAMPLES[bounds.unit].fr}", f"write {EXAMPLES[bounds.unit].en}"),
        )
    return round(number)
