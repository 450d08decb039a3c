"""Rows without a date: before what is voted today or later and before what comes later, unknown among themselves."""

from __future__ import annotations

import copy
import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from innosprint_rules import Report, check, read_proposal, repair
from tests.allocation.cases import line, near_ceiling
from tests.profiles import examples
from tests.strategies import build

AS_OF = dt.date(2019, 3, 1)
SESSIONS = [{"code": "S1", "held_on": "2019-02-01"}, {"code": "S4", "held_on": "2019-07-02"}]


def decided(number: int, day: str, amount: int, status: str = "décidée") -> dict[str, Any]:
    return {"id": f"A{number}", "decided_on": day, "amount": f"{amount}.00", "status": status, "project": "P01"}


def proposed(number: int, day: str, amount: int, session: str = "") -> dict[str, Any]:
    return {"id": f"X{number}", "decided_on": day, "amount": f"{amount}.00", "session": session, "project": "P02"}


def payment(number: int, day: str, amount: int, of: str = "A1", way: str = "FN->projet") -> dict[str, Any]:
    return {
        "id": f"V{number}", "direction": way, "paid_on": day, "amount": f"{amount}.00", "project": "P01",
        "allocation": of,
    }  # fmt: skip


def document(*allocations: dict[str, Any], payments: tuple[dict[str, Any], ...] = ()) -> dict[str, Any]:
    return {
        "sessions": copy.deepcopy(SESSIONS), "projects": [{"code": "P01"}, {"code": "P02"}],
        "allocations": list(allocations), "payments": list(payments), "amendments": [],
    }  # fmt: skip


def judged(tables: dict[str, Any], *lines: dict[str, Any], rule: str = "END01") -> tuple[dict[str | None, str], Report]:
    report = check(
        build(tables), proposal=read_proposal(lines) if lines else None, as_of=AS_OF, select=[rule], inference=False
    )
    return {f.subject.id: f.verdict for f in report.findings}, report


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        (proposed(1, "2019-07-02", 1_500), "violated"),  # later
        (proposed(1, "2019-03-01", 1_500), "violated"),  # on the day of judgement
        (proposed(1, "", 1_500), "violated"),  # without a day
        (proposed(1, "", 1_500, "S4"), "violated"),  # on the day of its session
        (proposed(1, "", 1_500, "S1"), "unknown"),  # of a session before: some other day may have come first
        (proposed(1, "2019-02-28", 1_500), "unknown"),
        (proposed(1, "", 0, "S4"), "satisfied"),
    ],
)
def test_an_undated_decision_comes_before_a_vote_to_come(line: dict[str, Any], verdict: str) -> None:
    found, _ = judged(document(decided(1, "", 35_000)), line)
    assert found == {"A1": "satisfied", "X1": verdict} or (verdict == "unknown" and found["X1"] == "unknown")


def test_undated_votes_go_in_the_order_of_the_file() -> None:
    tables = document(decided(1, "2019-01-01", 30_000))
    found, _ = judged(tables, proposed(1, "", 5_000), proposed(2, "", 1))
    assert found == {"A1": "satisfied", "X1": "satisfied", "X2": "violated"}
    found, _ = judged(tables, proposed(2, "", 1), proposed(1, "", 5_000))
    assert found == {"A1": "satisfied", "X2": "satisfied", "X1": "violated"}


def test_a_ceiling_broken_together_is_told_and_stays_open_on_each() -> None:
    tables = document(decided(1, "", 20_000), decided(2, "", 20_000))
    found, report = judged(tables, proposed(1, "2019-07-02", 100))
    assert found == {"A1": "unknown", "A2": "unknown", "X1": "violated"}
    check(build(tables), as_of=AS_OF)  # raises where the two engines do not agree
    told = [notice.message for notice in report.notices if notice.code == "broken-whatever-the-dates"]
    assert len(told) == 1
    assert "END01" in told[0].fr
    assert "A1 et A2" in told[0].fr
    assert "A1 and A2" in told[0].en
    assert report.summary["violated"] >= 1


def test_what_may_be_kept_is_not_told_as_broken() -> None:
    tables = document(decided(1, "", 20_000), decided(2, "2019-02-01", 15_000))
    assert judged(tables)[0] == {"A1": "satisfied", "A2": "satisfied"}
    tables = document(decided(1, "", 20_000), decided(2, "2019-02-01", 15_001))
    found, report = judged(tables)  # whichever comes last breaks the ceiling
    assert found == {"A1": "unknown", "A2": "unknown"}
    assert [n.code for n in report.notices].count("broken-whatever-the-dates") == 1
    tables["payments"] = [
        payment(1, "2019-02-02", 1),
        payment(2, "2019-02-05", 1, way="projet->FN"),
    ]
    found, report = judged(tables)  # decided after the money came back, the first one would be within the ceiling
    assert found["A1"] == "unknown"
    assert "broken-whatever-the-dates" not in [n.code for n in report.notices]


