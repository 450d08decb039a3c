"""Drawing the means and what is signed: attestations, actions with partners, a renewal of the agreement.

What comes at random over the year and would have come by now is left out: the dossier says what did.
"""

from __future__ import annotations

from innosprint_rules.engine.kernel.layout import Cells
from innosprint_rules.folding import fold
from innosprint_rules.simulation.drawing.part import Drawing
from innosprint_rules.simulation.drawing.purposes import SCRATCH, SLOTS
from innosprint_rules.simulation.drawing.source import function, once, sample, stream

PLACE, FACILITATOR, MEETINGS = "C22", "C23", "C24"


class Means:
    """The part of the year that draws attestations, actions with partners, and a renewal."""

    name = "draw_means"
    tables = ("attestations", "actions", "amendments")

    def __init__(self, drawing: Drawing) -> None:
        self.drawing = drawing
        start, inputs = drawing.start, drawing.inputs
        clauses = {fold(str(row.values["clause"])) for row in start.rows("attestations")}
        self.to_attest = [clause for clause in (PLACE, MEETINGS) if fold(clause) not in clauses]
        self.parts = inputs["third_place.facilitator.attestations"].distribution.high
        self.actions = inputs["actions.number"].distribution.high
        renewed = any(row.values["purpose"] == "renouvellement" for row in start.rows("amendments"))
        self.renewal = not renewed and inputs["amendments.renewal.chance"].distribution.high > 0
        months = inputs["third_place.facilitator.months"].distribution
        drawing.rows(
            "attestations", len(self.to_attest) + self.parts, date=Cells((), start.first, start.at),
            clause=Cells((PLACE, FACILITATOR, MEETINGS)),
            fte_months=Cells((), months.low, months.high, unknown=True),
        )  # fmt: skip
        drawing.rows("actions", self.actions, started_on=Cells((), start.first, start.at))
        drawing.tables["actions"].columns["agreed_on"] = Cells((), start.first - 4_000, start.at + 60, nothing=True)
        drawing.same("actions", "partner", "FN")
        drawing.rows("amendments", int(self.renewal), signed_on=Cells((), start.first, start.at))
        drawing.same("amendments", "purpose", "renouvellement")
        drawing.one_of("amendments", "form", inputs["amendments.renewal.form"].distribution.words)
        drawing.spend(SLOTS * max(self.parts, self.actions))

    def source(self) -> str:
        """Return the function that draws them."""
        drawing = self.drawing
        joined = "\n    ".join((*self._attested(), *self._time(), *self._actions(), *self._renewed()))
        return function(
            self.name,
            f"""
    row = {drawing.there("attestations")}
    {joined}""",
        )

    def _attestation(self, clause: str, day: str, months: str) -> list[str]:
        drawing = self.drawing
        code = drawing.cell("attestations", "clause", clause)
        return [*drawing.stores("attestations", "row", date=day, clause=code, fte_months=months), "row += 1"]

    def _attested(self) -> list[str]:
        """Attest the third place and the meetings on the last day of the term."""
        drawing = self.drawing
        lines: list[str] = []
        day = max(drawing.start.last, drawing.not_before)
        for clause, name in ((PLACE, "place"), (MEETINGS, "meetings")):
            asked = drawing.data(int(clause in self.to_attest and day <= drawing.start.at))
            lines.append(f"if {asked} == 1 and {once(drawing, f'third_place.{name}')}:")
            lines += [f"    {line}" for line in self._attestation(clause, str(day), "-2")]
        return lines

    def _time(self) -> list[str]:
        """Attest the facilitator's time at equal steps of the year, the last on its last day."""
        drawing, inputs = self.drawing, self.drawing.inputs
        every = [inputs[f"third_place.facilitator.{name}"] for name in ("months", "sent")]
        months, sent = (sample(each, f"{SCRATCH} + {SLOTS} * i + {slot}") for slot, each in enumerate(every))
        counted = f"{drawing.count('attestations')} = row"
        length = drawing.start.last - drawing.start.begins
        return [
            f"n = {once(drawing, 'third_place.facilitator.attestations')}",
            f"fill(W, {SCRATCH}, {SLOTS} * n, seed, year, {stream('facilitator')})",
            f"words += {len(every)} * n",
            "for i in range(n):",
            f"    day = {drawing.start.begins} + {length} * (i + 1) // n",
            f"    if ({sent}) and {drawing.still_ahead('day')}:",
            *(f"        {line}" for line in self._attestation(FACILITATOR, "day", months)),
            counted,
        ]

    def _actions(self) -> list[str]:
        drawing, inputs = self.drawing, self.drawing.inputs
        count = drawing.count("actions")
        fixed = drawing.there("actions")
        if not drawing.needs.table("actions"):
            return [f"{count} = {fixed}"]
        every = [inputs[f"actions.{name}"] for name in ("day", "agreed", "before")]
        day, agreed, before = (sample(each, f"{SCRATCH} + {SLOTS} * i + {slot}") for slot, each in enumerate(every))
        written = drawing.stores("actions", "row", started_on="day", agreed_on=f"day - {before} if {agreed} else -1")
        return [
            f"row = {fixed}",
            f"n = {once(drawing, 'actions.number')}",
            f"fill(W, {SCRATCH}, {SLOTS} * n, seed, year, {stream('actions')})",
            f"words += {len(every)} * n",
            "for i in range(n):",
            f"    day = {drawing.start.begins} + {day}",
            f"    if {drawing.still_ahead('day')}:",
            *(f"        {line}" for line in written),
            "        row += 1",
            f"{count} = row",
        ]

    def _renewed(self) -> list[str]:
        drawing = self.drawing
        count, fixed = drawing.count("amendments"), drawing.there("amendments")
        if not drawing.needs.table("amendments"):
            return [f"{count} = {fixed}"]
        chance, day, form = (once(drawing, f"amendments.renewal.{name}") for name in ("chance", "day", "form"))
        words = drawing.inputs["amendments.renewal.form"].distribution.words
        cells = drawing.stores(
            "amendments", "row", signed_on="day", form=drawing.chosen("amendments", "form", words, form)
        )
        return [
            f"row = {fixed}",
            f"day = {drawing.start.begins} + {day}",
            f"if {drawing.data(int(self.renewal))} == 1 and ({chance}) and {drawing.still_ahead('day')}:",
            *(f"    {line}" for line in cells),
            "    row += 1",
            f"{count} = row",
        ]
