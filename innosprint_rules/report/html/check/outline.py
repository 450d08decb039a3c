"""An outline as lists within lists: the same words as the text, the levels become structure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from innosprint_rules.report.content.outline import Cells, Item, Part, Title
from innosprint_rules.report.html.markup import Child, Html, join, tag

_FIGURE = re.compile(r"[=<>]? ?[-−€]?\d[\d\s\u202f\u00a0.,/]*€?")


def outline(parts: Sequence[Part]) -> Html:
    """Return titles, and what stands below each as lists within lists; rows of cells are a table."""
    told: list[Html] = []
    below: list[Item | Cells] = []
    for part in parts:
        if isinstance(part, Title):
            told += [_nested(below), tag("p", part.text, class_="part")]
            below = []
        else:
            below.append(part)
    return join(*told, _nested(below))


def _nested(parts: Sequence[Item | Cells]) -> Html:
    """Return the list of what stands at the least depth, each with what is below it."""
    if not parts:
        return Html("")
    margin = min(part.depth for part in parts)
    items: list[Html] = []
    position = 0
    while position < len(parts):
        part, end = parts[position], position + 1
        while end < len(parts) and parts[end].depth > margin:
            end += 1
        if isinstance(part, Cells):
            items.append(tag("li", _table(part)))
        else:
            items.append(tag("li", _words(part), _below(parts[position + 1 : end])))
        position = end
    return tag("ul", items)


def _below(parts: Sequence[Item | Cells]) -> Html:
    """Return what stands below a paragraph: rows alone need no list around them."""
    if len(parts) == 1 and isinstance(parts[0], Cells):
        return _table(parts[0])
    return _nested(parts)


def _words(item: Item) -> Html:
    if item.answer is not None:
        sign, word = item.answer
        return join(tag("b", word, class_=sign), " ", item.text)
    if item.result:
        return tag("i", f"= {item.text}")
    return join(tag("strong", item.lead) if item.lead else None, item.text)


def _table(cells: Cells) -> Html:
    """Return rows as a table; it is read line by line and needs no headings."""
    rows = [tag("tr", map(_cell, row)) for row in cells.rows]
    return tag("table", tag("tbody", rows), role="presentation", class_="rows")


def _cell(text: str) -> Html:
    return tag("td", text, class_="n" if _FIGURE.fullmatch(text) else None)


def sentences(items: Sequence[Item]) -> Child:
    """Return an outline as paragraphs."""
    return [tag("p", _words(item)) for item in items]
