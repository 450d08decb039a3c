"""Random words: the published vectors, the same words interpreted and compiled, streams apart from each other."""

from __future__ import annotations

import random
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from innosprint_rules.simulation.drawing.purposes import SCALARS, SCRATCH
from innosprint_rules.simulation.drawing.random_words import (
    BLOCKS_OF_A_RUN,
    KEYS,
    ROUNDS,
    RUN,
    WORDS_OF_A_BLOCK,
    block,
    fill,
)
from tests.profiles import examples

# Random123's known answers for philox4x32-10: counter, key, words
VECTORS = [
    ("00000000 00000000 00000000 00000000", "00000000 00000000", "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
    ("ffffffff ffffffff ffffffff ffffffff", "ffffffff ffffffff", "408f276d 41c83b0e a20bc7c6 6d5451fd"),
    ("243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0", "d16cfe09 94fdcceb 5001e420 24126ea1"),
]
numbers = st.integers(0, 2**63 - 1)
streams = st.integers(0, 2**32 - 1)


def read(text: str) -> tuple[int, ...]:
    return tuple(int(word, 16) for word in text.split())


def drawn(count: int, seed: int, year: int, stream: int, at: int = 0) -> list[int]:
    words = [-1] * (at + count)
    fill(words, at, count, seed, year, stream)
    return words


@pytest.mark.parametrize(("counter", "key", "words"), VECTORS)
def test_the_known_answers(counter: str, key: str, words: str) -> None:
    assert block(read(counter), read(key)) == read(words)  # type: ignore[arg-type]  # four and two words


def test_seed_year_and_stream_are_all_of_the_counter_and_the_key() -> None:
    seed, year, stream = 0x299F31D0A4093822, 0x0370734413198A2E, 0x85A308D3
    words = drawn(2 * RUN, seed, year, stream)
    for number in range(2 * RUN // WORDS_OF_A_BLOCK):
        run, lane = divmod(number, BLOCKS_OF_A_RUN)
        counter = (number, stream, year & 0xFFFFFFFF, year >> 32)
        found = words[RUN * run + lane : RUN * (run + 1) : BLOCKS_OF_A_RUN]
        assert tuple(found) == block(counter, (seed & 0xFFFFFFFF, seed >> 32))


@given(st.integers(0, 70), st.integers(0, 9), numbers, numbers, streams)
def test_a_word_does_not_rest_on_how_many_are_asked_for(count: int, at: int, seed: int, year: int, stream: int) -> None:
    words = drawn(count, seed, year, stream, at)
    assert words[:at] == [-1] * at
    assert words[at:] == drawn(80, seed, year, stream)[:count]
    assert all(0 <= word < 2**32 for word in words[at:])


def test_seeds_years_and_streams_differ() -> None:
    told = {tuple(drawn(4, seed, year, stream)) for seed in range(9) for year in range(9) for stream in range(9)}
    assert len(told) == 9**3


@cache
def compiled_fill() -> Any:
    """Return the compiled function for an array: it takes where one begins."""
    from numba import njit

    from innosprint_rules.simulation.compiled import random_words as words_compiled
    from tests.simulation.pointers import memory

    @njit  # type: ignore[untyped-decorator]  # Numba has no types
    def call(words: Any, at: int, count: int, seed: int, year: int, stream: int) -> None:
        words_compiled.keys(memory(words), seed)
        words_compiled.fill(memory(words), at, count, seed, year, stream)

    return call


@settings(max_examples=examples(60), deadline=None)
@given(st.integers(0, 200), numbers, numbers, streams)
def test_compiled_words_are_the_same(count: int, seed: int, year: int, stream: int) -> None:
    pytest.importorskip("numba", reason="the extra `fast` is not installed")
    import numpy as np

    words = np.full(SCRATCH + count + RUN, -1, dtype=np.int64)
    compiled_fill()(words, SCRATCH, count, seed, year, stream)
    assert words[SCRATCH : SCRATCH + count].tolist() == drawn(count, seed, year, stream)
    behind = SCRATCH + -(-count // RUN) * RUN
    assert words[behind:].tolist() == [-1] * (len(words) - behind)


def test_the_keys_lie_between_the_words_of_the_year_and_those_of_its_parts() -> None:
    assert len(SCALARS) <= KEYS  # `fill` writes whole runs, so up to there
    assert KEYS % RUN == 0
    assert KEYS + 2 * ROUNDS <= SCRATCH


def test_words_are_even() -> None:
    """Every bit is set half of the time, whether years, places or streams go on."""
    picks = random.Random(1)  # noqa: S311  # which words are looked at, no secret
    for line in (
        [word for year in range(2_000) for word in drawn(1, 7, year, 3)],
        drawn(2_000, 7, 3, 3),
        [word for stream in range(2_000) for word in drawn(1, 7, 3, stream)],
    ):
        for bit in picks.sample(range(32), 8):
            share = sum(word >> bit & 1 for word in line) / len(line)
            assert abs(share - 0.5) < 0.06  # five deviations and more
