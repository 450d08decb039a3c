"""The parts that several reports have in common, in lines: the balance, what to fill in first, room, origin."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from innosprint_rules.report.content import balance, completing
from innosprint_rules.report.content.headroom import ROOMS, room_words
from innosprint_rules.report.content.origin import origin_words
from innosprint_rules.report.content.words import MARKS, STYLES, amount
from innosprint_rules.report.text.attention import heading
from innosprint_rules.report.text.layout import Line, block, table
from innosprint_rules.wording import Lang, Text

if TYPE_CHECKING:
    from innosprint_rules.allocation.repairing.headroom import Headroom
    from innosprint_rules.engine.report import Report

SHOWN = 30  # lines of a proposal; more are in the JSON


def told_balance(report: Report, lang: Lang, width: int) -> list[Line]:
    """Return the balance, with what the proposal would leave beside it; nothing where the agreement has none."""
    lines = [each for each in balance.balance_lines(report, lang) if each.matters]
    if not lines:
        return []
    rows = [(each.name, *(amount(value, lang) for value in each.amounts)) for each in lines]
    on_right = range(1, len(rows[0]))
    if report.proposal is not None:
        rows.insert(0, ("", balance.BEFORE.get(lang), balance.AFTER.get(lang)))
    told = [Line(text) for text in table(rows, width, 2, on_right)]
    for place, each in enumerate(lines, start=len(told) - len(lines)):
        if each.exceeded:
            told[place] = Line(f"{told[place].text}  {MARKS['error']} {balance.EXCEEDED.get(lang)}", STYLES["error"])
    return heading(balance.TITLE.get(lang), lang) + told


def told_to_fill_in(report: Report, lang: Lang, width: int) -> list[Line]:
    """Return what to fill in first, in lines."""
    found = completing.to_fill_in(report, lang)
    if found is None or not (found.facts or found.together):
        return []
    lines = heading(completing.TITLE.get(lang), lang) + [Line(text) for text in table(found.facts, width, 2)]
    return lines + (block(found.together, width, 2, 4) if found.together else [])


def headroom_lines(rooms: Sequence[Headroom], lang: Lang, width: int) -> list[Line]:
    """Return how far each line may go, the others as they stand; nothing where no rule depends on the amounts."""
    if not rooms or not any(each.room.limited or each.under for each in rooms):
        return []
    rows = [(each.line, amount(each.amount, lang), room_words(each, lang)) for each in rooms[:SHOWN]]
    lines = heading(ROOMS.get(lang), lang) + [Line(text) for text in table(rows, width, 2, right=(1,))]
    if len(rooms) > SHOWN:
        more = len(rooms) - SHOWN
        lines.append(Line(Text(f"  et {more} de plus", f"  and {more} more").get(lang)))
    return lines


def origin(report: Report, lang: Lang, width: int) -> list[Line]:
    """Return with what the report was made, so that it can be made again."""
    return block(origin_words(report, lang), width, 0, 2, "dim")
