"""Drawing the allocations: session by session, in the order of decision, with what remains of the endowment.

Members look at the requests of a session, accept some, and share out what they set for that session by their policy.
What is decided between two sessions is decided on one day, after the session at which it was asked for and before
the next one.
"""

from __future__ import annotations

from innosprint_rules.dossier.cells.names import quoted
from innosprint_rules.engine.kernel.layout import Cells
from innosprint_rules.engine.kernel.values import MOST
from innosprint_rules.errors import Problem, ScenarioError
from innosprint_rules.simulation.distributions.quantities import MILLION
from innosprint_rules.simulation.drawing.part import Drawing
from innosprint_rules.simulation.drawing.policies import BEFORE, SHARES, shared
from innosprint_rules.simulation.drawing.purposes import SCRATCH
from innosprint_rules.simulation.drawing.sessions import said
from innosprint_rules.simulation.drawing.source import flags, function, level, sample, stream
from innosprint_rules.simulation.scenario.inputs import Input
from innosprint_rules.wording import Text

WRITTEN = ("need", "objective", "progress_evaluation")
"""What an allocation says, or does not."""
WORDS = {"need": "besoin", "objective": "objectif", "progress_evaluation": "évaluation"}
_SLOTS = 4
_BY_SESSION = (
    "allocations.watched",
    "allocations.ceiling",
    "allocations.between.after",
    "allocations.between.ratified",
)
_BY_REQUEST = (
    ("allocations.accepted", "accepted"),
    ("allocations.granted", "granted"),
    ("allocations.between.chance", "between"),
)


