"""The balance: before and after, and over time against the ceiling."""

from __future__ import annotations

from typing import TYPE_CHECKING

from innosprint_rules.formula.logic import Interval
from innosprint_rules.report.content.balance import (
    AFTER,
    BEFORE,
    EXCEEDED,
    LEFT,
    TITLE,
    BalanceLine,
    balance_lines,
    balance_names,
    is_exceeded,
)
from innosprint_rules.report.content.standing import TO_RETURN
from innosprint_rules.report.html import svg as charts
from innosprint_rules.report.html.check.context import (
    Cell,
    Cells,
    PageContext,
    Part,
    folded,
    number,
    pill,
    row,
    scrolling,
    section,
    table,
)
from innosprint_rules.report.html.check.history import Point, history, span
from innosprint_rules.report.html.markup import Child, Html, figure, join, tag
from innosprint_rules.report.html.svg import Scale, Series
from innosprint_rules.wording import Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_DRAWN = ("allocated", "paid_out", "received")
_TOP, _HEIGHT, _LEFT, _RIGHT = 26.0, 330.0, 92.0, 24.0


def balance_section(context: PageContext) -> Part | None:
    """Return the balance and how it came to be; None where the agreement has none."""
    lines = balance_lines(context.report, context.teller)
    if not lines:
        return None
    names = balance_names(context.report.rulebook, context.teller)
    points = history(context.report)
    drawn = len(points) > 1 and any(point.balance[line] for point in points for line in _DRAWN)
    return section(
        "solde",
        context.teller.say(TITLE),
        _table(context, lines),
        tag("figure", *_figure(context, names, points)) if drawn else None,
    )


def _table(context: PageContext, lines: Sequence[BalanceLine]) -> Html:
    heads: list[str] = [context.say("Ligne du solde", "Line of the balance")]
    if context.report.proposal is None:
        heads.append(context.say("Montant", "Amount"))
    else:
        heads += [context.teller.say(BEFORE), context.teller.say(AFTER)]
    rows: list[Cells] = []
    for each in lines:
        write = _left if each.code == LEFT else _plain
        cells = [write(cents, context) for cents in each.amounts]
        rows.append(row(each.name, *cells, css="total" if each.code in (LEFT, TO_RETURN) else None))
    caption = context.say("Solde au {d}", "Balance on {d}").replace("{d}", context.teller.date(context.report.as_of))
    return table(caption, heads, rows, "money")


def _plain(cents: int | Interval | None, context: PageContext) -> Cell:
    return number(context.teller.amount(cents))


def _left(cents: int | Interval | None, context: PageContext) -> Cell:
    if is_exceeded(cents):
        return Cell([pill("error", context.teller.say(EXCEEDED)), " ", context.teller.amount(cents)], "n")
    return _plain(cents, context)


# over time -------------------------------------------------------------------------------------------


def _figure(context: PageContext, names: Mapping[str, str], points: list[Point]) -> list[Child]:
    title = context.say("Le solde au fil du temps, sous le plafond", "The balance over time, under the ceiling")
    ceiling = context.say("plafond des attributions", "ceiling of allocations")
    last = points[-1].amounts
    entries = [
        (f"{names[line]}{context.teller.colon}{context.teller.amount(last[line])}", line)
        for line in _DRAWN
        if line in names
    ]
    if LEFT in names:
        entries.append((f"{ceiling}{context.teller.colon}{context.teller.amount(points[-1].ceiling)}", "ceiling"))
    if context.report.proposal is not None:
        after = context.teller.amount(context.report.proposal.amounts["allocated"])
        entries.append((f"{context.say('si tout est voté', 'if all is voted')}{context.teller.colon}{after}", "voted"))
    return [
        tag("figcaption", title),
        charts.legend(entries),
        scrolling(title, _chart(context, title, points)),
        folded(context.say("Les chiffres de ce graphique", "The figures of this chart"),
               _figures(context, names, ceiling, points)),
    ]  # fmt: skip


def _figures(context: PageContext, names: Mapping[str, str], ceiling: str, points: list[Point]) -> Html:
    heads: list[str] = [context.say("Au soir du", "At the end of"), context.say("Lignes du jour", "Rows of the day")]
    told = [line for line in _DRAWN if line in names]
    heads += [*(names[line] for line in told), *([ceiling, names[LEFT]] if LEFT in names else [])]
    rows = [
        row(
            context.teller.day(point.day),
            ", ".join(point.rows[:8]) + ("…" if len(point.rows) > 8 else ""),
            *(number(context.teller.amount(point.amounts[line])) for line in told),
            *(
                (number(context.teller.amount(point.ceiling)), _left(point.amounts[LEFT], context))
                if LEFT in names
                else ()
            ),
        )
        for point in points
    ]
    caption = context.say("Le solde après chaque jour où il a changé", "The balance after each day on which it changed")
    return table(caption, heads, rows, "money small")


