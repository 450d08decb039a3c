"""How a scenario names some of the members: ``tous``, ``sans X``, ``X ; Y``, ``personne``, or the same in English."""

from __future__ import annotations

from innosprint_rules.dossier.cells import CellError
from innosprint_rules.nearest import did_you_mean, quoted
from innosprint_rules.simulation.distributions.table import Distribution
from innosprint_rules.simulation.distributions.words import read_words
from innosprint_rules.wording import Text

EVERYONE, NOBODY, BUT = ("tous", "all"), ("personne", "nobody"), ("sans ", "without ")


def read_groups(value: object, members: tuple[str, ...]) -> Distribution:
    """Read groups of members with their chances, ``{tous: 99 %, sans X: 1 %}``; raises CellError."""
    found = read_words(value)
    for word in found.words:
        if group(word, members) is None:
            known = [EVERYONE[0], *members, *(f"{BUT[0]}{each}" for each in members), NOBODY[0]]
            listed = quoted(known, either=True)
            raise CellError(
                "unknown-word",
                Text(f"« {word} » n'est pas admis ici", f"“{word}” is not allowed here"),
                did_you_mean(word, known, Text(f"valeurs : {listed.fr}, ou plusieurs séparées par « ; »",
                                               f"values: {listed.en}, or several separated by “;”")),
            )  # fmt: skip
    return found


def group(word: str, members: tuple[str, ...]) -> tuple[str, ...] | None:
    """Return the members that a word means; None where it means none of them."""
    if word in EVERYONE:
        return members
    if word in NOBODY:
        return ()
    for but in BUT:
        if word.startswith(but):
            left = word.removeprefix(but)
            return tuple(each for each in members if each != left) if left in members else None
    named = tuple(each.strip() for each in word.split(";"))
    return named if set(named) <= set(members) and len(set(named)) == len(named) else None
