"""What is still owed when simulated years begin: instalments, unpaid allocations, reports, answers.

What the dossier does not say (an amount, a day) is taken for nothing: the years go on from what is known.
"""

from __future__ import annotations

from collections.abc import Sequence

from innosprint_rules.calendar import common_days, months_after
from innosprint_rules.dossier.schema.roles import Reports
from innosprint_rules.engine.evaluation.rows import Row
from innosprint_rules.formula.types import LARGEST
from innosprint_rules.rulebook.year.plan import Periodic, YearPlan
from innosprint_rules.simulation.distributions.quantities import MILLION
from innosprint_rules.simulation.drawing.start import Start


def received(start: Start, plan: YearPlan) -> int:
    """Return what came in of the endowment, in cents."""
    return start.total(plan.money.table, plan.money.amount, plan.money.direction, *plan.money.received)


def instalments(start: Start, plan: YearPlan, shares: Sequence[int]) -> list[tuple[int, tuple[int, ...]]]:
    """Return what is still paid of the endowment: the number of each instalment, and its amount in cents.

    ``shares`` are those of the instalments that are planned, in millionths.

    There is one amount for the endowment as the years begin and one for each of its rises. What was received counts
    for the first instalments.
    """
    before_them = received(start, plan)
    found: list[tuple[int, tuple[int, ...]]] = []
    share = 0
    for number, each in enumerate(shares, start=1):
        before, share = share, share + each
        amounts = tuple(
            max(0, cents * share // MILLION - max(cents * before // MILLION, before_them)) for cents in start.endowments
        )
        if any(amounts):
            found.append((number, amounts))
    return found


def unpaid(start: Start, plan: YearPlan) -> list[tuple[int, int, int]]:
    """Return the decided allocations not paid in full: place of the row, cents that it lacks, day of decision."""
    paid: dict[Row, int] = {}
    money, role = plan.money, plan.proposals
    for payment in start.rows(money.table):
        allocation = payment.values[plan.pays]
        if payment.values[money.direction] in money.paid_out and isinstance(allocation, Row):
            amount = start.known(payment, money.amount)
            paid[allocation] = paid.get(allocation, 0) + (LARGEST["amount"] if amount is None else amount)
    found: list[tuple[int, int, int]] = []
    for place, row in enumerate(start.rows(role.table)):
        lacking = (start.known(row, role.amount) or 0) - paid.get(row, 0)
        if row.values[role.status] == role.decided and lacking > 0:
            found.append((place, lacking, row.day if row.day is not None else start.as_of or start.first))
    return found


def periods_of(report: Periodic, first: int, last: int) -> list[tuple[int, int]]:
    """Return the periods of a term that have a report, the last one up to its last day."""
    found: list[tuple[int, int]] = []
    while not found or found[-1][1] < last:
        begins, ends = (months_after(first, report.months * (len(found) + more)) for more in (0, 1))
        found.append((begins, last if last - ends + 1 < report.least else ends - 1))
    return found


def covered(start: Start, role: Reports, report: Periodic, first: int, last: int) -> bool:
    """Tell whether a report that was sent covers at least half of a period."""
    for row in start.rows(role.table):
        begins, ends = (None if each is None else start.known(row, each) for each in (role.start, role.end))
        if row.values[role.kind] != report.kind or begins is None or ends is None:
            continue
        if 2 * common_days(begins, ends, first, last) >= last - first + 1:
            return True
    return False


def unanswered(start: Start, role: Reports, report: Periodic) -> list[tuple[int, int]]:
    """Return the reports that nothing answers: place of the row, day it was sent."""
    rows, answers = start.rows(role.table), role.answers
    answered = {answer for row in rows if answers and isinstance(answer := row.values[answers], Row)}
    return [
        (place, row.day if row.day is not None else start.as_of or start.first)
        for place, row in enumerate(rows)
        if row.values[role.kind] == report.kind and row not in answered
    ]
