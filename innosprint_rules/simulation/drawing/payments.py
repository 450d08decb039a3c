"""Drawing the payments: what the agglomeration pays, what projects are paid and give back, what goes back at the end.

Instalments that are paid already are not paid again; allocations already decided are paid what they still lack.
"""

from __future__ import annotations

from innosprint_rules.engine.kernel.layout import Cells
from innosprint_rules.formula.types import LARGEST
from innosprint_rules.simulation.distributions.quantities import MILLION
from innosprint_rules.simulation.drawing.owed import BACK, IN, OTHER, OUT, RETURNED, instalments, unpaid
from innosprint_rules.simulation.drawing.part import Drawing
from innosprint_rules.simulation.drawing.source import SCRATCH, SLOTS, function, once, sample, stream, varying

_EACH = (
    "payments.paid", "payments.delay", "payments.waits", "payments.twice", "payments.given_back.chance",
    "payments.given_back.share", "payments.given_back.after",
)  # fmt: skip


class Payments:
    """The part of the year that draws the payments."""

    name = "draw_payments"
    tables = ("payments",)

    def __init__(self, drawing: Drawing, highest: int) -> None:
        self.drawing = drawing
        inputs, start = drawing.inputs, drawing.start
        self.instalments = instalments(start, drawing.sections.endowment.instalments)
        self.unpaid = unpaid(start)
        self.new = drawing.tables["allocations"].capacity
        twice, back = (inputs[name].distribution.high for name in ("payments.twice", "payments.given_back.chance"))
        capacity = len(self.instalments) + 3 + (self.new + len(self.unpaid)) * (1 + twice + back)
        paid = [amount for *_, amount in self.instalments]
        returned = start.total("payments", direction=IN) + 2 * sum(paid) + start.total("payments", direction=BACK)
        other = inputs["payments.other_use.amount"].distribution.high
        most = max([highest, returned, other, *(amount for _, amount, _ in self.unpaid)])
        drawing.rows(
            "payments", capacity, paid_on=Cells((), start.first - 60, start.at),
            amount=Cells((), 0, min(most, LARGEST["amount"])), project=Cells(nothing=True),
            allocation=Cells(nothing=True), direction=Cells((IN, OUT, BACK, RETURNED, OTHER)),
        )  # fmt: skip
        drawing.spend(SLOTS * max(self.new, len(self.unpaid), len(self.instalments)))

    def _pay(self) -> str:
        """Return the source that pays allocation ``a``: ``cents``, decided on the day ``decided``."""
        drawing, inputs = self.drawing, self.drawing.inputs
        paid, delay, waits, twice, chance, part, after = (
            sample(inputs[name], f"w + {slot}") for slot, name in enumerate(_EACH)
        )
        owner = drawing.offset("allocations", "project")

        def row(day: str, direction: str, cents: str) -> list[str]:
            # whose an allocation is may be unknown; a payment that names no project names none
            return self._row(day, direction, cents, f"max(M[{owner} + a], -1)", "a")

        lines = [f"day = decided + {delay}"]
        if waits != "False":
            lines.append(f"day = max(day, receipt) if {waits} else day")
        if drawing.not_before is not None:
            lines.append(f"day = max(day, {drawing.not_before})")
        lines += [
            f"if ({paid}) and day <= {drawing.start.at}:",
            *(f"    {line}" for line in row("day", OUT, "cents")),
        ]
        if twice != "False":
            lines += [f"    if ({twice}) and day + 1 <= {drawing.start.at}:",
                      *(f"        {line}" for line in row("day + 1", OUT, "cents"))]  # fmt: skip
        if chance != "False":
            lines += [
                f"    if {chance}:",
                f"        back = day + {after}",
                f"        part = cents * {part} // {MILLION}",
                f"        if back <= {drawing.start.at} and part > 0:",
                *(f"            {line}" for line in row("back", BACK, "part")),
            ]
        return "\n        ".join(lines)

    def source(self) -> str:
        """Return the function that draws them."""
        drawing = self.drawing
        start = drawing.start
        money, decided = drawing.offset("allocations", "amount"), drawing.offset("allocations", "decided_on")
        spent = varying(drawing.inputs[name] for name in _EACH)
        there = drawing.fixed("allocations")
        fills = f"""n = {drawing.count("allocations")} - {there}
    fill(W, {SCRATCH}, {SLOTS} * n, seed, year, {stream("payments")})
    words += {spent} * n
    for i in range(n):
        w = {SCRATCH} + {SLOTS} * i
        a = {there} + i
        cents = M[{money} + a]
        decided = M[{decided} + a]
        {self._pay()}"""
        past = ""
        if self.unpaid:
            rows, cents, days = ("(" + "".join(f"{each[place]}, " for each in self.unpaid) + ")" for place in range(3))
            past = f"""fill(W, {SCRATCH}, {SLOTS * len(self.unpaid)}, seed, year, {stream("past_payments")})
    words += {spent * len(self.unpaid)}
    for i in range({len(self.unpaid)}):
        w = {SCRATCH} + {SLOTS} * i
        a = {rows}[i]
        cents = {cents}[i]
        decided = {days}[i]
        {self._pay()}"""
        receipts = [row.day or start.first for row in start.rows("payments") if row.values["direction"] == IN]
        return function(
            self.name,
            f"""
    row = {drawing.fixed("payments")}
    receipt = {min(receipts, default=start.at + 1)}
    {self._received()}
    {past}
    {fills if self.new else ""}
    {self._otherwise()}
    {self._returned()}
    {drawing.count("payments")} = row""",
        )

    def _row(self, day: str, direction: str, cents: str, project: str = "-1", allocation: str = "-1") -> list[str]:
        """Return the lines that write a payment, by default one that has neither project nor allocation."""
        code = str(self.drawing.code("payments", "direction", direction))
        cells = self.drawing.stores(
            "payments", "row", paid_on=day, direction=code, project=project, allocation=allocation, amount=cents
        )
        return [*cells, "row += 1"]

    def _received(self) -> str:
        """Write the agglomeration's payments, and the one it may make twice."""
        drawing, inputs = self.drawing, self.drawing.inputs
        if not self.instalments:
            return ""
        every = [
            inputs[f"endowment.instalments.{number}.{what}"]
            for number, _ in self.instalments
            for what in ("day", "paid")
        ]
        lines = [f"fill(W, {SCRATCH}, {SLOTS * self.instalments[-1][0]}, seed, year, {stream('instalments')})",
                 f"words += {varying(every)}"]  # fmt: skip
        for number, amount in self.instalments:
            place = SCRATCH + SLOTS * (number - 1)
            day, paid = (
                sample(inputs[f"endowment.instalments.{number}.{what}"], str(place + slot))
                for slot, what in enumerate(("day", "paid"))
            )
            lines.append(f"day = {drawing.ahead(f'{drawing.start.first} + {day}')}")
            lines.append(f"if ({paid}) and day <= {drawing.start.at}:")
            lines += [f"    {line}" for line in self._row("day", IN, str(amount))]
            lines.append("    receipt = min(receipt, day)")
        twice = once(drawing, "endowment.twice")
        if twice != "False":
            lines.append(f"if ({twice}) and ({paid}) and day + 1 <= {drawing.start.at}:")
            lines += [f"    {line}" for line in self._row("day + 1", IN, str(self.instalments[-1][1]))]
        return "\n    ".join(lines)

    def _otherwise(self) -> str:
        """Write what is spent on something else; a day that is past has shown whether it was."""
        drawing = self.drawing
        chance, amount, day = (once(drawing, f"payments.other_use.{name}") for name in ("chance", "amount", "day"))
        if chance == "False":
            return ""
        lines = [f"day = {drawing.start.first} + {day}", f"if ({chance}) and {drawing.still_ahead('day')}:"]
        return "\n    ".join(lines + [f"    {line}" for line in self._row("day", OTHER, amount)])

    def _returned(self) -> str:
        """Write the return of the balance, as it stands on the day of the return."""
        drawing = self.drawing
        returned, after, part = (once(drawing, f"balance.{name}") for name in ("returned", "after", "share"))
        if returned == "False":
            return ""
        when, way, amount = drawing.offsets("payments", "paid_on", "direction", "amount")
        codes = {each: drawing.code("payments", "direction", each) for each in (IN, OUT, BACK, RETURNED)}
        day = drawing.ahead(f"{drawing.start.last} + {after}")
        lines = [
            f"day = {day}",
            f"if ({returned}) and day <= {drawing.start.at}:",
            "    balance = 0",
            "    for k in range(row):",
            f"        cents = max(M[{amount} + k], 0) if M[{when} + k] <= day else 0",
            f"        way = M[{way} + k]",
            f"        if way == {codes[IN]} or way == {codes[BACK]}:",
            "            balance += cents",
            f"        elif way == {codes[OUT]} or way == {codes[RETURNED]}:",
            "            balance -= cents",
            f"    balance = balance * {part} // {MILLION}",
            "    if balance > 0:",
            *(f"        {line}" for line in self._row("day", RETURNED, "balance")),
        ]
        return "\n    ".join(lines)
