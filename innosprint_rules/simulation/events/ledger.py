"""Where events play: the rows so far, the agreement's dates and amounts, the sessions by their order."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from innosprint_rules.dossier.models import Dossier
from innosprint_rules.dossier.schema.roles import Meetings, missing_role, required
from innosprint_rules.dossier.schema.tables import Schema
from innosprint_rules.engine.check import worth
from innosprint_rules.engine.evaluation.program import compiled
from innosprint_rules.engine.evaluation.world import World
from innosprint_rules.engine.judging import Judge
from innosprint_rules.errors import NOWHERE, Location, Problem, ScenarioError
from innosprint_rules.formula.logic import exact
from innosprint_rules.nearest import did_you_mean, quoted
from innosprint_rules.rulebook.book import Rulebook
from innosprint_rules.simulation.events.draft import DraftDossier, Line
from innosprint_rules.simulation.events.when import AS_OF, When
from innosprint_rules.wording import Text

FIRST, LAST = "first_day", "last_day"
"""The roles of the measures that a rulebook names its term by."""
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
NEXT, FINAL = "next", "last"
PLACES = (*ORDINALS, NEXT, FINAL)
_RANKS = {
    word: Text(fr, word)
    for word, fr in zip(
        PLACES,
        ("première", "deuxième", "troisième", "quatrième", "cinquième", "sixième", "septième", "huitième",
         "neuvième", "dixième", "prochaine", "dernière"),
        strict=True,
    )
}  # fmt: skip
_SESSION = "_session"


class EventLedger:
    """The dossier so far, and what the agreement says of it."""

    def __init__(self, dossier: Dossier, rulebook: Rulebook, as_of: date, readings: Mapping[str, str]) -> None:
        self.bench = DraftDossier(dossier, as_of)
        self.rulebook = rulebook
        self.as_of = as_of
        self.readings = readings

    @property
    def schema(self) -> Schema:
        """The tables of the agreement and the roles that they play."""
        return self.rulebook.schema

    @property
    def meetings(self) -> Meetings:
        """The table of the meetings.

        Raises:
            UsageError: the agreement does not declare it.
        """
        return required(self.schema.roles.meetings, "meetings")

    # what the agreement says -------------------------------------------------------------------------

    def judge(self, moment: date | None = None) -> Judge:
        """Return a judge of the dossier so far at ``moment``; by default once all its rows have happened."""
        day = self.bench.latest() if moment is None else moment
        world = World(self.rulebook, self.bench.build())
        return Judge(compiled(self.rulebook), world, day.toordinal(), self.readings)

    def cents(self, name: str, moment: date | None, where: Location) -> int:
        """Return an amount of the agreement, known exactly."""
        value = worth(self.judge(moment), name) if self._has(name) else None
        if isinstance(value, int):
            return value
        raise ScenarioError(
            Problem(
                "amount-unknown",
                Text("ce montant dépend de données que le dossier n'a pas",
                     "this amount depends on facts that the dossier does not have"),
                Text("compléter les tables des attributions et des versements, ou écrire le montant",
                     "complete the tables of allocations and payments, or write the amount"),
                where,
            )
        )  # fmt: skip

    def _has(self, name: str) -> bool:
        return name in self.rulebook.parameters or self.rulebook.names.measure_type(name) is not None

    def dates(self) -> list[str]:
        """Return the names of days that a scenario may use, sessions aside."""
        names = self.rulebook.names
        found = [name for name, each in self.rulebook.parameters.items() if each.type.type.kind == "date"]
        for name in names.measure_names():
            kind = names.measure_type(name)
            if kind is not None and kind.kind == "date":
                found.append(name)
        return [AS_OF, *dict.fromkeys(found)]

    def check_name(self, when: When) -> Problem | None:
        """Return what is wrong with the name of a day, if anything."""
        name = when.base
        if not isinstance(name, str) or name in self.dates() or _place_of(name) is not None:
            return None
        known = [*self.dates(), *(f"{place}{_SESSION}" for place in PLACES)]
        listed = quoted([*self.dates(), f"{ORDINALS[0]}{_SESSION}", f"{NEXT}{_SESSION}"])
        return Problem(
            "unknown-date",
            Text(f"date inconnue « {name} »", f"unknown date “{name}”"),
            did_you_mean(name, known, Text(f"une date comme 31/05/2019, ou {listed.fr}",
                                           f"a date like 31/05/2019, or {listed.en}")),
            when.location,
        )  # fmt: skip

    def day(self, when: When) -> date:
        """Work out a day of the scenario."""
        return when.on(self.named)

    def named(self, name: str, where: Location) -> date:
        """Return the day of a name: ``as_of``, ``next_session``, ``payment_deadline``…"""
        if name == AS_OF:
            return self.as_of
        place = _place_of(name)
        if place is not None:
            return self.placed(place, where)[0]
        value = worth(self.judge(), name) if self._has(name) else None
        if isinstance(value, int) and exact(value):
            return date.fromordinal(value)
        raise ScenarioError(
            Problem(
                "date-unknown",
                Text(f"la date « {name} » n'est pas connue", f"the date “{name}” is not known"),
                Text("compléter le dossier, ou écrire la date", "complete the dossier, or write the date"),
                where,
            )
        )

    def played(self, role: str) -> date:
        """Return the day that plays a role, ``first_day`` or ``last_day``.

        Raises:
            UsageError: the agreement does not declare it.
        """
        name = self.rulebook.agreement.roles.get(role)
        if name is None:
            raise missing_role(role)
        return self.named(name, NOWHERE)

    # sessions ----------------------------------------------------------------------------------------

    def session(self, word: str, where: Location) -> Line | None:
        """Return the session that a scenario names by its code or its place; None when no code is so."""
        line = self.bench.find(self.meetings.table, word)
        if line is not None:
            return line
        return self.placed(word.lower(), where)[1] if word.lower() in PLACES else None

    def the_session(self, word: str, where: Location) -> Line:
        """Return the session that a scenario names; there must be one."""
        line = self.session(word, where)
        if line is not None:
            return line
        raise ScenarioError(_no_row(self.meetings.table, word, self, where))

    def placed(self, place: str, where: Location) -> tuple[date, Line]:
        """Return the session at a place in the order of dates, the fourth, the next, the last, and its day."""
        dated = [
            (day, line) for line in self.bench.lines(self.meetings.table) if (day := self.bench.day(line)) is not None
        ]
        dated.sort(key=lambda pair: pair[0])
        found = [each for each in dated if place != NEXT or each[0] > self.as_of]
        index = {NEXT: 0, FINAL: -1}.get(place, ORDINALS.index(place) if place in ORDINALS else 0)
        if found and index < len(found):
            return found[index]
        rank = _RANKS[place]
        count = len(dated)
        of = Text(f"{count} sessions datées" if count > 1 else f"{count} session datée",
                  "1 dated session" if count == 1 else f"{count} dated sessions")  # fmt: skip
        after = Text("", "")
        if place == NEXT and dated:
            after = Text(f", dont aucune après le {self.as_of:%d/%m/%Y}", f", none after {self.as_of.isoformat()}")
        raise ScenarioError(
            Problem(
                "no-such-session",
                Text(f"pas de {rank.fr} session : le dossier a {of.fr}{after.fr}",
                     f"no {rank.en} session: the dossier has {of.en}{after.en}"),
                Text("ajouter au dossier les sessions prévues, ou choisir un jour plus ancien avec --as-of",
                     "add the planned sessions to the dossier, or choose an earlier day with --as-of"),
                where,
            )
        )  # fmt: skip

    def of_meetings(self, table: str) -> bool:
        """Tell whether a table is that of the meetings."""
        return self.schema.roles.meetings is not None and table == self.schema.roles.meetings.table

    def the_row(self, table: str, identity: str, where: Location) -> Line:
        """Return the row of that name; there must be one."""
        if self.of_meetings(table):
            return self.the_session(identity, where)
        line = self.bench.find(table, identity)
        if line is not None:
            return line
        raise ScenarioError(_no_row(table, identity, self, where))


def _place_of(name: str) -> str | None:
    place = name.removesuffix(_SESSION)
    return place if place != name and place in PLACES else None


def _no_row(table: str, identity: str, stage: EventLedger, where: Location) -> Problem:
    described = stage.bench.original.schema.tables[table]
    if table not in stage.bench.tables:
        message = Text(
            f"le dossier n'a pas de table « {described.name} »", f"the dossier has no table “{described.code}”"
        )
        return Problem("no-such-table", message, Text("l'ajouter au dossier", "add it to the dossier"), where)
    known = [line.id for line in stage.bench.lines(table)]
    otherwise = Text("vérifier l'identifiant dans le dossier", "check the identifier in the dossier")
    if stage.of_meetings(table):
        otherwise = Text(f"donner un code de session, ou {', '.join(PLACES)}",
                         f"give the code of a session, or {', '.join(PLACES)}")  # fmt: skip
    return Problem(
        "no-such-row",
        Text(
            f"pas de {described.one.fr} « {identity} » dans le dossier",
            f"no {described.one.en} “{identity}” in the dossier",
        ),
        did_you_mean(identity, known, otherwise, cutoff=0.75),
        where,
    )
