"""An input held at one of its quantiles, as what weighs most is looked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from innosprint_rules.wording import Text


@dataclass(frozen=True, slots=True)
class Position:
    """An input held at one of its quantiles: ``percent``, its value in words, and the data that hold it there.

    ``data`` is laid over the data of the scenario from ``place`` on.
    """

    percent: int
    words: Text
    place: int
    data: tuple[int, ...]

    def laid_over(self, data: Sequence[int]) -> list[int]:
        """Return the data of the scenario with this input held."""
        found = list(data)
        found[self.place : self.place + len(self.data)] = self.data
        return found
