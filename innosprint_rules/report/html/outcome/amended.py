"""What amendments change over the same years, as a page: the answer, then two tables."""

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
    named,
    shares,
    tried,
)
from innosprint_rules.report.content.outcome.headline import limits
from innosprint_rules.report.content.teller import Teller
from innosprint_rules.report.html.check.context import Part, number, row, section, table
from innosprint_rules.report.html.frame import whole_page
from innosprint_rules.report.html.markup import join, tag
from innosprint_rules.report.html.outcome.closing import assumptions_section, origin_section, reading_section
from innosprint_rules.report.html.outcome.context import OutcomeContext
from innosprint_rules.report.html.outcome.page import contents, skip_link, style
from innosprint_rules.wording import capital

if TYPE_CHECKING:
    from innosprint_rules.simulation.amended.outcome import AmendedOutcome


def html_amended(found: AmendedOutcome, teller: Teller, judged: Sequence[str] = ()) -> str:
    """Return what changes as one HTML page, the same text for the same input; nothing in it is fetched or run."""
    context = OutcomeContext(found.after, teller)
    parts = [_changes(context, found), _means(context, found), reading_section(context), assumptions_section(context)]
    setting = found.before.setting
    content = join(
        skip_link(context),
        tag(
            "header",
            tag("p", teller.say(setting.rulebook.agreement.title), class_="agreement"),
            tag("h1", tag("span", answer(found, teller)), class_="outcome"),
            [tag("p", text, class_="limit") for text in limits(found.after, teller, judged)],
            tag("p", teller.say(HOW), class_="about"),
        ),
        contents(context, parts),
        tag("main", [part.markup for part in parts], id="contenu", tabindex=-1),
        origin_section(context),
    )
    return whole_page(f"{tried(found, teller)} – {teller.say(setting.title)}", teller, style(), content)


def _changes(context: OutcomeContext, found: AmendedOutcome) -> Part:
    teller, title = context.teller, context.teller.say(CHANGED)
    if not found.changes:
        return section("changements", title, tag("p", teller.say(NOTHING)))
    heads = [context.say("Règle et verdict", "Rule and verdict"), context.say("Part", "Share"),
             context.say("Écart et marge à 95 %", "Change and margin at 95%")]  # fmt: skip
    rows = [
        row(
            named(each, found.before.rules[each.rule], teller),
            number(shares(each, teller)),
            number(moved(each, teller)),
        )
        for each in most_first(found)
    ]
    return section("changements", title, table(title, heads, rows, "money sides"))


def _means(context: OutcomeContext, found: AmendedOutcome) -> Part:
    teller, title = context.teller, context.teller.say(MEANS)
    heads = [context.say("Grandeur", "Measure"), context.say("Moyenne", "Mean"), context.say("Écart", "Change")]
    rows = [
        row(capital(teller.say(each.label)), *(number(said) for said in gap_words(each, teller))) for each in found.gaps
    ]
    return section("moyennes", title, table(title, heads, rows, "money sides"))
