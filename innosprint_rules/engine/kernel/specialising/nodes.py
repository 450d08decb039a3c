"""What specialised formulas hold beside the nodes of the language, and how nodes are rebuilt."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

from innosprint_rules.formula import tree
from innosprint_rules.formula.logic import (
    UNKNOWN,
)
from innosprint_rules.formula.names import FIRST_SLOT

FIRST_OWN_SLOT = 1_000  # slots from here on are the specialiser's own, so that none captures another's row


class UnsupportedFormulaError(Exception):
    """A formula that the kernel cannot write out; ``source`` is its text."""

    def __init__(self, source: str, reason: str) -> None:
        super().__init__(f"{source}: {reason}")
        self.source = source
        self.reason = reason


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
    """Tell whether a node is a constant whole number, day or flag."""
    return isinstance(node, tree.Constant) and isinstance(node.value, int)


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
    for each in fields(node):
        value = getattr(node, each.name)
        if isinstance(value, tree.Node):
            changed[each.name] = rewrite(value)
        elif isinstance(value, tuple) and value and all(isinstance(item, tree.Node) for item in value):
            changed[each.name] = tuple(rewrite(item) for item in value)
    return replace(node, **changed) if changed else node


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
