"""The functions of the kernel, whole: ``judge`` and ``judge_at``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from innosprint_rules.engine.evaluation.decision import VERDICTS, Verdict
from innosprint_rules.engine.kernel.fusing.fuse import fused
from innosprint_rules.engine.kernel.source.block import Block
from innosprint_rules.engine.kernel.source.pieces import Piece, gathered, in_functions
from innosprint_rules.engine.kernel.values import LEAST, MOST
from innosprint_rules.engine.kernel.verdicts import Decision, Ruling, Segments, write_rules
from innosprint_rules.engine.kernel.writer import Writer
from innosprint_rules.formula import tree
from innosprint_rules.rulebook.models import Rule, Severity

STRIDE = 6
"""Counters a rule: rows violated, pending, unknown, satisfied, not applicable, and violated at severity error."""

NOT_APPLICABLE, MET, OPEN, LOST, UNKNOWN_STATE = range(5)
"""States of a dated rule at a moment; the gravest of its rows: lost, then unknown, open, met."""

_STATES: Mapping[str, int] = {
    "violated": LOST, "lost": LOST, "unknown": UNKNOWN_STATE, "pending": OPEN, "satisfied": MET,
}  # fmt: skip


def write_judge(writer: Writer, rules: list[Rule], measures: list[str]) -> tuple[str, frozenset[str]]:
    """Write ``judge(M, N, V, X)`` for some rules and measures; V starts as zeros, once for all years.

    Returns:
        Its source, and the measures of which the bounds may differ in some year.

    Raises:
        UnsupportedFormulaError: a formula that cannot be written.
    """
    counters = Counters(writer)
    segments = write_rules(writer, rules, Ruling(counters.count))
    writer.here = end = Block()
    doubtful = [name for number, name in enumerate(measures) if not _write_bounds(writer, number, name)]
    around = {rule.code: counters.around(number, rule) for number, rule in enumerate(rules)}
    return _whole(writer, "judge", ("M", "N", "V", "X"), segments, around, end), frozenset(doubtful)


def write_judge_at(writer: Writer, rules: list[Rule]) -> str:
    """Write ``judge_at(M, N, S, as_of)`` for some dated rules; return its source.

    Raises:
        UnsupportedFormulaError: a formula that cannot be written.
    """
    states = _States(writer)
    segments = write_rules(writer, rules, Ruling(states.note, reaches=True))
    around = {rule.code: states.around(number, rule) for number, rule in enumerate(rules)}
    return _whole(writer, "judge_at", ("M", "N", "S", "as_of"), segments, around, Block())


class Counters:
    """Counts verdicts by rule, in names that are handed over to V."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._counted: set[tuple[str, int]] = set()

    def count(self, rule: Rule, verdict: Decision, severity: Severity) -> None:
        """Write that a row has a verdict."""
        kinds = [VERDICTS.index(cast(Verdict, verdict))]  # nothing is "lost" in the end
        if verdict == "violated" and severity == "error":
            kinds.append(STRIDE - 1)
        for kind in kinds:
            self._counted.add((rule.code, kind))
            self._writer.here.line(f"v{kind}_{rule.code} += 1")

    def around(self, number: int, rule: Rule) -> tuple[list[str], list[str]]:
        """Return the lines that start and hand over the counters of a rule."""
        before: list[str] = []
        after: list[str] = []
        for kind in range(STRIDE):
            name = f"v{kind}_{rule.code}"
            if (rule.code, kind) in self._counted:  # what is never counted stays the zero that it was
                before.append(f"{name} = 0")
                after.append(f"V[{STRIDE * number + kind}] = {name}")
        return before, after


class _States:
    """Notes the states that the rows of a rule are in, in names of which the gravest is handed over to S."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._seen: set[tuple[str, int]] = set()

    def note(self, rule: Rule, verdict: Decision, severity: Severity) -> None:
        """Write that a row is in a state."""
        del severity  # a state has none
        state = _STATES.get(verdict)
        if state is None:
            self._writer.here.line("pass")
            return
        self._seen.add((rule.code, state))
        self._writer.here.line(f"s{state}_{rule.code} = True")

    def around(self, number: int, rule: Rule) -> tuple[list[str], list[str]]:
        """Return the lines that start and hand over the state of a rule."""
        before: list[str] = []
        code = str(NOT_APPLICABLE)
        for state in (MET, OPEN, UNKNOWN_STATE, LOST):  # the gravest last
            if (rule.code, state) in self._seen:
                before.append(f"s{state}_{rule.code} = False")
                code = f"{state} if s{state}_{rule.code} else ({code})"
        return before, [f"S[{number}] = {code}"]


def _write_bounds(writer: Writer, number: int, name: str) -> bool:
    """Write the bounds of a measure into X; return whether it is known in every year."""
    kind = writer.spec.rulebook.measures[(None, name)].formula.type
    node = writer.spec.rewrite(tree.Measure(type=kind, name=name))
    if node.type.kind == "flag":
        flag = writer.flag(node)
        known = flag.exact
        low, high = f"1 if {flag.yes} else 0", f"0 if {flag.never} else 1"
    else:
        value = writer.number(node)
        known = value.exact
        low, high = str(value.lo), str(value.hi)
        if value.unk is not False:
            low, high = f"{LEAST} if {value.unk} else {low}", f"{MOST} if {value.unk} else {high}"
        if value.nil is not False:
            low, high = f"1 if {value.nil} else ({low})", f"0 if {value.nil} else ({high})"
    writer.here.line(f"X[{2 * number}] = {low}")
    writer.here.line(f"X[{2 * number + 1}] = {high}")
    return known


def _whole(
    writer: Writer,
    head: str,
    parameters: tuple[str, ...],
    segments: Segments,
    around: Mapping[str, tuple[list[str], list[str]]],
    end: Block,
) -> str:
    """Return a function in pieces; ``around`` gives by rule the lines before and after what decides it."""
    counts = [f"n_{table.name} = N[{table.number}]" for table in writer.layout.tables.values()]
    worked_out = [Piece([item] if isinstance(item, str) else item.lines()) for item in writer.top.items]
    pieces = gathered(fused([piece for piece in worked_out if piece.lines]))
    for rules, block in segments:
        before = [line for rule in rules for line in around[rule.code][0]]
        after = [line for rule in rules for line in around[rule.code][1]]
        pieces.append(Piece([*before, *block.lines(), *after]))
    return in_functions(head, parameters, counts, pieces, end.lines())
