"""A dossier that goes on for two and three years under express amendments."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import innosprint_rules as ir
from innosprint_rules.cli.app import main
from innosprint_rules.report.content.agenda import agenda, session_plan
from innosprint_rules.report.content.margins import margins
from innosprint_rules.report.content.teller import FRENCH
from innosprint_rules.report.html import html_report
from innosprint_rules.simulation.scenario.loading import read_scenario as read_years
from tests.report.documents.made import bimonthly_report, evaluation, table

ALL = "CASQ, FN, UPJV, INNOVALTECH"


def renewed(years: int = 2, **tables: Any) -> ir.Dossier:
    amendments = [
        {"id": f"N{n}", "date": f"{2018 + n}-11-20", "objet": "renouvellement", "forme": "avenant",
         "parametre": "date_fin", "valeur": f"{2019 + n}-12-12"}
        for n in range(1, years)
    ]  # fmt: skip
    days = ("2019-01-17", "2019-03-14", "2019-05-16", "2019-07-11", "2019-09-12", "2020-01-16", "2020-03-12")
    sessions = [{"code": f"S{n}", "date": day, "co_organisateurs": ALL} for n, day in enumerate(days, start=1)]
    empty: dict[str, Any] = {name: [] for name in ("attributions", "versements", "projets", "presentations",
                                                   "documents", "indicateurs", "actions", "attestations")}  # fmt: skip
    return ir.Dossier.model_validate({**empty, "avenants": amendments, "sessions": sessions, **tables})


def test_the_end_of_a_year_is_followed_by_the_duties_of_the_next() -> None:
    report = ir.check(renewed(), as_of=date(2019, 12, 12))
    found = [(entry.due, entry.rule, entry.id) for entry in agenda(report)]
    for entry in (
        (date(2020, 1, 11), "EVA02", "Y1"),
        (date(2020, 3, 12), "REP01", "P7"),
        (date(2020, 7, 12), "EVA01", "Y2"),
        (date(2021, 1, 11), "EVA02", "Y2"),
        (date(2021, 1, 11), "REP01", "P12"),
    ):
        assert entry in found
    told = [entry.what.fr for entry in agenda(report) if entry.rule == "EVA02"]
    assert [words[-4:] for words in told] == ["(Y1)", "(Y2)"]


@pytest.mark.parametrize(
    ("years", "as_of", "year"), [(2, "2020-03-01", "Y2"), (3, "2020-03-01", "Y2"), (3, "2021-02-01", "Y3")]
)
def test_status_tells_the_year_under_way(years: int, as_of: str, year: str) -> None:
    report = ir.check(renewed(years), as_of=date.fromisoformat(as_of))
    told = {margin.finding.rule: margin.finding.subject.id for margin in margins(report.findings)}
    assert {told[code] for code in ("SES01", "OBJ01", "OBJ02", "OBJ03", "OBJ04")} == {year}
    plan = session_plan(report)
    end = date(2018 + int(year[1:]), 12, 12)
    assert plan.end == end
    assert plan.held == (1 if year == "Y2" else 0)


def test_the_status_command_on_a_renewed_year(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "d.json"
    file.write_text(json.dumps({"avenants": [{"id": "N1", "date": "20/11/2019", "objet": "renouvellement",
                                              "forme": "avenant", "parametre": "date_fin", "valeur": "12/12/2020"}],
                                "documents": []}), encoding="utf-8")  # fmt: skip
    assert main(["status", str(file), "--as-of", "01/03/2020", "--lang", "fr", "--detail"]) == 0
    told = " ".join(capsys.readouterr().out.replace("\u00a0", " ").replace("\u202f", " ").split())
    assert "Convention terminée" not in told
    assert "la période 7 (du 12/12/2019 au 11/02/2020)" in told
    assert main(["status", str(file), "--as-of", "01/03/2021", "--lang", "fr"]) == 0
    assert capsys.readouterr().out.startswith("Convention terminée le 12/12/2020")


@pytest.mark.parametrize(
    ("number", "first", "last"),
    [(6, "12/10/2019", "11/12/2019"), (7, "12/12/2019", "11/02/2020"), (12, "12/10/2020", "12/12/2020")],
)
def test_the_periods_of_reports_go_on(number: int, first: str, last: str) -> None:
    made = bimonthly_report(renewed(), number)
    assert f"du {first} au {last}" in dict(made.facts)["Période"]
    if number == 7:
        assert [row[0] for row in table(made, "Sessions tenues pendant la période").rows] == ["S6"]


def test_three_years_have_eighteen_periods() -> None:
    assert dict(bimonthly_report(renewed(3), 18).facts)["Période"] == "du 12/10/2021 au 12/12/2021"
    with pytest.raises(ir.UsageError):
        bimonthly_report(renewed(3), 19)


@pytest.mark.parametrize(
    ("at", "year", "day"),
    [("mid-term", 1, "2019-06-12"), ("end", 1, "2019-12-12"), ("mid-term", 2, "2020-06-12"), ("end", 2, "2020-12-12")],
)
def test_each_year_has_its_evaluations(at: Any, year: int, day: str) -> None:
    made = evaluation(renewed(), at, year=year)
    assert made.day == date.fromisoformat(day)
    assert made.title.endswith(f", année {year}")
    objectives = table(made, "Objectifs du programme").rows
    assert len(objectives) == 4  # of that year alone


def test_the_evaluation_is_of_the_year_whose_moment_has_come() -> None:
    assert evaluation(renewed(), "end", as_of=date(2019, 12, 20)).title == "Évaluation finale, année 1"
    assert evaluation(renewed(), "mid-term", as_of=date(2020, 7, 1)).title == "Évaluation à mi-parcours, année 2"
    assert evaluation(renewed(1), "end").title == "Évaluation finale"
    with pytest.raises(ir.UsageError) as caught:
        evaluation(renewed(), "end", year=3)
    assert "de 1 à 2" in caught.value.problems[0].hint.get("fr")


def test_the_page_draws_both_years() -> None:
    page = html_report(ir.check(renewed(), as_of=date(2020, 3, 1)), FRENCH)
    for said in ("P12", "12/12/2020", "Y2"):
        assert said in page


def test_the_year_under_way_is_the_one_that_is_drawn() -> None:
    from innosprint_rules.simulation.drawing.start import start

    found = start(read_years("baseline"), ir.load_rulebook(), renewed(3), as_of=date(2020, 3, 1))
    assert (date.fromordinal(found.begins), date.fromordinal(found.last)) == (date(2019, 12, 13), date(2020, 12, 12))
    assert date.fromordinal(found.after_months(6)) == date(2020, 6, 12)
    first = start(read_years("baseline"), ir.load_rulebook(), renewed(1), as_of=date(2019, 3, 1))
    assert (date.fromordinal(first.begins), date.fromordinal(first.last)) == (date(2018, 12, 12), date(2019, 12, 12))


@pytest.mark.parametrize(
    ("end", "as_of", "told"),
    [
        ("2021-12-12", "2019-03-01", ("12/12/2019", "12/12/2021")),
        ("2021-12-12", "2020-03-01", ("12/12/2020", "12/12/2021")),
        ("2021-12-12", "2021-03-01", ()),
        ("2019-12-20", "2019-03-01", ()),  # a term prolonged by part of a year is drawn to its end
        ("2019-12-12", "2019-03-01", ()),
    ],
)
def test_a_term_that_goes_on_after_the_year_drawn_is_said(end: str, as_of: str, told: tuple[str, ...]) -> None:
    from innosprint_rules.simulation.drawing.start import start

    amendment = {"id": "N1", "date": "2019-02-20", "objet": "durée", "forme": "avenant", "parametre": "date_fin",
                 "valeur": end}  # fmt: skip
    day = date.fromisoformat(as_of)
    found = start(read_years("baseline"), ir.load_rulebook(), renewed(1, avenants=[amendment]), as_of=day)
    said = [notice.fr for notice in found.notices if "année en cours" in notice.fr]
    assert len(said) == bool(told)
    assert all(each in notice for notice in said for each in told)
