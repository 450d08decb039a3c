"""A dossier in which a proposal has been voted as it stands: what follows may then be looked at before the vote."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from innosprint_rules.dossier.models import Dossier
from innosprint_rules.dossier.proposal import Proposal
from innosprint_rules.dossier.schema.roles import required
from innosprint_rules.folding import same_key


def as_voted(dossier: Dossier, proposal: Proposal, as_of: date, everyone: Sequence[str]) -> tuple[Dossier, date]:
    """Return the dossier once every line of a proposal is voted, and the last day on which one is.

    A line without a day is voted at its meeting, else on ``as_of``; one that names nobody who decides, by
    ``everyone``; what is refused stays so. No rule of the agreement is looked at.

    Args:
        dossier: what is known without the proposal.
        proposal: the lines, at the amounts that are voted.
        as_of: the day on which they are looked at.
        everyone: the members, as the dossier writes them.
    """
    role = required(dossier.schema.roles.proposals, "proposals")
    meetings = required(dossier.schema.roles.meetings, "meetings")
    held = {same_key(row.identity): getattr(row, meetings.day) for row in dossier.rows(meetings.table) or ()}
    rows, last = [], as_of
    for row in proposal.rows:
        meeting = getattr(row, role.meeting)
        at_meeting = None if meeting is None else held.get(same_key(meeting))
        day: date = getattr(row, role.day) or at_meeting or as_of
        status = getattr(row, role.status)
        cells: dict[str, object] = {role.day: day, role.status: role.decided if status == role.proposed else status}
        if role.deciders is not None:
            cells[role.deciders] = getattr(row, role.deciders) or tuple(everyone)
        rows.append(row.as_decided(cells))
        last = max(last, day, at_meeting or day)
    columns = frozenset[str]().union(*(row.columns for row in rows))
    return dossier.with_proposal(tuple(rows), columns, ()), last