def test_a_ceiling_of_one_allocation_is_told_beside_the_payments_of_others() -> None:
    payments = (*(payment(n, "", 600) for n in (1, 2)), *(payment(n, "", 1, "A2") for n in (3, 4)))
    tables = document(decided(1, "2019-01-10", 1_000), decided(2, "2019-01-10", 1_000), payments=payments)
    found, report = judged(tables, rule="PAY01")
    assert (found["V1"], found["V2"], found["V3"]) == ("unknown", "unknown", "satisfied")
    told = [n.message.en for n in report.notices if n.code == "broken-whatever-the-dates" and "PAY01" in n.message.en]
    assert len(told) == 1
    assert "V1 and V2" in told[0]


@pytest.mark.parametrize(
    ("day", "verdict"),
    [("2019-07-02", "satisfied"), ("2019-03-01", "satisfied"), ("", "satisfied"), ("2019-02-20", "unknown")],
)
def test_money_given_back_without_a_date_came_before_the_vote(day: str, verdict: str) -> None:
    payments = (
        payment(1, "2019-01-20", 500),
        payment(2, "", 500, way="projet->FN"),
    )
    tables = document(decided(1, "2019-01-10", 35_000), payments=payments)
    assert judged(tables, proposed(1, day, 500))[0]["X1"] == verdict
    assert judged(tables, proposed(1, day, 501))[0]["X1"] == "violated"


def test_of_one_day_the_dossier_comes_before_the_proposal() -> None:
    tables = document(decided(2, "2019-03-01", 100, "proposée"), decided(1, "2019-03-01", 35_000))
    found, _ = judged(tables)
    assert found == {"A1": "satisfied", "A2": "violated"}


def test_repair_takes_the_excess_off_the_vote() -> None:
    tables = near_ceiling(left=1_000)
    tables["allocations"][0] |= {"decided_on": "", "session": ""}
    found = repair(build(tables), proposal=read_proposal([line(1, 2_000)]), as_of=AS_OF)
    assert found.first is not None
    assert [(each.line, each.before, each.after) for each in found.first.changes] == [("B1", 2_000, 1_000)]


amounts = st.sampled_from((0, 100, 10_000, 17_500, 20_000, 35_000))
past = st.sampled_from(("", "", "2018-12-20", "2019-02-01", "2019-02-28", "2019-03-01"))
votes = st.sampled_from(("", "2019-02-01", "2019-03-01", "2019-07-02"))
days_before = st.sampled_from(("2018-12-15", "2018-12-20", "2019-01-15", "2019-02-01", "2019-02-10", "2019-02-28"))


@settings(max_examples=examples(60), deadline=None)
@given(
    st.lists(st.tuples(past, amounts), max_size=4),
    st.lists(st.tuples(votes, amounts), min_size=1, max_size=2),
    st.lists(st.tuples(past, st.sampled_from(("FN->projet", "projet->FN")), amounts), max_size=4),
    st.data(),
)
def test_what_is_decided_stays_whatever_the_dates_turn_out_to_be(
    allocations: list[Any], lines: list[Any], payments: list[Any], data: st.DataObject
) -> None:
    tables = document(
        *(decided(n, day, amount) for n, (day, amount) in enumerate(allocations)),
        payments=tuple(
            payment(n, day, amount, "A0" if allocations else "", way) for n, (day, way, amount) in enumerate(payments)
        ),
    )
    vote = [proposed(n, day, amount) for n, (day, amount) in enumerate(lines)]
    codes = ("END01", "PAY01", "PAY05")
    before = {code: judged(tables, *vote, rule=code)[0] for code in codes}
    full = copy.deepcopy(tables)
    for row in full["allocations"]:
        row["decided_on"] = row["decided_on"] or data.draw(days_before | st.just("2019-03-01"))
    for row in full["payments"]:
        row["paid_on"] = row["paid_on"] or data.draw(days_before)
    for code in codes:
        after = judged(full, *vote, rule=code)[0]
        for row, verdict in before[code].items():
            assert verdict in (after[row], "unknown"), (code, row)
