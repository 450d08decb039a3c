"""The drawing of the sessions: periods as bands, sessions as dots, gaps in days, the guide as a hatched bar."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from innosprint_rules.report.html import svg as charts
from innosprint_rules.report.html.check.context import PageContext
from innosprint_rules.report.html.markup import Child, Html, tag
from innosprint_rules.report.html.svg import Scale
from innosprint_rules.wording import capital

if TYPE_CHECKING:
    from innosprint_rules.engine.findings import Finding

_BAND, _BAND_HEIGHT = 8.0, 24.0  # the periods
_LINE = 104.0  # the sessions
_GUIDE = 128.0  # where the next session is hoped for
_AXIS = 190.0
_NARROW = 30.0  # a bar with less room than this, at the end of the line, says nothing
_CLOSE = 78.0  # two labels nearer than this stand one above the other


@dataclass(frozen=True, slots=True)
class Stop:
    """A session on the line of time."""

    name: str
    day: int
    ahead: bool
    fault: bool


@dataclass(frozen=True, slots=True)
class Period:
    """A period of two months and what is said of it."""

    name: str
    first: int
    last: int
    findings: tuple[Finding, ...]


def timeline(
    context: PageContext,
    title: str,
    days: tuple[int, int],
    stops: Sequence[Stop],
    periods: Sequence[Period],
    guide: tuple[int, int] | None,
) -> Html:
    """Return the drawing."""
    first = min([days[0], *(p.first for p in periods)])
    last = max([days[1], *(p.last for p in periods)])
    x = Scale(first, last, 24, charts.WIDTH - 24)
    now = context.report.as_of.toordinal()
    drawn: list[Child] = [tag("defs", charts.hatching("guide", "hatch-guide"))]
    drawn += _bands(periods, x)
    drawn += charts.month_axis(x, _AXIS, context.teller, _BAND + _BAND_HEIGHT + 8)
    drawn.append(charts.line(x.start, _LINE, x.end, _LINE, "rail"))
    if guide is not None:
        drawn += _guides(context, stops, guide, x)
    if first <= now <= last:
        side = "end" if x(now) > charts.WIDTH * 0.8 else "start"
        beside = x(now) + (-6 if side == "end" else 6)
        drawn.append(charts.line(x(now), _BAND, x(now), _AXIS, "today"))
        drawn.append(charts.words(beside, _AXIS - 9, context.teller.day(now), "name", side))
    drawn += _gaps(context, stops, x)
    drawn += _dots(context, stops, x)
    height = _AXIS + 44
    return tag(
        "div",
        charts.svg("graphique-sessions", height, title, _described(context, stops), *drawn),
        _key(context, guide, any(stop.fault for stop in stops)),
    )


def _bands(periods: Sequence[Period], x: Scale) -> Iterator[Html]:
    for place, period in enumerate(periods):
        left, right = x(period.first), x(period.last + 1)
        yield charts.box(left, _BAND, right - left, _BAND_HEIGHT, "band odd" if place % 2 else "band")
        yield charts.words((left + right) / 2, _BAND + 16, period.name, "name")


def _guides(context: PageContext, stops: Sequence[Stop], guide: tuple[int, int], x: Scale) -> Iterator[Html]:
    """Yield after each session the days on which the next one is hoped for."""
    for stop in stops:
        left, right = x(stop.day + guide[0]), x(min(stop.day + guide[1], x.high))
        if right - left < _NARROW:
            continue
        yield charts.box(left, _GUIDE, right - left, 12, "guide")
        yield charts.words(
            (left + right) / 2, _GUIDE + 25, context.say(f"après {stop.name}", f"after {stop.name}"), "tick"
        )


def _gaps(context: PageContext, stops: Sequence[Stop], x: Scale) -> Iterator[Html]:
    for before, stop in pairwise(stops):
        if x(stop.day) - x(before.day) < 34:
            continue
        unit = context.say("j", "d")
        yield charts.words((x(before.day) + x(stop.day)) / 2, _LINE - 7, f"{stop.day - before.day}\u00a0{unit}", "gap")


def _dots(context: PageContext, stops: Sequence[Stop], x: Scale) -> Iterator[Html]:
    reached = [-1000.0, -1000.0]  # how far labels go, on the lower and on the upper row
    for stop in stops:
        place = x(stop.day)
        level = 0 if place - reached[0] >= _CLOSE else 1
        reached[level] = place
        yield tag("circle", cx=place, cy=_LINE, r=7, class_="stop ahead" if stop.ahead else "stop")
        anchor = "start" if place < 50 else "end" if place > charts.WIDTH - 50 else "middle"
        at = min(max(place, 17), charts.WIDTH - 17)
        top = _LINE - 37 - 24 * level if level else _LINE - 37
        name = f"! {stop.name}" if stop.fault else stop.name
        yield charts.words(at, top, name, "name strong", anchor)
        yield charts.words(at, top + 14, context.teller.day(stop.day), "tick", anchor)


def _key(context: PageContext, guide: tuple[int, int] | None, faults: bool) -> Html:
    """Return what the marks mean."""
    dot = tag("svg", tag("circle", cx=22, cy=8, r=6, class_="stop"), viewBox="0 0 44 16", class_="sample",
              aria_hidden="true")  # fmt: skip
    ring = tag("svg", tag("circle", cx=22, cy=8, r=6, class_="stop ahead"), viewBox="0 0 44 16", class_="sample",
               aria_hidden="true")  # fmt: skip
    noun = context.report.rulebook.schema.meeting
    bar = tag("svg", charts.box(2, 2, 40, 12, "guide"), viewBox="0 0 44 16", class_="sample", aria_hidden="true")
    items = [
        tag("li", dot, tag("span", context.say(f"{noun.one.fr} {noun.agreed('tenu')}", f"{noun.one.en} held"))),
        tag("li", ring, tag("span", context.say(f"{noun.one.fr} à venir", f"{noun.one.en} to come"))),
    ]
    if guide is not None:
        least, greatest = guide
        said = context.say(
            f"repère pour la suivante : {least} à {greatest} jours plus tard",
            f"guide for the next one: {least} to {greatest} days later",
        )
        items.append(tag("li", bar, tag("span", said)))
    if faults:
        items.append(tag("li", tag("b", "!", class_="sample"), tag("span", context.say("à regarder", "to look at"))))
    return tag("ul", items, class_="legend")


def _described(context: PageContext, stops: Sequence[Stop]) -> str:
    noun = context.report.rulebook.schema.meeting
    if not stops:
        return context.say(f"{capital(noun.agreed('aucun'))} {noun.one.fr} n'est {noun.agreed('inscrit')}.",
                           f"No {noun.one.en} is written down.")  # fmt: skip
    told = ", ".join(f"{stop.name} {context.teller.day(stop.day)}" for stop in stops)
    return f"{capital(context.say(*noun.many))}{context.teller.colon}{told}."
