"""The kernel: the rules and measures of a rulebook written out as loops over columns, for years by the million.

The source is plain Python over whole numbers, from the same typed trees as the reference evaluator. It runs under
the interpreter over lists, or compiled over arrays of 64-bit integers: no figure passes 2^53 (the loader proves it),
and bounds that are infinite stay within 2^62.

    def judge(M, N, V, X)           the verdicts and measures of the year in memory M
    def judge_at(M, N, S, as_of)    the state of each dated rule at an earlier moment
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import cast

from innosprint_rules.engine.kernel_code import HELPERS, Block
from innosprint_rules.engine.kernel_layout import Layout
from innosprint_rules.engine.kernel_tree import Specialiser, UnsupportedFormulaError
from innosprint_rules.engine.kernel_verdicts import Told, Verdicts
from innosprint_rules.engine.program import Program, compiled
from innosprint_rules.engine.reference import VERDICTS, Verdict
from innosprint_rules.errors import Problem, UsageError
from innosprint_rules.formula import tree
from innosprint_rules.formula.logic import LEAST, MOST
from innosprint_rules.rulebook.loading import Rulebook
from innosprint_rules.rulebook.models import Rule, Severity
from innosprint_rules.wording import Text

STRIDE = 6
"""Counters a rule: rows violated, pending, unknown, satisfied, not applicable, and violated at severity error."""

NOT_APPLICABLE, MET, OPEN, LOST, UNKNOWN_STATE = range(5)
"""States of a dated rule at a moment; the gravest of its rows: lost, then unknown, open, met."""

_MEASURED = ("amount", "number", "decimal", "flag")


@dataclass(frozen=True, slots=True)
class Kernel:
    """The source of the kernel and what its arrays hold.

    ``rules`` and ``measures`` name the entries of V and X, ``dated`` those of S; ``memory`` and ``counts`` are M and
    N as every year finds them. ``doubtful`` are the measures whose bounds may differ in some year.
    """

    source: str
    rules: tuple[str, ...]
    measures: tuple[str, ...]
    dated: tuple[str, ...]
    memory: list[int]
    counts: list[int]
    doubtful: frozenset[str] = frozenset()


def write_kernel(
    rulebook: Rulebook,
    layout: Layout,
    *,
    at: int,
    codes: Iterable[str] | None = None,
    readings: Mapping[str, str] | None = None,
    measures: Iterable[str] | None = None,
    first_moment: int | None = None,
) -> Kernel:
    """Write the kernel of some rules for one layout.

    Args:
        rulebook: the rules.
        layout: where the rows of a year lie; tables of constants are added to its memory.
        at: the day of judgement, an ordinal.
        codes: the rules to judge; all when None.
        readings: the readings in force; the defaults when None.
        measures: the measures to report; those that the rules and the balance read when None.
        first_moment: the earliest day on which dated rules are judged; None leaves ``judge_at`` out.

    Raises:
        UsageError: a rule or a measure that cannot be written out, with its formula.
    """
    program = compiled(rulebook)
    chosen = dict(rulebook.default_readings() if readings is None else readings)
    rules = [rulebook.rules[code] for code in (rulebook.rules if codes is None else codes)]
    spec = Specialiser(program, layout, chosen, at, fixed=True)
    names = list(measured(rulebook, spec, rules) if measures is None else measures)
    final = FinalWriter(spec, layout, at)
    try:
        parts = [HELPERS, final.source(rules, names)]
    except UnsupportedFormulaError as error:
        raise UsageError(_unsupported(error)) from error
    dated: list[Rule] = []
    if first_moment is not None:
        moving = Specialiser(program, layout, chosen, at, fixed=False)
        dated = [rule for rule in rules if _is_dated(spec, rule)]
        try:
            parts.append(_Moments(moving, layout, first_moment).source(dated))
        except UnsupportedFormulaError:  # at another moment than the last: such a rule is left out of `dated`
            dated = [rule for rule in dated if _can_be_moved(moving, layout, first_moment, rule)]
            parts.append(_Moments(moving, layout, first_moment).source(dated))
    return Kernel(
        "\n\n".join(parts),
        tuple(rule.code for rule in rules),
        tuple(names),
        tuple(rule.code for rule in dated),
        list(layout.memory),
        list(layout.counts),
        frozenset(final.doubtful),
    )


def measured(rulebook: Rulebook, spec: Specialiser, rules: Iterable[Rule]) -> list[str]:
    """Return the measures of the whole agreement that some rules and the balance read, in the rulebook's order."""
    found: set[str] = {name for name in rulebook.agreement.balance.values() if (None, name) in rulebook.measures}
    seen: set[tuple[str | None, str]] = set()

    def look(node: tree.Node) -> None:
        for each in tree.walk(node):
            if isinstance(each, tree.Measure):
                found.add(each.name)
                enter((None, each.name))
            elif isinstance(each, tree.Column) and each.computed:
                enter((each.table, each.name))
            elif isinstance(each, tree.TableSource) and each.table in rulebook.tables:
                look(rulebook.tables[each.table].rows)

    def enter(key: tuple[str | None, str]) -> None:
        if key not in seen:
            seen.add(key)
            look(spec.plain(rulebook.measures[key].formula))

    for name in list(found):
        enter((None, name))
    for rule in rules:
        for node in _formulas(rule):
            look(spec.plain(node))
    return [name for table, name in rulebook.measures if table is None and name in found and _shown(rulebook, name)]


