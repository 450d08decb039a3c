"""The page of one outcome: one file, the answer first, then everything behind it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from innosprint_rules.report.content.outcome.figures import interval, margin, nine_in_ten, percent, quantile
from innosprint_rules.report.content.outcome.headline import headline, limits, main_shares
from innosprint_rules.report.html.check.telling import Part
from innosprint_rules.report.html.frame import style_sheet, whole_page
from innosprint_rules.report.html.markup import Html, join, tag
from innosprint_rules.report.html.outcome.closing import assumptions_section, origin_section, reading_section
from innosprint_rules.report.html.outcome.levers import sensitivity_section
from innosprint_rules.report.html.outcome.measures import measure_sections
from innosprint_rules.report.html.outcome.moments import no_return_section
from innosprint_rules.report.html.outcome.rules import rule_sections
from innosprint_rules.report.html.outcome.telling import Telling
from innosprint_rules.wording import Lang, capital

if TYPE_CHECKING:
    from innosprint_rules.simulation.outcome.outcome import Outcome


def html_outcome(outcome: Outcome, lang: Lang, judged: Sequence[str] = ()) -> str:
    """Return the outcome as one HTML page, the same text for the same input.

    Nothing in it is fetched or run. ``judged`` names the rules when not all of them were asked for.
    """
    telling = Telling(outcome, lang)
    parts = _parts(telling)
    content = join(
        skip_link(telling),
        _header(telling, judged),
        contents(telling, parts),
        tag("main", [part.markup for part in parts], id="contenu", tabindex=-1),
        origin_section(telling),
    )
    title = f"{headline(outcome, lang)} – {outcome.setting.title.get(lang)}"
    return whole_page(title, lang, style(), content)


def _parts(telling: Telling) -> list[Part]:
    found = [
        reading_section(telling),
        *rule_sections(telling),
        *measure_sections(telling),
        no_return_section(telling),
        sensitivity_section(telling),
        assumptions_section(telling),
    ]
    return [part for part in found if part is not None]


def style() -> str:
    """Return the style sheet of the reports and what outcomes add to it."""
    return style_sheet("innosprint_rules.report.html") + style_sheet(__package__, "outcome.css")


def skip_link(telling: Telling) -> Html:
    """Return a link past what comes before the content."""
    return tag("a", telling.say("Aller au contenu", "Skip to content"), href="#contenu", class_="skip")


def contents(telling: Telling, parts: Sequence[Part]) -> Html:
    """Return links to the parts, by their own headings."""
    links = [tag("li", tag("a", part.title, href=f"#{part.identity}")) for part in parts]
    return tag("nav", tag("p", telling.say("Sommaire", "Contents"), id="sommaire"), tag("ul", links),
               aria_labelledby="sommaire")  # fmt: skip


def _header(telling: Telling, judged: Sequence[str]) -> Html:
    outcome, lang = telling.outcome, telling.lang
    setting = outcome.setting
    return tag(
        "header",
        tag("p", setting.rulebook.agreement.title.get(lang), class_="agreement"),
        tag("h1", tag("span", headline(outcome, lang)), class_="outcome"),
        [tag("p", text, class_="limit") for text in limits(outcome, lang, judged)],
        tag("p", tag("b", setting.title.get(lang), telling.colon), setting.description.get(lang), class_="about"),
        _tiles(telling),
    )


def _tiles(telling: Telling) -> Html:
    """Return the figures by which the scenario is known, each with its margin."""
    outcome, lang = telling.outcome, telling.lang
    tiles = [
        (capital(label), percent(share, lang), interval(share, lang)) for label, share in main_shares(outcome, lang)
    ]
    for measure in (outcome.restitution, outcome.returned):
        if measure is not None and measure.known:
            middle, span = quantile(measure.quantile(50), measure.kind, lang), nine_in_ten(measure, lang)
            label = measure.label.get(lang)
            said = telling.say(f"médiane ; neuf années sur dix, {span}", f"median; in nine years out of ten, {span}")
            if between := margin(measure.quantile(50), measure.kind, lang):
                said = f"{between} ({said})"
            tiles.append((capital(label), middle, said))
    return tag(
        "dl",
        [tag("div", tag("dt", name), tag("dd", value, tag("small", margin))) for name, value, margin in tiles],
        class_="tiles outcome-tiles",
    )
