"""The requests of one session, read from the table ``requests``: every mistake told at once, with its cell."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from innosprint_rules.allocation.sharing.weights import SCORES, Weights
from innosprint_rules.dossier.cells.names import did_you_mean
from innosprint_rules.dossier.schema.raw import Notice
from innosprint_rules.dossier.schema.tables import TABLES
from innosprint_rules.engine.evaluation.values import written_day
from innosprint_rules.errors import DossierError, Location, ProblemList, UsageError
from innosprint_rules.folding import same_key
from innosprint_rules.money import format_amount
from innosprint_rules.wording import LANGUAGES, Text, brief_repr, lists

if TYPE_CHECKING:
    from innosprint_rules.dossier.models import Dossier
    from innosprint_rules.dossier.schema.row_classes import Request, Session

_TABLE = TABLES["requests"]


@dataclass(frozen=True, slots=True)
class Asked:
    """One request that can be shared out: ``requested`` and ``minimum`` in cents, ``points`` by the weights."""

    row: Request
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
    known: dict[str, Session] = {same_key(row.code): row for row in dossier.sessions or ()}
    found = known.get(same_key(code.strip()))
    if found is None:
        names = [row.code for row in known.values()]
        listed = ", ".join(names[:12])
        otherwise = Text("écrire la session et sa date dans la table « sessions »",
                         "write the session and its date into the table “sessions”")  # fmt: skip
        if names:
            otherwise = Text(f"sessions du dossier : {listed}", f"sessions of the dossier: {listed}")
        problems.add(
            "unknown-session",
            Text(f"--session : pas de session « {code} » dans le dossier",
                 f"--session: no session “{code}” in the dossier"),
            did_you_mean(code, names, otherwise),
        )  # fmt: skip
    elif found.held_on is None:
        problems.add(
            "session-without-date",
            Text(f"la session {found.code} n'a pas de date", f"session {found.code} has no date"),
            Text("écrire sa date : les règles se jugent à ce jour-là", "write its date: rules are judged on that day"),
            found.location("held_on"),
        )
    elif found.held_on < as_of:
        day, now = (Text(*(written_day(each.toordinal(), lang) for lang in LANGUAGES))
                    for each in (found.held_on, as_of))  # fmt: skip
        problems.add(
            "session-over",
            Text(f"la session {found.code} s'est tenue le {day.fr}, avant le {now.fr} : il n'y a plus à répartir",
                 f"session {found.code} was held on {day.en}, before {now.en}: there is nothing left to share out"),
            Text(f"se placer avant la session : --as-of {found.held_on.isoformat()}, ou choisir une session à venir",
                 f"stand before the session: --as-of {found.held_on.isoformat()}, or choose a session to come"),
            found.location("held_on"),
        )  # fmt: skip
    else:
        return found.code, found.held_on
    raise UsageError(problems.problems)


def requests_of(dossier: Dossier, session: str, held_on: date, weights: Weights) -> Requests:
    """Return the requests made for ``session``, each ready to be shared out.

    Raises:
        DossierError: no request for that session, an amount or a project that is missing, a minimum above what is
            requested, two requests of one project; all of them at once.
    """
    problems = ProblemList()
    rows = [row for row in dossier.requests or () if row.session is not None]
    ours = [row for row in rows if same_key(row.session or "") == same_key(session)]
    if not ours:
        raise _none(dossier, rows, session)
    notices: list[Notice] = []
    asked: list[Asked] = []
    first: dict[str, Request] = {}
    for row in ours:
        _refuse_gaps(row, problems)
        if row.project is not None:
            earlier = first.setdefault(same_key(row.project), row)
            if earlier is not row:
                _refuse_second(row, earlier, session, problems)
        if row.requested is not None:
            asked.append(Asked(row, row.id, row.project or "", row.requested, row.minimum or 0, weights.points(row)))
    if problems:
        raise DossierError(problems.problems)
    _note_blanks(ours, weights, notices)
    homeless = [row for row in dossier.requests or () if row.session is None]
    if homeless:
        listed = _named(homeless)
        notices.append(
            Notice(
                "request-without-session",
                Text(f"demande sans session, laissée de côté : {listed.fr}",
                     f"request without a session, left aside: {listed.en}"),
                homeless[0].location("session"),
            )
        )  # fmt: skip
    return Requests(session, held_on, tuple(asked), tuple(notices))


def _none(dossier: Dossier, rows: list[Request], session: str) -> DossierError:
    problems = ProblemList()
    if dossier.requests is None:
        problems.add(
            "no-requests-table",
            Text(f"le dossier n'a pas de table « {_TABLE.name} »", f"the dossier has no table “{_TABLE.name}”"),
            Text(f"y écrire les demandes : {', '.join(column.header for column in _TABLE.columns)}",
                 f"write the requests there: {', '.join(column.header for column in _TABLE.columns)}"),
        )  # fmt: skip
    else:
        others = ", ".join(dict.fromkeys(str(row.session) for row in rows))
        hint = Text(f"la table « {_TABLE.name} » est à remplir", f"the table “{_TABLE.name}” is to be filled in")
        if others:
            hint = Text(f"sessions qui ont des demandes : {others}", f"sessions that have requests: {others}")
        problems.add(
            "no-requests",
            Text(f"aucune demande pour la session {session}", f"no request for session {session}"),
            hint,
        )
    return DossierError(problems.problems)


def _refuse_gaps(row: Request, problems: ProblemList) -> None:
    for column in ("project", "requested"):
        if getattr(row, column) is None:
            header = _TABLE.header_of(column)
            problems.add(
                "request-incomplete",
                Text(f"{row.id} : « {header} » est vide", f"{row.id}: “{header}” is empty"),
                Text("la compléter, ou retirer cette demande", "fill it in, or take this request away"),
                row.location(column),
            )
    if row.requested is not None and (row.minimum or 0) > row.requested:
        least, most = (Text(*(format_amount(cents, lang) for lang in LANGUAGES))
                       for cents in (row.minimum or 0, row.requested))  # fmt: skip
        problems.add(
            "minimum-above-request",
            Text(f"{row.id} : le minimum, {least.fr}, dépasse la demande, {most.fr}",
                 f"{row.id}: the minimum, {least.en}, is above the request, {most.en}"),
            Text("corriger l'un des deux montants", "correct one of the two amounts"),
            row.location("minimum"),
        )  # fmt: skip


def _refuse_second(row: Request, earlier: Request, session: str, problems: ProblemList) -> None:
    problems.add(
        "second-request",
        Text(f"{row.id} : le projet {row.project} a déjà une demande pour {session}, {earlier.id}",
             f"{row.id}: project {row.project} already has a request for {session}, {earlier.id}"),
        Text("n'en garder qu'une, ou les réunir", "keep one, or join them"),
        row.location("project"),
    )  # fmt: skip


def _note_blanks(rows: list[Request], weights: Weights, notices: list[Notice]) -> None:
    """Say which minimum and which scores are missing, and what they are taken for."""
    for column in ("minimum", *(name for name in SCORES if weights.scores.get(name))):
        blank = [row for row in rows if getattr(row, column) is None]
        if not blank:
            continue
        listed, header = _named(blank), _TABLE.header_of(column)
        minimum = column == "minimum"
        fr = "pas de minimum connu, tout montant est tenu pour utile" if minimum else "note inconnue, comptée 0"
        en = "no minimum known, any amount is held to be of use" if minimum else "score unknown, counted as 0"
        notices.append(
            Notice(
                "minimum-missing" if minimum else "score-missing",
                Text(f"« {header} » : {fr} ({listed.fr})", f"“{header}”: {en} ({listed.en})"),
                blank[0].location(column) if column in rows[0].columns else Location(),
            )
        )


def _named(rows: list[Request]) -> Text:
    """Return the ids of some rows, at most six of them by name."""
    names = [row.id for row in rows]
    if len(names) <= 6:
        return Text(lists(names, "fr"), lists(names, "en"))
    rest = len(names) - 5
    return Text(lists([*names[:5], f"{rest} autres"], "fr"), lists([*names[:5], f"{rest} others"], "en"))
