"""Drawing the payments: what comes in of the endowment, what is paid and given back, what goes back at the end.

Instalments that are paid already are not paid again; allocations already decided are paid what they still lack.
"""

from __future__ import annotations

from innosprint_rules.engine.kernel.layout import Cells
from innosprint_rules.formula.types import LARGEST
from innosprint_rules.simulation.distributions.quantities import MILLION
from innosprint_rules.simulation.drawing.owed import instalments, received, unpaid
from innosprint_rules.simulation.drawing.part import Drawing
from innosprint_rules.simulation.drawing.purposes import SCRATCH, SLOTS, stream
from innosprint_rules.simulation.drawing.source import function, level, once, sample, sample_at

_EACH = (
    "payments.paid", "payments.delay", "payments.waits", "payments.twice", "payments.given_back.chance",
    "payments.given_back.share", "payments.given_back.after",
)  # fmt: skip


class Payments:
    """The part of the year that draws the payments."""

    name = "draw_payments"

    def __init__(self, drawing: Drawing, highest: int) -> None:
        self.drawing = drawing
        self.role, self.paying = drawing.plan.money, drawing.plan.proposals
        self.tables = (self.role.table,)
        inputs, start = drawing.inputs, drawing.start
        planned = [f"endowment.instalments.{number + 1}.share" for number in range(drawing.sections.instalments)]
        shares = [inputs[name].distribution.low for name in planned]
        self.instalments = instalments(start, drawing.plan, shares)
        self.unpaid = unpaid(start, drawing.plan)
        self.new = drawing.tables[self.paying.table].capacity
        twice, back, other = (
            inputs[name].distribution.high if name in inputs else 0
            for name in ("payments.twice", "payments.given_back.chance", "payments.other_use.amount")
        )
        capacity = len(self.instalments) + 4 + (self.new + len(self.unpaid)) * (1 + twice + back)
        paid = [max(amounts) for _, amounts in self.instalments]
        role = self.role
        back_before = start.total(role.table, role.amount, role.direction, *role.given_back)
        returned = received(start, drawing.plan) + 2 * sum(paid) + back_before
        most = max([highest, returned, other, *(amount for _, amount, _ in self.unpaid)])
        ways = (role.received, role.paid_out, role.given_back, role.returned, role.elsewhere)
        drawing.rows(role.table, capacity, {
            drawing.plan.payment_day: Cells((), start.first - 60, start.at),
            role.amount: Cells((), 0, min(most, LARGEST["amount"])), role.beneficiary: Cells(nothing=True),
            role.proposal: Cells(nothing=True), role.direction: Cells(tuple(each[0] for each in ways if each)),
        })  # fmt: skip
        drawing.spend(SLOTS * max(self.new, len(self.unpaid), len(self.instalments)))

    def _pay(self) -> str:
        """Return the source that pays allocation ``a``: ``cents``, decided on the day ``decided``."""
        drawing, inputs = self.drawing, self.drawing.inputs
        paid, delay, waits, twice, chance, part, after = (
            sample(inputs[name], f"w + {slot}") if name in inputs else "False" for slot, name in enumerate(_EACH)
        )
        owner = drawing.offset(self.paying.table, self.paying.beneficiary)

        def row(day: str, direction: str, cents: str) -> list[str]:
            # whose an allocation is may be unknown; a payment that names no project names none
            return self._row(day, direction, cents, f"max(M[{owner} + a], -1)", "a")

        (out, *_), lines = self.role.paid_out, [f"day = decided + {delay}"]
        lines += [
            f"day = max(day, receipt) if {waits} else day",
            f"day = {drawing.ahead('day')}",
            f"if ({paid}) and day <= {drawing.start.at}:",
            *(f"    {line}" for line in row("day", out, "cents")),
            f"    if ({twice}) and day + 1 <= {drawing.start.at}:",
            *(f"        {line}" for line in row("day + 1", out, "cents")),
        ]
        if self.role.given_back:
            lines += [
                f"    if {chance}:",
                f"        back = day + {after}",
                f"        part = cents * {part} // {MILLION}",
                f"        if back <= {drawing.start.at} and part > 0:",
                *(f"            {line}" for line in row("back", self.role.given_back[0], "part")),
            ]
        return "\n        ".join(lines)

    def source(self) -> str:
        """Return the function that draws them."""
        drawing = self.drawing
        start = drawing.start
        money, decided = drawing.offsets(self.paying.table, self.paying.amount, self.paying.day)
        there = drawing.there(self.paying.table)
        fills = f"""n = {drawing.count(self.paying.table)} - {there}
    fill(W, {SCRATCH}, {SLOTS} * n, seed, year, {stream("payments")})
    words += {len(_EACH)} * n
    for i in range(n):
        w = {SCRATCH} + {SLOTS} * i
        a = {there} + i
        cents = M[{money} + a]
        decided = M[{decided} + a]
        {self._pay()}"""
        rows, cents, days = (
            drawing.run(f"unpaid.{place}", [each[place] for each in self.unpaid], "i") for place in range(3)
        )
        past = f"""n = {drawing.data(len(self.unpaid))}
    fill(W, {SCRATCH}, {SLOTS} * n, seed, year, {stream("past_payments")})
    words += {len(_EACH)} * n
    for i in range(n):
        w = {SCRATCH} + {SLOTS} * i
        a = {rows}
        cents = {cents}
        decided = {days}
        {self._pay()}"""
        table, ways = self.role.table, self.role.received
        receipts = [row.day or start.first for row in start.rows(table) if row.values[self.role.direction] in ways]
        return function(
            self.name,
            f"""
    row = {drawing.there(table)}
    receipt = {min(receipts, default=start.at + 1)}
    {self._received()}
    {past}
    {fills}
    {self._otherwise()}
    {self._returned()}
    {drawing.count(table)} = row""",
        )

    def _row(self, day: str, direction: str, cents: str, project: str = "-1", allocation: str = "-1") -> list[str]:
        """Return the lines that write a payment, by default one that has neither project nor allocation."""
        role = self.role
        code = self.drawing.cell(role.table, role.direction, direction)
        cells = self.drawing.stores(role.table, "row", {
            self.drawing.plan.payment_day: day, role.direction: code, role.beneficiary: project,
            role.proposal: allocation, role.amount: cents,
        })  # fmt: skip
        return [*cells, "row += 1"]

    def _received(self) -> str:
        """Write the payments of the endowment, and the one that may be made twice."""
        drawing, inputs = self.drawing, self.drawing.inputs
        if not self.drawing.plan.endowed:
            return ""
        way = self.role.received[0]
        planned, numbers = "endowment.instalments", [number for number, _ in self.instalments]
        slot = drawing.run("instalment.slot", [SCRATCH + SLOTS * (number - 1) for number in numbers], "i")
        levels = drawing.data(len(drawing.start.endowments))
        amount, last = (
            drawing.run("instalment.amount", [cents for _, each in self.instalments for cents in each], place)
            for place in (f"i * {levels} + {level(drawing, 'day')}", f"i * {levels} + {levels} - 1")
        )
        raised = drawing.data(max((day for day, _ in drawing.start.rises), default=0))
        day, paid = (
            drawing.run(f"instalment.{name}", [inputs[f"{planned}.{each}.{name}"].place for each in numbers], "i")
            for name in ("day", "paid")
        )
        count = drawing.data(len(numbers))
        lines = [
            f"fill(W, {SCRATCH}, {drawing.data(SLOTS * max(numbers, default=0))}, seed, year, {stream('instalments')})",
            f"words += 2 * {count}",
            "day = 0",
            "cents = 0",
            "more = 0",
            "paid = False",
            f"for i in range({count}):",
            f"    w = {slot}",
            f"    day = {drawing.start.first} + {sample_at(day, 'w', is_chance=False)}",
            f"    day = {drawing.ahead('day')}",
            f"    cents = {amount}",
            f"    paid = {sample_at(paid, 'w + 1', is_chance=True)}",
            f"    if paid and cents > 0 and day <= {drawing.start.at}:",
            *(f"        {line}" for line in self._row("day", way, "cents")),
            "        receipt = min(receipt, day)",
            f"    more += {last} - cents if paid else 0",
            f"if ({once(drawing, 'endowment.twice')}) and paid and cents > 0 and day + 1 <= {drawing.start.at}:",
            *(f"    {line}" for line in self._row("day + 1", way, "cents")),
            # what an amendment adds to instalments that are paid already follows it, or the last of them
            f"day = max(day, {raised})",
            f"if more > 0 and day <= {drawing.start.at}:",
            *(f"    {line}" for line in self._row("day", way, "more")),
        ]
        return "\n    ".join(lines)

    def _otherwise(self) -> str:
        """Write what is spent on something else; a day that is past has shown whether it was."""
        drawing = self.drawing
        if not self.role.elsewhere:
            return ""
        chance, amount, day = (once(drawing, f"payments.other_use.{name}") for name in ("chance", "amount", "day"))
        lines = [f"day = {drawing.start.first} + {day}", f"if ({chance}) and {drawing.still_ahead('day')}:"]
        return "\n    ".join(lines + [f"    {line}" for line in self._row("day", self.role.elsewhere[0], amount)])

    def _returned(self) -> str:
        """Write the return of the balance, as it stands on the day of the return."""
        drawing, role = self.drawing, self.role
        if "balance.returned" not in drawing.inputs:
            return ""
        returned, after, part = (once(drawing, f"balance.{name}") for name in ("returned", "after", "share"))
        when, way, amount = drawing.offsets(role.table, drawing.plan.payment_day, role.direction, role.amount)
        came, went = (
            " or ".join(f"way == {drawing.cell(role.table, role.direction, each)}" for each in ways)
            for ways in ((*role.received, *role.given_back), (*role.paid_out, *role.returned))
        )
        day = drawing.ahead(f"{drawing.start.last} + {after}")
        lines = [
            f"day = {day}",
            f"if ({returned}) and day <= {drawing.start.at}:",
            "    balance = 0",
            "    for k in range(row):",
            f"        cents = max(M[{amount} + k], 0) if M[{when} + k] <= day else 0",
            f"        way = M[{way} + k]",
            f"        if {came}:",
            "            balance += cents",
            f"        elif {went}:",
            "            balance -= cents",
            f"    balance = balance * {part} // {MILLION}",
            "    if balance > 0:",
            *(f"        {line}" for line in self._row("day", role.returned[0], "balance")),
        ]
        return "\n    ".join(lines)
