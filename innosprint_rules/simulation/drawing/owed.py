"""What is still owed when simulated years begin: instalments, unpaid allocations, reports, answers.

What the dossier does not say (an amount, a day) is taken for nothing: the years go on from what is known.
"""

from __future__ import annotations

from collections.abc import Sequence

from innosprint_rules.calendar import common_days, months_after
from innosprint_rules.engine.evaluation.rows import Row
from innosprint_rules.formula.types import LARGEST
from innosprint_rules.simulation.distributions.quantities import MILLION
from innosprint_rules.simulation.drawing.start import Start
from innosprint_rules.simulation.scenario.money_sections import Instalment

IN, OUT, BACK, RETURNED, OTHER = "CASQ->FN", "FN->projet", "projet->FN", "FN->CASQ", "FN->FN"
REPORT = "compte_rendu_bimestriel"
_TWO_MONTHS = 2


def instalments(start: Start, planned: Sequence[Instalment]) -> list[tuple[int, tuple[int, ...]]]:
    """Return what the agglomeration still pays: the number of each instalment, and its amount in cents.

    There is one amount for the endowment as the years begin and one for each of its rises. What was received counts
    for the first instalments.
    """
    received = start.total("payments", direction=IN)
    found: list[tuple[int, tuple[int, ...]]] = []
    share = 0
    for number, each in enumerate(planned, start=1):
        before, share = share, share + each.share.low
        amounts = tuple(
            max(0, cents * share // MILLION - max(cents * before // MILLION, received)) for cents in start.endowments
        )
        if any(amounts):
            found.append((number, amounts))
    return found


def unpaid(start: Start) -> list[tuple[int, int, int]]:
    """Return the decided allocations not paid in full: place of the row, cents that it lacks, day of decision."""
    paid: dict[Row, int] = {}
    for payment in start.rows("payments"):
        allocation = payment.values["allocation"]
        if payment.values["direction"] == OUT and isinstance(allocation, Row):
            amount = start.known(payment, "amount")
            paid[allocation] = paid.get(allocation, 0) + (LARGEST["amount"] if amount is None else amount)
    found: list[tuple[int, int, int]] = []
    for place, row in enumerate(start.rows("allocations")):
        lacking = (start.known(row, "amount") or 0) - paid.get(row, 0)
        if row.values["status"] == "décidée" and lacking > 0:
            found.append((place, lacking, row.day if row.day is not None else start.as_of or start.first))
    return found


_SHORT = 15  # days; a remainder of fewer joins the period before


def two_months(first: int, last: int) -> list[tuple[int, int]]:
    """Return the two-month periods of a term, the last one up to its last day."""
    found: list[tuple[int, int]] = []
    while not found or found[-1][1] < last:
        begins, ends = (months_after(first, _TWO_MONTHS * (len(found) + more)) for more in (0, 1))
        found.append((begins, last if last - ends + 1 < _SHORT else ends - 1))
    return found


def covered(start: Start, first: int, last: int) -> bool:
    """Tell whether a two-month report that was sent covers at least half of a period."""
    for row in start.rows("reports"):
        begins, ends = start.known(row, "period_start"), start.known(row, "period_end")
        if row.values["kind"] != REPORT or begins is None or ends is None:
            continue
        if 2 * common_days(begins, ends, first, last) >= last - first + 1:
            return True
    return False


def unanswered(start: Start) -> list[tuple[int, int]]:
    """Return the two-month reports that nothing answers: place of the row, day it was sent."""
    rows = start.rows("reports")
    answered = {answer for row in rows if isinstance(answer := row.values["in_reply_to"], Row)}
    return [
        (place, row.day if row.day is not None else start.as_of or start.first)
        for place, row in enumerate(rows)
        if row.values["kind"] == REPORT and row not in answered
    ]
