"""The functions of the kernel, whole: ``judge`` and ``judge_at``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from innosprint_rules.engine.kernel_block import Block
from innosprint_rules.engine.kernel_functions import Piece, gathered, in_functions
from innosprint_rules.engine.kernel_fused import fused
from innosprint_rules.engine.kernel_layout import Layout
from innosprint_rules.engine.kernel_tree import Specialiser
from innosprint_rules.engine.kernel_verdicts import Told, Verdicts
from innosprint_rules.engine.reference import VERDICTS, Verdict
from innosprint_rules.formula import tree
from innosprint_rules.formula.logic import (
    LEAST,
    MOST,
)
from innosprint_rules.rulebook.models import Rule, Severity

STRIDE = 6
"""Counters a rule: rows violated, pending, unknown, satisfied, not applicable, and violated at severity error."""


NOT_APPLICABLE, MET, OPEN, LOST, UNKNOWN_STATE = range(5)
"""States of a dated rule at a moment; the gravest of its rows: lost, then unknown, open, met."""


class _Writer(Verdicts):
    """Writes one function of the kernel, in pieces."""

    head = ""
    parameters: tuple[str, ...] = ()

    def __init__(self, spec: Specialiser, layout: Layout, first_moment: int) -> None:
        super().__init__(spec, layout, first_moment)
        self.end = Block()

    def whole(self, around: Mapping[str, tuple[list[str], list[str]]]) -> str:
        """Return the function; ``around`` gives by rule the lines before and after what decides it."""
        counts = [f"n_{table.name} = N[{table.number}]" for table in self.layout.tables.values()]
        worked_out = [Piece([item] if isinstance(item, str) else item.lines()) for item in self.top.items]
        pieces = gathered(fused([piece for piece in worked_out if piece.lines]))
        for rules, block in self.segments:
            before = [line for rule in rules for line in around[rule.code][0]]
            after = [line for rule in rules for line in around[rule.code][1]]
            pieces.append(Piece([*before, *block.lines(), *after]))
        return in_functions(self.head, self.parameters, counts, pieces, self.end.lines())


class FinalWriter(_Writer):
    """Writes ``judge``."""

    head = "judge"
    parameters = ("M", "N", "V", "X")

    def source(self, rules: list[Rule], measures: list[str]) -> str:
        """Return the function for some rules and measures."""
        self._counted: dict[str, set[int]] = {rule.code: set() for rule in rules}
        self.doubtful: set[str] = set()
        self.tell = self._count
        self.rules(rules)
        for number, name in enumerate(measures):
            self.here = self.end
            self._measure(number, name)
        return self.whole({rule.code: self._around(number, rule) for number, rule in enumerate(rules)})

    def _around(self, number: int, rule: Rule) -> tuple[list[str], list[str]]:
        """Return the lines that start and hand over the counters of a rule."""
        before: list[str] = []
        after: list[str] = []
        for kind in range(STRIDE):
            name = f"v{kind}_{rule.code}"
            counted = kind in self._counted[rule.code]
            if counted:
                before.append(f"{name} = 0")
            after.append(f"V[{STRIDE * number + kind}] = {name if counted else 0}")
        return before, after

    def _count(self, rule: Rule, verdict: Told, severity: Severity) -> None:
        kinds = [VERDICTS.index(cast(Verdict, verdict))]  # nothing is "lost" in the end
        if verdict == "violated" and severity == "error":
            kinds.append(STRIDE - 1)
        for kind in kinds:
            self._counted[rule.code].add(kind)
            self.here.line(f"v{kind}_{rule.code} += 1")

    def _measure(self, number: int, name: str) -> None:
        node = self.spec.rewrite(tree.Measure(type=self.spec.rulebook.measures[(None, name)].formula.type, name=name))
        if node.type.kind == "flag":
            flag = self.flag(node)
            known = flag.exact
            low, high = f"1 if {flag.yes} else 0", f"0 if {flag.never} else 1"
        else:
            value = self.num(node)
            known = value.exact
            low, high = str(value.lo), str(value.hi)
            if value.unk is not False:
                low, high = f"{LEAST} if {value.unk} else {low}", f"{MOST} if {value.unk} else {high}"
            if value.nil is not False:
                low, high = f"1 if {value.nil} else ({low})", f"0 if {value.nil} else ({high})"
        if not known:
            self.doubtful.add(name)
        self.end.line(f"X[{2 * number}] = {low}")
        self.end.line(f"X[{2 * number + 1}] = {high}")


class MomentsWriter(_Writer):
    """Writes ``judge_at``."""

    head = "judge_at"
    parameters = ("M", "N", "S", "as_of")
    reaches = True
    _STATES: Mapping[str, int] = {
        "violated": LOST, "lost": LOST, "unknown": UNKNOWN_STATE, "pending": OPEN, "satisfied": MET,
    }  # fmt: skip

    def source(self, rules: list[Rule]) -> str:
        """Return the function for some dated rules."""
        self._seen: dict[str, set[int]] = {rule.code: set() for rule in rules}
        self.tell = self._note
        self.rules(rules)
        return self.whole({rule.code: self._around(number, rule) for number, rule in enumerate(rules)})

    def _around(self, number: int, rule: Rule) -> tuple[list[str], list[str]]:
        """Return the lines that start and hand over the state of a rule."""
        before: list[str] = []
        code = str(NOT_APPLICABLE)
        for state in (MET, OPEN, UNKNOWN_STATE, LOST):  # the gravest last
            if state in self._seen[rule.code]:
                before.append(f"s{state}_{rule.code} = False")
                code = f"{state} if s{state}_{rule.code} else ({code})"
        return before, [f"S[{number}] = {code}"]

    def _note(self, rule: Rule, verdict: Told, severity: Severity) -> None:
        del severity  # a state has none
        state = self._STATES.get(verdict)
        if state is None:
            self.here.line("pass")
            return
        self._seen[rule.code].add(state)
        self.here.line(f"s{state}_{rule.code} = True")
