"""Markup that cannot be broken by what it carries: text is escaped unless it was built here.

A cell of a dossier may hold anything, a script as well as an amount; it reaches the page as text.
"""

from __future__ import annotations

import html
from collections.abc import Iterable
from typing import TypeAlias

from innosprint_rules.wording import printable


class Html(str):
    """A piece of markup, ready for the page."""

    __slots__ = ()


Child: TypeAlias = "str | Html | Iterable[Child] | None"
Attribute: TypeAlias = "str | int | float | bool | None"

_VOID = frozenset({"meta", "link", "br", "col"})


def escaped(text: str) -> Html:
    """Return a text as markup that shows that text and nothing else."""
    return Html(html.escape(printable(text)))


def join(*children: Child) -> Html:
    """Return children one after the other; what is None is left out, what is plain text is escaped."""
    parts: list[str] = []
    for child in children:
        if child is None:
            continue
        if isinstance(child, Html):
            parts.append(child)
        elif isinstance(child, str):
            parts.append(escaped(child))
        else:
            parts.append(join(*child))
    return Html("".join(parts))


def tag(name: str, /, *children: Child, **attributes: Attribute) -> Html:
    """Return an element; ``class_`` stands for ``class``, ``aria_label`` for ``aria-label``.

    An attribute that is None or False is left out; True stands alone.
    """
    written = "".join(_attribute(key, value) for key, value in attributes.items())
    if name in _VOID:
        return Html(f"<{name}{written}>")
    return Html(f"<{name}{written}>{join(*children)}</{name}>")


def _attribute(key: str, value: Attribute) -> str:
    if value is None or value is False:
        return ""
    name = key.rstrip("_").replace("_", "-")
    if value is True:
        return f" {name}"
    return f' {name}="{escaped(figure(value) if isinstance(value, float) else str(value))}"'


def figure(value: float) -> str:
    """Return a coordinate, to a tenth: the same digits on every machine."""
    return f"{value:.1f}".removesuffix(".0")


def hidden(text: str) -> Html:
    """Return words for those who listen to the page; the others see them from what stands around."""
    return tag("span", text, class_="heard")


def mark(sign: str) -> Html:
    """Return a mark beside a word that says the same, so that it is not read aloud."""
    return tag("span", sign, class_="mark", aria_hidden="true")
