"""Drawing the sessions: as many as are planned, gap after gap, some of them slipping, some not held.

Gaps are counted between planned days: a session that slips does not move the next one, which is held the day after
it at the earliest. After sessions that were held, the next gap starts at the last of them.
"""

from __future__ import annotations

from innosprint_rules.engine.evaluation.rows import Row
from innosprint_rules.engine.kernel.layout import Cells
from innosprint_rules.simulation.drawing.columns import Columns
from innosprint_rules.simulation.drawing.part import Drawing
from innosprint_rules.simulation.drawing.purposes import SCRATCH, SLOTS, stream
from innosprint_rules.simulation.drawing.source import function, once, sample
from innosprint_rules.simulation.scenario.groups import group

_EACH = ("calendar.gap", "calendar.held", "calendar.slips.chance", "calendar.slips.by")


class Sessions:
    """The part of the year that draws the sessions."""

    name = "draw_sessions"

    def __init__(self, drawing: Drawing) -> None:
        self.drawing = drawing
        start, self.role = drawing.start, drawing.plan.meetings
        table = self.role.table
        self.tables = (table,)
        rows: list[Row] = start.rows(table)
        self.before = [row for row in rows if row.day is not None and row.day < start.begins]  # of years that are over
        self.held = [row for row in rows if row not in self.before]
        self.most = drawing.inputs["calendar.sessions"].distribution.high
        capacity = max(0, self.most - len(self.held))
        drawing.rows(table, capacity, {self.role.day: Cells((), start.first - 60, start.at)})
        if self.role.present is not None:
            drawing.same(table, self.role.present, ())
        if self.role.organisers is not None:
            drawing.one_of(table, self.role.organisers, said(drawing, f"calendar.{self.role.organisers}"))
        self.columns = Columns(drawing, "meetings", table, "calendar")
        self.columns.announce()
        drawing.spend(max(SLOTS * self.most, capacity))

    def source(self) -> str:
        """Return the function that draws them."""
        drawing, inputs = self.drawing, self.drawing.inputs
        number = once(drawing, "calendar.sessions")
        gap, held, slips, by = (sample(inputs[each], f"w + {slot}") for slot, each in enumerate(_EACH))
        first = sample(inputs["calendar.first"], "w + 5")
        start, table = drawing.start, self.role.table
        last = max((row.day for row in self.held if row.day is not None), default=start.begins)
        cells: dict[str | None, str] = {self.role.day: "today"}
        if self.role.organisers is not None:
            name = f"calendar.{self.role.organisers}"
            place = sample(inputs[name], f"w + {len(_EACH)}")
            cells[self.role.organisers] = drawing.chosen(table, self.role.organisers, said(drawing, name), place)
        written = "\n        ".join(drawing.stores(table, "row", cells))
        least = drawing.not_before or start.first - 60
        return function(
            self.name,
            f"""
    fill(W, {SCRATCH}, {drawing.data(SLOTS * self.most)}, seed, year, {stream("sessions")})
    number = {number}
    row = {drawing.data(len(self.before) + len(self.held))}
    planned = {last}
    before = {least - 1}
    for k in range({drawing.data(len(self.held))}, number):
        w = {SCRATCH} + {SLOTS} * k
        words += {len(_EACH) + 1}
        planned += {first} if k == 0 else {gap}
        planned = {drawing.ahead("planned")}
        by = {by}
        today = planned + (by if {slips} else 0)
        today = max(today, before + 1)
        took_place = (today <= {start.at}) & ({held})
        {written}
        before = today if took_place else before
        row += took_place
    {drawing.count(table)} = row
    {self._further()}""",
        )

    def _further(self) -> str:
        """Write what else is said of the meetings, a column at a time."""
        drawing, table = self.drawing, self.role.table
        self.columns.base = f"M[{drawing.offset(table, self.role.day) + drawing.fixed(table)} + i]"
        lines = self.columns.lines()
        return "\n    ".join([f"n = row - {drawing.there(table)}", *lines] if lines else [])


def said(drawing: Drawing, name: str) -> list[tuple[str, ...]]:
    """Return the lists of members that the words of an input mean, in their order."""
    return [members(drawing, word) for word in drawing.inputs[name].distribution.words]


def members(drawing: Drawing, word: str) -> tuple[str, ...]:
    """Return the members that a word of the scenario means: all, some, all but one, nobody."""
    return group(word, drawing.plan.members) or ()
