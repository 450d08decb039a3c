"""The kernel: the rules and measures of a rulebook written out as loops over columns, for years by the million.

The source is plain Python over whole numbers, from the same typed trees as the reference evaluator. It runs under
the interpreter over lists, or compiled over arrays of 64-bit integers: no figure passes 2^53 (``check_figures``
proves it, or names the formula), and bounds that are infinite stay within 2^62.

    def judge(M, N, V, X)           the verdicts and measures of the year in memory M
    def judge_at(M, N, S, as_of)    the state of each dated rule at an earlier moment
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

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
from innosprint_rules.engine.kernel.writer import Writer
from innosprint_rules.errors import Problem, UsageError
from innosprint_rules.formula import tree
from innosprint_rules.rulebook.book import Rulebook
from innosprint_rules.rulebook.models import Rule
from innosprint_rules.wording import Text


@dataclass(frozen=True, slots=True)
class Kernel:
    """The source of the kernel and what its arrays hold.

    ``rules`` and ``measures`` name the entries of V and X, ``dated`` those of S; of these ``untold`` are the same in
    every year of this run, or without a last day: others are not. ``memory`` and ``counts`` are M and
    N as every year finds them. ``doubtful`` are the measures whose bounds may differ in some year, ``reads`` the
    columns (table, name) that the source reads, ``tables`` those of which it goes through or counts the rows.
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

    Raises:
        UsageError: a rule or a measure that cannot be written out, with its formula.
    """
    program = compiled(rulebook)
    chosen = dict(rulebook.default_readings() if readings is None else readings)
    rules = [rulebook.rules[code] for code in (rulebook.rules if codes is None else codes)]
    spec = Specialiser(program, layout, chosen, at, fixed=True)
    folding = Specialiser(program, layout, chosen, at, fixed=True, folds=True)
    told = list(measured(rulebook, folding, rules) if measures is None else measures)
    names = list(measured(rulebook, spec, rules) if measures is None else measures)
    try:
        check_figures(rulebook, folding, rules, names)
        try:
            source, doubtful = write_judge(Writer(spec, layout, at, FORMS), rules, names)
        except UnsupportedFormulaError:  # for any dossier; for this one it may be
            spec, names = folding, list(told)
            source, doubtful = write_judge(Writer(spec, layout, at, FORMS), rules, names)
    except UnsupportedFormulaError as error:
        raise UsageError(_unsupported(error)) from error
    parts = [HELPERS, source]
    dated: list[Rule] = []
    if first_moment is not None:
        moving = Specialiser(program, layout, chosen, at, fixed=False, folds=spec.folds)
        dated = [rule for rule in rules if _is_dated(spec, rule)]
        told += [rule.code for rule in dated if _is_dated(folding, rule)]
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
    )


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


def _unsupported(error: UnsupportedFormulaError) -> Problem:
    return Problem(
        "unsupported-formula",
        Text(f"`{error.source}` ne peut pas être simulé : {error.reason}",
             f"`{error.source}` cannot be simulated: {error.reason}"),
        Text("laisser cette règle de côté avec --ignore", "leave that rule out with --ignore"),
    )  # fmt: skip


__all__ = ["LOST", "MET", "NOT_APPLICABLE", "OPEN", "STRIDE", "UNKNOWN_STATE", "Kernel", "write_kernel"]
