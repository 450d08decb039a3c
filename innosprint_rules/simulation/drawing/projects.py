"""Drawing those who are given money: how many, when they enter and leave, what is said of them."""

from __future__ import annotations

from innosprint_rules.engine.kernel.layout import Cells
from innosprint_rules.simulation.drawing.columns import Columns
from innosprint_rules.simulation.drawing.part import Drawing
from innosprint_rules.simulation.drawing.purposes import SCRATCH, SLOTS, stream
from innosprint_rules.simulation.drawing.source import function, once, sample

_EACH = ("projects.entry", "projects.leaves.chance", "projects.leaves.after")


class Projects:
    """The part of the year that draws the projects: those that would enter at no session are not there."""

    name = "draw_projects"

    def __init__(self, drawing: Drawing) -> None:
        self.drawing = drawing
        start, self.role = drawing.start, drawing.plan.beneficiaries
        table = self.role.table
        self.tables = (table,)
        self.there = len(start.rows(table))
        self.most = drawing.inputs["projects.number"].distribution.high
        drawing.rows(table, max(0, self.most - self.there), {
            self.role.entry: Cells(),
            self.role.left: Cells((), start.first - 60, start.at, nothing=True),
        })  # fmt: skip
        self.columns = Columns(drawing, "beneficiaries", table, "projects")
        self.columns.announce()
        drawing.spend(SLOTS * self.most)

    def source(self) -> str:
        """Return the function that draws them."""
        drawing, table, meetings = self.drawing, self.role.table, self.drawing.plan.meetings
        drawn = {
            each: sample(drawing.inputs[each], f"w + {slot}")
            for slot, each in enumerate(_EACH)
            if each in drawing.inputs
        }
        day = f"M[{drawing.offset(meetings.table, meetings.day)} + max(min(place, sessions - 1), 0)]"
        lines: list[str] = []
        cells: dict[str | None, str] = {self.role.entry: "place"}
        if self.role.left is not None:
            lines.append(f"gone = {drawing.ahead(f'{day} + {drawn[_EACH[2]]}')}")
            cells[self.role.left] = f"gone if (gone <= {drawing.start.at}) & ({drawn[_EACH[1]]}) else -1"
        self.columns.base = day
        words = [f"w + {len(_EACH) + number}" for number in range(len(self.columns.all))]
        lines += drawing.stores(table, "row", {**cells, **self.columns.cells(words)})
        body = "\n        ".join(lines)
        first = drawing.there(meetings.table)
        return function(
            self.name,
            f"""
    fill(W, {SCRATCH}, {drawing.data(SLOTS * self.most)}, seed, year, {stream("projects")})
    sessions = {drawing.count(meetings.table)}
    row = {drawing.there(table)}
    for j in range(row, {once(drawing, "projects.number")}):
        w = {SCRATCH} + {SLOTS} * j
        words += {len(_EACH) + len(words)}
        place = {f"max({drawn[_EACH[0]]} - 1, {first})" if _EACH[0] in drawn else "0"}
        {body}
        row += {"place < sessions" if _EACH[0] in drawn else "1"}
    {drawing.count(table)} = row""",
        )
