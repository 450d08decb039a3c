"""What the parts of an outcome's text share: titles, and a line that starts with figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from innosprint_rules.report.content.words import STYLES, counted
from innosprint_rules.report.text.layout import EMPTY, Line, block
from innosprint_rules.wording import Lang, Text

if TYPE_CHECKING:
    from innosprint_rules.simulation.outcome.outcome import Outcome

NARROW = 64
"""Below this width figures stand on a line of their own, and charts beside them are left out."""


def capital(text: str) -> str:
    """Return a sentence with its first letter in upper case."""
    return text[:1].upper() + text[1:]


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


def rules_left_out(outcome: Outcome, lang: Lang, judged: Sequence[str]) -> list[str]:
    """Say how many rules were judged, when not all of them were."""
    if not judged:
        return []
    whole = len(outcome.setting.rulebook.rules)
    said = Text(
        f"{{n:règle|règles}} sur {whole} : « aucun manquement » ne vaut que pour ce qui a été jugé.",
        f"{{n:rule|rules}} of {whole}: “no breach” holds for what was judged only.",
    )
    return [counted(said, lang, n=len(judged))]
