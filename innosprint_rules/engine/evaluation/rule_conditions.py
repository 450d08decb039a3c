"""A rule taken apart for judging: its conditions as trees over atoms, each atom a single comparison or test.

Both engines judge from the same atoms. The reference evaluator walks the trees here; the inference engine
is given the atoms' values and combines them by rules of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from innosprint_rules.engine.evaluation.compiler import Closure, Compiler, Slots
from innosprint_rules.engine.evaluation.decision import FALSE, OPEN, TRUE
from innosprint_rules.formula import tree
from innosprint_rules.formula.logic import UNKNOWN
from innosprint_rules.rulebook.models import Level, Rule, StepTexts


@dataclass(frozen=True, slots=True)
class Atom:
    """The ``index``-th atom of a control."""

    index: int


@dataclass(frozen=True, slots=True)
class Every:
    """All of some parts."""

    parts: tuple[Shape, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """At least one of some parts."""

    parts: tuple[Shape, ...]


@dataclass(frozen=True, slots=True)
class Contrary:
    """The contrary of a part."""

    part: Shape


Shape: TypeAlias = Atom | Every | Some | Contrary


@dataclass(slots=True)
class Control:
    """One condition: its shape over atoms and the closures that judge them; ``truth`` judges it whole."""

    name: str
    node: tree.Node
    shape: Shape
    atoms: list[Closure]
    nodes: list[tree.Node]
    truth: Closure

    def judge(self, slots: Slots) -> tuple[Any, tuple[int, ...]]:
        """Return the truth of the condition and of the atoms; one that need not be asked counts as unknown."""
        seen = [OPEN] * len(self.atoms)
        return self._judge(self.shape, slots, seen), tuple(seen)

    def _judge(self, shape: Shape, slots: Slots, seen: list[int]) -> Any:
        if isinstance(shape, Atom):
            flag = self.atoms[shape.index](slots)
            seen[shape.index] = OPEN if flag is UNKNOWN else TRUE if flag else FALSE
            return flag
        if isinstance(shape, Contrary):
            flag = self._judge(shape.part, slots, seen)
            return flag if flag is UNKNOWN else not flag
        decides = isinstance(shape, Some)
        result: Any = not decides
        for part in shape.parts:
            flag = self._judge(part, slots, seen)
            if flag is decides:
                return flag
            if flag is UNKNOWN:
                result = UNKNOWN
        return result


def control(program: Compiler, name: str, node: tree.Node) -> Control:
    """Take a condition apart at its ands, ors, nots and flag-valued choices."""
    made = Control(name, node, Atom(0), [], [], program.closure(node))

    def atom(part: tree.Node) -> Shape:
        for index, known in enumerate(made.nodes):
            if known is part:
                return Atom(index)
        made.nodes.append(part)
        made.atoms.append(program.closure(part))
        return Atom(len(made.nodes) - 1)

    def shape(part: tree.Node) -> Shape:
        match part:
            case tree.Both(parts=parts):
                return Every(tuple(shape(each) for each in parts))
            case tree.Either(parts=parts):
                return Some(tuple(shape(each) for each in parts))
            case tree.Negation(part=inner):
                return Contrary(shape(inner))
            case _:
                return atom(part)

    made.shape = shape(node)
    return made


@dataclass(slots=True)
class CompiledLevel:
    """One severity of a rule."""

    level: Level
    met: Control
    due: Closure | None


@dataclass(slots=True)
class CompiledStep:
    """One consequence of a rule."""

    number: int
    step: StepTexts
    condition: Closure | None
    due: Closure | None


@dataclass(slots=True)
class CompiledRule:
    """One rule, ready to judge rows."""

    rule: Rule
    applies: Control | None
    starts: Closure | None
    levels: list[CompiledLevel]
    due: Closure | None
    moment: Closure | None
    reachable: Closure | None
    values: dict[str, Closure | list[tuple[Closure, Any]]]
    steps: list[CompiledStep]
    remarks: list[tuple[Any, Closure]]
    columns: list[tuple[Closure | None, str]]
    alternatives: list[tuple[str, str]] = field(default_factory=list)

    def controls(self) -> Iterator[Control]:
        """Yield the conditions that the inference engine combines."""
        if self.applies is not None:
            yield self.applies
        for level in self.levels:
            yield level.met


def compile_rule(program: Compiler, rule: Rule) -> CompiledRule:
    """Compile one rule."""

    def maybe(node: tree.Node | None) -> Closure | None:
        return None if node is None else program.closure(node)

    values: dict[str, Closure | list[tuple[Closure, Any]]] = {}
    for name, value in rule.values.items():
        if isinstance(value, tuple):
            values[name] = [(program.closure(phrase.when), phrase.text) for phrase in value]
        else:
            values[name] = program.closure(value)
    readings = program.rulebook.agreement.readings
    return CompiledRule(
        rule=rule,
        applies=None if rule.applies is None else control(program, "applies", rule.applies),
        starts=maybe(rule.starts),
        levels=[
            CompiledLevel(level, control(program, level.severity, level.met), maybe(level.due)) for level in rule.levels
        ],
        due=maybe(rule.due),
        moment=maybe(rule.moment),
        reachable=maybe(rule.reachable),
        values=values,
        steps=[
            CompiledStep(number, step, maybe(step.condition), maybe(step.due)) for number, step in enumerate(rule.steps)
        ],
        columns=[(maybe(when), name) for when, name in rule.columns],
        remarks=[(remark, program.closure(remark.condition)) for remark in rule.remarks],
        alternatives=[(key, option) for key in rule.readings for option in readings[key].options],
    )
