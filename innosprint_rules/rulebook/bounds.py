"""Proof that no figure of a formula can pass 2^53, whatever a dossier of MOST_ROWS rows holds.

The compiled kernel counts in 64 bits and JSON readers in doubles: a total that could pass 2^53 would be
wrong in one of them without anyone noticing. Cells are bounded by the readers (``formula.types.LARGEST``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from innosprint_rules.errors import Location, Problem
from innosprint_rules.formula import tree
from innosprint_rules.formula.signs import Bounder
from innosprint_rules.formula.types import EXACT, NUMERIC
from innosprint_rules.wording import Text

if TYPE_CHECKING:
    from innosprint_rules.rulebook.loading import Rulebook


def check_bounds(rulebook: Rulebook) -> list[Problem]:
    """Return a problem for each measure or rule of which a figure may pass 2^53."""
    problems: list[Problem] = []
    bounder = Bounder(rulebook, EXACT)

    def look(node: tree.Node, where: Location) -> None:
        bounder.worst = None
        for inner in tree.walk(node):
            if inner.type.kind in NUMERIC:
                bounder.of(inner)
        if bounder.worst is not None:
            source, size = bounder.worst
            problems.append(
                Problem(
                    "overflow",
                    Text(f"`{source}` peut atteindre {size}, au-delà de 2^53",
                         f"`{source}` may reach {size}, beyond 2^53"),
                    Text("additionner moins de choses à la fois", "add up fewer things at once"),
                    where,
                )
            )  # fmt: skip

    for measure in rulebook.measures.values():
        look(measure.formula, measure.location)
    for rule in rulebook.rules.values():
        for level in rule.levels:
            look(level.met, rule.location)
    return problems
