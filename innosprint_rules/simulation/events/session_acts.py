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


def hold(event: Event, stage: EventLedger) -> None:
    """A session is held: as planned, or one more; projects that are not there yet are presented in full."""
    role, shown = stage.meetings, stage.schema.roles.presentations
    word = event.cells[event.about.identity[0]]
    cells = cells_of(event, stage)
    line = stage.session(word.text, word.location)
    if line is None:
        if role.day not in cells:
            raise ScenarioError(
                Problem(
                    "no-such-session",
                    Text(f"pas de session « {word.text} » dans le dossier", f"no session “{word.text}” in the dossier"),
                    Text("donner sa date pour l'ajouter", "give its date to add it"),
                    word.location,
                )
            )
        must_be_ahead(stage, cells[role.day], Text(f"session {word.text}", f"session {word.text}"), event)
        usual = {each: members(stage) for each in (role.organisers, role.present) if each is not None}
        line = stage.bench.add(role.table, {**usual, **cells}, event.location, left_out(usual, cells))
    else:
        label = Text(f"session {line.id}", f"session {line.id}")
        stage.bench.must_be_ahead(stage.bench.day(line), label, event.location)
        for code, value in cells.items():
            if code == role.day:
                _move(line, date.fromisoformat(str(value)), event, stage)
            elif code != event.about.identity[0]:
                stage.bench.change(line, code, value, event.location)
    if "projects" in event.words and shown is not None:
        there = presented(line, stage)
        for project in projects_of(event.words["projects"], line, stage):
            if same_key(project) not in map(same_key, there):
                done = {shown.meeting: line.id, shown.beneficiary: project, **dict.fromkeys(shown.shown, True)}
                stage.bench.add(shown.table, done, event.location, shown.shown)


def slip(event: Event, stage: EventLedger) -> None:
    """A row comes on another day; the allocations that a session decided on its own day move with it."""
    key = next(key for key in SLIPPING if key in event.words)
    word = event.words[key]
    line = stage.the_row(event.about.code, word.text, word.location)
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
    role = stage.schema.roles.proposals
    deciding: list[Line] = []
    if role is not None and stage.of_meetings(line.table.code):
        deciding = [
            each
            for each in stage.bench.lines(role.table)
            if same_key(str(each.cells.get(role.meeting))) == same_key(line.id) and each.cells.get(role.day) == was
        ]
    stage.bench.change(line, code, to.isoformat(), event.location)
    for each in deciding:
        stage.bench.change(each, str(each.table.date_column), to.isoformat(), event.location)
