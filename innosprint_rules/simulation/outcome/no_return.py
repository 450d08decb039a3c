"""The point of no return of a dated obligation: the last day on which it can, in practice, still be saved.

The text gives a last day; the programme may be unable to make it long before. At moments a week apart, the years in
which the obligation was not met yet are counted, and those of them that met it at the end all the same. The point of
no return is the last moment at which the second are still a fair part of the first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from innosprint_rules.simulation.outcome.intervals import Share

THRESHOLD = Fraction(5, 100)
"""The part of the years not met yet that must still make it for all not to be lost."""

ENOUGH = 50
"""With fewer years not met yet at a moment, nothing is said of it."""

Answer = Literal["found", "open_end", "from_the_start", "never", "too_few"]
"""``found``: a moment at which enough still make it, then one at which they do not. ``open_end``: the same, but the
moments after it have too few years to say. ``from_the_start``: too late at the first moment that can be told.
``never``: at the last moment enough still make it. ``too_few``: at no moment are there enough years to say.
"""


@dataclass(frozen=True, slots=True)
class Moment:
    """The years as they stood at the end of ``day`` (an ordinal), of ``years`` that were looked at.

    ``unmet`` had not met the obligation yet, ``saved`` of these met it at the end; ``lost`` of ``unmet`` were beyond
    saving by what the rules themselves say.
    """

    day: int
    years: int
    unmet: int
    saved: int
    lost: int

    @property
    def share(self) -> Share:
        """Of the years that had not met it, those that did in the end."""
        return Share(self.saved, self.unmet)

    @property
    def share_lost(self) -> Share:
        """Of all years, those lost by this day."""
        return Share(self.lost, self.years)


@dataclass(frozen=True, slots=True)
class NoReturn:
    """What can be said of one dated rule; ``dues`` are the last days that the text allows (ordinals), one a row."""

    rule: str
    dues: tuple[int, ...]
    moments: tuple[Moment, ...]
    threshold: Fraction = THRESHOLD
    enough: int = ENOUGH

    @property
    def due(self) -> int | None:
        """The last of the days that the text allows; None where it depends on the year, or on no day."""
        return max(self.dues, default=None)

    @property
    def told(self) -> tuple[Moment, ...]:
        """The moments with enough years not met yet."""
        return tuple(each for each in self.moments if each.unmet >= self.enough)

    def _alive(self, moment: Moment) -> bool:
        return moment.saved * self.threshold.denominator >= self.threshold.numerator * moment.unmet

    @property
    def last(self) -> Moment | None:
        """The last moment at which enough years still made it; None where there is none."""
        return next((each for each in reversed(self.told) if self._alive(each)), None)

    @property
    def first_too_late(self) -> Moment | None:
        """The first moment after ``last`` that can be told; it is too late then. None where none can."""
        last = self.last
        return next((each for each in self.told if last is None or each.day > last.day), None)

    @property
    def answer(self) -> Answer:
        """Which kind of answer this is."""
        if not self.told:
            return "too_few"
        if self.last is None:
            return "from_the_start"
        if self.first_too_late is not None:
            return "found"
        return "never" if self.last is self.moments[-1] else "open_end"


def curve(
    rule: str,
    dues: Iterable[int],
    days: Sequence[int],
    years: int,
    counts: Iterable[tuple[int, int, int]],
    threshold: Fraction = THRESHOLD,
    enough: int = ENOUGH,
) -> NoReturn:
    """Return what can be said of a rule from the (unmet, saved, lost) years at each day, of ``years`` in all."""
    moments = tuple(Moment(day, years, *each) for day, each in zip(days, counts, strict=True))
    return NoReturn(rule, tuple(dues), moments, threshold, enough)
