"""The kernel: the rules and measures of a rulebook written out as loops over columns, for years by the million.

The source is plain Python over whole numbers, from the same typed trees as the reference evaluator. It runs under
the interpreter over lists, or compiled over arrays of 64-bit integers: no figure passes 2^53 (``check_figures``
proves it, or names the formula), and bounds that are infinite stay within 2^62.

    def judge(M, N, V, X)           the verdicts and measures of the year in memory M
    def judge_at(M, N, S, as_of)    the state of each dated rule at an earlier moment
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

from innosprint_rules.engine.evaluation.program import compiled
from innosprint_rules.engine.kernel.bounds import HELPERS
from innosprint_rules.engine.kernel.forms import FORMS
from innosprint_rules.engine.kernel.functions import (
    LOST,
    MET,
    NOT_APPLICABLE,
    OPEN,
    STRIDE,
    UNKNOWN_STATE,
    write_judge,
    write_judge_at,
)
from innosprint_rules.engine.kernel.layout import Layout
from innosprint_rules.engine.kernel.source.lifted import plain
from innosprint_rules.engine.kernel.specialising.bounds import check_figures, measured
from innosprint_rules.engine.kernel.specialising.nodes import UnsupportedFormulaError
from innosprint_rules.engine.kernel.specialising.specialise import Specialiser
from innosprint_rules.engine.kernel.unheld import Unheld, unheld
from innosprint_rules.engine.kernel.writer import Writer
from innosprint_rules.formula import tree
from innosprint_rules.rulebook.book import Rulebook
from innosprint_rules.rulebook.models import Rule


@dataclass(frozen=True, slots=True)
class Kernel:
    """The source of the kernel and what its arrays hold.

    ``rules`` and ``measures`` name the entries of V and X, ``dated`` those of S; of these ``untold`` are the same in
    every year of this run, or without a last day: others are not. ``memory`` and ``counts`` are M and
    N as every year finds them. ``doubtful`` are the measures whose bounds may differ in some year, ``reads`` the
    columns (table, name) that the source reads, ``tables`` those of which it goes through or counts the rows.
    ``unheld`` are the rules and measures asked for that are not in it.
    """

    marked: str
    rules: tuple[str, ...]
    measures: tuple[str, ...]
    dated: tuple[str, ...]
    memory: list[int]
    counts: list[int]
    doubtful: frozenset[str] = frozenset()
    reads: frozenset[tuple[str, str]] = frozenset()
    tables: frozenset[str] = frozenset()
    untold: frozenset[str] = frozenset()
    unheld: tuple[Unheld, ...] = ()

    @property
    def source(self) -> str:
        """The source with all numbers in their places."""
        return plain(self.marked)


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

    Returns:
        The kernel of what it can hold; ``Kernel.unheld`` is the rest.
    """
    chosen = dict(rulebook.default_readings() if readings is None else readings)
    rules = [rulebook.rules[code] for code in (rulebook.rules if codes is None else codes)]
    attempt = _Attempt(rulebook, layout, at, chosen, None if measures is None else list(measures))
    left: tuple[Unheld, ...] = ()
    try:
        told = attempt.told(rules)
        written = attempt.write(rules, attempt.told(rules, folding=False), told)
    except UnsupportedFormulaError:
        left, rules, told = attempt.parted(rules)
        written = attempt.write(rules, told, told)
    spec, names, source, doubtful = written
    parts = [HELPERS, source]
    dated: list[Rule] = []
    if first_moment is not None:
        moving = Specialiser(compiled(rulebook), layout, chosen, at, fixed=False, folds=spec.folds)
        dated = [rule for rule in rules if _is_dated(spec, rule)]
        told = told + [rule.code for rule in dated if _is_dated(attempt.folding, rule)]
        try:
            parts.append(write_judge_at(Writer(moving, layout, first_moment, FORMS), dated))
        except UnsupportedFormulaError:  # at another moment than the last: such a rule is left out of `dated`
            dated = [rule for rule in dated if _can_be_moved(moving, layout, first_moment, rule)]
            parts.append(write_judge_at(Writer(moving, layout, first_moment, FORMS), dated))
    return Kernel(
        "\n\n".join(parts),
        tuple(rule.code for rule in rules),
        tuple(names),
        tuple(rule.code for rule in dated),
        list(layout.memory),
        list(layout.counts),
        doubtful,
        _read(layout, "\n".join(parts)),
        _counted(layout, "\n".join(parts)),
        frozenset({*names, *(rule.code for rule in dated)}.difference(told)),
        left,
    )


