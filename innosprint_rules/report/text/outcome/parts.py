"""What the parts of an outcome's text share: titles, and a line that starts with figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from innosprint_rules.report.content.words import STYLES
from innosprint_rules.report.text.layout import EMPTY, Line, block
from innosprint_rules.wording import Lang, Text

if TYPE_CHECKING:
    pass

NARROW = 64
"""Below this width figures stand on a line of their own, and charts beside them are left out."""


def titled(title: Text, lang: Lang, width: int) -> list[Line]:
    """Return an empty line and a title."""
    said = title.get(lang)
    if not said.endswith("?"):
        said += "\u00a0:" if lang == "fr" else ":"
    return [EMPTY, *block(said, width, style=STYLES["title"])]


def after_figures(lead: str, text: str, width: int, style: str) -> list[Line]:
    """Return a text after figures, its next lines below its first; on a narrow page below the figures."""
    if width >= NARROW:
        return block(text, width, 2, 2 + len(lead), style, lead)
    return [Line("  " + lead.rstrip(), style), *block(text, width, 6)]
