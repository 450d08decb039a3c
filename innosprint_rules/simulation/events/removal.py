"""Rows taken away, and what becomes of those that name them."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping

from innosprint_rules.dossier.schema.columns import Column
from innosprint_rules.errors import Location
from innosprint_rules.folding import same_key
from innosprint_rules.simulation.events.changes import removed
from innosprint_rules.simulation.events.draft import DraftDossier, Line


def remove(bench: DraftDossier, lines: Iterable[Line], where: Location) -> None:
    """Take rows away, with those still to come that rest on them.

    A row that has happened stays, its reference blank. A project that would enter at a session that is not
    held goes when nothing else names it; else it enters where it is first presented.
    """
    resting = _resting(bench)
    gone: dict[int, Line] = {}
    undated: list[tuple[Line, Column]] = []
    waiting = deque(lines)
    while waiting:
        line = waiting.popleft()
        if id(line) in gone:
            continue
        follow: list[Line] = []
        for each, column in resting.get(_name(line), ()):
            if id(each) in gone:
                continue
            if _follows(bench, each, column):
                follow.append(each)
            elif each.table.date_column is None and each.table.dated_by is None:
                undated.append((each, column))
            else:
                bench.change(each, column.code, None, where)
        gone[id(line)] = line
        bench.note(removed(line.table, line.id, _shown(line), where))
        waiting += follow
    _drop(bench, gone)
    for line, column in undated:
        if any(id(each) not in gone for each, _ in resting.get(_name(line), ())):
            bench.change(line, column.code, _first_shown(bench, line), where)
        elif id(line) not in gone:
            gone[id(line)] = line
            bench.note(removed(line.table, line.id, _shown(line), where))
    _drop(bench, gone)


def _drop(bench: DraftDossier, gone: Mapping[int, Line]) -> None:
    for code in {line.table.code for line in gone.values()}:
        bench.tables[code] = [line for line in bench.tables[code] if id(line) not in gone]


def _first_shown(bench: DraftDossier, project: Line) -> object:
    """Return the first session left at which a project is presented, if any."""
    role = bench.original.schema.roles.presentations
    if role is None:
        return None
    shown = [
        (day, each.cells[role.meeting])
        for each in bench.lines(role.table)
        if same_key(str(each.cells.get(role.beneficiary))) == same_key(project.id)
        and (day := bench.day(each)) is not None
    ]
    return min(shown, key=lambda pair: pair[0])[1] if shown else None


def _follows(bench: DraftDossier, line: Line, column: Column) -> bool:
    if column.blank == "error" or column.code == line.table.dated_by:
        return True
    role = bench.original.schema.roles.proposals
    ratified = role is not None and (role.table, role.ratified) == (line.table.code, column.code)
    return bench.ahead(line) and not ratified  # one still to come outlives the meeting that would have ratified it


def _name(line: Line) -> tuple[str, str]:
    return line.table.code, same_key(line.id)


def _resting(bench: DraftDossier) -> dict[tuple[str, str], list[tuple[Line, Column]]]:
    """Return by table and name of a row the rows that name it, with the column where they do."""
    found: dict[tuple[str, str], list[tuple[Line, Column]]] = {}
    for lines in bench.tables.values():
        for line in lines:
            for column in line.table.references:
                named = line.cells.get(column.code)
                if named is not None:
                    found.setdefault((str(column.target), same_key(str(named))), []).append((line, column))
    return found


def _shown(line: Line) -> dict[str, object]:
    return {code: value for code, value in line.cells.items() if value is not None}
