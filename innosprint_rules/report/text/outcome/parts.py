"""What the parts of an outcome's text share: titles, and a line that starts with figures."""

from __future__ import annotations

from collections.abc import Sequence

from innosprint_rules.report.content.teller import Teller
from innosprint_rules.report.content.words import STYLES
from innosprint_rules.report.text.layout import EMPTY, Line, block, wrap
from innosprint_rules.wording import Text

NARROW = 64
"""Below this width figures stand on a line of their own, and charts beside them are left out."""


def titled(title: Text, teller: Teller) -> list[Line]:
    """Return an empty line and a title."""
    said = teller.say(title)
    if not said.endswith("?"):
        said += teller.either("\u00a0:", ":")
    return [EMPTY, *block(said, teller.width, style=STYLES["title"])]


def after_figures(lead: str, text: str, width: int, style: str) -> list[Line]:
    """Return a text after figures, its next lines below its first; on a narrow page below the figures."""
    if width >= NARROW:
        return block(text, width, 2, 2 + len(lead), style, lead)
    return [Line("  " + lead.rstrip(), style), *block(text, width, 6)]


def one_line(lines: Sequence[Line], width: int) -> list[Line]:
    """Return a row of figures on one line, its words cut where they do not fit."""
    first = lines[0]
    if len(lines) == 1:
        return [first]
    return [Line(f"{wrap(first.text, width - 2)[0].rstrip() if len(first.text) > width - 2 else first.text} …",
                 first.style, first.reach)]  # fmt: skip
