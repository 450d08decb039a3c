"""How far each line may go, as JSON carries it; the models of ``report.schema.repair`` describe the keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from innosprint_rules.allocation.repairing.headroom import Headroom
from innosprint_rules.allocation.repairing.one_line import Room
from innosprint_rules.money import plain


def headroom_document(rooms: Sequence[Headroom]) -> list[dict[str, Any]]:
    """Return how far each line may go."""
    return [{"id": each.line, "amount": amount_text(each.amount), **room_document(each)} for each in rooms]


def room_document(found: Headroom) -> dict[str, Any]:
    """Return how far one line may go, without its name."""
    return {
        **_room(found.room),
        "sure": amount_text(found.room.sure),
        "doubtful": found.room.doubtful,
        "under": [{"reading": str(reading), **_room(room)} for reading, room in found.under.items()],
    }


def _room(room: Room) -> dict[str, Any]:
    return {
        "smallest": amount_text(room.smallest),
        "largest": amount_text(room.largest),
        "limited": room.limited,
        "ranges": [
            {"from": plain(lo), "to": None if (lo, hi) == room.ranges[-1] and not room.limited else plain(hi)}
            for lo, hi in room.ranges
        ],
        "above": list(room.above),
        "below": list(room.below),
        "blocked": list(room.blocked),
    }


def amount_text(cents: int | None) -> str | None:
    """Return cents as JSON carries them, None for no amount."""
    return None if cents is None else plain(cents)
