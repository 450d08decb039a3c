"""What members are told the evening before a session: which lines may be voted, and what is left."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from innosprint_rules.dossier import read_dossier
from innosprint_rules.engine.check import check
from innosprint_rules.engine.report import Report
from innosprint_rules.errors import DossierError
from tests.acceptance.year import (
    AFTER,
    EVENING_BEFORE,
    EXAMPLES,
    M4,
    YEAR,
    Edit,
    Pair,
    dossier,
    drop,
    edited,
    put,
    sample,
    verdict,
    without,
    without_column,
)

FINE = EXAMPLES / "proposals" / "session-4-fine.csv"
IN_TROUBLE = EXAMPLES / "proposals" / "session-4-in-trouble.csv"


def line(id: str = "A08", **cells: str) -> dict[str, str]:  # noqa: A002  # the name of the column
    """Return a line for session 4 that is right in everything but what ``cells`` say."""
    usual = {
        "id": id, "session": "S4", "date_decision": "20/06/2019", "projet": "P02", "montant": "1 000,00 €",
        "besoin": "besoin", "objectif": "objectif", "evaluation_avancees": "avancées", "decideurs": M4,
    }  # fmt: skip
    return {**usual, **cells}


def weighed(
    *lines: dict[str, str], edits: tuple[Edit, ...] = (), as_of: date = EVENING_BEFORE, **readings: str
) -> Report:
    rows: Any = list(lines)
    return check(dossier(edited(*edits)), proposal=rows, as_of=as_of, readings=readings)


def new(report: Report, verdict: str, severity: str | None = None) -> set[Pair]:
    return {
        (f.rule, f.subject.id or "-")
        for f in report.findings
        if f.new and f.verdict == verdict and severity in (None, f.severity)
    }


def breaks(report: Report) -> dict[str, list[str]]:
    assert report.proposal is not None
    return {each.id: sorted(each.breaks) for each in report.proposal.lines}


def exit_status(report: Report) -> int:
    """Work out the exit status of a check with a proposal from what the report says."""
    if new(report, "violated", "error"):
        return 1
    return 3 if new(report, "unknown", "error") else 0


def test_the_fine_one() -> None:
    report = check(read_dossier(YEAR), proposal=FINE, as_of=EVENING_BEFORE)
    assert report.proposal is not None
    assert report.proposal.ok
    assert [(each.id, each.ok, each.breaks) for each in report.proposal.lines] == [
        ("A08", True, ()), ("A09", True, ()), ("A10", True, ()), ("A11", True, ())
    ]  # fmt: skip
    assert exit_status(report) == 0
    assert new(report, "violated") == set()
    assert new(report, "unknown") == set()
    assert new(report, "pending") == {("ALC02", each) for each in ("A08", "A09", "A10", "A11")}
    assert report.balance["allocated"] == 1_600_000
    assert report.balance["remaining"] == 1_900_000
    assert report.proposal.balance["allocated"] == 2_900_000
    assert report.proposal.balance["remaining"] == 600_000
    assert report.proposal.balance["paid_out"] == report.balance["paid_out"] == 1_600_000


def test_the_one_in_trouble() -> None:
    report = check(read_dossier(YEAR), proposal=IN_TROUBLE, as_of=EVENING_BEFORE)
    assert report.proposal is not None
    assert not report.proposal.ok
    assert breaks(report) == {"A08": [], "A09": [], "A10": ["ALC03"], "A11": ["END01"]}
    assert exit_status(report) == 1
    assert new(report, "violated") == {("ALC03", "A10"), ("END01", "A11")}
    assert verdict(report, "ALC07", "A10") == "pending"
    assert report.proposal.balance["remaining"] == -450_000
    found = report.find("END01", "A11")
    assert found is not None
    assert "4\u202f500,00\u00a0€" in found.message.fr
    document = report.model_dump()
    assert document["proposal"]["lines"][3] == {"id": "A11", "ok": False, "breaks": ["END01"]}
    assert document["proposal"]["balance"]["remaining"] == "-4500.00"
    assert document["balance"]["remaining"] == "19000.00"


def test_without_its_third_line_the_last_one_fits() -> None:
    rows = [row for row in _rows(IN_TROUBLE) if row["id"] != "A10"]
    report = weighed(*rows)
    assert breaks(report) == {"A08": [], "A09": [], "A11": []}
    assert report.proposal is not None
    assert report.proposal.balance["remaining"] == 0


def test_without_a_proposal_nothing_is_new() -> None:
    report = check(read_dossier(YEAR), as_of=EVENING_BEFORE)
    assert report.proposal is None
    assert not any(finding.new for finding in report.findings)


def test_every_finding_on_a_proposed_line_is_new() -> None:
    report = check(read_dossier(YEAR), proposal=FINE, as_of=EVENING_BEFORE)
    for finding in report.findings:
        if finding.subject.table == "allocations":
            assert finding.new == (finding.subject.id in ("A08", "A09", "A10", "A11")), finding


@pytest.mark.parametrize(
    ("cells", "broken", "unknown"),
    [
        ({}, [], set()),
        ({"montant": "19 000,00 €"}, [], set()),
        ({"montant": "19 000,01 €"}, ["END01"], set()),
        ({"montant": ""}, [], {("END01", "A08")}),
        ({"projet": "P13"}, [], set()),
        ({"date_decision": ""}, [], set()),
        ({"date_decision": "", "session": ""}, ["ALC01"], {("ALC06", "A08")}),
        ({"date_decision": "21/06/2019"}, ["ALC01"], set()),
        ({"date_decision": "13/12/2019"}, ["ALC01", "ALC06", "END01"], set()),
        ({"decideurs": "FN"}, ["ALC02"], set()),
        ({"decideurs": ""}, [], set()),
        ({"decideurs": "CASQ ; banque"}, ["ALC02"], set()),
        ({"besoin": ""}, ["ALC03"], set()),
        ({"besoin": "", "objectif": "", "evaluation_avancees": ""}, ["ALC03", "ALC04"], set()),
        ({"projet": "P10", "evaluation_avancees": ""}, [], set()),
        ({"statut": "décidée", "montant": "19 000,01 €"}, ["END01"], set()),
        ({"statut": "refusée", "montant": "19 000,01 €", "besoin": ""}, [], set()),
        ({"session": "S3", "date_decision": "25/04/2019", "projet": "P06"}, [], set()),
        ({"session": "S3", "date_decision": "25/04/2019", "projet": "P10"}, ["ALC07"], set()),
    ],
)
def test_one_line(cells: dict[str, str], broken: list[str], unknown: set[Pair]) -> None:
    if cells.get("date_decision") == "13/12/2019":  # after sessions 5 and 6: 33,500 € are decided by then
        cells = {**cells, "montant": "1 500,01 €"}
    report = weighed(line(**cells))
    assert breaks(report) == {"A08": broken}
    assert new(report, "unknown", "error") == unknown
    assert exit_status(report) == (1 if broken else 3 if unknown else 0)


def test_a_line_without_a_date_takes_its_session_s() -> None:
    report = weighed(line(date_decision="", montant="19 000,01 €"))
    assert breaks(report) == {"A08": ["END01"]}
    assert verdict(report, "ALC01", "A08") == "satisfied"
    assert verdict(report, "ALC06", "A08") == "satisfied"


def test_lines_are_judged_in_the_order_of_the_file() -> None:
    first, second = line("A08", montant="19 000,00 €"), line("A09", projet="P03", montant="0,01 €")
    assert breaks(weighed(first, second)) == {"A08": [], "A09": ["END01"]}
    assert breaks(weighed(second, first)) == {"A09": [], "A08": ["END01"]}


def test_the_dossier_comes_before_the_proposal_on_one_day() -> None:
    """On 24/10/2019 the dossier decides A16 to A18; what is left then is 1,500 €."""
    at_6 = {"session": "S6", "date_decision": "24/10/2019", "projet": "P03"}
    report = weighed(line(montant="1 500,01 €", **at_6), as_of=date(2019, 10, 23))
    assert breaks(report) == {"A08": ["END01"]}
    assert new(report, "violated") == {("END01", "A08")}
    assert breaks(weighed(line(montant="1 500,00 €", **at_6), as_of=date(2019, 10, 23))) == {"A08": []}


def test_a_line_of_the_past_pushes_later_rows_over_the_ceiling() -> None:
    report = weighed(line(montant="3 500,00 €"), as_of=AFTER)
    assert breaks(report) == {"A08": []}
    assert new(report, "violated", "error") == {("END01", "A17"), ("END01", "A18")}
    assert report.proposal is not None
    assert not report.proposal.ok
    assert exit_status(report) == 1


def test_the_whole_endowment_at_the_session_of_a_proposal() -> None:
    decided = "A01 A02 A03 A05 A06 A07 A12 A13 A14 A15 A16 A17 A18"
    paid = "V02 V03 V04 V05 V06 V07 V08 V10 V11 V12 V13 V14 V15 V16"
    nothing_decided = (drop("attributions", decided), drop("versements", paid))
    report = weighed(line(montant="35 000,00 €"), edits=nothing_decided)
    assert breaks(report) == {"A08": []}
    assert new(report, "violated", "warning") == {("ALC05", "S4")}
    strict = weighed(line(montant="35 000,00 €"), edits=nothing_decided, Q18="breach")
    assert new(strict, "violated", "error") == {("ALC05", "S4")}
    assert strict.proposal is not None
    assert not strict.proposal.ok
    assert not new(weighed(line(montant="34 999,99 €"), edits=nothing_decided), "violated")


def test_what_is_wrong_already_is_not_held_against_the_proposal() -> None:
    """CASQ paid too late and one allocation has no need: neither is new."""
    wrong = (put("versements", "V09", date="03/06/2019"), put("attributions", "A07", besoin=""))
    report = weighed(line(), edits=wrong)
    assert not report.ok
    assert report.proposal is not None
    assert report.proposal.ok
    assert exit_status(report) == 0


def test_money_given_back_makes_room() -> None:
    back = {"id": "V18", "sens": "projet->FN", "projet": "P01", "allocation": "A07", "montant": "500,00 €"}

    def given(day: str) -> Edit:
        def edit(tables: dict[str, list[dict[str, str]]]) -> None:
            tables["versements"].append({**dict.fromkeys(tables["versements"][0], ""), **back, "date": day})

        return edit

    assert breaks(weighed(line(montant="19 500,00 €"), edits=(given("19/06/2019"),))) == {"A08": []}
    assert breaks(weighed(line(montant="19 500,00 €"), edits=(given("20/06/2019"),))) == {"A08": ["END01"]}
    report = weighed(line(montant="19 500,00 €"), edits=(given("19/06/2019"),))
    assert report.balance["given_back"] == 50_000
    assert report.balance["remaining"] == 1_950_000
    assert report.proposal is not None
    assert report.proposal.balance["remaining"] == 0


def test_no_table_of_allocations_leaves_the_ceiling_unknown() -> None:
    report = weighed(line(), edits=(without("attributions"),))
    assert new(report, "unknown", "error") >= {("END01", "A08")}
    assert breaks(report) == {"A08": []}
    assert exit_status(report) == 3
    too_much = weighed(line(montant="35 000,01 €"), edits=(without("attributions"),))
    assert breaks(too_much) == {"A08": ["END01"]}
    assert exit_status(too_much) == 1


def test_a_column_only_the_dossier_has_is_unknown_in_the_proposal() -> None:
    """A proposal of four columns says nothing of needs: they are not known, which is no breach."""
    row = {"id": "A08", "session": "S4", "projet": "P02", "montant": "1 000,00 €"}
    report = weighed(row)
    assert breaks(report) == {"A08": []}
    assert new(report, "unknown", "error") >= {("ALC03", "A08"), ("ALC04", "A08")}
    assert exit_status(report) == 3


def test_a_column_only_the_proposal_has_stays_unknown_in_the_dossier() -> None:
    """A dossier without needs was not verifiable; a proposal that states its own makes no row of it a breach."""
    report = weighed(line(), edits=(without_column("attributions", "besoin"),))
    assert new(report, "violated") == set()
    assert verdict(report, "ALC03", "A07") == "unknown error"
    assert verdict(report, "ALC03", "A08") == "satisfied"


def test_the_moment_of_the_dossier_stays_the_evening_before() -> None:
    report = weighed(line(date_decision="29/08/2019", session="S5", projet="P02"))
    assert verdict(report, "EVA01") == "pending"
    assert verdict(report, "END01", "A12") == "not_applicable"
    assert report.as_of == EVENING_BEFORE


@pytest.mark.parametrize(
    "cells",
    [
        {"id": "A07"},
        {"id": "a07"},
        {"projet": "P99"},
        {"session": "S9"},
        {"montant": "-1"},
        {"montant": "beaucoup"},
    ],
)
def test_what_cannot_be_is_an_input_error(cells: dict[str, str]) -> None:
    with pytest.raises(DossierError):
        weighed(line(**cells))


def test_two_lines_with_one_name() -> None:
    with pytest.raises(DossierError):
        weighed(line(), line())


def test_the_sample_has_room_for_the_names_of_the_proposals() -> None:
    taken = {row["id"] for row in sample()["attributions"]}
    assert not taken & {row["id"] for path in (FINE, IN_TROUBLE) for row in _rows(path)}


def _rows(path: Any) -> list[dict[str, str]]:
    import csv

    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=";"))
