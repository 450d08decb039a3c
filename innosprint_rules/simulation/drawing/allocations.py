"""Drawing the allocations: session by session, in the order of decision, with what remains of the endowment.

Members look at the requests of a session, accept some, and share out what they set for that session by their policy.
What is decided between two sessions is decided on one day, after the session at which it was asked for and before
the next one.
"""

from __future__ import annotations

from innosprint_rules.engine.kernel.layout import Cells
from innosprint_rules.engine.kernel.values import MOST
from innosprint_rules.errors import Problem, ScenarioError
from innosprint_rules.nearest import quoted
from innosprint_rules.simulation.distributions.quantities import MILLION
from innosprint_rules.simulation.drawing.columns import Columns
from innosprint_rules.simulation.drawing.part import Drawing
from innosprint_rules.simulation.drawing.policies import BEFORE, SHARES, shared
from innosprint_rules.simulation.drawing.purposes import SCRATCH, stream
from innosprint_rules.simulation.drawing.sessions import said
from innosprint_rules.simulation.drawing.source import function, level, sample
from innosprint_rules.simulation.scenario.inputs import Input
from innosprint_rules.simulation.scenario.sections import YearSections
from innosprint_rules.wording import Text

_SLOTS = 4
_BY_SESSION = (
    "allocations.watched",
    "allocations.ceiling",
    "allocations.between.after",
    "allocations.between.ratified",
)
"""What is drawn for each session; the last only where a later session may ratify."""
_BY_REQUEST = (
    ("allocations.accepted", "accepted"),
    ("allocations.granted", "granted"),
    ("allocations.between.chance", "between"),
)


