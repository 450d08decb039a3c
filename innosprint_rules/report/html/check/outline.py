"""Lines of the text report as nested lists: the same words, the indentation become structure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from innosprint_rules.report.html.markup import Child, Html, join, tag
from innosprint_rules.report.text.layout import Line

_ANSWER = re.compile(r"\[(oui|non|yes|no|\?)\] ")
_SIGN = {"oui": "yes", "yes": "yes", "non": "no", "no": "no", "?": "doubt"}
_FIGURE = re.compile(r"[=<>]? ?[-−€]?\d[\d\s\u202f\u00a0.,/]*€?")


def outline(lines: Sequence[Line]) -> Html:
    """Return lines as lists within lists; a bold line at the margin is a title, columns are a table."""
    parts: list[Html] = []
    block: list[Line] = []
    for line in lines:
        if line.text.strip() and not (line.style == "bold" and _depth(line) == 0):
            block.append(line)
            continue
        parts.append(_nested(block))
        block = []
        if line.text.strip():
            parts.append(tag("p", line.text, class_="part"))
    return join(parts, _nested(block))


def _depth(line: Line) -> int:
    return len(line.text) - len(line.text.lstrip(" "))


def _nested(lines: Sequence[Line]) -> Html:
    """Return the list of the lines at the least indent, each with what is below it."""
    if not lines:
        return Html("")
    margin = min(map(_depth, lines))
    items: list[Html] = []
    position = 0
    while position < len(lines):
        end = position + 1
        while end < len(lines) and _depth(lines[end]) > margin:
            end += 1
        below = lines[position + 1 : end]
        inner = _table(below) if _in_columns(below) else _nested(below)
        items.append(tag("li", _words(lines[position]), inner))
        position = end
    return tag("ul", items)


def _words(line: Line) -> Html:
    text = line.text.strip()
    if line.reach is not None:
        lead = line.text[: line.reach].strip()
        return join(tag("strong", lead), text[len(lead) :])
    answer = _ANSWER.match(text)
    if answer:
        word = answer.group(1)
        return join(tag("b", word, class_=_SIGN[word]), " ", text[answer.end() :])
    if text.startswith("= "):
        return tag("i", text)
    return join(text)


def _in_columns(lines: Sequence[Line]) -> bool:
    """Tell whether lines are the rows of a table: one depth, and gaps of two spaces at least."""
    depths = {_depth(line) for line in lines}
    return len(depths) == 1 and all("  " in line.text.strip() for line in lines)


def _table(lines: Sequence[Line]) -> Html:
    """Return lines set in columns as a table; it is read line by line and needs no headings."""
    rows = [tag("tr", map(_cell, cells)) for cells in split_columns([line.text for line in lines])]
    return tag("table", tag("tbody", rows), role="presentation", class_="rows")


def _cell(text: str) -> Html:
    return tag("td", text, class_="n" if _FIGURE.fullmatch(text) else None)


def split_columns(texts: Sequence[str]) -> list[list[str]]:
    """Cut lines where all of them have two spaces at least: there one column ends and the next begins."""
    width = max(map(len, texts))
    padded = [text.ljust(width) for text in texts]
    blank = [all(text[place] == " " for text in padded) for place in range(width)]
    cuts: list[tuple[int, int]] = []
    start: int | None = None
    for place in range(width + 1):
        empty = place < width and blank[place]
        if empty and start is None:
            start = place
        elif not empty and start is not None:
            if place - start >= 2 or start == 0:
                cuts.append((start, place))
            start = None
    edges = [0, *(edge for cut in cuts for edge in cut), width]
    return [
        [cell for left, right in zip(edges[::2], edges[1::2], strict=True) if left < right
         for cell in (text[left:right].strip(),)]
        for text in padded
    ]  # fmt: skip


def sentences(lines: Sequence[Line]) -> Child:
    """Return lines as paragraphs, the beginning that carries a style set strong."""
    return [tag("p", _words(line)) for line in lines if line.text.strip()]
