"""What was voted at a session: who was there, who decided, which lines were accepted, changed or refused."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from innosprint_rules.dossier.consigning.edits import Edits
from innosprint_rules.dossier.consigning.refusals import (
    consigned_already,
    no_day,
    nothing_put,
    refuse_twice,
    refuse_unknown,
)
from innosprint_rules.dossier.models import Dossier
from innosprint_rules.dossier.proposal import Proposal
from innosprint_rules.dossier.proposed_rows import new_ids
from innosprint_rules.dossier.schema.base_row import Row
from innosprint_rules.dossier.schema.roles import Meetings, Proposals, required
from innosprint_rules.dossier.vote import put_to_vote
from innosprint_rules.errors import Problem, UsageError
from innosprint_rules.folding import same_key
from innosprint_rules.nearest import did_you_mean, quoted
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
    presented: Sequence[Row] = ()
    everyone: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Voted:
    """What comes of a ballot: the session, its lines as they are consigned, what changes; ``corrected``: it was
    consigned before, and those lines are corrected; ``names`` gives the id of a line that had none."""

    session: Row
    lines: tuple[Row, ...]
    edits: Edits
    corrected: bool
    names: Mapping[str, str]
    day: date
    role: Proposals

    def day_of(self, row: Row) -> date | None:
        """Return the day of a line's decision."""
        day: date | None = getattr(row, self.role.day)
        return day


def voted(dossier: Dossier, given: Proposal | None, ballot: Ballot) -> Voted:
    """Return what becomes of the dossier when a session's vote is consigned.

    Raises:
        UsageError: there is no such session, no day of it, nothing to vote or to correct, a line that is named and
            is not there, one that is decided already.
    """
    role = required(dossier.schema.roles.proposals, "proposals")
    meetings = required(dossier.schema.roles.meetings, "meetings")
    session = _session(dossier, meetings, ballot.session)
    day = getattr(session, meetings.day)
    if day is None:
        raise UsageError(no_day(session, meetings))
    voted_on = (role.decided, role.refused)
    consigned = [
        row for row in dossier.decided if _at(role, row, session, day) and getattr(row, role.status) in voted_on
    ]
    vote = put_to_vote(dossier, given, day)
    put = vote.proposal.rows if vote.proposal else ()
    offered = [row for row in put if _at(role, row, session, day, among_all=given is not None)]
    refuse_twice(offered, consigned, session, given is not None)
    if not offered and not consigned:
        raise UsageError(nothing_put(role, session))
    if not offered and not (ballot.refused or ballot.amounts or ballot.present or ballot.by or ballot.presented):
        raise UsageError(consigned_already(session, consigned))
    lines = offered or consigned
    refuse_unknown(lines, ballot.refused, ballot.amounts or {})
    deciders = tuple(ballot.by or ballot.present or _there_then(meetings, session) or ballot.everyone)
    names = _names(dossier, lines)
    edits = Edits()
    done: list[Row] = []
    there = _there(dossier, vote.replaced if given is not None else None)
    for row in lines:
        new = _decided(role, row, session, day, deciders, ballot, names, bool(offered))
        done.append(new)
        old = there.get(same_key(row.identity))
        if old is not None and not old.beside:
            edits.change(old, new)
            continue
        edits.added.append(new)
        if old is not None:
            edits.gone.append(old)
    if ballot.present is not None and meetings.present is not None:
        edits.change(session, session.model_copy(update={meetings.present: tuple(ballot.present)}))
    _present(dossier, ballot, session, edits)
    return Voted(session, tuple(done), edits, not offered, names, day, role)


def _there_then(meetings: Meetings, session: Row) -> tuple[str, ...]:
    return () if meetings.present is None else getattr(session, meetings.present) or ()


