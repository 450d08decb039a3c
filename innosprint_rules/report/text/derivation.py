"""How a verdict was reached, in lines: what was found, then step by step what it rests on."""

from __future__ import annotations

from innosprint_rules.engine.derivation.derive import Derivation
from innosprint_rules.report.content.derivation import derivation_heading, derivation_parts
from innosprint_rules.report.text.layout import EMPTY, Line, block
from innosprint_rules.report.text.outlined import outlined
from innosprint_rules.wording import Lang


def derivation_page(derivation: Derivation, lang: Lang, width: int = 80) -> list[Line]:
    """Return the page of one derivation."""
    first, title, judged, place, *message = derivation_heading(derivation, lang)
    why, parts = derivation_parts(derivation, lang)
    told = [title, judged, *([place] if place else []), *message, why]
    lines = block(first, width, style="bold") + [line for text in told for line in block(text, width)]
    return [*(line if line.text else EMPTY for line in lines), *outlined(parts, width, 4)]
