"""``words.fill`` for Numba: the same words, eight blocks at a time. Importing this imports Numba.

The blocks of a run do not rest on each other and nothing branches, so that the compiler works on as many at once
as the processor can hold. Every number is unsigned, of 64 bits: Numba would turn a mixture of signed and unsigned into
floating point, and would look at each place for a negative one, which counts from the end and stops all that.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from innosprint_rules.simulation import words as plain

_MASK, _HALF = np.uint64(plain.MASK), np.uint64(32)
_M0, _M1 = (np.uint64(each) for each in plain.MULTIPLIERS)
_W0, _W1 = (np.uint64(each) for each in plain.WEYL)
_ONE, _TWO, _THREE, _FOUR = (np.uint64(each) for each in range(1, 5))
_ROUNDS = plain.ROUNDS
_BLOCKS = plain.RUN // plain.WORDS_OF_A_BLOCK


@njit(nogil=True)  # type: ignore[untyped-decorator]  # Numba has no types
def fill(words: Any, at: int, count: int, seed: int, year: int, stream: int) -> None:
    """Write words as ``words.fill`` does, up to the end of a run of 32: what lies behind is written over."""
    key = np.uint64(seed)
    number = np.uint64(year)
    first, second = key & _MASK, key >> _HALF
    first_place = np.uint64(at)
    purpose, low, high = np.uint64(stream), number & _MASK, number >> _HALF
    for block in range((count + plain.RUN - 1) // plain.RUN * _BLOCKS):
        x0, x1, x2, x3 = np.uint64(block), purpose, low, high
        k0, k1 = first, second
        for _ in range(_ROUNDS):
            left, right = x0 * _M0, x2 * _M1
            x0 = (right >> _HALF) ^ x1 ^ k0
            x1 = right & _MASK
            x2 = (left >> _HALF) ^ x3 ^ k1
            x3 = left & _MASK
            k0 = (k0 + _W0) & _MASK
            k1 = (k1 + _W1) & _MASK
        place = first_place + _FOUR * np.uint64(block)
        words[place] = x0
        words[place + _ONE] = x1
        words[place + _TWO] = x2
        words[place + _THREE] = x3
