"""Charts of rules: their verdicts as bars, and the shares of several scenarios with their intervals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from innosprint_rules.report.content.outcome.figures import percent
from innosprint_rules.report.content.teller import Teller
from innosprint_rules.report.html import svg as charts
from innosprint_rules.report.html.markup import Child, Html, join, tag
from innosprint_rules.report.html.outcome.charts import GRID, filled, patterns, percents
from innosprint_rules.report.html.svg import WIDTH, Scale, line, words
from innosprint_rules.simulation.outcome.intervals import Share

WORST_FIRST = ("violated", "unknown", "pending", "satisfied", "not_applicable")
BEST_FIRST = ("satisfied", "pending", "unknown", "violated", "not_applicable")
"""Verdicts from the left of a bar to its right: what is not kept first, or for objectives what is reached."""


@dataclass(frozen=True, slots=True)
class Strip:
    """One rule of the chart of verdicts: its code, what it asks, its years by verdict, the share it is known by."""

    code: str
    name: str
    years: Mapping[str, int]
    of: int
    told: str


def strips(
    identity: str, rows: Sequence[Strip], order: Sequence[str], title: str, described: str, teller: Teller
) -> Html:
    """Return one bar a rule, its verdicts in ``order`` from the left."""
    step, top = 38.0, 30.0
    height = top + step * len(rows) + 4
    x = Scale(0, 100, 8, WIDTH - 24)
    drawn: list[Child] = [patterns(identity)]
    for each in GRID:
        anchor = "start" if each == 0 else "middle"
        drawn += [
            line(x(each), top - 10, x(each), height - 4, "grid"),
            words(x(each), top - 14, percents(each, teller), "tick", anchor),
        ]
    for place, row in enumerate(rows):
        y, start = top + step * place, 0
        drawn += [
            words(x.start, y + 11, row.told, "name", "start"),
            words(x.start + 62, y + 11, f"{row.code} {row.name}", "", "start"),
        ]
        for verdict in order:
            count = row.years[verdict]
            if count and row.of:
                left, right = x(100 * start / row.of), x(100 * (start + count) / row.of)
                pattern = f"{identity}-{verdict}" if verdict in ("unknown", "pending") else None
                drawn.append(filled(left, y + 17, right - left, 14, f"part {verdict}", pattern))
            start += count
    return charts.svg(identity, height, title, described, *drawn)


def verdict_legend(identity: str, names: Sequence[tuple[str, str]]) -> Html:
    """Return the names of the verdicts, each beside a piece of its pattern; ``identity`` is that of the drawing."""
    items = []
    for verdict, name in names:
        pattern = f"{identity}-{verdict}" if verdict in ("unknown", "pending") else None
        piece = filled(1, 1, 42, 10, f"part {verdict}", pattern)
        sample = tag("svg", piece, viewBox="0 0 44 12", class_="sample", aria_hidden="true")
        items.append(tag("li", sample, tag("span", name)))
    return tag("ul", join(items), class_="legend")


# scenarios side by side ------------------------------------------------------------------------------


def intervals(
    identity: str,
    rows: Sequence[tuple[str, Sequence[tuple[str, Share | None]]]],
    title: str,
    described: str,
    teller: Teller,
) -> Html:
    """Return for each figure one line a scenario: its letter, its interval, its share in words."""
    step, gap, top = 15.0, 26.0, 24.0
    height = top + sum(gap + step * len(shares) for _, shares in rows) + 8
    x = Scale(0, 100, 40, WIDTH - 80)
    drawn: list[Child] = []
    for each in GRID:
        drawn += [
            line(x(each), top - 6, x(each), height - 6, "grid"),
            words(x(each), top - 10, percents(each, teller), "tick"),
        ]
    y = top
    for name, shares in rows:
        drawn.append(words(x.start, y + 15, name, "name", "start"))
        y += gap
        for letter, share in shares:
            drawn.append(words(x.start - 12, y + 4, letter, "tick", "middle"))
            if share is not None and share.of:
                low, high = (100 * float(each) for each in share.bounds())
                middle = x(100 * (share.value or 0.0))
                drawn += [
                    line(x(low), y, x(high), y, "whisker"),
                    tag("circle", cx=middle, cy=y, r=3.5, class_="dot"),
                    words(WIDTH - 4, y + 4, percent(share, teller), "tick", "end"),
                ]
            y += step
    return charts.svg(identity, height, title, described, *drawn)
