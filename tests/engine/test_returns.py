"""What projects give back: bounded by what the same project was paid, wherever it may raise a ceiling."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import innosprint_rules as ir
from innosprint_rules.allocation.repairing.repair import repair
from innosprint_rules.engine.check import worth
from tests.profiles import examples

PROJECTS = ("P01", "P02")
ALLOCATIONS = {"A1": "P01", "A2": "P02", "A3": "P01"}
FIRST = dt.date(2019, 2, 1)
INFLOWS = ("CASQ->FN", "projet->FN")
CEILING = 35_000_00


def payment(number: int, day: int, direction: str, cents: int, project: str, allocation: str) -> dict[str, Any]:
    return {
        "id": f"V{number}", "date": (FIRST + dt.timedelta(days=day)).isoformat(), "sens": direction,
        "montant": f"{cents // 100}.{cents % 100:02d}", "projet": project, "allocation": allocation,
        "cents": cents, "day": day,
    }  # fmt: skip


PAYMENTS = st.lists(
    st.tuples(
        st.integers(0, 5),
        st.sampled_from(("FN->projet", "FN->projet", "projet->FN", "CASQ->FN")),
        st.sampled_from((1, 10_000_00, 20_000_00, 35_000_00)),
        st.sampled_from(("", *PROJECTS)),
        st.sampled_from(("", *ALLOCATIONS)),
    ),
    max_size=9,
).map(lambda rows: [payment(number, *row) for number, row in enumerate(rows)])


def checked(payments: list[dict[str, Any]], decisions: list[tuple[str, int, int]] | None = None) -> ir.Report:
    """Check some payments, beside allocations that are decided on days counted from the first."""
    listed = decisions or [(name, 0, 100) for name in ALLOCATIONS]
    rows = [
        {"id": name, "projet": ALLOCATIONS[name], "montant": f"{cents // 100}.{cents % 100:02d}",
         "date_decision": (FIRST + dt.timedelta(days=day)).isoformat(), "session": ""}
        for name, day, cents in listed
    ]  # fmt: skip
    shown = [{key: value for key, value in row.items() if key not in ("cents", "day")} for row in payments]
    tables = {"projets": [{"code": code} for code in PROJECTS], "attributions": rows, "versements": shown}
    return ir.check(ir.Dossier.model_validate(tables), as_of=dt.date(2019, 12, 1), select=["END", "PAY"])


def verdicts(report: ir.Report, code: str) -> dict[str | None, str]:
    return {finding.subject.id: finding.verdict for finding in report.findings if finding.rule == code}


def owner(row: dict[str, Any]) -> str | None:
    return row["projet"] or ALLOCATIONS.get(row["allocation"])


def in_order(payments: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(payments, key=lambda row: (row["day"], row["sens"] not in INFLOWS))


def bounded(rows: list[dict[str, Any]]) -> int:
    """Return what some rows give back, a project at most what they paid it."""
    total = 0
    for project in PROJECTS:
        mine = [row for row in rows if owner(row) == project]
        back = sum(row["cents"] for row in mine if row["sens"] == "projet->FN")
        total += min(back, sum(row["cents"] for row in mine if row["sens"] == "FN->projet"))
    return total


@settings(max_examples=examples(60), deadline=None)
@given(PAYMENTS, st.integers(0, 6))
def test_returns_count_up_to_what_was_paid(payments: list[dict[str, Any]], day: int) -> None:
    report = checked(payments, [("A1", 0, CEILING), ("A2", day, 10_000_00), ("A3", 9, 1)])
    before = [row for row in payments if row["day"] < day]
    expected = "satisfied" if CEILING + 10_000_00 - bounded(before) <= CEILING else "violated"
    assert verdicts(report, "END01")["A2"] == expected
    assert report.balance["remaining"] == bounded(payments) - 10_000_01
    ordered = in_order(payments)
    held = verdicts(report, "END05")
    for place, row in enumerate(ordered):
        if row["sens"] != "FN->projet":
            assert held[row["id"]] == "not_applicable"
            continue
        paid = sum(each["cents"] for each in ordered[: place + 1] if each["sens"] == "FN->projet")
        over = paid - bounded(ordered[:place]) > CEILING
        assert held[row["id"]] == ("violated" if over else "satisfied"), row


@settings(max_examples=examples(60), deadline=None)
@given(PAYMENTS)
def test_a_return_beyond_what_was_paid_is_told(payments: list[dict[str, Any]]) -> None:
    found = verdicts(checked(payments), "PAY08")
    ordered = in_order(payments)
    for place, row in enumerate(ordered):
        if row["sens"] != "projet->FN":
            assert found[row["id"]] == "not_applicable"
            continue
        mine = [each for each in payments if owner(each) == owner(row)]
        back = sum(each["cents"] for each in ordered[: place + 1] if each in mine and each["sens"] == "projet->FN")
        paid = sum(each["cents"] for each in mine if each["sens"] == "FN->projet" and each["day"] <= row["day"])
        wrong = owner(row) is None or back > paid
        assert found[row["id"]] == ("violated" if wrong else "satisfied"), row


@settings(max_examples=examples(60), deadline=None)
@given(
    PAYMENTS,
    st.integers(0, 6),
    st.lists(st.tuples(st.sampled_from(("date", "montant")), st.integers(0, 8)), max_size=2),
)
def test_a_decided_verdict_stays_when_a_blank_is_filled_in(
    payments: list[dict[str, Any]], day: int, blanks: list[tuple[str, int]]
) -> None:
    decisions = [("A1", 0, CEILING), ("A2", day, 10_000_00), ("A3", 9, 1)]
    known = [dict(row) for row in payments]
    for column, place in blanks:
        if place < len(payments):
            payments[place][column] = ""
    before = {(f.rule, f.subject.id): f.verdict for f in checked(payments, decisions).findings}
    after = {(f.rule, f.subject.id): f.verdict for f in checked(known, decisions).findings}
    for key, verdict in before.items():
        if verdict not in ("unknown", "pending"):
            assert after[key] == verdict, key


@pytest.mark.parametrize(("paid", "back", "verdict"), [
    (5_000_00, 5_000_00, "satisfied"), (4_999_99, 5_000_00, "violated"),
])  # fmt: skip
def test_a_blank_project_of_an_allocation_does_not_hide_what_is_known(paid: int, back: int, verdict: str) -> None:
    """Two payments through one allocation are one project's, even where nobody wrote which."""
    tables = {
        "attributions": [
            {"id": "A1", "session": "", "date_decision": "2019-03-14", "projet": "", "montant": 35000},
            {"id": "A2", "session": "", "date_decision": "2019-11-07", "projet": "", "montant": 5000},
        ],
        "versements": [
            {"id": "V1", "date": "2019-03-20", "sens": "FN->projet", "projet": "", "allocation": "A1",
             "montant": paid / 100},
            {"id": "V2", "date": "2019-06-01", "sens": "projet->FN", "projet": "", "allocation": "A1",
             "montant": back / 100},
        ],
    }  # fmt: skip
    report = ir.check(ir.Dossier.model_validate(tables), as_of=dt.date(2019, 12, 1), select=["END01"])
    assert verdicts(report, "END01")["A2"] == verdict


