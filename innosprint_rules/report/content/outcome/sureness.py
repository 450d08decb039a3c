"""How sure an outcome is: what is told of the years done so far, and why no more of them were drawn."""

from __future__ import annotations

from decimal import ROUND_UP, Decimal
from typing import TYPE_CHECKING

from innosprint_rules.report.content.outcome.figures import decimals, euros, quantile_words, share_words, years
from innosprint_rules.report.content.teller import Teller
from innosprint_rules.simulation.outcome.figure import ALL_OBJECTIVES_LABEL, NO_VIOLATION_LABEL
from innosprint_rules.simulation.outcome.precision import USUAL, Width
from innosprint_rules.wording import NBSP, Text

if TYPE_CHECKING:
    from innosprint_rules.simulation.outcome.outcome import Outcome


def so_far(outcome: Outcome, teller: Teller) -> str:
    """Return the figures of the headline with their margins, while more years are drawn."""
    parts: list[str] = []
    for label, share in ((NO_VIOLATION_LABEL, outcome.clean if outcome.judges_errors else None),
                         (ALL_OBJECTIVES_LABEL, outcome.all_objectives)):  # fmt: skip
        if share is not None:
            parts.append(f"{teller.say(label)} {share_words(share, teller)}")
    back = outcome.restitution
    if back is not None and (middle := back.quantile(50)) is not None:
        told = Text("à restituer {a} de médiane", "median to return {a}")
        parts.append(teller.say(told.fill(a=quantile_words(middle, back.kind, teller))))
    return f"{years(outcome.years, teller)}{teller.colon}{', '.join(parts)}" if parts else years(outcome.years, teller)


def precise(outcome: Outcome, teller: Teller) -> str:
    """Return how many years were drawn, and the widest margin: « 1 000 années simulées, ± 2,8 points »."""
    found = outcome.width(outcome.setting.precision or USUAL)
    points = (Decimal(100 * found.share.numerator) / found.share.denominator).quantize(Decimal("0.1"), ROUND_UP)
    return f"{years(outcome.years, teller)}, {_margins(points.normalize(), found.amount or None, teller)}"


def why_stopped(outcome: Outcome, teller: Teller) -> str | None:
    """Return how many years were enough, or how wide margins still are; None where no precision was asked for."""
    points = outcome.setting.precision
    if points is None or outcome.partial:
        return None
    n, found = years(outcome.years, teller), outcome.width(points)
    if outcome.stopped == "precision":
        told = Text("Arrêt à {n} : assez pour {asked}.", "Stopped at {n}: enough for {asked}.")
        return teller.say(told.fill(n=n, asked=_within(points, found, teller)))
    told = Text("Arrêt à {n}, le plus qui était permis : les marges vont jusqu’à {wide}.",
                "Stopped at {n}, the most allowed: margins are as wide as {wide}.")  # fmt: skip
    if found.unknown:
        told = Text("Arrêt à {n}, le plus qui était permis : trop peu pour dire la marge d’un montant.",
                    "Stopped at {n}, the most allowed: too few to tell the margin of an amount.")  # fmt: skip
    share = Decimal(100 * found.share.numerator) / found.share.denominator
    return teller.say(told.fill(n=n, wide=_margins(share, found.amount, teller)))


def _within(points: Decimal, found: Width, teller: Teller) -> str:
    return _margins(points, None if found.amount is None else found.limit, teller)


def _margins(points: Decimal, amount: int | None, teller: Teller) -> str:
    """Return margins as they are written: « ± 1 point et ± 350 € »."""
    places = max(0, -int(points.normalize().as_tuple().exponent)) if points == points.quantize(Decimal("0.01")) else 2
    plural = points >= 2 if teller.lang == "fr" else points != 1
    told = f"±{NBSP}{decimals(points, places, teller)}{NBSP}{'points' if plural else 'point'}"
    if amount is None:
        return told
    return f"{told} {'et' if teller.lang == 'fr' else 'and'} ±{NBSP}{euros(amount, teller)}"
