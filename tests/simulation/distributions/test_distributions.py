"""Distributions: as scipy has them within stated tolerances, always within their bounds, refused when impossible."""

from __future__ import annotations

import sys
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, reject
from hypothesis import strategies as st

from innosprint_rules.dossier.cells import CellError
from innosprint_rules.simulation.distributions.reading import read_distribution
from innosprint_rules.simulation.distributions.refusals import Bounds
from innosprint_rules.simulation.distributions.table import WORDS, Distribution
from innosprint_rules.simulation.distributions.words import read_words
from innosprint_rules.simulation.drawing.source import HELPERS, sample
from innosprint_rules.simulation.drawing.ties import HELPERS as TYING
from innosprint_rules.simulation.scenario.inputs import HEAD, Input, laid
from innosprint_rules.wording import LANGUAGES, Text

PLACES = {
    "days": Bounds("days", -60, 3_650),
    "amount": Bounds("amount", 0, 10**10),
    "count": Bounds("count", 0, 400),
    "share": Bounds("share", 0, 10**6),
    "months": Bounds("months", 0, 10**10),
    "chance": Bounds("chance", 0, 1),
}
words = st.integers(0, WORDS - 1)


def read(unit: str, value: object) -> Distribution:
    return read_distribution(value, PLACES[unit])


CONTINUOUS = [
    ("amount", "uniform(1 000 €; 4 000,50 €)", "uniform", (100_000, 300_050), {}),
    ("days", "triangular(45, 60, 90)", "triang", (15 / 45,), {"loc": 45, "scale": 45}),
    ("days", "normal(60, 10)", "norm", (60, 10), {}),
    ("amount", "normal(2000, 400)", "norm", (200_000, 40_000), {}),
    ("share", "beta(8, 2)", "beta", (8, 2), {"scale": 10**6}),
    ("amount", "1 000 € to 4 000 €", "lognorm", (0.42141,), {"scale": 200_000}),
    ("days", "-5 to 15", "norm", (5, 6.0796), {}),
    ("months", "uniform(2, 3.5)", "uniform", (2 * 10**6, 1.5 * 10**6), {}),
]


@pytest.mark.parametrize(("unit", "text", "family", "args", "options"), CONTINUOUS)
def test_as_scipy_has_them(unit: str, text: str, family: str, args: Any, options: Any) -> None:
    """Quantiles within a thousandth of the spread and half a unit; the mean within a two-hundredth of a deviation."""
    stats = pytest.importorskip("scipy.stats", reason="the extra `fast` is not installed")
    exact = getattr(stats, family)(*args, **options)
    found = read(unit, text)
    for percent in (1, 5, 10, 25, 50, 75, 90, 95, 99):
        wanted = exact.ppf(percent / 100)
        assert abs(found.quantile(Fraction(percent, 100)) - wanted) <= 0.51 + exact.std() / 1000, percent
    # what is beyond the outermost half-steps is cut off, which costs a lognormal a little of its mean
    assert abs(float(found.mean()) - exact.mean()) <= exact.std() / 200 + 0.01
    assert found.low <= exact.ppf(0.001) + 0.5
    assert found.high >= exact.ppf(0.999) - 0.5


@pytest.mark.parametrize(
    ("text", "family", "args"),
    [("poisson(2.2)", "poisson", (2.2,)), ("poisson(31)", "poisson", (31,)),
     ("binomial(20, 15 %)", "binom", (20, 0.15))],
)  # fmt: skip
def test_counts_have_their_exact_thresholds(text: str, family: str, args: Any) -> None:
    stats = pytest.importorskip("scipy.stats", reason="the extra `fast` is not installed")
    exact = getattr(stats, family)(*args)
    found = read("count", text)
    size = len(found.numbers) // 2
    for threshold, value in zip(found.numbers[: size - 1], found.numbers[size:], strict=False):
        assert abs(threshold / WORDS - exact.cdf(value)) <= 1 / WORDS
    assert abs(float(found.mean()) - exact.mean()) < 1e-6


def test_a_lognormal_is_told_by_its_own_mean_and_deviation() -> None:
    found = read("amount", "lognormal(2 000 €; 800 €)")
    assert abs(found.mean() - 200_000) < 400
    squares = Fraction(sum(number * number for number in found.numbers), len(found.numbers))
    assert abs(float(squares - found.mean() ** 2) ** 0.5 - 80_000) < 1_500


