"""Scenarios side by side on a page: one table, and the shares with their intervals as a chart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from innosprint_rules._version import __version__
from innosprint_rules.dossier.addresses import letters
from innosprint_rules.report.content.outcome.comparing import GROUPS, TITLE, arrow, notes
from innosprint_rules.report.content.outcome.figures import change_words, figure_short, interval, percent
from innosprint_rules.report.content.outcome.headline import headline, rules_left_out
from innosprint_rules.report.content.teller import Teller
from innosprint_rules.report.html.check.context import Cell as Set
from innosprint_rules.report.html.check.context import Cells, Part, number, row, section, table
from innosprint_rules.report.html.frame import whole_page
from innosprint_rules.report.html.markup import Child, Html, hidden, join, mark, tag
from innosprint_rules.report.html.outcome.closing import reading_section
from innosprint_rules.report.html.outcome.context import OutcomeContext, drawn, figures
from innosprint_rules.report.html.outcome.levers import sensitivity_section
from innosprint_rules.report.html.outcome.page import contents, skip_link, style
from innosprint_rules.report.html.outcome.rule_charts import intervals
from innosprint_rules.wording import capital

if TYPE_CHECKING:
    from innosprint_rules.simulation.outcome.compare import Cell, ComparedFigure, Comparison


def html_comparison(comparison: Comparison, teller: Teller, judged: Sequence[str] = ()) -> str:
    """Return several scenarios side by side as one HTML page, the same text for the same input.

    ``judged`` names the rules when not all of them were asked for.
    """
    context = OutcomeContext(comparison.outcomes[0], teller)
    levers = [
        sensitivity_section(OutcomeContext(each, teller), letters(place))
        for place, each in enumerate(comparison.outcomes)
    ]
    parts = [
        _scenarios(context, comparison),
        _side_by_side(context, comparison),
        *(part for part in levers if part is not None),
        reading_section(context),
    ]
    title = teller.say(TITLE)
    content = join(
        skip_link(context),
        tag(
            "header",
            tag("p", teller.say(context.outcome.setting.rulebook.agreement.title), class_="agreement"),
            tag("h1", tag("span", title), class_="outcome"),
            [tag("p", text, class_="limit") for text in rules_left_out(context.outcome, teller, judged)],
        ),
        contents(context, parts),
        tag("main", [part.markup for part in parts], id="contenu", tabindex=-1),
        _origin(context, comparison),
    )
    names = ", ".join(each.setting.name for each in comparison.outcomes)
    return whole_page(f"{title} – {names}", teller, style(), content)


def _scenarios(context: OutcomeContext, comparison: Comparison) -> Part:
    teller = context.teller
    rows = [
        row(
            f"{letters(place)} {each.setting.name}",
            join(tag("b", teller.say(each.setting.title)), " ", teller.say(each.setting.description)),
            headline(each, teller),
        )
        for place, each in enumerate(comparison.outcomes)
    ]
    heads = [context.say("Scénario", "Scenario"), context.say("Ce qu'il suppose", "What it assumes"),
             context.say("Résultat", "Outcome")]  # fmt: skip
    title = context.say("Les scénarios", "The scenarios")
    return section("scenarios", title, table(title, heads, rows))


def _side_by_side(context: OutcomeContext, comparison: Comparison) -> Part:
    teller, title = context.teller, context.teller.say(TITLE)
    heads = [letters(place) for place in range(len(comparison.outcomes))]
    tables: list[Child] = []
    for group, name in GROUPS.items():
        rows = [each for each in comparison.rows if each.group == group]
        if rows:
            lines = [_line(context, each) for each in rows]
            tables.append(table(teller.say(name), [teller.say(name), *heads], lines, "money sides"))
    return section(
        "cote-a-cote",
        title,
        *(tag("p", text) for text in notes(teller)),
        tables,
        _chart(context, comparison.rows, heads),
    )


def _origin(context: OutcomeContext, comparison: Comparison) -> Html:
    """Return with what the runs were made, in full, so that they can be made again and compared."""
    book = comparison.outcomes[0].setting.rulebook
    pairs = [(context.say("Règles", "Rules"), f"{book.name} {book.version} {book.digest}")]
    for place, each in enumerate(comparison.outcomes):
        seed = context.say(f"graine {each.setting.seed}", f"seed {each.setting.seed}")
        pairs.append((f"{letters(place)} {each.setting.name}", f"{seed}, {each.setting.digest}"))
    pairs.append((context.say("Logiciel", "Program"), f"innosprint-rules {__version__}"))
    return tag(
        "footer",
        tag("h2", context.say("Origine de cette page", "Where this page comes from")),
        tag("dl", [[tag("dt", name), tag("dd", tag("code", value))] for name, value in pairs]),
    )


def _line(context: OutcomeContext, found: ComparedFigure) -> Cells:
    return row(capital(context.teller.say(found.short)), *(_cell(context, each) for each in found.cells))


def _cell(context: OutcomeContext, cell: Cell) -> Set:
    """Return a figure, and below it how far it is from the first where that is beyond chance."""
    said = figure_short(cell.figure, context.teller)
    if not cell.sure or cell.change is None or cell.figure is None:
        return number(said)
    change = change_words(cell.change, cell.figure.kind, context.teller)
    beyond = context.say(" au-delà du hasard", " beyond chance")
    return Set([said, tag("small", mark(arrow(cell)), change, hidden(beyond))], "n")


def _chart(context: OutcomeContext, rows: Sequence[ComparedFigure], heads: Sequence[str]) -> Html | None:
    teller = context.teller
    shares = [
        (
            capital(teller.say(each.label)),
            [(name, None if c.figure is None else c.figure.share) for name, c in zip(heads, each.cells, strict=True)],
        )
        for each in rows
        if each.group != "means"
    ]
    if not shares:
        return None
    title = context.say("Les parts des années et leur marge à 95 %", "Shares of the years and their margin at 95%")
    described = context.say(
        f"Pour chaque résultat, une ligne par scénario : {len(shares)} résultats, {len(heads)} scénarios.",
        f"For each outcome, one line a scenario: {len(shares)} outcomes, {len(heads)} scenarios.",
    )
    lines = [
        row(
            f"{name} – {key}",
            number("–" if share is None else percent(share, teller)),
            number("–" if share is None else interval(share, teller)),
        )
        for name, each in shares
        for key, share in each
    ]
    heads = [context.say("Résultat – scénario", "Outcome – scenario"), context.say("Part", "Share"),
             context.say("Marge à 95 %", "Margin at 95%")]  # fmt: skip
    summary = context.say("Les chiffres de ce graphique", "The figures of this chart")
    chart = intervals("graphique-scenarios", shares, title, described, teller)
    return drawn(title, chart, title, None, figures(title, heads, lines), summary)
