"""Charts as SVG drawn by hand: axes, steps, patterns. Every line has its own stroke, so that grey paper tells them
apart; every chart has a title and a description, and the page sets a table of its figures beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from innosprint_rules.money import format_amount
from innosprint_rules.report.content.teller import Teller
from innosprint_rules.report.html.markup import Child, Html, figure, join, tag

WIDTH = 760.0
_MONTHS = {
    "fr": ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}
_MOST_TICKS = 15


@dataclass(frozen=True, slots=True)
class Scale:
    """Places values between two edges."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Return where a value stands."""
        return self.start + (value - self.low) * (self.end - self.start) / ((self.high - self.low) or 1)


@dataclass(frozen=True, slots=True)
class Series:
    """One line of a chart in steps: (day, value) points; None is a value that is not known."""

    name: str
    css: str
    points: Sequence[tuple[int, int | None]]


def svg(identity: str, height: float, title: str, description: str, *content: Child) -> Html:
    """Return a drawing that says what it shows to those who do not see it."""
    return tag(
        "svg",
        tag("title", title, id=f"{identity}-t"),
        tag("desc", description, id=f"{identity}-d"),
        *content,
        viewBox=f"0 0 {figure(WIDTH)} {figure(height)}",
        role="img",
        aria_labelledby=f"{identity}-t {identity}-d",
        class_="chart",
    )


def words(x: float, y: float, text: str, css: str = "", anchor: str = "middle") -> Html:
    """Return words in a drawing."""
    return tag("text", text, x=x, y=y, text_anchor=anchor, class_=css or None)


def line(x1: float, y1: float, x2: float, y2: float, css: str) -> Html:
    """Return a straight line."""
    return tag("line", x1=x1, y1=y1, x2=x2, y2=y2, class_=css)


def box(x: float, y: float, width: float, height: float, css: str) -> Html:
    """Return a rectangle."""
    return tag("rect", x=x, y=y, width=max(width, 0.0), height=max(height, 0.0), class_=css)


def hatching(identity: str, css: str, step: int = 6) -> Html:
    """Return a pattern of slanted lines."""
    strokes = tag("path", d=f"M0 {step}L{step} 0", class_=css)
    return tag("pattern", strokes, id=identity, width=step, height=step, patternUnits="userSpaceOnUse")


def month_starts(first: int, last: int) -> list[date]:
    """Return the first days of months between two days, few enough to be labelled."""
    found: list[date] = []
    year, month = date.fromordinal(first).year, date.fromordinal(first).month
    while (start := date(year, month, 1)).toordinal() <= last:
        if start.toordinal() >= first:
            found.append(start)
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    step = -(-len(found) // _MOST_TICKS) or 1
    return [each for each in found if (each.year * 12 + each.month - 1) % step == 0]


def month_axis(x: Scale, y: float, teller: Teller, top: float) -> Iterator[Html]:
    """Yield the axis of time: a tick a month, the year below its first month."""
    yield line(x.start, y, x.end, y, "axis")
    told: int | None = None
    for start in month_starts(int(x.low), int(x.high)):
        place = x(start.toordinal())
        yield line(place, top, place, y + 5, "grid")
        yield words(place, y + 19, _MONTHS[teller.lang][start.month - 1], "tick")
        if start.year != told:
            yield words(place, y + 35, str(start.year), "tick year")
            told = start.year


def money_axis(y: Scale, x: Scale, teller: Teller) -> Iterator[Html]:
    """Yield the axis of amounts: round amounts, light lines."""
    for cents in ticks(int(y.low), int(y.high)):
        yield line(x.start, y(cents), x.end, y(cents), "axis" if cents == 0 else "grid")
        yield words(x.start - 8, y(cents) + 4, round_amount(cents, teller), "tick", "end")


def ticks(low: int, high: int, most: int = 7) -> list[int]:
    """Return round values between two bounds."""
    step = 100
    while True:
        for factor in (1, 2, 5):
            if (high - low) // (step * factor) < most:
                each = step * factor
                return list(range(-(-low // each) * each, high + 1, each))
        step *= 10


def round_amount(cents: int, teller: Teller) -> str:
    """Return an amount in whole euros."""
    return format_amount(cents, teller.lang).replace(teller.either(",00", ".00"), "")


def steps(series: Series, x: Scale, y: Scale, until: int) -> Html:
    """Return a line in steps: a value holds until the next one; where it is not known there is a gap."""
    path: list[str] = []
    drawn = False
    for place, (day, value) in enumerate(series.points):
        if value is None:
            drawn = False
            continue
        path.append(f"{'V' if drawn else f'M{figure(x(day))} '}{figure(y(value))}")
        ahead = series.points[place + 1][0] if place + 1 < len(series.points) else until
        path.append(f"H{figure(x(ahead))}")
        drawn = True
    return tag("path", d="".join(path), class_=f"series {series.css}")


def excess(over: Series, under: Series, x: Scale, y: Scale, until: int) -> Iterator[Html]:
    """Yield what stands above a ceiling, step by step."""
    limits = dict(under.points)
    for place, (day, value) in enumerate(over.points):
        limit = limits.get(day)
        if value is None or limit is None or value <= limit:
            continue
        ahead = over.points[place + 1][0] if place + 1 < len(over.points) else until
        yield box(x(day), y(value), x(ahead) - x(day), y(limit) - y(value), "excess")


def legend(entries: Iterable[tuple[str, str]]) -> Html:
    """Return the names of the lines, each beside a piece of it."""
    items = [
        tag(
            "li",
            tag("svg", line(1, 6, 43, 6, f"series {css}"), viewBox="0 0 44 12", class_="sample", aria_hidden="true"),
            tag("span", name),
        )
        for name, css in entries
    ]
    return tag("ul", join(items), class_="legend")
