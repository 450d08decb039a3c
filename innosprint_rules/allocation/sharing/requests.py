"""The requests of one session, read from their table: every mistake told at once, with its cell."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from innosprint_rules.allocation.sharing.weights import Weights
from innosprint_rules.dossier.schema.raw import Notice
from innosprint_rules.dossier.schema.roles import Requests as Role
from innosprint_rules.dossier.schema.roles import required
from innosprint_rules.engine.evaluation.values import written_day
from innosprint_rules.errors import DossierError, Location, ProblemList, UsageError
from innosprint_rules.folding import same_key
from innosprint_rules.money import format_amount
from innosprint_rules.nearest import did_you_mean
from innosprint_rules.wording import LANGUAGES, Text, brief_repr, lists

if TYPE_CHECKING:
    from innosprint_rules.dossier.models import Dossier
    from innosprint_rules.dossier.schema.base_row import Row


@dataclass(frozen=True, slots=True)
class Asked:
    """One request that can be shared out: ``requested`` and ``minimum`` in cents, ``points`` by the weights."""

    row: Row
    id: str
    project: str
    requested: int
    minimum: int
    points: int

    __repr__ = brief_repr


@dataclass(frozen=True, slots=True)
class Requests:
    """The requests of one session in the order of the file, and what the reader should know of them."""

    session: str
    held_on: date
    asked: tuple[Asked, ...]
    notices: tuple[Notice, ...]


def session_of(dossier: Dossier, code: str, as_of: date) -> tuple[str, date]:
    """Return how a session is spelled in the dossier, and its day.

    Raises:
        UsageError: a session that is not in the dossier, that has no date or that is over by ``as_of``.
    """
    problems = ProblemList()
    role = required(dossier.schema.roles.meetings, "meetings")
    known = {same_key(row.identity): row for row in dossier.rows(role.table) or ()}
    noun = dossier.schema.meeting
    one, many = noun.one, noun.many
    found = known.get(same_key(code.strip()))
    if found is None:
        names = [row.identity for row in known.values()]
        listed, table = ", ".join(names[:12]), dossier.schema.tables[role.table]
        otherwise = Text(f"écrire {noun.the} et sa date dans la table « {table.name} »",
                         f"write the {one.en} and its date into the table “{table.code}”")  # fmt: skip
        if names:
            otherwise = Text(f"{many.fr} du dossier : {listed}", f"{many.en} of the dossier: {listed}")
        problems.add(
            "unknown-session",
            Text(f"--session : pas {noun.of} « {code} » dans le dossier",
                 f"--session: no {one.en} “{code}” in the dossier"),
            did_you_mean(code, names, otherwise),
        )  # fmt: skip
    elif (held_on := getattr(found, role.day)) is None:
        problems.add(
            "session-without-date",
            Text(f"{noun.the} {found.identity} n'a pas de date", f"{one.en} {found.identity} has no date"),
            Text("écrire sa date : les règles se jugent à ce jour-là", "write its date: rules are judged on that day"),
            found.location(role.day),
        )
    elif held_on < as_of:
        day, now = (Text(*(written_day(each.toordinal(), lang) for lang in LANGUAGES))
                    for each in (held_on, as_of))  # fmt: skip
        problems.add(
            "session-over",
            Text(f"{noun.the} {found.identity} s'est {noun.agreed('tenu')} le {day.fr}, avant le {now.fr} : il n'y"
                 " a plus à répartir",
                 f"{one.en} {found.identity} was held on {day.en}, before {now.en}: there is nothing left to share"
                 " out"),
            Text(f"se placer avant {noun.the} : --as-of {held_on.isoformat()}, ou choisir parmi ce qui est à venir",
                 f"stand before the {one.en}: --as-of {held_on.isoformat()}, or choose one to come"),
            found.location(role.day),
        )  # fmt: skip
    else:
        return found.identity, held_on
    raise UsageError(problems.problems)


def requests_of(dossier: Dossier, session: str, held_on: date, weights: Weights) -> Requests:
    """Return the requests made for ``session``, each ready to be shared out.

    Raises:
        DossierError: no request for that session, an amount or a project that is missing, a minimum above what is
            requested, two requests of one project; all of them at once.
    """
    problems = ProblemList()
    role = required(dossier.schema.roles.requests, "requests")
    every = dossier.rows(role.table) or ()
    rows = [row for row in every if getattr(row, role.meeting) is not None]
    ours = [row for row in rows if same_key(getattr(row, role.meeting)) == same_key(session)]
    if not ours:
        raise _none(dossier, role, rows, session)
    notices: list[Notice] = []
    asked: list[Asked] = []
    first: dict[str, Row] = {}
    for row in ours:
        _refuse_gaps(role, row, problems)
        whom, requested, least = (getattr(row, code) for code in (role.beneficiary, role.requested, role.minimum))
        if whom is not None:
            earlier = first.setdefault(same_key(whom), row)
            if earlier is not row:
                _refuse_second(role, row, earlier, session, problems)
        if requested is not None:
            asked.append(Asked(row, row.identity, whom or "", requested, least or 0, weights.points(row)))
    if problems:
        raise DossierError(problems.problems)
    _note_blanks(role, ours, weights, notices)
    homeless = [row for row in every if getattr(row, role.meeting) is None]
    if homeless:
        listed, one = _named(homeless), dossier.schema.meeting.one
        notices.append(
            Notice(
                "request-without-session",
                Text(f"demande sans {one.fr}, laissée de côté : {listed.fr}",
                     f"request without {one.en}, left aside: {listed.en}"),
                homeless[0].location(role.meeting),
            )
        )  # fmt: skip
    return Requests(session, held_on, tuple(asked), tuple(notices))


def _none(dossier: Dossier, role: Role, rows: list[Row], session: str) -> DossierError:
    problems = ProblemList()
    table, noun = dossier.schema.tables[role.table], dossier.schema.meeting
    if dossier.rows(role.table) is None:
        problems.add(
            "no-requests-table",
            Text(f"le dossier n'a pas de table « {table.name} »", f"the dossier has no table “{table.name}”"),
            Text(f"y écrire les demandes : {', '.join(column.header for column in table.columns)}",
                 f"write the requests there: {', '.join(column.header for column in table.columns)}"),
        )  # fmt: skip
    else:
        others = ", ".join(dict.fromkeys(str(getattr(row, role.meeting)) for row in rows))
        hint = Text(f"la table « {table.name} » est à remplir", f"the table “{table.name}” is to be filled in")
        if others:
            hint = Text(f"{noun.many.fr} qui ont des demandes : {others}",
                        f"{noun.many.en} that have requests: {others}")  # fmt: skip
        problems.add(
            "no-requests",
            Text(f"aucune demande pour {noun.the} {session}", f"no request for {noun.one.en} {session}"),
            hint,
        )
    return DossierError(problems.problems)


def _refuse_gaps(role: Role, row: Row, problems: ProblemList) -> None:
    for column in (role.beneficiary, role.requested):
        if getattr(row, column) is None:
            header = row.table.header_of(column)
            problems.add(
                "request-incomplete",
                Text(f"{row.identity} : « {header} » est vide", f"{row.identity}: “{header}” is empty"),
                Text("la compléter, ou retirer cette demande", "fill it in, or take this request away"),
                row.location(column),
            )
    requested, minimum = getattr(row, role.requested), getattr(row, role.minimum) or 0
    if requested is not None and minimum > requested:
        least, most = (Text(*(format_amount(cents, lang) for lang in LANGUAGES)) for cents in (minimum, requested))
        problems.add(
            "minimum-above-request",
            Text(f"{row.identity} : le minimum, {least.fr}, dépasse la demande, {most.fr}",
                 f"{row.identity}: the minimum, {least.en}, is above the request, {most.en}"),
            Text("corriger l'un des deux montants", "correct one of the two amounts"),
            row.location(role.minimum),
        )  # fmt: skip


def _refuse_second(role: Role, row: Row, earlier: Row, session: str, problems: ProblemList) -> None:
    whom, target = getattr(row, role.beneficiary), row.table.by_code[role.beneficiary].target
    one = Text("bénéficiaire", "beneficiary") if target is None else row.table.schema.tables[target].one
    problems.add(
        "second-request",
        Text(f"{row.identity} : le {one.fr} {whom} a déjà une demande pour {session}, {earlier.identity}",
             f"{row.identity}: {one.en} {whom} already has a request for {session}, {earlier.identity}"),
        Text("n'en garder qu'une, ou les réunir", "keep one, or join them"),
        row.location(role.beneficiary),
    )  # fmt: skip


def _note_blanks(role: Role, rows: list[Row], weights: Weights, notices: list[Notice]) -> None:
    """Say which minimum and which scores are missing, and what they are taken for."""
    for column in (role.minimum, *(name for name, _ in role.scores if weights.scores.get(name))):
        blank = [row for row in rows if getattr(row, column) is None]
        if not blank:
            continue
        listed, header = _named(blank), blank[0].table.header_of(column)
        minimum = column == role.minimum
        fr = "pas de minimum connu, tout montant est tenu pour utile" if minimum else "note inconnue, comptée 0"
        en = "no minimum known, any amount is held to be of use" if minimum else "score unknown, counted as 0"
        notices.append(
            Notice(
                "minimum-missing" if minimum else "score-missing",
                Text(f"« {header} » : {fr} ({listed.fr})", f"“{header}”: {en} ({listed.en})"),
                blank[0].location(column) if column in rows[0].columns else Location(),
            )
        )


def _named(rows: list[Row]) -> Text:
    """Return the ids of some rows, at most six of them by name."""
    names = [row.identity for row in rows]
    if len(names) <= 6:
        return Text(lists(names, "fr"), lists(names, "en"))
    rest = len(names) - 5
    return Text(lists([*names[:5], f"{rest} autres"], "fr"), lists([*names[:5], f"{rest} others"], "en"))
