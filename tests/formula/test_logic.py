"""Three values and intervals: what is decided holds whatever the missing facts turn out to be."""

from __future__ import annotations

import itertools
import operator
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from innosprint_rules.formula import logic
from innosprint_rules.formula.functions import FUNCTIONS, ROUNDINGS
from innosprint_rules.formula.logic import (
    ANYTHING,
    LEAST,
    MOST,
    NOT_NEGATIVE,
    UNKNOWN,
    Interval,
    PerhapsNothing,
    add,
    at_most,
    conjunction,
    disjunction,
    equal_numbers,
    exact,
    high,
    interval,
    less,
    low,
    maybe_part,
    multiply,
    negate,
    one_of,
    subtract,
)

T, F, U = True, False, UNKNOWN
VALUES: tuple[Any, ...] = (T, F, U)

CONJUNCTION = {(T, T): T, (T, F): F, (T, U): U, (F, F): F, (F, U): F, (U, U): U}
DISJUNCTION = {(T, T): T, (T, F): T, (T, U): T, (F, F): F, (F, U): U, (U, U): U}


@pytest.mark.parametrize(("a", "b"), list(itertools.product(VALUES, VALUES)))
def test_tables_of_three_values(a: Any, b: Any) -> None:
    both = CONJUNCTION[(a, b) if (a, b) in CONJUNCTION else (b, a)]
    either = DISJUNCTION[(a, b) if (a, b) in DISJUNCTION else (b, a)]
    assert conjunction([a, b]) is both
    assert disjunction([a, b]) is either
    assert negate(conjunction([a, b])) is disjunction([negate(a), negate(b)])


def test_of_none_and_of_the_contrary() -> None:
    assert conjunction([]) is True
    assert disjunction([]) is False
    assert [negate(each) for each in VALUES] == [False, True, UNKNOWN]


def test_an_unknown_flag_is_never_taken_for_a_yes() -> None:
    with pytest.raises(TypeError, match="neither true nor false"):
        bool(UNKNOWN)
    assert not exact(UNKNOWN)
    assert not exact(Interval(1, 2))
    assert exact(None)
    assert exact(0)


@given(st.lists(st.sampled_from(VALUES), max_size=5))
def test_three_values_agree_with_every_way_of_filling_in(flags: list[Any]) -> None:
    ways = list(itertools.product(*([each] if each is not UNKNOWN else [T, F] for each in flags)))
    for decide, of in ((conjunction, all), (disjunction, any)):
        found = {of(way) for way in ways}
        assert decide(flags) is (found.pop() if len(found) == 1 else UNKNOWN)


# intervals -----------------------------------------------------------------------------------------------

SMALL = st.integers(-(2**53), 2**53) | st.integers(-20, 20)


@st.composite
def held(draw: st.DrawFn, figures: st.SearchStrategy[int] = SMALL) -> tuple[Any, int]:
    """Draw a number or an interval, with one number that lies in it."""
    inside = draw(figures)
    shape = draw(st.sampled_from(["exact", "both", "from", "to", "any"]))
    if shape == "exact":
        return inside, inside
    a, b = draw(figures), draw(figures)
    lo = LEAST if shape in ("to", "any") else min(a, inside)
    hi = MOST if shape in ("from", "any") else max(b, inside)
    return interval(lo, hi), inside


def within(value: Any, figure: int) -> bool:
    return low(value) <= figure <= high(value)


@pytest.mark.parametrize(
    ("lifted", "plain"),
    [(add, operator.add), (subtract, operator.sub), (multiply, operator.mul)],
    ids=["add", "subtract", "multiply"],
)
@given(a=held(), b=held())
def test_arithmetic_holds_every_result(
    lifted: Callable[[Any, Any], Any], plain: Callable[[int, int], int], a: tuple[Any, int], b: tuple[Any, int]
) -> None:
    result = plain(a[1], b[1])
    assume(abs(result) <= 2**58)  # the static check of bounds keeps formulas far below
    assert within(lifted(a[0], b[0]), result)


@given(a=held(), b=held(), c=held())
def test_arithmetic_stays_sound_when_chained(a: Any, b: Any, c: Any) -> None:
    found = subtract(add(a[0], multiply(b[0], 3)), one_of([c[0], 0]))
    assert within(found, a[1] + 3 * b[1] - c[1])
    assert within(found, a[1] + 3 * b[1])


@pytest.mark.parametrize(
    ("lifted", "plain"),
    [(less, operator.lt), (at_most, operator.le), (equal_numbers, operator.eq)],
    ids=["less", "at_most", "equal"],
)
@given(a=held(), b=held())
def test_a_comparison_that_is_decided_is_right(
    lifted: Callable[[Any, Any], Any], plain: Callable[[int, int], bool], a: tuple[Any, int], b: tuple[Any, int]
) -> None:
    decided = lifted(a[0], b[0])
    assert decided in (plain(a[1], b[1]), UNKNOWN)
    if exact(a[0]) and exact(b[0]):
        assert decided is not UNKNOWN


@given(a=held(), b=held())
def test_comparisons_do_not_contradict_each_other(a: Any, b: Any) -> None:
    x, y = a[0], b[0]
    assert less(x, y) is negate(at_most(y, x))
    if equal_numbers(x, y) is True:
        assert less(x, y) is False
        assert at_most(x, y) is True
    if less(x, y) is True:
        assert at_most(x, y) is True
        assert equal_numbers(x, y) is False


