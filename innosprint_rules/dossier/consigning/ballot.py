"""What was voted at a session: who was there, who decided, which lines were accepted, changed or refused."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from innosprint_rules.dossier.cells.names import did_you_mean, quoted
from innosprint_rules.dossier.consigning.edits import Edits
from innosprint_rules.dossier.models import Dossier
from innosprint_rules.dossier.proposal import Proposal
from innosprint_rules.dossier.proposed_rows import DECIDED, PROPOSED, REFUSED, new_ids
from innosprint_rules.dossier.schema.row_classes import Allocation, Presentation, Session
from innosprint_rules.dossier.schema.tables import PROPOSAL
from innosprint_rules.dossier.vote import put_to_vote
from innosprint_rules.errors import Problem, ProblemList, UsageError
from innosprint_rules.folding import same_key
from innosprint_rules.wording import Text


@dataclass(frozen=True, slots=True)
class Ballot:
    """What the members decided.

    ``present`` and ``by`` are names of members, None where nothing is said: those who decide are then those present,
    else ``everyone``. ``refused`` are ids of lines, ``amounts`` other amounts by id, in cents; every other line is
    accepted as it was proposed. ``presented`` are the presentations of that day.
    """

    session: str
    present: Sequence[str] | None = None
    by: Sequence[str] | None = None
    refused: Collection[str] = ()
    amounts: Mapping[str, int] | None = None
    presented: Sequence[Presentation] = ()
    everyone: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Voted:
    """What comes of a ballot: the session, its lines as they are consigned, what changes; ``corrected``: it was
    consigned before, and those lines are corrected; ``names`` gives the id of a line that had none."""

    session: Session
    lines: tuple[Allocation, ...]
    edits: Edits
    corrected: bool
    names: Mapping[str, str]


def voted(dossier: Dossier, given: Proposal | None, ballot: Ballot) -> Voted:
    """Return what becomes of the dossier when a session's vote is consigned.

    Raises:
        UsageError: there is no such session, no day of it, nothing to vote or to correct, a line that is named and
            is not there, one that is decided already.
    """
    session = _session(dossier, ballot.session)
    day = session.held_on
    if day is None:
        raise UsageError(_no_day(session))
    consigned = [
        row for row in dossier.allocations or () if _at(row, session) and row.status in (DECIDED, REFUSED)
    ]  # fmt: skip
    vote = put_to_vote(dossier, given, day)
    put = vote.proposal.rows if vote.proposal else ()
    offered = [row for row in put if _at(row, session, among_all=given is not None)]
    _refuse_twice(offered, consigned, session, given is not None)
    if not offered and not consigned:
        raise UsageError(_nothing(session))
    if not offered and not (ballot.refused or ballot.amounts or ballot.present or ballot.by or ballot.presented):
        raise UsageError(_consigned(session, consigned))
    lines = offered or consigned
    _refuse_unknown(lines, ballot)
    deciders = tuple(ballot.by or ballot.present or session.members_present or ballot.everyone)
    names = _names(dossier, lines)
    edits = Edits()
    done: list[Allocation] = []
    there = _there(dossier, vote.replaced if given is not None else None)
    for row in lines:
        new = _decided(row, session, day, deciders, ballot, names, bool(offered))
        done.append(new)
        old = there.get(same_key(row.id))
        if old is not None and not old.beside:
            edits.change(old, new)
            continue
        edits.added.append(new)
        if old is not None:
            edits.gone.append(old)
    if ballot.present is not None:
        edits.change(session, session.model_copy(update={"members_present": tuple(ballot.present)}))
    _present(dossier, ballot, session, edits)
    return Voted(session, tuple(done), edits, not offered, names)


def _session(dossier: Dossier, code: str) -> Session:
    rows = dossier.sessions or ()
    for row in rows:
        if same_key(row.code) == same_key(code):
            return row
    known = [row.code for row in rows]
    listed = quoted(known)
    otherwise = (
        Text(f"sessions connues : {listed.fr}", f"known sessions: {listed.en}")
        if known
        else Text("inscrire d'abord la session, avec sa date, dans la table « sessions »",
                  "first write the session, with its day, in the table “sessions”")
    )  # fmt: skip
    raise UsageError(
        Problem(
            "unknown-session",
            Text(f"« {code} » n'est dans aucune ligne de la table « sessions »",
                 f"“{code}” is in no row of the table “sessions”"),
            did_you_mean(code, known, otherwise),
        )
    )  # fmt: skip


def _at(row: Allocation, session: Session, among_all: bool = False) -> bool:
    """Tell whether a line is that session's; one of a proposal that names no session is, if no day says otherwise."""
    if row.session is None:
        return among_all and row.decided_on in (None, session.held_on)
    return same_key(row.session) == same_key(session.code)


def _there(dossier: Dossier, replaced: Sequence[Allocation] | None) -> dict[str, Allocation]:
    """Return the rows of the dossier that the lines are, by id: of a proposal given, those that it replaces."""
    rows = (*(dossier.allocations or ()), *(dossier.proposal or ())) if replaced is None else replaced
    return {same_key(row.id): row for row in rows}


