"""What is written in an event, worked out: its cells, its projects, and what stands where it says nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from innosprint_rules.dossier.cells import read_list
from innosprint_rules.dossier.schema.base_row import row_class
from innosprint_rules.dossier.schema.roles import required
from innosprint_rules.dossier.schema.row_cells import Cells
from innosprint_rules.errors import Problem, ScenarioError
from innosprint_rules.folding import same_key
from innosprint_rules.simulation.events.draft import Line
from innosprint_rules.simulation.events.ledger import EventLedger
from innosprint_rules.simulation.events.verbs import AMOUNTS, Event, Written, amount_of
from innosprint_rules.wording import Text

PRESENTED, EVERYONE = "presented", "everyone"


def cells_of(event: Event, stage: EventLedger) -> dict[str, object]:
    """Return the cells that an event gives, as JSON carries them: days worked out, sessions by their code.

    An amount that is a word (``remaining``) is left to the verb.
    """
    table, amount = event.about, amount_of(stage.schema, event.table)
    texts: dict[str, object] = {}
    for code, written in event.cells.items():
        if code == amount and written.text.lower() in AMOUNTS and event.verb != "remove":
            continue
        value: str = written.text
        if stage.of_meetings(table.by_code[code].target or ""):
            value = stage.the_session(value, written.location).id
        elif event.verb == "hold" and code == table.identity[0]:
            named = stage.session(value, written.location)
            value = value if named is None else named.id
        texts[code] = value
    for code, when in event.days.items():
        if code in table.by_code:
            texts[code] = stage.day(when).isoformat()
    row = row_class(table).model_validate(Cells({**dict.fromkeys(table.identity, "?"), **texts}))
    dumped = row.model_dump(mode="json")
    return {code: dumped[code] for code in texts}


def must_be_ahead(stage: EventLedger, day: object, what: Text, event: Event) -> None:
    stage.bench.must_be_ahead(None if day is None else date.fromisoformat(str(day)), what, event.location)


def members(stage: EventLedger) -> list[str]:
    return list(stage.rulebook.agreement.members)


def left_out(usual: Mapping[str, object], given: Mapping[str, object]) -> list[str]:
    return [code for code in usual if code not in given]


def name_row(cells: dict[str, object], stage: EventLedger, table: str) -> None:
    """Name a new row where the event does not."""
    (key,) = stage.schema.tables[table].identity
    cells.setdefault(key, new_id(stage, table))


def new_id(stage: EventLedger, table: str) -> str:
    taken = {same_key(line.id) for line in stage.bench.lines(table)}
    return next(name for n in range(1, len(taken) + 2) if same_key(name := f"X{n:02}") not in taken)


def projects_of(written: Written, session: Line | None, stage: EventLedger) -> list[str]:
    """Return the projects that a scenario means: those presented, everyone in the programme, or a list."""
    word = written.text.strip().lower()
    if word not in (PRESENTED, EVERYONE):
        table = required(stage.schema.roles.beneficiaries, "beneficiaries").table
        return [stage.the_row(table, code, written.location).id for code in read_list(written.text) or ()]
    found: list[str] = []
    if session is not None:
        found = presented(session, stage) if word == PRESENTED else _in_programme(session, stage)
    if found:
        return found
    place = session.id if session is not None else "?"
    raise ScenarioError(
        Problem(
            "no-project",
            Text(f"aucun projet à la session {place}", f"no project at session {place}"),
            Text("compléter les présentations du dossier, ou nommer les projets",
                 "complete the dossier's presentations, or name the projects"),
            written.location,
        )
    )  # fmt: skip


def presented(session: Line, stage: EventLedger) -> list[str]:
    role = stage.schema.roles.presentations
    if role is None:
        return []
    key = same_key(session.id)
    rows = stage.bench.lines(role.table)
    return [str(each.cells[role.beneficiary]) for each in rows if same_key(str(each.cells[role.meeting])) == key]


def _in_programme(session: Line, stage: EventLedger) -> list[str]:
    """Return the projects that have entered by the day of a session and have not left before it."""
    role, day = required(stage.schema.roles.beneficiaries, "beneficiaries"), stage.bench.day(session)
    found: list[str] = []
    for project in stage.bench.lines(role.table):
        entry, left = (None if each is None else project.cells.get(each) for each in (role.entry, role.left))
        entered = None if entry is None else stage.bench.find(stage.meetings.table, str(entry))
        since = None if entered is None else stage.bench.day(entered)
        inside = day is None or ((since is None or since <= day) and (left is None or str(left) >= day.isoformat()))
        if inside:
            found.append(project.id)
    return found