def _session(dossier: Dossier, meetings: Meetings, code: str) -> Row:
    table = dossier.schema.tables[meetings.table]
    rows = dossier.rows(table.code) or ()
    for row in rows:
        if same_key(row.identity) == same_key(code):
            return row
    known = [row.identity for row in rows]
    listed = quoted(known)
    otherwise = (
        Text(f"{table.many.fr} connues : {listed.fr}", f"known {table.many.en}: {listed.en}")
        if known
        else Text(f"inscrire d'abord la {table.one.fr}, avec sa date, dans la table « {table.name} »",
                  f"first write the {table.one.en}, with its day, in the table “{table.code}”")
    )  # fmt: skip
    raise UsageError(
        Problem(
            "unknown-session",
            Text(f"« {code} » n'est dans aucune ligne de la table « {table.name} »",
                 f"“{code}” is in no row of the table “{table.code}”"),
            did_you_mean(code, known, otherwise),
        )
    )  # fmt: skip


def _at(role: Proposals, row: Row, session: Row, day: date, among_all: bool = False) -> bool:
    """Tell whether a line is that session's; one of a proposal that names no session is, if no day says otherwise."""
    meeting = getattr(row, role.meeting)
    if meeting is None:
        return among_all and getattr(row, role.day) in (None, day)
    return same_key(meeting) == same_key(session.identity)


def _there(dossier: Dossier, replaced: Sequence[Row] | None) -> dict[str, Row]:
    """Return the rows of the dossier that the lines are, by id: of a proposal given, those that it replaces."""
    rows = (*dossier.decided, *(dossier.beside or ())) if replaced is None else replaced
    return {same_key(row.identity): row for row in rows}


def _decided(
    role: Proposals,
    row: Row,
    session: Row,
    day: date,
    deciders: tuple[str, ...],
    ballot: Ballot,
    names: Mapping[str, str],
    first: bool,
) -> Row:
    key = same_key(row.identity)
    amounts = {same_key(name): cents for name, cents in (ballot.amounts or {}).items()}
    refused = {same_key(name) for name in ballot.refused}
    status = getattr(row, role.status)
    if key in amounts or status == role.proposed:
        status = role.decided
    if key in refused:
        status = role.refused
    own = () if role.deciders is None else getattr(row, role.deciders)
    written = first and bool(own) and ballot.by is None
    kept = own if written or (not first and ballot.by is None and ballot.present is None) else deciders
    cells: dict[str, object] = {
        row.table.identity[0]: names.get(row.identity, row.identity),
        role.meeting: session.identity,
        role.day: getattr(row, role.day) or day,
        role.amount: amounts.get(key, getattr(row, role.amount)),
        role.status: status,
    }
    if role.deciders is not None:
        cells[role.deciders] = kept or deciders
    return row.model_copy(update=cells)


def _names(dossier: Dossier, lines: Sequence[Row]) -> dict[str, str]:
    """Give lines that had no id in their file one that follows those of the dossier."""
    proposal = dossier.schema.proposal
    numbered = "" if proposal is None else f"{proposal.numbered}-"
    nameless = [row.identity for row in lines
                if row.identity.startswith(numbered) and row.header(row.table.identity[0]) is None]  # fmt: skip
    taken = [row.identity for row in (*dossier.decided, *lines) if row.identity not in nameless]
    return dict(zip(nameless, new_ids(taken, len(nameless)), strict=True))


def _present(dossier: Dossier, ballot: Ballot, session: Row, edits: Edits) -> None:
    if not ballot.presented:
        return
    role = required(dossier.schema.roles.presentations, "presentations")
    there = {
        same_key(getattr(row, role.beneficiary)): row
        for row in dossier.rows(role.table) or ()
        if same_key(getattr(row, role.meeting)) == same_key(session.identity)
    }
    for row in ballot.presented:
        new = row.model_copy(update={role.meeting: session.identity})
        old = there.get(same_key(getattr(row, role.beneficiary)))
        if old is None:
            edits.added.append(new)
        else:
            edits.change(old, new)
