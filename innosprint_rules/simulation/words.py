"""Random words of a simulated year: 32 bits each, told by seed, year, stream and place, never by what came before.

The generator is Philox4x32-10 (J. Salmon and others, "Parallel random numbers: as easy as 1, 2, 3", 2011). It is a
function, not a state: year n is the same whatever years are run, in whatever order, by however many workers.
``words_compiled`` has the same function for Numba; both are tested against the vectors of Random123.
"""

from __future__ import annotations

from collections.abc import MutableSequence

MASK = 0xFFFFFFFF
MULTIPLIERS = (0xD2511F53, 0xCD9E8D57)
WEYL = (0x9E3779B9, 0xBB67AE85)
ROUNDS = 10
WORDS_OF_A_BLOCK = 4
RUN = 32
"""The compiled ``fill`` writes whole runs of this many words, which processors do at once: leave it that much room."""


def block(counter: tuple[int, int, int, int], key: tuple[int, int]) -> tuple[int, int, int, int]:
    """Return the four words of one block; every number is below 2**32."""
    x0, x1, x2, x3 = counter
    k0, k1 = key
    for _ in range(ROUNDS):
        left, right = x0 * MULTIPLIERS[0], x2 * MULTIPLIERS[1]
        x0, x1, x2, x3 = (right >> 32) ^ x1 ^ k0, right & MASK, (left >> 32) ^ x3 ^ k1, left & MASK
        k0, k1 = (k0 + WEYL[0]) & MASK, (k1 + WEYL[1]) & MASK
    return x0, x1, x2, x3


def fill(words: MutableSequence[int], at: int, count: int, seed: int, year: int, stream: int) -> None:
    """Write the first ``count`` words of a stream of one year from ``words[at]`` on.

    Args:
        words: where they go.
        at: the place of the first.
        count: how many; the words of a stream are the same however many are asked for.
        seed: of the run, 0 to 2**63 - 1.
        year: number of the year, 0 to 2**63 - 1.
        stream: what the words are for, 0 to 2**32 - 1.
    """
    key = (seed & MASK, seed >> 32)
    low, high = year & MASK, year >> 32
    end = at + count
    for number in range((count + WORDS_OF_A_BLOCK - 1) // WORDS_OF_A_BLOCK):
        place = at + number * WORDS_OF_A_BLOCK
        four = block((number, stream, low, high), key)
        if place + WORDS_OF_A_BLOCK <= end:
            words[place], words[place + 1], words[place + 2], words[place + 3] = four
        else:
            for extra in range(end - place):
                words[place + extra] = four[extra]
