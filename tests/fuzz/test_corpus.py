"""The corpus that fuzzing kept: each input, and what is made of it by a letter more or less, does no harm."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.fuzz.targets import TARGETS

CORPUS = Path(__file__).parent / "corpus"
MOST_BYTES = 200_000


@pytest.mark.parametrize("name", TARGETS)
def test_what_fuzzing_kept(name: str) -> None:
    inputs = sorted((CORPUS / name).iterdir())
    assert len(inputs) >= 5
    for path in inputs:
        TARGETS[name](path.read_bytes())


@pytest.mark.parametrize("name", TARGETS)
def test_near_what_fuzzing_kept(name: str) -> None:
    chance = random.Random(name)  # noqa: S311  # no secret
    inputs = [path.read_bytes() for path in sorted((CORPUS / name).iterdir())]
    for _ in range(300):
        data = bytearray(chance.choice(inputs))
        for _ in range(chance.randint(1, 4)):
            place = chance.randint(0, len(data))
            if chance.random() < 0.5:
                data[place : place + 1] = bytes([chance.randrange(256)])
            else:
                other = chance.choice(inputs)
                start = chance.randint(0, len(other))
                data[place:place] = other[start : start + chance.randint(1, 12)]
        TARGETS[name](bytes(data))


def test_the_corpus_is_small() -> None:
    files = [path for path in CORPUS.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) <= MOST_BYTES
