"""Rules as code: for each row of their table the decision that the reference evaluator takes, and who counts it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Literal

from innosprint_rules.engine.evaluation.decision import (
    APPLIES,
    GRADED,
    GRAVITY,
    LEVEL,
    RESULT,
    STARTED,
    Gate,
    Standing,
    Verdict,
)
from innosprint_rules.engine.kernel.bounds import both
from innosprint_rules.engine.kernel.loops import YES, write_walk
from innosprint_rules.engine.kernel.order import happened
from innosprint_rules.engine.kernel.source.block import Block
from innosprint_rules.engine.kernel.source.cases import write_cases
from innosprint_rules.engine.kernel.source.conditions import Condition, Operand, all_of, any_of, negated
from innosprint_rules.engine.kernel.specialising.nodes import UnsupportedFormulaError
from innosprint_rules.engine.kernel.values import LEAST, MOST, Flag, Num
from innosprint_rules.engine.kernel.writer import Writer
from innosprint_rules.formula import tree
from innosprint_rules.rulebook.models import AGREEMENT, Level, Rule, Severity

Decision = Verdict | Literal["lost"]
Tell = Callable[[Rule, Decision, Severity], None]
Segments = list[tuple[list[Rule], Block]]
Work = Callable[[], None]
Sides = tuple[Condition, Condition]
"""Where a flag surely holds, and where it surely does not."""
Flags = Mapping[str, Sides]


@dataclass(frozen=True, slots=True)
class Ruling:
    """What is done with decisions: ``tell`` writes it.

    ``flat``: conditions may be worked out where no row asks for them; ``reaches``: what is pending is asked if it
    can still be met, and told as lost where it cannot.
    """

    tell: Tell
    flat: bool = False
    reaches: bool = False


def write_rules(writer: Writer, rules: list[Rule], ruling: Ruling) -> Segments:
    """Write the decisions of some rules, one walk a table; return the rules of each walk, and its lines."""
    by_scope: dict[str, list[Rule]] = {}
    for rule in rules:
        by_scope.setdefault(rule.scope, []).append(rule)
    segments: Segments = []
    outside = writer.here
    for scope, group in by_scope.items():
        segments.append((group, segment := Block()))
        for rule in group if scope == AGREEMENT else ():
            writer.here = segment.insert()
            _write_decision(writer, ruling, rule, Flag(True))
        if scope != AGREEMENT:
            writer.here = segment
            _write_by_row(writer, ruling, scope, group)
    writer.here = outside
    return segments


def _write_by_row(writer: Writer, ruling: Ruling, scope: str, rules: list[Rule]) -> None:
    count = writer.count(scope)
    if writer.is_open(scope):
        absent = writer.here.below(f"if {count} == 0:")
        outside, writer.here = writer.here, absent
        for rule in rules:
            if not rule.silent_if_absent:
                ruling.tell(rule, "unknown", rule.severity)
        writer.here = outside

    def body(row: str) -> None:
        there = happened(writer, scope, row)
        derived = writer.derived.get(scope)
        truth = Flag(True)
        if derived is not None and derived.truth is not None:
            truth = Flag(f"M[{derived.truth} + {row}] == {YES}", False)
        main = writer.here
        for rule in rules:
            writer.here = main.insert()
            if there is not True:
                later = writer.here.below(f"if {negated(there)}:")
                block = writer.here.below("else:")
                writer.here = later
                ruling.tell(rule, "not_applicable", rule.severity)
                writer.here = block
            _write_decision(writer, ruling, rule, truth)
        writer.here = main

    write_walk(writer, scope, body)


def _write_decision(writer: Writer, ruling: Ruling, rule: Rule, truth: Flag) -> None:
    if rule.moment is not None:
        moment = writer.spec.rewrite(rule.moment)
        if not (isinstance(moment, tree.Constant) and moment.value is None):
            raise UnsupportedFormulaError(moment.source, "a row judged at a moment of its own")
    applies = truth
    if rule.applies is not None:
        applies = both([truth, writer.flag(writer.spec.rewrite(rule.applies))])
    # where it is known, what surely does not apply is what does not surely apply
    flags = {"applies": (applies.yes if not applies.exact else True, applies.never)}
    _write_gate(writer, ruling, rule, APPLIES, flags, lambda: _write_start(writer, ruling, rule))


def _write_gate(
    writer: Writer, ruling: Ruling, rule: Rule, table: Mapping[Gate, Mapping[str, bool]], flags: Flags, go: Work
) -> None:
    """Write a gate of the decision table: tell the verdict that ends there, or go on."""
    cases: list[tuple[Condition, Work]] = []
    for gate, needs in table.items():
        work = go if gate == "judged" else partial(ruling.tell, rule, gate, rule.severity)
        cases.append((_surely(needs, flags), work))
    _write_first(writer, ruling, cases)


def _surely(needs: Mapping[str, bool], flags: Flags) -> Condition:
    """Return where each flag surely is what a case of the decision table asks for."""
    return all_of(*(flags[name][0 if need else 1] for name, need in needs.items()))


def _write_first(writer: Writer, ruling: Ruling, cases: list[tuple[Condition, Work]]) -> None:
    """Write the first case that holds."""
    outside = writer.here
    written: list[tuple[Condition, Block]] = []
    for condition, work in cases:
        if condition is False:
            continue
        writer.here = Block()
        work()
        written.append((condition, writer.here))
        if condition is True:
            break
    writer.here = outside
    write_cases(outside, written, ruling.flat, writer.name)


def _write_start(writer: Writer, ruling: Ruling, rule: Rule) -> None:
    came: Sides = (True, False)
    if rule.starts is not None:
        start = writer.held(writer.number(writer.spec.rewrite(rule.starts)))
        came = _day_sides(writer, start, "<=", ">")
    _write_gate(writer, ruling, rule, STARTED, {"started": came}, lambda: _write_levels(writer, ruling, rule))


def _day_sides(writer: Writer, day: Num, behind: str, ahead: str) -> Sides:
    """Return where a day surely lies behind the moment of judgement (or is none), and where it surely lies ahead."""
    if day.nil is True:
        return True, False
    there = all_of(negated(day.nil), negated(day.unk), not day.perhaps)
    return (
        any_of(day.nil, _against(writer, day.hi, behind)),
        all_of(there, _against(writer, day.lo, ahead)),
    )


def _against(writer: Writer, side: Operand, sign: str) -> Condition:
    """Return a comparison of a day with the moment, settled where the day is without end."""
    if isinstance(side, int) and (side <= LEAST or side >= MOST):
        return (side <= LEAST) is (sign in ("<", "<="))
    return f"{side} {sign} {writer.moment}"


def _past(writer: Writer, due: tree.Node | None) -> Sides:
    """Return when the last day of a level is surely over, and when it surely is not, which is asked first."""
    if due is None:
        return True, False
    made = writer.spec.rewrite(due)
    if isinstance(made, tree.Constant) and made.value is None:
        return True, False
    day = writer.held(writer.number(made))
    over, ahead = _day_sides(writer, day, "<", ">=")
    return True if day.exact else over, ahead


def _write_levels(writer: Writer, ruling: Ruling, rule: Rule) -> None:
    """Write what the levels of a rule decide, each level once."""
    told = partial(_write_result, writer, ruling, rule)
    if len(rule.levels) == 1:
        _write_level(writer, ruling, rule.levels[0], lambda standing: told(standing, 0))
        return
    outside = writer.here
    names = [writer.name("g") for _ in rule.levels]
    for name in names[1:]:
        writer.here.line(f"{name} = {GRAVITY.index('kept')}")
    noted: set[tuple[str, Standing]] = set()

    def note(name: str, standing: Standing) -> None:
        noted.add((name, standing))
        writer.here.line(f"{name} = {GRAVITY.index(standing)}")

    for number, (name, level) in enumerate(zip(names, rule.levels, strict=True)):
        if number:  # not asked for where the one before is broken
            writer.here = writer.here.below(f"if {names[number - 1]} != {GRAVITY.index('broken')}:")
        _write_level(writer, ruling, level, partial(note, name))
    writer.here = outside
    cases: list[tuple[Condition, Work]] = [
        (f"{name} == {GRAVITY.index(standing)}", partial(told, standing, number))
        for standing in GRAVITY[:-1]
        for number, name in enumerate(names)
        if (name, standing) in noted
    ]
    _write_first(writer, ruling, [*cases, (True, partial(told, "kept", 0))])


def _write_level(writer: Writer, ruling: Ruling, level: Level, stands: Callable[[Standing], None]) -> None:
    """Write where one level stands; ``stands`` writes what then follows."""
    met = writer.flag(writer.spec.rewrite(level.met))
    met = met if met.exact else writer.named(met)
    # asked after what is met: where it is known, the rest is not
    flags = {"met": (met.yes, True if met.exact else met.never), "past": _past(writer, level.due)}
    _write_first(
        writer, ruling, [(_surely(needs, flags), partial(stands, standing)) for standing, needs in LEVEL.items()]
    )


def _write_result(writer: Writer, ruling: Ruling, rule: Rule, standing: Standing, number: int) -> None:
    """Tell the verdict where a level stands so and none stands at what is above."""
    verdict = RESULT[standing]
    if verdict == "pending":
        _write_pending(writer, ruling, rule)
    else:
        ruling.tell(rule, verdict, rule.levels[number].severity if standing in GRADED else rule.severity)


def _write_pending(writer: Writer, ruling: Ruling, rule: Rule) -> None:
    if not ruling.reaches or rule.reachable is None:
        ruling.tell(rule, "pending", rule.severity)
        return
    reachable = writer.flag(writer.spec.rewrite(rule.reachable))
    _write_first(
        writer,
        ruling,
        [
            (reachable.never, lambda: ruling.tell(rule, "lost", rule.severity)),
            (True, lambda: ruling.tell(rule, "pending", rule.severity)),
        ],
    )
