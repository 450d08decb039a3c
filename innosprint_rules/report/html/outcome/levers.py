"""What moves the outcome on the page: a tornado for each figure that was asked for."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from innosprint_rules.report.content.outcome.figures import figure_short
from innosprint_rules.report.content.outcome.levers import explained, rest_words, shown, title
from innosprint_rules.report.html.check.telling import Part, number, row, section
from innosprint_rules.report.html.markup import Html, tag
from innosprint_rules.report.html.outcome.curves import Gust, gust_legend, tornado
from innosprint_rules.report.html.outcome.telling import Telling, drawn, figures, identity

if TYPE_CHECKING:
    from innosprint_rules.simulation.outcome.effects import Effect, Sensitivity


def sensitivity_section(telling: Telling, among: str = "") -> Part | None:
    """Return the tornados; None where none was asked for. ``among`` is the letter of the scenario, among several."""
    found = telling.outcome.sensitivity
    if not found:
        return None
    name = telling.say("Ce qui change le plus le résultat", "What moves the outcome most")
    if among:
        name += f" – {among} {telling.outcome.setting.name}"
    return section(f"leviers{among.lower()}", name, [_tornado(telling, each, among) for each in found])


def _tornado(telling: Telling, found: Sensitivity, among: str) -> Html:
    lang, said = telling.lang, title(found).get(telling.lang)
    lead = tag("p", explained(found, lang))
    rest = [tag("p", text) for text in rest_words(found, lang)]
    if not found.effects:
        return tag("div", tag("h3", said), lead, rest)
    name = identity(f"tornade{among}".lower(), found.base.name)
    base = found.base.value or Fraction(0)
    gusts = [_gust(telling, each, base) for each in shown(found)]
    first = found.effects[0]
    described = telling.say(
        f"Une barre par hypothèse, la plus forte en haut : {first.label.fr}, de {figure_short(first.low, 'fr')} à"
        f" {figure_short(first.high, 'fr')}.",
        f"One bar an assumption, the strongest on top: {first.label.en}, from {figure_short(first.low, 'en')} to"
        f" {figure_short(first.high, 'en')}.",
    )
    chart = tornado(name, gusts, (base, figure_short(found.base, lang)), said, described)
    ends = (
        telling.say("hypothèse basse (dépassée neuf fois sur dix)", "assumption low (exceeded nine times in ten)"),
        telling.say("hypothèse haute (dépassée une fois sur dix)", "assumption high (exceeded once in ten)"),
    )
    caption = telling.say("L'effet de chaque hypothèse, la plus forte en haut",
                          "The effect of each assumption, the strongest on top")  # fmt: skip
    table = _figures(telling, found, said)
    summary = telling.say("Toutes les hypothèses qui comptent", "All assumptions that count")
    return tag(
        "div", tag("h3", said), lead, drawn(caption, chart, said, gust_legend(name, *ends), table, summary), rest
    )


def _gust(telling: Telling, effect: Effect, base: Fraction) -> Gust:
    lang = telling.lang
    held = f"{effect.at_low.words.get(lang)} → {effect.at_high.words.get(lang)}"
    low, high = effect.low.value, effect.high.value
    return Gust(
        f"{effect.label.get(lang)} ({held})",
        base if low is None else low,
        base if high is None else high,
        figure_short(effect.low, lang),
        figure_short(effect.high, lang),
    )


def _figures(telling: Telling, found: Sensitivity, caption: str) -> Html:
    lang = telling.lang
    heads = [
        telling.say("Hypothèse", "Assumption"), telling.say("Basse", "Low"), telling.say("Résultat", "Outcome"),
        telling.say("Haute", "High"), telling.say("Résultat", "Outcome"),
        telling.say("Au-delà du hasard", "Beyond chance"),
    ]  # fmt: skip
    rows = [
        row(
            each.label.get(lang),
            number(each.at_low.words.get(lang)),
            number(figure_short(each.low, lang)),
            number(each.at_high.words.get(lang)),
            number(figure_short(each.high, lang)),
            number(telling.say("oui", "yes") if each.sure else telling.say("non", "no")),
        )
        for each in found.effects
    ]
    return figures(caption, heads, rows)
