"""Boundaries of what is given back, who sends to whom, who was there, and what comes too late: small dossiers.

Expected verdicts were worked out by hand from the agreement, not read from the engine.
"""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

import pytest

import innosprint_rules as ir
from tests.acceptance.year import M4, verdict

Row = dict[str, Any]
FAR = "2021-02-01"


class Case(NamedTuple):
    """Tables, the day, and the verdicts that must be found: ``{"END05 V2": "violated error"}``."""

    name: str
    tables: dict[str, list[Row]]
    expect: dict[str, str]
    as_of: str = FAR
    readings: dict[str, str] | None = None
    proposal: list[Row] | None = None


def pay(n: int, day: str, way: str, euros: str, project: str = "P1", allocation: str = "") -> Row:
    return {"id": f"V{n}", "date": day, "sens": way, "montant": euros, "projet": project, "allocation": allocation}


def grant(n: int, day: str, euros: str, project: str = "P1", **cells: str) -> Row:
    return {"id": f"A{n}", "date_decision": day, "montant": euros, "projet": project, **cells}


def paper(n: int, kind: str, day: str, **cells: str) -> Row:
    return {"id": f"D{n}", "type": kind, "date_transmission": day, "emetteur": "", "destinataires": "", **cells}


OUT, BACK, IN, HOME = "FN->projet", "projet->FN", "CASQ->FN", "FN->CASQ"
WHOLE = [grant(1, "2019-01-17", "35000"), grant(2, "2019-03-07", "35000", "P2")]
FULL = pay(1, "2019-02-01", OUT, "35000", "", "A1")
RENEWED = {"id": "N1", "date": "2019-12-12", "objet": "renouvellement", "forme": "avenant",
           "parametre": "date_fin", "valeur": "2020-12-12"}  # fmt: skip


def held(*payments: Row, **expect: str) -> tuple[dict[str, list[Row]], dict[str, str]]:
    return {"attributions": WHOLE, "versements": list(payments)}, {
        name.replace("_", " "): v for name, v in expect.items()
    }


