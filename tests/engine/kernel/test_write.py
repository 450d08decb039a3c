"""The kernel says of a year exactly what the reference evaluator says of the same dossier."""

from __future__ import annotations

import itertools
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import innosprint_rules as ir
from innosprint_rules.engine.evaluation.world import World
from innosprint_rules.engine.kernel.bounds import HELPERS
from innosprint_rules.engine.kernel.layout import Layout
from innosprint_rules.engine.kernel.values import LEAST, MOST
from innosprint_rules.engine.kernel.write import MET, OPEN, write_kernel
from tests.engine.kernel.kernels import (
    by_check,
    by_kernel,
    decided,
    functions,
    states_by_check,
    states_by_kernel,
    written,
)
from tests.engine.sample import AFTER, document
from tests.profiles import examples
from tests.strategies import built, days

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
MOMENTS = (date(2018, 12, 1), date(2019, 6, 1), date(2019, 12, 12), date(2020, 2, 1))
OPTIONS = {key: tuple(reading.options) for key, reading in ir.load_rulebook().agreement.readings.items()}


def readings() -> st.SearchStrategy[dict[str, str] | None]:
    """Draw an answer to every open question, or the defaults."""
    return st.none() | st.fixed_dictionaries({key: st.sampled_from(options) for key, options in OPTIONS.items()})


@pytest.mark.parametrize("name", ["saint-quentin-2019", "year-in-trouble"])
@pytest.mark.parametrize("at", MOMENTS)
def test_the_examples_are_judged_alike(name: str, at: date) -> None:
    dossier = ir.read_dossier(EXAMPLES / name)
    kernel = written(dossier, at)
    assert by_kernel(kernel) == by_check(dossier, at, kernel)


def test_a_large_dossier_is_judged_alike() -> None:
    dossier = ir.Dossier.model_validate(document())
    kernel = written(dossier, AFTER)
    assert by_kernel(kernel) == by_check(dossier, AFTER, kernel)


@settings(max_examples=examples(30), deadline=None)
@given(built(), days(), readings())
def test_any_dossier_is_judged_alike(dossier: ir.Dossier, at: date, chosen: dict[str, str] | None) -> None:
    dossier = decided(dossier)
    kernel = written(dossier, at, chosen)
    judged = by_kernel(kernel)
    expected = by_check(dossier, at, kernel, chosen)
    assert judged.rules == expected.rules
    assert set(judged.measures) == set(expected.measures)
    for name, (low, high) in judged.measures.items():
        least, most = expected.measures[name]
        # how many years there are may be open (an amendment whose last day is blank): where the reference then knows
        # no bound, the kernel has that of the rows which its memory holds
        assert low == least or (least in (LEAST, 0) and least <= low and most == MOST), name
        assert high == most or (most == MOST and least <= high), name


@settings(max_examples=examples(24), deadline=None)
@given(built(), st.lists(days(), min_size=1, max_size=4), readings())
def test_any_moment_is_judged_alike(dossier: ir.Dossier, moments: list[date], chosen: dict[str, str] | None) -> None:
    dossier = decided(dossier)
    kernel = written(dossier, date(2020, 3, 1), chosen)
    if not any(row.parameter for row in dossier.rows("amendments") or ()):  # amended, a day may have no known limits
        assert {"SES01", "END02", "EVA02", "OBJ01"} <= set(kernel.dated)
    for moment in moments:
        assert states_by_kernel(kernel, moment) == states_by_check(dossier, kernel, moment, chosen)


def test_an_amendment_counts_from_the_moment_it_is_signed() -> None:
    amended = {"id": "N01", "signed_on": "2019-05-20", "purpose": "montant", "form": "avenant",
               "parameter": "dotation", "value": "20000.00"}  # fmt: skip
    paid = {"id": "V01", "paid_on": "2019-03-01", "direction": "CASQ->FN", "amount": "20000.00"}
    dossier = ir.Dossier.model_validate({"amendments": [amended], "payments": [paid]})
    kernel = written(dossier, date(2020, 2, 1))
    states = [states_by_kernel(kernel, moment)["END02"] for moment in (date(2019, 5, 19), date(2019, 5, 20))]
    assert states == [OPEN, MET]
    for moment in (date(2019, 5, 19), date(2019, 5, 20), date(2019, 6, 1)):
        assert states_by_kernel(kernel, moment) == states_by_check(dossier, kernel, moment)


