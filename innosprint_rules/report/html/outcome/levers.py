"""What moves the outcome on the page: a tornado for each figure that was asked for."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from innosprint_rules.report.content.outcome.figures import figure_short
from innosprint_rules.report.content.outcome.levers import explained, rest_words, shown, title
from innosprint_rules.report.content.teller import ENGLISH, FRENCH
from innosprint_rules.report.html.check.context import Part, number, row, section
from innosprint_rules.report.html.markup import Html, tag
from innosprint_rules.report.html.outcome.context import OutcomeContext, drawn, figures, identity
from innosprint_rules.report.html.outcome.curves import Gust, gust_legend, tornado

if TYPE_CHECKING:
    from innosprint_rules.simulation.outcome.effects import Effect, Sensitivity


def sensitivity_section(context: OutcomeContext, among: str = "") -> Part | None:
    """Return the tornados; None where none was asked for. ``among`` is the letter of the scenario, among several."""
    found = context.outcome.sensitivity
    if not found:
        return None
    name = context.say("Ce qui change le plus le résultat", "What moves the outcome most")
    if among:
        name += f" – {among} {context.outcome.setting.name}"
    return section(f"leviers{among.lower()}", name, [_tornado(context, each, among) for each in found])


def _tornado(context: OutcomeContext, found: Sensitivity, among: str) -> Html:
    teller, said = context.teller, context.teller.say(title(found))
    lead = tag("p", explained(found, teller))
    rest = [tag("p", text) for text in rest_words(found, teller)]
    if not found.effects:
        return tag("div", tag("h3", said), lead, rest)
    name = identity(f"tornade{among}".lower(), found.base.name)
    base = found.base.value or Fraction(0)
    gusts = [_gust(context, each, base) for each in shown(found)]
    first = found.effects[0]
    described = context.say(
        f"Une barre par hypothèse, la plus forte en haut : {first.label.fr}, de {figure_short(first.low, FRENCH)} à"
        f" {figure_short(first.high, FRENCH)}.",
        f"One bar an assumption, the strongest on top: {first.label.en}, from {figure_short(first.low, ENGLISH)} to"
        f" {figure_short(first.high, ENGLISH)}.",
    )
    chart = tornado(name, gusts, (base, figure_short(found.base, teller)), said, described)
    ends = (
        context.say("hypothèse basse (dépassée neuf fois sur dix)", "assumption low (exceeded nine times in ten)"),
        context.say("hypothèse haute (dépassée une fois sur dix)", "assumption high (exceeded once in ten)"),
    )
    caption = context.say("L'effet de chaque hypothèse, la plus forte en haut",
                          "The effect of each assumption, the strongest on top")  # fmt: skip
    table = _figures(context, found, said)
    summary = context.say("Toutes les hypothèses qui comptent", "All assumptions that count")
    return tag(
        "div", tag("h3", said), lead, drawn(caption, chart, said, gust_legend(name, *ends), table, summary), rest
    )


def _gust(context: OutcomeContext, effect: Effect, base: Fraction) -> Gust:
    teller = context.teller
    held = f"{teller.say(effect.at_low.words)} → {teller.say(effect.at_high.words)}"
    low, high = effect.low.value, effect.high.value
    return Gust(
        f"{teller.say(effect.label)} ({held})",
        base if low is None else low,
        base if high is None else high,
        figure_short(effect.low, teller),
        figure_short(effect.high, teller),
    )


def _figures(context: OutcomeContext, found: Sensitivity, caption: str) -> Html:
    teller = context.teller
    heads = [
        context.say("Hypothèse", "Assumption"),
        context.say("Basse", "Low"),
        context.say("Résultat", "Outcome"),
        context.say("Haute", "High"),
        context.say("Résultat", "Outcome"),
        context.say("Au-delà du hasard", "Beyond chance"),
    ]
    rows = [
        row(
            teller.say(each.label),
            number(teller.say(each.at_low.words)),
            number(figure_short(each.low, teller)),
            number(teller.say(each.at_high.words)),
            number(figure_short(each.high, teller)),
            number(context.say("oui", "yes") if each.sure else context.say("non", "no")),
        )
        for each in found.effects
    ]
    return figures(caption, heads, rows)
