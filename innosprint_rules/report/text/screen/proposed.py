"""A sharing out or a repair on one screen: the amounts, what each rests on, what to do first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from innosprint_rules.allocation.sharing.results import METHOD_NAMES
from innosprint_rules.report.content.repair import breaches, change_words, first_line, remedies
from innosprint_rules.report.content.sharing import judged_words
from innosprint_rules.report.content.teller import Teller
from innosprint_rules.report.content.words import (
    MARKS,
    STYLES,
)
from innosprint_rules.report.text.allocation import allocation_table, summary_lines
from innosprint_rules.report.text.layout import EMPTY, Line, block
from innosprint_rules.report.text.screen.fitting import fitted
from innosprint_rules.report.text.screen.parts import one_finding, told_remarks
from innosprint_rules.wording import Text, lists

if TYPE_CHECKING:
    from innosprint_rules.allocation.repairing.results import Repair
    from innosprint_rules.allocation.sharing.results import Allocation


def short_allocation(found: Allocation, teller: Teller) -> list[Line]:
    """Return the methods of an allocation side by side on one screen."""
    told: list[Line] = []
    for sharing in found.sharings:
        name = teller.say(METHOD_NAMES[sharing.method])
        kind, said = judged_words(sharing, teller)
        if kind == "error":
            told += block(f"{MARKS[kind]} {name} {said}", teller.width, 2, 4, STYLES[kind])
        elif kind == "unknown":
            told += block(f"{MARKS[kind]} {name}, {said}", teller.width, 2, 4)
    save = Text("pour garder une proposition : --method investisseur --write proposition.xlsx",
                "to keep a proposal: --method investor --write proposal.xlsx")  # fmt: skip
    nxt = block(f"{MARKS['next']} {teller.say(save)}", teller.width, 2, 4)
    told += told_remarks(found.notices, teller)
    return fitted([summary_lines(found, teller), allocation_table(found, teller), told, nxt], teller)


def short_repair(found: Repair, teller: Teller, simulated: bool = False) -> list[Line]:
    """Return the smallest changes on one screen, and where futures were ``simulated`` what may be voted safely."""
    text, style = first_line(found, teller)
    ways: list[Line] = []
    for group in found.groups[:2]:
        for number, each in enumerate(group.alternatives[:3], 1):
            said = teller.lists([change_words(change, teller) for change in each.changes])
            ways += block(said, teller.width, 2, 5, "bold", f"{number}. ")
    blocked: list[Line] = []
    for held in found.blocked:
        codes = list(dict.fromkeys(f.rule for f in held.findings))
        otherwise = Text(
            f"pour garder {held.line} ({lists(codes, 'fr')})", f"to keep {held.line} ({lists(codes, 'en')})"
        )
        colon = teller.colon
        blocked += block(f"{MARKS['next']} {teller.say(otherwise)}{colon}{remedies(held, teller)}", teller.width, 2, 4)
    if found.blocked and found.completed is not None:
        for each_way in found.completed.alternatives[:3]:
            said = teller.lists([change_words(change, teller) for change in each_way.changes])
            blocked += block(f"{MARKS['notice']} {said}", teller.width, 4, 6)
    broken = [line for f in breaches(found) for line in one_finding(f, teller)]
    safe: list[Line] = []
    if simulated:
        from innosprint_rules.report.text.repair import safe_lines

        safe = safe_lines(found, teller)
    parts = [[EMPTY, *part] for part in (safe, broken, ways, blocked) if part]
    return fitted([block(text, teller.width, 0, 2, style), *parts], teller)
