"""What specialised formulas hold beside the nodes of the language, and how nodes are rebuilt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from innosprint_rules.formula import tree
from innosprint_rules.formula.logic import (
    UNKNOWN,
)
from innosprint_rules.formula.names import FIRST_SLOT
from innosprint_rules.wording import Text

FIRST_OWN_SLOT = 1_000  # slots from here on are the specialiser's own, so that none captures another's row


class UnsupportedFormulaError(Exception):
    """A formula that the kernel cannot hold; ``source`` is its text, ``reason`` why, a key of ``REASONS`` or a text."""

    def __init__(self, source: str, reason: str | Text) -> None:
        super().__init__(f"{source}: {reason}")
        self.source = source
        self.reason = reason if isinstance(reason, Text) else Text(REASONS[reason], reason)


REASONS: Mapping[str, str] = {
    "a division of what years change": "une division de ce que les années changent",
    "counting distinct numbers of other things than rows": "compter des nombres distincts d'autre chose que de lignes",
    "counting distinct things that are neither rows nor texts": "compter des choses qui ne sont ni lignes ni textes",
    "a row judged at a moment of its own": "une ligne jugée à un moment qui lui est propre",
    "a comparison of texts that years change": "une comparaison de textes que les années changent",
    "given() of what years change": "given() de ce que les années changent",
    "known() of what years change": "known() de ce que les années changent",
    "a table of which rows that are alike count once": "une table dont les lignes semblables comptent une fois",
    "a derived table of other things than numbers and rows": "une table dérivée d'autre chose que nombres et lignes",
    "a derived table without a known limit": "une table dérivée sans limite connue",
    "a parameter amended, on a day that may be missing": "un paramètre amendé, à un jour qui peut manquer",
    "a parameter on a day that may be missing": "un paramètre à un jour qui peut manquer",
    "a day without known limits": "un jour sans limites connues",
    "a row chosen by a formula": "une ligne choisie par une formule",
    "a product of two things that years change": "un produit de deux choses que les années changent",
    "a function of texts that years change": "une fonction de textes que les années changent",
    "a calendar shift of which both ends change": "un décalage de date dont les deux termes changent",
    "a number of years that years change": "un nombre d'années que les années changent",
    "a function whose result years change": "une fonction dont les années changent le résultat",
    "a loop over a list that years may change": "une boucle sur une liste que les années peuvent changer",
    "a loop over a list that years change": "une boucle sur une liste que les années changent",
    "a parameter amended on a day that is missing": "un paramètre amendé à un jour qui manque",
    "a number of a form that the kernel has not": "un nombre d'une forme que le noyau n'a pas",
    "a condition of a form that the kernel has not": "une condition d'une forme que le noyau n'a pas",
}
"""Why the kernel cannot hold a formula: in English, as it is raised, and in French."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth(tree.Node):
    """A condition on finite cells: its truth for every combination of their values, the last cell turning fastest."""

    cells: tuple[tree.Column, ...]
    sizes: tuple[int, ...]
    values: tuple[Any, ...]
    moving: bool = False  # whether another dossier or scenario may have other values


@dataclass(frozen=True, slots=True, kw_only=True)
class Held(tree.Constant):
    """What no year of one run changes, and another scenario, dossier or moment does: data, and no part of the text.

    ``mark`` tells it from others: that two are worth the same must not show in the text.
    """

    mark: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated(tree.Node):
    """A parameter on a day that years decide; ``on`` None is the moment of judgement."""

    name: str
    on: tree.Node | None


def constant_node(node: tree.Node, value: Any) -> tree.Constant:
    return tree.Constant(type=node.type, source=node.source, value=value)


def worth_of(node: tree.Node) -> Any:
    """Return what a constant holds: any value of the reference evaluator, once formulas are specialised."""
    return node.value if isinstance(node, tree.Constant) else UNKNOWN


def decided(node: tree.Node) -> bool:
    """Tell whether a flag is a constant that is known."""
    return isinstance(node, tree.Constant) and not isinstance(node, Held) and worth_of(node) is not UNKNOWN


def is_plain(node: tree.Node) -> bool:
    """Tell whether a node is a constant whole number, day or flag, or data."""
    return isinstance(node, Held) or (isinstance(node, tree.Constant) and isinstance(node.value, int))


def holds_data(node: tree.Node) -> bool:
    """Tell whether a formula rests on what another scenario, dossier or moment changes."""
    return any(isinstance(each, Held) for each in tree.walk(node))


def merged(join: Any, a: tree.Node, b: tree.Node) -> Truth | None:
    """Return two tables of truth as one, where that leaves it small."""
    if not isinstance(a, Truth) or not isinstance(b, Truth):
        return None
    if a.cells == b.cells:
        values = tuple(join((x, y)) for x, y in zip(a.values, b.values, strict=True))
        return replace(a, values=values, moving=a.moving or b.moving, source=f"{a.source}, {b.source}")
    return None


def rebuilt(node: tree.Node, rewrite: Any) -> tree.Node:
    """Return a node with its children rewritten."""
    changed: dict[str, Any] = {}
    for name in _below(node):
        value = getattr(node, name)
        if isinstance(value, tree.Node):
            made: Any = rewrite(value)
            if made is not value:
                changed[name] = made
        elif isinstance(value, tuple) and value and all(isinstance(item, tree.Node) for item in value):
            made = tuple(map(rewrite, value))
            if any(new is not old for new, old in zip(made, value, strict=True)):
                changed[name] = made
    return replace(node, **changed) if changed else node


def _below(node: tree.Node) -> tuple[str, ...]:
    """Return the names of what a node holds."""
    names = _BELOW.get(type(node))
    if names is None:
        names = _BELOW[type(node)] = tuple(each.name for each in fields(node))
    return names


_BELOW: dict[type[tree.Node], tuple[str, ...]] = {}


def with_low_slots(node: tree.Node) -> tree.Node:
    """Return a closed formula with its variables in the slots that the evaluator keeps."""
    slots: dict[int, int] = {}

    def low(slot: int) -> int:
        return slots.setdefault(slot, FIRST_SLOT + len(slots)) if slot >= FIRST_OWN_SLOT else slot

    def rewrite(each: tree.Node) -> tree.Node:
        made = rebuilt(each, rewrite)
        if isinstance(made, tree.Variable | tree.Loop) and made.slot >= FIRST_OWN_SLOT:
            return replace(made, slot=low(made.slot))
        return made

    return rewrite(node)
