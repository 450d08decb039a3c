"""The charts of an outcome as SVG: what they share, and the histogram of a measure.

What they show is also said in words and set in a table beside them. Every area has its own pattern and every line
its own stroke, so that grey paper tells them apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from innosprint_rules.report.content.outcome.figures import short
from innosprint_rules.report.content.teller import Teller
from innosprint_rules.report.html import svg as charts
from innosprint_rules.report.html.markup import Child, Html, figure, tag
from innosprint_rules.report.html.svg import WIDTH, Scale, box, line, words
from innosprint_rules.simulation.outcome.outcome import MeasureOutcome
from innosprint_rules.simulation.outcome.quantiles import round_step

LEFT, RIGHT = 56.0, 24.0
GRID = (0, 25, 50, 75, 100)


def percents(share: int, teller: Teller) -> str:
    """Return a round share on an axis."""
    return f"{share}{teller.percent_sign}"


def patterns(identity: str) -> Html:
    """Return the patterns of one drawing, their names ending with its identity."""
    return tag(
        "defs",
        _pattern(f"{identity}-unknown", 6, "M0 6L6 0M0 0L6 6", "pat-unknown"),
        _pattern(f"{identity}-pending", 7, "M0 7L7 0", "pat-pending"),
        _pattern(f"{identity}-low", 5, "M0 5L5 0", "pat-low"),
    )


def _pattern(name: str, size: int, path: str, css: str) -> Html:
    ground = tag("rect", width=size, height=size, class_=f"{css} ground")
    return tag("pattern", ground, tag("path", d=path, class_=css), id=name, width=size, height=size,
               patternUnits="userSpaceOnUse")  # fmt: skip


def filled(x: float, y: float, width: float, height: float, css: str, pattern: str | None = None) -> Html:
    """Return a rectangle, filled by a pattern of its drawing if one is named."""
    return tag("rect", x=x, y=y, width=max(width, 0.0), height=max(height, 0.0), class_=css,
               fill=f"url(#{pattern})" if pattern else None)  # fmt: skip


def histogram(
    identity: str, measure: MeasureOutcome, title: str, described: str, marks: Mapping[str, str], teller: Teller
) -> Html:
    """Return the bars of a measure, its median and the span of nine years out of ten.

    ``marks`` has the words for ``median`` and ``span``.
    """
    bars = measure.histogram()
    low, median, high = (measure.quantile(each) for each in (5, 50, 95))
    most = max(bar.count for bar in bars)
    top, base, height = 44.0, 210.0, 268.0
    x = Scale(bars[0].start, bars[-1].end, LEFT, WIDTH - RIGHT)
    y = Scale(0, most, base, top)
    drawn: list[Child] = [*_share_axis(y, x, most, measure.known, teller)]
    drawn += [
        box(x(bar.start) + 0.75, y(bar.count), x(bar.end) - x(bar.start) - 1.5, base - y(bar.count), "bin")
        for bar in bars
    ]
    drawn += _value_axis(x, base, bars[0].end - bars[0].start, measure, teller)
    if low is not None and median is not None and high is not None:
        single = bars[0].end - bars[0].start == 1 and measure.kind != "date"  # a bar is one value, marked at its middle
        first, last, middle = x(low.value), x(high.value + single), x(median.value + single / 2)
        drawn += [
            tag("path", d=f"M{figure(first)} {figure(base + 30)}v8H{figure(last)}v-8", class_="bracket"),
            words((first + last) / 2, base + 52, marks["span"], "name"),
            line(middle, top - 12, middle, base, "median"),
            words(min(max(middle, LEFT + 60), WIDTH - 90), top - 18, marks["median"], "name strong"),
        ]
    return charts.svg(identity, height, title, described, *drawn)


def _share_axis(y: Scale, x: Scale, most: int, of: int, teller: Teller) -> Iterator[Html]:
    step = max(1, round_step(0, -(-100 * most // of), 5))
    for each in range(0, 100 * most // of + 1, step):
        place = y(each * of / 100)
        yield line(x.start, place, x.end, place, "axis" if each == 0 else "grid")
        yield words(x.start - 8, place + 4, percents(each, teller), "tick", "end")


def _value_axis(x: Scale, base: float, width: int, measure: MeasureOutcome, teller: Teller) -> Iterator[Html]:
    low, high = int(x.low), int(x.high)
    if width == 1 and measure.kind != "date":  # each bar is one value, named below its middle
        every = round_step(low, high - 1, 12)
        for value in range(low, high):
            if value % every == 0:
                yield words(x(value + 0.5), base + 18, short(value, measure.kind, teller), "tick")
        return
    step = max(width, round_step(low, high, 7))
    for value in range(-(-low // step) * step, high + 1, step):
        yield line(x(value), base, x(value), base + 5, "axis")
        anchor = "end" if x(value) > WIDTH - 40 else "middle"
        yield words(
            x(value) + (14 if anchor == "end" else 0), base + 18, short(value, measure.kind, teller), "tick", anchor
        )
