"""Amounts beside shares: taken exactly, in millionths of a cent, and told as their author wrote them."""

from __future__ import annotations

from innosprint_rules.formula.tree import Arithmetic, Constant, Node
from innosprint_rules.formula.types import Type

WHOLE = 1_000_000
"""A hundred per cent: percentages are millionths of the whole, shares millionths of a cent."""


def as_share(node: Node) -> Node:
    """Return an amount as the exact shares with which it is compared or added up: its author wrote the amount."""
    unit = Constant(type=Type("number"), source="", value=WHOLE)
    return Arithmetic(type=Type("share"), source=node.source, op="*", left=node, right=unit)


def as_written(node: Node) -> Node:
    """Return a node as its author wrote it: the amount that ``as_share`` took."""
    if isinstance(node, Arithmetic) and isinstance(node.right, Constant) and not node.right.source:
        return node.left
    return node
