"""The sums kept of years: bins without gaps, exact squares, and the same tally as counting each year by hand."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from innosprint_rules.simulation.running.interpreted import interpreted
from innosprint_rules.simulation.running.years import run_years
from innosprint_rules.simulation.tally.counts import GRAVEST, STEPS, MeasureTally, Tally, bin_bounds, bin_of
from innosprint_rules.simulation.tally.generated_module import Module
from innosprint_rules.simulation.tally.shape import HALF, KINDS
from innosprint_rules.simulation.tally.source import tally_source
from tests.simulation.made import module

YEARS = 700
whole = st.integers(-(2**63), 2**63 - 1)


@given(whole)
def test_a_value_lies_within_its_bin(value: int) -> None:
    low, high = bin_bounds(bin_of(value))
    assert low <= value <= high
    assert -HALF <= bin_of(value) < HALF


@given(st.integers(-(2**62), 2**62))
def test_bins_follow_each_other_without_a_gap(value: int) -> None:
    assert bin_of(value + 1) - bin_of(value) in (0, 1)
    assert bin_bounds(bin_of(value))[1] + 1 == bin_bounds(bin_of(value) + 1)[0]


@given(st.integers(-512, 511))
def test_near_the_base_every_value_has_a_bin(value: int) -> None:
    assert bin_bounds(bin_of(value)) == (value, value)


@given(st.integers(512, 2**62))
def test_elsewhere_a_bin_is_narrow(value: int) -> None:
    low, high = bin_bounds(bin_of(value))
    assert (high - low + 1) * STEPS <= low


def years_one_by_one(module: Module, years: int, seed: int) -> list[tuple[list[int], list[int], int]]:
    """V, X and the words of every year, without the loop that counts."""
    names = interpreted(module)
    found = []
    memory, counts, data, words = (list(module.memory), list(module.counts), list(module.data), [0] * 100)
    for year in range(years):
        verdicts, values = [0] * (KINDS * len(module.shape.rules)), [0] * (2 * len(module.shape.measures))
        drawn = names["draw"](memory, counts, data, words, seed, year)
        names["judge"](memory, counts, verdicts, values)
        found.append((verdicts, values, drawn))
    return found


@pytest.fixture(scope="module")
def made() -> Module:
    return module()


@pytest.fixture(scope="module")
def tally(made: Module) -> Tally:
    return run_years(made, YEARS, 5, engine="interpreted").tally


@pytest.fixture(scope="module")
def one_by_one(made: Module) -> list[tuple[list[int], list[int], int]]:
    return years_one_by_one(made, YEARS, 5)


def test_rules_are_counted_by_row_and_by_year(made: Module, tally: Tally, one_by_one: list[Any]) -> None:
    for place, code in enumerate(made.shape.rules):
        seen = [verdicts[KINDS * place :][:KINDS] for verdicts, _, _ in one_by_one]
        gravest = Counter(next((g for g in GRAVEST if rows[g]), 4) for rows in seen)
        found = tally.rules[code]
        assert found.rows == tuple(sum(rows[k] for rows in seen) for k in range(5))
        assert found.years == tuple(gravest[k] for k in range(5))
        assert sum(found.years) == tally.years == YEARS
        assert found.error_rows == sum(rows[5] for rows in seen)
        assert found.error_years == sum(rows[5] > 0 for rows in seen)
    assert any(each.error_years not in (0, each.years[0]) for each in tally.rules.values())


def test_years_without_a_fault_and_with_every_objective(tally: Tally, one_by_one: list[Any]) -> None:
    assert tally.clean_years == sum(not any(verdicts[5::KINDS]) for verdicts, _, _ in one_by_one)
    assert tally.objective_years == sum(verdicts[15] for verdicts, _, _ in one_by_one)
    assert 0 < tally.objective_years < YEARS
    assert tally.words == sum(drawn for _, _, drawn in one_by_one)


def test_measures_are_summed_exactly(made: Module, tally: Tally, one_by_one: list[Any]) -> None:
    for place, name in enumerate(made.shape.measures):
        pairs = [values[2 * place : 2 * place + 2] for _, values, _ in one_by_one]
        known = [low for low, high in pairs if low == high]
        base = made.shape.bases.get(name, 0)
        assert tally.measures[name] == MeasureTally(
            known=len(known),
            nothing=sum(low > high for low, high in pairs),
            unknown=sum(low < high for low, high in pairs),
            total=sum(known),
            squares=sum(each * each for each in known),
            least=min(known),
            greatest=max(known),
            bins=Counter(bin_of(each - base) for each in known),
            base=base,
        )
    doubtful = tally.measures["doubtful"]
    assert min(doubtful.known, doubtful.nothing, doubtful.unknown) > 0


def test_moments_are_counted_over_the_watched_years(made: Module, tally: Tally) -> None:
    names = interpreted(made)
    moments = made.shape.moments
    states: list[list[int]] = []
    for year in range(YEARS):
        memory, counts, found = list(made.memory), list(made.counts), [0] * 4
        names["draw"](memory, counts, list(made.data), [0] * 100, 5, year)
        states.append([])
        for moment in moments:
            names["judge_at"](memory, counts, found, moment)
            states[-1].append(found[0])
    dated = tally.dated["R1"]
    for place in range(len(moments)):
        at = Counter(each[place] for each in states)
        assert dated.states[place] == tuple(at[state] for state in range(5))
        assert dated.saved[place] == sum(each[place] >= 2 and each[-1] == 1 for each in states)
    assert dated.saved[0] > 0
    assert tally.watched_years == YEARS


def test_what_is_not_told_is_counted_and_changes_nothing_else(made: Module, tally: Tally) -> None:
    shape = replace(made.shape, untold=frozenset({"day", "R1"}))
    assert tally_source(shape) == tally_source(made.shape), "what is compiled serves all the same"
    some = run_years(replace(made, shape=shape, loaded={}), YEARS, 5, engine="interpreted").tally
    assert [*some.measures] == ["money", "flag", "doubtful"]
    assert [*some.dated] == ["R3"]
    assert some == replace(
        tally,
        measures={name: each for name, each in tally.measures.items() if name != "day"},
        dated={"R3": tally.dated["R3"]},
    )


@pytest.mark.parametrize("engine", ["interpreted", "compiled"])
def test_squares_of_the_largest_values_stay_exact(engine: Any) -> None:
    if engine == "compiled":
        pytest.importorskip("numba", reason="nothing can be compiled without Numba")
    largest = 2**53 - 1
    judging = f"""
@njit
def judge(M, N, V, X):
    for i in range(18):
        V[i] = 0
    X[0] = X[1] = {largest} if M[2] & 1 else -{largest}
    X[2] = X[3] = X[4] = X[5] = X[6] = X[7] = {largest} - M[3]


@njit
def judge_at(M, N, S, as_of):
    S[0] = S[1] = 0
"""
    tally = run_years(module(judging=judging), 5_000, engine=engine).tally
    assert tally.measures["money"].squares == 5_000 * largest**2
    flag = tally.measures["flag"]
    assert flag.squares * flag.known >= flag.total**2 > 0
    assert flag.least is not None
    assert largest - 50_000 < flag.least < flag.total // 5_000 <= largest


def test_tallies_of_different_scenarios_do_not_add_up(tally: Tally) -> None:
    other = run_years(module(), 3, 5, engine="interpreted").tally
    assert (tally + other).years == YEARS + 3
    strange = Tally(0, 0, 0, 0, 0, ("OBJ9",), tally.moments, tally.rules, tally.measures, tally.dated)
    with pytest.raises(ValueError, match="not of the same"):
        _ = tally + strange
