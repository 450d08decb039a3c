"""The text or the mapping of a distribution taken apart: its name, and its parameters as written."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from innosprint_rules.dossier.cells import CellError
from innosprint_rules.nearest import did_you_mean, quoted
from innosprint_rules.simulation.distributions.families import DISCRETE, FAMILIES, NAMES
from innosprint_rules.simulation.distributions.refusals import Bounds, no_distribution, not_a_pair, shown_value
from innosprint_rules.wording import Text

_CALL = re.compile(r"([^\W\d]\w*)\s*\((.*)\)", re.DOTALL)
_TO = re.compile(r"\s+(?:to|à)\s+")


def parted(value: object, bounds: Bounds) -> tuple[str, list[str]]:
    """Return the family's name and its parameters as written; ``discrete`` alternates values and probabilities."""
    if isinstance(value, Mapping):
        return _mapped(value)
    if not isinstance(value, str) or not value.strip():
        raise no_distribution(shown_value(value), bounds)
    text = " ".join(value.split())
    ends = _TO.split(text)
    if len(ends) == 2:
        return "range", ends
    call = _CALL.fullmatch(text)
    if call is None:
        return "fixed", [text]
    name = _known(call[1])
    inside = call[2].strip()
    parts = [part.strip() for part in inside.split(";" if ";" in inside else ",")] if inside else []
    if name != DISCRETE:
        return name, parts
    pairs: list[str] = []
    for part in parts:
        before, colon, after = part.partition(":")
        if not colon:
            raise not_a_pair(part)
        pairs += [before.strip(), after.strip()]
    return name, pairs


def _mapped(value: Mapping[object, object]) -> tuple[str, list[str]]:
    """Take ``{triangular: {low: 45, mode: 60, high: 90}}``, ``{normal: [60, 10]}``, ``{discrete: {1: 20 %}}``."""
    if len(value) != 1:
        raise CellError(
            "distribution-shape",
            Text("une loi s'écrit avec une seule clé, son nom", "a distribution is written with one key, its name"),
            Text("par exemple {normal: {mean: 60, deviation: 10}}", "for example {normal: {mean: 60, deviation: 10}}"),
        )
    key, inside = next(iter(value.items()))
    name = _known(str(key))
    if isinstance(inside, Mapping):
        if name == DISCRETE:
            return name, [str(each) for pair in inside.items() for each in pair]
        wanted = [each for each, _ in FAMILIES[name].parameters]
        for given in inside:
            if given not in wanted:
                listed = quoted(wanted)
                raise CellError(
                    "unknown-key",
                    Text(f"paramètre inconnu « {given} » pour « {name} »", f"unknown parameter “{given}” for “{name}”"),
                    did_you_mean(str(given), wanted, Text(f"paramètres : {listed.fr}", f"parameters: {listed.en}")),
                )
        return name, [str(inside[each]) for each in wanted if each in inside]
    if isinstance(inside, Sequence) and not isinstance(inside, str):
        return name, [str(each) for each in inside]
    return name, [str(inside)]


def _known(name: str) -> str:
    if name in FAMILIES or name == DISCRETE:
        return name
    listed = quoted(NAMES)
    raise CellError(
        "unknown-distribution",
        Text(f"loi inconnue « {name} »", f"unknown distribution “{name}”"),
        did_you_mean(
            name, NAMES, Text(f"lois : {listed.fr}, ou « a to b »", f"distributions: {listed.en}, or “a to b”")
        ),
    )
