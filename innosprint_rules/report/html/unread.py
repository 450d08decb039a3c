"""What could not be read as one web page: each row concerned, the cells at fault marked, what to write in each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from innosprint_rules.dossier.schema.raw import RawDossier
from innosprint_rules.errors import InputError, Problem
from innosprint_rules.report.content.unread import EVERYWHERE, HOW, UnreadTable, count_words, unread_tables
from innosprint_rules.report.content.words import MARKS
from innosprint_rules.report.html.frame import style_sheet, whole_page
from innosprint_rules.report.html.markup import Html, join, mark, tag
from innosprint_rules.wording import Lang, Text

_LINE = Text("Ligne", "Line")


def unread_page(error: InputError, raws: Sequence[RawDossier], lang: Lang) -> str:
    """Return the page, the same text for the same input; ``raws`` is what was read, as far as it could be."""
    title = count_words(error, lang)
    content = join(
        tag("header", tag("h1", mark(MARKS["error"]), tag("span", title), class_="error"), tag("p", HOW.get(lang))),
        tag("main", [_section(table, lang) for table in unread_tables(error, raws)]),
    )
    return whole_page(title, lang, style_sheet("innosprint_rules.report.html"), content)


def _section(table: UnreadTable, lang: Lang) -> Html:
    where = table.where.words(lang) or EVERYWHERE.get(lang)
    told = join(*(tag("div", _problem(each, lang, place=True), class_="card error") for each in table.problems))
    return tag("section", tag("h2", where), told, _rows(table, lang) if table.rows else None)


def _rows(table: UnreadTable, lang: Lang) -> Html:
    head = tag("tr", (tag("th", name, scope="col") for name in (_LINE.get(lang), *table.headers.values())))
    body = [
        tag("tr", tag("th", row.name, _problems(row.problems, lang), scope="row"),
            (tag("td", _cell(cell.shown, cell.problems, lang), class_="unread" if cell.problems else None)
             for cell in row.cells))
        for row in table.rows
    ]  # fmt: skip
    return tag("div", tag("table", tag("thead", head), tag("tbody", body)), class_="scroll", tabindex=0, role="region",
               aria_label=table.where.words(lang))  # fmt: skip


def _cell(shown: str, problems: Sequence[Problem], lang: Lang) -> Html:
    return join(tag("b", mark(MARKS["error"]), shown or "–") if problems else shown, _problems(problems, lang))


def _problems(problems: Iterable[Problem], lang: Lang) -> Html:
    return join(*(_problem(each, lang) for each in problems))


def _problem(problem: Problem, lang: Lang, place: bool = False) -> Html:
    where = problem.location.words(lang) if place else ""
    return join(
        tag("p", where, class_="place") if where else None,
        tag("p", problem.message.get(lang)),
        tag("p", mark(MARKS["next"]), problem.hint.get(lang), class_="remedy") if problem.hint is not None else None,
    )
