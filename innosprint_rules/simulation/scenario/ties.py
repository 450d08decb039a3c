"""The section ``correlate`` of a scenario: which inputs go together, ``{payments.delay: {reports.delay: 0.6}}``."""

from __future__ import annotations

from fractions import Fraction

from innosprint_rules.dossier.cells import CellError
from innosprint_rules.errors import Location, ProblemList
from innosprint_rules.nearest import did_you_mean, quoted
from innosprint_rules.simulation.distributions.copula import MOST_TIED, Pair, groups, is_definite
from innosprint_rules.simulation.distributions.quantities import read_quantity
from innosprint_rules.simulation.distributions.table import Distribution
from innosprint_rules.simulation.scenario.inputs import Input, Inputs
from innosprint_rules.simulation.scenario.sections import YearSections
from innosprint_rules.strict_yaml import Fields, Scalar, Value
from innosprint_rules.wording import Text

TIES = "correlate"
"""The key of the section."""

_FORM = Text(
    "écrire une entrée, puis celles qui vont avec elle : « payments.delay: {reports.delay: 0.6} »",
    "write an input, then those that go with it: “payments.delay: {reports.delay: 0.6}”",
)
_BETWEEN = Text("écrire un nombre de -1 à 1 : « 0.6 » ou « 60 % »", "write a number from -1 to 1: “0.6” or “60 %”")


def read_ties(value: Value | None, year: YearSections | None, problems: ProblemList) -> dict[Pair, Fraction]:
    """Read which inputs are tied; every mistake goes to ``problems``, with its place.

    Args:
        value: the section; nothing is tied where there is none.
        year: the other sections, for the names of the inputs; None where they are wrong themselves.
        problems: where mistakes go.
    """
    if value is None or (isinstance(value, Scalar) and value.blank):
        return {}
    inputs = None if year is None else Inputs(year).by_name
    found: dict[Pair, Fraction] = {}
    places: dict[str, Location] = {}
    for one, others in _fields(value, problems).items():
        start = value.keys[one] if isinstance(value, Fields) else value.location
        known = _may_be_tied(one, inputs, start, problems)
        for other, number in _fields(others, problems).items():
            where = others.keys[other] if isinstance(others, Fields) else others.location
            right = _number(number, problems)
            if not _may_be_tied(other, inputs, where, problems) or not known or right is None:
                continue
            if one == other:
                problems.add("tied-to-itself", Text(f"« {one} » est lié à lui-même", f"“{one}” is tied to itself"),
                             _FORM, where)  # fmt: skip
            elif (other, one) in found:
                problems.add("tied-twice", *_twice(one, other), where)
            else:
                found[one, other] = right
                places.setdefault(one, start)
                places.setdefault(other, where)
    return found if not problems and _fit(found, places, problems) else {}


def _fields(value: Value, problems: ProblemList) -> dict[str, Value]:
    if isinstance(value, Fields) and value.values:
        return value.values
    problems.add("wrong-shape", Text("attendu des entrées et des nombres", "expected inputs and numbers"), _FORM,
                 value.location)  # fmt: skip
    return {}


def _may_be_tied(name: str, inputs: dict[str, Input] | None, where: Location, problems: ProblemList) -> bool:
    """Tell whether an input may be tied: there is one of that name, it varies, and what it draws has an order."""
    if inputs is None:
        return True
    free = [each.name for each in inputs.values() if _why_not(each.distribution) is None]
    if name not in inputs:
        several = Text("par exemple « payments.delay » ; simulate --detail les nomme",
                       "for example “payments.delay”; simulate --detail names them")  # fmt: skip
        message = Text(f"aucune entrée ne s'appelle « {name} »", f"no input is called “{name}”")
        problems.add("unknown-input", message, did_you_mean(name, free, several), where)
        return False
    why = _why_not(inputs[name].distribution)
    if why is not None:
        message = Text(f"« {name} » ne peut pas être lié : {why.fr}", f"“{name}” cannot be tied: {why.en}")
        problems.add("cannot-be-tied", message, _WHICH, where)
    return why is None


def _why_not(drawn: Distribution) -> Text | None:
    if drawn.unit == "chance":
        return Text("c'est une chance, oui ou non", "it is a chance, yes or no")
    if drawn.unit == "word":
        return Text("ce sont des mots, qui n'ont pas d'ordre", "these are words, which have no order")
    if drawn.form == "constant":
        return Text("sa valeur est toujours la même", "its value is always the same")
    return None


_WHICH = Text(
    "lier des jours, des montants, des nombres ou des parts qui varient",
    "tie days, amounts, numbers or shares that vary",
)


def _number(value: Value, problems: ProblemList) -> Fraction | None:
    """Read a correlation, -1 to 1."""
    shown = value.text.strip()[:60] if isinstance(value, Scalar) else "…"
    try:
        found = read_quantity(value.text, "chance") if isinstance(value, Scalar) else None
    except CellError:
        found = None
    if found is None or not -1 <= found <= 1:
        message = Text(f"« {shown} » n'est pas une corrélation", f"“{shown}” is not a correlation")
        problems.add("correlation-impossible", message, _BETWEEN, value.location)
        return None
    return found


def _twice(one: str, other: str) -> tuple[Text, Text]:
    return (
        Text(f"« {one} » et « {other} » sont liés deux fois", f"“{one}” and “{other}” are tied twice"),
        Text(f"l'écrire une fois, sous « {other} »", f"write it once, under “{other}”"),
    )


def _fit(found: dict[Pair, Fraction], places: dict[str, Location], problems: ProblemList) -> bool:
    """Refuse more ties than there is room for, and those that cannot hold at once."""
    several = groups(found)
    if sum(map(len, several)) > MOST_TIED:
        problems.add(
            "too-many-ties",
            Text(f"{sum(map(len, several))} entrées sont liées, {MOST_TIED} au plus",
                 f"{sum(map(len, several))} inputs are tied, {MOST_TIED} at most"),
            Text("n'en garder que les plus fortes", "keep the strongest only"),
            places[several[0][0]],
        )  # fmt: skip
        return False
    for group in several:
        if not is_definite(found, group):
            named = quoted(group)
            problems.add(
                "ties-impossible",
                Text(f"{named.fr} ne peuvent pas être liés ainsi tous à la fois (matrice non définie positive)",
                     f"{named.en} cannot all be tied like this at once (the matrix is not positive definite)"),
                Text("rapprocher ces nombres de 0, ou lier aussi entre elles les entrées qui vont avec une même autre",
                     "bring these numbers nearer to 0, or tie to one another, too, inputs that go with the same one"),
                places[group[0]],
            )  # fmt: skip
    return not problems


__all__ = ["TIES", "read_ties"]
