"""Drawing the sessions: as many as are planned, gap after gap, some of them slipping, some not held.

Gaps are counted between planned days: a session that slips does not move the next one, which is held the day after
it at the earliest. After sessions that were held, the next gap starts at the last of them.
"""

from __future__ import annotations

from innosprint_rules.engine.evaluation.rows import Row
from innosprint_rules.engine.kernel.layout import Cells
from innosprint_rules.simulation.drawing.part import Drawing
from innosprint_rules.simulation.drawing.purposes import SCRATCH, SLOTS
from innosprint_rules.simulation.drawing.source import function, once, sample, stream

_EACH = (
    "calendar.gap", "calendar.held", "calendar.slips.chance", "calendar.slips.by", "calendar.co_organisers",
)  # fmt: skip


class Sessions:
    """The part of the year that draws the sessions."""

    name = "draw_sessions"
    tables = ("sessions",)

    def __init__(self, drawing: Drawing) -> None:
        self.drawing = drawing
        start = drawing.start
        rows: list[Row] = start.rows("sessions")
        self.before = [row for row in rows if row.day is not None and row.day < start.begins]  # of years that are over
        self.held = [row for row in rows if row not in self.before]
        self.most = drawing.inputs["calendar.sessions"].distribution.high
        capacity = max(0, self.most - len(self.held))
        drawing.rows("sessions", capacity)
        drawing.tables["sessions"].columns["held_on"] = Cells((), start.first - 60, start.at)
        drawing.same("sessions", "members_present", ())
        drawing.one_of("sessions", "co_organisers", said(drawing, "calendar.co_organisers"))
        drawing.spend(SLOTS * self.most)

    def source(self) -> str:
        """Return the function that draws them."""
        drawing, inputs = self.drawing, self.drawing.inputs
        number = once(drawing, "calendar.sessions")
        gap, held, slips, by, _ = (sample(inputs[each], f"w + {slot}") for slot, each in enumerate(_EACH))
        first = sample(inputs["calendar.first"], "w + 5")
        start = drawing.start
        last = max((row.day for row in self.held if row.day is not None), default=start.begins)
        named = said(drawing, "calendar.co_organisers")
        place = sample(inputs["calendar.co_organisers"], "w + 4")
        organisers = drawing.chosen("sessions", "co_organisers", named, place)
        written = "\n        ".join(drawing.stores("sessions", "row", held_on="today", co_organisers=organisers))
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
        words += {len(_EACH)}
        planned += {first} if k == 0 else {gap}
        planned = {drawing.ahead("planned")}
        by = {by}
        today = planned + (by if {slips} else 0)
        today = max(today, before + 1)
        took_place = (today <= {start.at}) & ({held})
        {written}
        before = today if took_place else before
        row += took_place
    {drawing.count("sessions")} = row""",
        )


def said(drawing: Drawing, name: str) -> list[tuple[str, ...]]:
    """Return the lists of members that the words of an input mean, in their order."""
    return [members(drawing, word) for word in drawing.inputs[name].distribution.words]


def members(drawing: Drawing, word: str) -> tuple[str, ...]:
    """Return the members that ``tous``, ``CASQ ; FN``, ``sans FN`` or ``personne`` means."""
    everyone = tuple(drawing.start.rulebook.agreement.members)
    if word == "tous":
        return everyone
    if word == "personne":
        return ()
    if word.startswith("sans "):
        return tuple(each for each in everyone if each != word.removeprefix("sans "))
    return tuple(each.strip() for each in word.split(";"))
