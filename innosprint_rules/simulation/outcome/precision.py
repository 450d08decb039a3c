"""How many years a question needs: when the margins at 95 % of what it asks for are narrow enough.

Asked are the shares by which a scenario is known and the median of what is due back, or of the amounts that were named.
Years are looked at after numbers that are the same for everybody, so that where a run stops rests on its years alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import count, takewhile
from typing import Literal

from innosprint_rules.simulation.outcome.intervals import Share
from innosprint_rules.simulation.outcome.quantiles import Quantile

USUAL = Decimal(1)
"""Points by which a share may be off, at 95 %, unless others are asked for."""

FIRST = 1_000
"""Years that are always drawn: rarer faults than the shares asked for are still seen."""

GLIMPSES = (20, 50, 100, 200, 500)
"""Numbers of years after which years that are interpreted are shown already."""

Stopped = Literal["precision", "years", "interrupted"]
"""Why a run ended: its margins were narrow enough, its years were done, or the user stopped it."""


def stops(most: int) -> Iterator[int]:
    """Yield 1,000, 2,000, 5,000, 10,000, 20,000 … below ``most``: where years are looked at."""
    yield from takewhile(lambda years: years < most, (FIRST * (1, 2, 5)[n % 3] * 10 ** (n // 3) for n in count()))


@dataclass(frozen=True, slots=True)
class Width:
    """The widest margins of what is asked, as halves: of the shares, and of an amount (cents) beside its limit.

    ``amount`` is None where no amount is asked for, or where too few years tell any margin (``unknown``).
    """

    share: Fraction
    amount: int | None
    limit: int
    unknown: bool = False

    def within(self, points: Decimal) -> bool:
        """Say whether all of them are as narrow as is asked for."""
        return self.share <= Fraction(points) / 100 and not self.unknown and (self.amount or 0) <= self.limit


def widest(shares: Iterable[Share], medians: Iterable[Quantile], ceiling: int, points: Decimal) -> Width:
    """Return the widest margins of some shares and amounts; of several amounts that which passes its limit most.

    An amount may be off by 2 % of it or 1 % of the ceiling for each point, whichever is more.
    """
    amounts: list[tuple[Fraction, int, int]] = []
    unknown = False
    for each in medians:
        if each.margin is None:
            unknown = True
            continue
        limit = int(max(2 * abs(each.value), ceiling) * points / 100)
        half = -(-(each.margin[1] - each.margin[0]) // 2)
        amounts.append((Fraction(half, max(1, limit)), half, limit))
    _, half_amount, limit = max(amounts, default=(Fraction(0), None, 0))
    return Width(max(map(_half, shares), default=Fraction(0)), half_amount, limit, unknown)


def _half(share: Share) -> Fraction:
    low, high = share.bounds()
    return Fraction(high - low) / 2
