"""Words with their chances: ``{entrepreneur: 70 %, étudiant: 30 %}``; and chances that must make a whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from innosprint_rules.dossier.cells import CellError
from innosprint_rules.nearest import did_you_mean, quoted
from innosprint_rules.simulation.distributions.quantities import read_probability, written
from innosprint_rules.simulation.distributions.refusals import shown_value
from innosprint_rules.simulation.distributions.table import Distribution, values
from innosprint_rules.wording import Text


def read_words(value: object, allowed: Sequence[str] = ()) -> Distribution:
    """Read words with their probabilities, ``{entrepreneur: 70 %, étudiant: 30 %}``, or one word alone.

    ``allowed`` lists the words there may be; any are when it is empty. Raises CellError.
    """
    if isinstance(value, str) and value.strip():
        pairs: list[tuple[str, Fraction]] = [(value.strip(), Fraction(1))]
    elif isinstance(value, Mapping) and value:
        pairs = [(str(word).strip(), read_probability(str(weight))) for word, weight in value.items()]
    else:
        raise CellError(
            "distribution-shape",
            Text("attendu des mots et leurs probabilités", "expected words and their probabilities"),
            Text(
                "par exemple {entrepreneur: 70 %, étudiant: 30 %}", "for example {entrepreneur: 70 %, étudiant: 30 %}"
            ),
        )
    for word, _ in pairs:
        if allowed and word not in allowed:
            listed = quoted(allowed, either=True)
            raise CellError(
                "unknown-word",
                Text(f"« {word} » n'est pas admis ici", f"“{word}” is not allowed here"),
                did_you_mean(word, allowed, Text(f"valeurs : {listed.fr}", f"values: {listed.en}")),
            )
    add_up([weight for _, weight in pairs])
    words = tuple(word for word, _ in pairs)
    return values(shown_value(value), "word", [(place, weight) for place, (_, weight) in enumerate(pairs)], words)


def add_up(weights: Sequence[Fraction]) -> None:
    """Refuse probabilities that do not make 100 %; raises CellError."""
    total = sum(weights, Fraction(0))
    if total != 1:
        said = written(total, "chance")
        raise CellError(
            "probabilities-do-not-add-up",
            Text(f"les probabilités font {said.fr} en tout", f"the probabilities make {said.en} in all"),
            Text("elles doivent faire 100 %", "they must make 100 %"),
        )
