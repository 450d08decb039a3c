"""How far each line may go, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from innosprint_rules.report.content.teller import Teller
from innosprint_rules.wording import Text, french_spacing

if TYPE_CHECKING:
    from innosprint_rules.allocation.repairing.headroom import Headroom
    from innosprint_rules.allocation.repairing.one_line import Room

ROOMS = Text("Marge de chaque ligne, les autres restant telles quelles", "Room of each row, the others as they stand")


def room_words(found: Headroom, teller: Teller) -> str:
    """Return how far one line may go: « jusqu'à 3 500,00 €, au-delà END01 ».

    Where facts are missing, up to where that is sure. Another reading is told when it leaves less.
    """
    room = found.room
    said = _room(room, teller)
    if room.doubtful and room.sure is None:
        said = teller.say(Text("non vérifiable", "cannot be verified"))
    elif room.doubtful:
        sure = teller.amount(room.sure)
        said = teller.say(
            Text(f"jusqu'à {sure}, non vérifiable au-delà", f"up to {sure}, cannot be verified beyond that")
        )
    if room.doubtful and room.limited:
        most, codes = teller.amount(room.largest), teller.lists(list(room.above))
        said += teller.say(Text(f" ; plus de {most} : {codes}", f"; more than {most}: {codes}"))
    told = room.sure if room.doubtful else room.ranges[-1][1] if room.ranges else None
    for reading, other in found.under.items():
        if told is not None and other.ranges and other.ranges[-1][1] >= told and len(other.ranges) == len(room.ranges):
            continue
        words = _room(other, teller)
        said += teller.say(Text(f" ({reading} : {words})", f" ({reading}: {words})"))
    return french_spacing(said) if teller.lang == "fr" else said


def _room(room: Room, teller: Teller) -> str:
    if not room.ranges:
        codes = teller.lists(list(room.blocked))
        return teller.say(Text(f"aucun montant ({codes})", f"no amount ({codes})"))
    parts: list[str] = []
    for lo, hi in room.ranges:
        least, most = teller.amount(lo), teller.amount(hi)
        endless = (lo, hi) == room.ranges[-1] and not room.limited
        if lo == 0:
            part = Text("sans limite", "without limit") if endless else Text(f"jusqu'à {most}", f"up to {most}")
        elif endless:
            part = Text(f"à partir de {least}", f"from {least}")
        else:
            part = Text(f"de {least} à {most}", f"from {least} to {most}")
        parts.append(teller.say(part))
    said = (teller.either(" ou ", " or ")).join(parts)
    if room.below:
        codes = teller.lists(list(room.below))
        said += teller.say(Text(f", en deçà {codes}", f", below that {codes}"))
    if room.above:
        codes = teller.lists(list(room.above))
        said += teller.say(Text(f", au-delà {codes}", f", beyond that {codes}"))
    return said
