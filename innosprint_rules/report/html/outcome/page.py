"""The page of one outcome: one file, the answer first, then everything behind it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from innosprint_rules.report.content.outcome.figures import interval, margin, nine_in_ten, percent, quantile
from innosprint_rules.report.content.outcome.headline import headline, limits, main_shares
from innosprint_rules.report.content.teller import Teller
from innosprint_rules.report.html.check.context import Part
from innosprint_rules.report.html.frame import style_sheet, whole_page
from innosprint_rules.report.html.markup import Html, join, tag
from innosprint_rules.report.html.outcome.closing import assumptions_section, origin_section, reading_section
from innosprint_rules.report.html.outcome.context import OutcomeContext
from innosprint_rules.report.html.outcome.levers import sensitivity_section
from innosprint_rules.report.html.outcome.measures import measure_sections
from innosprint_rules.report.html.outcome.moments import no_return_section
from innosprint_rules.report.html.outcome.rules import rule_sections
from innosprint_rules.wording import capital

if TYPE_CHECKING:
    from innosprint_rules.simulation.outcome.outcome import Outcome


def html_outcome(outcome: Outcome, teller: Teller, judged: Sequence[str] = ()) -> str:
    """Return the outcome as one HTML page, the same text for the same input.

    Nothing in it is fetched or run. ``judged`` names the rules when not all of them were asked for.
    """
    context = OutcomeContext(outcome, teller)
    parts = _parts(context)
    content = join(
        skip_link(context),
        _header(context, judged),
        contents(context, parts),
        tag("main", [part.markup for part in parts], id="contenu", tabindex=-1),
        origin_section(context),
    )
    title = f"{headline(outcome, teller)} – {teller.say(outcome.setting.title)}"
    return whole_page(title, teller, style(), content)


def _parts(context: OutcomeContext) -> list[Part]:
    found = [
        reading_section(context),
        *rule_sections(context),
        *measure_sections(context),
        no_return_section(context),
        sensitivity_section(context),
        assumptions_section(context),
    ]
    return [part for part in found if part is not None]


def style() -> str:
    """Return the style sheet of the reports and what outcomes add to it."""
    return style_sheet("innosprint_rules.report.html") + style_sheet(__package__, "outcome.css")


def skip_link(context: OutcomeContext) -> Html:
    """Return a link past what comes before the content."""
    return tag("a", context.say("Aller au contenu", "Skip to content"), href="#contenu", class_="skip")


def contents(context: OutcomeContext, parts: Sequence[Part]) -> Html:
    """Return links to the parts, by their own headings."""
    links = [tag("li", tag("a", part.title, href=f"#{part.identity}")) for part in parts]
    return tag("nav", tag("p", context.say("Sommaire", "Contents"), id="sommaire"), tag("ul", links),
               aria_labelledby="sommaire")  # fmt: skip


def _header(context: OutcomeContext, judged: Sequence[str]) -> Html:
    outcome, teller = context.outcome, context.teller
    setting = outcome.setting
    return tag(
        "header",
        tag("p", teller.say(setting.rulebook.agreement.title), class_="agreement"),
        tag("h1", tag("span", headline(outcome, teller)), class_="outcome"),
        [tag("p", text, class_="limit") for text in limits(outcome, teller, judged)],
        tag(
            "p",
            tag("b", teller.say(setting.title), context.teller.colon),
            teller.say(setting.description),
            class_="about",
        ),
        _tiles(context),
    )


def _tiles(context: OutcomeContext) -> Html:
    """Return the figures by which the scenario is known, each with its margin."""
    outcome, teller = context.outcome, context.teller
    tiles = [
        (capital(label), percent(share, teller), interval(share, teller))
        for label, share in main_shares(outcome, teller)
    ]
    for measure in (outcome.restitution, outcome.returned):
        if measure is not None and measure.known:
            middle, span = quantile(measure.quantile(50), measure.kind, teller), nine_in_ten(measure, teller)
            label = teller.say(measure.label)
            said = context.say(f"médiane ; neuf années sur dix, {span}", f"median; in nine years out of ten, {span}")
            if between := margin(measure.quantile(50), measure.kind, teller):
                said = f"{between} ({said})"
            tiles.append((capital(label), middle, said))
    return tag(
        "dl",
        [tag("div", tag("dt", name), tag("dd", value, tag("small", margin))) for name, value, margin in tiles],
        class_="tiles outcome-tiles",
    )
