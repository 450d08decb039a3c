"""The parts that several reports have in common, in lines: the balance, what to fill in first, room, origin."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from innosprint_rules.report.content import balance, completing
from innosprint_rules.report.content.headroom import ROOMS, room_words
from innosprint_rules.report.content.origin import origin_words
from innosprint_rules.report.content.teller import Teller
from innosprint_rules.report.content.words import MARKS, STYLES
from innosprint_rules.report.text.attention import heading
from innosprint_rules.report.text.layout import Line, block, table
from innosprint_rules.wording import Text

if TYPE_CHECKING:
    from innosprint_rules.allocation.repairing.headroom import Headroom
    from innosprint_rules.engine.report import Report

SHOWN = 30  # lines of a proposal; more are in the JSON


def told_balance(report: Report, teller: Teller) -> list[Line]:
    """Return the balance, with what the proposal would leave beside it; nothing where the agreement has none."""
    lines = [each for each in balance.balance_lines(report, teller) if each.matters]
    if not lines:
        return []
    rows = [(each.name, *(teller.amount(value) for value in each.amounts)) for each in lines]
    on_right = range(1, len(rows[0]))
    if report.proposal is not None:
        rows.insert(0, ("", teller.say(balance.BEFORE), teller.say(balance.AFTER)))
    told = [Line(text) for text in table(rows, teller.width, 2, on_right)]
    for place, each in enumerate(lines, start=len(told) - len(lines)):
        if each.exceeded:
            told[place] = Line(f"{told[place].text}  {MARKS['error']} {teller.say(balance.EXCEEDED)}", STYLES["error"])
    return heading(teller.say(balance.TITLE), teller) + told


def told_to_fill_in(report: Report, teller: Teller) -> list[Line]:
    """Return what to fill in first, in lines."""
    found = completing.to_fill_in(report, teller)
    if found is None or not (found.facts or found.together):
        return []
    lines = heading(teller.say(completing.TITLE), teller) + [Line(text) for text in table(found.facts, teller.width, 2)]
    return lines + (block(found.together, teller.width, 2, 4) if found.together else [])


def headroom_lines(rooms: Sequence[Headroom], teller: Teller) -> list[Line]:
    """Return how far each line may go, the others as they stand; nothing where no rule depends on the amounts."""
    if not rooms or not any(each.room.limited or each.under for each in rooms):
        return []
    rows = [(each.line, teller.amount(each.amount), room_words(each, teller)) for each in rooms[:SHOWN]]
    lines = heading(teller.say(ROOMS), teller) + [Line(text) for text in table(rows, teller.width, 2, right=(1,))]
    if len(rooms) > SHOWN:
        more = len(rooms) - SHOWN
        lines.append(Line(teller.say(Text(f"  et {more} de plus", f"  and {more} more"))))
    return lines


def origin(report: Report, teller: Teller) -> list[Line]:
    """Return with what the report was made, so that it can be made again."""
    return block(origin_words(report, teller), teller.width, 0, 2, "dim")
