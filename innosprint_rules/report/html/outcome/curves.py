"""Charts of what moves and until when: the curve of a point of no return, and the tornado of a figure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from innosprint_rules.report.content.teller import Teller
from innosprint_rules.report.html import svg as charts
from innosprint_rules.report.html.markup import Child, Html, figure, join, tag
from innosprint_rules.report.html.outcome.charts import GRID, LEFT, RIGHT, filled, patterns, percents
from innosprint_rules.report.html.svg import WIDTH, Scale, line, month_axis, words
from innosprint_rules.simulation.outcome.intervals import Share
from innosprint_rules.simulation.outcome.no_return import Moment, NoReturn


def no_return_curve(
    identity: str, found: NoReturn, title: str, described: str, names: Mapping[str, str], teller: Teller
) -> Html:
    """Return the share of the years behind that still make it, and of all years those lost, day by day.

    ``names`` has the words for ``due`` (the day the text allows) and ``last`` (the last day in practice).
    """
    top, base, height = 44.0, 210.0, 252.0
    x = Scale(found.moments[0].day, found.moments[-1].day, LEFT, WIDTH - RIGHT)
    y = Scale(0, 100, base, top)
    drawn: list[Child] = []
    for each in GRID:
        drawn += [
            line(x.start, y(each), x.end, y(each), "axis" if each == 0 else "grid"),
            words(x.start - 8, y(each) + 4, percents(each, teller), "tick", "end"),
        ]
    drawn += month_axis(x, base, teller, top)
    told = found.told
    drawn.append(line(x.start, y(float(100 * found.threshold)), x.end, y(float(100 * found.threshold)), "threshold"))
    drawn += [_band(told, x, y), _path([(each.day, _value(each.share)) for each in told], x, y, "saved")]
    drawn.append(_path([(each.day, _value(each.share_lost)) for each in found.moments], x, y, "lost"))
    drawn += _days(found, x, top, base, names, teller)
    return charts.svg(identity, height, title, described, *drawn)


def _value(share: Share) -> float:
    return 100 * (share.value or 0.0)


def _band(told: Sequence[Moment], x: Scale, y: Scale) -> Html:
    upper = [(x(each.day), y(100 * (each.share.high or 0.0))) for each in told]
    lower = [(x(each.day), y(100 * (each.share.low or 0.0))) for each in reversed(told)]
    points = " ".join(f"{figure(left)},{figure(height)}" for left, height in [*upper, *lower])
    return tag("polygon", points=points, class_="margin")


def _path(points: Sequence[tuple[int, float]], x: Scale, y: Scale, css: str) -> Html:
    path = "".join(
        f"{'L' if place else 'M'}{figure(x(day))} {figure(y(value))}" for place, (day, value) in enumerate(points)
    )
    return tag("path", d=path, class_=f"series {css}")


def _days(
    found: NoReturn, x: Scale, top: float, base: float, names: Mapping[str, str], teller: Teller
) -> Iterator[Html]:
    marks = [
        (found.due, "due", "due-line", top - 28),
        (found.last.day if found.last else None, "last", "last-line", top - 12),
    ]
    for day, name, css, height in marks:
        if day is None or not x.low <= day <= x.high:
            continue
        yield line(x(day), height + 4, x(day), base, css)
        said = f"{names[name]} {teller.date(date.fromordinal(day))}"
        late = x(day) > WIDTH * 0.6
        yield words(x(day) - 6 if late else x(day) + 6, height + 3, said, "name", "end" if late else "start")


# a tornado ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Gust:
    """One input of a tornado: its name, what the figure is with it held low and held high, and these in words."""

    name: str
    low: Fraction
    high: Fraction
    low_words: str
    high_words: str


def tornado(identity: str, gusts: Sequence[Gust], base: tuple[Fraction, str], title: str, described: str) -> Html:
    """Return a bar an input, from the figure with it held low (hatched) to held high (full), around the base."""
    step, top = 44.0, 30.0
    height = top + step * len(gusts) + 10
    values = [base[0], *(v for gust in gusts for v in (gust.low, gust.high))]
    x = Scale(float(min(values)), float(max(values)), 150, WIDTH - 150)
    middle = x(float(base[0]))
    drawn: list[Child] = [patterns(identity), line(middle, top - 8, middle, height - 6, "median")]
    for place, gust in enumerate(gusts):
        y = top + step * place
        drawn.append(words(8, y + 14, gust.name, "name", "start"))
        ends = sorted([(x(float(gust.low)), "low", gust.low_words), (x(float(gust.high)), "high", gust.high_words)])
        for where, css, _ in ends:
            pattern = f"{identity}-low" if css == "low" else None
            drawn.append(filled(min(where, middle), y + 20, abs(where - middle), 16, f"gust {css}", pattern))
        first, last = min(ends[0][0], middle), max(ends[1][0], middle)
        drawn += [
            words(first - 6, y + 33, ends[0][2], "tick", "end"),
            words(last + 6, y + 33, ends[1][2], "tick", "start"),
        ]
    drawn.append(words(middle, top - 14, base[1], "name strong"))
    return charts.svg(identity, height, title, described, *drawn)


def gust_legend(identity: str, low: str, high: str) -> Html:
    """Return which end of a bar is which."""
    items = []
    for css, name in (("low", low), ("high", high)):
        piece = filled(1, 1, 42, 10, f"gust {css}", f"{identity}-low" if css == "low" else None)
        sample = tag("svg", piece, viewBox="0 0 44 12", class_="sample", aria_hidden="true")
        items.append(tag("li", sample, tag("span", name)))
    return tag("ul", join(items), class_="legend")
