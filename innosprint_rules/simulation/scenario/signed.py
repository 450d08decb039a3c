"""Amendments signed in every year of a scenario: ``signed: [dotation=40000@2019-06-15]`` in the section ``amendments``.

Their form is read with the file. What they mean is known with the rulebook that years are drawn under: which parameters
an amendment may change, what values they take. Every mistake is told where it stands in the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from innosprint_rules.dossier.amending import Act, amended, named, parted
from innosprint_rules.dossier.models import Dossier
from innosprint_rules.dossier.schema.roles import required
from innosprint_rules.engine.agreement_facts import check_convention
from innosprint_rules.engine.evaluation.values import written_day
from innosprint_rules.errors import NOWHERE, InputError, Location, ProblemList, ScenarioError, UsageError
from innosprint_rules.rulebook.book import Rulebook
from innosprint_rules.simulation.scenario.sections import Signed
from innosprint_rules.strict_yaml import Fields, Items, Scalar, Value
from innosprint_rules.wording import Text

AMENDMENTS, SIGNED = "amendments", "signed"
"""The keys of the section and of what is read here."""

MOST = 12
"""Amendments at most."""

_CALLED = "avenant"
_LIST = Text("en écrire {n} au plus, un par ligne : « - dotation=40000@2019-06-15 »",
             "write {n} of them at most, one a line: “- dotation=40000@2019-06-15”").fill(n=str(MOST))  # fmt: skip


class Known(NamedTuple):
    """What the rulebook makes of an amendment: the parameter, the day on which it is signed, where it stands if so."""

    parameter: str
    day: date
    location: Location = NOWHERE


def spread(root: Fields) -> Fields:
    """Return the keys of a scenario, a list under ``amendments`` as its key ``signed``: it is short for that."""
    value = root.values.get(AMENDMENTS)
    if not isinstance(value, Items):
        return root
    section = Fields({SIGNED: value}, {SIGNED: value.location}, value.mark, value.document)
    return Fields({**root.values, AMENDMENTS: section}, root.keys, root.mark, root.document)


def read_signed(section: Value | None, problems: ProblemList) -> tuple[Value | None, tuple[Signed, ...]]:
    """Return the section ``amendments`` without what is signed, and that, read; mistakes go to ``problems``."""
    if not isinstance(section, Fields) or SIGNED not in section.values:
        return section, ()
    value = section.values[SIGNED]
    rest = {key: each for key, each in section.values.items() if key != SIGNED}
    drawn = Fields(rest, section.keys, section.mark, section.document)
    if not isinstance(value, Items) or len(value.values) > MOST:
        shape = Text("attendu une liste d'avenants", "expected a list of amendments")
        problems.add("wrong-shape", shape, _LIST, value.location)
        return drawn, ()
    found: list[Signed] = []
    for each in value:
        if not isinstance(each, Scalar):
            problems.add("wrong-shape", Text("attendu un avenant", "expected an amendment"), _LIST, each.location)
            continue
        try:
            act = parted(each.text.strip())
        except UsageError as error:
            problems.extend(replace(problem, location=each.location) for problem in error.problems)
            continue
        found.append(Signed(parameter=act.parameter, value=act.value, day=act.day, location=each.location))
    return drawn, tuple(found)


def with_signed(dossier: Dossier, signed: Sequence[Signed], rulebook: Rulebook) -> tuple[Dossier, list[Known]]:
    """Return a dossier with what is signed in every year, and when each is.

    Raises:
        ScenarioError: with every amendment of a parameter that none may change, or to a value or on a day that cannot
            be, or that is there already.
    """
    problems = ProblemList()
    known: list[Known] = []
    for each in signed:
        try:
            act = named(Act(each.parameter, each.value, each.day), rulebook.schema, rulebook.amendable)
            found = amended(dossier, [act], _CALLED)
            check_convention(rulebook, found)
        except InputError as error:
            problems.extend(replace(problem, location=each.location) for problem in error.problems)
            continue
        (new,) = known_last(found, [act], rulebook)
        if any(new[:2] == other[:2] for other in known):
            problems.add("signed-twice", *_twice(act.parameter, new.day), each.location)
            continue
        known.append(new._replace(location=each.location))
        dossier = found
    if problems:
        raise ScenarioError(problems.problems)
    return dossier, known


def known_last(dossier: Dossier, acts: Sequence[Act], rulebook: Rulebook) -> list[Known]:
    """Return when acts are signed that are the last amendments of a dossier."""
    role = required(rulebook.schema.roles.amendments, AMENDMENTS)
    column = rulebook.schema.tables[role.table].date_column or ""
    rows = (dossier.rows(role.table) or ())[-len(acts) :]
    return [Known(act.parameter, getattr(row, column)) for act, row in zip(acts, rows, strict=True)]


def _twice(name: str, day: date) -> tuple[Text, Text]:
    fr, en = (written_day(day.toordinal(), lang) for lang in ("fr", "en"))
    return (
        Text(f"deux avenants changent « {name} » le {fr}", f"two amendments change “{name}” on {en}"),
        Text("n'en garder qu'un, ou leur donner deux jours", "keep one of them, or give them two days"),
    )


def check_days(known: Iterable[Known], end: int) -> None:
    """Refuse amendments that are signed after the day on which years are judged, an ordinal: none would have them.

    Raises:
        ScenarioError: with each of them.
    """
    problems = ProblemList()
    for each in known:
        if each.day.toordinal() > end:
            days = [[written_day(day, lang) for day in (each.day.toordinal(), end)] for lang in ("fr", "en")]
            (fr, end_fr), (en, end_en) = days
            problems.add(
                "signed-too-late",
                Text(f"avenant sur {each.parameter} : signé le {fr}, après le jugement des années, le {end_fr} ; aucune"
                     " ne l'aurait",
                     f"amendment of {each.parameter}: signed on {en}, after years are judged, on {end_en}; none would"
                     " have it"),
                Text("corriger la date, ou retirer cet avenant", "correct the date, or leave this amendment out"),
                each.location,
            )  # fmt: skip
    if problems:
        raise ScenarioError(problems.problems)
