"""What is still to come happens as planned: a date that is written down is never a breach for what it leaves blank."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

import innosprint_rules as ir
from innosprint_rules.report.content.teller import Teller
from innosprint_rules.report.text.simulation import simulation_lines
from innosprint_rules.simulation.whatif.play import simulate

NOW = date(2019, 7, 3)
HELD = {"code": "S1", "date": "2019-01-17", "co_organisateurs": "CASQ, FN, UPJV, INNOVALTECH"}
NOTHING = {
    "title": {"fr": "rien", "en": "nothing"},
    "description": {"fr": "rien ne change", "en": "nothing changes"},
    "events": [{"stop_after": "2030-01-01"}],
}


def dossier(**tables: Any) -> ir.Dossier:
    return ir.Dossier.model_validate({"sessions": [HELD], **tables})


def wrong(report: ir.Report, code: str) -> set[str | None]:
    return {f.subject.id for f in report.violations if f.rule == code}


PLANNED = [HELD, {"code": "S5", "date": "2019-09-05", "co_organisateurs": None}]


@pytest.mark.parametrize(
    ("tables", "code"),
    [
        ({"sessions": PLANNED}, "SES03"),
        ({"sessions": PLANNED, "presentations": [{"session": "S5", "projet": "P1", "axe_marche_usage": None}]},
         "PRJ01"),
        ({"sessions": PLANNED, "presentations": [{"session": "S5", "projet": "P1", "avancees": None}]}, "PRJ02"),
        ({"attributions": [{"id": "A9", "date_decision": "2019-09-05", "session": None, "besoin": None,
                            "decideurs": None, "evaluation_avancees": None, "montant": "10"}]}, "ALC0"),
        ({"versements": [{"id": "V9", "date": "2019-09-05", "sens": "FN->projet", "projet": "P1", "allocation": None,
                          "montant": "10"}]}, "PAY02"),
        ({"actions": [{"id": "X", "date_engagement": "2019-09-05", "partenaire": "P",
                       "accord_partenaire_date": None}]}, "GOV01"),
    ],
)  # fmt: skip
def test_planning_is_no_breach(tables: dict[str, Any], code: str) -> None:
    found = simulate(NOTHING, dossier(**tables), as_of=NOW)
    for report in (found.before, found.report):
        broken = [f for f in report.violations if f.rule.startswith(code) and f.severity == "error"]
        assert not broken, [f.message.fr for f in broken]
    assert not found.differences
    # the same blank in a row that has happened is one
    later = simulate(NOTHING, dossier(**tables), as_of=date(2019, 11, 1))
    assert any(f.rule.startswith(code) and f.severity == "error" for f in later.before.violations)


def test_what_is_written_of_a_plan_is_judged() -> None:
    planned = [HELD, {"code": "S5", "date": "2019-09-05", "co_organisateurs": "FN"}]
    found = simulate(NOTHING, dossier(sessions=planned), as_of=NOW)
    assert wrong(found.before, "SES03") == {"S5"}


def test_base_and_scenario_are_compared_like_with_like() -> None:
    found = simulate("nothing-more-happens", dossier(sessions=PLANNED), as_of=NOW)
    assert not wrong(found.before, "SES03")
    told = "\n".join(line.text for line in simulation_lines(found, Teller("fr", 80)))
    assert "SES03" not in told.partition("──")[0]


def test_the_dossier_given_stays_as_it_was() -> None:
    mine = dossier(sessions=PLANNED)
    simulate(NOTHING, mine, as_of=NOW)
    assert mine.planned_after is None
    assert wrong(ir.check(mine, as_of=date(2019, 12, 13)), "SES03") == {"S5"}
