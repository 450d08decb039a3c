"""The measures of an outcome in text: money first, each with its histogram in one line."""

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
)
from innosprint_rules.report.content.outcome.measures import MONEY, alike, grouped_measures, name_of, varies
from innosprint_rules.report.content.teller import Teller
from innosprint_rules.report.text.bars import spark
from innosprint_rules.report.text.layout import Line, block
from innosprint_rules.report.text.outcome.parts import titled
from innosprint_rules.simulation.outcome.intervals import Share
from innosprint_rules.wording import Text

if TYPE_CHECKING:
    from innosprint_rules.simulation.outcome.outcome import MeasureOutcome, Outcome


def measures(outcome: Outcome, teller: Teller) -> list[Line]:
    """Return the measures that vary, amounts first; those that do not are named with their value."""
    lines: list[Line] = []
    for title, found in grouped_measures(outcome):
        varied = [each for each in found if varies(each)]
        if not varied:
            continue
        lines += titled(title, teller)
        for some in alike(varied):
            lines += _told(some, teller)
        still = [each for each in found if not varies(each) and each.known]
        if still and title is MONEY:
            same = teller.say(Text("la même chose chaque année : ", "the same every year: "))
            told = teller.clauses(
                [f"{teller.say(each.label)} {short(each.least or 0, each.kind, teller)}" for each in still]
            )
            lines += block(same + told, teller.width, 2, 4, "dim")
    return lines


def _told(some: Sequence[MeasureOutcome], teller: Teller) -> list[Line]:
    measure, name = some[0], name_of(some, teller)
    unknown = _unknown(measure, teller)
    if measure.kind == "flag":
        yes = Share(measure.statistics.total, measure.known)
        said = (
            teller.say(Text(" – oui dans {p}", " – yes in {p}").fill(p=percent(yes, teller))) if measure.known else ""
        )
        told = teller.clauses([each for each in (said, unknown) if each])
        return block(told, teller.width, 2, 4, "bold", name)
    lines = block(name, teller.width, 2, 4, "bold")
    if measure.known:
        figures = Text(
            "médiane {m} ; neuf années sur dix : {span} ; moyenne {mean}",
            "median {m}; nine years out of ten: {span}; mean {mean}",
        ).fill(
            m=quantile_words(measure.quantile(50), measure.kind, teller),
            span=nine_in_ten(measure, teller),
            mean=mean_words(measure, teller),
        )
        lines += block(teller.say(figures), teller.width, 4, 6)
    bars = measure.histogram()
    if len(bars) > 1 and measure.least is not None and measure.greatest is not None:
        first, last = (_end(each, measure, teller) for each in (measure.least, measure.greatest))
        chart = spark([each.count for each in bars])
        whole = f"    {first} {chart} {last}"
        lines.append(Line(whole if len(whole) <= teller.width else f"    {chart}"))
    return lines + (block(unknown, teller.width, 4, 6) if unknown else [])


def _end(value: int, measure: MeasureOutcome, teller: Teller) -> str:
    return euros(value, teller) if measure.kind == "amount" else short(value, measure.kind, teller)


def _unknown(measure: MeasureOutcome, teller: Teller) -> str:
    if not measure.unknown:
        return ""
    said = Text("inconnu dans {p} des années, faute de données", "unknown in {p} of the years, for want of facts")
    return teller.say(said.fill(p=percent(measure.share_unknown, teller)))