def test_whole_numbers_are_equally_likely_both_ends_included() -> None:
    found = read("days", "uniform(1, 6)")
    values = [found.value(step * WORDS // 6_000) for step in range(6_000)]
    assert {value: values.count(value) for value in set(values)} == dict.fromkeys(range(1, 7), 1_000)


def test_probabilities_are_exact_to_the_nearest_word() -> None:
    assert read("chance", "20 %").numbers == (858_993_459,)
    found = read("count", "discrete(3: 30 %, 1: 20 %, 2: 50 %)")
    assert found.numbers == (858_993_459, 3_006_477_107, 2**32, 1, 2, 3)


@pytest.mark.parametrize(
    ("unit", "text", "value"),
    [
        ("days", "60", 60), ("days", "8 semaines", 56), ("days", "fixed(3 jours)", 3), ("days", "uniform(4, 4)", 4),
        ("amount", "1 500,50 €", 150_050), ("amount", "35 k€", 3_500_000), ("share", "60 %", 600_000),
        ("share", "0.6", 600_000), ("months", "2.5", 2_500_000), ("chance", "0 %", 0), ("chance", "1", 1),
        ("count", "discrete(4: 100 %)", 4), ("days", "-5", -5), ("count", "binomial(7, 100 %)", 7),
    ],
)  # fmt: skip
def test_what_never_varies_is_a_constant(unit: str, text: str, value: int) -> None:
    found = read(unit, text)
    assert (found.form, found.low, found.high, found.numbers) == ("constant", value, value, ())


def test_a_mapping_says_the_same_as_a_text() -> None:
    assert read("days", {"normal": {"mean": "60", "deviation": "10"}}).numbers == read("days", "normal(60, 10)").numbers
    assert read("days", {"triangular": ["45", "60", "90"]}).numbers == read("days", "triangular(45; 60; 90)").numbers
    assert read("days", {"range": {"low": "30", "high": "80"}}).numbers == read("days", "30 à 80").numbers
    weighed = {"discrete": {"1": "20 %", "2": "80 %"}}
    assert read("count", weighed).numbers == read("count", "discrete(1: 20 %, 2: 80 %)").numbers
    assert read("count", {"poisson": "2.2"}).numbers == read("count", "poisson(2.2)").numbers


def test_words_are_drawn_by_their_place() -> None:
    found = read_words({"entrepreneur": "70 %", "étudiant": "30 %"})
    assert found.words == ("entrepreneur", "étudiant")
    assert [found.words[found.value(word)] for word in (0, WORDS * 7 // 10 - 1, WORDS * 7 // 10 + 1, WORDS - 1)] == [
        "entrepreneur", "entrepreneur", "étudiant", "étudiant",
    ]  # fmt: skip
    assert read_words("étudiant").form == "constant"


@pytest.mark.parametrize(
    ("unit", "value", "code", "told"),
    [
        ("days", "triangular(45, 30, 90)", "distribution-impossible", "do not go up"),
        ("days", "uniform(90, 45)", "distribution-impossible", "do not go up"),
        ("days", "80 to 30", "distribution-impossible", "do not go up"),
        ("days", "normal(60, -10)", "distribution-impossible", "more than 0"),
        ("days", "normal(60, 0)", "distribution-impossible", "more than 0"),
        ("count", "poisson(-1)", "distribution-impossible", "more than 0"),
        ("count", "poisson(500)", "quantity-impossible", "400"),
        ("count", "binomial(2.5, 10 %)", "distribution-impossible", "whole number"),
        ("count", "binomial(20, 110 %)", "probability-impossible", "100 %"),
        ("chance", "120 %", "probability-impossible", "0 % to 100 %"),
        ("chance", "-1 %", "probability-impossible", "0 % to 100 %"),
        ("chance", "uniform(1 %, 3 %)", "distribution-impossible", "one probability"),
        ("share", "120 %", "quantity-impossible", "100 %"),
        ("share", "uniform(50 %, 120 %)", "quantity-impossible", "100 %"),
        ("amount", "-5 €", "amount-negative", "negative"),
        ("amount", "uniform(1, 200 000 000)", "amount-too-large", "too large"),
        ("amount", "1 000 € to 40 000 000 €", "quantity-impossible", "100,000,000"),
        ("amount", "poisson(3)", "distribution-impossible", "an amount"),
        ("amount", "beta(2, 3)", "distribution-impossible", "an amount"),
        ("count", "discrete(1: 20 %, 2: 50 %)", "probabilities-do-not-add-up", "70 %"),
        ("count", "discrete(1, 2)", "distribution-shape", "discrete(1: 20 %"),
        ("count", "discrete()", "distribution-shape", "probabilities"),
        ("days", "normall(3, 1)", "unknown-distribution", "normal"),
        ("days", "weibull(3, 1)", "unknown-distribution", "lognormal"),
        ("days", "uniform(1)", "distribution-parameters", "takes 2 numbers, 1"),
        ("days", "2,5", "quantity-not-whole", "whole number"),
        ("days", "soon", "quantity-unreadable", "8 weeks"),
        ("days", "-61", "quantity-impossible", "-60"),
        ("days", "", "distribution-shape", "a number of days"),
        ("days", {"normal": {"mean": "3", "deviatoin": "3"}}, "unknown-key", "deviation"),
        ("days", {"normal": ["3", "1"], "uniform": ["1", "2"]}, "distribution-shape", "one key"),
        ("amount", "lognormal(0, 5)", "quantity-impossible", "impossible"),
        ("share", "12 €", "quantity-unreadable", "60 %"),
    ],
)  # fmt: skip
def test_what_is_impossible_is_refused(unit: str, value: object, code: str, told: str) -> None:
    with pytest.raises(CellError) as error:
        read(unit, value)
    assert error.value.code == code
    assert told in f"{error.value.message.en} {error.value.hint.en}".replace("\u202f", " ")
    for lang in LANGUAGES:
        assert error.value.message.get(lang)
        assert error.value.hint.get(lang)


def test_words_that_are_not_allowed_suggest_one() -> None:
    with pytest.raises(CellError, match="did you mean “avenant”"):
        read_words({"avenent": "100 %"}, ("avenant", "courrier"))
    with pytest.raises(CellError, match="90 %"):
        read_words({"a": "40 %", "b": "50 %"})


def test_without_scipy_beta_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "scipy.special", None)
    with pytest.raises(CellError, match=r"innosprint-rules\[fast\]"):
        read("share", "beta(8, 2)")


@st.composite
def distributions(draw: st.DrawFn) -> Distribution:
    """Draw a distribution that is possible at its place."""
    unit = draw(st.sampled_from(("days", "amount", "count", "share")))
    scale = {"days": 300, "amount": 40_000, "count": 60, "share": 1}[unit]
    low, middle, high = sorted(draw(st.tuples(*[st.integers(1, 1_000)] * 3)))
    whole = unit in ("days", "count")
    values = [each * scale // 1_000 if whole else Fraction(each * scale, 1_000) for each in (low, middle, high)]
    texts = [str(each) if whole else f"{float(each):.2f}" for each in values]
    forms = [f"uniform({texts[0]}, {texts[2]})", f"triangular({', '.join(texts)})", texts[1],
             f"discrete({texts[0]}: 25 %, {texts[2]}: 75 %)"]  # fmt: skip
    if values[0] < values[2] and float(texts[0]) > 0:
        forms += [f"{texts[0]} to {texts[2]}", f"normal({texts[1]}, {texts[0]})"]
    if whole:
        forms += [f"poisson({max(float(texts[0]), 0.1)})", f"binomial({texts[0]}, 30 %)"]
    try:
        return read(unit, draw(st.sampled_from(forms)))
    except CellError:  # a tail that reaches past what the place allows
        reject()


@given(distributions(), words)
def test_every_value_lies_within_its_bounds(found: Distribution, word: int) -> None:
    assert found.low <= found.value(word) <= found.high


@given(distributions(), words, words)
def test_greater_words_never_draw_smaller_values(found: Distribution, one: int, other: int) -> None:
    low, high = sorted((one, other))
    assert found.value(low) <= found.value(high)


@given(distributions(), words, words)
def test_a_fixed_one_always_draws_its_value(found: Distribution, chosen: int, word: int) -> None:
    value = found.value(chosen)
    numbers = found.fixed_at(value)
    assert len(numbers) == len(found.numbers)
    held = Distribution(found.text, found.unit, found.form, found.low, found.high, numbers)
    assert held.value(word) == value
    with pytest.raises(ValueError, match="outside"):
        found.fixed_at(found.high + 1)


@given(distributions(), words)
def test_the_generated_source_draws_the_same(found: Distribution, word: int) -> None:
    each = Input("any", Text("", ""), found, 3 + HEAD)
    names: dict[str, Any] = {"njit": lambda function: function, "fill": None, "bits": int.bit_length}
    exec(HELPERS + TYING, names)  # noqa: S102  # our own source
    names |= {"D": [-1, -1, 0, *laid(found)], "W": [word]}
    assert eval(sample(each, "0"), names) == found.value(word)  # noqa: S307  # our own source


def test_a_chance_is_yes_or_no() -> None:
    found = read("chance", "20 %")
    assert [found.quantile(Fraction(each, 100)) for each in (10, 79, 81, 90)] == [0, 0, 1, 1]
    assert (found.fixed_at(0), found.fixed_at(1)) == ((0,), (WORDS,))
    assert found.mean() == Fraction(858_993_459, WORDS)
