"""Drawing the projects: how many, when they enter and leave, who holds them, in which field."""

from __future__ import annotations

from innosprint_rules.engine.kernel.layout import Cells
from innosprint_rules.simulation.drawing.part import Drawing
from innosprint_rules.simulation.drawing.purposes import SCRATCH, SLOTS
from innosprint_rules.simulation.drawing.source import function, once, sample, stream

_EACH = (
    "projects.entry", "projects.leaves.chance", "projects.leaves.after", "projects.holder", "projects.field",
    "projects.local",
)  # fmt: skip


class Projects:
    """The part of the year that draws the projects: those that would enter at no session are not there."""

    name = "draw_projects"
    tables = ("projects",)

    def __init__(self, drawing: Drawing) -> None:
        self.drawing = drawing
        self.there = len(drawing.start.rows("projects"))
        self.most = drawing.inputs["projects.number"].distribution.high
        start = drawing.start
        drawing.rows("projects", max(0, self.most - self.there), entry_session=Cells())
        drawing.tables["projects"].columns["left_on"] = Cells((), start.first - 60, start.at, nothing=True)
        drawing.one_of("projects", "holder", drawing.inputs["projects.holder"].distribution.words)
        drawing.one_of("projects", "field", drawing.inputs["projects.field"].distribution.words)
        drawing.one_of("projects", "local", (True, False))
        drawing.spend(SLOTS * self.most)

    def source(self) -> str:
        """Return the function that draws them."""
        drawing, inputs = self.drawing, self.drawing.inputs
        entry, leaves, after, holder, field, local = (
            sample(inputs[each], f"w + {slot}") for slot, each in enumerate(_EACH)
        )
        day = drawing.offset("sessions", "held_on")
        lines = [f"gone = {drawing.ahead(f'M[{day} + max(min(place, sessions - 1), 0)] + {after}')}"]
        gone = f"gone if (gone <= {drawing.start.at}) & ({leaves}) else -1"
        lines += drawing.stores(
            "projects", "row", entry_session="place", left_on=gone,
            holder=drawing.chosen("projects", "holder", inputs["projects.holder"].distribution.words, holder),
            field=drawing.chosen("projects", "field", inputs["projects.field"].distribution.words, field),
            local=drawing.either("projects", "local", True, False, local),
        )  # fmt: skip
        body = "\n        ".join(lines)
        return function(
            self.name,
            f"""
    fill(W, {SCRATCH}, {drawing.data(SLOTS * self.most)}, seed, year, {stream("projects")})
    sessions = {drawing.count("sessions")}
    row = {drawing.there("projects")}
    for j in range(row, {once(drawing, "projects.number")}):
        w = {SCRATCH} + {SLOTS} * j
        words += {len(_EACH)}
        place = max({entry} - 1, {drawing.there("sessions")})
        {body}
        row += place < sessions
    {drawing.count("projects")} = row""",
        )
