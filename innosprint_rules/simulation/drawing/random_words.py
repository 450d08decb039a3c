"""Random words of a simulated year: 32 bits each, told by seed, year, stream and place, never by what came before.

The generator is Philox4x32-10 (J. Salmon and others, "Parallel random numbers: as easy as 1, 2, 3", 2011). It is a
function, not a state: year n is the same whatever years are run, in whatever order, by however many workers.
``words_compiled`` has the same function for Numba; both are tested against the vectors of Random123.

A stream is laid out in runs of eight blocks: first the first word of each of them, then the second of each, and so on.
So processors write eight words at once, and the interpreter works on all blocks in one long number.
"""

from __future__ import annotations

from collections.abc import MutableSequence
from functools import lru_cache
from struct import unpack

MASK = 0xFFFFFFFF
MULTIPLIERS = (0xD2511F53, 0xCD9E8D57)
WEYL = (0x9E3779B9, 0xBB67AE85)
ROUNDS = 10
WORDS_OF_A_BLOCK = 4
BLOCKS_OF_A_RUN = 8
RUN = BLOCKS_OF_A_RUN * WORDS_OF_A_BLOCK
"""The compiled ``fill`` writes whole runs of this many words: leave it that much room."""
KEYS = RUN
"""The first of the places in W, two a round, where the compiled ``fill`` finds the keys of the seed."""
_LANE = 64  # a product of two words fits, so that the blocks in one long number never meet


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
    blocks = -(-count // RUN) * BLOCKS_OF_A_RUN
    if not blocks:
        return
    ones, x0 = _lanes(blocks)
    x1, x2, x3 = stream * ones, (year & MASK) * ones, (year >> 32) * ones
    mask = MASK * ones
    first, second = MULTIPLIERS
    for k0, k1 in _keys(seed, blocks):
        left, right = x0 * first, x2 * second
        x0, x1, x2, x3 = (right >> 32) & mask ^ x1 ^ k0, right & mask, (left >> 32) & mask ^ x3 ^ k1, left & mask
    found: list[int] = []
    each = [unpack(f"<{blocks}Q", x.to_bytes(8 * blocks, "little")) for x in (x0, x1, x2, x3)]
    for start in range(0, blocks, BLOCKS_OF_A_RUN):
        for lane in each:
            found += lane[start : start + BLOCKS_OF_A_RUN]
    words[at : at + count] = found[:count]


def keys(words: MutableSequence[int], seed: int) -> None:
    """Do nothing: here ``fill`` keeps the keys of a seed itself."""
    del words, seed


@lru_cache(maxsize=64)
def _lanes(blocks: int) -> tuple[int, int]:
    """Return a one in each lane, and the number of the block in each."""
    return sum(1 << _LANE * n for n in range(blocks)), sum(n << _LANE * n for n in range(blocks))


@lru_cache(maxsize=64)
def _keys(seed: int, blocks: int) -> list[tuple[int, int]]:
    """Return the keys of each round, in every lane."""
    ones, _ = _lanes(blocks)
    k0, k1 = seed & MASK, seed >> 32
    found: list[tuple[int, int]] = []
    for _ in range(ROUNDS):
        found.append((k0 * ones, k1 * ones))
        k0, k1 = (k0 + WEYL[0]) & MASK, (k1 + WEYL[1]) & MASK
    return found