class Allocations:
    """The part of the year that draws the allocations."""

    name = "draw_allocations"

    def __init__(self, drawing: Drawing, requests: int) -> None:
        self.drawing = drawing
        self.role, self.asked, self.meetings = drawing.plan.proposals, drawing.plan.requests, drawing.plan.meetings
        self.tables = (self.role.table,)
        inputs = drawing.inputs
        self.requests = requests
        self.policy: str = drawing.sections.policy
        asked = inputs["requests.amount"].distribution.high
        ceiling = inputs["allocations.ceiling"].distribution.high
        if asked * max(ceiling, MILLION) >= MOST:
            raise ScenarioError(_too_much(drawing.sections))
        self.highest = ceiling if self.policy == "first_takes_all" else min(asked, ceiling)
        start, role = drawing.start, self.role
        drawing.rows(role.table, self.requests + 1, {
            role.meeting: Cells(), role.beneficiary: Cells(),
            role.day: Cells((), start.first - 60, start.at), role.amount: Cells((), 0, self.highest),
            role.ratified: Cells(nothing=True),
        })  # fmt: skip
        drawing.same(role.table, role.status, role.decided)
        self.columns = Columns(drawing, "proposals", role.table, "allocations")
        self.columns.announce()
        if role.deciders is not None:
            drawing.one_of(role.table, role.deciders, said(drawing, f"allocations.{role.deciders}"))
        sessions = drawing.tables[self.meetings.table].capacity
        self.places = [SCRATCH + place * self.requests for place in range(len(_BY_REQUEST) + 1)]
        self.decisions = SCRATCH + (len(_BY_REQUEST) + 1) * self.requests
        drawing.spend((len(_BY_REQUEST) + 1) * self.requests + _SLOTS * sessions)

    def source(self) -> str:
        """Return the function that draws them."""
        drawing = self.drawing
        inputs = drawing.inputs
        asked, minimum = drawing.offsets(self.asked.table, self.asked.requested, self.asked.minimum)
        first = drawing.fixed(self.asked.table)
        fills = [
            f"fill(W, {place}, n, seed, year, {stream(purpose)})\n    words += n"
            for (_, purpose), place in zip(_BY_REQUEST, self.places[1:], strict=True)
        ]
        fills.append(f"fill(W, {self.decisions}, {_SLOTS} * sessions, seed, year, {stream('decisions')})\n"
                         f"    words += {len(_BY_SESSION)} * sessions")  # fmt: skip
        accepted, granted = (
            sample(inputs[name], f"{place} + i")
            for (name, _), place in zip(_BY_REQUEST[:2], self.places[1:3], strict=True)
        )
        # requests are told by their row: what is wanted lies at its place less that of the first drawn one
        wanted = self.places[0] - first
        watched, ceiling = (sample(inputs[name], f"w + {slot}") for slot, name in enumerate(_BY_SESSION[:2]))
        held, there = drawing.there(self.meetings.table), drawing.there(self.asked.table)
        before = "\n        ".join(BEFORE).format(wanted=wanted)
        shares = "\n            ".join(shared()).format(minimum=minimum)
        joined, room = "\n    ".join(fills), self._room()
        start, table = drawing.start, self.role.table
        left = start.endowment - start.total(table, self.role.amount, self.role.status, self.role.decided)
        return function(
            self.name,
            f"""
    sessions = {drawing.count(self.meetings.table)} - {held}
    n = {drawing.count(self.asked.table)} - {there}
    {joined}
    for i in range(n):
        wish = M[{asked + first} + i] * {granted} // {MILLION}
        W[{self.places[0]} + i] = wish if {accepted} else 0
    left = {drawing.data(left)}
    policy = {drawing.data(list(SHARES).index(self.policy))}
    a = {drawing.there(table)}
    end = {there}
    for s in range({held}, {held} + sessions):
        begin = end
        end = M[{drawing.ends} + s]
        w = {self.decisions} + {_SLOTS} * (s - {held})
        budget = {ceiling}
        budget = max(min(budget, {room}), 0) if {watched} else budget
        {before}
        {self._opened()}
        for k in range(begin, end):
            given = W[{wanted} + k]
            {shares}
            {self._decided(wanted)}
        {self._later(wanted)}
    {drawing.count(table)} = a
    {self._told()}""",
        )

    def _room(self) -> str:
        """Return the source of what there is for session ``s``: its own envelope, or what is left of the endowment."""
        drawing, table = self.drawing, self.meetings.table
        if drawing.plan.envelope is not None:
            return f"M[{drawing.offset(table, drawing.plan.envelope)} + s]"
        start = drawing.start
        opened = level(drawing, f"M[{drawing.offset(table, self.meetings.day)} + s]")
        more = drawing.run("endowment.more", [cents - start.endowment for cents in start.endowments], opened)
        return f"left + {more}"

    def _opened(self) -> str:
        return f"today = M[{self.drawing.offset(self.meetings.table, self.meetings.day)} + s]\n        put_off = 0"

    def _row(self, given: str, ratified: str) -> list[str]:
        """Return the lines that write what request ``k`` gets, on the day ``today``."""
        drawing, role = self.drawing, self.role
        return drawing.stores(role.table, "a", {
            role.meeting: "s", role.beneficiary: f"M[{drawing.offset(self.asked.table, self.asked.beneficiary)} + k]",
            role.day: "today", role.amount: given, role.ratified: ratified,
        })  # fmt: skip

    def _decided(self, wanted: int) -> str:
        """Write what is decided in the session: a row is written over by the next one when nothing is given."""
        lines = self._row("given", "-1")
        put_off = sample(self._between, f"{self.places[3] - self.drawing.fixed(self.asked.table)} + k")
        counted = ("a += (given > 0) & (later == 0)", "left -= given - later", f"W[{wanted} + k] = later")
        return "\n            ".join((f"later = given if {put_off} else 0", *lines, *counted, "put_off += later"))

    def _later(self, wanted: int) -> str:
        """Write what is decided before the next session, if anything is."""
        drawing = self.drawing
        day = drawing.offset(self.meetings.table, self.meetings.day)
        after, ratified = (
            sample(drawing.inputs[name], f"w + {slot}") if name in drawing.inputs else "False"
            for slot, name in enumerate(_BY_SESSION[2:], start=2)
        )
        rows = "\n                        ".join(
            (*self._row(f"W[{wanted} + k]", "seen"), "a += 1", f"left -= W[{wanted} + k]")
        )
        return f"""if put_off > 0:
            today += {after}
            seen = -1
            if s + 1 < {drawing.there(self.meetings.table)} + sessions:
                today = min(today, M[{day} + s + 1] - 1)
                seen = s + 1 if {ratified} else -1
            if today <= {drawing.start.at}:
                for k in range(begin, end):
                    if W[{wanted} + k] > 0:
                        {rows}"""

    @property
    def _between(self) -> Input:
        return self.drawing.inputs["allocations.between.chance"]

    def _told(self) -> str:
        """Write what the allocations say, a column at a time."""
        drawing, role = self.drawing, self.role
        day = drawing.offset(role.table, role.day) + drawing.fixed(role.table)
        self.columns.base = f"M[{day} + i]"
        lines = [f"n = a - {drawing.there(role.table)}", *self.columns.lines()]
        if role.deciders is not None and drawing.is_drawn(role.table, role.deciders):
            name = f"allocations.{role.deciders}"
            place = sample(drawing.inputs[name], f"{SCRATCH} + i")
            cell = drawing.chosen(role.table, role.deciders, said(drawing, name), place)
            row = f"{drawing.there(role.table)} + i"
            lines += [
                f"fill(W, {SCRATCH}, n, seed, year, {stream('deciders')})",
                "words += n",
                "for i in range(n):",
                *(f"    {line}" for line in drawing.stores(role.table, row, {role.deciders: cell})),
            ]
        return "\n    ".join(lines)


def _too_much(sections: YearSections) -> Problem:
    names = quoted(map(sections.named, ("requests.amount", "allocations.ceiling")))
    return Problem(
        "quantity-impossible",
        Text(f"{names.fr} : des montants trop grands ensemble", f"{names.en}: amounts too great together"),
        Text("choisir un plafond ou des demandes plus petits", "choose a smaller ceiling or smaller requests"),
    )
