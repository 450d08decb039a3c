"""Drawing what projects do at the sessions: present themselves, and ask for money."""

from __future__ import annotations

from innosprint_rules.engine.kernel.layout import Cells
from innosprint_rules.simulation.drawing.columns import Columns
from innosprint_rules.simulation.drawing.part import Drawing
from innosprint_rules.simulation.drawing.purposes import SCRATCH, stream
from innosprint_rules.simulation.drawing.source import function, sample

_BLOCK = 8


class Attendance:
    """The part of the year that draws presentations and requests, session by session, project by project.

    A first loop marks who is there and who asks; in the second a row is written before it is known whether it comes
    about, and written over if not. Nothing branches, and processors take several projects at once in the first.
    """

    name = "draw_attendance"

    def __init__(self, drawing: Drawing) -> None:
        self.drawing = drawing
        self.plan = plan = drawing.plan
        self.shown = plan.presentations
        presented = () if self.shown is None else (self.shown.table,)
        self.tables = (*presented, plan.requests.table)
        sessions = drawing.tables[plan.meetings.table].capacity
        self.projects = drawing.tables[plan.beneficiaries.table].capacity + len(
            drawing.start.rows(plan.beneficiaries.table)
        )
        self.stride = -(-self.projects // _BLOCK) * _BLOCK
        self.grid = sessions * self.stride
        capacity = sessions * self.projects
        self.columns: list[Columns] = []
        if self.shown is not None:
            named: dict[str | None, Cells] = {self.shown.meeting: Cells(), self.shown.beneficiary: Cells()}
            drawing.rows(self.shown.table, capacity + 1, named)
            self.columns.append(Columns(drawing, "presentations", self.shown.table, "presentations"))
        self.requests = capacity
        high = drawing.inputs["requests.amount"].distribution.high
        drawing.rows(plan.requests.table, self.requests + 1, {
            plan.requests.meeting: Cells(), plan.requests.beneficiary: Cells(),
            plan.requests.requested: Cells((), 0, high), plan.requests.minimum: Cells((), 0, high),
        })  # fmt: skip
        self.asked = Columns(drawing, "requests", plan.requests.table, "requests")
        for each in (*self.columns, self.asked):
            each.announce()
        drawing.spend(max(2 * self.grid, capacity))

    def source(self) -> str:
        """Return the function that draws them."""
        drawing, inputs, plan, shown = self.drawing, self.drawing.inputs, self.plan, self.shown
        meetings, beneficiaries, requests = plan.meetings, plan.beneficiaries, plan.requests
        day = drawing.offset(meetings.table, meetings.day)
        first, held, stride = SCRATCH, drawing.there(meetings.table), drawing.data(self.stride)
        second = first + self.grid
        here = "True" if shown is None else sample(inputs["presentations.attends"], f"{first} + cell + p")
        often = f"D[{inputs['requests.chance'].place}]"
        seldom = often if shown is None else f"D[{inputs['requests.absent'].place}]"
        told = shown is not None and drawing.needs.table(shown.table)
        asking = drawing.needs.table(requests.table)
        fills = [f"fill(W, {first}, {stride} * sessions, seed, year, {stream('attends')})"]
        if asking:
            fills.append(f"fill(W, {second}, {stride} * sessions, seed, year, {stream('asks')})")
        marked, rows = [], []
        if asking:
            marked += [
                f"asks = W[{second} + cell + p] < (often if there else seldom)",
                f"W[{second} + cell + p] = 1 if inside & asks else 0",
            ]
        if told and shown is not None:
            marked.append(f"W[{first} + cell + p] = 1 if inside & there else 0")
            rows += [
                *drawing.stores(shown.table, "r", {shown.meeting: "s", shown.beneficiary: "p"}),
                f"r += W[{first} + cell + p]",
            ]
        if asking:
            rows += [
                *drawing.stores(requests.table, "q", {requests.meeting: "s", requests.beneficiary: "p"}),
                f"q += W[{second} + cell + p]",
            ]
        joined, marking, writing = ("\n    ".join(fills), *("\n            ".join(each) for each in (marked, rows)))
        presented = "0" if shown is None else drawing.there(shown.table)
        last = "" if shown is None else f"{drawing.count(shown.table)} = r"
        gone = (
            "-1" if beneficiaries.left is None else f"M[{drawing.offset(beneficiaries.table, beneficiaries.left)} + p]"
        )
        return function(
            self.name,
            f"""
    projects = {drawing.count(beneficiaries.table)}
    sessions = {drawing.count(meetings.table)} - {held}
    {joined}
    words += {len(fills)} * sessions * projects
    often = {often}
    seldom = {seldom}
    r = {presented}
    q = {drawing.there(requests.table)}
    for s in range({held}, {held} + sessions):
        today = M[{day} + s]
        cell = {stride} * (s - {held})
        for p in range(projects):
            gone = {gone}
            inside = ({self._entered(day)}) & ((gone < 0) | (today <= gone))
            there = {here}
            {marking}
        for p in range(projects):
            {writing}
        M[{drawing.ends} + s] = q
    {last}
    {drawing.count(requests.table)} = q
    {self._shown() if told else ""}
    {self._amounts() if asking else ""}""",
        )

    def _entered(self, day: int) -> str:
        """Return the source of a condition: project ``p`` has entered by session ``s``.

        Sessions lie in the order of their days; a session of which only the name is known lies behind them all.
        """
        role = self.plan.beneficiaries
        if role.entry is None:
            return "True"
        entry = self.drawing.offset(role.table, role.entry)
        named = self.drawing.start.world.ghosts(self.plan.meetings.table)
        return f"M[{day} + M[{entry} + p]] <= today" if named else f"M[{entry} + p] <= s"

    def _shown(self) -> str:
        """Write what the presentations lack, a column at a time."""
        lines = [f"n = r - {self.drawing.there(self.tables[0])}"]
        return "\n    ".join([*lines, *(line for each in self.columns for line in each.lines())])

    def _amounts(self) -> str:
        """Write what is asked for, below which amount it is of no use, and what else is said of a request."""
        drawing, requests, meetings = self.drawing, self.plan.requests, self.plan.meetings
        first = drawing.fixed(requests.table)
        requested, minimum = (
            each + first for each in drawing.offsets(requests.table, requests.requested, requests.minimum)
        )
        lines = [f"n = q - {drawing.there(requests.table)}"]
        amount, part = drawing.inputs["requests.amount"], drawing.inputs["requests.minimum"]
        for each, name, target, value in (
            (amount, "requested", requested, "{}"),
            (part, "minimum", minimum, f"M[{requested} + i] * {{}} // 1000000"),
        ):
            lines += [f"fill(W, {SCRATCH}, n, seed, year, {stream(name)})", "words += n"]
            lines += ["for i in range(n):", f"    M[{target} + i] = {value.format(sample(each, f'{SCRATCH} + i'))}"]
        if self.asked.all:
            day = drawing.offset(meetings.table, meetings.day)
            self.asked.base = f"M[{day} + M[{drawing.offset(requests.table, requests.meeting) + first} + i]]"
            lines += self.asked.lines()
        return "\n    ".join(lines)
