"""Judging a ready table of measures, a row a year: the agreement's own rules, without drawing anything anew.

What a run kept of its years can so be judged again under other readings or other parameters. Only rules of the whole
agreement that rest on measures and parameters alone can be; they are written out from the same trees as the kernel.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from innosprint_rules.dossier.models import Dossier
from innosprint_rules.engine.kernel_block import Block
from innosprint_rules.engine.kernel_code import HELPERS
from innosprint_rules.engine.kernel_functions import Piece, in_functions
from innosprint_rules.engine.kernel_layout import NOTHING, Layout
from innosprint_rules.engine.kernel_tree import Specialiser
from innosprint_rules.engine.kernel_values import Flag, Num
from innosprint_rules.engine.kernel_writers import STRIDE, FinalWriter
from innosprint_rules.engine.options import chosen_readings
from innosprint_rules.engine.program import compiled
from innosprint_rules.engine.world import World
from innosprint_rules.errors import Problem, UsageError
from innosprint_rules.formula import tree
from innosprint_rules.rulebook.loading import Rulebook
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
    writer = _Ready(spec, layout, at)
    source = writer.source(able, [])
    return TableKernel(f"{HELPERS}\n\n{source}", tuple(rule.code for rule in able), tuple(writer.columns))


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


class _Ready(FinalWriter):
    """Writes ``judge_table``: every measure is a column."""

    head = "judge_table"
    parameters = ("C", "first", "last", "V")
    flat = True

    def __init__(self, spec: Specialiser, layout: Layout, first_moment: int) -> None:
        super().__init__(spec, layout, first_moment)
        self.columns: dict[str, str] = {}

    def measure_number(self, name: str) -> Num:
        """Return the column of a measure that is a number."""
        kind = self.spec.rulebook.measures[(None, name)].formula.type
        cell = self._column(name)
        return Num(cell, cell, f"{cell} == {NOTHING}" if kind.nothing else False)

    def measure_flag(self, name: str) -> Flag:
        """Return the column of a measure that is a flag."""
        return Flag(f"{self._column(name)} != 0")

    def _column(self, name: str) -> str:
        return f"{self.columns.setdefault(name, f'c{len(self.columns)}')}[i]"

    def whole(self, around: Mapping[str, tuple[list[str], list[str]]]) -> str:
        """Return the function: a loop a rule, as few columns at once as it needs, several rows at a time."""
        columns = [f"{column} = C[{number}][first:last]" for number, column in enumerate(self.columns.values())]
        pieces: list[Piece] = []
        for rules, segment in self.segments:
            for rule, block in zip(rules, segment.items, strict=True):
                before, after = around[rule.code]
                loop = Block()
                loop.below("for i in range(last - first):").add(block if isinstance(block, Block) else Block())
                pieces.append(Piece([*before, *loop.lines(), *after]))
        return in_functions(self.head, self.parameters, columns, pieces, [])


def _not_enough(code: str) -> Problem:
    return Problem(
        "needs-rows",
        Text(f"{code} ne se juge pas sur des grandeurs seules", f"{code} cannot be judged from measures alone"),
        Text("la laisser de côté, ou simuler de nouveau", "leave it out, or simulate anew"),
    )
