"""Scenarios side by side on a page: one table, and the shares with their intervals as a chart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from innosprint_rules._version import __version__
from innosprint_rules.dossier.addresses import letters
from innosprint_rules.report.content.outcome.comparing import GROUPS, TITLE, arrow, notes
from innosprint_rules.report.content.outcome.figures import change_words, figure_short, interval, percent
from innosprint_rules.report.content.outcome.headline import headline, rules_left_out
from innosprint_rules.report.html.check.telling import Cell as Set
from innosprint_rules.report.html.check.telling import Cells, Part, number, row, section, table
from innosprint_rules.report.html.frame import whole_page
from innosprint_rules.report.html.markup import Child, Html, hidden, join, mark, tag
from innosprint_rules.report.html.outcome.closing import reading_section
from innosprint_rules.report.html.outcome.levers import sensitivity_section
from innosprint_rules.report.html.outcome.page import contents, skip_link, style
from innosprint_rules.report.html.outcome.rule_charts import intervals
from innosprint_rules.report.html.outcome.telling import Telling, drawn, figures
from innosprint_rules.wording import Lang, capital

if TYPE_CHECKING:
    from innosprint_rules.simulation.outcome.compare import Cell, Comparison, Row


def html_comparison(comparison: Comparison, lang: Lang, judged: Sequence[str] = ()) -> str:
    """Return several scenarios side by side as one HTML page, the same text for the same input.

    ``judged`` names the rules when not all of them were asked for.
    """
    telling = Telling(comparison.outcomes[0], lang)
    levers = [
        sensitivity_section(Telling(each, lang), letters(place)) for place, each in enumerate(comparison.outcomes)
    ]
    parts = [
        _scenarios(telling, comparison),
        _side_by_side(telling, comparison),
        *(part for part in levers if part is not None),
        reading_section(telling),
    ]
    title = TITLE.get(lang)
    content = join(
        skip_link(telling),
        tag("header", tag("p", telling.outcome.setting.rulebook.agreement.title.get(lang), class_="agreement"),
            tag("h1", tag("span", title), class_="outcome"),
            [tag("p", text, class_="limit") for text in rules_left_out(telling.outcome, lang, judged)]),
        contents(telling, parts),
        tag("main", [part.markup for part in parts], id="contenu", tabindex=-1),
        _origin(telling, comparison),
    )  # fmt: skip
    names = ", ".join(each.setting.name for each in comparison.outcomes)
    return whole_page(f"{title} – {names}", lang, style(), content)


def _scenarios(telling: Telling, comparison: Comparison) -> Part:
    lang = telling.lang
    rows = [
        row(
            f"{letters(place)} {each.setting.name}",
            join(tag("b", each.setting.title.get(lang)), " ", each.setting.description.get(lang)),
            headline(each, lang),
        )
        for place, each in enumerate(comparison.outcomes)
    ]
    heads = [telling.say("Scénario", "Scenario"), telling.say("Ce qu'il suppose", "What it assumes"),
             telling.say("Résultat", "Outcome")]  # fmt: skip
    title = telling.say("Les scénarios", "The scenarios")
    return section("scenarios", title, table(title, heads, rows))


def _side_by_side(telling: Telling, comparison: Comparison) -> Part:
    lang, title = telling.lang, TITLE.get(telling.lang)
    heads = [letters(place) for place in range(len(comparison.outcomes))]
    tables: list[Child] = []
    for group, name in GROUPS.items():
        rows = [each for each in comparison.rows if each.group == group]
        if rows:
            lines = [_line(telling, each) for each in rows]
            tables.append(table(name.get(lang), [name.get(lang), *heads], lines, "money sides"))
    return section("cote-a-cote", title, *(tag("p", text) for text in notes(lang)), tables,
                   _chart(telling, comparison.rows, heads))  # fmt: skip


def _origin(telling: Telling, comparison: Comparison) -> Html:
    """Return with what the runs were made, in full, so that they can be made again and compared."""
    book = comparison.outcomes[0].setting.rulebook
    pairs = [(telling.say("Règles", "Rules"), f"{book.name} {book.version} {book.digest}")]
    for place, each in enumerate(comparison.outcomes):
        seed = telling.say(f"graine {each.setting.seed}", f"seed {each.setting.seed}")
        pairs.append((f"{letters(place)} {each.setting.name}", f"{seed}, {each.setting.digest}"))
    pairs.append((telling.say("Logiciel", "Program"), f"innosprint-rules {__version__}"))
    return tag(
        "footer",
        tag("h2", telling.say("Origine de cette page", "Where this page comes from")),
        tag("dl", [[tag("dt", name), tag("dd", tag("code", value))] for name, value in pairs]),
    )


def _line(telling: Telling, found: Row) -> Cells:
    return row(capital(found.short.get(telling.lang)), *(_cell(telling, each) for each in found.cells))


def _cell(telling: Telling, cell: Cell) -> Set:
    """Return a figure, and below it how far it is from the first where that is beyond chance."""
    said = figure_short(cell.figure, telling.lang)
    if not cell.sure or cell.change is None or cell.figure is None:
        return number(said)
    change = change_words(cell.change, cell.figure.kind, telling.lang)
    beyond = telling.say(" au-delà du hasard", " beyond chance")
    return Set([said, tag("small", mark(arrow(cell)), change, hidden(beyond))], "n")


def _chart(telling: Telling, rows: Sequence[Row], heads: Sequence[str]) -> Html | None:
    lang = telling.lang
    shares = [
        (
            capital(each.label.get(lang)),
            [(name, None if c.figure is None else c.figure.share) for name, c in zip(heads, each.cells, strict=True)],
        )
        for each in rows
        if each.group != "means"
    ]
    if not shares:
        return None
    title = telling.say("Les parts des années et leur marge à 95 %", "Shares of the years and their margin at 95%")
    described = telling.say(
        f"Pour chaque résultat, une ligne par scénario : {len(shares)} résultats, {len(heads)} scénarios.",
        f"For each outcome, one line a scenario: {len(shares)} outcomes, {len(heads)} scenarios.",
    )
    lines = [
        row(f"{name} – {key}", number("–" if share is None else percent(share, lang)),
            number("–" if share is None else interval(share, lang)))
        for name, each in shares for key, share in each
    ]  # fmt: skip
    heads = [telling.say("Résultat – scénario", "Outcome – scenario"), telling.say("Part", "Share"),
             telling.say("Marge à 95 %", "Margin at 95%")]  # fmt: skip
    summary = telling.say("Les chiffres de ce graphique", "The figures of this chart")
    chart = intervals("graphique-scenarios", shares, title, described, lang)
    return drawn(title, chart, title, None, figures(title, heads, lines), summary)
