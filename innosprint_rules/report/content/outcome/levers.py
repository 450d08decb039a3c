"""What moves an outcome: which effects are shown, from where to where, and what is said of the rest."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from innosprint_rules.report.content.outcome.figures import figure_short, years
from innosprint_rules.report.content.teller import ENGLISH, FRENCH, Teller
from innosprint_rules.wording import Text

if TYPE_CHECKING:
    from innosprint_rules.simulation.outcome.effects import Effect, Sensitivity
    from innosprint_rules.simulation.outcome.figure import Figure


def title(found: Sensitivity) -> Text:
    """Return what a tornado is about."""
    label = found.base.label
    return Text(
        f"Ce qui compte le plus – {label.fr} ({what(found.base, FRENCH)})",
        f"What matters most – {label.en} ({what(found.base, ENGLISH)})",
    )


def what(figure: Figure, teller: Teller) -> str:
    """Return whether a figure is a share of the years or a mean."""
    return teller.say(Text("part des années", "share of the years") if figure.kind is None else Text("moyenne", "mean"))


def explained(found: Sensitivity, teller: Teller) -> str:
    """Return how the inputs were moved."""
    base, run = figure_short(found.base, teller), years(found.years, teller)
    return teller.say(
        Text(
            f"Chaque hypothèse est fixée tour à tour à une valeur basse, dépassée neuf fois sur dix, puis à une valeur"
            f" haute, dépassée une fois sur dix ; les autres sont tirées comme avant ; {run} à chaque fois. Sans rien"
            f" fixer : {base}.",
            f"Each assumption in turn is held at a low value, exceeded nine times in ten, then at a high one, exceeded"
            f" once in ten; the others are drawn as before; {run} each time. With nothing held: {base}.",
        )
    )


def rest_words(found: Sensitivity, teller: Teller) -> list[str]:
    """Return what is said of the inputs that are not shown: slight effects, none, and those that were not moved."""
    slight = len(found.effects) - len(shown(found))
    parts = (
        (
            slight,
            Text(
                "{n:autre hypothèse a|autres hypothèses ont} un effet moindre, ou qui peut être dû au hasard.",
                "{n:more assumption has|more assumptions have} a lesser effect, or one that may be chance.",
            ),
        ),
        (
            len(found.idle),
            Text(
                "{n:hypothèse ne change|hypothèses ne changent} rien à ce chiffre.",
                "{n:assumption does|assumptions do} not change this figure.",
            ),
        ),
        (
            len(found.still),
            Text(
                "{n:hypothèse n'a|hypothèses n'ont} pas bougé : presque toujours pareil, la valeur"
                " basse et la valeur haute sont les mêmes.",
                "{n:assumption was|assumptions were} not moved: nearly always the same, its low value"
                " and its high value are equal.",
            ),
        ),
    )
    return [teller.counted(text, n=count) for count, text in parts if count]


def shown(found: Sensitivity) -> tuple[Effect, ...]:
    """Return the effects that are drawn: those beyond chance, the strongest of them; with none, the first few."""
    return found.sure[:SHOWN] or found.effects[:_FEW]


def ends(found: Sensitivity) -> tuple[Fraction, Fraction]:
    """Return the least and the greatest value that a tornado reaches."""
    values = [found.base.value, *(v for e in shown(found) for v in (e.low.value, e.high.value))]
    known = [each for each in values if each is not None]
    return min(known, default=Fraction(0)), max(known, default=Fraction(0))


SHOWN, _FEW = 12, 3
