"""How far each line may go, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from innosprint_rules.report.content.words import amount
from innosprint_rules.wording import Lang, Text, french_spacing, lists

if TYPE_CHECKING:
    from innosprint_rules.allocation.repairing.headroom import Headroom
    from innosprint_rules.allocation.repairing.one_line import Room

ROOMS = Text("Marge de chaque ligne, les autres restant telles quelles", "Room of each row, the others as they stand")


def room_words(found: Headroom, lang: Lang) -> str:
    """Return how far one line may go: « jusqu'à 3 500,00 €, au-delà END01 ».

    Where facts are missing, up to where that is sure. Another reading is told when it leaves less.
    """
    room = found.room
    said = _room(room, lang)
    if room.doubtful and room.sure is None:
        said = Text("non vérifiable", "cannot be verified").get(lang)
    elif room.doubtful:
        sure = amount(room.sure, lang)
        said = Text(f"jusqu'à {sure}, non vérifiable au-delà", f"up to {sure}, cannot be verified beyond that").get(
            lang
        )
    if room.doubtful and room.limited:
        most, codes = amount(room.largest, lang), lists(list(room.above), lang)
        said += Text(f" ; plus de {most} : {codes}", f"; more than {most}: {codes}").get(lang)
    told = room.sure if room.doubtful else room.ranges[-1][1] if room.ranges else None
    for reading, other in found.under.items():
        if told is not None and other.ranges and other.ranges[-1][1] >= told and len(other.ranges) == len(room.ranges):
            continue
        words = _room(other, lang)
        said += Text(f" ({reading} : {words})", f" ({reading}: {words})").get(lang)
    return french_spacing(said) if lang == "fr" else said


def _room(room: Room, lang: Lang) -> str:
    if not room.ranges:
        codes = lists(list(room.blocked), lang)
        return Text(f"aucun montant ({codes})", f"no amount ({codes})").get(lang)
    parts: list[str] = []
    for lo, hi in room.ranges:
        least, most = amount(lo, lang), amount(hi, lang)
        endless = (lo, hi) == room.ranges[-1] and not room.limited
        if lo == 0:
            part = Text("sans limite", "without limit") if endless else Text(f"jusqu'à {most}", f"up to {most}")
        elif endless:
            part = Text(f"à partir de {least}", f"from {least}")
        else:
            part = Text(f"de {least} à {most}", f"from {least} to {most}")
        parts.append(part.get(lang))
    said = (" ou " if lang == "fr" else " or ").join(parts)
    if room.below:
        codes = lists(list(room.below), lang)
        said += Text(f", en deçà {codes}", f", below that {codes}").get(lang)
    if room.above:
        codes = lists(list(room.above), lang)
        said += Text(f", au-delà {codes}", f", beyond that {codes}").get(lang)
    return said
