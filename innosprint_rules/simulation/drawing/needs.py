"""What of a year has to be drawn: what is looked at, and what that is drawn from.

Each purpose has words of its own, so that what is left out changes nothing in the rest of the year.
"""

from __future__ import annotations

from collections.abc import Iterable

from innosprint_rules.rulebook.year.plan import YearPlan

Column = tuple[str, str]


class Needs:
    """What has to be drawn for some columns and tables that are looked at; all for ``None``."""

    def __init__(self, plan: YearPlan, columns: Iterable[Column] | None = None, tables: Iterable[str] = ()) -> None:
        self._columns = None if columns is None else frozenset(columns)
        self._always = frozenset(_always(plan))
        money, proposals, requests = plan.money, plan.proposals, plan.requests
        self._for: dict[Column, Column] = {
            (requests.table, requests.beneficiary): (proposals.table, proposals.beneficiary)
        }
        if money.beneficiary is not None:
            self._for[proposals.table, proposals.beneficiary] = (money.table, money.beneficiary)
        self._tables = {*tables, *(table for table, _ in self._columns or ())}
        before = _before(plan)
        waiting = list(self._tables)
        while waiting:
            for each in before.get(waiting.pop(), ()):
                if each not in self._tables:
                    self._tables.add(each)
                    waiting.append(each)

    def table(self, name: str) -> bool:
        """Tell whether the rows of a table are needed."""
        return self._columns is None or name in self._tables

    def column(self, table: str, name: str) -> bool:
        """Tell whether the cells of a column are needed, in a table of which the rows are."""
        key = (table, name)
        return key in self._always or self.judged(table, name) or (key in self._for and self.column(*self._for[key]))

    def judged(self, table: str, name: str) -> bool:
        """Tell whether the cells of a column are looked at once the year is drawn."""
        return self._columns is None or (table, name) in self._columns


def _before(plan: YearPlan) -> dict[str, tuple[str, ...]]:
    """Return of which tables the rows must be there before those of a table can be drawn."""
    meetings, beneficiaries = plan.meetings.table, plan.beneficiaries.table
    found: dict[str, tuple[str, ...]] = {
        beneficiaries: (meetings,),
        plan.requests.table: (beneficiaries,),
        plan.proposals.table: (plan.requests.table,),
        plan.money.table: (plan.proposals.table,),
    }
    if plan.presentations is not None:
        found[plan.presentations.table] = (beneficiaries,)
    if plan.results is not None:
        found[plan.results.table] = (beneficiaries,)
    found.update({each.table: (each.source,) for each in plan.following})
    return found


def _always(plan: YearPlan) -> Iterable[Column]:
    """Yield what other parts of the year, or later rows of a table, are drawn from."""
    yield plan.meetings.table, plan.meetings.day
    if plan.envelope is not None:
        yield plan.meetings.table, plan.envelope
    for column in (plan.beneficiaries.entry, plan.beneficiaries.left):
        if column is not None:
            yield plan.beneficiaries.table, column
    if any(each.drawn == "days" for each in plan.columns.get("requests", ())):
        yield plan.requests.table, plan.requests.meeting
    yield from ((each.source, each.dated) for each in plan.following if each.dated is not None)
    yield plan.requests.table, plan.requests.requested
    yield plan.requests.table, plan.requests.minimum
    yield plan.proposals.table, plan.proposals.day
    yield plan.proposals.table, plan.proposals.amount
    yield plan.money.table, plan.money.direction
    yield plan.money.table, plan.money.amount
    yield plan.money.table, plan.payment_day