Written: TypeAlias = tuple[Specialiser, list[str], str, frozenset[str]]


class _Attempt:
    """Writes ``judge`` for some rules and measures: for any dossier where that can be, else for this one."""

    def __init__(
        self, rulebook: Rulebook, layout: Layout, at: int, readings: Mapping[str, str], measures: list[str] | None
    ) -> None:
        self.rulebook = rulebook
        self.layout = layout
        self.at = at
        self.measures = measures
        program = compiled(rulebook)
        self.spec = Specialiser(program, layout, readings, at, fixed=True)
        self.folding = Specialiser(program, layout, readings, at, fixed=True, folds=True)

    def told(self, rules: Sequence[Rule], folding: bool = True) -> list[str]:
        """Return the measures to report."""
        spec = self.folding if folding else self.spec
        return list(measured(self.rulebook, spec, rules) if self.measures is None else self.measures)

    def write(self, rules: Sequence[Rule], names: list[str], told: list[str]) -> Written:
        """Write them; return with what specialiser, the measures, the source and which of the measures are doubtful.

        Raises:
            UnsupportedFormulaError: the first formula that cannot be held.
        """
        check_figures(self.rulebook, self.folding, rules, names)
        try:
            writer = Writer(self.spec, self.layout, self.at, FORMS)
            return self.spec, names, *write_judge(writer, [*rules], names)
        except UnsupportedFormulaError:  # for any dossier; for this one it may be
            writer = Writer(self.folding, self.layout, self.at, FORMS)
            return self.folding, told, *write_judge(writer, [*rules], told)

    def parted(self, rules: Sequence[Rule]) -> tuple[tuple[Unheld, ...], list[Rule], list[str]]:
        """Try each rule and each measure alone; return what cannot be held, and the rules and measures that can."""
        left: list[Unheld] = []

        def held(name: str, is_rule: bool, work: Callable[[], object]) -> bool:
            try:
                work()
            except UnsupportedFormulaError as error:
                left.append(unheld(self.rulebook, name, is_rule, error))
                return False
            return True

        kept = [rule for rule in rules if held(rule.code, True, partial(self.write, [rule], [], []))]
        names = [name for name in self._named(rules) if held(name, False, partial(self.write, [], [name], [name]))]
        return tuple(left), kept, names

    def _named(self, rules: Sequence[Rule]) -> list[str]:
        """Return the measures to report of rules some of which cannot be read."""
        if self.measures is not None:
            return self.measures
        found: set[str] = set()
        for each in ([], *([rule] for rule in rules)):
            with suppress(UnsupportedFormulaError):  # told of the rule itself
                found.update(self.told(each))
        return [name for table, name in self.rulebook.measures if table is None and name in found]


def _read(layout: Layout, source: str) -> frozenset[tuple[str, str]]:
    """Return the columns that a source reads: their places are written out in it."""
    columns = (column for table in layout.tables.values() for column in table.columns.values())
    return frozenset((column.table, column.name) for column in columns if f"M[{column.offset} + " in source)


def _counted(layout: Layout, source: str) -> frozenset[str]:
    """Return the tables of which a source uses the number of rows, beyond giving it a name."""
    used = set(re.findall(r"\bn_(\w+)\b(?! = N\[)", source))
    return frozenset(used.intersection(layout.tables))


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
        write_judge_at(Writer(moving, layout, first_moment, FORMS), [rule])
    except UnsupportedFormulaError:
        return False
    return True


__all__ = ["LOST", "MET", "NOT_APPLICABLE", "OPEN", "STRIDE", "UNKNOWN_STATE", "Kernel", "write_kernel"]
