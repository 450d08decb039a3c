"""What the simulation's speed is measured against does the same work: same words, same rows, same verdicts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from innosprint_rules.engine.check import default_rulebook
from innosprint_rules.simulation.drawing.random_words import fill
from innosprint_rules.simulation.running.interpreted import interpreted
from innosprint_rules.simulation.running.prepare import Prepared, prepare
from innosprint_rules.simulation.running.years import run_years
from tests.bench import blocked, inference_years, ready_table
from tests.bench.blocked_words import NumpyWords, PhiloxWords
from tests.bench.kernel_table import judge_table, write_table
from tests.bench.timing import Figure, race

YEARS = 300
AT = 737_436


@pytest.fixture(scope="module")
def baseline() -> Prepared:
    return prepare("baseline", select=blocked.RULES)


def plain(count: int, seed: int, year: int, stream: int) -> list[int]:
    words = [0] * count
    fill(words, 0, count, seed, year, stream)
    return words


@pytest.mark.parametrize(("seed", "first"), [(1, 0), (2**63 - 1, 2**32 - 2)])
def test_blocked_words_are_those_of_the_simulation(seed: int, first: int) -> None:
    words = PhiloxWords(seed)
    words.start(first, 4)
    grid = words.grid(7, 3, 8, 5)
    assert grid.shape == (3, 5, 4)
    for year in range(4):
        one = plain(24, seed, first + year, 7)
        assert grid[:, :, year].tolist() == [one[0:5], one[8:13], one[16:21]]
    years, ranks = np.array([0, 3, 3, 1]), np.array([0, 1, 4, 2])
    ragged = words.ragged(9, years, lambda: ranks, 8, 2)
    for place, (year, rank) in enumerate(zip(years.tolist(), ranks.tolist(), strict=True)):
        assert ragged[:, place].tolist() == plain(40, seed, first + year, 9)[8 * rank : 8 * rank + 2]


@pytest.mark.parametrize(("whole", "block", "seed"), [(True, 128, 1), (False, 128, 1), (True, 77, 2**40)])
def test_blocked_numpy_judges_every_year_as_the_kernel(baseline: Prepared, whole: bool, block: int, seed: int) -> None:
    tally = run_years(baseline.module, YEARS, seed, engine="interpreted", watched=0).tally
    found = blocked.from_model(baseline.model, PhiloxWords(seed), whole=whole, block=block).count(YEARS)
    assert set(found) == set(tally.rules)
    assert found == {code: [*rule.years, rule.error_years] for code, rule in tally.rules.items()}
    assert sum(sum(1 for count in each[:5] if 0 < count < YEARS) > 0 for each in found.values()) > len(found) // 2


def test_blocked_numpy_draws_the_rows_of_the_whole_year(baseline: Prepared) -> None:
    """Of the columns that no rule of the agreement reads, the number of cells of each kind."""
    years, module = 60, baseline.module
    year = blocked.from_model(baseline.model, PhiloxWords(1), whole=True).draw(0, years)
    layout = baseline.model.layout()
    draw = interpreted(replace(module, drawing=baseline.whole, loaded={}))["draw"]
    _, memory, counts, data, room, *_ = module.arrays()
    assert isinstance(room, int)
    seen = {"progress": 0, "need": 0, "amount": 0, "allocation": 0, "cents": 0}
    for number in range(years):
        draw(memory, counts, data, [0] * room, 1, number)
        assert isinstance(memory, list)
        rows = {name: counts[plan.number] for name, plan in layout.tables.items()}  # type: ignore[index]  # a list, no number of zeros

        def cells(table: str, column: str, rows: dict[str, int] = rows) -> list[int]:
            first = layout.column(table, column).offset
            return memory[first : first + rows[table]]  # type: ignore[index]  # a list, no number of zeros

        assert rows["sessions"] == year.people.held[number]
        assert rows["projects"] == year.people.projects[number]
        assert rows["presentations"] == year.people.present[:, :, number].sum()
        assert rows["requests"] == year.people.asking[:, :, number].sum()
        assert rows["allocations"] == year.allocations.number[number]
        assert rows["payments"] == year.payments.number[number]
        assert year.documents.number is not None
        assert rows["reports"] == year.documents.number[number]
        assert rows["indicators"] == year.results.number[number]
        seen["progress"] += sum(
            layout.column("presentations", "progress").domain[c] for c in cells("presentations", "progress")
        )
        seen["need"] += cells("allocations", "need").count(layout.column("allocations", "need").code("besoin"))
        seen["amount"] += cells("allocations", "amount").count(-2)
        seen["cents"] += sum(cells("requests", "requested"))
        seen["allocation"] += cells("payments", "allocation").count(-1)
    unread = year.unread
    assert (seen["progress"], seen["need"]) == (unread["progress"].sum(), unread["need"].sum())
    assert (seen["amount"], seen["cents"]) == (unread["amount"].sum(), year.allocations.columns["requested"].sum())
    assert seen["allocation"] >= year.payments.columns["allocation"].sum() > 0


def test_other_words_give_other_years_of_the_same_scenario(baseline: Prepared) -> None:
    one, other = (
        blocked.from_model(baseline.model, words, whole=False).count(2_048) for words in (PhiloxWords(1), NumpyWords(1))
    )
    assert one != other
    assert abs(one["SES01"][0] - other["SES01"][0]) < 80
    assert abs(one["OBJ02"][0] - other["OBJ02"][0]) < 200


def measures(rows: int) -> dict[str, Any]:
    """Return a table whose values lie on both sides of every limit, and on it."""
    generator = np.random.default_rng(5)
    near = {
        "received_by_deadline": 35_000_00, "received": 36_000_00, "returned": 1_000_00, "to_return": 1_000_00,
        "attested_months": 12_000_000,
    }  # fmt: skip
    table = {name: middle + generator.integers(-1, 2, rows) for name, middle in near.items()}
    return table | {name: generator.integers(0, 2, rows) for name in ready_table.FLAGS}


def test_polars_judges_a_table_as_the_rules_do() -> None:
    pytest.importorskip("polars", reason="polars is needed for the benchmarks alone")
    kernel = write_table(default_rulebook(), at=AT, codes=ready_table.RULES)
    table = measures(2_000)
    columns = [table[name] for name in kernel.measures]
    by_rule = judge_table(kernel, {name: column.tolist() for name, column in table.items()}, 2_000)
    expected = [count for code in kernel.rules for count in by_rule[code]]
    assert ready_table.by_polars(kernel, columns)() == expected
    assert all(0 < by_rule[code][0] < 2_000 for code in kernel.rules)


def test_threads_share_a_table_out_without_gap() -> None:
    pytest.importorskip("numba", reason="nothing can be compiled without Numba")
    kernel = write_table(default_rulebook(), at=AT, codes=["END02", "SES04"])
    table = measures(1_001)
    columns = np.stack([table[name] for name in kernel.measures])
    assert ready_table.by_kernel(kernel, columns, 3)() == ready_table.by_kernel(kernel, columns, 1)()


def test_durable_rules_is_timed_on_years_that_it_judges_as_the_kernel() -> None:
    prepared = prepare("baseline")
    tally = run_years(prepared.module, 2, 1, engine="interpreted", watched=0).tally
    work = inference_years.evaluations(prepared, 2, 1, tally)
    if work is None:
        pytest.skip("durable_rules is not installed: there is no such baseline here")
    work()
    rule = tally.rules["SES01"]
    wrong = replace(tally, rules={**tally.rules, "SES01": replace(rule, rows=tuple(n + 1 for n in rule.rows))})
    with pytest.raises(ValueError, match="SES01"):
        inference_years.evaluations(prepared, 2, 1, wrong)


@pytest.mark.parametrize(
    ("value", "least", "met"), [(5.0, False, True), (5.1, False, False), (5.0, True, True), (4.9, True, False)]
)
def test_a_limit_may_be_reached_and_not_passed(value: float, least: bool, met: bool) -> None:
    figure = Figure("a figure", value, 5, least=least)
    assert figure.met is met
    assert figure.line().endswith("met" if met else "MISSED")
    assert Figure("for information", value).met is None


def test_what_is_compared_runs_in_turns_after_a_warm_up() -> None:
    calls: list[str] = []
    taken = race({"a": lambda: calls.append("a"), "b": lambda: calls.append("b")}, rounds=2)
    assert calls == ["a", "b"] * 3
    assert [len(each) for each in taken.values()] == [2, 2]
