"""Drawing what is left blank: cells of the drawn rows of which nobody wrote the content.

This comes last: the year itself goes on from what was so, whether or not it was written down.
"""

from __future__ import annotations

from innosprint_rules.simulation.drawing.part import Drawing
from innosprint_rules.simulation.drawing.purposes import SCRATCH
from innosprint_rules.simulation.drawing.source import function

_FIRST_STREAM = 1_000
"""Streams of the blanks are numbered from here, by the place of their column among those that may be blank."""


class Missing:
    """The part of the year that leaves cells blank."""

    name = "draw_missing"

    def __init__(self, drawing: Drawing) -> None:
        self.drawing = drawing
        self.all = [each for each in drawing.plan.missing if each.split(".")[0] in drawing.tables]
        self.tables = tuple(sorted({each.split(".")[0] for each in self.all}))
        self.columns = [each for each in self.all if drawing.gaps or each in drawing.plan.usual]
        most = max((drawing.tables[each.split(".")[0]].capacity for each in self.columns), default=0)
        drawing.spend(most)

    def source(self) -> str:
        """Return the function that leaves cells blank."""
        drawing = self.drawing
        lines: list[str] = []
        for name in self.columns:
            table, column = name.split(".")
            if not drawing.needs.judged(table, column):
                continue
            target = drawing.offset(table, column) + drawing.fixed(table)
            blank = drawing.cell(table, column, drawing.blank(table, column))
            kept = f"M[{target} + i]"
            if drawing.is_same(table, column):
                kept = drawing.cell(table, column, drawing.same_value(table, column))
            limit = f"D[{drawing.place('never', (0,))}]"
            if f"missing.{name}" in drawing.inputs:
                limit = f"D[{drawing.inputs[f'missing.{name}'].place}]"
            number = _FIRST_STREAM + list(drawing.plan.missing).index(name)
            lines += [
                f"limit = {limit}",
                f"n = {drawing.count(table)} - {drawing.there(table)} if limit > 0 else 0",
                f"fill(W, {SCRATCH}, n, seed, year, {number})",
                "words += n",
                "for i in range(n):",
                f"    M[{target} + i] = {blank} if W[{SCRATCH} + i] < limit else {kept}",
            ]
        return function(self.name, "    " + "\n    ".join(lines))
