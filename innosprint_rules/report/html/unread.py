"""What could not be read as one web page: each row concerned, the cells at fault marked, what to write in each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from innosprint_rules.dossier.schema.raw import RawDossier
from innosprint_rules.errors import InputError, Problem
from innosprint_rules.report.content.teller import Teller
from innosprint_rules.report.content.unread import EVERYWHERE, HOW, UnreadTable, count_words, unread_tables
from innosprint_rules.report.content.words import MARKS
from innosprint_rules.report.html.frame import style_sheet, whole_page
from innosprint_rules.report.html.markup import Html, join, mark, tag
from innosprint_rules.wording import Text

_LINE = Text("Ligne", "Line")


def unread_page(error: InputError, raws: Sequence[RawDossier], teller: Teller) -> str:
    """Return the page, the same text for the same input; ``raws`` is what was read, as far as it could be."""
    title = count_words(error, teller)
    content = join(
        tag("header", tag("h1", mark(MARKS["error"]), tag("span", title), class_="error"), tag("p", teller.say(HOW))),
        tag("main", [_section(table, teller) for table in unread_tables(error, raws)]),
    )
    return whole_page(title, teller, style_sheet("innosprint_rules.report.html"), content)


def _section(table: UnreadTable, teller: Teller) -> Html:
    where = table.where.words(teller.lang) or teller.say(EVERYWHERE)
    told = join(*(tag("div", _problem(each, teller, place=True), class_="card error") for each in table.problems))
    return tag("section", tag("h2", where), told, _rows(table, teller) if table.rows else None)


def _rows(table: UnreadTable, teller: Teller) -> Html:
    head = tag("tr", (tag("th", name, scope="col") for name in (teller.say(_LINE), *table.headers.values())))
    body = [
        tag(
            "tr",
            tag("th", row.name, _problems(row.problems, teller), scope="row"),
            (
                tag("td", _cell(cell.shown, cell.problems, teller), class_="unread" if cell.problems else None)
                for cell in row.cells
            ),
        )
        for row in table.rows
    ]
    return tag(
        "div",
        tag("table", tag("thead", head), tag("tbody", body)),
        class_="scroll",
        tabindex=0,
        role="region",
        aria_label=table.where.words(teller.lang),
    )


def _cell(shown: str, problems: Sequence[Problem], teller: Teller) -> Html:
    return join(tag("b", mark(MARKS["error"]), shown or "–") if problems else shown, _problems(problems, teller))


def _problems(problems: Iterable[Problem], teller: Teller) -> Html:
    return join(*(_problem(each, teller) for each in problems))


def _problem(problem: Problem, teller: Teller, place: bool = False) -> Html:
    where = problem.location.words(teller.lang) if place else ""
    return join(
        tag("p", where, class_="place") if where else None,
        tag("p", teller.say(problem.message)),
        tag("p", mark(MARKS["next"]), teller.say(problem.hint), class_="remedy") if problem.hint is not None else None,
    )