def test_nobody_raises_the_ceiling_by_typing_a_row() -> None:
    tables: dict[str, Any] = {
        "sessions": [{"code": "S6", "date": "2019-11-07"}],
        "attributions": [{"id": "A1", "session": "", "date_decision": "2019-09-12", "projet": "", "montant": 34000}],
        "versements": [
            {"id": "V1", "date": "2019-01-10", "sens": "CASQ->FN", "montant": 35000, "allocation": "", "projet": ""},
            {"id": "V2", "date": "2019-11-06", "sens": "projet->FN", "montant": 20000, "allocation": "", "projet": ""},
        ],
    }
    proposal = [
        {"id": "X1", "session": "S6", "date_decision": "2019-11-07", "projet": "", "montant": 20000,
         "besoin": "capteurs", "objectif": "mesurer", "evaluation_avancees": "prototype"},
    ]  # fmt: skip
    dossier = ir.Dossier.model_validate(tables)
    as_of = dt.date(2019, 11, 6)
    report = ir.check(dossier, proposal=proposal, as_of=as_of)
    assert report.proposal is not None
    (line,) = report.proposal.lines
    assert line.breaks == ("END01",)
    repaired = repair(dossier, proposal=proposal, as_of=as_of)
    assert repaired.first is not None
    assert [(change.line, change.after) for change in repaired.first.changes] == [("X1", 1_000_00)]


def test_a_return_that_is_covered_leaves_room_to_vote() -> None:
    """The ceiling is linear in the amounts, whatever was given back, covered or not."""
    payments = [
        payment(1, 0, "FN->projet", 20_000_00, "P01", ""), payment(2, 1, "projet->FN", 4_000_00, "", "A3"),
        payment(3, 2, "projet->FN", 9_000_00, "P02", ""),
    ]  # fmt: skip
    shown = [{key: value for key, value in row.items() if key not in ("cents", "day")} for row in payments]
    tables = {
        "projets": [{"code": code} for code in PROJECTS],
        "sessions": [{"code": "S6", "date": "2019-11-07"}],
        "attributions": [
            {"id": "A3", "session": "S6", "projet": "P01", "montant": 35000, "date_decision": "2019-02-01"}
        ],
        "versements": shown,
    }
    proposal = [
        {"id": "X1", "session": "S6", "date_decision": "2019-11-07", "projet": "P02", "montant": 5000,
         "besoin": "capteurs", "objectif": "mesurer", "evaluation_avancees": "prototype"},
    ]  # fmt: skip
    repaired = repair(ir.Dossier.model_validate(tables), proposal=proposal, as_of=dt.date(2019, 11, 6))
    in_force = repaired.groups[-1]  # the first holds under the gross ceiling too
    assert [(change.line, change.after) for change in in_force.alternatives[0].changes] == [("X1", 4_000_00)]
    assert repaired.afterwards == ()


def test_in_hand_takes_money_as_it_moved() -> None:
    rows = [
        payment(1, 0, "CASQ->FN", 35_000_00, "", ""), payment(2, 1, "FN->projet", 10_000_00, "P01", ""),
        payment(3, 2, "projet->FN", 12_000_00, "P01", ""), payment(4, 3, "autre", 500_00, "", ""),
        payment(5, 3, "FN->FN", 700_00, "", ""), payment(6, 4, "FN->CASQ", 1_000_00, "", ""),
    ]  # fmt: skip
    assert worth(checked(rows).judge, "in_hand") == 35_500_00
