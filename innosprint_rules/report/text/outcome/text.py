"""An outcome in text: the answer, objectives, what may go wrong, money, until when, what it was made of and with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from innosprint_rules.report.content.outcome.brief import returned
from innosprint_rules.report.content.outcome.closing import REST, SHOWN, TITLE, bounded, origin
from innosprint_rules.report.content.outcome.figures import interval, percent
from innosprint_rules.report.content.outcome.headline import HOW_TITLE, headline, limits, main_shares, reading_words
from innosprint_rules.report.content.outcome.sureness import why_stopped
from innosprint_rules.report.content.teller import Teller
from innosprint_rules.report.content.words import STYLES
from innosprint_rules.report.text.layout import EMPTY, Line, block
from innosprint_rules.report.text.outcome.measures import measures
from innosprint_rules.report.text.outcome.moments import no_return
from innosprint_rules.report.text.outcome.parts import after_figures, titled
from innosprint_rules.report.text.outcome.rules import rules
from innosprint_rules.report.text.outcome.sensitivity import tornados
from innosprint_rules.wording import capital

if TYPE_CHECKING:
    from innosprint_rules.simulation.outcome.intervals import Share
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
        lines += block(teller.counted(REST, n=more), teller.width, 2)
    return lines


def made_with(outcome: Outcome, teller: Teller) -> list[Line]:
    """Return with what the run was made, so that it can be made again."""
    return block(origin(outcome, teller), teller.width, 0, 2, "dim")


def outcome_lines(outcome: Outcome, teller: Teller, judged: Sequence[str] = ()) -> list[Line]:
    """Return the text of one outcome; ``judged`` names the rules when not all of them were asked for."""
    setting = outcome.setting
    lines = [*block(teller.say(setting.title), teller.width, style=STYLES["title"])]
    lines += block(teller.say(setting.description), teller.width, 2, style="dim")
    lines += [EMPTY, *answer(outcome, teller, judged), *how_to_read(outcome, teller)]
    lines += rules(outcome, teller)
    lines += measures(outcome, teller)
    lines += no_return(outcome, teller)
    lines += tornados(outcome, teller)
    return [*lines, *assumed(outcome, teller), EMPTY, *made_with(outcome, teller)]


def answer(outcome: Outcome, teller: Teller, judged: Sequence[str] = ()) -> list[Line]:
    """Return the answer: one sentence, then the figures by which the scenario is known."""
    lines = block(headline(outcome, teller), teller.width, 0, 2, STYLES["title"])
    for text in limits(outcome, teller, judged):
        lines += block(text, teller.width, 2, style=STYLES["warning"])
    lines.append(EMPTY)
    for label, share in main_shares(outcome, teller):
        lines += figure_row(share, label, teller)
    return lines + [line for told in returned_lines(outcome, teller) for line in told]


def figure_row(share: Share, label: str, teller: Teller) -> list[Line]:
    """Return a share, its interval, and what it is of."""
    lead = f"{percent(share, teller):>8}  {interval(share, teller):<16}  "
    return after_figures(lead, capital(label), teller.width, "bold")


def returned_lines(outcome: Outcome, teller: Teller) -> list[list[Line]]:
    """Return what is due back, and what goes back by the day of judgement, a paragraph each."""
    return [paragraph(said, teller) for said in returned(outcome, teller)]


def paragraph(said: str, teller: Teller) -> list[Line]:
    """Return a sentence beside the figures."""
    return block(said, teller.width, 2, 4)


def how_to_read(outcome: Outcome, teller: Teller) -> list[Line]:
    """Return what a percentage means, and what it does not."""
    return [
        *titled(HOW_TITLE, teller),
        *(line for text in reading_words(outcome) for line in block(teller.say(text), teller.width, 2)),
        *block(why_stopped(outcome, teller) or "", teller.width, 2),
    ]
