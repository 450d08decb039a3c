"""Judging a ready table of measures, a row a year: the agreement's own rules, without drawing anything anew.

What a run kept of its years can so be judged again under other readings or other parameters. Only rules of the whole
agreement that rest on measures and parameters alone can be; they are written out from the same trees as the kernel.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from innosprint_rules.dossier.models import Dossier
from innosprint_rules.engine.evaluation.program import compiled
from innosprint_rules.engine.evaluation.world import World
from innosprint_rules.engine.kernel.bounds import HELPERS
from innosprint_rules.engine.kernel.forms import FORMS
from innosprint_rules.engine.kernel.functions import STRIDE, Counters
from innosprint_rules.engine.kernel.layout import NOTHING, Layout
from innosprint_rules.engine.kernel.source.block import Block
from innosprint_rules.engine.kernel.source.lifted import plain
from innosprint_rules.engine.kernel.source.pieces import Piece, in_functions
from innosprint_rules.engine.kernel.specialising.specialise import Specialiser
from innosprint_rules.engine.kernel.values import Flag, Num
from innosprint_rules.engine.kernel.verdicts import Ruling, write_rules
from innosprint_rules.engine.kernel.writer import Forms, Writer
from innosprint_rules.engine.options import chosen_readings
from innosprint_rules.errors import Problem, UsageError
from innosprint_rules.formula import tree
from innosprint_rules.rulebook.book import Rulebook
from innosprint_rules.rulebook.models import AGREEMENT, Rule
from innosprint_rules.wording import Text


@dataclass(frozen=True, slots=True)
class TableKernel:
    """The source of ``judge_table(C, first, last, V)``: C holds one column a measure, in the order of ``measures``.

    V counts verdicts as the kernel does. Amounts are cents, dates ordinals, flags 0 and 1; -1 is nothing.
    """

    source: str
    rules: tuple[str, ...]
    measures: tuple[str, ...]


def write_table(
    rulebook: Rulebook,
    *,
    at: int,
    codes: Iterable[str] | None = None,
    readings: Mapping[str, str] | None = None,
) -> TableKernel:
    """Write the rules that a table of measures is enough for; ``codes`` narrows them.

    Args:
        rulebook: the rules.
        at: the day of judgement, an ordinal.
        codes: the rules wanted; all that can be judged so when None.
        readings: chosen answers to open questions.

    Raises:
        UsageError: an unknown reading, or a rule for which measures are not enough.
    """
    program = compiled(rulebook)
    chosen = chosen_readings(rulebook, readings)
    layout = Layout(rulebook, World(rulebook, Dossier()), {})
    spec = Specialiser(program, layout, chosen, at, fixed=True)
    able = [rule for rule in rulebook.rules.values() if _rests_on_measures(spec, rule)]
    if codes is not None:
        wanted = list(codes)
        unable = [code for code in wanted if code not in {rule.code for rule in able}]
        if unable:
            raise UsageError([_not_enough(code) for code in unable])
        able = [rule for rule in able if rule.code in wanted]
    columns: dict[str, str] = {}
    source = _write_loops(Writer(spec, layout, at, _forms(columns)), able, columns)
    return TableKernel(plain(f"{HELPERS}\n\n{source}"), tuple(rule.code for rule in able), tuple(columns))


def judge_table(kernel: TableKernel, columns: Mapping[str, Sequence[int]], years: int) -> dict[str, tuple[int, ...]]:
    """Judge the first ``years`` rows by the interpreter; return the counts of each rule (``kernel.STRIDE`` of them).

    Raises:
        KeyError: a measure that a rule reads has no column.
    """
    names: dict[str, Any] = {"njit": lambda function: function}
    exec(compile(kernel.source, "judge_table", "exec"), names)  # noqa: S102  # written here, from checked formulas
    counts = [0] * (STRIDE * len(kernel.rules))
    names["judge_table"]([columns[name] for name in kernel.measures], 0, years, counts)
    return {code: tuple(counts[STRIDE * n : STRIDE * (n + 1)]) for n, code in enumerate(kernel.rules)}


def _rests_on_measures(spec: Specialiser, rule: Rule) -> bool:
    if rule.scope != AGREEMENT:
        return False
    nodes = [rule.applies, rule.starts, *(each for level in rule.levels for each in (level.met, level.due))]
    return not any(
        isinstance(each, tree.Aggregate | tree.Column)
        for node in nodes
        if node is not None
        for each in tree.walk(spec.rewrite(node))
    )


def _write_loops(writer: Writer, rules: list[Rule], columns: Mapping[str, str]) -> str:
    """Return the function: a loop a rule, as few columns at once as it needs, several rows at a time."""
    counters = Counters(writer)
    segments = write_rules(writer, rules, Ruling(counters.count, flat=True))
    pieces: list[Piece] = []
    for group, segment in segments:
        for rule, block in zip(group, segment.items, strict=True):
            before, after = counters.around(rules.index(rule), rule)
            loop = Block()
            loop.below("for i in range(last - first):").add(block if isinstance(block, Block) else Block())
            pieces.append(Piece([*before, *loop.lines(), *after]))
    first = [f"{column} = C[{number}][first:last]" for number, column in enumerate(columns.values())]
    return in_functions("judge_table", ("C", "first", "last", "V"), first, pieces, [])


def _forms(columns: dict[str, str]) -> Forms:
    """Return the kernel's forms, but that every measure is a column, which is given a name in ``columns``."""

    def cell(node: tree.Measure) -> str:
        return f"{columns.setdefault(node.name, f'c{len(columns)}')}[i]"

    def number(writer: Writer, node: tree.Measure) -> Num:
        kind = writer.spec.rulebook.measures[(None, node.name)].formula.type
        return Num(cell(node), cell(node), f"{cell(node)} == {NOTHING}" if kind.nothing else False)

    def flag(_writer: Writer, node: tree.Measure) -> Flag:
        return Flag(f"{cell(node)} != 0")

    return replace(FORMS, numbers={**FORMS.numbers, tree.Measure: number}, flags={**FORMS.flags, tree.Measure: flag})


def _not_enough(code: str) -> Problem:
    return Problem(
        "needs-rows",
        Text(f"{code} ne se juge pas sur des grandeurs seules", f"{code} cannot be judged from measures alone"),
        Text("la laisser de côté, ou simuler de nouveau", "leave it out, or simulate anew"),
    )
