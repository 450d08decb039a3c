"""The row and the day of a document, as the rulebook gives them: nothing about days is worked out here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from innosprint_rules.calendar import LAST_DAY
from innosprint_rules.dossier.models import Dossier
from innosprint_rules.engine.check import worth
from innosprint_rules.engine.evaluation.program import compiled
from innosprint_rules.engine.evaluation.rows import Row
from innosprint_rules.engine.evaluation.world import World
from innosprint_rules.engine.judging import Judge
from innosprint_rules.engine.options import chosen_readings
from innosprint_rules.errors import Problem, UsageError
from innosprint_rules.folding import same_key
from innosprint_rules.nearest import did_you_mean, quoted
from innosprint_rules.rulebook.book import Rulebook
from innosprint_rules.rulebook.publications import Publication
from innosprint_rules.wording import Text

NUMBER = "n"
"""The column of a derived table by which its rows are called: the third period is 3."""


class Chosen(NamedTuple):
    """Which row a document is about, by its id, and the day that it tells of."""

    id: str | None
    day: int | None
    several: bool = False
    """Whether the dossier, whole, has other rows of that table."""


def whole_dossier(
    dossier: Dossier, rulebook: Rulebook, readings: Mapping[str, str] | None, as_of: int | None = None
) -> Judge:
    """Return a judge to whom everything that the dossier holds has happened, or what has by ``as_of``."""
    chosen = chosen_readings(rulebook, readings)
    return Judge(compiled(rulebook), World(rulebook, dossier), LAST_DAY if as_of is None else as_of, chosen)


def chosen(judge: Judge, document: Publication, name: str | None, moment: str, option: str, by: int) -> Chosen:
    """Return the row and the day of a document about a row that the rules work out, or about the whole agreement.

    Without a ``name`` it is the latest row of which that day had come ``by`` a day, else the first.

    Raises:
        UsageError: no such row, or its day rests on a fact that is not given.
    """
    column = document.moments.get(moment)
    if document.about is None:
        return Chosen(None, None if column is None else day_of(judge, column))
    if column is None:
        return Chosen(_named(judge, document.about, name, option).id if name is not None else None, None)
    rows = list(judge.context.table(document.about).placed)
    several = len(rows) > 1
    if name is not None:
        row = _named(judge, document.about, name, option)
        return Chosen(row.id, _day(judge, row, column), several)
    if not rows:
        raise UsageError(_no_row(judge, document.about, "", option, ()))
    days = [_day(judge, row, column) for row in rows]
    last = max((place for place, day in enumerate(days) if day <= by), default=0)
    over = document.over.get(moment)
    if over is not None and rows[last] is rows[-1]:
        after = day_of(judge, over)  # what remains after the last row is none of them, and ends it all
        return Chosen(rows[last].id, after if after <= by else days[last], several)
    return Chosen(rows[last].id, days[last], several)


def _named(judge: Judge, table: str, name: str, option: str) -> Row:
    rows = list(judge.context.table(table).all())
    for row in rows:
        if same_key(row.id) == same_key(name) or str(row.values.get(NUMBER)) == name:
            return row
    raise UsageError(_no_row(judge, table, name, option, [str(row.values.get(NUMBER, row.id)) for row in rows]))


def _no_row(judge: Judge, table: str, name: str, option: str, known: Iterable[str]) -> Problem:
    label = judge.program.rulebook.tables[table].label
    listed = list(known)
    hint = Text(f"de {listed[0]} à {listed[-1]}", f"from {listed[0]} to {listed[-1]}") if listed else None
    return Problem(
        f"no-such-{option}",
        Text(f"--{option} : « {name} » n'est pas parmi : {label.fr}", f"--{option}: “{name}” is not among: {label.en}"),
        hint,
    )


def _day(judge: Judge, row: Row, column: str) -> int:
    """Return the day of a row, by one of its columns or computed columns."""
    value = row.values.get(column)
    if value is None and (row.table, column) in judge.program.rulebook.measures:
        body, _ = judge.program.computed(row.table, column)
        value = body(judge.context.environment(row))
    if not isinstance(value, int):
        raise UsageError(_not_known(judge, Text(f"{row.table} {row.id}", f"{row.table} {row.id}")))
    return value


def day_of(judge: Judge, measure: str) -> int:
    """Return a day that the rulebook works out: mid-term, the last day of the term.

    Raises:
        UsageError: it rests on a fact that is not given.
    """
    value: Any = worth(judge, measure)
    if not isinstance(value, int):
        book = judge.program.rulebook
        found = book.measures.get((None, measure))
        raise UsageError(_not_known(judge, book.parameters[measure].label if found is None else found.label))
    return value


def own_day(dossier: Dossier, document: Publication, name: str, moment: str) -> date | None:
    """Return the day of a row of the dossier, by its name; None where it has none, it or its table is not there."""
    column = document.moments.get(moment)
    for row in dossier.rows(document.about or "") or ():
        if column is not None and same_key(row.identity) == same_key(name):
            found = getattr(row, column)
            return found if isinstance(found, date) else None
    return None


def row_of(judge: Judge, table: str, name: str, option: str) -> Row:
    """Return a row of the dossier by its name, dated after the moment or not.

    Raises:
        UsageError: there is none of that name.
    """
    seen = (*judge.context.table(table).all(), *judge.context.view(table, "to_come").placed)
    rows = {row.id: row for row in seen}
    for identity, row in rows.items():
        if same_key(identity) == same_key(name):
            return row
    described = judge.world.described[table]
    listed = quoted(rows)
    otherwise = Text(f"connues : {listed.fr}", f"known: {listed.en}") if rows else Text(
        f"remplir la table « {described.name} »", f"fill in the table “{described.name}”"
    )  # fmt: skip
    raise UsageError(
        Problem(
            "unknown-row",
            Text(f"--{option} : « {name} » n'est dans aucune ligne de la table « {described.name} »",
                 f"--{option}: “{name}” is in no row of the table “{described.name}”"),
            did_you_mean(name, rows, otherwise),
        )
    )  # fmt: skip


def _not_known(judge: Judge, what: Text) -> Problem:
    facts = judge.world.roles.facts
    table = None if facts is None else judge.world.described[facts.table]
    complete = Text("donner cette date", "give that day") if table is None else Text(
        f"compléter la table « {table.name} »", f"complete the table “{table.name}”"
    )  # fmt: skip
    return Problem(
        "day-not-known",
        Text(f"{what.fr} : les dates dépendent d'une donnée qui n'est pas renseignée",
             f"{what.en}: the days rest on a fact that is not given"),
        Text(f"{complete.fr}, ou choisir une autre lecture (--reading)",
             f"{complete.en}, or choose another reading (--reading)"),
    )  # fmt: skip
