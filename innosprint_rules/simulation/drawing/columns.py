"""Drawing the columns that a folder adds to a part of the year: ticks, words, amounts, numbers, days."""

from __future__ import annotations

from innosprint_rules.engine.kernel.layout import Cells
from innosprint_rules.rulebook.year.plan import DrawnColumn
from innosprint_rules.simulation.drawing.part import Drawing
from innosprint_rules.simulation.drawing.purposes import SCRATCH, stream
from innosprint_rules.simulation.drawing.source import flags, sample


class Columns:
    """The columns of one part: ``section`` holds their inputs; days are counted from ``base``, the source of a day."""

    def __init__(
        self, drawing: Drawing, part: str, table: str, section: str, columns: tuple[DrawnColumn, ...] | None = None
    ) -> None:
        self.drawing = drawing
        self.part = part
        self.table = table
        self.section = section
        self.base = "0"
        self.all = drawing.plan.columns.get(part, ()) if columns is None else columns

    def announce(self) -> None:
        """Announce what their cells may hold."""
        for each in self.all:
            announce(self.drawing, self.table, each, f"{self.section}.{each.key}")

    def cells(self, words: list[str]) -> dict[str | None, str]:
        """Return the source of the cells of one row, each drawn from the word at its place."""
        drawing = self.drawing
        return {
            each.column: cell(drawing, self.table, each, f"{self.section}.{each.key}", word, self.base)
            for each, word in zip(self.all, words, strict=True)
        }

    def lines(self) -> list[str]:
        """Return the lines that write them, a column at a time, in ``n`` rows behind those that are there."""
        drawing, table = self.drawing, self.table
        lines: list[str] = []
        for number, each in enumerate(self.all, start=1):
            if not drawing.is_drawn(table, each.column):
                continue
            name, purpose = f"{self.section}.{each.key}", f"{self.part}.{number}"
            target = drawing.offset(table, each.column) + drawing.fixed(table)
            if each.drawn in ("flag", "either"):
                yes, no = (drawing.cell(table, each.column, value) for value in two(drawing, table, each))
                lines += flags(drawing, name, purpose, target, yes, no)
                continue
            lines += [
                f"fill(W, {SCRATCH}, n, seed, year, {stream(purpose)})",
                "words += n",
                "for i in range(n):",
                f"    M[{target} + i] = {cell(drawing, table, each, name, f'{SCRATCH} + i', self.base)}",
            ]
        return lines


def two(drawing: Drawing, table: str, each: DrawnColumn) -> tuple[object, object]:
    """Return the two values of a column that holds one or the other."""
    if each.drawn == "flag":
        return True, False
    return each.write, drawing.blank(table, each.column) if each.otherwise is None else each.otherwise


def announce(drawing: Drawing, table: str, each: DrawnColumn, name: str) -> None:
    """Announce what the drawn cells of a column may hold; ``name`` is its input."""
    distribution, start = drawing.inputs[name].distribution, drawing.start
    if each.drawn in ("flag", "either"):
        drawing.one_of(table, each.column, two(drawing, table, each))
    elif each.drawn == "words":
        drawing.one_of(table, each.column, distribution.words)
    elif each.drawn == "days":
        first, last = start.first - 60 + min(distribution.low, 0), start.at + max(distribution.high, 0)
        drawing.tables[table].columns[each.column] = Cells((), first, max(last, drawing.not_before))
    else:
        drawing.tables[table].columns[each.column] = Cells((), distribution.low, distribution.high)


def cell(drawing: Drawing, table: str, each: DrawnColumn, name: str, word: str, base: str) -> str:
    """Return the source of the cell of a column, drawn from its input by a word; days are counted from ``base``."""
    drawn = sample(drawing.inputs[name], word)
    if each.drawn in ("flag", "either"):
        return drawing.either(table, each.column, *two(drawing, table, each), drawn)
    if each.drawn == "words":
        return drawing.chosen(table, each.column, drawing.inputs[name].distribution.words, drawn)
    if each.drawn != "days":
        return drawn
    day = f"{base} + {drawn}"
    return f"min({drawing.ahead(day)}, {drawing.start.at})" if each.column == drawing.day_of(table) else day
