"""Inputs that a scenario ties: as much as it says, each spread as before, and nothing else of the year changed."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise
from math import asin, erf, pi, sqrt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from innosprint_rules.errors import Problem
from innosprint_rules.simulation.distributions.copula import (
    MOST_TIED,
    WEIGHT_BITS,
    groups,
    is_definite,
    leanings,
    normals,
)
from innosprint_rules.simulation.drawing.model import YearModel
from innosprint_rules.simulation.drawing.purposes import SCRATCH, TIES
from innosprint_rules.simulation.drawing.random_words import RUN, fill
from innosprint_rules.simulation.drawing.source import stream
from innosprint_rules.simulation.drawing.ties import HELPERS
from innosprint_rules.simulation.running.prepare import Prepared, prepare
from innosprint_rules.simulation.scenario.inputs import Inputs
from innosprint_rules.simulation.scenario.loading import parse_scenario, read_scenario
from innosprint_rules.wording import LANGUAGES, Text
from tests.simulation.drawing.test_year_dossier import checked, counted
from tests.simulation.scenario.test_year_scenarios import HEAD, problems

WORDS = 2**32
LATE = {("payments.delay", "reports.delay"): Fraction(3, 5), ("reports.delay", "balance.after"): Fraction(-3, 10)}
words = st.integers(0, WORDS - 1)


def tying(text: str) -> dict[str, Any]:
    """Return a scenario that goes on from the baseline, as a mapping."""
    ties: dict[str, dict[str, str]] = {}
    for part in text.split(", "):
        one, other, number = part.split()
        ties.setdefault(one, {})[other] = number
    return {"extends": "baseline", "correlate": ties, **{k: {"fr": "t", "en": "t"} for k in ("title", "description")}}


def helpers(**names: Any) -> dict[str, Any]:
    """Return the functions that draw ties, interpreted unless ``names`` say otherwise."""
    found: dict[str, Any] = {"njit": lambda function: function, "bits": int.bit_length, **names}
    exec(HELPERS, found)  # noqa: S102  # our own source
    return found


TOOLS = helpers()
TABLE = list(normals())


class TestNormalNumbers:
    @given(words)
    def test_a_word_comes_back_as_itself(self, word: int) -> None:
        back = TOOLS["word_of"](TABLE, TOOLS["normal_of"](TABLE, word))
        assert abs(back - word) <= 16  # of four thousand million: the parts of a normal number are no finer

    @given(words)
    def test_the_two_halves_are_alike(self, word: int) -> None:
        assert TOOLS["normal_of"](TABLE, WORDS - 1 - word) == -TOOLS["normal_of"](TABLE, word)

    @given(words)
    def test_they_are_normal(self, word: int) -> None:
        number = TOOLS["normal_of"](TABLE, word) / 2**28
        share = (1 + erf(number / sqrt(2))) / 2
        wanted = (word + 0.5) / WORDS
        assert share == pytest.approx(wanted, rel=1e-5, abs=1e-11)

    @given(st.integers(-(2**40), 2**40))
    def test_any_number_gives_a_word(self, number: int) -> None:
        assert 0 <= TOOLS["word_of"](TABLE, number) < WORDS

    def test_they_rise(self) -> None:
        assert all(low < high for low, high in pairwise(TABLE))
        assert TABLE[-1] == 0


def drawn(pairs: Mapping[tuple[str, str], Fraction], years: int, draws: int = 1) -> dict[str, list[int]]:
    """Return the words of tied inputs over some years, so many draws a year, as the generated source makes them."""
    ties = leanings(pairs)
    data = list(TABLE)
    places = {}
    for name, each in ties.items():
        how = len(data)
        data += each.numbers
        data += [how, 0, 0]  # as before an input: how it is tied, its form, how many thresholds
        places[name] = len(data)
    found: dict[str, list[int]] = {name: [] for name in ties}
    memory = [0] * (SCRATCH + MOST_TIED + RUN)
    for year in range(years):
        fill(memory, SCRATCH, MOST_TIED, 5, year, stream("ties"))
        memory[TIES : TIES + MOST_TIED] = [TOOLS["normal_of"](TABLE, memory[SCRATCH + k]) for k in range(MOST_TIED)]
        for number, (name, at) in enumerate(places.items()):
            fill(memory, SCRATCH, draws, 5, year, number)
            found[name] += [TOOLS["tied"](data, memory, at, memory[SCRATCH + k]) for k in range(draws)]
    return found


def rank_correlation(one: list[int], other: list[int]) -> float:
    """Return Spearman's correlation of two lists without ties worth naming."""

    def ranks(values: list[int]) -> list[int]:
        order = sorted(range(len(values)), key=values.__getitem__)
        found = [0] * len(values)
        for rank, place in enumerate(order):
            found[place] = rank
        return found

    size = len(one)
    apart = sum((a - b) ** 2 for a, b in zip(ranks(one), ranks(other), strict=True))
    return 1 - 6 * apart / (size * (size * size - 1))


