"""How a verdict was reached, in lines: what was found, then step by step what it rests on."""

from __future__ import annotations

from innosprint_rules.engine.derivation.derive import Derivation
from innosprint_rules.report.content.derivation.page import derivation_heading, derivation_parts
from innosprint_rules.report.content.teller import Teller
from innosprint_rules.report.text.layout import EMPTY, Line, block
from innosprint_rules.report.text.outlined import outlined


def derivation_page(derivation: Derivation, teller: Teller) -> list[Line]:
    """Return the page of one derivation."""
    first, title, judged, place, *message = derivation_heading(derivation, teller)
    why, parts = derivation_parts(derivation, teller)
    told = [title, judged, *([place] if place else []), *message, why]
    lines = block(first, teller.width, style="bold") + [line for text in told for line in block(text, teller.width)]
    return [*(line if line.text else EMPTY for line in lines), *outlined(parts, teller.width, 4)]
