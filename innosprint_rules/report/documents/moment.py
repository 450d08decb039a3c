"""The moment and the bounds of a document, as the rulebook gives them: nothing about days is worked out here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from innosprint_rules.calendar import LAST_DAY
from innosprint_rules.dossier.models import Dossier
from innosprint_rules.engine.check import worth
from innosprint_rules.engine.evaluation.program import compiled
from innosprint_rules.engine.evaluation.world import World
from innosprint_rules.engine.judging import Judge
from innosprint_rules.engine.options import chosen_readings
from innosprint_rules.errors import Problem, UsageError
from innosprint_rules.rulebook.book import Rulebook
from innosprint_rules.wording import Text

PERIODS, YEARS = "periods", "years"


def whole_dossier(
    dossier: Dossier, rulebook: Rulebook, readings: Mapping[str, str] | None, as_of: int | None = None
) -> Judge:
    """Return a judge to whom everything that the dossier holds has happened, or what has by ``as_of``."""
    chosen = chosen_readings(rulebook, readings)
    return Judge(compiled(rulebook), World(rulebook, dossier), LAST_DAY if as_of is None else as_of, chosen)


def period_bounds(judge: Judge, number: int) -> tuple[int, int]:
    """Return the first and the last day of a two-month period.

    Raises:
        UsageError: no such period, or its days rest on a fact that is not given.
    """
    if PERIODS not in judge.program.derived:
        raise UsageError(
            Problem(
                "no-periods",
                Text("ces règles ne définissent pas de périodes de compte rendu",
                     "these rules define no periods of reports"),
            )
        )  # fmt: skip
    rows = {row.values["n"]: row.values for row in judge.context.table(PERIODS).all()}
    if number not in rows:
        least, most = min(rows), max(rows)
        raise UsageError(
            Problem(
                "no-such-period",
                Text(f"--period : il n'y a pas de période {number}", f"--period: there is no period {number}"),
                Text(f"une période de {least} à {most}", f"a period from {least} to {most}"),
            )
        )
    first, last = rows[number]["first"], rows[number]["last"]
    if not (isinstance(first, int) and isinstance(last, int)):
        raise UsageError(_not_known(Text(f"la période {number}", f"period {number}")))
    return first, last


def day_of(judge: Judge, measure: str) -> int:
    """Return a day that the rulebook works out: mid-term, the last day of the term.

    Raises:
        UsageError: these rules have no such measure, or it rests on a fact that is not given.
    """
    found = judge.program.rulebook.measures.get((None, measure))
    if found is None:
        raise UsageError(
            Problem(
                "no-such-measure",
                Text(f"ces règles ne définissent pas « {measure} »", f"these rules do not define “{measure}”"),
            )
        )
    value: Any = worth(judge, measure)
    if not isinstance(value, int):
        raise UsageError(_not_known(found.label))
    return value


class YearTold(NamedTuple):
    """A year of the term and the day on which it is told of."""

    id: str
    number: int
    first: int
    last: int
    day: int
    only: bool
    final: bool


def year_of(judge: Judge, measure: str, number: int | None, by: int) -> YearTold | None:
    """Return a year of the term, and its day by a computed column of the table of years (``mid_term``) or ``last``.

    Without a ``number`` it is the latest of which that day had come ``by`` a day, else the first. None where these
    rules part the term into no years.

    Raises:
        UsageError: no such year, or its days rest on a fact that is not given.
    """
    if YEARS not in judge.program.derived:
        return None
    rows = list(judge.context.table(YEARS).placed)
    found: list[YearTold] = []
    for row in rows:
        own = row.values.get(measure)
        if own is None:
            body, _ = judge.program.computed(YEARS, measure)
            own = body(judge.context.environment(row))
        days = (row.values["first"], row.values["last"], own)
        if not all(isinstance(each, int) for each in days):
            raise UsageError(_not_known(Text(f"l'année {row.values['n']}", f"year {row.values['n']}")))
        found.append(YearTold(row.id, row.values["n"], *days, len(rows) == 1, row is rows[-1]))
    if number is None:
        return next((each for each in reversed(found) if each.day <= by), found[0])
    chosen = next((each for each in found if each.number == number), None)
    if chosen is None:
        raise UsageError(
            Problem(
                "no-such-year",
                Text(f"--year : il n'y a pas d'année {number}", f"--year: there is no year {number}"),
                Text(f"une année de 1 à {len(rows)}", f"a year from 1 to {len(rows)}"),
            )
        )
    return chosen


def _not_known(what: Text) -> Problem:
    return Problem(
        "day-not-known",
        Text(f"{what.fr} : les dates dépendent d'une donnée qui n'est pas renseignée",
             f"{what.en}: the days rest on a fact that is not given"),
        Text("compléter la table « convention » (date_signature), ou choisir une autre lecture (--reading Q1=receipt)",
             "complete the table “convention” (signed_on), or choose another reading (--reading Q1=receipt)"),
    )  # fmt: skip
