"""Points of no return on the page: a table of all, then a curve for each that can be told."""

from __future__ import annotations

from collections.abc import Sequence

from innosprint_rules.report.content.outcome.figures import interval, percent
from innosprint_rules.report.content.outcome.moments import TITLE, at_risk_first, explained, sentences, untold
from innosprint_rules.report.html.check.context import Cells, Part, folded, number, row, section, table
from innosprint_rules.report.html.markup import Child, Html, join, tag
from innosprint_rules.report.html.outcome.context import OutcomeContext, drawn, figures, identity
from innosprint_rules.report.html.outcome.curves import no_return_curve
from innosprint_rules.simulation.outcome.no_return import Moment, NoReturn
from innosprint_rules.wording import Text, capital

_DRAWN = 3  # curves that stand open
_EVERY = 4  # moments of a curve that its table shows


def no_return_section(context: OutcomeContext) -> Part | None:
    """Return until when obligations can be saved; None where nothing is dated."""
    outcome, teller = context.outcome, context.teller
    told = at_risk_first(outcome)
    if not told:
        return None
    curves = [_figure(context, each) for each in told if len(each.told) > 1]
    more = teller.counted(Text("{n:autre courbe|autres courbes}", "{n:more curve|more curves}"), n=len(curves) - _DRAWN)
    content: list[Child] = [
        tag("p", explained(told[0], outcome.watched_years, teller)),
        _table(context, told),
        *(tag("p", text) for text in untold(outcome, teller)),
        *curves[:_DRAWN],
    ]
    if len(curves) > _DRAWN:
        content.append(folded(more, *curves[_DRAWN:], class_="extra"))
    return section("sans-retour", teller.say(TITLE), *content)


def _table(context: OutcomeContext, told: Sequence[NoReturn]) -> Html:
    heads = [
        context.say("Règle", "Rule"),
        context.say("D'après le texte, puis en pratique", "By the text, then in practice"),
        context.say("Dernier jour du texte", "Last day of the text"),
        context.say("Dernier jour en pratique", "Last day in practice"),
    ]  # fmt: skip
    caption = context.say("Jusqu'à quand, règle par règle", "Until when, rule by rule")
    return table(caption, heads, [_line(context, each) for each in told], "stack")


def _line(context: OutcomeContext, found: NoReturn) -> Cells:
    rule = context.outcome.rules[found.rule]
    title = tag("b", capital(context.teller.say(rule.title)))
    due = "–" if found.due is None else context.teller.day(found.due)
    last = "–" if found.last is None else context.teller.day(found.last.day)
    if found.answer in ("open_end", "never"):
        last = context.say(f"au moins {last}", f"{last} at least")
    said = join(title, *(tag("p", text) for text in sentences(found, context.teller)))
    return row(tag("span", found.rule, class_="code"), said, number(due), number(last))


def _figure(context: OutcomeContext, found: NoReturn) -> Html:
    teller = context.teller
    title = f"{found.rule}{context.teller.colon}{teller.say(context.outcome.rules[found.rule].title)}"
    names = {"due": context.say("texte :", "text:"), "last": context.say("en pratique :", "in practice:")}
    described = " ".join(sentences(found, teller))
    chart = no_return_curve(identity("courbe", found.rule), found, title, described, names, teller)
    summary = context.say("Les chiffres de cette courbe", "The figures of this curve")
    return drawn(title, chart, title, _legend(context), _points(context, found), summary)


def _legend(context: OutcomeContext) -> Html:
    names = (
        ("series saved", context.say("là où ce n'est pas encore fait, années qui y arrivent (marge à 95 %)",
                                     "where it is not done yet, years that make it (margin at 95%)")),
        ("series lost", context.say("années déjà perdues, sur toutes",
                                    "years lost already, of all")),
        ("threshold", context.say("seuil", "threshold")),
    )  # fmt: skip
    items = []
    for css, name in names:
        piece = tag("line", x1=1, y1=6, x2=43, y2=6, class_=css)
        items.append(tag("li", tag("svg", piece, viewBox="0 0 44 12", class_="sample", aria_hidden="true"),
                         tag("span", name)))  # fmt: skip
    return tag("ul", items, class_="legend")


def _few(found: NoReturn) -> list[Moment]:
    """Return the moments that the table shows: every fourth, the last day in practice and the one after."""
    near = (found.last, found.first_too_late)
    return [each for place, each in enumerate(found.moments) if place % _EVERY == 0 or each in near]


def _points(context: OutcomeContext, found: NoReturn) -> Html:
    teller = context.teller
    heads = [
        context.say("Au soir du", "At the end of"),
        context.say("Pas encore fait", "Not done yet"),
        context.say("dont y arrivent", "of which make it"),
        context.say("soit", "that is"),
        context.say("Marge à 95 %", "Margin at 95%"),
        context.say("Déjà perdues", "Lost already"),
    ]
    rows = []
    for each in _few(found):
        sure = each.unmet >= found.enough
        rows.append(
            row(
                context.teller.day(each.day),
                number(teller.grouped(each.unmet)),
                number(teller.grouped(each.saved)),
                number(percent(each.share, teller) if sure else context.say("trop peu", "too few")),
                number(interval(each.share, teller) if sure else "–"),
                number(percent(each.share_lost, teller)),
            )
        )
    return figures(
        context.say(
            "Toutes les quatre semaines, et autour du dernier jour en pratique, en années",
            "Every four weeks, and around the last day in practice, in years",
        ),
        heads,
        rows,
    )
