"""Money allocated and money paid."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from innosprint_rules.dossier.cells import read_amount
from innosprint_rules.dossier.schema.roles import Money, required
from innosprint_rules.errors import Problem, ScenarioError
from innosprint_rules.folding import same_key
from innosprint_rules.money import plain
from innosprint_rules.simulation.events.amounts import owed, shared, unpaid
from innosprint_rules.simulation.events.draft import Line
from innosprint_rules.simulation.events.given import cells_of, left_out, members, must_be_ahead, new_id, projects_of
from innosprint_rules.simulation.events.ledger import EventLedger
from innosprint_rules.simulation.events.verbs import ENDOWMENT, Event
from innosprint_rules.wording import Text

_SAID = "selon le scénario"  # stands where rules ask for a text that the scenario is not about


def allocate(event: Event, stage: EventLedger) -> None:
    """The members allocate an amount to a project, or share it equally among several."""
    role = required(stage.schema.roles.proposals, "proposals")
    cells = cells_of(event, stage)
    session: Line | None = None
    if role.meeting in cells:
        session = stage.the_row(stage.meetings.table, str(cells[role.meeting]), event.location)
        day = stage.bench.day(session)
        if role.day not in cells and day is not None:
            cells[role.day] = day.isoformat()
    label = Text("attribution", "allocation")
    must_be_ahead(stage, cells.get(role.day), label, event)
    decided = date.fromisoformat(str(cells[role.day]))
    projects = [str(cells[role.beneficiary])] if role.beneficiary in cells else []
    if "projects" in event.words:
        projects = projects_of(event.words["projects"], session, stage)
    usual: dict[str, object] = dict.fromkeys(role.purpose, _SAID)
    if role.deciders is not None:
        usual[role.deciders] = members(stage)
    if role.amount in cells:
        total = read_amount(cells[role.amount]) or 0
    else:
        total = owed(event.cells[role.amount], "allocate", stage, decided)
    for project, cents in zip(projects, shared(total, len(projects)), strict=True):
        own: dict[str, object] = {**usual, **cells, role.beneficiary: project, role.amount: plain(cents)}
        _named(own, cells, stage, role.table, several=len(projects) > 1)
        stage.bench.add(role.table, own, event.location, left_out(usual, cells))


def pay(event: Event, stage: EventLedger) -> None:
    """Money moves; what remains for the projects is paid allocation by allocation."""
    money = required(stage.schema.roles.money, "money")
    cells, day = cells_of(event, stage), event.about.date_column or ""
    must_be_ahead(stage, cells.get(day), Text("versement", "payment"), event)
    payment_day = date.fromisoformat(str(cells[day]))
    rows: list[dict[str, object]] = [{}]
    if money.amount not in cells:
        word = event.cells[money.amount]
        if cells[money.direction] in money.paid_out and word.text.lower() != ENDOWMENT:
            rows = _unpaid(event, cells, stage, money, payment_day)
        else:
            rows = [{money.amount: plain(owed(word, str(cells[money.direction]), stage, None))}]
    whom = money.beneficiary
    for own in rows:
        row = {**cells, **own}
        if whom is not None and row.get(money.proposal or "") is not None and row.get(whom) is None:
            proposals = required(stage.schema.roles.proposals, "proposals")
            paid = stage.the_row(proposals.table, str(row[money.proposal or ""]), event.location)
            row[whom] = paid.cells.get(proposals.beneficiary)
        _named(row, cells, stage, money.table, several=len(rows) > 1)
        stage.bench.add(money.table, row, event.location, () if whom is None or whom in cells else (whom,))


def _named(
    row: dict[str, object], cells: Mapping[str, object], stage: EventLedger, table: str, *, several: bool
) -> None:
    """Name a row, one of several or alone, that the event does not name."""
    (key,) = stage.schema.tables[table].identity
    if key not in cells or several:
        row[key] = new_id(stage, table)


def _unpaid(
    event: Event, cells: Mapping[str, object], stage: EventLedger, money: Money, payment_day: date
) -> list[dict[str, object]]:
    """Return a payment for each allocation decided by then that is not paid in full."""
    rows: list[dict[str, object]] = []
    role, where = required(stage.schema.roles.proposals, "proposals"), event.cells[money.amount].location
    for line, cents in unpaid(stage, payment_day, where):
        of = {money.proposal: line.id, money.beneficiary: line.cells.get(role.beneficiary)}
        named = {code: own for code, own in of.items() if code is not None}
        if all(code not in cells or same_key(str(cells[code])) == same_key(str(own)) for code, own in named.items()):
            rows.append({**named, money.amount: plain(cents)})
    if not rows:
        raise ScenarioError(
            Problem(
                "nothing-remains",
                Text("il ne reste rien à verser aux projets", "nothing is left to pay to projects"),
                location=where,
            )
        )
    return rows
