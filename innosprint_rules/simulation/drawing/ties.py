"""The pieces of source that draw tied inputs: words made into normal numbers, added up, and made into words again."""

from __future__ import annotations

from innosprint_rules.simulation.distributions.copula import LAST, PIECES, WEIGHT_BITS
from innosprint_rules.simulation.drawing.purposes import SCRATCH, TIES, stream

HELPERS = f"""
@njit
def normal_of(D, word):
    half = 2 * word + 1
    under = half if word < {1 << 31} else {1 << 33} - half
    shift = max(bits(under) - {PIECES.bit_length()}, 0)
    at = (under >> shift) + {PIECES} * shift
    far = D[at] + ((D[at + 1] - D[at]) * (under & ((1 << shift) - 1)) >> shift)
    return far if word < {1 << 31} else -far


@njit
def word_of(D, number):
    far = max(-number if number > 0 else number, D[1])
    at = 1
    size = {LAST - 1}
    while size > 1:
        half = size >> 1
        at += half if far >= D[at + half] else 0
        size -= half
    shift = max(at >> {PIECES.bit_length() - 1}, 1) - 1
    under = ((at - {PIECES} * shift) << shift) + ((far - D[at]) << shift) // (D[at + 1] - D[at])
    return ({1 << 33} - under if number > 0 else under) >> 1


@njit
def tied(D, W, at, word):
    how = D[at - 3]
    if how == 0:
        return word
    number = D[how] * normal_of(D, word)
    for k in range(D[how + 1]):
        number += D[how + 3 + k] * W[{TIES} + D[how + 2] + k]
    return word_of(D, number >> {WEIGHT_BITS})
"""
"""Drawing with ties, from data that begin with ``normals``: ``at`` is the place of an input, ``how`` its leaning; 0 is
that of an input that is not tied, and where none is there are no ``normals``."""


def shared(count: str) -> str:
    """Return what a year begins with: the normal numbers that its draws share, so many, 0 without ties."""
    return f"""
    fill(W, {SCRATCH}, {count}, seed, year, {stream("ties")})
    words += {count}
    for k in range({count}):
        W[{TIES} + k] = normal_of(D, W[{SCRATCH} + k])"""
