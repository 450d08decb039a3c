"""What moves an outcome, in text: a tornado, the input that moves it most on top."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from innosprint_rules.report.content.outcome.figures import figure_short
from innosprint_rules.report.content.outcome.levers import ends, explained, rest_words, shown, title
from innosprint_rules.report.content.teller import Teller
from innosprint_rules.report.text.bars import span
from innosprint_rules.report.text.layout import Line, block
from innosprint_rules.report.text.outcome.parts import titled
from innosprint_rules.wording import Text

if TYPE_CHECKING:
    from innosprint_rules.simulation.outcome.effects import Effect, Sensitivity
    from innosprint_rules.simulation.outcome.outcome import Outcome

_BAR = 28


def tornados(outcome: Outcome, teller: Teller) -> list[Line]:
    """Return a tornado for each figure that was asked for."""
    return [line for each in outcome.sensitivity for line in _tornado(each, teller)]


def _tornado(found: Sensitivity, teller: Teller) -> list[Line]:
    lines = [*titled(title(found), teller), *block(explained(found, teller), teller.width, 2, style="dim")]
    for effect in shown(found):
        lines += _effect(found, effect, teller)
    for rest in rest_words(found, teller):
        lines += block(rest, teller.width, 2, 4, "dim")
    return lines


def _effect(found: Sensitivity, effect: Effect, teller: Teller) -> list[Line]:
    label = teller.say(effect.label)
    held = f" ({teller.say(effect.at_low.words)} → {teller.say(effect.at_high.words)})"
    lines = block(held, teller.width, 2, 4, "bold", label)
    low, high = ends(found)
    size = (high - low) or Fraction(1)
    places = [((each or low) - low) / size for each in (effect.low.value, effect.high.value, found.base.value)]
    chart = span(places[0], places[1], places[2], _BAR)
    told = f"{figure_short(effect.low, teller)} → {figure_short(effect.high, teller)}"
    chance = "" if effect.sure else teller.say(Text(" (peut être dû au hasard)", " (may be chance)"))
    return [*lines, *block(f"{told}{chance}", teller.width, 4, 4 + _BAR + 2, lead=f"{chart}  ")]
