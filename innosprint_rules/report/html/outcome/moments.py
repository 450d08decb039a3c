"""Points of no return on the page: a table of all, then a curve for each that can be told."""

from __future__ import annotations

from collections.abc import Sequence

from innosprint_rules.report.content.outcome.figures import grouped, interval, percent
from innosprint_rules.report.content.outcome.moments import TITLE, at_risk_first, explained, sentences, too_few
from innosprint_rules.report.content.words import counted
from innosprint_rules.report.html.check.telling import Cells, Part, folded, number, row, section, table
from innosprint_rules.report.html.markup import Child, Html, join, tag
from innosprint_rules.report.html.outcome.curves import no_return_curve
from innosprint_rules.report.html.outcome.telling import Telling, drawn, figures, identity
from innosprint_rules.simulation.outcome.no_return import Moment, NoReturn
from innosprint_rules.wording import Text, capital

_DRAWN = 3  # curves that stand open
_EVERY = 4  # moments of a curve that its table shows


def no_return_section(telling: Telling) -> Part | None:
    """Return until when obligations can be saved; None where nothing is dated."""
    outcome, lang = telling.outcome, telling.lang
    told = at_risk_first(outcome)
    if not told:
        return None
    silent = [code for code, found in outcome.no_return.items() if found.answer == "too_few"]
    curves = [_figure(telling, each) for each in told if len(each.told) > 1]
    more = counted(Text("{n:autre courbe|autres courbes}", "{n:more curve|more curves}"), lang, n=len(curves) - _DRAWN)
    content: list[Child] = [
        tag("p", explained(told[0], outcome.watched_years, lang)),
        _table(telling, told),
        tag("p", too_few(silent, lang)) if silent else None,
        *curves[:_DRAWN],
    ]
    if len(curves) > _DRAWN:
        content.append(folded(more, *curves[_DRAWN:], class_="extra"))
    return section("sans-retour", TITLE.get(lang), *content)


def _table(telling: Telling, told: Sequence[NoReturn]) -> Html:
    heads = [
        telling.say("Règle", "Rule"),
        telling.say("D'après le texte, puis en pratique", "By the text, then in practice"),
        telling.say("Dernier jour du texte", "Last day of the text"),
        telling.say("Dernier jour en pratique", "Last day in practice"),
    ]  # fmt: skip
    caption = telling.say("Jusqu'à quand, règle par règle", "Until when, rule by rule")
    return table(caption, heads, [_line(telling, each) for each in told], "stack")


def _line(telling: Telling, found: NoReturn) -> Cells:
    rule = telling.outcome.rules[found.rule]
    title = tag("b", capital(rule.title.get(telling.lang)))
    due = "–" if found.due is None else telling.day(found.due)
    last = "–" if found.last is None else telling.day(found.last.day)
    if found.answer in ("open_end", "never"):
        last = telling.say(f"au moins {last}", f"{last} at least")
    said = join(title, *(tag("p", text) for text in sentences(found, telling.lang)))
    return row(tag("span", found.rule, class_="code"), said, number(due), number(last))


def _figure(telling: Telling, found: NoReturn) -> Html:
    lang = telling.lang
    title = f"{found.rule}{telling.colon}{telling.outcome.rules[found.rule].title.get(lang)}"
    names = {"due": telling.say("texte :", "text:"), "last": telling.say("en pratique :", "in practice:")}
    described = " ".join(sentences(found, lang))
    chart = no_return_curve(identity("courbe", found.rule), found, title, described, names, lang)
    summary = telling.say("Les chiffres de cette courbe", "The figures of this curve")
    return drawn(title, chart, title, _legend(telling), _points(telling, found), summary)


def _legend(telling: Telling) -> Html:
    names = (
        ("series saved", telling.say("là où ce n'est pas encore fait, années qui y arrivent (marge à 95 %)",
                                     "where it is not done yet, years that make it (margin at 95%)")),
        ("series lost", telling.say("années déjà perdues, sur toutes",
                                    "years lost already, of all")),
        ("threshold", telling.say("seuil", "threshold")),
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


def _points(telling: Telling, found: NoReturn) -> Html:
    lang = telling.lang
    heads = [
        telling.say("Au soir du", "At the end of"), telling.say("Pas encore fait", "Not done yet"),
        telling.say("dont y arrivent", "of which make it"), telling.say("soit", "that is"),
        telling.say("Marge à 95 %", "Margin at 95%"), telling.say("Déjà perdues", "Lost already"),
    ]  # fmt: skip
    rows = []
    for each in _few(found):
        sure = each.unmet >= found.enough
        rows.append(
            row(
                telling.day(each.day),
                number(grouped(each.unmet, lang)),
                number(grouped(each.saved, lang)),
                number(percent(each.share, lang) if sure else telling.say("trop peu", "too few")),
                number(interval(each.share, lang) if sure else "–"),
                number(percent(each.share_lost, lang)),
            )
        )
    return figures(
        telling.say(
            "Toutes les quatre semaines, et autour du dernier jour en pratique, en années",
            "Every four weeks, and around the last day in practice, in years",
        ),
        heads,
        rows,
    )
