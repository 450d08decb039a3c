"""The end of an outcome in text: what the scenario assumes, and with what the run was made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from innosprint_rules.report.content.outcome.closing import _REST, SHOWN, TITLE, bounded, origin
from innosprint_rules.report.content.words import counted
from innosprint_rules.report.text.layout import Line, block
from innosprint_rules.report.text.outcome.parts import titled
from innosprint_rules.wording import COLON, Lang

if TYPE_CHECKING:
    from innosprint_rules.simulation.outcome.outcome import Outcome


def assumed(outcome: Outcome, lang: Lang, width: int) -> list[Line]:
    """Return the assumptions, then how the year is bounded."""
    setting = outcome.setting
    lines = titled(TITLE, lang, width)
    for text in bounded(setting, lang):
        lines += block(text, width, 2, 4)
    colon = COLON[lang]
    for each in setting.assumptions[:SHOWN]:
        lines += block(f"{each.label.get(lang)}{colon}{each.value.get(lang)}", width, 2, 4)
    more = len(setting.assumptions) - SHOWN
    if more > 0:
        lines += block(counted(_REST, lang, n=more), width, 2)
    return lines


def made_with(outcome: Outcome, lang: Lang, width: int) -> list[Line]:
    """Return with what the run was made, so that it can be made again."""
    return block(origin(outcome, lang), width, 0, 2, "dim")
