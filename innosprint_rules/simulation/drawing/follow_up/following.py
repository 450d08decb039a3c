"""Drawing rows that follow each row of another table: the opinions on a request, the results of a grant."""

from __future__ import annotations

from innosprint_rules.engine.kernel.layout import Cells
from innosprint_rules.rulebook.year.plan import Following
from innosprint_rules.simulation.drawing.columns import Columns
from innosprint_rules.simulation.drawing.part import Drawing
from innosprint_rules.simulation.drawing.purposes import SCRATCH, stream
from innosprint_rules.simulation.drawing.source import function, sample


class FollowingRows:
    """The part of the year that draws the rows of one table that follow those of another, of drawn ones alone."""

    def __init__(self, drawing: Drawing, planned: Following, number: int) -> None:
        self.drawing = drawing
        self.planned = planned
        self.number = number
        self.name = f"draw_rows_{number}"
        table = planned.table
        self.tables = (table,)
        self.section = f"rows.{planned.name}"
        sources = drawing.tables[planned.source].capacity
        most = drawing.inputs[f"{self.section}.number"].distribution.high
        drawing.rows(table, sources * most + 1, {planned.of: Cells()})
        self.told = [each for each in planned.columns if each.drawn == "each"]
        drawn = tuple(each for each in planned.columns if each.drawn != "each")
        for each in self.told:
            drawing.one_of(table, each.column, each.choices)
        for column, value in planned.write:
            drawing.same(table, column, drawing.held(table, column, value))
        self.columns = Columns(drawing, f"rows.{number}", table, self.section, drawn)
        self.columns.announce()
        drawing.spend(max(sources * most, sources) + 1)

    def source(self) -> str:
        """Return the function that draws them."""
        drawing, planned, table = self.drawing, self.planned, self.planned.table
        cells: dict[str | None, str] = {planned.of: "i"}
        for each in self.told:
            place = f"min(k, {len(each.choices) - 1})"
            cells[each.column] = drawing.chosen(table, each.column, each.choices, place)
        written = "\n            ".join([*drawing.stores(table, "row", cells), "row += 1"])
        there = drawing.there(planned.source)
        drawn = sample(drawing.inputs[f"{self.section}.number"], f"{SCRATCH} + i - {there}")
        of = drawing.offset(table, planned.of) + drawing.fixed(table)
        self.columns.base = self._day(f"M[{of} + i]")
        lines = self.columns.lines()
        further = "\n    ".join([f"n = row - {drawing.there(table)}", *lines] if lines else [])
        return function(
            self.name,
            f"""
    n = {drawing.count(planned.source)} - {there}
    fill(W, {SCRATCH}, n, seed, year, {stream(f"rows.{self.number}")})
    words += n
    row = {drawing.there(table)}
    for i in range({there}, {there} + n):
        number = {drawn}
        for k in range(number):
            {written}
    {drawing.count(table)} = row
    {further}""",
        )

    def _day(self, row: str) -> str:
        """Return the source of the day of a row of the other table: its own, or that of the row which dates it."""
        drawing, source, column = self.drawing, self.planned.source, self.planned.dated
        if column is None:
            return str(drawing.start.begins)
        dated = f"M[{drawing.offset(source, column)} + {row}]"
        if column == drawing.day_of(source):
            return dated
        meetings = drawing.plan.meetings
        return f"M[{drawing.offset(meetings.table, meetings.day)} + {dated}]"