def _decided(
    row: Allocation,
    session: Session,
    day: date,
    deciders: tuple[str, ...],
    ballot: Ballot,
    names: Mapping[str, str],
    first: bool,
) -> Allocation:
    key = same_key(row.id)
    amounts = {same_key(name): cents for name, cents in (ballot.amounts or {}).items()}
    refused = {same_key(name) for name in ballot.refused}
    status = DECIDED if row.status == PROPOSED else row.status
    if key in amounts:
        status = DECIDED
    if key in refused:
        status = REFUSED
    written = first and bool(row.decided_by) and ballot.by is None
    kept = row.decided_by if written or (not first and ballot.by is None and ballot.present is None) else deciders
    cells: dict[str, object] = {
        "id": names.get(row.id, row.id),
        "session": session.code,
        "decided_on": row.decided_on or day,
        "amount": amounts.get(key, row.amount),
        "decided_by": kept or deciders,
        "status": status,
    }
    return row.model_copy(update=cells)


def _names(dossier: Dossier, lines: Sequence[Allocation]) -> dict[str, str]:
    """Give lines that had no id in their file one that follows those of the dossier."""
    nameless = [row.id for row in lines if row.id.startswith(f"{PROPOSAL.numbered}-") and row.header("id") is None]
    taken = [row.id for row in (*(dossier.allocations or ()), *lines) if row.id not in nameless]
    return dict(zip(nameless, new_ids(taken, len(nameless)), strict=True))


def _present(dossier: Dossier, ballot: Ballot, session: Session, edits: Edits) -> None:
    there = {
        same_key(row.project): row
        for row in dossier.presentations or ()
        if same_key(row.session) == same_key(session.code)
    }
    for row in ballot.presented:
        new = row.model_copy(update={"session": session.code})
        old = there.get(same_key(row.project))
        if old is None:
            edits.added.append(new)
        else:
            edits.change(old, new)


# what is refused -------------------------------------------------------------------------------------


def _refuse_twice(
    offered: Sequence[Allocation], consigned: Sequence[Allocation], session: Session, given: bool
) -> None:
    """Refuse a proposal whose lines are consigned at that session already."""
    if not given:
        return
    known = {same_key(row.id) for row in consigned}
    twice = [row for row in consigned if same_key(row.id) in {same_key(each.id) for each in offered} & known]
    if twice:
        raise UsageError(_consigned(session, twice))


def _refuse_unknown(lines: Sequence[Allocation], ballot: Ballot) -> None:
    known = {same_key(row.id): row.id for row in lines}
    problems = ProblemList()
    amounts = ballot.amounts or {}
    for option, named in (("--refuse", ballot.refused), ("--amount", amounts)):
        for name in named:
            if same_key(name) not in known:
                listed = quoted(known.values())
                problems.add(
                    "unknown-line",
                    Text(f"{option} : « {name} » n'est aucune des lignes à consigner",
                         f"{option}: “{name}” is none of the lines to consign"),
                    did_you_mean(name, known.values(), Text(f"lignes : {listed.fr}", f"lines: {listed.en}")),
                )  # fmt: skip
    both = {same_key(name) for name in ballot.refused} & {same_key(name) for name in amounts}
    for key in both & known.keys():
        problems.add(
            "refused-with-amount",
            Text(f"« {known[key]} » est refusée et reçoit un autre montant",
                 f"“{known[key]}” is refused and given another amount"),
            Text("choisir l'un des deux", "choose one of the two"),
        )  # fmt: skip
    if problems:
        raise UsageError(problems.problems)


def _no_day(session: Session) -> Problem:
    return Problem(
        "session-without-day",
        Text(f"la session {session.code} n'a pas de date", f"the session {session.code} has no day"),
        Text("écrire sa date dans la table « sessions »", "write its day in the table “sessions”"),
        session.location("held_on"),
    )


def _nothing(session: Session) -> Problem:
    return Problem(
        "nothing-to-consign",
        Text(f"aucune ligne n'est proposée pour la session {session.code}",
             f"no line is proposed for the session {session.code}"),
        Text("donner les lignes avec --proposal, ou les écrire dans le dossier sous le statut « proposée »",
             "give the lines with --proposal, or write them in the dossier with the status “proposée”"),
    )  # fmt: skip


def _consigned(session: Session, rows: Sequence[Allocation]) -> Problem:
    listed = quoted(row.id for row in rows)
    return Problem(
        "consigned-already",
        Text(f"la session {session.code} est déjà consignée : {listed.fr}",
             f"the session {session.code} is consigned already: {listed.en}"),
        Text("pour corriger ce vote, dire ce qui change, sans proposition : --amount ID=EUROS, --refuse ID, --present"
             " ou --by",
             "to correct that vote say what changes, without a proposal: --amount ID=EUROS, --refuse ID, --present"
             " or --by"),
        rows[0].location(),
    )  # fmt: skip
