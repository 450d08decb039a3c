"""The measures on the page: money first, each as a histogram with its median and nine years out of ten."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from innosprint_rules.report.content.outcome.figures import (
    euros,
    mean_words,
    nine_in_ten,
    percent,
    quantile_words,
    short,
    value,
)
from innosprint_rules.report.content.outcome.measures import MONEY, alike, grouped_measures, name_of
from innosprint_rules.report.content.teller import ENGLISH, FRENCH, Teller
from innosprint_rules.report.html.check.context import Part, folded, number, row, section
from innosprint_rules.report.html.markup import Child, Html
from innosprint_rules.report.html.outcome.charts import histogram
from innosprint_rules.report.html.outcome.context import OutcomeContext, drawn, figures, identity
from innosprint_rules.simulation.outcome.intervals import Share
from innosprint_rules.wording import Text, capital

if TYPE_CHECKING:
    from innosprint_rules.simulation.outcome.outcome import MeasureOutcome

_DRAWN = 3  # histograms of a group that stand open


def measure_sections(context: OutcomeContext) -> list[Part]:
    """Return the part of money and that of the other quantities, where there are any."""
    parts: list[Part] = []
    for title, found in grouped_measures(context.outcome):
        known = [each for each in alike(found) if each[0].known]
        if not known:
            continue
        name = "argent" if title is MONEY else "grandeurs"
        charts = [_figure(context, each) for each in known if each[0].kind != "flag" and _several(each[0])]
        first, rest = charts[:_DRAWN], charts[_DRAWN:]
        more = context.teller.counted(
            Text("{n:autre graphique|autres graphiques}", "{n:more chart|more charts}"), n=len(rest)
        )
        content: list[Child] = [_table(context, context.teller.say(title), known), *first]
        if rest:
            content.append(folded(more, *rest, class_="extra"))
        parts.append(section(name, context.teller.say(title), *content))
    return parts


def _several(measure: MeasureOutcome) -> bool:
    return len(measure.histogram()) > 1


def _table(context: OutcomeContext, title: str, measures: Sequence[Sequence[MeasureOutcome]]) -> Html:
    teller = context.teller
    heads = [
        title,
        context.say("Moyenne", "Mean"),
        context.say("Écart type", "Standard deviation"),
        *(context.say(f"au plus, dans {p} % des années", f"at most, in {p}% of years") for p in (5, 25, 50, 75, 95)),
        context.say("Inconnu", "Unknown"),
    ]
    rows = []
    for some in measures:
        each = some[0]
        if each.kind == "flag":
            yes = percent(Share(each.statistics.total, each.known), teller)
            told = [context.say(f"oui : {yes}", f"yes: {yes}"), *["–"] * 6]
        else:
            told = [mean_words(each, teller), _deviation(each, teller)]
            told += [quantile_words(each.quantile(p), each.kind, teller) for p in (5, 25, 50, 75, 95)]
        told.append(percent(each.share_unknown, teller) if each.unknown else "–")
        rows.append(row(name_of(some, teller), *map(number, told)))
    return figures(context.say("Moyenne et quantiles", "Mean and quantiles"), heads, rows)


def _deviation(measure: MeasureOutcome, teller: Teller) -> str:
    deviation = measure.statistics.deviation
    if deviation is None:
        return "–"
    return euros(deviation, teller) if measure.kind == "amount" else value(deviation, measure.kind, teller)


def _figure(context: OutcomeContext, some: Sequence[MeasureOutcome]) -> Html:
    measure, teller, label = some[0], context.teller, name_of(some, context.teller)
    middle, span = quantile_words(measure.quantile(50), measure.kind, teller), nine_in_ten(measure, teller)
    marks = {
        "median": context.say(f"médiane {middle}", f"median {middle}"),
        "span": context.say(f"neuf années sur dix : {span}", f"nine years out of ten: {span}"),
    }
    least, greatest = (value(each, measure.kind, teller) for each in (measure.least, measure.greatest))
    described = context.say(
        f"Histogramme de {FRENCH.grouped(measure.known)} années. {capital(marks['median'])} ; {marks['span']} ;"
        f" du plus petit au plus grand : {least} à {greatest}.",
        f"Histogram of {ENGLISH.grouped(measure.known)} years. {capital(marks['median'])}; {marks['span']}; from the"
        f" least to the greatest: {least} to {greatest}.",
    )
    chart = histogram(identity("histogramme", measure.name), measure, label, described, marks, teller)
    return drawn(label, chart, label, None, _bars(context, measure), context.say("Les chiffres", "The figures"))


def _bars(context: OutcomeContext, measure: MeasureOutcome) -> Html:
    teller, kind = context.teller, measure.kind
    rows = []
    for bar in measure.histogram():
        if bar.end - bar.start == 1:
            name = short(bar.start, kind, teller)
        else:
            ends = short(bar.start, kind, teller), short(bar.end, kind, teller)
            name = context.say(f"de {ends[0]} à moins de {ends[1]}", f"{ends[0]} to less than {ends[1]}")
        share = percent(Share(bar.count, measure.known), teller)
        rows.append(row(name, number(teller.grouped(bar.count)), number(share)))
    heads = [
        context.say("Valeur", "Value"),
        context.say("Années", "Years"),
        context.say("Part", "Share"),
    ]
    return figures(capital(teller.say(measure.label)), heads, rows)
