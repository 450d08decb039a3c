"""The end of an outcome in text: what the scenario assumes, and with what the run was made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from innosprint_rules.report.content.outcome.closing import _REST, SHOWN, TITLE, bounded, origin
from innosprint_rules.report.content.teller import Teller
from innosprint_rules.report.text.layout import Line, block
from innosprint_rules.report.text.outcome.parts import titled

if TYPE_CHECKING:
    from innosprint_rules.simulation.outcome.outcome import Outcome


def assumed(outcome: Outcome, teller: Teller) -> list[Line]:
    """Return the assumptions, then how the year is bounded."""
    setting = outcome.setting
    lines = titled(TITLE, teller)
    for text in bounded(setting, teller):
        lines += block(text, teller.width, 2, 4)
    colon = teller.colon
    for each in setting.assumptions[:SHOWN]:
        lines += block(f"{teller.say(each.label)}{colon}{teller.say(each.value)}", teller.width, 2, 4)
    more = len(setting.assumptions) - SHOWN
    if more > 0:
        lines += block(teller.counted(_REST, n=more), teller.width, 2)
    return lines


def made_with(outcome: Outcome, teller: Teller) -> list[Line]:
    """Return with what the run was made, so that it can be made again."""
    return block(origin(outcome, teller), teller.width, 0, 2, "dim")
