"""First lines: the vote, the one count of breaches, what goes back once the term is over."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

import innosprint_rules as ir
from innosprint_rules.cli.app import main
from innosprint_rules.engine.report import Report
from innosprint_rules.report.content.standing import count, headline
from innosprint_rules.report.content.status import status_of
from innosprint_rules.report.content.teller import ENGLISH, FRENCH, Teller
from innosprint_rules.report.html import html_report
from innosprint_rules.report.text.check import report_lines
from innosprint_rules.report.text.layout import Line
from innosprint_rules.report.text.status import status_lines
from innosprint_rules.report.workbook.write import write_workbook
from innosprint_rules.wording import Lang

EXAMPLES = Path(__file__).parents[2] / "examples"
YEAR, TROUBLE = EXAMPLES / "saint-quentin-2019", EXAMPLES / "year-in-trouble"
EVE = date(2019, 6, 19)


def words(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split())


def first(report: Report, lang: Lang = "fr", lines: int = 2) -> list[str]:
    return [words(line.text) for line in report_lines(report, Teller(lang, 80))[:lines]]


def sheet(report: Report, target: Path) -> list[list[Any]]:
    write_workbook(report, None, target, FRENCH)
    return [[cell.value for cell in row] for row in load_workbook(target)["Synthèse"].iter_rows()]


def test_one_count_of_breaches_in_every_format(tmp_path: Path) -> None:
    report = ir.check(ir.read_dossier(TROUBLE), as_of=date(2020, 2, 1))
    breaches = count(report.findings).breaches
    assert breaches == sum(f.severity == "error" for f in report.violations) > 30
    assert len(report.violations) > breaches
    said = f"{breaches} manquements"
    assert first(report)[0].startswith(said)
    page = words(re.sub(r"<[^>]+>", " ", html_report(report, FRENCH)))
    assert said in page
    assert f"Manquements {breaches}" in page or f"{breaches} Manquements" in page
    cells = sheet(report, tmp_path / "r.xlsx")
    assert any(words(str(row[0])).startswith(said) for row in cells)
    assert [row[4] for row in cells if row[1] == "Manquements"] == [breaches]


def test_what_is_counted_is_called_by_its_name() -> None:
    report = ir.check(ir.read_dossier(TROUBLE), as_of=date(2020, 2, 1), readings={"Q18": "breach"})
    found = count(report.findings)
    called = {f.nature for f in report.violations if f.severity == "error"}
    assert found.breaches + found.departures == sum(f.severity == "error" for f in report.violations)
    assert (found.departures > 0) == ("guidance" in called)


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("session-4-fine.csv", "Vous pouvez voter ces 4 lignes"),
        ("session-4-in-trouble.csv", "2 lignes sur 4 enfreignent la convention"),
    ],
)
def test_beside_the_vote_the_other_breaches_are_always_told(file: str, line: str) -> None:
    report = ir.check(ir.read_dossier(YEAR), as_of=EVE, proposal=EXAMPLES / "proposals" / file)
    assert first(report) == [line, "Le dossier ne contient par ailleurs aucun manquement"]
    payment = {"id": "V99", "paid_on": "2019-03-01", "direction": "FN->FN", "amount": "10.00"}
    spoiled = ir.Dossier.model_validate({"versements": [payment], "attributions": []})
    report = ir.check(spoiled, as_of=EVE, proposal=EXAMPLES / "proposals" / file)
    assert first(report)[1] == "Le dossier contient par ailleurs 2 manquements"
    assert "2 manquements" in words(html_report(report, FRENCH))
    assert headline(report, ENGLISH).beside == "Otherwise the dossier holds 2\u00a0breaches"


def test_the_number_of_rules_agrees() -> None:
    report = ir.check(ir.read_dossier(YEAR), as_of=EVE, select=["END01"])
    total = len(report.rulebook.rules)
    assert headline(report, FRENCH, ["END01"]).text.endswith(f"(1\u00a0règle sur {total})")
    assert headline(report, FRENCH, ["END01", "END02"]).text.endswith(f"(2\u00a0règles sur {total})")


# once the term is over -------------------------------------------------------------------------------


def dossier(**tables: Any) -> ir.Dossier:
    return ir.Dossier.model_validate(tables)


def paid(*rows: tuple[str, str, str | None]) -> list[dict[str, Any]]:
    return [
        {"id": f"V{nth}", "date": day, "sens": way, "montant": cents, "projet": "P01" if "projet" in way else None}
        for nth, (day, way, cents) in enumerate(rows)
    ]


IN = ("2019-02-02", "CASQ->FN", "35000")


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        ([IN, ("2019-03-02", "FN->projet", "10500")], "Convention terminée le 12/12/2019 : 24 500,00 € à restituer"),
        (
            [IN, ("2019-03-02", "FN->projet", "33500"), ("2019-12-13", "FN->CASQ", "1500")],
            "Convention terminée le 12/12/2019 : rien à restituer",
        ),
        (
            [IN, ("2019-03-02", "FN->projet", "30000"), ("2019-03-03", "FN->projet", None)],
            "Convention terminée le 12/12/2019 : entre 0,00 et 5 000,00 € à restituer",
        ),
    ],
)
def test_over_means_what_goes_back(
    rows: list[tuple[str, str, str | None]], line: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = "".join(f"V{n};{day};{way};{'P01' if 'projet' in way else ''};;{cents or ''}\n"
                    for n, (day, way, cents) in enumerate(rows))  # fmt: skip
    (tmp_path / "versements.csv").write_text(f"id;date;sens;projet;allocation;montant\n{lines}", encoding="utf-8")
    assert main(["status", str(tmp_path), "--as-of", "2020-06-01", "--lang", "fr"]) == 0
    told = words(capsys.readouterr().out)
    assert told.startswith(line)
    assert "à attribuer" not in told
    assert main(["status", str(tmp_path), "--as-of", "2019-12-12", "--lang", "fr"]) == 0
    assert words(capsys.readouterr().out).startswith("Reste")
    page = words(html_report(ir.check(ir.read_dossier(tmp_path), as_of=date(2020, 6, 1)), FRENCH))
    assert "<dt>À restituer</dt>" in page
    assert "<dt>Reste à attribuer</dt>" not in page


# bounds ----------------------------------------------------------------------------------------------


def test_bounds_are_told_in_words_and_in_json() -> None:
    allocations = [
        {"id": "A1", "date_decision": "2019-01-17", "montant": None},
        {"id": "A2", "date_decision": "2019-01-17", "montant": "30000"},
    ]
    report = ir.check(dossier(attributions=allocations, versements=[]), as_of=date(2019, 6, 1))
    assert report.balance["allocated"] is None
    found = report.model_dump()
    assert found["balance"]["allocated"] is None
    assert found["balance_bounds"] == {
        "allocated": {"least": "30000.00", "most": None},
        "remaining": {"least": None, "most": "5000.00"},
    }
    told = words("\n".join(line.text for line in report_lines(report, Teller("fr", 80))))
    assert "attribué par décision au moins 30 000,00 €" in told
    assert "reste à attribuer au plus 5 000,00 €" in told
    assert "allocated by decision at least €30,000.00" in words(
        "\n".join(line.text for line in report_lines(report, Teller("en", 80)))
    )
    assert "au moins 30 000,00 €" in words(html_report(report, FRENCH))


def test_bounds_stand_in_the_workbook(tmp_path: Path) -> None:
    rows = [{"id": "A2", "date_decision": "2019-01-17", "montant": "30000"}, {"id": "A1", "montant": None}]
    report = ir.check(dossier(attributions=rows, versements=[]), as_of=date(2019, 6, 1))
    cells = sheet(report, tmp_path / "r.xlsx")
    assert [words(row[4]) for row in cells if row[1] == "attribué par décision"] == ["au moins 30 000,00 €"]


def test_of_what_is_not_known_at_all_nothing_is_told() -> None:
    report = ir.check(dossier(), as_of=date(2019, 6, 1))
    assert report.model_dump()["balance_bounds"]["received"] == {"least": "0.00", "most": None}
    assert "reçu de l’agglomération inconnu" in words("\n".join(x.text for x in report_lines(report, Teller("fr", 80))))


def test_the_proposal_has_bounds_too() -> None:
    rows = [{"id": "L1", "projet": "P01", "date_decision": "2019-06-01", "montant": None}]
    report = ir.check(dossier(attributions=[], versements=[]), as_of=date(2019, 6, 1), proposal=rows)
    assert report.model_dump()["proposal"]["balance_bounds"]["remaining"] == {"least": None, "most": "35000.00"}


def test_a_headline_of_what_is_not_known_is_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "sessions.csv").write_text("code;date\nS1;17/01/2019\n", encoding="utf-8")
    for day, lang, line in (
        ("2019-06-01", "fr", "Ce qui reste à attribuer est inconnu"),
        ("2019-06-01", "en", "What is left to allocate is unknown"),
        ("2020-06-01", "fr", "Convention terminée le 12/12/2019 : ce qui est à restituer est inconnu"),
        ("2020-06-01", "en", "Term ended on 12 December 2019: what is to be returned is unknown"),
    ):
        assert main(["status", str(tmp_path), "--as-of", day, "--lang", lang]) == 0
        assert words(capsys.readouterr().out).startswith(line)


def status(report: Report, held: ir.Dossier, lang: Lang) -> list[Line]:
    return status_lines(status_of(report, held, {}), Teller(lang, 80))


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_figure_of_which_nothing_is_known_is_no_figure(lang: Lang) -> None:
    """Neither « au moins 0,00 € » nor « verser un montant inconnu »: the rule and its day are told instead."""
    rows = [{"id": f"A{n}", "date_decision": "2019-01-17", "montant": euros, "session": "S1", "projet": "P1"}
            for n, euros in ((1, None), (2, "30000"))]  # fmt: skip
    sessions = [{"code": "S1", "date": "2019-01-17"}]
    for held in (dossier(), dossier(attributions=rows, sessions=sessions), dossier(attributions=rows, versements=[])):
        for day in (date(2019, 6, 1), date(2020, 6, 1)):
            report = ir.check(held, as_of=day)
            told = words(
                "\n".join(line.text for line in [*report_lines(report, Teller(lang, 80)), *status(report, held, lang)])
            )
            told += "".join(f.message.get(lang) + f.remedy.get(lang) for f in report.findings)
            for poor in ("au moins 0", "montant inconnu", "at least €0", "at least 0", "unknown amount"):
                assert poor not in told, poor
    assert ("au moins 30 000,00 €" if lang == "fr" else "at least €30,000.00") in told


def test_of_the_rows_that_cannot_be_verified_the_one_that_says_most_is_told() -> None:
    rows = [{"id": f"A{n}", "montant": euros, "session": session}
            for n, euros, session in ((1, None, "S1"), (2, "30000", "S2"), (3, None, "S2"))]  # fmt: skip
    sessions = [{"code": code, "date": day} for code, day in (("S1", "2019-01-17"), ("S2", "2019-03-07"))]
    held = dossier(attributions=rows, sessions=sessions, versements=[])
    report = ir.check(held, as_of=date(2019, 6, 1))
    told = words("\n".join(line.text for line in status(report, held, "fr")))
    assert "(S1) : seuil de" not in told
    assert "ALC05 Une session n’attribue qu’une partie de la dotation (S2)" in told