@given(st.integers(-9, 9), st.integers(-9, 9), st.integers(-9, 9), st.integers(-9, 9))
def test_a_comparison_is_decided_whenever_the_bounds_decide_it(a: int, b: int, c: int, d: int) -> None:
    x, y = interval(min(a, b), max(a, b)), interval(min(c, d), max(c, d))
    pairs = [(i, j) for i in range(low(x), high(x) + 1) for j in range(low(y), high(y) + 1)]
    for lifted, plain in ((less, operator.lt), (at_most, operator.le), (equal_numbers, operator.eq)):
        answers = {plain(i, j) for i, j in pairs}
        assert lifted(x, y) is (answers.pop() if len(answers) == 1 else UNKNOWN)


@given(held())
def test_what_a_row_that_may_not_count_adds(value: tuple[Any, int]) -> None:
    least, most = maybe_part(value[0])
    assert least <= 0 <= most
    assert least <= value[1] <= most


@given(st.lists(held(), min_size=1, max_size=4))
def test_one_of_several_holds_all(values: list[tuple[Any, int]]) -> None:
    assert all(within(one_of([value for value, _ in values]), figure) for _, figure in values)


def test_one_of_several_may_be_nothing() -> None:
    assert one_of([None, None]) is None
    assert one_of([4, 4]) == 4
    assert one_of([2, 4]) == Interval(2, 4)
    perhaps = [one_of([3, None]), one_of([one_of([3, None]), 5])]
    assert [type(each) for each in perhaps] == [PerhapsNothing, PerhapsNothing]
    assert [(each.lo, each.hi) for each in perhaps if isinstance(each, Interval)] == [(3, 3), (3, 5)]


def test_interval_is_a_number_when_its_bounds_agree() -> None:
    assert interval(3, 3) == 3
    assert interval(3, 4) == Interval(3, 4)
    assert repr(ANYTHING) == "[-inf, inf]"
    assert repr(NOT_NEGATIVE) == "[0, inf]"
    assert hash(Interval(1, 2)) == hash(Interval(1, 2))
    assert Interval(1, 1) != 1


@given(st.integers(1, 2**53))
def test_what_is_without_bound_stays_so(figure: int) -> None:
    for found in (add(ANYTHING, figure), subtract(ANYTHING, figure), multiply(ANYTHING, 3), add(ANYTHING, ANYTHING)):
        assert found == ANYTHING
    assert add(NOT_NEGATIVE, figure) == Interval(figure, MOST)
    assert subtract(figure, NOT_NEGATIVE) == Interval(LEAST, figure)
    assert less(NOT_NEGATIVE, 0) is False
    assert at_most(0, NOT_NEGATIVE) is True
    assert logic.low(UNKNOWN) == LEAST
    assert logic.high(UNKNOWN) == MOST


# functions -----------------------------------------------------------------------------------------------

DAYS = st.integers(736_000, 739_000)
STEPS = st.integers(-40, 40)
YEARS = st.integers(2016, 2032)
OF_KINDS = {"date": held(DAYS), "number": held(STEPS), "numeric": held(), "year": held(YEARS)}
LIFTED = [
    ("days_between", ("date", "date")),
    ("days_after", ("date", "number")),
    ("months_after", ("date", "number")),
    ("years_after", ("date", "number")),
    ("month_end", ("date",)),
    ("years_between", ("date", "date")),
    ("year_of", ("date",)),
    ("in_year", ("date", "year")),
    ("exactly", ("date",)),
    ("days_in", ("date", "date")),
    ("common_days", ("date", "date", "date", "date")),
    ("earliest", ("date", "date", "date")),
    ("latest", ("date", "date")),
    ("min", ("numeric", "numeric")),
    ("max", ("numeric", "numeric", "numeric")),
]


@pytest.mark.parametrize(("name", "kinds"), LIFTED, ids=[name for name, _ in LIFTED])
@given(data=st.data())
def test_functions_hold_every_result(name: str, kinds: tuple[str, ...], data: st.DataObject) -> None:
    values = [data.draw(OF_KINDS[kind]) for kind in kinds]
    work = FUNCTIONS[name].work
    concrete = work(*(figure for _, figure in values))
    assert isinstance(concrete, int)
    found = work(*(value for value, _ in values))
    assert within(found, concrete)
    if all(exact(value) for value, _ in values):
        assert found == concrete


@given(held(), st.sampled_from(sorted(ROUNDINGS)))
def test_rounded_shares_hold_every_result(share: tuple[Any, int], how: str) -> None:
    assert within(FUNCTIONS["cents"].work(share[0], how), FUNCTIONS["cents"].work(share[1], how))


@given(held(), held(st.integers(1, 10**6)), st.sampled_from(sorted(ROUNDINGS)))
def test_ratios_hold_every_result(part: tuple[Any, int], whole: tuple[Any, int], how: str) -> None:
    found, concrete = (FUNCTIONS["ratio"].work(part[side], whole[side], how) for side in (0, 1))
    assert found is UNKNOWN or within(found, concrete)
    assert found is not UNKNOWN or low(whole[0]) <= 0  # the whole may be nothing


@given(held(), held(), held(), st.sampled_from(sorted(ROUNDINGS)))
def test_amounts_pro_rata_hold_every_result(
    amount: tuple[Any, int], part: tuple[Any, int], whole: tuple[Any, int], how: str
) -> None:
    found, concrete = (FUNCTIONS["pro_rata"].work(amount[side], part[side], whole[side], how) for side in (0, 1))
    assert found is UNKNOWN or found is concrete is None or within(found, concrete)
    assert found is not UNKNOWN or min(low(amount[0]), low(part[0]), low(whole[0]) - 1) < 0


def test_every_function_on_numbers_and_dates_is_tried() -> None:
    on_texts, rounded = {"contains", "parts", "word_starts"}, {"cents", "ratio", "pro_rata"}
    assert {name for name, _ in LIFTED} | rounded == set(FUNCTIONS) - on_texts
