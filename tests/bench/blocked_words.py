"""Random words for the blocked NumPy baseline: the very words of the simulation, or NumPy's fastest generator.

Arrays have years last, so that every operation runs over whole vectors of years. ``grid`` gives words that every year
has the same number of; ``ragged`` one set of words for each of many rows, told by the year that each belongs to and
its rank in that year. NumPy's own generator asks for no ranks, and writes no word that is not used.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

import numpy as np

from innosprint_rules.simulation.drawing.random_words import (
    BLOCKS_OF_A_RUN,
    MASK,
    MULTIPLIERS,
    ROUNDS,
    RUN,
    WEYL,
    WORDS_OF_A_BLOCK,
)

Array = Any  # NumPy's arrays, of which only values matter here
Ranks = Callable[[], Array]


class Words(Protocol):
    """Where the words of a block of years come from."""

    def start(self, first: int, count: int) -> None:
        """Go on with ``count`` years from ``first`` on."""

    def grid(self, stream: int, rows: int, stride: int, used: int) -> Array:
        """Return the first ``used`` words of ``rows`` rows that lie ``stride`` words apart: (rows, used, years)."""

    def ragged(self, stream: int, years: Array, ranks: Ranks, stride: int, used: int) -> Array:
        """Return the first ``used`` words of each row, rows lying ``stride`` words apart in their year: (used, n)."""


class PhiloxWords:
    """The words of the simulation, Philox4x32-10 over whole blocks of years at once."""

    def __init__(self, seed: int) -> None:
        self._keys = []
        low, high = seed & MASK, seed >> 32
        for _ in range(ROUNDS):
            self._keys.append((np.uint64(low), np.uint64(high)))
            low, high = (low + WEYL[0]) & MASK, (high + WEYL[1]) & MASK

    def start(self, first: int, count: int) -> None:
        """Go on with ``count`` years from ``first`` on."""
        years = np.arange(first, first + count, dtype=np.uint64)
        self._low, self._high = years & np.uint64(MASK), years >> np.uint64(32)
        self.count = count

    def grid(self, stream: int, rows: int, stride: int, used: int) -> Array:
        """Return the first words of rows that every year has."""
        return self._words(stream, rows * stride)[: rows * stride].reshape(rows, stride, self.count)[:, :used]

    def ragged(self, stream: int, years: Array, ranks: Ranks, stride: int, used: int) -> Array:
        """Return the first words of rows of which years have more or fewer."""
        found = ranks().astype(np.int64)
        if not len(found):
            return np.zeros((used, 0), np.uint32)
        words = self._words(stream, (int(found.max()) + 1) * stride).reshape(-1)
        places = found * (stride * self.count) + years
        return np.stack([words.take(places + slot * self.count) for slot in range(used)])

    def _words(self, stream: int, count: int) -> Array:
        """Return at least ``count`` words of each year: (words, years)."""
        runs = -(-count // RUN)
        blocks = runs * BLOCKS_OF_A_RUN
        shape = (blocks, self.count)
        mask, half = np.uint64(MASK), np.uint64(32)
        x0 = np.empty(shape, np.uint64)
        x0[:] = np.arange(blocks, dtype=np.uint64)[:, None]
        x1 = np.full(shape, np.uint64(stream))
        x2, x3 = np.empty(shape, np.uint64), np.empty(shape, np.uint64)
        x2[:], x3[:] = self._low, self._high
        left, right = np.empty(shape, np.uint64), np.empty(shape, np.uint64)
        for k0, k1 in self._keys:  # in place: memory that is written once and left costs more than the arithmetic
            np.multiply(x0, np.uint64(MULTIPLIERS[0]), out=left)
            np.multiply(x2, np.uint64(MULTIPLIERS[1]), out=right)
            np.right_shift(right, half, out=x0)
            np.bitwise_xor(x0, x1, out=x0)
            np.bitwise_xor(x0, k0, out=x0)
            np.bitwise_and(right, mask, out=x1)
            np.right_shift(left, half, out=x2)
            np.bitwise_xor(x2, x3, out=x2)
            np.bitwise_xor(x2, k1, out=x2)
            np.bitwise_and(left, mask, out=x3)
        words = np.empty((runs, WORDS_OF_A_BLOCK, BLOCKS_OF_A_RUN, self.count), np.uint32)
        for slot, each in enumerate((x0, x1, x2, x3)):
            words[:, slot] = each.reshape(runs, BLOCKS_OF_A_RUN, self.count)
        return words.reshape(-1, self.count)


class NumpyWords:
    """NumPy's SFC64: other years, drawn in the least time that NumPy can draw them in."""

    def __init__(self, seed: int) -> None:
        self._generator = np.random.Generator(np.random.SFC64(seed))

    def start(self, first: int, count: int) -> None:
        """Go on with ``count`` years."""
        del first
        self.count = count

    def grid(self, stream: int, rows: int, stride: int, used: int) -> Array:
        """Return words for rows that every year has."""
        del stream, stride
        return self._generator.integers(0, 2**32, size=(rows, used, self.count), dtype=np.uint32)

    def ragged(self, stream: int, years: Array, ranks: Ranks, stride: int, used: int) -> Array:
        """Return words for rows of which years have more or fewer."""
        del stream, ranks, stride
        return self._generator.integers(0, 2**32, size=(used, len(years)), dtype=np.uint32)
