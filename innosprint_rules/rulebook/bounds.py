"""Proof that no figure of a formula can pass what stands for infinity, whatever a dossier of MOST_ROWS rows holds.

Whole numbers have no limit of their own in the reference evaluator: 2^1000 is beyond any agreement, and leaves room
below the bounds of what is not known. The kernel, which counts in 64 bits, proves its own (``engine.kernel.bounds``).
"""

from __future__ import annotations

from innosprint_rules.errors import Location, Problem
from innosprint_rules.formula import tree
from innosprint_rules.formula.logic import FAR
from innosprint_rules.formula.signs import Bounder
from innosprint_rules.formula.types import NUMERIC
from innosprint_rules.rulebook.book import Rulebook
from innosprint_rules.wording import Text

_BOUNDED = (tree.Parameter, tree.Fact, tree.Variable)
"""What a formula only reads: these are bounded where they are declared."""


def check_bounds(rulebook: Rulebook) -> list[Problem]:
    """Return a problem for each measure or rule of which a figure may pass 2^1000."""
    problems: list[Problem] = []
    bounder = Bounder(rulebook, FAR)

    def look(node: tree.Node, where: Location) -> None:
        bounder.worst = None
        for inner in tree.walk(node):
            if inner.type.kind in NUMERIC and not isinstance(inner, _BOUNDED):
                bounder.of(inner)
        if bounder.worst is not None:
            source, size = bounder.worst
            problems.append(
                Problem(
                    "overflow",
                    Text(f"`{source}` peut dépasser 2^{size.bit_length() - 1}, au-delà de 2^1000",
                         f"`{source}` may pass 2^{size.bit_length() - 1}, beyond 2^1000"),
                    Text("multiplier par moins, ou additionner moins de choses à la fois",
                         "multiply by less, or add up fewer things at once"),
                    where,
                )
            )  # fmt: skip

    for measure in rulebook.measures.values():
        look(measure.formula, measure.location)
    for rule in rulebook.rules.values():
        for level in rule.levels:
            look(level.met, rule.location)
    return problems
