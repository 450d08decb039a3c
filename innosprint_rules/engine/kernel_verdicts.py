"""Rules as code: for each row of their table the decision that the reference evaluator takes, and who counts it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from innosprint_rules.engine.kernel_block import Block
from innosprint_rules.engine.kernel_code import both
from innosprint_rules.engine.kernel_conditions import Condition, all_of, negated
from innosprint_rules.engine.kernel_loops import Loops
from innosprint_rules.engine.kernel_nesting import YES
from innosprint_rules.engine.kernel_nodes import UnsupportedFormulaError
from innosprint_rules.engine.kernel_values import Flag, Num
from innosprint_rules.engine.reference import Verdict
from innosprint_rules.formula import tree
from innosprint_rules.rulebook.models import AGREEMENT, Level, Rule, Severity

Told = Verdict | Literal["lost"]
Tell = Callable[[Rule, Told, Severity], None]


def counts_only(block: Block, nested: bool) -> bool:
    """Tell whether a block does nothing but count; ``nested``: perhaps by weights worked out before."""
    lines = block.lines()
    return bool(lines) and all(
        (" += " in line and (nested or line.endswith(" += 1"))) or (nested and line.startswith("w") and " = " in line)
        for line in lines
    )


class Verdicts(Loops):
    """Writes what rules decide; ``tell`` writes what is done with a verdict."""

    tell: Tell
    flat: bool = False  # whether conditions may be worked out where no row asks for them
    reaches: bool = False  # whether what is pending is asked if it can still be met

    def rules(self, rules: list[Rule]) -> None:
        """Write the decisions of some rules: one walk a table."""
        by_scope: dict[str, list[Rule]] = {}
        for rule in rules:
            by_scope.setdefault(rule.scope, []).append(rule)
        for scope, group in by_scope.items():
            segment = self.body.insert()
            self.segments.append((group, segment))
            for rule in group if scope == AGREEMENT else ():
                self.here = segment.insert()
                self._decide(rule, Flag(True))
            if scope != AGREEMENT:
                self.here = segment
                self._by_row(scope, group)
        self.here = self.body

    @property
    def body(self) -> Block:
        """Where decisions are written, after all that is worked out once."""
        return self._body

    def __init__(self, *arguments: object) -> None:
        super().__init__(*arguments)
        self._body = Block()
        self.segments: list[tuple[list[Rule], Block]] = []

    def _by_row(self, scope: str, rules: list[Rule]) -> None:
        count = self.count(scope)
        if self.is_open(scope):
            absent = self.here.below(f"if {count} == 0:")
            outside, self.here = self.here, absent
            for rule in rules:
                if not rule.silent_if_absent:
                    self.tell(rule, "unknown", rule.severity)
            self.here = outside

        def body(row: str) -> None:
            happened = self.happened(scope, row)
            derived = self.derived.get(scope)
            truth = Flag(True)
            if derived is not None and derived.truth is not None:
                truth = Flag(f"M[{derived.truth} + {row}] == {YES}", False)
            main = self.here
            for rule in rules:
                self.here = main.insert()
                if happened is not True:
                    later = self.here.below(f"if {negated(happened)}:")
                    block = self.here.below("else:")
                    self.here = later
                    self.tell(rule, "not_applicable", rule.severity)
                    self.here = block
                self._decide(rule, truth)
            self.here = main

        self.through(scope, body)

    def _decide(self, rule: Rule, truth: Flag) -> None:
        if rule.moment is not None:
            moment = self.spec.rewrite(rule.moment)
            if not (isinstance(moment, tree.Constant) and moment.value is None):
                raise UnsupportedFormulaError(moment.source, "a row judged at a moment of its own")
        applies = truth
        if rule.applies is not None:
            applies = both([truth, self.flag(self.spec.rewrite(rule.applies))])
        self._branch(
            [
                (applies.never, lambda: self.tell(rule, "not_applicable", rule.severity)),
                (True if applies.exact else applies.yes, lambda: self._started(rule)),
                (True, lambda: self.tell(rule, "unknown", rule.severity)),
            ]
        )

    def _branch(self, cases: list[tuple[Condition, Callable[[], None]]]) -> None:
        """Write the first case that holds."""
        outside = self.here
        written: list[tuple[Condition, Block]] = []
        for condition, work in cases:
            if condition is False:
                continue
            self.here = Block()
            work()
            written.append((condition, self.here))
            if condition is True:
                break
        self.here = outside
        two = len(written) == 2 and written[1][0] is True
        if two and all(counts_only(block, self.flat) for _, block in written):
            self.count_either(str(written[0][0]), written[0][1], written[1][1])
            return
        for number, (condition, block) in enumerate(written):
            if condition is True and number == 0:
                outside.add(block)
            elif condition is True:
                outside.below("else:").add(block)
            else:
                outside.below(f"{'elif' if number else 'if'} {condition}:").add(block)

    def count_either(self, condition: str, then: Block, other: Block) -> None:
        """Count in one of two places without a branch: which one it is, no processor could foresee."""
        one, two = self.name("w"), self.name("w")
        self.here.line(f"{one} = 1 if {condition} else 0")
        self.here.line(f"{two} = 1 - {one}")
        for block, weight in ((then, one), (other, two)):
            for line in block.lines():
                name, counted, more = line.partition(" += ")
                if not counted:
                    self.here.line(line)
                elif more == "1":
                    self.here.line(f"{name} += {weight}")
                else:
                    self.here.line(f"{name} += {weight} & {more}")

    def _started(self, rule: Rule) -> None:
        if rule.starts is None:
            self._level(rule, 0, None, False)
            return
        start = self._held(self.num(self.spec.rewrite(rule.starts)))
        now = Num(self.moment, self.moment)
        before, reached = self._come(start, now)
        self._branch(
            [
                (reached, lambda: self._level(rule, 0, None, False)),
                (before, lambda: self.tell(rule, "pending", rule.severity)),
                (True, lambda: self.tell(rule, "unknown", rule.severity)),
            ]
        )

    def _come(self, start: Num, now: Num) -> tuple[Condition, Condition]:
        """Return when a day is surely ahead, and when it has surely come."""
        return self._sides(f"{now.lo} < {start.lo}", start.lo), self._sides(f"{now.lo} >= {start.hi}", start.hi)

    def _sides(self, code: str, side: int | str) -> Condition:
        """Return a comparison with the moment, settled where both are constants."""
        if not self.spec.fixed or not isinstance(side, int):
            return code
        sign = code.split(" ", 2)[1]
        return self.spec.at < side if sign == "<" else self.spec.at >= side

    def _past(self, due: tree.Node | None) -> tuple[Condition, Condition]:
        """Return when the last day of a level is surely over, and when it surely is not."""
        if due is None:
            return True, False
        made = self.spec.rewrite(due)
        if isinstance(made, tree.Constant) and made.value is None:
            return True, False
        day = self._held(self.num(made))
        if day.nil is True:
            return True, False
        moment = self.moment
        if self.spec.fixed and isinstance(day.lo, int) and isinstance(day.hi, int) and day.nil is False:
            return day.hi < self.spec.at, day.lo >= self.spec.at
        over: Condition = f"{day.hi} < {moment}"
        if day.nil is not False:
            over = f"({day.nil}) or ({over})"
        return over, all_of(negated(day.nil), f"{day.lo} >= {moment}")

    def _level(self, rule: Rule, number: int, doubt: Severity | None, waiting: bool) -> None:
        """Write what the levels from ``number`` on decide, after what the earlier ones left."""
        if number == len(rule.levels):
            if doubt is not None:
                self.tell(rule, "unknown", doubt)
            elif waiting:
                self._pending(rule)
            else:
                self.tell(rule, "satisfied", rule.severity)
            return
        level: Level = rule.levels[number]
        met = self.flag(self.spec.rewrite(level.met))
        met = met if met.exact else self.named(met)
        over, ahead = self._past(level.due)
        self._branch(
            [
                (met.yes, lambda: self._level(rule, number + 1, doubt, waiting)),
                (ahead, lambda: self._level(rule, number + 1, doubt, True)),
                (all_of(True if met.exact else met.never, over), lambda: self.tell(rule, "violated", level.severity)),
                (True, lambda: self._level(rule, number + 1, doubt or level.severity, waiting)),
            ]
        )

    def _pending(self, rule: Rule) -> None:
        if not self.reaches or rule.reachable is None:
            self.tell(rule, "pending", rule.severity)
            return
        reachable = self.flag(self.spec.rewrite(rule.reachable))
        self._branch(
            [
                (reachable.never, lambda: self.tell(rule, "lost", rule.severity)),
                (True, lambda: self.tell(rule, "pending", rule.severity)),
            ]
        )
