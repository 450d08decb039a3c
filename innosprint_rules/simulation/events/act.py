"""Events happen: each verb by its function, and what is sent or does not take place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType

from innosprint_rules.dossier.schema.roles import required
from innosprint_rules.simulation.events.draft import Line
from innosprint_rules.simulation.events.given import cells_of, left_out, members, must_be_ahead, name_row
from innosprint_rules.simulation.events.ledger import EventLedger
from innosprint_rules.simulation.events.money_acts import allocate, pay
from innosprint_rules.simulation.events.removal import remove
from innosprint_rules.simulation.events.session_acts import hold, slip
from innosprint_rules.simulation.events.verbs import Event
from innosprint_rules.wording import Text


def play(event: Event, stage: EventLedger) -> None:
    """Let one event happen."""
    _ACTS[event.verb](event, stage)


def _report(event: Event, stage: EventLedger) -> None:
    role = required(stage.schema.roles.reports, "reports")
    cells = cells_of(event, stage)
    must_be_ahead(stage, cells.get(role.day), Text("document", "report"), event)
    name_row(cells, stage, role.table)
    usual: dict[str, object] = {} if role.recipients is None else {role.recipients: members(stage)}
    stage.bench.add(role.table, {**usual, **cells}, event.location, left_out(usual, cells))


def _remove(event: Event, stage: EventLedger) -> None:
    table = event.about.code
    if "row" in event.words:
        word = event.words["row"]
        line = stage.the_row(table, word.text, word.location)
        label = Text(f"{line.table.one.fr} {line.id}", f"{line.table.one.en} {line.id}")
        stage.bench.must_be_ahead(stage.bench.day(line), label, word.location)
        remove(stage.bench, [line], event.location)
        return
    after = _after(event, stage)
    wanted = cells_of(event, stage)
    lines = [line for line in stage.bench.lines(table) if _later(stage, line, after)]
    remove(
        stage.bench,
        [line for line in lines if all(line.cells.get(code) == value for code, value in wanted.items())],
        event.location,
    )


def _stop(event: Event, stage: EventLedger) -> None:
    after = _after(event, stage)
    remove(
        stage.bench,
        [line for code in stage.bench.tables for line in stage.bench.lines(code) if _later(stage, line, after)],
        event.location,
    )


def _after(event: Event, stage: EventLedger) -> date:
    when = event.days["after"]
    day = stage.day(when)
    if day < stage.as_of:
        stage.bench.must_be_ahead(day, Text(f"« {when.text} »", f"“{when.text}”"), when.location)
    return day


def _later(stage: EventLedger, line: Line, after: date) -> bool:
    day = stage.bench.day(line)
    return day is not None and day > after


_ACTS: Mapping[str, Callable[[Event, EventLedger], None]] = MappingProxyType({
    "hold": hold, "slip": slip, "allocate": allocate, "pay": pay, "report": _report, "remove": _remove,
    "stop_after": _stop,
})  # fmt: skip
