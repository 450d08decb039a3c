"""Small changes to the compliant year, and exactly what each one breaks: the boundaries of the agreement.

Expected verdicts were worked out by hand from the agreement, not read from the engine.
"""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from innosprint_rules.errors import InputError
from tests.acceptance.boundaries.blanks import BLANKS, MOMENTS
from tests.acceptance.boundaries.case import Case, on, read
from tests.acceptance.boundaries.decisions import DECISIONS, PROJECTS
from tests.acceptance.boundaries.money import ENDOWMENT, PAYMENTS
from tests.acceptance.boundaries.reports import EVALUATIONS, REPORTS
from tests.acceptance.boundaries.sessions import DATES, IN_JANUARY, SESSIONS_CASES
from tests.acceptance.boundaries.term import OBJECTIVES, TERM, raised
from tests.acceptance.year import (
    Edit,
    edited,
    judged,
    notices,
    pairs,
    put,
    sample,
    verdict,
)

# Sessions are held on 17/01, 07/03, 25/04, 20/06, 29/08 and 24/10/2019.


CASES = [
    *ENDOWMENT, *DATES, *SESSIONS_CASES, *DECISIONS, *PAYMENTS, *PROJECTS, *REPORTS, *EVALUATIONS, *TERM,
    *OBJECTIVES, *BLANKS, *MOMENTS,
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name.replace(" ", "-"))
def test_what_one_change_breaks(case: Case) -> None:
    before = judged(sample(), case.as_of)
    after = judged(edited(*case.edits), case.as_of, **case.readings)
    assert pairs(after, "violated") ^ pairs(before, "violated") == read(case.violated)
    assert pairs(after, "unknown") ^ pairs(before, "unknown") == read(case.unknown)
    found = {pair: verdict(after, *pair.split()) for pair in case.verdicts}
    assert found == case.verdicts
    assert case.notices <= notices(after)
    late = {"mid-term-evaluation-late", "final-evaluation-late", "more-projects-than-planned"}
    assert not (late - case.notices) & notices(after)


def test_a_blank_cell_silences_no_rule() -> None:
    usual = {(f.rule, f.subject.id) for f in judged(sample()).findings}
    blanked = [case for case in BLANKS if all(edit.__qualname__.startswith("put.") for edit in case.edits)]
    assert len(blanked) > 10
    for case in blanked:
        found = {(f.rule, f.subject.id) for f in judged(edited(*case.edits), case.as_of).findings}
        assert usual <= found, case.name


@pytest.mark.parametrize(
    ("as_of", "reachable"),
    [("2019-12-10", True), ("2019-12-11", False), ("2019-12-12", False), ("2019-06-19", True)],
)
def test_whether_five_sessions_can_still_be_held(as_of: str, reachable: bool) -> None:
    found = judged(edited(*IN_JANUARY), on(as_of)).find("SES01", "Y1")
    assert found is not None
    assert (found.verdict, found.due, found.reachable) == ("pending", on("2019-12-12"), reachable)


@pytest.mark.parametrize(
    ("name", "rule", "subject", "readings"),
    [
        ("given back on the eve of the decision", "END01", "A18", "Q9=gross violated"),
        (
            "session and decision on the anniversary",
            "ALC06",
            "A19",
            "Q1=publication violated, Q2=eve violated",
        ),
        ("decided on the eve of the first day", "ALC06", "A19", "Q1=publication satisfied"),
        ("decided outside a session, ratified later", "ALC01", "A14", "Q5=ratify satisfied"),
        ("kept by Faubourg Numérique", "PAY03", "V18", "Q8=running_costs satisfied"),
        ("decided and never paid", "END04", None, "Q10=decided satisfied"),
        ("paid on 31 May", "END02", None, "Q3=start violated"),
        ("one company of two elsewhere", "OBJ03", "Y1", "Q21=measured satisfied"),
        ("no heading on funding", "REP02", "R03", ""),
        ("progress not evaluated at the first session", "ALC04", "A01", ""),
        ("the whole endowment in one session", "ALC05", "S6", ""),
        ("another field", "PRJ05", "P03", ""),
    ],
)
def test_contested_readings(name: str, rule: str, subject: str | None, readings: str) -> None:
    case = next(case for case in CASES if case.name == name)
    found = judged(edited(*case.edits), case.as_of).find(rule, subject)
    assert found is not None
    contested = sorted(f"{each.reading}={each.value} {each.verdict}" for each in found.contested)
    assert contested == [each.strip() for each in readings.split(",") if each]


@pytest.mark.parametrize(
    ("edit", "word"),
    [
        (put("attributions", "A01", montant="-1,00 €"), "-1,00"),
        (put("attributions", "A01", projet="P99"), "P99"),
        (put("attributions", "A01", session="S9"), "S9"),
        (put("attributions", "A01", statut="perdue"), "perdue"),
        (put("attributions", "A01", date_decision="31/02/2019"), "31/02/2019"),
        (put("attributions", "A02", id="A01"), "A01"),
        (put("attributions", "A02", id=""), "id"),
        (put("presentations", "S1/P02", projet="P01"), "P01"),
        (put("presentations", "S1/P02", projet=""), "presentations"),
        (put("projets", "P14", code=" "), "code"),
        (put("versements", "V02", allocation="A99"), "A99"),
        (put("versements", "V02", sens="FN->lune"), "FN->lune"),
        (put("documents", "X01", en_reponse_a="R99"), "R99"),
        (put("convention", "dotation", valeur="40 000,00 €"), "40"),
        (put("convention", "presents", valeur="37"), "37"),
        (put("convention", "pour", valeur="33"), "33"),
        (put("convention", "date_reception_prefet", valeur="13/12/2018"), "date_reception_prefet"),
    ],
)
def test_what_cannot_be_is_an_input_error(edit: Edit, word: str) -> None:
    """No verdict: the mistake is told with its value or its place."""
    with pytest.raises((InputError, ValidationError)) as caught:
        judged(edited(edit))
    assert word in str(caught.value)


def test_an_express_amendment_allows_the_endowment_that_it_sets() -> None:
    typed = put("convention", "dotation", valeur="40 000,00 €")
    report = judged(edited(*raised("24/10/2019", "avenant"), typed))
    assert pairs(report, "violated") == pairs(judged(sample()), "violated")
    with pytest.raises(InputError):
        judged(edited(*raised("24/10/2019", "courriel"), typed))