class Allocations:
    """The part of the year that draws the allocations."""

    name = "draw_allocations"
    tables = ("allocations",)

    def __init__(self, drawing: Drawing, requests: int) -> None:
        self.drawing = drawing
        inputs = drawing.inputs
        self.requests = requests
        self.policy: str = drawing.sections.allocations.policy
        asked = inputs["requests.amount"].distribution.high
        ceiling = inputs["allocations.ceiling"].distribution.high
        if asked * max(ceiling, MILLION) >= MOST:
            raise ScenarioError(_too_much())
        self.highest = ceiling if self.policy == "first_takes_all" else min(asked, ceiling)
        start = drawing.start
        drawing.rows(
            "allocations", self.requests + 1, session=Cells(), project=Cells(),
            decided_on=Cells((), start.first - 60, start.at), amount=Cells((), 0, self.highest),
        )  # fmt: skip
        drawing.same("allocations", "status", "décidée")
        drawing.tables["allocations"].columns["ratified_at"] = Cells(nothing=True)
        for column in WRITTEN:
            drawing.one_of("allocations", column, (WORDS[column], None))
        drawing.one_of("allocations", "decided_by", said(drawing, "allocations.decided_by"))
        sessions = drawing.tables["sessions"].capacity
        self.places = [SCRATCH + place * self.requests for place in range(len(_BY_REQUEST) + 1)]
        self.decisions = SCRATCH + (len(_BY_REQUEST) + 1) * self.requests
        drawing.spend((len(_BY_REQUEST) + 1) * self.requests + _SLOTS * sessions)

    def source(self) -> str:
        """Return the function that draws them."""
        drawing = self.drawing
        inputs = drawing.inputs
        asked, minimum = drawing.offsets("requests", "requested", "minimum")
        first = drawing.fixed("requests")
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
        watched, ceiling, _, _ = (sample(inputs[name], f"w + {slot}") for slot, name in enumerate(_BY_SESSION))
        held, there = drawing.there("sessions"), drawing.there("requests")
        before = "\n        ".join(BEFORE).format(wanted=wanted)
        shares = "\n            ".join(shared()).format(minimum=minimum)
        joined = "\n    ".join(fills)
        start = drawing.start
        left = start.endowment - start.total("allocations", status="décidée")
        opened = level(drawing, f"M[{drawing.offset('sessions', 'held_on')} + s]")
        more = drawing.run("endowment.more", [cents - start.endowment for cents in start.endowments], opened)
        return function(
            self.name,
            f"""
    sessions = {drawing.count("sessions")} - {held}
    n = {drawing.count("requests")} - {there}
    {joined}
    for i in range(n):
        wish = M[{asked + first} + i] * {granted} // {MILLION}
        W[{self.places[0]} + i] = wish if {accepted} else 0
    left = {drawing.data(left)}
    policy = {drawing.data(list(SHARES).index(self.policy))}
    a = {drawing.there("allocations")}
    end = {there}
    for s in range({held}, {held} + sessions):
        begin = end
        end = M[{drawing.ends} + s]
        w = {self.decisions} + {_SLOTS} * (s - {held})
        budget = {ceiling}
        budget = max(min(budget, left + {more}), 0) if {watched} else budget
        {before}
        {self._opened()}
        for k in range(begin, end):
            given = W[{wanted} + k]
            {shares}
            {self._decided(wanted)}
        {self._later(wanted)}
    {drawing.count("allocations")} = a
    {self._told()}""",
        )

    def _opened(self) -> str:
        return f"today = M[{self.drawing.offset('sessions', 'held_on')} + s]\n        put_off = 0"

    def _row(self, given: str, ratified: str) -> list[str]:
        """Return the lines that write what request ``k`` gets, on the day ``today``."""
        drawing = self.drawing
        return drawing.stores(
            "allocations", "a", session="s", project=f"M[{drawing.offset('requests', 'project')} + k]",
            decided_on="today", amount=given, ratified_at=ratified,
        )  # fmt: skip

    def _decided(self, wanted: int) -> str:
        """Write what is decided in the session: a row is written over by the next one when nothing is given."""
        lines = self._row("given", "-1")
        put_off = sample(self._between, f"{self.places[3] - self.drawing.fixed('requests')} + k")
        counted = ("a += (given > 0) & (later == 0)", "left -= given - later", f"W[{wanted} + k] = later")
        return "\n            ".join((f"later = given if {put_off} else 0", *lines, *counted, "put_off += later"))

    def _later(self, wanted: int) -> str:
        """Write what is decided before the next session, if anything is."""
        drawing = self.drawing
        day = drawing.offset("sessions", "held_on")
        after, ratified = (
            sample(drawing.inputs[name], f"w + {slot}") for slot, name in enumerate(_BY_SESSION[2:], start=2)
        )
        rows = "\n                        ".join(
            (*self._row(f"W[{wanted} + k]", "seen"), "a += 1", f"left -= W[{wanted} + k]")
        )
        return f"""if put_off > 0:
            today += {after}
            seen = -1
            if s + 1 < {drawing.there("sessions")} + sessions:
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
        drawing = self.drawing
        first = drawing.fixed("allocations")
        lines = [f"n = a - {drawing.there('allocations')}"]
        for column in WRITTEN:
            if drawing.is_drawn("allocations", column):
                yes, no = (drawing.cell("allocations", column, value) for value in (WORDS[column], None))
                target = drawing.offset("allocations", column) + first
                lines += flags(drawing, f"allocations.{column}", column, target, yes, no)
        if drawing.is_drawn("allocations", "decided_by"):
            place = sample(drawing.inputs["allocations.decided_by"], f"{SCRATCH} + i")
            named = said(drawing, "allocations.decided_by")
            cell = drawing.chosen("allocations", "decided_by", named, place)
            row = f"{drawing.there('allocations')} + i"
            lines += [
                f"fill(W, {SCRATCH}, n, seed, year, {stream('decided_by')})",
                "words += n",
                "for i in range(n):",
                *(f"    {line}" for line in drawing.stores("allocations", row, decided_by=cell)),
            ]
        return "\n    ".join(lines)


def _too_much() -> Problem:
    names = quoted(("requests.amount", "allocations.ceiling"))
    return Problem(
        "quantity-impossible",
        Text(f"{names.fr} : des montants trop grands ensemble", f"{names.en}: amounts too great together"),
        Text("choisir un plafond ou des demandes plus petits", "choose a smaller ceiling or smaller requests"),
    )