YEARS = 6_000


class TestDraws:
    """Over 6,000 years a rank correlation is off by 0.013 at most, one standard error; four of them are allowed."""

    found = drawn(LATE, YEARS)

    @pytest.mark.parametrize(("one", "other"), [*LATE, ("payments.delay", "balance.after")])
    def test_they_go_together_as_much_as_was_asked(self, one: str, other: str) -> None:
        wanted = 6 / pi * asin(float(LATE.get((one, other), Fraction(0))) / 2)
        assert rank_correlation(self.found[one], self.found[other]) == pytest.approx(wanted, abs=4 / sqrt(YEARS))

    @pytest.mark.parametrize("name", ["payments.delay", "reports.delay", "balance.after"])
    def test_each_is_spread_as_before(self, name: str) -> None:
        values = sorted(self.found[name])
        farthest = max(abs((rank + 0.5) / YEARS - value / WORDS) for rank, value in enumerate(values))
        assert farthest < 1.95 / sqrt(YEARS)  # Kolmogorov and Smirnov: passed once in a thousand

    def test_draws_of_one_input_lean_together_within_a_year_too(self) -> None:
        pair = {("a", "b"): Fraction(3, 5)}
        twice = drawn(pair, 2_000, 2)
        once = rank_correlation(twice["a"][::2], twice["a"][1::2])
        assert once == pytest.approx(6 / pi * asin(0.3), abs=4 / sqrt(2_000))

    def test_compiled_they_are_the_same(self) -> None:
        numba = pytest.importorskip("numba", reason="the extra `fast` is not installed")
        numpy = pytest.importorskip("numpy")
        from innosprint_rules.simulation.compiled.numba_names import bits

        tools = helpers(njit=numba.njit, bits=bits)
        data = numpy.array([*TABLE, *leanings(LATE)["reports.delay"].numbers, len(TABLE), 0, 0], dtype="int64")
        memory = numpy.zeros(SCRATCH, dtype="int64")
        memory[TIES:] = [TOOLS["normal_of"](TABLE, 357_913_941 * k + 7) for k in range(SCRATCH - TIES)]
        for word in (0, 1, 2**31 - 1, 2**31, WORDS - 1, *range(5, WORDS, 2**32 // 97)):
            assert tools["tied"](data, memory, len(data), word) == TOOLS["tied"](
                data.tolist(), memory.tolist(), len(data), word
            )


numbers = st.integers(-1000, 1000).map(lambda each: Fraction(each, 1000))
names = st.sampled_from("abcde")
pairs = st.dictionaries(st.tuples(names, names).filter(lambda pair: pair[0] < pair[1]), numbers, max_size=6)


@given(pairs)
def test_weights_add_up_to_what_was_asked(ties: dict[tuple[str, str], Fraction]) -> None:
    if not all(is_definite(ties, group) for group in groups(ties)):
        with pytest.raises(ValueError, match="no such correlations"):
            leanings(ties)
        return
    found = leanings(ties)
    whole = 1 << WEIGHT_BITS
    for each in found.values():
        assert (each.own**2 + sum(w * w for w in each.shared)) / whole**2 == pytest.approx(1, abs=1e-6)
        assert each.own > 0
    for (one, other), number in ties.items():
        if number:
            first, second = found[one], found[other]
            assert first.first == second.first
            together = sum(a * b for a, b in zip(first.shared, second.shared, strict=True)) / whole**2
            assert together == pytest.approx(float(number), abs=1e-5)


@pytest.fixture(scope="module")
def base() -> Prepared:
    """Years in which nothing is tied."""
    return prepare("baseline")


@pytest.fixture(scope="module")
def late() -> Prepared:
    """Years in which delays go together, and an instalment with the gaps between sessions."""
    return prepare(tying("endowment.instalments.2.day calendar.gap -0.5, payments.delay reports.delay 0.6"))


@pytest.fixture(scope="module")
def active() -> Prepared:
    """Years in which only what nothing else is drawn from is tied."""
    return prepare(tying("actions.day results.day 0.5"))


class TestYears:
    def test_where_nothing_is_tied_nothing_is_another(self, base: Prepared) -> None:
        other = YearModel(read_scenario(tying("payments.delay reports.delay 0")))
        assert other.source(other.layout()) == base.whole
        assert other.data() == base.module.data

    def test_what_is_tied_is_data(self, late: Prepared, active: Prepared) -> None:
        assert late.module.template[0] == active.module.template[0]
        assert late.digest != active.digest

    def test_only_what_is_tied_is_drawn_otherwise(self, base: Prepared, active: Prepared) -> None:
        for year in range(3):
            one, two = counted(base, year, 2), counted(active, year, 2)
            assert {rule[:3] for (rule, kind), n in one.items() if two[rule, kind] != n} <= {"ACT", "OBJ"}

    def test_a_year_with_ties_is_judged_like_any_dossier(self, late: Prepared) -> None:
        for year in range(4):
            assert counted(late, year, 7) == checked(late, year, 7), year

    def test_the_assumptions_tell_of_them(self, late: Prepared) -> None:
        told = late.assumptions[-1]
        assert told.name == "correlate"
        assert told.label == Text(
            "délai de versement et délai du compte rendu après la période",
            "delay of payment and delay of the report after its period",
        )
        assert told.value == Text("corrélation de 0,6", "a correlation of 0.6")


def mistakes(text: str) -> list[Problem]:
    return problems(f"correlate:\n  payments.delay: {text}\n")


@pytest.mark.parametrize(
    ("text", "code", "place", "told"),
    [
        ("{report.delay: 0.5}", "unknown-input", (5, 20), "reports.delay"),
        ("{reports.delay: 1.2}", "correlation-impossible", (5, 35), "from -1 to 1"),
        ("{reports.delay: -101 %}", "correlation-impossible", (5, 35), "from -1 to 1"),
        ("{reports.delay: strong}", "correlation-impossible", (5, 35), "“strong”"),
        ("{reports.delay: [0.5]}", "correlation-impossible", (5, 35), "from -1 to 1"),
        ("{reports.delay: 1}", "ties-impossible", (5, 3), "positive definite"),
        ("{payments.delay: 0.5}", "tied-to-itself", (5, 20), "to itself"),
        ("{payments.paid: 0.5}", "cannot-be-tied", (5, 20), "yes or no"),
        ("{missing.payments.paid_on: 0.5}", "cannot-be-tied", (5, 20), "yes or no"),
        ("{projects.holder: 0.5}", "cannot-be-tied", (5, 20), "no order"),
        ("{calendar.sessions: 0.5}", "cannot-be-tied", (5, 20), "always the same"),
        ("0.5", "wrong-shape", (5, 19), "payments.delay: {reports.delay: 0.6}"),
        ("{reports.delay: 0.2}\n  reports.delay: {payments.delay: 0.2}", "tied-twice", (6, 19),
         "under “payments.delay”"),
        ("{reports.delay: 0.9, balance.after: 0.9}\n  reports.delay: {balance.after: -0.9}", "ties-impossible", (5, 3),
         "nearer to 0"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_place(text: str, code: str, place: tuple[int, int], told: str) -> None:
    (problem,) = mistakes(text)
    assert (problem.code, problem.location.row, problem.location.column) == (code, *place)
    assert told in " ".join(each.en for each in (problem.message, problem.hint) if each is not None)
    for lang in LANGUAGES:
        assert problem.words(lang)


def test_all_of_them_are_told_at_once() -> None:
    found = mistakes("{reports.dealy: 2, payments.paid: 0.5}\n  projects.field: 3\ncalendar: {held: 94 %}\n")
    assert [each.code for each in found] == ["unknown-input", "correlation-impossible", "cannot-be-tied",
                                             "cannot-be-tied", "wrong-shape"]  # fmt: skip
    beside = problems("correlate: {payments.delay: {reports.delay: 7}}\ncalendar: {gap: soon}\n")
    assert [each.code for each in beside] == ["correlation-impossible", "quantity-unreadable"]


def test_no_more_are_tied_than_there_is_room_for() -> None:
    year = read_scenario("baseline").year
    assert year is not None
    free = [each.name for each in Inputs(year).movable() if each.distribution.unit != "chance"]
    lines = "".join(f"  {one}: {{{other}: 0.1}}\n" for one, other in pairwise(free[:13]))
    (problem,) = problems(f"correlate:\n{lines}")
    assert problem.code == "too-many-ties"
    assert f"13 inputs are tied, {MOST_TIED} at most" in problem.message.en


def test_a_scenario_goes_on_from_the_ties_of_another(tmp_path: Any) -> None:
    base = HEAD + "correlate: {payments.delay: {reports.delay: 0.6, balance.after: 0.2}}\n"
    (tmp_path / "base.yaml").write_text(base, encoding="utf-8")
    mine = HEAD.replace("baseline", "base") + "correlate: {payments.delay: {reports.delay: 0}}\n"
    (tmp_path / "mine.yaml").write_text(mine, encoding="utf-8")
    year = read_scenario(tmp_path / "mine.yaml").year
    assert year is not None
    assert year.correlate == {
        ("payments.delay", "reports.delay"): 0,
        ("payments.delay", "balance.after"): Fraction(1, 5),
    }
    blank = parse_scenario(HEAD + "correlate:\n", None, "blank").year
    assert blank is not None
    assert blank.correlate == {}