RETURNS = [
    Case("the whole endowment is held", *held(FULL, END05_V1="satisfied")),
    Case("a cent beyond it", *held(FULL, pay(2, "2019-02-02", OUT, "0.01", "P2"), END05_V2="violated error")),
    Case(
        "given back the same day comes first, written below",
        *held(FULL, pay(2, "2019-03-01", OUT, "100", "P2"), pay(3, "2019-03-01", BACK, "100"), END05_V2="satisfied"),
    ),
    Case(
        "given back the day after comes too late",
        *held(FULL, pay(2, "2019-03-01", OUT, "100", "P2"), pay(3, "2019-03-02", BACK, "100"),
              END05_V2="violated error", END05_V3="not_applicable"),
    ),
    Case(
        "what another project gives back beyond its own makes no room",
        *held(FULL, pay(2, "2019-02-15", BACK, "100", "P2"), pay(3, "2019-03-01", OUT, "0.01", "P2"),
              END05_V3="violated error", PAY08_V2="violated warning"),
    ),
    Case(
        "a return that names nobody makes no room",
        *held(FULL, pay(2, "2019-02-15", BACK, "100", ""), pay(3, "2019-03-01", OUT, "0.01", "P2"),
              END05_V3="violated error", PAY08_V2="violated warning"),
    ),
    Case(
        "nor one that names nobody beside a payment that names nobody",
        *held(pay(1, "2019-02-01", OUT, "35000", ""), pay(2, "2019-02-15", BACK, "100", ""),
              pay(3, "2019-03-01", OUT, "0.01", "P2"), END05_V3="violated error", PAY08_V2="violated warning"),
    ),
    Case(
        "the project of a payment is its allocation's: all of it may come back",
        *held(FULL, pay(2, "2019-03-01", BACK, "35000", "P1"), PAY08_V2="satisfied"),
    ),
    Case(
        "a cent more than all of it",
        *held(FULL, pay(2, "2019-03-01", BACK, "35000.01", "P1"), PAY08_V2="violated warning"),
    ),
    Case(
        "paid on the day on which it is given back, written below",
        *held(pay(1, "2019-03-01", BACK, "100"), pay(2, "2019-03-01", OUT, "100", "", "A1"), PAY08_V1="satisfied"),
    ),
    Case(
        "paid the day after it is given back",
        *held(pay(1, "2019-03-01", BACK, "100"), pay(2, "2019-03-02", OUT, "100", "", "A1"),
              PAY08_V1="violated warning"),
    ),
    Case(
        "two returns within what was paid together, the second a cent beyond",
        *held(pay(1, "2019-02-01", OUT, "100", "", "A1"), pay(2, "2019-03-01", BACK, "60"),
              pay(3, "2019-03-02", BACK, "40.01"), PAY08_V2="satisfied", PAY08_V3="violated warning"),
    ),
    Case(
        "an allocation is paid again up to what came back of it",
        *held(FULL, pay(2, "2019-03-01", BACK, "10", "P1", "A1"), pay(3, "2019-03-02", OUT, "10", "P1", "A1"),
              PAY01_V3="satisfied"),
    ),
    Case(
        "and a cent more",
        *held(FULL, pay(2, "2019-03-01", BACK, "10", "P1", "A1"), pay(3, "2019-03-02", OUT, "10.01", "P1", "A1"),
              PAY01_V3="violated error"),
    ),
    Case(
        "what came back of an allocation beyond what was paid for it makes no room in it",
        *held(pay(1, "2019-02-01", OUT, "100", "P1", "A1"), pay(2, "2019-03-01", BACK, "500", "P1", "A1"),
              pay(3, "2019-03-02", OUT, "35000.01", "P1", "A1"),
              PAY01_V3="violated error", PAY08_V2="violated warning"),
    ),
    Case(
        "a return on the eve makes room to decide",
        {"attributions": [WHOLE[0], grant(2, "2019-03-07", "100", "P2")],
         "versements": [FULL, pay(2, "2019-03-06", BACK, "100")]},
        {"END01 A2": "satisfied"},
    ),
    Case(
        "a return on the day makes none",
        {"attributions": [WHOLE[0], grant(2, "2019-03-07", "100", "P2")],
         "versements": [FULL, pay(2, "2019-03-07", BACK, "100")]},
        {"END01 A2": "violated error"},
    ),
    Case(
        "paid on the day of the decision it covers no return of the eve",
        {"attributions": [WHOLE[0], grant(2, "2019-03-07", "100", "P2")],
         "versements": [pay(1, "2019-03-07", OUT, "100", "", "A1"), pay(2, "2019-03-06", BACK, "100")]},
        {"END01 A2": "violated error", "PAY08 V2": "violated warning"},
    ),
    Case(
        "paid the day before the decision it covers what was given back too soon",
        {"attributions": [WHOLE[0], grant(2, "2019-03-08", "100", "P2")],
         "versements": [pay(1, "2019-03-07", OUT, "100", "", "A1"), pay(2, "2019-03-06", BACK, "100")]},
        {"END01 A2": "satisfied", "PAY08 V2": "violated warning"},
    ),
]  # fmt: skip

LATE = {
    "attributions": [grant(1, "2019-10-24", "100"), grant(2, "2019-12-13", "100")],
    "versements": [
        pay(1, "2019-12-12", OUT, "50", "P1", "A1"),
        pay(2, "2019-12-13", OUT, "50", "P1", "A1"),
        pay(3, "2019-12-14", OUT, "50", "P1", "A2"),
        pay(4, "2019-12-14", OUT, "50", "P1"),
        pay(5, "2019-12-14", BACK, "50"),
    ],
}
PAID = [
    Case("on the last day and after it", LATE, {
        "PAY07 V1": "satisfied", "PAY07 V2": "violated error", "PAY07 V3": "violated error",
        "PAY07 V4": "violated error", "PAY07 V5": "not_applicable",
    }),
    Case("after it, read as decided", LATE, {
        "PAY07 V2": "satisfied", "PAY07 V3": "violated error", "PAY07 V4": "violated error",
    }, readings={"Q10": "decided"}),
    Case("on the anniversary, the year read to its eve", LATE, {"PAY07 V1": "violated error"}, readings={"Q2": "eve"}),
    Case("on the anniversary, the year begun at publication", LATE, {"PAY07 V1": "violated error"},
         readings={"Q1": "publication"}),
    Case("in a renewed year", {**LATE, "avenants": [RENEWED]}, {"PAY07 V2": "satisfied", "PAY07 V4": "satisfied"}),
    Case("renewed a day too late", {**LATE, "avenants": [{**RENEWED, "date": "2019-12-13"}]},
         {"PAY07 V2": "violated error", "TRM03 N1": "violated error"}),
]  # fmt: skip


