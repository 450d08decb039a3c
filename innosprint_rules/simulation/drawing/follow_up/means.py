"""Drawing the means and what is signed: what is attested, actions with partners, a renewal of the agreement.

What comes at random over the year and would have come by now is left out: the dossier says what did.
"""

from __future__ import annotations

from innosprint_rules.engine.kernel.layout import Cells
from innosprint_rules.folding import fold
from innosprint_rules.rulebook.year.plan import Actions, Attested, InParts
from innosprint_rules.simulation.drawing.part import Drawing
from innosprint_rules.simulation.drawing.purposes import SCRATCH, SLOTS, stream
from innosprint_rules.simulation.drawing.source import function, once, sample


class Means:
    """The part of the year that draws what is attested, actions with partners, and a renewal, those that there are."""

    name = "draw_means"

    def __init__(self, drawing: Drawing) -> None:
        self.drawing = drawing
        self.plan = plan = drawing.plan
        start, inputs = drawing.start, drawing.inputs
        self.to_attest: list[str] = []
        self.parts = self.actions = 0
        tables: list[str] = []
        if plan.attested is not None:
            self._announce_attested(plan.attested)
            tables.append(plan.attested.table)
        if plan.actions is not None:
            self.actions = inputs["actions.number"].distribution.high
            self._announce_actions(plan.actions)
            tables.append(plan.actions.table)
        self.renewal = False
        if plan.renewal is not None and plan.amendments is not None:
            role, table = plan.amendments, plan.amendments.table
            there = role.purpose is not None and any(
                row.values[role.purpose] == plan.renewal for row in start.rows(table)
            )
            self.renewal = not there and inputs["amendments.renewal.chance"].distribution.high > 0
            drawing.rows(table, int(self.renewal), {drawing.day_of(table): Cells((), start.first, start.at)})
            if role.purpose is not None:
                drawing.same(table, role.purpose, plan.renewal)
            drawing.one_of(table, role.form, inputs["amendments.renewal.form"].distribution.words)
            tables.append(table)
        self.tables = tuple(tables)
        drawing.spend(SLOTS * max(self.parts, self.actions))

    def _announce_attested(self, planned: Attested) -> None:
        drawing, start, table = self.drawing, self.drawing.start, planned.table
        told = {fold(str(row.values[planned.clause])) for row in start.rows(table)}
        self.to_attest = [each.clause for each in planned.once if fold(each.clause) not in told]
        clauses = [each.clause for each in planned.once] + [each.clause for each in planned.parts]
        cells: dict[str | None, Cells] = {
            drawing.day_of(table): Cells((), start.first, start.at),
            planned.clause: Cells(tuple(clauses)),
        }
        for part in planned.parts:
            self.parts = drawing.inputs[f"third_place.{part.name}.{part.number}"].distribution.high
            months = drawing.inputs[f"third_place.{part.name}.months"].distribution
            cells[part.months] = Cells((), months.low, months.high, unknown=True)
        drawing.rows(table, len(self.to_attest) + self.parts, cells)

    def _announce_actions(self, planned: Actions) -> None:
        drawing, start, table = self.drawing, self.drawing.start, planned.table
        drawing.rows(table, self.actions, {
            drawing.day_of(table): Cells((), start.first, start.at),
            planned.agreed: Cells((), start.first - 4_000, start.at + 60, nothing=True),
        })  # fmt: skip
        for column, value in planned.write:
            drawing.same(table, column, drawing.held(table, column, value))

    def source(self) -> str:
        """Return the function that draws them."""
        joined = "\n    ".join((*self._attested(), *self._actions(), *self._renewed()))
        return function(self.name, f"\n    {joined or 'pass'}")

    def _attestation(self, planned: Attested, clause: str, day: str, months: str) -> list[str]:
        drawing, table = self.drawing, planned.table
        cells: dict[str | None, str] = {drawing.day_of(table): day}
        cells[planned.clause] = drawing.cell(table, planned.clause, clause)
        cells |= {part.months: months for part in planned.parts}
        return [*drawing.stores(table, "row", cells), "row += 1"]

    def _attested(self) -> list[str]:
        """Attest once, on the last day of the term; then in parts."""
        drawing, planned = self.drawing, self.plan.attested
        if planned is None:
            return []
        lines = [f"row = {drawing.there(planned.table)}"]
        day = max(drawing.start.last, drawing.not_before)
        for number, each in enumerate(planned.once, start=1):
            asked = drawing.data(int(each.clause in self.to_attest and day <= drawing.start.at))
            chance = once(drawing, f"third_place.{each.name}", f"third_place.{number}")
            lines.append(f"if {asked} == 1 and {chance}:")
            lines += [f"    {line}" for line in self._attestation(planned, each.clause, str(day), "-2")]
        for part in planned.parts:
            lines += self._time(planned, part)
        return [*lines, f"{drawing.count(planned.table)} = row"]

    def _time(self, planned: Attested, part: InParts) -> list[str]:
        """Attest parts at equal steps of the year, the last on its last day."""
        drawing, inputs = self.drawing, self.drawing.inputs
        every = [inputs[f"third_place.{part.name}.{name}"] for name in ("months", "sent")]
        months, sent = (sample(each, f"{SCRATCH} + {SLOTS} * i + {slot}") for slot, each in enumerate(every))
        length = drawing.start.last - drawing.start.begins
        return [
            f"n = {once(drawing, f'third_place.{part.name}.{part.number}', 'third_place.parts')}",
            f"fill(W, {SCRATCH}, {SLOTS} * n, seed, year, {stream('parts')})",
            f"words += {len(every)} * n",
            "for i in range(n):",
            f"    day = {drawing.start.begins} + {length} * (i + 1) // n",
            f"    if ({sent}) and {drawing.still_ahead('day')}:",
            *(f"        {line}" for line in self._attestation(planned, part.clause, "day", months)),
        ]

    def _actions(self) -> list[str]:
        drawing, inputs, planned = self.drawing, self.drawing.inputs, self.plan.actions
        if planned is None:
            return []
        table = planned.table
        count = drawing.count(table)
        fixed = drawing.there(table)
        if not drawing.needs.table(table):
            return [f"{count} = {fixed}"]
        every = [inputs[f"actions.{name}"] for name in ("day", "agreed", "before")]
        day, agreed, before = (sample(each, f"{SCRATCH} + {SLOTS} * i + {slot}") for slot, each in enumerate(every))
        cells: dict[str | None, str] = {drawing.day_of(table): "day"}
        cells[planned.agreed] = f"day - {before} if {agreed} else -1"
        return [
            f"row = {fixed}",
            f"n = {once(drawing, 'actions.number')}",
            f"fill(W, {SCRATCH}, {SLOTS} * n, seed, year, {stream('actions')})",
            f"words += {len(every)} * n",
            "for i in range(n):",
            f"    day = {drawing.start.begins} + {day}",
            f"    if {drawing.still_ahead('day')}:",
            *(f"        {line}" for line in drawing.stores(table, "row", cells)),
            "        row += 1",
            f"{count} = row",
        ]

    def _renewed(self) -> list[str]:
        drawing, role = self.drawing, self.plan.amendments
        if role is None or self.plan.renewal is None:
            return []
        count, fixed = drawing.count(role.table), drawing.there(role.table)
        if not drawing.needs.table(role.table):
            return [f"{count} = {fixed}"]
        chance, day, form = (once(drawing, f"amendments.renewal.{name}") for name in ("chance", "day", "form"))
        words = drawing.inputs["amendments.renewal.form"].distribution.words
        cells: dict[str | None, str] = {drawing.day_of(role.table): "day"}
        cells[role.form] = drawing.chosen(role.table, role.form, words, form)
        return [
            f"row = {fixed}",
            f"day = {drawing.start.begins} + {day}",
            f"if {drawing.data(int(self.renewal))} == 1 and ({chance}) and {drawing.still_ahead('day')}:",
            *(f"    {line}" for line in drawing.stores(role.table, "row", cells)),
            "    row += 1",
            f"{count} = row",
        ]
