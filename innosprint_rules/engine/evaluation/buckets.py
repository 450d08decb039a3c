"""Rows of a loop put together by what they have in common, with their sums, so that none is looked at twice."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeAlias

from innosprint_rules.engine.evaluation.compiler import Closure, Slots
from innosprint_rules.formula.logic import UNKNOWN, high, low, maybe_part

Candidate: TypeAlias = tuple[Any, Any]  # an item and whether it counts: True or UNKNOWN


@dataclass(slots=True)
class Bucket:
    """Rows that may count, with the running totals of one element over them, in the order of the table."""

    rows: list[Candidate] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    lows: list[int] = field(default_factory=list)
    highs: list[int] = field(default_factory=list)
    loose: tuple[int, int] = (0, 0)  # of the rows without a day, where they surely count
    perhaps: tuple[int, int] = (0, 0)  # likewise, where it is not known which of them count
    summed: bool = False

    def sum_up(self, element: Closure, slots: Slots, slot: int) -> None:
        """Work the running totals out, once."""
        lo = hi = 0
        self.lows.append(0)
        self.highs.append(0)
        for row, truth in self.rows:
            slots[slot] = row
            value = element(slots)
            least, most = (low(value), high(value)) if truth is True else maybe_part(value)
            if row.place < 0:
                below, above = maybe_part(value)
                self.loose = (self.loose[0] + least, self.loose[1] + most)
                self.perhaps = (self.perhaps[0] + below, self.perhaps[1] + above)
                continue
            lo += least
            hi += most
            self.places.append(row.place)
            self.lows.append(lo)
            self.highs.append(hi)
        self.summed = True


@dataclass(slots=True)
class Sorted:
    """The rows of one loop that may count, by key where there is one; ``loose`` are those of unknown key."""

    every: Bucket
    by_key: dict[Any, Bucket]
    loose: Bucket
    open: bool


def weighed(conditions: list[Closure], slots: Slots, truth: Any) -> Any:
    """Return whether what the slots hold counts, sure or not before: one condition that fails rules it out."""
    for condition in conditions:
        flag = condition(slots)
        if flag is False:
            return False
        if flag is UNKNOWN:
            truth = UNKNOWN
    return truth
