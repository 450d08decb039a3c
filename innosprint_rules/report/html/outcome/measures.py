"""The measures on the page: money first, each as a histogram with its median and nine years out of ten."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from innosprint_rules.report.content.outcome.figures import (
    euros,
    grouped,
    mean_words,
    nine_in_ten,
    percent,
    quantile_words,
    short,
    value,
)
from innosprint_rules.report.content.outcome.measures import MONEY, alike, grouped_measures, name_of
from innosprint_rules.report.content.words import counted
from innosprint_rules.report.html.check.telling import Part, folded, number, row, section
from innosprint_rules.report.html.markup import Child, Html
from innosprint_rules.report.html.outcome.charts import histogram
from innosprint_rules.report.html.outcome.telling import Telling, drawn, figures, identity
from innosprint_rules.simulation.outcome.intervals import Share
from innosprint_rules.wording import Lang, Text, capital

if TYPE_CHECKING:
    from innosprint_rules.simulation.outcome.outcome import MeasureOutcome

_DRAWN = 3  # histograms of a group that stand open


def measure_sections(telling: Telling) -> list[Part]:
    """Return the part of money and that of the other quantities, where there are any."""
    parts: list[Part] = []
    for title, found in grouped_measures(telling.outcome):
        known = [each for each in alike(found) if each[0].known]
        if not known:
            continue
        name = "argent" if title is MONEY else "grandeurs"
        charts = [_figure(telling, each) for each in known if each[0].kind != "flag" and _several(each[0])]
        first, rest = charts[:_DRAWN], charts[_DRAWN:]
        more = counted(
            Text("{n:autre graphique|autres graphiques}", "{n:more chart|more charts}"), telling.lang, n=len(rest)
        )
        content: list[Child] = [_table(telling, title.get(telling.lang), known), *first]
        if rest:
            content.append(folded(more, *rest, class_="extra"))
        parts.append(section(name, title.get(telling.lang), *content))
    return parts


def _several(measure: MeasureOutcome) -> bool:
    return len(measure.histogram()) > 1


def _table(telling: Telling, title: str, measures: Sequence[Sequence[MeasureOutcome]]) -> Html:
    lang = telling.lang
    heads = [
        title, telling.say("Moyenne", "Mean"), telling.say("Écart type", "Standard deviation"),
        *(telling.say(f"au plus, dans {p} % des années", f"at most, in {p}% of years") for p in (5, 25, 50, 75, 95)),
        telling.say("Inconnu", "Unknown"),
    ]  # fmt: skip
    rows = []
    for some in measures:
        each = some[0]
        if each.kind == "flag":
            yes = percent(Share(each.statistics.total, each.known), lang)
            told = [telling.say(f"oui : {yes}", f"yes: {yes}"), *["–"] * 6]
        else:
            told = [mean_words(each, lang), _deviation(each, lang)]
            told += [quantile_words(each.quantile(p), each.kind, lang) for p in (5, 25, 50, 75, 95)]
        told.append(percent(each.share_unknown, lang) if each.unknown else "–")
        rows.append(row(name_of(some, lang), *map(number, told)))
    return figures(telling.say("Moyenne et quantiles", "Mean and quantiles"), heads, rows)


def _deviation(measure: MeasureOutcome, lang: Lang) -> str:
    deviation = measure.statistics.deviation
    if deviation is None:
        return "–"
    return euros(deviation, lang) if measure.kind == "amount" else value(deviation, measure.kind, lang)


def _figure(telling: Telling, some: Sequence[MeasureOutcome]) -> Html:
    measure, lang, label = some[0], telling.lang, name_of(some, telling.lang)
    middle, span = quantile_words(measure.quantile(50), measure.kind, lang), nine_in_ten(measure, lang)
    marks = {
        "median": telling.say(f"médiane {middle}", f"median {middle}"),
        "span": telling.say(f"neuf années sur dix : {span}", f"nine years out of ten: {span}"),
    }
    least, greatest = (value(each, measure.kind, lang) for each in (measure.least, measure.greatest))
    described = telling.say(
        f"Histogramme de {grouped(measure.known, 'fr')} années. {capital(marks['median'])} ; {marks['span']} ;"
        f" du plus petit au plus grand : {least} à {greatest}.",
        f"Histogram of {grouped(measure.known, 'en')} years. {capital(marks['median'])}; {marks['span']}; from the"
        f" least to the greatest: {least} to {greatest}.",
    )
    chart = histogram(identity("histogramme", measure.name), measure, label, described, marks, lang)
    return drawn(label, chart, label, None, _bars(telling, measure), telling.say("Les chiffres", "The figures"))


def _bars(telling: Telling, measure: MeasureOutcome) -> Html:
    lang, kind = telling.lang, measure.kind
    rows = []
    for bar in measure.histogram():
        if bar.end - bar.start == 1:
            name = short(bar.start, kind, lang)
        else:
            ends = short(bar.start, kind, lang), short(bar.end, kind, lang)
            name = telling.say(f"de {ends[0]} à moins de {ends[1]}", f"{ends[0]} to less than {ends[1]}")
        share = percent(Share(bar.count, measure.known), lang)
        rows.append(row(name, number(grouped(bar.count, lang)), number(share)))
    heads = [
        telling.say("Valeur", "Value"), telling.say("Années", "Years"), telling.say("Part", "Share"),
    ]  # fmt: skip
    return figures(capital(measure.label.get(lang)), heads, rows)
