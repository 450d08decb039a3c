"""Money allocated and money paid."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from innosprint_rules.dossier.cells import read_amount
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
    cells = cells_of(event, stage)
    session: Line | None = None
    if "session" in cells:
        session = stage.the_row("sessions", str(cells["session"]), event.location)
        day = stage.bench.day(session)
        if "decided_on" not in cells and day is not None:
            cells["decided_on"] = day.isoformat()
    label = Text("attribution", "allocation")
    must_be_ahead(stage, cells.get("decided_on"), label, event)
    decided = date.fromisoformat(str(cells["decided_on"]))
    projects = [str(cells["project"])] if "project" in cells else []
    if "projects" in event.words:
        projects = projects_of(event.words["projects"], session, stage)
    usual: dict[str, object] = {
        "need": _SAID, "objective": _SAID, "progress_evaluation": _SAID, "decided_by": members(stage),
    }  # fmt: skip
    if "amount" in cells:
        total = read_amount(cells["amount"]) or 0
    else:
        total = owed(event.cells["amount"], "allocate", stage, decided)
    for project, cents in zip(projects, shared(total, len(projects)), strict=True):
        own = {**usual, **cells, "project": project, "amount": plain(cents)}
        if "id" not in cells or len(projects) > 1:
            own["id"] = new_id(stage, "allocations")
        stage.bench.add("allocations", own, event.location, left_out(usual, cells))


def pay(event: Event, stage: EventLedger) -> None:
    """Money moves; what remains for the projects is paid allocation by allocation."""
    cells = cells_of(event, stage)
    must_be_ahead(stage, cells.get("paid_on"), Text("versement", "payment"), event)
    paid_on = date.fromisoformat(str(cells["paid_on"]))
    rows: list[dict[str, object]] = [{}]
    if "amount" not in cells:
        word = event.cells["amount"]
        if cells["direction"] == "FN->projet" and word.text.lower() != ENDOWMENT:
            rows = _unpaid(event, cells, stage, paid_on)
        else:
            rows = [{"amount": plain(owed(word, str(cells["direction"]), stage, None))}]
    for own in rows:
        row = {**cells, **own}
        if row.get("allocation") is not None and row.get("project") is None:
            paid = stage.the_row("allocations", str(row["allocation"]), event.location)
            row["project"] = paid.cells.get("project")
        if "id" not in row or len(rows) > 1:
            row["id"] = new_id(stage, "payments")
        stage.bench.add("payments", row, event.location, () if "project" in cells else ("project",))


def _unpaid(event: Event, cells: Mapping[str, object], stage: EventLedger, paid_on: date) -> list[dict[str, object]]:
    """Return a payment for each allocation decided by then that is not paid in full."""
    rows: list[dict[str, object]] = []
    for line, cents in unpaid(stage, paid_on, event.cells["amount"].location):
        wanted = (("allocation", line.id), ("project", line.cells.get("project")))
        if all(code not in cells or same_key(str(cells[code])) == same_key(str(own)) for code, own in wanted):
            rows.append({"allocation": line.id, "project": line.cells.get("project"), "amount": plain(cents)})
    if not rows:
        raise ScenarioError(
            Problem(
                "nothing-remains",
                Text("il ne reste rien à verser aux projets", "nothing is left to pay to projects"),
                location=event.cells["amount"].location,
            )
        )
    return rows
