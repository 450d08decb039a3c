"""What amendments change over the same years, in lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from innosprint_rules.report.content.outcome.amended import (
    CHANGED,
    HOW,
    MEANS,
    NOTHING,
    answer,
    gap_words,
    most_first,
    moved,
    moved_briefly,
    named,
    shares,
)
from innosprint_rules.report.content.outcome.headline import ASSUMED, limits
from innosprint_rules.report.content.outcome.sureness import why_stopped
from innosprint_rules.report.content.teller import Teller
from innosprint_rules.report.content.words import MARKS, STYLES
from innosprint_rules.report.text.layout import EMPTY, Line, block
from innosprint_rules.report.text.outcome.parts import NARROW, after_figures, one_line, titled
from innosprint_rules.wording import capital

if TYPE_CHECKING:
    from innosprint_rules.simulation.amended.outcome import AmendedOutcome, Change, Gap

MOST = 6
"""Rules that are told on one screen."""


def amended_parts(
    found: AmendedOutcome, teller: Teller, judged: Sequence[str] = (), brief: bool = True
) -> list[list[Line]]:
    """Return the answer, what changes, the means, how to read them, each a part; ``brief`` in few lines."""
    head = block(answer(found, teller), teller.width, 0, 2, STYLES["title"])
    for text in limits(found.before, teller, judged) + (limits(found.after, teller, ()) if found.after.partial else []):
        head += block(text, teller.width, 2, style=STYLES["warning"])
    told = most_first(found, each_rule_once=brief)[: MOST if brief else None]
    changes = titled(CHANGED, teller) if told else [EMPTY, *block(teller.say(NOTHING), teller.width, 0, 2)]
    for change in told:
        changes += _change(change, found, teller, brief)
    means = titled(MEANS, teller) if found.gaps else []
    for gap in found.gaps:
        means += _gap(gap, teller)
    why = why_stopped(found.after, teller)
    closing = [EMPTY, *(block(why, teller.width, 0, 2, "dim") if why else [])]
    if not brief:
        closing += block(teller.say(HOW), teller.width, 0, 2, "dim")
    closing += block(teller.say(ASSUMED), teller.width, 0, 2, "dim")
    return [head, changes, means, closing]


def amended_lines(found: AmendedOutcome, teller: Teller, judged: Sequence[str] = ()) -> list[Line]:
    """Return all that changes."""
    return [line for part in amended_parts(found, teller, judged, brief=False) for line in part]


def _change(change: Change, found: AmendedOutcome, teller: Teller, brief: bool) -> list[Line]:
    rule = found.before.rules[change.rule]
    mark = MARKS[rule.severity] if change.verdict == "violated" and rule.nature != "objective" else MARKS["next"]
    lead = f"{shares(change, teller):>15}  "
    lead += f"{moved_briefly(change, teller):<18} " if brief else f"{moved(change, teller):<29}"
    lines = after_figures(lead, f"{mark} {named(change, rule, teller)}", teller.width, "bold" if change.sure else "")
    return one_line(lines, teller.width) if brief and teller.width >= NARROW else lines


def _gap(gap: Gap, teller: Teller) -> list[Line]:
    means, moved_by = gap_words(gap, teller)
    return after_figures(f"{means:>15}  {moved_by:<18} ", capital(teller.say(gap.label)), teller.width, "")
