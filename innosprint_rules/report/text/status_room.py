"""The room for new decisions: at the next session, and of each row of the dossier that is only proposed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from innosprint_rules.allocation.repairing.document import headroom_document, room_document
from innosprint_rules.allocation.repairing.headroom import Headroom, headroom
from innosprint_rules.allocation.repairing.next_session import SessionRoom, next_session
from innosprint_rules.report.content.words import written_date
from innosprint_rules.report.text.attention import heading
from innosprint_rules.report.text.headroom import headroom_lines, room_words
from innosprint_rules.report.text.layout import Line, block
from innosprint_rules.wording import Lang, Text

if TYPE_CHECKING:
    from innosprint_rules.dossier.models import Dossier
    from innosprint_rules.engine.report import Report


@dataclass(frozen=True, slots=True)
class Room:
    """How far new decisions may go."""

    session: SessionRoom | None
    proposed: tuple[Headroom, ...]

    def lines(self, lang: Lang, width: int) -> list[Line]:
        """Return the room in words; nothing without a session to come or a row proposed."""
        found: list[Line] = []
        if self.session is not None:
            day, name = written_date(self.session.held_on, lang), self.session.session
            said = Text(f"une ligne de la session {name}, le {day} : ", f"one row of session {name}, on {day}: ").get(
                lang
            )
            found += heading(Text("Marge d'attribution", "Room to allocate").get(lang), lang)
            found += block(f"{said}{room_words(self.session.headroom, lang)}", width, 2, 4)
        return found + headroom_lines(self.proposed, lang, width)

    def as_document(self) -> dict[str, Any]:
        """Return the room as JSON carries it."""
        session = self.session
        return {
            "next_session": None if session is None else {
                "session": session.session, "held_on": session.held_on.isoformat(), **room_document(session.headroom)
            },
            "lines": headroom_document(self.proposed),
        }  # fmt: skip


def room_of(report: Report, dossier: Dossier, readings: Mapping[str, str]) -> Room:
    """Return the room that a dossier leaves at the moment of its report; ``readings`` are those asked for."""
    book, as_of = report.rulebook, report.as_of
    return Room(
        next_session(dossier, book, as_of=as_of, readings=readings),
        headroom(dossier, book, as_of=as_of, readings=readings),
    )