def present(members: str, by: str, **cells: str) -> dict[str, list[Row]]:
    return {
        "sessions": [{"code": "S1", "date": "2019-01-17", "membres_presents": members}],
        "projets": [{"code": "P1", **cells}],
        "attributions": [grant(1, "2019-01-17", "100", session="S1", decideurs=by)],
    }


PEOPLE = [
    Case("all who decided were there", present(M4, M4), {"ALC08 A1": "satisfied"}),
    Case("one was not", present("CASQ; FN; UPJV", "CASQ; INNOVALTECH"), {"ALC08 A1": "violated warning"}),
    Case("the list of those present is blank", present("", M4), {"ALC08 A1": "not_applicable"}),
    Case("nobody decided", present("CASQ", ""), {"ALC08 A1": "satisfied", "ALC02 A1": "violated error"}),
    Case("all, of those who were there", present("CASQ; FN", "tous"),
         {"ALC08 A1": "satisfied", "ALC02 A1": "satisfied"}),
    Case("a name that is almost right", present(M4, "CASQ; INNOVALTEC"), {"ALC08 A1": "unknown warning"}),
    Case("decided on the day of the exit", present(M4, M4, date_sortie="2019-01-17"), {"ALC09 A1": "satisfied"}),
    Case("decided the day after the exit", present(M4, M4, date_sortie="2019-01-16"), {"ALC09 A1": "violated warning"}),
    Case("no exit", present(M4, M4, date_sortie=""), {"ALC09 A1": "not_applicable"}),
    Case(
        "voted without a date, at a session after the exit",
        {"sessions": [{"code": "S4", "date": "2019-06-20"}],
         "projets": [{"code": "P1", "date_sortie": "2019-06-19"}], "attributions": []},
        {"ALC09 X1": "violated warning", "ALC01 X1": "satisfied", "ALC08 X1": "unknown warning"},
        as_of="2019-06-19",
        proposal=[{"id": "X1", "session": "S4", "projet": "P1", "montant": "100"}],
    ),
]  # fmt: skip

SENT = [
    Case(f"{kind} from {sender or 'nobody'} to {to or 'nobody'}",
         {"documents": [paper(1, kind, "2019-02-12", emetteur=sender, destinataires=to)]}, {"REP04 D1": expected})
    for kind, sender, to, expected in (
        ("calendrier", "FN", "", "satisfied"),
        ("calendrier", "CASQ", "", "violated error"),
        ("calendrier", "", "CASQ", "not_applicable"),
        ("calendrier", "UPJV et FN", "", "satisfied"),
        ("compte_rendu_bimestriel", "FN", "CASQ", "satisfied"),
        ("compte_rendu_bimestriel", "FN", "", "satisfied"),
        ("compte_rendu_bimestriel", "FN", "UPJV", "violated error"),
        ("compte_rendu_bimestriel", "", "UPJV", "violated error"),
        ("compte_rendu_bimestriel", "", "", "not_applicable"),
        ("appreciation", "CASQ", "FN", "satisfied"),
        ("appreciation", "FN", M4, "violated error"),
        ("evaluation_mi_parcours", "FN", M4, "violated error"),
        ("evaluation_finale", "CASQ", "", "satisfied"),
        ("evaluation_finale", "", M4, "not_applicable"),
    )
] + [
    Case(
        "a report that counts nowhere covers nothing and is asked nothing more",
        {"documents": [paper(1, "compte_rendu_bimestriel", "2019-02-12", emetteur="FN", destinataires="UPJV",
                             periode_debut="2018-12-12", periode_fin="2019-02-11", rubriques="")]},
        {"REP01 P1": "violated error", "REP02 D1": "not_applicable", "REP03 D1": "not_applicable"},
    ),
    Case(
        "one evaluation in two mailings reaches everyone",
        {"documents": [
            paper(1, "evaluation_finale", "2019-12-20", emetteur="CASQ", destinataires="FN; UPJV"),
            paper(2, "evaluation_finale", "2019-12-21", emetteur="CASQ", destinataires="INNOVALTECH",
                  rubriques="actions entreprises et à entreprendre; équilibre financier"),
        ]},
        {"EVA03 D1": "violated warning", "EVA03 D2": "satisfied", "EVA02 Y1": "satisfied"},
    ),
]  # fmt: skip


