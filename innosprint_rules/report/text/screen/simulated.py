"""What simulated years and a played scenario come to, in twenty lines of 80 columns; the rest with ``--detail``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from innosprint_rules.report.content.outcome.headline import ASSUMED, headline, limits, main_shares
from innosprint_rules.report.content.outcome.rules import binding, most_first, quoted
from innosprint_rules.report.content.outcome.sureness import why_stopped
from innosprint_rules.report.content.words import MARKS, STYLES
from innosprint_rules.report.text.attention import heading
from innosprint_rules.report.text.layout import EMPTY, Line, block, wrap
from innosprint_rules.report.text.outcome.compare import comparison_lines
from innosprint_rules.report.text.outcome.text import figure_row, returned_lines
from innosprint_rules.report.text.screen.short import cut, fitted
from innosprint_rules.report.text.simulation import balance_lines, difference_lines, summary_line
from innosprint_rules.wording import Lang, Text

if TYPE_CHECKING:
    from innosprint_rules.simulation.outcome.compare import Comparison
    from innosprint_rules.simulation.outcome.outcome import Outcome
    from innosprint_rules.simulation.whatif.play import Simulation

LINES = 20
"""Lines of an answer to a simulation."""
SHARES, BROKEN, RETURNED = 4, 3, 1
_BROKEN = Text("Le plus souvent enfreint (part des années)", "Broken most often (share of the years)")


def short_outcome(outcome: Outcome, lang: Lang, width: int, judged: Sequence[str]) -> list[Line]:
    """Return one outcome: the answer, the shares by which the scenario is known, what goes wrong most often."""
    head = block(headline(outcome, lang), width, 0, 2, STYLES["title"])
    for text in limits(outcome, lang, judged):
        head += block(text, width, 2, style=STYLES["warning"])
    shares = [EMPTY]
    known = main_shares(outcome, lang)
    dated = known[int(outcome.judges_errors) : len(known) - int(outcome.all_objectives is not None)]
    whole = [each for each in known if each not in dated]
    for label, share in [*whole, *sorted(dated, key=lambda each: each[1].fraction)][:SHARES]:
        shares += _one(figure_row(share, label, lang, width), width)
    money = [line for told in returned_lines(outcome, lang, width)[:RETURNED] for line in cut(told, width)]
    broken = [rule for rule in most_first(binding(outcome.rules.values())) if rule.at_stake.count]
    broken = [rule for rule in broken if rule.severity == "error"] or broken
    often: list[Line] = []
    if broken:
        often = heading(_BROKEN.get(lang), lang)
        for rule in broken[:BROKEN]:
            mark = MARKS[rule.severity]
            often += _one(figure_row(rule.at_stake, f"{mark} {rule.code} {quoted(rule, lang)}", lang, width), width)
    assumed = [EMPTY, *cut(block(ASSUMED.get(lang), width, 0, 2, "dim"), width)]
    why = why_stopped(outcome, lang)
    if why is not None:
        assumed[1:1] = _one(block(why, width, 0, 2, "dim"), width)
    return fitted([head, shares, money, often, assumed], lang, width, LINES)


def short_comparison(comparison: Comparison, lang: Lang, width: int, judged: Sequence[str]) -> list[Line]:
    """Return several outcomes side by side, as far as they fit: the figures that tell most come first."""
    return fitted([comparison_lines(comparison, lang, width, judged)], lang, width, LINES)


def short_simulation(played: Simulation, lang: Lang, width: int) -> list[Line]:
    """Return what a scenario of events changes: breaches more and fewer, the verdicts, the balance."""
    head = [summary_line(played, lang), *block(played.scenario.title.get(lang), width, 2)]
    return fitted(
        [head, difference_lines(played.differences, lang, width), balance_lines(played, lang, width)],
        lang,
        width,
        LINES,
    )


def _one(lines: Sequence[Line], width: int) -> list[Line]:
    """Return a row of figures on one line, its words cut where they do not fit."""
    first = lines[0]
    if len(lines) == 1:
        return [first]
    return [Line(f"{wrap(first.text, width - 2)[0].rstrip() if len(first.text) > width - 2 else first.text} …",
                 first.style, first.reach)]  # fmt: skip
