"""Loops over one table that run as one give what they gave one by one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from innosprint_rules.engine.kernel.bounds import HELPERS
from innosprint_rules.engine.kernel.fusing.fuse import fused
from innosprint_rules.engine.kernel.source.pieces import Piece
from innosprint_rules.engine.kernel.values import LEAST, MOST
from tests.strategies import kernel_loops

ROWS = 6
SUM = """\
s{n} = 0
for r{n} in range(n_payments):
    if not (M[0 + r{n}] == {way}):
        continue
    s{n} += M[10 + r{n}]"""

SURE = """\
s1 = 0
for r1 in range(n_payments):
    if not (M[10 + r1] >= 12):
        continue
    s1 += M[10 + M[10 + r1] - 1000 * (M[10 + r1] < 12)]"""
NESTED = """\
s1 = 0
for r1 in range(n_payments):
    if M[0 + r1] == 1:
        t1 = M[10 + r1] == 11
        if t1:
            continue
    s1 += 1"""


def results(pieces: list[Piece], rows: int, memory: list[int]) -> dict[str, object]:
    """Run pieces; return what they leave in names that later pieces may read: sums, flags, extremes."""
    held: dict[str, object] = {"M": list(memory), "n_payments": rows, "n_reports": rows // 2}
    lines = [HELPERS.replace("@njit\n", ""), *(line for piece in pieces for line in piece.lines)]
    exec("\n".join(lines), held)  # noqa: S102  # our own source
    return {name: value for name, value in held.items() if name[0] in "sfem" and name[1:].isdigit()}


def loops(pieces: list[Piece]) -> int:
    return sum(line.startswith("for ") for piece in pieces for line in piece.lines)


def piece(text: str) -> Piece:
    return Piece(text.splitlines())


@given(kernel_loops(), st.integers(0, ROWS), st.lists(st.integers(-2, 4) | st.just(10**9), min_size=40, max_size=40))
def test_loops_run_as_one_give_what_they_give_one_by_one(texts: list[str], rows: int, memory: list[int]) -> None:
    pieces = [piece(text) for text in texts]
    joined = fused(pieces)
    assert results(joined, rows, memory) == results(pieces, rows, memory)
    assert loops(joined) <= loops(pieces)


def test_loops_over_the_same_table_become_one() -> None:
    joined = fused([piece(SUM.format(n=number, way=number)) for number in range(4)])
    assert loops(joined) == 1
    text = "\n".join(line for each in joined for line in each.lines)
    assert "continue" not in text
    assert text.count("M[0 + ") == 1, "each cell is read once"
    assert results(joined, 4, [0, 1, 2, 3, *[0] * 6, 5, 6, 7, 8]) == {"s0": 5, "s1": 6, "s2": 7, "s3": 8}


def test_loops_over_other_tables_stay_apart() -> None:
    other = SUM.format(n=1, way=1).replace("n_payments", "n_reports")
    assert loops(fused([piece(SUM.format(n=0, way=0)), piece(other)])) == 2


def test_a_loop_that_needs_what_another_gives_comes_after_it() -> None:
    later = "f2 = False\nfor r2 in range(n_payments):\n    if M[10 + r2] == m1:\n        f2 = True"
    pieces = [piece(SUM.format(n=0, way=1)), piece("m1 = s0 + 1"), piece(later)]
    joined = fused(pieces)
    assert loops(joined) == 2
    memory = [1, 0, *[0] * 8, 3, 4]
    assert results(joined, 2, memory) == results(pieces, 2, memory) == {"s0": 3, "m1": 4, "f2": True}


@pytest.mark.parametrize(
    "written",
    [
        "for r1 in range(n_payments):\n    M[0 + r1] = 1",
        "s1 = 0\nfor r1 in range(n_payments):\n    for r2 in range(n_reports):\n        s1 += M[10 + r2]",
        "if n_payments:\n    s1 = 0\nelse:\n    s1 = 1",
        "s1 = 0\nfor r1 in range(3, 5):\n    s1 += M[10 + r1]",
        SURE,
        NESTED,
    ],
    ids=["a store", "a loop within", "no loop", "other rows", "a place made sure of", "a jump further in"],
)
def test_what_is_no_plain_loop_stays_as_it_is(written: str) -> None:
    pieces = [piece(SUM.format(n=0, way=1)), piece(written), piece(SUM.format(n=3, way=2))]
    joined = fused(pieces)
    assert piece(written) in joined
    assert results(joined, 4, list(range(30))) == results(pieces, 4, list(range(30)))


def test_cells_that_are_written_to_are_read_in_their_place() -> None:
    store = "for r1 in range(n_payments):\n    M[10 + r1] = 7"
    pieces = [piece(SUM.format(n=0, way=1)), piece(store), piece(SUM.format(n=3, way=1))]
    memory = [1, 1, *[0] * 8, 2, 3]
    assert results(fused(pieces), 2, memory) == {"s0": 5, "s3": 14}


@pytest.mark.parametrize(("side", "far", "end"), [("low_sum", LEAST, LEAST), ("high_sum", MOST, MOST)])
def test_a_bound_without_end_stays_without_end(side: str, far: int, end: int) -> None:
    bound = f"{far} if M[0 + r{{0}}] == 1 else 5"
    text = f"s{{0}} = 0\nfor r{{0}} in range(n_payments):\n    s{{0}} = {side}(s{{0}}, {bound})"
    joined = fused([piece(text.format(1)), piece(text.format(2))])
    assert loops(joined) == 1
    assert results(joined, 5, [1, 0, 1, 1, 0]) == {"s1": end, "s2": end}
    assert results(joined, 5, [0] * 5) == {"s1": 25, "s2": 25}
