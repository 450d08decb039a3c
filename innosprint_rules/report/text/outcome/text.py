"""An outcome in text: the answer, then objectives, what may go wrong, money, until when, and what was assumed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from innosprint_rules.report.content.outcome.figures import interval, nine_in_ten, percent, quantile_words
from innosprint_rules.report.content.outcome.headline import HOW_TITLE, headline, limits, main_shares, reading_words
from innosprint_rules.report.content.outcome.sureness import why_stopped
from innosprint_rules.report.content.words import STYLES
from innosprint_rules.report.text.layout import EMPTY, Line, block
from innosprint_rules.report.text.outcome.closing import assumed, made_with
from innosprint_rules.report.text.outcome.measures import measures
from innosprint_rules.report.text.outcome.moments import no_return
from innosprint_rules.report.text.outcome.parts import after_figures, titled
from innosprint_rules.report.text.outcome.rules import rules
from innosprint_rules.report.text.outcome.sensitivity import tornados
from innosprint_rules.wording import Lang, Text, capital

if TYPE_CHECKING:
    from innosprint_rules.simulation.outcome.intervals import Share
    from innosprint_rules.simulation.outcome.outcome import Outcome


def outcome_lines(outcome: Outcome, lang: Lang, width: int, judged: Sequence[str] = ()) -> list[Line]:
    """Return the text of one outcome; ``judged`` names the rules when not all of them were asked for."""
    setting = outcome.setting
    lines = [*block(setting.title.get(lang), width, style=STYLES["title"])]
    lines += block(setting.description.get(lang), width, 2, style="dim")
    lines += [EMPTY, *answer(outcome, lang, width, judged), *how_to_read(outcome, lang, width)]
    lines += rules(outcome, lang, width)
    lines += measures(outcome, lang, width)
    lines += no_return(outcome, lang, width)
    lines += tornados(outcome, lang, width)
    return [*lines, *assumed(outcome, lang, width), EMPTY, *made_with(outcome, lang, width)]


def answer(outcome: Outcome, lang: Lang, width: int, judged: Sequence[str] = ()) -> list[Line]:
    """Return the answer: one sentence, then the figures by which the scenario is known."""
    lines = block(headline(outcome, lang), width, 0, 2, STYLES["title"])
    for text in limits(outcome, lang, judged):
        lines += block(text, width, 2, style=STYLES["warning"])
    lines.append(EMPTY)
    for label, share in main_shares(outcome, lang):
        lines += figure_row(share, label, lang, width)
    return lines + [line for told in returned_lines(outcome, lang, width) for line in told]


def figure_row(share: Share, label: str, lang: Lang, width: int) -> list[Line]:
    """Return a share, its interval, and what it is of."""
    lead = f"{percent(share, lang):>8}  {interval(share, lang):<16}  "
    return after_figures(lead, capital(label), width, "bold")


def returned_lines(outcome: Outcome, lang: Lang, width: int) -> list[list[Line]]:
    """Return what is due back, and what goes back by the day of judgement, a paragraph each."""
    told: list[list[Line]] = []
    for measure in (outcome.restitution, outcome.returned):
        if measure is None or not measure.known:
            continue
        said = Text(
            "{label} – médiane {m} ; dans neuf années sur dix, {span} ; rien dans {zero} des années",
            "{label} – median {m}; in nine years out of ten, {span}; nothing in {zero} of the years",
        )
        text = said.fill(
            label=measure.label.get(lang),
            m=quantile_words(measure.quantile(50), measure.kind, lang),
            span=nine_in_ten(measure, lang),
            zero=percent(measure.share_zero, lang),
        ).get(lang)
        told.append(block(capital(text), width, 2, 4))
    return told


def how_to_read(outcome: Outcome, lang: Lang, width: int) -> list[Line]:
    """Return what a percentage means, and what it does not."""
    return [
        *titled(HOW_TITLE, lang, width),
        *(line for text in reading_words(outcome) for line in block(text.get(lang), width, 2)),
        *block(why_stopped(outcome, lang) or "", width, 2),
    ]
