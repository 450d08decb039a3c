"""The verdicts of every year of a run, kept in memory to be held against those of the same years of another run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from innosprint_rules.simulation.tally.generated_module import Module

Joint: TypeAlias = Mapping[tuple[int, int], int]
"""In how many years a rule had one verdict in one run and another in the other, by places in ``VERDICTS``."""


class Verdicts:
    """Takes the years of a run in any order; of some measures their values too, None where they are not known."""

    def __init__(self, module: Module, measures: Sequence[str]) -> None:
        self.rules = module.rules
        self.measures = tuple(name for name in measures if name in module.shape.measures)
        self._places = [module.shape.measures.index(name) for name in self.measures]
        self._first = 2 * len(module.shape.measures)
        self._width = module.kept_width
        self._parts: dict[int, tuple[list[bytes], list[list[int | None]]]] = {}

    def put(self, first: int, last: int, cells: Any) -> None:
        """Take the cells of the years from ``first`` up to ``last``, that one excluded."""
        end = (last - first) * self._width
        rules = [bytes(cells[self._first + place : end : self._width]) for place in range(len(self.rules))]
        values = [
            [low if low == high else None for low, high in self._bounds(cells, place, end)] for place in self._places
        ]
        self._parts[first] = rules, values

    def give_up(self) -> None:
        """Nobody waits for years here."""

    def _bounds(self, cells: Any, place: int, end: int) -> Iterator[tuple[int, int]]:
        lows, highs = (cells[2 * place + side : end : self._width] for side in (0, 1))
        return zip(lows, highs, strict=True)

    def of_rule(self, place: int, years: int) -> bytes:
        """Return the verdicts of the first years of a rule, a byte a year."""
        return b"".join(self._parts[first][0][place] for first in sorted(self._parts))[:years]

    def of_measure(self, place: int, years: int) -> list[int | None]:
        """Return the values of a measure in the first years."""
        return [value for first in sorted(self._parts) for value in self._parts[first][1][place]][:years]


def joint(one: Verdicts, other: Verdicts, years: int) -> dict[str, Joint]:
    """Return for each rule of both runs how many years had which verdicts in the one and in the other."""
    return {
        code: Counter(zip(one.of_rule(place, years), other.of_rule(other.rules.index(code), years), strict=True))
        for place, code in enumerate(one.rules)
        if code in other.rules
    }


def gaps(one: Verdicts, other: Verdicts, years: int) -> dict[str, list[int]]:
    """Return for each measure by how much it is more in the other run, in each year in which both know it."""
    return {
        name: [
            after - before
            for before, after in zip(
                one.of_measure(place, years), other.of_measure(other.measures.index(name), years), strict=True
            )
            if before is not None and after is not None
        ]
        for place, name in enumerate(one.measures)
        if name in other.measures
    }