def _shown(rulebook: Rulebook, name: str) -> bool:
    return rulebook.measures[(None, name)].formula.type.kind in _MEASURED


def _formulas(rule: Rule) -> list[tree.Node]:
    found = [rule.applies, rule.starts, rule.reachable]
    found += [each for level in rule.levels for each in (level.met, level.due)]
    return [each for each in found if each is not None]


def _is_dated(spec: Specialiser, rule: Rule) -> bool:
    """Tell whether a rule has a last day in the years to come."""
    for level in rule.levels:
        if level.due is not None:
            due = spec.rewrite(level.due)
            if not isinstance(due, tree.Constant) or due.value is not None:
                return True
    return False


def _can_be_moved(moving: Specialiser, layout: Layout, first_moment: int, rule: Rule) -> bool:
    try:
        _Moments(moving, layout, first_moment).source([rule])
    except UnsupportedFormulaError:
        return False
    return True


class _Writer(Verdicts):
    """Writes one function of the kernel."""

    head = ""

    def __init__(self, spec: Specialiser, layout: Layout, first_moment: int) -> None:
        super().__init__(spec, layout, first_moment)
        self.start = Block()
        self.end = Block()

    def whole(self) -> str:
        """Return the function."""
        main = Block(1)
        for table in self.layout.tables.values():
            main.line(f"n_{table.name} = N[{table.number}]")
        for block in (self.start, self.top, self._body, self.end):
            main.add(block)
        function = Block()
        function.line("@njit")
        function.line(self.head)
        function.add(main)
        return "\n".join(function.lines()) + "\n"


class FinalWriter(_Writer):
    """Writes ``judge``."""

    head = "def judge(M, N, V, X):"

    def source(self, rules: list[Rule], measures: list[str]) -> str:
        """Return the function for some rules and measures."""
        self._counted: dict[str, set[int]] = {rule.code: set() for rule in rules}
        self.doubtful: set[str] = set()
        self.tell = self._count
        self.rules(rules)
        for number, rule in enumerate(rules):
            for kind in range(STRIDE):
                name = f"v{kind}_{rule.code}"
                if kind in self._counted[rule.code]:
                    self.start.line(f"{name} = 0")
                    self.end.line(f"V[{STRIDE * number + kind}] = {name}")
                else:
                    self.end.line(f"V[{STRIDE * number + kind}] = 0")
        for number, name in enumerate(measures):
            self.here = self.end
            self._measure(number, name)
        return self.whole()

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


class _Moments(_Writer):
    """Writes ``judge_at``."""

    head = "def judge_at(M, N, S, as_of):"
    reaches = True
    _STATES: Mapping[str, int] = {
        "violated": LOST, "lost": LOST, "unknown": UNKNOWN_STATE, "pending": OPEN, "satisfied": MET,
    }  # fmt: skip

    def source(self, rules: list[Rule]) -> str:
        """Return the function for some dated rules."""
        self._seen: dict[str, set[int]] = {rule.code: set() for rule in rules}
        self.tell = self._note
        self.rules(rules)
        for number, rule in enumerate(rules):
            code = str(NOT_APPLICABLE)
            for state in (MET, OPEN, UNKNOWN_STATE, LOST):  # the gravest last
                if state in self._seen[rule.code]:
                    self.start.line(f"s{state}_{rule.code} = False")
                    code = f"{state} if s{state}_{rule.code} else ({code})"
            self.end.line(f"S[{number}] = {code}")
        return self.whole()

    def _note(self, rule: Rule, verdict: Told, severity: Severity) -> None:
        del severity  # a state has none
        state = self._STATES.get(verdict)
        if state is None:
            self.here.line("pass")
            return
        self._seen[rule.code].add(state)
        self.here.line(f"s{state}_{rule.code} = True")


def _unsupported(error: UnsupportedFormulaError) -> Problem:
    return Problem(
        "unsupported-formula",
        Text(f"`{error.source}` ne peut pas être simulé : {error.reason}",
             f"`{error.source}` cannot be simulated: {error.reason}"),
        Text("laisser cette règle de côté avec --ignore", "leave that rule out with --ignore"),
    )  # fmt: skip


__all__ = ["LOST", "MET", "NOT_APPLICABLE", "OPEN", "STRIDE", "UNKNOWN_STATE", "Kernel", "Program", "write_kernel"]
