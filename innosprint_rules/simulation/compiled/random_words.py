"""``words.fill`` for Numba: the same words, eight blocks at once. Importing this imports Numba.

Written as vectors of eight numbers of 64 bits, which LLVM turns into what the processor has: left to find by itself
that the blocks of a run do not rest on each other, it spends a third of the time on bringing their words in order.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from llvmlite import ir
from numba import njit, types
from numba.core import cgutils
from numba.extending import intrinsic

from innosprint_rules.simulation.drawing import random_words as plain

POINTER = types.CPointer(types.int64)
"""Where an array begins: unlike an array it is not counted who holds it, and no place counts from the end."""
_WORD = ir.IntType(64)
_LANES = plain.BLOCKS_OF_A_RUN
_VECTOR = ir.VectorType(_WORD, _LANES)
_FIRST_LANE = ir.Constant(ir.VectorType(ir.IntType(32), _LANES), None)
_EARLY = 1  # rounds whose keys are read once a call; of the others once a run, along with what they are used for
_IN_LANE = plain.BLOCKS_OF_A_RUN.bit_length() - 1
_IN_RUN = plain.RUN.bit_length() - 1


def _number(value: int) -> Any:
    return ir.Constant(_WORD, value)


def _constant(values: Sequence[int]) -> Any:
    return ir.Constant(_VECTOR, [_number(value) for value in values])


def _in_all(builder: Any, number: Any) -> Any:
    """Return a vector that holds a number in every lane."""
    nothing = ir.Constant(_VECTOR, ir.Undefined)
    one = builder.insert_element(nothing, number, ir.Constant(ir.IntType(32), 0))
    return builder.shuffle_vector(one, nothing, _FIRST_LANE)


def _keys(builder: Any, words: Any, first: int, last: int) -> list[tuple[Any, Any]]:
    """Return the keys of some rounds, each in all lanes, from where ``keys`` left them."""

    def key(at: int) -> Any:
        return _in_all(builder, builder.load(builder.gep(words, [_number(plain.KEYS + at)])))

    return [(key(2 * number), key(2 * number + 1)) for number in range(first, last)]


@intrinsic  # type: ignore[untyped-decorator]  # Numba has no types
def _fill_runs(context: Any, words: Any, at: Any, runs: Any, year: Any, stream: Any) -> Any:
    """Write whole runs of words."""
    del context, words, at, runs, year, stream
    signature = types.void(POINTER, *[types.int64] * 4)

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        del signature
        words, at, runs, year, stream = arguments
        mask, half = _constant([plain.MASK] * _LANES), _constant([32] * _LANES)
        first, second = (_constant([each] * _LANES) for each in plain.MULTIPLIERS)
        purpose = _in_all(builder, stream)
        low = _in_all(builder, builder.and_(year, _number(plain.MASK)))
        high = _in_all(builder, builder.lshr(year, _number(32)))
        begin = builder.gep(words, [at])
        early = _keys(builder, words, 0, _EARLY)
        with cgutils.for_range(builder, runs) as loop:
            block = builder.shl(loop.index, _number(_IN_LANE))
            x0 = builder.add(_in_all(builder, block), _constant(range(_LANES)))
            x1, x2, x3 = purpose, low, high
            for k0, k1 in early + _keys(builder, words, _EARLY, plain.ROUNDS):
                # only the lower halves count, and LLVM is told so: it has one instruction for that
                left = builder.mul(builder.and_(x0, mask), first)
                right = builder.mul(builder.and_(x2, mask), second)
                x0 = builder.xor(builder.xor(builder.lshr(right, half), x1), k0)
                x1 = builder.and_(right, mask)
                x2 = builder.xor(builder.xor(builder.lshr(left, half), x3), k1)
                x3 = builder.and_(left, mask)
            place = builder.gep(begin, [builder.shl(loop.index, _number(_IN_RUN))])
            for lane, each in enumerate((x0, x1, x2, x3)):
                to = builder.bitcast(builder.gep(place, [_number(_LANES * lane)]), _VECTOR.as_pointer())
                builder.store(builder.and_(each, mask), to, align=8)
        return context.get_dummy_value()

    return signature, generate


@njit(nogil=True, error_model="numpy")  # type: ignore[untyped-decorator]  # likewise
def fill(words: Any, at: int, count: int, seed: int, year: int, stream: int) -> None:  # noqa: ARG001  # as in `words`
    """Write words as ``words.fill`` does, up to the end of a run of 32: what lies behind is written over.

    ``words`` points to the first place of W, where ``keys`` has written for the same seed.
    """
    _fill_runs(words, at, (count + plain.RUN - 1) // plain.RUN, year, stream)


@njit(nogil=True, error_model="numpy")  # type: ignore[untyped-decorator]  # likewise
def keys(words: Any, seed: int) -> None:
    """Write the keys of a seed where ``fill`` reads them, once a year: it is called too often to work them out."""
    low, high = seed & plain.MASK, seed >> 32
    for at in range(plain.KEYS, plain.KEYS + 2 * plain.ROUNDS, 2):
        words[at] = low
        words[at + 1] = high
        low = (low + plain.WEYL[0]) & plain.MASK
        high = (high + plain.WEYL[1]) & plain.MASK
