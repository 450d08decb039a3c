"""Where the counters of a tally lie in memory while years are counted, and how they are read back.

Three runs of 64-bit whole numbers: T the counters, H the histograms, C what dated rules are at the moments.
Sums that could pass 63 bits over many years stand in two counters, low and high: the loop carries what is above
``CARRY`` bits from the one to the other after every ``BLOCK`` years.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from innosprint_rules.simulation.tally.counts import (
    GRAVEST,
    STATES,
    VERDICTS,
    DatedTally,
    MeasureTally,
    RuleTally,
    Tally,
)

KINDS = len(VERDICTS) + 1
"""Counters of a rule: its verdicts, and what is violated at severity error."""

SPLIT = 27
"""A value x is squared as (a << SPLIT) + b, so that no product passes 53 bits (values are below 2**53)."""

CARRY = 32
BLOCK = 256
"""Years between two carries: 256 products below 2**54 add up to less than 2**62."""

HALF = 512 + 256 * 54
"""Bins of a histogram on either side of its base: as many as values of 64 bits can have."""

YEARS, WORDS, CLEAN, MET, WATCHED = range(5)
_HEAD = 5
NOTHING, UNKNOWN, LEAST, GREATEST, SUM, HIGH_HIGH, HIGH_LOW, LOW_LOW = 0, 1, 2, 3, 4, 6, 8, 10
PER_MEASURE = 12
MOST, FEWEST = 2**63 - 1, -(2**63)
"""What the least and the greatest start from."""


@dataclass(frozen=True)
class Shape:
    """What is tallied: the rules, measures and dated rules of a kernel, and the moments.

    ``single`` tells which rules have one row a year, whose rows are then also their years. ``bases`` gives for each
    measure what is taken off before its histogram. ``watched`` is how many years, from year 0 on, are looked at on
    each of the ``moments``. ``untold`` are measures and dated rules that are counted, and of which nothing is said.
    """

    rules: tuple[str, ...]
    measures: tuple[str, ...]
    dated: tuple[str, ...]
    single: frozenset[str]
    objectives: tuple[str, ...]
    bases: Mapping[str, int] = field(default_factory=dict)
    moments: tuple[int, ...] = ()
    watched: int = 0
    untold: frozenset[str] = frozenset()

    @property
    def many(self) -> tuple[str, ...]:
        """The rules with several rows a year, whose years are counted apart."""
        return tuple(code for code in self.rules if code not in self.single)

    @property
    def rows(self) -> int:
        """Where the rows by verdict start in T."""
        return _HEAD

    @property
    def gravest(self) -> int:
        """Where the years by gravest verdict start in T, of the rules with several rows."""
        return _HEAD + KINDS * len(self.rules)

    @property
    def values(self) -> int:
        """Where the sums of the measures start in T."""
        return self.gravest + KINDS * len(self.many)

    def plan(self) -> list[int]:
        """Return what the loop looks up: of rules with several rows, of objectives, of measures."""
        number = {code: place for place, code in enumerate(self.rules)}
        return [
            *(KINDS * number[code] for code in self.many),
            *(KINDS * number[code] for code in self.objectives),
            *(self.bases.get(name, 0) for name in self.measures),
        ]

    def counters(self) -> list[int]:
        """Return T as it is before any year."""
        counters = [0] * (self.values + PER_MEASURE * len(self.measures))
        for place in range(self.values, len(counters), PER_MEASURE):
            counters[place + LEAST], counters[place + GREATEST] = MOST, FEWEST
        return counters

    @property
    def histograms(self) -> int:
        """The length of H."""
        return 2 * HALF * len(self.measures)

    @property
    def states(self) -> int:
        """The length of C: states, and open ones that were met at the end, by dated rule and moment."""
        return (len(STATES) + 1) * len(self.dated) * len(self.moments)

    def read(self, counters: Sequence[int], bins: Iterable[tuple[int, int]], states: Sequence[int]) -> Tally:
        """Return the tally that the counters hold.

        Args:
            counters: T.
            bins: place and count of every bin of H that is not empty, in order.
            states: C.
        """
        years = counters[YEARS]
        filled: list[dict[int, int]] = [{} for _ in self.measures]
        for place, count in bins:
            measure, number = divmod(place, 2 * HALF)
            filled[measure][number - HALF] = count
        return Tally(
            years=years,
            words=counters[WORDS],
            clean_years=counters[CLEAN],
            objective_years=counters[MET] if self.objectives else 0,
            watched_years=counters[WATCHED],
            objectives=self.objectives,
            moments=self.moments,
            rules=self._rules(counters),
            measures={
                name: self._measure(counters, self.values + PER_MEASURE * place, years, filled[place], name)
                for place, name in enumerate(self.measures)
                if name not in self.untold
            },
            dated={
                code: self._dated(states, place) for place, code in enumerate(self.dated) if code not in self.untold
            },
        )

    def _rules(self, counters: Sequence[int]) -> dict[str, RuleTally]:
        found: dict[str, RuleTally] = {}
        several = 0
        for place, code in enumerate(self.rules):
            rows = tuple(counters[self.rows + KINDS * place :][:KINDS])
            years = rows
            if code not in self.single:
                years = tuple(counters[self.gravest + KINDS * several :][:KINDS])
                several += 1
            found[code] = RuleTally(rows[:-1], years[:-1], rows[-1], years[-1])
        return found

    def _measure(
        self, counters: Sequence[int], place: int, years: int, bins: Mapping[int, int], name: str
    ) -> MeasureTally:
        def whole(at: int) -> int:
            return counters[place + at] + (counters[place + at + 1] << CARRY)

        nothing, unknown = counters[place + NOTHING], counters[place + UNKNOWN]
        known = years - nothing - unknown
        squares = (whole(HIGH_HIGH) << 2 * SPLIT) + (whole(HIGH_LOW) << SPLIT + 1) + whole(LOW_LOW)
        return MeasureTally(
            known=known,
            nothing=nothing,
            unknown=unknown,
            total=whole(SUM),
            squares=squares,
            least=counters[place + LEAST] if known else None,
            greatest=counters[place + GREATEST] if known else None,
            bins=bins,
            base=self.bases.get(name, 0),
        )

    def _dated(self, states: Sequence[int], place: int) -> DatedTally:
        wide = len(STATES) + 1
        cells = [states[wide * (place * len(self.moments) + moment) :][:wide] for moment in range(len(self.moments))]
        return DatedTally(tuple(tuple(each[:-1]) for each in cells), tuple(each[-1] for each in cells))


__all__ = ["BLOCK", "CARRY", "GRAVEST", "HALF", "KINDS", "SPLIT", "Shape"]