def report(first: str, last: str, sent: str) -> dict[str, list[Row]]:
    return {"documents": [paper(1, "compte_rendu_bimestriel", sent, periode_debut=first, periode_fin=last)]}


YEARS = [
    Case("half of its own days in the period: 31 of 62", report("2019-01-12", "2019-03-14", "2019-03-14"),
         {"REP01 P1": "satisfied"}),
    Case("less than half of its own days in it: 31 of 63", report("2019-01-12", "2019-03-15", "2019-03-15"),
         {"REP01 P1": "violated error"}),
    Case("sent on the 31st day it covers 31 days", report("2018-12-12", "2019-02-11", "2019-01-11"),
         {"REP01 P1": "satisfied"}),
    Case("sent the day before it covers too few", report("2018-12-12", "2019-02-11", "2019-01-10"),
         {"REP01 P1": "violated error"}),
    Case("a remainder of fourteen days joins the last period", {
        "avenants": [{**RENEWED, "objet": "durée", "valeur": "2019-12-25"}], "documents": []},
        {"REP01 P6": "violated error", "REP01 P7": "None", "EVA02 Y2": "None"}),
    Case("one of fifteen is a period", {
        "avenants": [{**RENEWED, "objet": "durée", "valeur": "2019-12-26"}], "documents": []},
        {"REP01 P7": "violated error", "EVA02 Y2": "None"}),
    Case("a year that lacks its last day is one", {
        "avenants": [{**RENEWED, "valeur": "2020-12-11"}], "documents": []}, {"EVA02 Y2": "violated error"}),
    Case("a year that lacks two is none", {
        "avenants": [{**RENEWED, "valeur": "2020-12-10"}], "documents": []}, {"EVA02 Y2": "None"}),
    Case("a term that ends before six months owes no evaluation of them", {
        "avenants": [{**RENEWED, "date": "2019-03-01", "objet": "durée", "valeur": "2019-06-11"}], "documents": []},
        {"EVA01 Y1": "not_applicable", "EVA02 Y1": "violated error"}),
    Case("a term that ends on the six months owes it", {
        "avenants": [{**RENEWED, "date": "2019-03-01", "objet": "durée", "valeur": "2019-06-12"}], "documents": []},
        {"EVA01 Y1": "violated error"}),
    Case("24 months of a facilitator for two years", {
        "avenants": [RENEWED], "attestations": [{"id": "T1", "clause": "C23", "valeur": "23.999"}]},
        {"HUB02": "violated notice"}),
    Case("an evaluation of the period that ends on the anniversary is the first year's", {
        "avenants": [RENEWED],
        "documents": [paper(1, "evaluation_finale", "2020-01-11", periode_fin="2019-12-12")]},
        {"EVA02 Y1": "satisfied", "EVA02 Y2": "violated error"}),
    Case("one of the period that ends the day after is the second's, and early", {
        "avenants": [RENEWED],
        "documents": [paper(1, "evaluation_finale", "2020-01-11", periode_fin="2019-12-13")]},
        {"EVA02 Y1": "violated error", "EVA02 Y2": "violated warning"}),
]  # fmt: skip

CASES = [*RETURNS, *PAID, *PEOPLE, *SENT, *YEARS]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name.replace(" ", "-"))
def test_a_boundary(case: Case) -> None:
    held = ir.Dossier.model_validate({"avenants": [], **case.tables})
    proposal = None if case.proposal is None else ir.read_proposal(case.proposal)
    codes = {each.split()[0] for each in case.expect}
    report = ir.check(held, proposal=proposal, as_of=date.fromisoformat(case.as_of), readings=case.readings or {},
                      select=sorted(codes))  # fmt: skip
    assert {each: str(verdict(report, *each.split())) for each in case.expect} == case.expect


def test_no_case_is_named_twice() -> None:
    names = [case.name for case in CASES]
    assert len(names) == len(set(names))
