"""How much one line may get at the next session, before anything is proposed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from innosprint_rules.allocation.extraction.model import Reading
from innosprint_rules.allocation.repairing.headroom import Headroom, headroom
from innosprint_rules.allocation.repairing.one_line import Room
from innosprint_rules.dossier.models import Dossier
from innosprint_rules.dossier.proposal import read_proposal
from innosprint_rules.folding import same_key
from innosprint_rules.rulebook.book import Rulebook


@dataclass(frozen=True, slots=True)
class SessionRoom:
    """The next session and how far one line decided there may go, all else being right with it."""

    session: str
    held_on: date
    headroom: Headroom

    @property
    def room(self) -> Room:
        """The room under the readings in force."""
        return self.headroom.room

    @property
    def under(self) -> Mapping[Reading, Room]:
        """The room under each other reading that changes it."""
        return self.headroom.under


def next_session(
    dossier: Dossier,
    rulebook: Rulebook | None = None,
    *,
    as_of: date,
    readings: Mapping[str, str] | None = None,
) -> SessionRoom | None:
    """Return how much one line may get at the first session held on ``as_of`` or later; None without one.

    Args:
        dossier: what is known of the programme.
        rulebook: the rules; the bundled agreement when None.
        as_of: the moment of judgement.
        readings: chosen answers to open questions of the text.

    Raises:
        UsageError: an unknown reading.
    """
    roles = dossier.schema.roles
    meetings, role = roles.meetings, roles.proposals
    if meetings is None or role is None:
        return None
    held = [(getattr(row, meetings.day), row.identity) for row in dossier.rows(meetings.table) or ()]
    ahead = [(day, name) for day, name in held if day is not None and day >= as_of]
    if not ahead:
        return None
    held_on, session = min(ahead)
    taken = {same_key(row.identity) for row in (*dossier.decided, *(dossier.beside or ()))}
    name = session
    while same_key(name) in taken:
        name += "+"
    (key,) = dossier.schema.tables[role.table].identity
    line = {
        key: name, role.meeting: session, role.day: held_on.isoformat(), role.amount: "0.01",
        **dict.fromkeys(role.purpose, "x"),
    }  # fmt: skip
    [found] = headroom(dossier, rulebook, proposal=read_proposal([line], dossier), as_of=as_of, readings=readings)
    return SessionRoom(session, held_on, found)
