"""What open data say of the money: the amount granted, how it is paid and when, as the dossier tells it."""

from __future__ import annotations

from typing import Any, NamedTuple

from innosprint_rules.calendar import day
from innosprint_rules.dossier.schema.roles import required
from innosprint_rules.engine.check import worth
from innosprint_rules.engine.evaluation.rows import Row
from innosprint_rules.engine.judging import Judge
from innosprint_rules.errors import ProblemList
from innosprint_rules.money import plain
from innosprint_rules.wording import Text, lists

ONCE, IN_PARTS = "unique", "échelonné"
FIRST, LAST = "first_day", "payment_deadline"  # roles of measures
GRANTED, RECEIVED = "endowment", "received"  # lines of the balance


class Payments(NamedTuple):
    """How the grant is paid, and the day or the days between which it is."""

    terms: str
    days: str


def amount_granted(judge: Judge, problems: ProblemList) -> str:
    """Return the amount of the grant in euros, amendments signed by then counted."""
    value: Any = _line(judge, GRANTED)
    if isinstance(value, int):
        return plain(value)
    problems.add("amount-not-known", Text("le montant de la subvention dépend d'un avenant incomplet",
                                          "the amount of the grant rests on an incomplete amendment"),
                 _to_complete(judge))  # fmt: skip
    return ""


def _line(judge: Judge, line: str) -> Any:
    """Return a line of the balance, None where the agreement has none of that name."""
    name = judge.program.rulebook.agreement.balance.get(line)
    return None if name is None else worth(judge, name)


def _day(judge: Judge, role: str) -> Any:
    """Return the day that plays a role, None where the agreement declares none."""
    name = judge.program.rulebook.agreement.roles.get(role)
    return None if name is None else worth(judge, name)


def _to_complete(judge: Judge) -> Text:
    """Say which tables to complete: those of the money, of the facts and of the amendments."""
    roles, tables = judge.world.roles, judge.world.described
    playing = [tables[role.table] for role in (roles.money, roles.facts, roles.amendments) if role is not None]
    fr = lists([f"« {table.name} »" for table in playing], "fr")
    en = lists([f"“{table.code}”" for table in playing], "en")
    return Text(f"compléter les tables {fr}", f"complete the tables {en}")


def payments_of(judge: Judge, problems: ProblemList) -> Payments:
    """Return how the grant was paid; while it is not paid in full, the last day is the agreement's."""
    role = required(judge.world.roles.money, "money")
    rows = [row for row in judge.context.table(role.table).all() if row.values[role.direction] in role.received]
    for row in rows:
        if row.day is None:
            problems.add(
                "payment-without-date",
                Text(f"le versement {row.id} n'a pas de date", f"the payment {row.id} has no date"),
                Text(f"compléter la table « {row.model.table.name} »", f"complete the table “{role.table}”"),
                row.model.location(row.model.table.date_column),
            )
    days = [row.day for row in rows if row.day is not None]
    if rows and len(days) < len(rows):
        return Payments("", "")
    received: Any = _line(judge, RECEIVED)
    granted: Any = _line(judge, GRANTED)
    if days and isinstance(received, int) and isinstance(granted, int) and received >= granted:
        return Payments(ONCE, _iso(days[0])) if len(days) == 1 else Payments(IN_PARTS, _span(days[0], days[-1]))
    return _as_agreed(judge, rows, days, problems)


def _as_agreed(judge: Judge, rows: list[Row], days: list[int], problems: ProblemList) -> Payments:
    """Return the terms of the agreement: in full by the deadline, in parts once a part was paid."""
    last: Any = _day(judge, LAST)
    first: Any = days[0] if days else _day(judge, FIRST)
    if not (isinstance(first, int) and isinstance(last, int)):
        problems.add(
            "day-not-known",
            Text("les jours du versement ne sont pas connus", "the days of payment are not known"),
            _to_complete(judge),
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
