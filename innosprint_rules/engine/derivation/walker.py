"""From a formula to its steps: each part with its value, asked of the very closures that gave the verdict."""

from __future__ import annotations

from collections.abc import Iterator

from innosprint_rules.engine.derivation.making import StepMaker
from innosprint_rules.engine.derivation.names import column_step, named_step
from innosprint_rules.engine.derivation.rows import aggregate_step
from innosprint_rules.engine.derivation.steps import DerivationStep
from innosprint_rules.engine.derivation.terms import fact_step, parameter_step, reading_step
from innosprint_rules.engine.evaluation.compiler import Slots
from innosprint_rules.formula import tree
from innosprint_rules.formula.guards import guard_key
from innosprint_rules.formula.joining import Between, joined
from innosprint_rules.formula.logic import UNKNOWN, conjunction
from innosprint_rules.formula.shares import as_written
from innosprint_rules.wording import Text

_ALL = Text("toutes ces conditions", "all of these conditions")
_ONE = Text("l'une au moins de ces conditions", "at least one of these conditions")
_CONTRARY = Text("le contraire de ce qui suit", "the contrary of what follows")


class Walker(StepMaker):
    """Makes the step of any node."""

    def step(self, node: tree.Node, slots: Slots) -> DerivationStep:
        """Return the step of a node, with all it rests on."""
        match node:
            case tree.Parameter():
                return parameter_step(self, node, slots)
            case tree.Fact():
                return fact_step(self, node, slots)
            case tree.ReadingIs() | tree.ByReading():
                return reading_step(self, node, slots)
            case tree.Measure(name=name):
                return named_step(self, None, name, None, node, slots)
            case tree.Column():
                return column_step(self, node, slots)
            case tree.Both(parts=parts):
                return self._parts(_ALL, node, parts, slots)
            case tree.Either(parts=parts):
                return self._parts(_ONE, node, parts, slots)
            case tree.Negation(part=part):
                return self._contrary(node, part, slots)
            case tree.Choice():
                return self._choice(node, slots)
            case tree.Aggregate():
                return aggregate_step(self, node, slots)
            case tree.Compare(left=left, right=right):
                sides = self.value(left, slots), self.value(right, slots)
                return self.plain("comparison", node, slots, steps=self.children(node, slots), sides=sides,
                                   side_type=left.type)  # fmt: skip
            case tree.Within() | tree.Given() | tree.Known():
                return self.over("test", node, slots)
            case tree.Arithmetic() if as_written(node) is not node:
                return self.step(as_written(node), slots)
            case tree.Arithmetic(op=op):
                return self.plain("operation", node, slots, steps=self.children(node, slots),
                                   details={"operator": op})  # fmt: skip
            case tree.Call():
                return self.over("operation", node, slots)
            case tree.AsOf():
                return self.plain("moment", node, slots)
            case tree.Variable():
                return self.plain("row", node, slots)
            case _:
                return self.plain("constant", node, slots)

    # conditions --------------------------------------------------------------------------------------

    def _parts(self, words: Text, node: tree.Node, parts: tuple[tree.Node, ...], slots: Slots) -> DerivationStep:
        told = list(self._told(node, parts, slots))
        steps = tuple(self._between(part, slots) for part in (joined(told) if words is _ALL else told))
        if len(steps) == 1:
            return steps[0]
        return DerivationStep("condition", words, self.value(node, slots), node.type, node.source, steps=steps)

    def _between(self, part: tree.Node, slots: Slots) -> DerivationStep:
        """Return a condition's step; two comparisons said as one are worth both."""
        if not isinstance(part, Between) or not isinstance(part.right, tree.Both):
            return self.step(part, slots)
        first, last = part.right.parts
        shown = [each for each in (part.left, first, last) if not isinstance(each, tree.Constant)]
        worth = conjunction(self.value(each, slots) for each in part.pair)
        return DerivationStep("comparison", self.said(part), worth, part.type, part.source,
                    steps=tuple(self.step(each, slots) for each in shown))  # fmt: skip

    def _told(self, node: tree.Node, parts: tuple[tree.Node, ...], slots: Slots) -> Iterator[tree.Node]:
        """Yield the parts worth telling.

        Not those that speak of a cell just found blank, nor guards that hold, nor what a reading leaves aside.
        """
        every = isinstance(node, tree.Both)
        flat = [each for part in parts for each in (part.parts if every and isinstance(part, tree.Both) else (part,))]
        blank: list[tuple[object, ...]] = []
        for index, part in enumerate(flat):
            if any(_speaks_of(part, key) for key in blank):
                continue
            guard = part.part if isinstance(part, tree.Negation) else part
            key = guard_key(guard.value) if isinstance(guard, tree.Given) else None
            if key is not None:
                there = self.value(guard, slots)
                if there is False:
                    blank.append(key)
                elif there is True and any(_speaks_of(later, key) for later in flat[index + 1 :]):
                    continue
            yield part
            if isinstance(guard, tree.ReadingIs) and self.value(part, slots) is not every:
                return

    def _contrary(self, node: tree.Negation, part: tree.Node, slots: Slots) -> DerivationStep:
        inner = self.step(part, slots)
        if isinstance(part, tree.Measure | tree.Column):
            return self.plain("test", node, slots, steps=(inner,))
        if isinstance(part, tree.Both | tree.Either | tree.Choice | tree.ByReading):
            return DerivationStep(
                "condition", _CONTRARY, self.value(node, slots), node.type, node.source, steps=(inner,)
            )
        return DerivationStep(inner.kind, self.said(node), self.value(node, slots), node.type, node.source, inner.name,
                    note=inner.note, sides=inner.sides, side_type=inner.side_type, rows=inner.rows,
                    steps=inner.steps, details=inner.details)  # fmt: skip

    def _choice(self, node: tree.Choice, slots: Slots) -> DerivationStep:
        """Return a choice with its test and the case that holds, or both where the test is not known."""
        flag = self.value(node.test, slots)
        test = node.test if flag is not False else tree.Negation(type=node.type, source=node.source, part=node.test)
        words = self.said(test)
        words = (
            Text(f"selon que {words.fr}", f"depending on whether {words.en}")
            if flag is UNKNOWN
            else Text(f"comme {words.fr}", f"as {words.en}")
        )
        first = self.step(node.test, slots)
        cases = [case for case, no in ((node.then, False), (node.other, True)) if flag is not no]
        shown = [case for case in cases if not isinstance(case, tree.Constant)]
        tested = (first,) if flag is UNKNOWN or first.kind not in ("test", "comparison") else first.steps
        steps = [*(() if first.kind == "reading" else tested), *(self.step(case, slots) for case in shown)]
        return DerivationStep("condition", words, self.value(node, slots), node.type, node.source,
                    note=first.note if first.kind == "reading" else None, steps=tuple(steps))  # fmt: skip


def _speaks_of(node: tree.Node, key: tuple[object, ...]) -> bool:
    """Tell whether a formula reads the value that a guard names."""
    return any(guard_key(inner) == key for inner in tree.walk(node))
