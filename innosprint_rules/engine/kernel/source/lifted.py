"""The numbers of a kernel's text that are data: taken out of it, so that one text serves every scenario and dossier.

What is data is marked where it is written, ``K7(35000)``: seven tells it from others. So are, unmarked, all numbers
from three on: places in memory, days, capacities, amounts. A text is *plain* with the numbers in their places, as the
interpreter runs it; *lifted* it reads them from an array ``Q``, once a function, and is the same for all that differ
in numbers alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

FIRST_LIFTED = 3
"""Smaller numbers that are not marked are part of the text: steps, codes of what is missing, powers of two."""

_MARKED = re.compile(r"K\d+\((-?\d+)\)")
_NUMBER = re.compile(r"(?P<place>\bM\[)?(?:K\d+\((?P<marked>-?\d+)\)|(?<![\w.])(?P<plain>\d+)(?![\w.]))")
_KEPT = re.compile(r"\b[VXS]\[\d+\]|(?:>>|<<|//) \d+")
_FUNCTION = re.compile(r"^def (\w+)\(", re.MULTILINE)


def marked(value: int, mark: int) -> str:
    """Return the code of a number that is data."""
    return f"K{mark}({value})"


def is_marked(code: str) -> bool:
    """Tell whether a piece of code is such a number and nothing else."""
    return _MARKED.fullmatch(code) is not None


def plain(text: str) -> str:
    """Return a text with its data in their places."""
    return _MARKED.sub(lambda found: found[1] if found[1][0] != "-" else f"({found[1]})", text)


def lifted(text: str, kept: Iterable[str] = (), numbers: Iterable[int] = ()) -> tuple[str, list[int]]:
    """Return a text that reads its data from ``Q``, and what ``Q`` holds.

    Args:
        text: functions, each with a blank line before its decorator.
        kept: the names of functions that stay as they are.
        numbers: numbers that are part of every text.
    """
    left, names = frozenset(numbers), frozenset(kept)
    data: list[int] = []
    functions: list[str] = []
    lifted_names: list[str] = []
    for part in text.split("@njit\n"):
        name = _FUNCTION.match(part)
        if name is None or name[1] in names:
            functions.append(part)
            continue
        head, _, body = part.partition("\n")
        lines, reads = _without_numbers(body, data, left)
        lifted_names.append(name[1])
        functions.append("\n".join((head, *reads, lines)))
    whole = "@njit\n".join(functions)
    if lifted_names:
        calls = re.compile(rf"\b({'|'.join(map(re.escape, lifted_names))})\(")
        whole = calls.sub(r"\1(Q, ", whole)
    return whole, data


def _without_numbers(body: str, data: list[int], left: frozenset[int]) -> tuple[str, list[str]]:
    """Return the body of a function without its data, and the lines that read them; they are added to ``data``."""
    places: dict[str, str] = {}
    reads: list[str] = []

    def read(value: int) -> str:
        name = f"q{len(data)}"
        reads.append(f"    {name} = Q[{len(data)}]")
        data.append(value)
        return name

    def instead(found: re.Match[str]) -> str:
        before = found["place"] or ""
        if found["marked"] is not None:
            return before + read(int(found["marked"]))
        value = int(found["plain"])
        if value < FIRST_LIFTED or value in left:
            return found[0]
        if not before:
            return read(value)
        if found["plain"] not in places:  # no two runs of memory begin at one place
            places[found["plain"]] = read(value)
        return before + places[found["plain"]]

    parts: list[str] = []
    end = 0
    for kept in _KEPT.finditer(body):
        parts += [_NUMBER.sub(instead, body[end : kept.start()]), kept[0]]
        end = kept.end()
    return "".join((*parts, _NUMBER.sub(instead, body[end:]))), reads


__all__ = ["is_marked", "lifted", "marked", "plain"]