def _chart(context: PageContext, title: str, points: list[Point]) -> Html:
    report, teller = context.report, context.teller
    proposed = _proposed_day(context)
    first, last = span(report, [*(p.day for p in points[:-1]), *([proposed] if proposed else [])])
    now = min(report.as_of.toordinal(), last)
    ceiling = Series("", "ceiling", [(p.day, p.ceiling) for p in points])
    series = [Series("", line, [(p.day, p.balance[line]) for p in points]) for line in reversed(_DRAWN)]
    after = None if report.proposal is None else report.proposal.balance["allocated"]
    values = [v for each in (*series, ceiling) for _, v in each.points if v is not None] + [0, after or 0]
    x = Scale(first, last, _LEFT, charts.WIDTH - _RIGHT)
    y = Scale(min(values), max(values) * 1.08 or 1, _HEIGHT - 46, _TOP)
    allocated = series[-1]
    drawn: list[Child] = [
        tag("defs", charts.hatching("over", "hatch-over")),
        *charts.money_axis(y, x, teller),
        *charts.month_axis(x, _HEIGHT - 46, teller, _TOP),
        *charts.excess(allocated, ceiling, x, y, now),
        *(charts.steps(each, x, y, now) for each in series),
        charts.steps(ceiling, x, y, last),
    ]
    if points[0].ceiling is not None:
        name = context.say("plafond", "ceiling")
        drawn.append(charts.words(x.start + 6, y(points[0].ceiling) - 7, name, "name ceiling-name", "start"))
    if report.as_of.toordinal() == now:
        drawn.append(charts.line(x(now), _TOP, x(now), _HEIGHT - 46, "today"))
        drawn.append(charts.words(min(x(now), charts.WIDTH - 38), _TOP - 9, context.teller.date(report.as_of), "name"))
    if proposed is not None and after is not None and allocated.points[-1][1] is not None:
        drawn.append(_voted(context, x, y, now, max(proposed, now), allocated.points[-1][1], after, points[-1].ceiling))
    return charts.svg("graphique-solde", _HEIGHT, title, _described(context, points, after), *drawn)


def _voted(
    context: PageContext, x: Scale, y: Scale, now: int, day: int, before: int, after: int, ceiling: int | None
) -> Html:
    """Return what a vote would add, from today to the day of the vote."""
    over = ceiling is not None and after > ceiling
    path = f"M{figure(x(now))} {figure(y(before))}H{figure(x(day))}V{figure(y(after))}"
    said = context.teller.amount(after) + (f" ✗ {context.teller.say(EXCEEDED)}" if over else "")
    left = x(day) > charts.WIDTH * 0.7
    side = (-10, "end") if left else (30 if over else 10, "start")
    return join(
        charts.box(x(day), y(after), 22, y(ceiling or 0) - y(after), "excess") if over else None,
        tag("path", d=path, class_="series voted"),
        tag("circle", cx=x(day), cy=y(after), r=5, class_="voted-end"),
        charts.words(x(day) + side[0], y(after) + 4, said, "name strong", side[1]),
    )


def _described(context: PageContext, points: list[Point], after: int | None) -> str:
    last = points[-1]
    if last.ceiling is None:
        return context.say(f"Au {context.teller.day(last.day)}", f"On {context.teller.day(last.day)}")
    role = context.report.rulebook.schema.roles.beneficiaries
    many = None if role is None else context.report.rulebook.schema.tables[role.table].many
    to = Text("", "") if many is None else Text(f" aux {many.fr}", f" to {many.en}")
    on = context.teller.day(last.day)
    given, paid, ceiling = (
        context.teller.amount(each) for each in (last.amounts["allocated"], last.amounts["paid_out"], last.ceiling)
    )
    told = context.say(
        f"Au {on}, {given} sont attribués pour un plafond de {ceiling} ; {paid} sont versés{to.fr}.",
        f"On {on}, {given} are allocated for a ceiling of {ceiling}; {paid} are paid{to.en}.",
    )
    if after is not None:
        voted = context.teller.amount(after)
        told += " " + context.say(f"Si tout est voté : {voted} attribués.", f"If all is voted: {voted} allocated.")
    return told


def _proposed_day(context: PageContext) -> int | None:
    """Return the last day of the proposed rows."""
    rows = context.report.judge.world.played(context.report.rulebook.schema.roles.proposals).proposed().placed
    return max((row.day for row in rows if row.day is not None), default=None) if context.report.proposal else None
