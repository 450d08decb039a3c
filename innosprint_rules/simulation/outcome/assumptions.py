"""The assumptions of a scenario in words, as its inputs are drawn: what is usual, and how far it goes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from innosprint_rules.simulation.distributions.quantities import three_digits, written
from innosprint_rules.simulation.distributions.table import WORDS, Distribution
from innosprint_rules.simulation.outcome.outcome import Assumption
from innosprint_rules.simulation.scenario.inputs import ALWAYS, NEVER
from innosprint_rules.wording import NBSP, Text

if TYPE_CHECKING:
    from innosprint_rules.simulation.scenario.inputs import Input
    from innosprint_rules.simulation.scenario.sections import Signed

_MOST_LISTED = 8


def assumptions(
    inputs: Mapping[str, Input], ties: Mapping[tuple[str, str], Fraction], signed: Iterable[Signed] = ()
) -> tuple[Assumption, ...]:
    """Return what is signed every year, the inputs of a scenario in words, in their order, and which of them are tied.

    What is left out of a year (a chance of never) is told too.
    """
    alone = (Assumption(each.name, each.label, _printed(in_words(each.distribution))) for each in inputs.values())
    tied = (_tied(inputs[one], inputs[other], number) for (one, other), number in ties.items())
    return (*map(_signed, signed), *alone, *tied)


def _signed(each: Signed) -> Assumption:
    told = f"{each.parameter} = {each.value}"
    label = Text("avenant signé dans chaque année", "amendment signed in every year")
    return Assumption("amendments.signed", label, Text(f"{told}, le {each.day}", f"{told}, on {each.day}"))


def _tied(one: Input, other: Input, number: Fraction) -> Assumption:
    label = Text(f"{one.label.fr} et {other.label.fr}", f"{one.label.en} and {other.label.en}")
    much = written(number, "count")
    return Assumption("correlate", label, Text(f"corrélation de {much.fr}", f"a correlation of {much.en}"))


def _printed(text: Text) -> Text:
    """Set percentages as each language prints them; a scenario writes them with a space that may break a line."""
    return Text(text.fr.replace(" %", f"{NBSP}%"), text.en.replace(" %", "%"))


def in_words(drawn: Distribution) -> Text:
    """Say how a value is drawn: fixed, a probability, some values, or its median and nine draws out of ten."""
    if drawn.form == "constant":
        return ALWAYS if drawn.unit == "chance" and drawn.low else NEVER if drawn.unit == "chance" else _value(drawn)
    if drawn.form == "chance":
        return written(Fraction(drawn.numbers[0], WORDS), "chance")
    if drawn.form == "values" and len(drawn.numbers) <= 2 * _MOST_LISTED:
        return _listed(drawn)
    low, middle, high = (_rounded(drawn, drawn.quantile(Fraction(each, 100))) for each in (5, 50, 95))
    return Text(
        f"{middle.fr} au milieu ; neuf fois sur dix, de {low.fr} à {high.fr}",
        f"{middle.en} in the middle; nine times out of ten, {low.en} to {high.en}",
    )


def _value(drawn: Distribution, value: int | None = None) -> Text:
    found = drawn.low if value is None else value
    if drawn.unit == "word":
        return Text(drawn.words[found], drawn.words[found])
    return written(found, drawn.unit)


def _rounded(drawn: Distribution, value: int) -> Text:
    """Say a quantile, an amount, a share or months to three digits."""
    return written(three_digits(value) if drawn.unit in ("amount", "share", "months") else value, drawn.unit)


def _listed(drawn: Distribution) -> Text:
    size = len(drawn.numbers) // 2
    steps = (0, *drawn.numbers[:size])
    parts = [
        (_value(drawn, value), written(Fraction(steps[place + 1] - steps[place], WORDS), "chance"))
        for place, value in enumerate(drawn.numbers[size:])
    ]
    return Text(
        ", ".join(f"{value.fr} ({share.fr})" for value, share in parts),
        ", ".join(f"{value.en} ({share.en})" for value, share in parts),
    )