def test_sums_of_bounds_stay_within_what_a_machine_word_holds() -> None:
    numba = pytest.importorskip("numba", reason="Numba, the extra `fast`, is not installed")
    names: dict[str, Any] = {"njit": numba.njit}
    exec(HELPERS, names)  # noqa: S102  # our own source
    for one, other in itertools.product((LEAST, -3, 0, 5, MOST), repeat=2):
        if MOST not in (one, other):
            assert names["low_sum"](one, other) == (LEAST if LEAST in (one, other) else one + other)
        if LEAST not in (one, other):
            assert names["high_sum"](one, other) == (MOST if MOST in (one, other) else one + other)
        if one not in (LEAST, MOST):
            sign = (one > 0) - (one < 0)
            expected = {LEAST: {1: LEAST, 0: 0, -1: MOST}, MOST: {1: MOST, 0: 0, -1: LEAST}}.get(other, {}).get(sign)
            expected = one * other if expected is None else expected
            assert names["far_product"](other, one) == expected


def test_only_the_rules_asked_for_are_written() -> None:
    rulebook = ir.load_rulebook()
    layout = Layout(rulebook, World(rulebook, ir.Dossier()), {})
    at = AFTER.toordinal()
    kernel = write_kernel(rulebook, layout, at=at, codes=["SES01"], measures=["received"])
    assert (kernel.rules, kernel.measures, kernel.dated) == (("SES01",), ("received",), ())
    assert "judge_at" not in kernel.source
    assert "ALC04" not in kernel.source


def test_a_reading_not_chosen_is_not_written() -> None:
    rulebook = ir.load_rulebook()
    layout = Layout(rulebook, World(rulebook, ir.Dossier.model_validate(document())), {})
    kernel = write_kernel(rulebook, layout, at=AFTER.toordinal(), codes=["SES01"])
    assert "best_twelve_months_of_sessions" not in kernel.measures
    other = rulebook.default_readings() | {"Q4": "any_twelve_months"}
    kernel = write_kernel(rulebook, layout, at=AFTER.toordinal(), codes=["SES01"], readings=other)
    assert "best_twelve_months_of_sessions" in kernel.measures


def test_a_formula_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    source = Path(__file__).resolve().parents[3] / "rules" / "innosprint"
    folder = tmp_path / "rules"
    shutil.copytree(source, folder)
    rule = folder / "sessions" / "SES01_too-few-sessions.yaml"
    text = rule.read_text(encoding="utf-8")
    start = text.index("require:")
    end = text.index("\n", start)
    formula = (
        "require: sessions_held >= sessions_required and any(m == 'CASQ' for s in sessions for m in s.members_present)"
    )
    rule.write_text(text[:start] + formula + text[end:], encoding="utf-8")
    rulebook = ir.load_rulebook(folder)
    layout = Layout(rulebook, World(rulebook, ir.Dossier.model_validate(document())), {})
    kernel = write_kernel(rulebook, layout, at=AFTER.toordinal(), codes=["SES01", "SES03"])
    assert kernel.rules == ("SES03",)
    [left] = kernel.unheld
    assert left.words_with_place.en == (
        "SES01: `any(m == 'CASQ' for s in sessions for m in s.members_present)`"
        " (sessions/SES01_too-few-sessions.yaml, line 9, column 10), a loop over a list that years may change"
    )


class Counted(list[int]):
    """A memory that counts how often it is read."""

    reads = 0

    def __getitem__(self, place: Any) -> Any:
        """Return a cell, and count."""
        self.reads += 1
        return super().__getitem__(place)


@pytest.mark.parametrize(("undated", "most"), [(False, 2.5), (True, 4.5)], ids=["all known", "no day"])
def test_twice_the_rows_take_twice_the_work(undated: bool, most: float) -> None:
    """Money given back is a few rows of many: what is asked of each allocation must not go through all payments.

    Where the day of a return is not known, nor is whether it was covered by what its project had been paid by then:
    each allocation is then held against the payments of that project.
    """

    rulebook = ir.load_rulebook()

    def reads(rows: int) -> int:
        tables = document()
        tables["allocations"] = tables["allocations"][:rows]
        tables["payments"] = tables["payments"][: rows + 1]
        back = tables["payments"][15]
        back |= {"direction": "projet->FN", "project": tables["payments"][1]["project"], "allocation": ""}
        if undated:
            back |= {"paid_on": ""}
        dossier = ir.Dossier.model_validate(tables)
        layout = Layout(rulebook, World(rulebook, dossier), {})
        kernel = write_kernel(rulebook, layout, at=AFTER.toordinal(), codes=["END01"], measures=[])
        memory = Counted(kernel.memory)
        functions(kernel)["judge"](memory, list(kernel.counts), [0] * 6, [])
        return memory.reads

    assert reads(48) < most * reads(24)
