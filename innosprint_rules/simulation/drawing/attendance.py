"""Drawing what projects do at the sessions: present themselves, and ask for money."""

from __future__ import annotations

from innosprint_rules.engine.kernel.layout import Cells
from innosprint_rules.simulation.drawing.part import Drawing
from innosprint_rules.simulation.drawing.purposes import SCRATCH
from innosprint_rules.simulation.drawing.source import flags, function, sample, stream

SHOWN = ("progress", "action_plan", "axis_market", "axis_technology", "axis_funding")
"""What a presentation may lack."""
_BLOCK = 8


class Attendance:
    """The part of the year that draws presentations and requests, session by session, project by project.

    A first loop marks who is there and who asks; in the second a row is written before it is known whether it comes
    about, and written over if not. Nothing branches, and processors take several projects at once in the first.
    """

    name = "draw_attendance"
    tables = ("presentations", "requests")

    def __init__(self, drawing: Drawing) -> None:
        self.drawing = drawing
        sessions = drawing.tables["sessions"].capacity
        self.projects = drawing.tables["projects"].capacity + len(drawing.start.rows("projects"))
        self.stride = -(-self.projects // _BLOCK) * _BLOCK
        self.grid = sessions * self.stride
        capacity = sessions * self.projects
        drawing.rows("presentations", capacity + 1, session=Cells(), project=Cells())
        for column in SHOWN:
            drawing.one_of("presentations", column, (True, False))
        self.requests = capacity
        high = drawing.inputs["requests.amount"].distribution.high
        drawing.rows(
            "requests", self.requests + 1, session=Cells(), project=Cells(),
            requested=Cells((), 0, high), minimum=Cells((), 0, high),
        )  # fmt: skip
        drawing.spend(max(2 * self.grid, capacity))

    def source(self) -> str:
        """Return the function that draws them."""
        drawing, inputs = self.drawing, self.drawing.inputs
        entry, left = drawing.offsets("projects", "entry_session", "left_on")
        day = drawing.offset("sessions", "held_on")
        first, held, stride = SCRATCH, drawing.there("sessions"), drawing.data(self.stride)
        second = first + self.grid
        attends = inputs["presentations.attends"]
        here = sample(attends, f"{first} + cell + p")
        often, seldom = (f"D[{inputs[f'requests.{name}'].place}]" for name in ("chance", "absent"))
        told = drawing.needs.table("presentations")
        asking = drawing.needs.table("requests")
        fills = [f"fill(W, {first}, {stride} * sessions, seed, year, {stream('attends')})"]
        if asking:
            fills.append(f"fill(W, {second}, {stride} * sessions, seed, year, {stream('asks')})")
        marked, rows = [], []
        if asking:
            marked += [
                f"asks = W[{second} + cell + p] < (often if there else seldom)",
                f"W[{second} + cell + p] = 1 if inside & asks else 0",
            ]
        if told:
            marked.append(f"W[{first} + cell + p] = 1 if inside & there else 0")
            rows += [*drawing.stores("presentations", "r", session="s", project="p"), f"r += W[{first} + cell + p]"]
        if asking:
            rows += [*drawing.stores("requests", "q", session="s", project="p"), f"q += W[{second} + cell + p]"]
        joined, marking, writing = ("\n    ".join(fills), *("\n            ".join(each) for each in (marked, rows)))
        return function(
            self.name,
            f"""
    projects = {drawing.count("projects")}
    sessions = {drawing.count("sessions")} - {held}
    {joined}
    words += {len(fills)} * sessions * projects
    often = {often}
    seldom = {seldom}
    r = {drawing.there("presentations")}
    q = {drawing.there("requests")}
    for s in range({held}, {held} + sessions):
        today = M[{day} + s]
        cell = {stride} * (s - {held})
        for p in range(projects):
            gone = M[{left} + p]
            inside = ({self._entered(entry, day)}) & ((gone < 0) | (today <= gone))
            there = {here}
            {marking}
        for p in range(projects):
            {writing}
        M[{drawing.ends} + s] = q
    {drawing.count("presentations")} = r
    {drawing.count("requests")} = q
    {self._shown() if told else ""}
    {self._amounts() if asking else ""}""",
        )

    def _entered(self, entry: int, day: int) -> str:
        """Return the source of a condition: project ``p`` has entered by session ``s``.

        Sessions lie in the order of their days; a session of which only the name is known lies behind them all.
        """
        named = self.drawing.start.world.ghosts("sessions")
        return f"M[{day} + M[{entry} + p]] <= today" if named else f"M[{entry} + p] <= s"

    def _shown(self) -> str:
        """Write what the presentations lack, a column at a time."""
        drawing = self.drawing
        first = drawing.fixed("presentations")
        lines = [f"n = r - {drawing.there('presentations')}"]
        for column in SHOWN:
            if drawing.is_drawn("presentations", column):
                yes, no = (drawing.cell("presentations", column, value) for value in (True, False))
                lines += flags(
                    drawing, f"presentations.{column}", column, drawing.offset("presentations", column) + first, yes, no
                )
        return "\n    ".join(lines)

    def _amounts(self) -> str:
        """Write what is asked for, and below which amount it is of no use."""
        drawing = self.drawing
        first = drawing.fixed("requests")
        requested, minimum = (each + first for each in drawing.offsets("requests", "requested", "minimum"))
        lines = [f"n = q - {drawing.there('requests')}"]
        amount, part = drawing.inputs["requests.amount"], drawing.inputs["requests.minimum"]
        for each, name, target, value in (
            (amount, "requested", requested, "{}"),
            (part, "minimum", minimum, f"M[{requested} + i] * {{}} // 1000000"),
        ):
            lines += [f"fill(W, {SCRATCH}, n, seed, year, {stream(name)})", "words += n"]
            lines += ["for i in range(n):", f"    M[{target} + i] = {value.format(sample(each, f'{SCRATCH} + i'))}"]
        return "\n    ".join(lines)
