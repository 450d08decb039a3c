"""The sheet of a repair: what the proposal breaks, and the smallest changes that make it comply."""

from __future__ import annotations

from typing import TYPE_CHECKING

from innosprint_rules.report.content.outcome.safe_vote import NONE, TITLE, safe_words
from innosprint_rules.report.content.repair import breaches, change_words, first_line, remedies
from innosprint_rules.report.content.teller import Teller
from innosprint_rules.report.documents.model import Document
from innosprint_rules.report.sheets.page import Part, sheet, short
from innosprint_rules.report.sheets.parts import balance, faults, to_sign
from innosprint_rules.wording import Text, capital

if TYPE_CHECKING:
    from innosprint_rules.allocation.repairing.results import Alternative, Repair


def repair_sheet(found: Repair, teller: Teller, simulated: bool = False) -> Document:
    """Return the smallest changes on one A4 page, and where futures were ``simulated`` what may be voted safely."""
    ways = [each for group in found.groups for each in group.alternatives]
    parts = [
        faults(_BROKEN, breaches(found), teller),
        Part(
            teller.say(_WAYS), [(f"{n}. {capital(_changes(each, teller))}",) for n, each in enumerate(ways, 1)], least=3
        ),
        Part(teller.say(TITLE), _safe(found, teller) if simulated else [], least=3),
        Part(teller.say(_KEEP), _kept(found, teller), least=2),
        balance(found.report, teller),
        to_sign(teller),
    ]
    return sheet(first_line(found, teller)[0], parts, found.report, teller)


def _safe(found: Repair, teller: Teller) -> list[tuple[str, ...]]:
    """Return which amounts are safe and how the year then ends."""
    safe = found.vote_safe
    said = [teller.say(NONE)] if safe is None else safe_words(safe, found.report, teller)
    return [(short(capital(each)),) for each in said]


def _kept(found: Repair, teller: Teller) -> list[tuple[str, ...]]:
    """Return what lines that no amount saves need, and what the others do then."""
    rows: list[tuple[str, ...]] = [
        (short(f"{held.line}{teller.colon}{remedies(held, teller)}"),) for held in found.blocked
    ]
    if found.blocked and found.completed is not None:
        rows += [(teller.say(_THEN.fill(said=_changes(each, teller))),) for each in found.completed.alternatives]
    return rows


def _changes(each: Alternative, teller: Teller) -> str:
    return short(teller.lists([change_words(change, teller) for change in each.changes]))


_BROKEN = Text("Ce que la proposition enfreint", "What the proposal breaks")
_WAYS = Text("Plus petits changements, au choix", "Smallest changes, one of them")
_KEEP = Text("Pour garder une ligne autrement", "To keep a row otherwise")
_THEN = Text("Puis : {said}", "Then: {said}")
