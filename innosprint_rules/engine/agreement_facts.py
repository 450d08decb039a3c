"""The agreement's own figures: a dossier may repeat them, never change them."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, TypeVar

from innosprint_rules.calendar import LAST_DAY
from innosprint_rules.dossier.cells import show
from innosprint_rules.dossier.models import Dossier
from innosprint_rules.dossier.schema.raw import Notice
from innosprint_rules.engine.evaluation.amended import amended_value, amends
from innosprint_rules.engine.evaluation.context import Context
from innosprint_rules.engine.evaluation.facts import own_key, stated
from innosprint_rules.engine.evaluation.program import compiled
from innosprint_rules.engine.evaluation.rows import Row
from innosprint_rules.engine.evaluation.values import written_day, written_value
from innosprint_rules.engine.evaluation.world import World
from innosprint_rules.errors import DossierError, ProblemList
from innosprint_rules.rulebook.book import Rulebook
from innosprint_rules.rulebook.models import Impossible, Odd
from innosprint_rules.wording import LANGUAGES, Text

Kind = TypeVar("Kind", Impossible, Odd)


def check_convention(rulebook: Rulebook, dossier: Dossier) -> None:
    """Refuse a value of the table of facts that contradicts the agreement, unless an express amendment gives it.

    Rows that cannot be (``impossible`` in agreement.yaml) are refused too.

    Raises:
        DossierError: with every contradiction, each with its place.
    """
    problems = ProblemList()
    _check_rows(rulebook, dossier, problems)
    _check_facts(rulebook, dossier, problems)
    if problems:
        raise DossierError(problems.problems)


def _check_rows(rulebook: Rulebook, dossier: Dossier, problems: ProblemList) -> None:
    """Note the rows that cannot be, whatever the readings chosen and the day: judged under the default readings."""
    concerned = [each for each in rulebook.impossible if dossier.rows(each.table)]
    if not concerned:
        return
    for each, row in _rows_where(concerned, World(rulebook, dossier)):
        message, hint = (_told(text, row, each.column) for text in (each.message, each.hint))
        problems.add("row-impossible", message, hint, row.model.location(each.column))


def odd_rows(world: World) -> Iterator[Notice]:
    """Tell what is possible in a dossier and seldom meant (``odd`` in agreement.yaml), each with its place."""
    concerned = [each for each in world.rulebook.odd if world.rows[each.table]]
    for each, row in _rows_where(concerned, world):
        yield Notice(each.code, _told(each.message, row, each.column), row.model.location(each.column))


def _rows_where(kinds: Iterable[Kind], world: World) -> Iterator[tuple[Kind, Row]]:
    """Yield the rows of which something surely holds, whatever the day, under the default readings."""
    program = compiled(world.rulebook)
    context = Context(program, world, LAST_DAY, world.rulebook.default_readings())
    for each in kinds:
        holds = program.closure(each.when)
        for row in world.tables[each.table].all():
            if holds(context.environment(row)) is True:
                yield each, row


def _told(text: Text, row: Row, column: str) -> Text:
    """Write in a message what it asks for: the cell (``{cell}``), the row (``{row}``)."""
    value = getattr(row.model, column)
    if isinstance(value, str):
        with contextlib.suppress(ValueError):  # any other text is quoted as it is
            value = date.fromisoformat(value)
    said = [written_day(value.toordinal(), lang) if isinstance(value, date) else str(value) for lang in LANGUAGES]
    name = show(row.id)
    return Text(*(each.replace("{row}", name).replace("{cell}", cell) for each, cell in zip(text, said, strict=True)))


def _check_facts(rulebook: Rulebook, dossier: Dossier, problems: ProblemList) -> None:
    written = dossier.facts_row
    if written is None:
        return
    for name, fact in rulebook.agreement.facts.items():
        value = stated(written, name, fact)
        if value is None or fact.value is None or value == fact.value:
            continue
        if value in _amended(rulebook, dossier, name):
            continue
        said = [written_value(fact.value, fact.type, lang) for lang in ("fr", "en")]
        found = [written_value(value, fact.type, lang) for lang in ("fr", "en")]
        problems.add(
            "contradicts-agreement",
            Text(f"« {found[0]} » contredit la convention, qui dit {said[0]}",
                 f"“{found[1]}” contradicts the agreement, which says {said[1]}"),
            _correct(rulebook),
            written.location(own_key(written, name) or name),
        )  # fmt: skip


def _correct(rulebook: Rulebook) -> Text:
    role = rulebook.schema.roles.amendments
    if role is None:
        return Text("corriger la valeur", "correct the value")
    table = rulebook.schema.tables[role.table]
    return Text(f"corriger la valeur, ou joindre l'avenant qui la change (table « {table.name} »)",
                f"correct the value, or add the amendment that changes it (table “{table.code}”)")  # fmt: skip


def _amended(rulebook: Rulebook, dossier: Dossier, name: str) -> set[Any]:
    """Return what express amendments have set the parameter of a fact's name to."""
    role, parameter = rulebook.schema.roles.amendments, rulebook.parameters.get(name)
    if role is None or parameter is None:
        return set()
    return {
        amended_value(role, row, parameter)
        for row in dossier.rows(role.table) or ()
        if getattr(row, role.form) in role.express and amends(role, row, parameter)
    }
