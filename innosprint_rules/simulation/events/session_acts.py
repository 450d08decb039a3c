"""Sessions held, and rows that come on another day."""

from __future__ import annotations

from datetime import date

from innosprint_rules.errors import Problem, ScenarioError
from innosprint_rules.folding import same_key
from innosprint_rules.simulation.events.draft import Line
from innosprint_rules.simulation.events.given import cells_of, left_out, members, must_be_ahead, presented, projects_of
from innosprint_rules.simulation.events.ledger import EventLedger
from innosprint_rules.simulation.events.verbs import SLIPPING, Event
from innosprint_rules.wording import Text

_DONE = ("progress", "action_plan", "axis_market", "axis_technology", "axis_funding")


def hold(event: Event, stage: EventLedger) -> None:
    """A session is held: as planned, or one more; projects that are not there yet are presented in full."""
    word = event.cells["code"]
    cells = cells_of(event, stage)
    line = stage.session(word.text, word.location)
    if line is None:
        if "held_on" not in cells:
            raise ScenarioError(
                Problem(
                    "no-such-session",
                    Text(f"pas de session « {word.text} » dans le dossier", f"no session “{word.text}” in the dossier"),
                    Text("donner sa date pour l'ajouter", "give its date to add it"),
                    word.location,
                )
            )
        must_be_ahead(stage, cells["held_on"], Text(f"session {word.text}", f"session {word.text}"), event)
        usual = {"co_organisers": members(stage), "members_present": members(stage)}
        line = stage.bench.add("sessions", {**usual, **cells}, event.location, left_out(usual, cells))
    else:
        label = Text(f"session {line.id}", f"session {line.id}")
        stage.bench.must_be_ahead(stage.bench.day(line), label, event.location)
        for code, value in cells.items():
            if code == "held_on":
                _move(line, date.fromisoformat(str(value)), event, stage)
            elif code != "code":
                stage.bench.change(line, code, value, event.location)
    if "projects" in event.words:
        there = presented(line, stage)
        for project in projects_of(event.words["projects"], line, stage):
            if same_key(project) not in map(same_key, there):
                shown = {"session": line.id, "project": project, **dict.fromkeys(_DONE, True)}
                stage.bench.add("presentations", shown, event.location, _DONE)


def slip(event: Event, stage: EventLedger) -> None:
    """A row comes on another day; the allocations that a session decided on its own day move with it."""
    key = next(key for key in SLIPPING if key in event.words)
    word = event.words[key]
    line = stage.the_row(SLIPPING[key], word.text, word.location)
    label = Text(f"{line.table.one.fr} {line.id}", f"{line.table.one.en} {line.id}")
    day = stage.bench.must_be_ahead(stage.bench.day(line), label, event.location)
    if event.span is None:
        moved = stage.day(event.days["to"])
    else:
        try:
            moved = event.span.after(day)
        except (OverflowError, ValueError):
            too_far = Text("cette durée mène trop loin", "this length of time leads too far")
            raise ScenarioError(Problem("date-out-of-range", too_far, None, event.location)) from None
    _move(line, moved, event, stage)


def _move(line: Line, to: date, event: Event, stage: EventLedger) -> None:
    label = Text(f"{line.table.one.fr} {line.id}", f"{line.table.one.en} {line.id}")
    stage.bench.must_be_ahead(to, label, event.location)
    code = str(line.table.date_column)
    was = line.cells.get(code)
    deciding = [
        each
        for each in stage.bench.lines("allocations")
        if line.table.code == "sessions"
        and same_key(str(each.cells.get("session"))) == same_key(line.id)
        and each.cells.get("decided_on") == was
    ]
    stage.bench.change(line, code, to.isoformat(), event.location)
    for each in deciding:
        stage.bench.change(each, "decided_on", to.isoformat(), event.location)
