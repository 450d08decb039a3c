"""The drawn year: within what it declares, on from what has happened, the same interpreted and compiled."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from innosprint_rules.dossier.models import Dossier
from innosprint_rules.dossier.reading import read_dossier
from innosprint_rules.engine.kernel.layout import NOTHING, UNKNOWN_CELL, Layout
from innosprint_rules.errors import ScenarioError, UsageError
from innosprint_rules.simulation.drawing.as_dossier import year_dossier
from innosprint_rules.simulation.drawing.model import YearModel
from innosprint_rules.simulation.drawing.random_words import RUN, fill, keys
from innosprint_rules.simulation.scenario.loading import Scenario, read_scenario
from tests.profiles import examples
from tests.simulation.conftest import year
from tests.strategies import Document, year_scenarios

EXAMPLE = Path(__file__).parents[3] / "examples" / "saint-quentin-2019"
WORDS = {"fr": "t", "en": "t"}
DATES = (("sessions", "held_on"), ("payments", "paid_on"), ("reports", "sent_on"), ("indicators", "date"),
         ("actions", "started_on"), ("attestations", "date"))  # fmt: skip


class Drawn:
    """A model, and the years it draws under the interpreter."""

    def __init__(self, model: YearModel, filler: Callable[..., None] = fill) -> None:
        self.model = model
        self.layout: Layout = model.layout()
        self.asked = 0

        def counting(words: Any, at: int, count: int, seed: int, number: int, stream: int) -> None:
            self.asked = max(self.asked, at + count)
            filler(words, at, count, seed, number, stream)

        names: dict[str, Any] = {"njit": lambda function: function, "fill": counting, "keys": keys}
        exec(model.source(self.layout), names)  # noqa: S102  # our own source
        self.data = model.data()  # what the source draws from
        self.draw = names["draw"]
        self.memory, self.counts = list(self.layout.memory), list(self.layout.counts)

    def year(self, number: int, seed: int = 1, data: list[int] | None = None) -> int:
        words = [0] * (self.model.words + RUN)
        drawn: int = self.draw(self.memory, self.counts, self.data if data is None else data, words, seed, number)
        return drawn

    def column(self, table: str, name: str) -> list[int]:
        plan = self.layout.tables[table]
        offset = plan.columns[name].offset
        return self.memory[offset : offset + self.counts[plan.number]]

    def values(self, table: str, name: str) -> list[Any]:
        domain = self.layout.column(table, name).domain
        return [domain[cell] for cell in self.column(table, name)]


def scenario(**changes: Any) -> Scenario:
    return read_scenario({"title": WORDS, "description": WORDS, "extends": "baseline", **changes})


def drawn(dossier: Dossier | None = None, as_of: date | None = None, **changes: Any) -> Drawn:
    return Drawn(YearModel(scenario(**changes), dossier=dossier, as_of=as_of))


class TestTheMemory:
    @settings(max_examples=examples(60), suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
    @given(year_scenarios(), st.lists(st.integers(0, 2**40), min_size=1, max_size=4))
    def test_a_year_keeps_to_what_is_declared(self, changes: Document, years: list[int]) -> None:
        one = Drawn(YearModel(read_scenario(changes)))
        declared = one.model.declare()
        ghosts = {
            (table.name, column.name): one.memory[column.offset - 2 : column.offset]
            for table in one.layout.tables.values()
            for column in table.columns.values()
        }
        for number in years:
            one.year(number)
            assert one.asked <= one.model.words
            for table in one.layout.tables.values():
                count = one.counts[table.number]
                assert table.fixed <= count <= table.fixed + declared[table.name].capacity
                for column in table.columns.values():
                    assert one.memory[column.offset - 2 : column.offset] == ghosts[table.name, column.name]
                    for cell in one.memory[column.offset : column.offset + count]:
                        if column.finite:
                            assert 0 <= cell < len(column.domain)
                            assert cell not in column.unreached
                        elif cell == NOTHING:
                            assert column.nothing or column.type.kind == "ref"
                        elif cell == UNKNOWN_CELL:
                            assert column.unknown or column.type.kind == "ref"
                        elif column.type.kind == "ref":
                            assert cell < one.counts[one.layout.tables[column.type.table].number]
                        else:
                            assert column.low <= cell <= column.high

    def test_nothing_is_dated_after_the_judgement_and_sessions_are_in_order(self) -> None:
        one = drawn(missing={"payments.paid_on": "0 %", "reports.sent_on": "0 %"})
        dates = (*DATES, ("allocations", "decided_on"))
        for number in range(200):
            one.year(number)
            for table, column in dates:
                assert max(one.column(table, column), default=0) <= one.model.at
            held = one.column("sessions", "held_on")
            assert all(before < after for before, after in pairwise(held))
            decided = one.column("allocations", "decided_on")
            assert decided == sorted(decided)

    def test_a_year_does_not_rest_on_the_one_before(self) -> None:
        one, other = drawn(), drawn()
        for number in (3, 1, 4, 1, 5):
            one.year(number)
        other.year(5)
        for table in one.layout.tables.values():
            for column in table.columns:
                assert one.column(table.name, column) == other.column(table.name, column)


class TestMoney:
    def test_watchful_members_never_pass_the_endowment(self) -> None:
        for policy in ("as_requested", "pro_rata", "equal", "first_takes_all"):
            shares = {"policy": policy, "watched": "100 %", "ceiling": "normal(15 000, 6 000)", "accepted": "100 %"}
            one = drawn(
                allocations=shares, requests={"amount": "500 € to 12 000 €"}, missing={"allocations.amount": "0 %"}
            )
            for number in range(60):
                one.year(number)
                assert 0 < sum(one.column("allocations", "amount")) <= 3_500_000

    def test_careless_ones_do(self) -> None:
        shares = {"watched": "0 %", "ceiling": "35 000 €", "accepted": "100 %", "granted": "100 %"}
        one = drawn(allocations=shares, requests={"amount": "9 000 €"}, missing={"allocations.amount": "0 %"})
        one.year(1)
        assert sum(one.column("allocations", "amount")) > 3_500_000

    def test_a_session_gives_no_more_than_its_ceiling(self) -> None:
        one = drawn(allocations={"ceiling": "3 000 €"}, missing={"allocations.amount": "0 %"})
        for number in range(60):
            one.year(number)
            given: dict[int, int] = {}
            for session, amount in zip(
                one.column("allocations", "session"), one.column("allocations", "amount"), strict=True
            ):
                given[session] = given.get(session, 0) + amount
            assert all(amount <= 300_000 for amount in given.values())

    def test_equal_shares_are_equal_where_nobody_asks_for_less(self) -> None:
        one = drawn(
            allocations={"policy": "equal", "accepted": "100 %", "granted": "100 %", "ceiling": "2 000 €",
                         "between": {"chance": "0 %"}},
            requests={"amount": "9 000 €", "minimum": "0 %", "chance": "100 %"}, missing={"allocations.amount": "0 %"},
        )  # fmt: skip
        one.year(1)
        sessions, amounts = one.column("allocations", "session"), one.column("allocations", "amount")
        for session in set(sessions):
            shares = [amount for where, amount in zip(sessions, amounts, strict=True) if where == session]
            assert set(shares) == {200_000 // len(shares)}

    def test_what_is_owed_is_paid_once_and_what_is_left_goes_back(self) -> None:
        sure = {"paid": "100 %", "twice": "0 %", "waits": "100 %", "delay": "10", "given_back": {"chance": "0 %"},
                "other_use": {"chance": "0 %"}}  # fmt: skip
        paid = {"instalments": [{"share": "100 %", "day": "20", "paid": "100 %"}], "twice": "0 %"}
        returned = {"returned": "100 %", "after": "20", "share": "100 %"}
        shares = {"watched": "100 %", "between": {"chance": "0 %"}}
        one = drawn(allocations=shares, payments=sure, endowment=paid, balance=returned, missing=dict.fromkeys(
            ("payments.paid_on", "payments.allocation", "allocations.amount"), "0 %"))  # fmt: skip
        for number in range(40):
            one.year(number)
            columns = (one.values("payments", "direction"), *(one.column("payments", c) for c in ("amount", "paid_on")))
            rows = list(zip(*columns, strict=True))
            assert [amount for way, amount, _ in rows if way == "CASQ->FN"] == [3_500_000]
            assert [amount for way, amount, _ in rows if way == "FN->projet"] == one.column("allocations", "amount")
            out = sum(amount for way, amount, day in rows if way == "FN->projet" and day <= one.model.start.last + 20)
            left = [3_500_000 - out] if out < 3_500_000 else []
            assert [amount for way, amount, _ in rows if way == "FN->CASQ"] == left

    def test_amounts_too_great_together_are_refused(self) -> None:
        with pytest.raises(ScenarioError, match="too great together"):
            YearModel(
                scenario(requests={"amount": "99 999 999"}, allocations={"ceiling": "99 999 999", "granted": "1 %"})
            )


class TestGoingOn:
    """From a dossier: what has happened counts, and stays as it is."""

    @pytest.fixture
    def start(self) -> Dossier:
        return read_dossier(EXAMPLE)

    def test_what_has_happened_is_never_altered(self, start: Dossier) -> None:
        one = drawn(start, date(2019, 6, 1))
        before = {
            (table.name, column.name): one.memory[column.offset : column.offset + table.fixed]
            for table in one.layout.tables.values()
            for column in table.columns.values()
        }
        for number in range(30):
            one.year(number)
            for (table, column), cells in before.items():
                assert one.column(table, column)[: len(cells)] == cells

    def test_sessions_held_count_and_the_next_gap_starts_at_the_last(self, start: Dossier) -> None:
        calendar = {"sessions": "5", "gap": "50", "held": "100 %", "slips": {"chance": "0 %"}}
        one = drawn(start, date(2019, 6, 1), calendar=calendar)
        one.year(0)
        held = one.column("sessions", "held_on")
        there = one.layout.tables["sessions"].fixed
        assert (there, len(held)) == (3, 5)
        assert [after - before for before, after in pairwise(held[2:])] == [50, 50]

    def test_nothing_new_is_dated_before(self, start: Dossier) -> None:
        day = date(2019, 6, 1)
        one = drawn(start, day, missing={"payments.paid_on": "0 %", "reports.sent_on": "0 %"})
        for number in range(40):
            one.year(number)
            for table, column in DATES:
                new = one.column(table, column)[one.layout.tables[table].fixed :]
                assert min(new, default=day.toordinal() + 1) > day.toordinal()

    def test_instalments_and_documents_are_not_sent_again(self, start: Dossier) -> None:
        one = drawn(start, date(2019, 6, 1), endowment={"twice": "0 %"})
        one.year(0)
        fixed = one.layout.tables["payments"].fixed
        assert "CASQ->FN" not in one.values("payments", "direction")[fixed:]
        kinds = one.values("reports", "kind")
        assert kinds.count("calendrier") == 1
        periods = [first for first in one.column("reports", "period_start") if first > 0]
        assert len(set(periods)) == len(periods) <= 6

    def test_projects_that_are_there_go_on_presenting_themselves(self, start: Dossier) -> None:
        one = drawn(start, date(2019, 6, 1), presentations={"attends": "100 %"}, projects={"number": "0"})
        one.year(0)
        shown = set(one.column("presentations", "project")[one.layout.tables["presentations"].fixed :])
        staying = {place for place, left in enumerate(one.column("projects", "left_on")) if left == NOTHING}
        assert staying <= shown

    def test_proposals_and_what_is_planned_are_left_out_and_told(self, tables: dict[str, Any]) -> None:
        tables["allocations"][1]["status"] = "proposée"
        model = YearModel(scenario(), dossier=Dossier.model_validate(tables), as_of=date(2019, 4, 2))
        assert [row.id for row in model.dossier.allocations or ()] == ["A1"]
        assert [row.allocation for row in model.dossier.payments or () if row.id == "V4"] == [None]
        assert "proposed" in model.notices[-1].en
        assert "planned after 2\u00a0April\u00a02019" in model.notices[0].en

    def test_unknown_days_and_amounts_do_not_stop_it(self) -> None:
        tables = year()
        for table, column in (
            ("payments", "paid_on"),
            ("payments", "amount"),
            ("sessions", "held_on"),
            ("allocations", "amount"),
            ("allocations", "project"),
            ("projects", "entry_session"),
        ):
            for row in tables[table]:
                row[column] = ""
        one = drawn(Dossier.model_validate(tables), date(2019, 6, 1))
        for number in range(10):
            assert one.year(number) > 0

    def test_events_happen_in_every_year(self, start: Dossier) -> None:
        event = {"hold": {"session": "S9", "date": "2019-09-20", "projects": "everyone"}}
        model = YearModel(scenario(events=[event]), dossier=start, as_of=date(2019, 6, 1))
        for number in range(3):
            days = [row.held_on for row in year_dossier(model, number, 1).sessions or ()]
            assert date(2019, 9, 20) in days


class TestDays:
    def test_the_judgement_comes_when_all_has_fallen_due(self) -> None:
        assert date.fromordinal(YearModel(scenario()).at) == date(2020, 1, 12)
        assert date.fromordinal(YearModel(scenario(ends="5")).at) == date(2019, 12, 17)
        assert date.fromordinal(YearModel(scenario(), at=date(2019, 8, 1)).at) == date(2019, 8, 1)
        assert date.fromordinal(YearModel(scenario(), readings={"Q2": "eve"}).at) == date(2020, 1, 11)

    @pytest.mark.parametrize(
        ("as_of", "at", "code"),
        [
            (date(2020, 1, 12), None, "as-of-too-late"),
            (date(2019, 6, 1), date(2019, 6, 1), "as-of-too-late"),
            (date(2019, 1, 20), date(2018, 12, 1), "at-too-early"),
            (None, None, "term-over"),
        ],
    )
    def test_days_that_do_not_fit_are_refused(
        self, as_of: date | None, at: date | None, code: str, dossier: Dossier, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("innosprint_rules.simulation.drawing.checks.local_today", lambda: date(2026, 1, 1))
        with pytest.raises(UsageError) as error:
            YearModel(scenario(), dossier=dossier, as_of=as_of, at=at)
        assert [problem.code for problem in error.value.problems] == [code]

    def test_a_dossier_of_later_years_is_refused(self) -> None:
        late = Dossier.model_validate({"sessions": [{"code": "S1", "held_on": "2021-01-15"}]})
        with pytest.raises(UsageError, match="dated after the end"):
            YearModel(scenario(), dossier=late, as_of=date(2019, 6, 1), at=date(2019, 12, 31))

    def test_a_term_without_days_is_refused(self) -> None:
        with pytest.raises(UsageError, match="not known"):
            YearModel(scenario(), readings={"Q1": "signed_agreement"})


class TestInputs:
    def test_holding_an_input_changes_its_numbers_alone(self) -> None:
        model = YearModel(scenario())
        for each in model.inputs():
            held = each.held(10)
            data = held.laid_over(model.data())
            assert len(data) == len(model.data())
            inside = range(held.place, held.place + len(held.data))
            assert all(data[place] == number for place, number in enumerate(model.data()) if place not in inside)

    def test_a_held_input_moves_nothing_that_was_drawn_before_it(self) -> None:
        """Each purpose has its own words: payments that come later leave sessions and allocations as they are."""
        one, other = drawn(), drawn()
        delay = next(each for each in one.model.inputs() if each.name == "payments.delay")
        for number in range(10):
            one.year(number)
            other.year(number, data=delay.held(90).laid_over(other.data))
            for table, column in (("sessions", "held_on"), ("allocations", "amount"), ("reports", "sent_on")):
                assert one.column(table, column) == other.column(table, column)

    def test_what_is_fixed_is_no_input_and_draws_no_word(self) -> None:
        model = YearModel(scenario(calendar={"gap": "60"}, presentations={"attends": "100 %"}))
        names = {each.name for each in model.inputs()}
        assert "calendar.gap" not in names
        assert "presentations.attends" not in names
        assert "calendar.first" in names
        assert not any(each.startswith("projects.holder") for each in names)  # words have no order

    def test_two_scenarios_of_one_shape_have_one_source(self) -> None:
        one, other = (
            YearModel(scenario(calendar={"gap": gap})) for gap in ("uniform(50, 60)", "triangular(50, 65, 80)")
        )
        assert one.source(one.layout()) == other.source(other.layout())
        assert one.data() != other.data()

    def test_the_number_of_words_is_exact(self) -> None:
        """Every word that may decide something is asked for, and no more is counted than that."""
        counted: list[int] = []

        def counting(words: Any, at: int, count: int, seed: int, number: int, stream: int) -> None:
            counted.append(count)
            fill(words, at, count, seed, number, stream)

        one = Drawn(YearModel(scenario()), counting)
        for number in range(20):
            counted.clear()
            words = one.year(number)
            assert sum(counted) >= words > 700


@pytest.mark.parametrize("share", ["0 %", "100 %"])
def test_what_is_the_same_in_every_row_needs_no_other_value(share: str) -> None:
    """A column that never holds a value has no cell for it: nothing asks for one."""
    one = drawn(
        projects={"local": share}, third_place={"place": share},
        results={"companies": {"local": share}, "jobs": {"local": share, "local_course": share}},
    )  # fmt: skip
    for number in range(20):
        one.year(number)
        assert set(one.values("projects", "local")) <= {share == "100 %"}
        assert set(one.values("indicators", "local_course")) <= {share == "100 %", False}


def test_events_alone_draw_nothing(dossier: Dossier) -> None:
    one = Drawn(YearModel(read_scenario("nothing-more-happens"), dossier=dossier, as_of=date(2019, 6, 1)))
    assert (one.year(0), one.model.inputs(), one.model.data()) == (0, [], [0])


def test_too_many_rows_are_refused() -> None:
    huge = scenario(calendar={"sessions": "60"}, projects={"number": "200"})
    start = Dossier.model_validate({"payments": [{"id": f"V{n}"} for n in range(20_000)]})
    with pytest.raises(ScenarioError, match="50000 at most"):
        YearModel(huge, dossier=start, as_of=date(2019, 1, 1)).layout()


def test_compiled_years_are_the_same() -> None:
    pytest.importorskip("numba", reason="the extra `fast` is not installed")
    import numba
    import numpy as np

    from innosprint_rules.simulation.compiled import numba_names as compiled
    from tests.simulation.pointers import memory as pointer

    one = drawn()
    names: dict[str, Any] = {name: getattr(compiled, name) for name in ("njit", "bits", "fill", "keys")}
    exec(one.model.source(one.layout), names)  # noqa: S102  # our own source
    draw = names["draw"]

    @numba.njit  # type: ignore[untyped-decorator]  # Numba has no types
    def run(memory: Any, counts: Any, data: Any, words: Any, seed: int, number: int) -> int:
        arrays = pointer(memory), pointer(counts), pointer(data), pointer(words)
        return draw(*arrays, seed, number)  # type: ignore[no-any-return]  # compiled code has no types

    memory, counts, data = (np.array(each, dtype=np.int64) for each in (one.memory, one.counts, one.data))
    words = np.zeros(one.model.words + RUN, dtype=np.int64)
    for number in (0, 1, 77, 2**40):
        for seed in (1, 2**62):
            assert run(memory, counts, data, words, seed, number) == one.year(number, seed)
            assert counts.tolist() == one.counts
            for table in one.layout.tables.values():
                for column in table.columns.values():
                    count = one.counts[table.number]
                    cells = memory[column.offset : column.offset + count].tolist()
                    assert cells == one.column(table.name, column.name)
