"""What open data say of the money: the amount granted, how it is paid and when, as the dossier tells it."""

from __future__ import annotations

from typing import Any, NamedTuple

from innosprint_rules.calendar import day
from innosprint_rules.engine.check import worth
from innosprint_rules.engine.evaluation.rows import Row
from innosprint_rules.engine.judging import Judge
from innosprint_rules.errors import ProblemList
from innosprint_rules.money import plain
from innosprint_rules.wording import Text

ONCE, IN_PARTS = "unique", "échelonné"
TO_BENEFICIARY = "CASQ->FN"
FIRST, LAST, GRANTED, RECEIVED = "term_start", "payment_deadline", "endowment", "received"  # of the rulebook


class Payments(NamedTuple):
    """How the grant is paid, and the day or the days between which it is."""

    terms: str
    days: str


def amount_granted(judge: Judge, problems: ProblemList) -> str:
    """Return the amount of the grant in euros, amendments signed by then counted."""
    value: Any = worth(judge, GRANTED)
    if isinstance(value, int):
        return plain(value)
    problems.add("amount-not-known", Text("le montant de la subvention dépend d'un avenant incomplet",
                                          "the amount of the grant rests on an incomplete amendment"),
                 Text("compléter la table « avenants »", "complete the table “amendments”"))  # fmt: skip
    return ""


def payments_of(judge: Judge, problems: ProblemList) -> Payments:
    """Return how the grant was paid; while it is not paid in full, the last day is the agreement's."""
    rows = [row for row in judge.context.table("payments").all() if row.values["direction"] == TO_BENEFICIARY]
    for row in rows:
        if row.day is None:
            problems.add(
                "payment-without-date",
                Text(f"le versement {row.id} n'a pas de date", f"the payment {row.id} has no date"),
                Text("compléter la table « versements »", "complete the table “payments”"),
                row.model.location("paid_on"),
            )
    days = [row.day for row in rows if row.day is not None]
    if rows and len(days) < len(rows):
        return Payments("", "")
    received: Any = worth(judge, RECEIVED)
    granted: Any = worth(judge, GRANTED)
    if days and isinstance(received, int) and isinstance(granted, int) and received >= granted:
        return Payments(ONCE, _iso(days[0])) if len(days) == 1 else Payments(IN_PARTS, _span(days[0], days[-1]))
    return _as_agreed(judge, rows, days, problems)


def _as_agreed(judge: Judge, rows: list[Row], days: list[int], problems: ProblemList) -> Payments:
    """Return the terms of the agreement: in full by the deadline, in parts once a part was paid."""
    last: Any = worth(judge, LAST)
    first: Any = days[0] if days else worth(judge, FIRST)
    if not (isinstance(first, int) and isinstance(last, int)):
        problems.add(
            "day-not-known",
            Text("les jours du versement ne sont pas connus", "the days of payment are not known"),
            Text(
                "compléter les tables « versements » et « convention »",
                "complete the tables “payments” and “convention”",
            ),
        )
        return Payments("", "")
    until = max(last, *days) if days else last
    if rows:
        return Payments(IN_PARTS, _span(first, until))
    return Payments(f"en totalité au plus tard le {day(last):%d/%m/%Y}", _span(first, until))


def _iso(ordinal: int) -> str:
    return day(ordinal).isoformat()


def _span(first: int, last: int) -> str:
    return f"{_iso(first)}/{_iso(last)}"
