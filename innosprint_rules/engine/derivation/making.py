"""Making steps: what each kind of node needs to make its own, and to have those of its parts made."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

from innosprint_rules.engine.derivation.labels import RulebookLabels
from innosprint_rules.engine.derivation.steps import DerivationStep, Kind
from innosprint_rules.engine.evaluation.compiler import Compiler, Slots
from innosprint_rules.formula import tree
from innosprint_rules.formula.verbalize import said
from innosprint_rules.wording import Text


class StepMaker(ABC):
    """Walks formulas once; a measure shown already is referred to by its name."""

    item_words = Text("éléments", "items")

    def __init__(self, program: Compiler) -> None:
        self.program = program
        self.labels = RulebookLabels(program.rulebook)
        self.seen: set[str] = set()
        self.loops: tuple[tree.Loop, ...] = ()  # of the derived table whose rows are being explained

    def value(self, node: tree.Node, slots: Slots) -> Any:
        """Return what the reference evaluator makes of a node."""
        return self.program.closure(node)(slots)

    def said(self, node: tree.Node) -> Text:
        """Say a node in words."""
        return said(node, self.labels, self.loops)

    def named(self, node: tree.Node) -> Text:
        """Say a name by itself, without the verb that a flag gets as a condition."""
        return said(node, self.labels, self.loops, bare=True)

    @abstractmethod
    def step(self, node: tree.Node, slots: Slots) -> DerivationStep:
        """Return the step of a node, with all it rests on."""

    def plain(self, kind: Kind, node: tree.Node, slots: Slots, **more: Any) -> DerivationStep:
        """Return the step of a node in its own words."""
        return DerivationStep(kind, self.said(node), self.value(node, slots), node.type, node.source, **more)

    def over(self, kind: Kind, node: tree.Node, slots: Slots) -> DerivationStep:
        """Return a node with the steps of what it works on; constants speak for themselves."""
        return self.plain(kind, node, slots, steps=self.children(node, slots))

    def children(self, node: tree.Node, slots: Slots) -> tuple[DerivationStep, ...]:
        """Return the steps of the parts of a node, but for constants and rows."""
        shown = (each for each in tree.children(node) if not isinstance(each, tree.Constant | tree.Variable))
        return tuple(self.step(each, slots) for each in shown)
