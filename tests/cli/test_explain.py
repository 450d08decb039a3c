"""``innosprint explain``: the rule's page, the derivation of a verdict, and what to do when a name is wrong."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from innosprint_rules.cli.app import main
from innosprint_rules.cli.explain import parted

EXAMPLES = Path(__file__).parents[2] / "examples"
TROUBLE = str(EXAMPLES / "year-in-trouble")
YEAR = str(EXAMPLES / "saint-quentin-2019")
PROPOSAL = str(EXAMPLES / "proposals" / "session-4-in-trouble.csv")
END = ("--as-of", "2020-02-01")


@pytest.fixture(autouse=True)
def _eighty_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")


def test_a_code_gives_the_page_of_the_rule(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "end02", "--lang", "fr"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert out.startswith("END02\u00a0: la dotation est versée en entier à l’échéance\nendowment-not-paid-in-full\n")
    for part in (
        "Article 4.1 §2 (C19)",
        "Gravité\u00a0: erreur",
        "l’agglomération (CASQ)",
        "formule\u00a0: received_by_deadline >= endowment.on(payment_deadline)",
        "end (par défaut)\u00a0: au plus tard le 31 mai",
        "35\u202f000,00\u00a0€ depuis le 27/11/2018",
        "un jour de retard (au 02/06/2019) → manquement",
        "endowment/END02_endowment-not-paid-in-full.yaml",
    ):
        assert part in out, part
    assert max(map(len, out.splitlines())) <= 80


def test_the_page_reads_in_english_and_by_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "endowment-not-paid-in-full", "--lang", "en"]) == 0
    out = capsys.readouterr().out
    assert "Owed by: the agglomeration (CASQ)" in out
    assert "one day late (on 2\u00a0June\u00a02019) → breach" in out


def test_the_page_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "END01", "--format", "json", "--lang", "fr"]) == 0
    page = json.loads(capsys.readouterr().out)
    assert page["schema"] == "innosprint-rule/1"
    assert page["code"] == "END01"
    assert page["require"][0]["condition"]["formula"].startswith("allocated_so_far")
    assert {parameter["name"] for parameter in page["parameters"]} == {"endowment"}
    assert page["readings"][0]["default"] == "net"
    assert page["examples"]


def test_a_verdict_is_derived_row_by_row(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", TROUBLE, "END01:A10", *END, "--lang", "fr"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert out.startswith("END01 A10\u00a0: manquement (erreur)\n")
    assert "35\u202f500,00\u00a0€ contre 35\u202f000,00\u00a0€" in re.sub(r"\n +", " ", out)
    assert "A12  11/12/2018    500,00\u00a0€     = 500,00\u00a0€  attributions.csv, ligne 13" in out
    assert "= 36\u202f500,00\u00a0€  attributions.csv, ligne 11" in out
    assert "11 lignes retenues (attributions), 1 laissée de côté" in out
    assert "V16  01/10/2019  1\u202f000,00\u00a0€  versements.csv, ligne 17" in out
    assert "Q9 = net, par défaut" in out
    assert max(map(len, out.splitlines())) <= 80


def test_rows_may_hold_slashes_and_any_case(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", TROUBLE, "prj01:s2/p04", *END, "--lang", "en"]) == 0
    assert capsys.readouterr().out.startswith("PRJ01 S2/P04: breach (error)\n")
    assert parted("PRJ01:S2/P04") == ("PRJ01", "S2/P04")
    assert parted("END01:A:1") == ("END01", "A:1")
    assert parted("END01:") == ("END01", None)
    assert parted("END01") == ("END01", None)


def test_without_a_row_all_that_is_amiss_is_explained_and_the_rest_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", TROUBLE, "ALC06", *END, "--lang", "fr"]) == 0
    out = capsys.readouterr().out
    assert "ALC06 A12\u00a0: manquement" in out
    assert "ALC06 A10\u00a0: manquement" in out
    assert "ALC06 A01" not in out
    assert "Autres lignes jugées\n  conforme\u00a0: A01, A02" in out
    assert "innosprint explain DOSSIER ALC06:A01" in out


def test_where_nothing_is_amiss_the_rows_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["explain", TROUBLE, "PAY03", "--reading", "Q8=running_costs", *END, "--lang", "fr"]
    assert main(arguments) == 0
    out = capsys.readouterr().out
    assert out.startswith("PAY03\u00a0: rien à redire\n")
    assert "conforme\u00a0: V14, V15" in out


def test_a_proposal_is_explained_at_its_own_moment(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["explain", YEAR, "END01:A11", "--proposal", PROPOSAL, "--as-of", "2019-06-19", "--lang", "fr"]
    assert main(arguments) == 0
    out = capsys.readouterr().out
    assert "jugé au 20/06/2019" in out
    assert "session-4-in-trouble.csv, ligne 5" in out


def test_another_reading_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", TROUBLE, "ALC06:A12", *END, "--lang", "fr"]) == 0
    out = capsys.readouterr().out
    assert (
        "Une autre lecture du texte en déciderait autrement\n  Q1 = publication (la publication)\u00a0: conforme" in out
    )


def test_a_derivation_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", TROUBLE, "END01:A10", *END, "--format", "json", "--lang", "fr"]) == 0
    whole = json.loads(capsys.readouterr().out)
    assert whole["schema"] == "innosprint-derivation/1"
    (found,) = whole["derivations"]
    assert found["subject"] == {"table": "allocations", "id": "A10"}
    (required,) = found["require"]
    assert required["met"] is False
    assert required["condition"]["sides"] == ["35500.00", "35000.00"]
    rows = required["condition"]["steps"][0]["steps"][0]["steps"][0]["rows"]
    assert len(rows["counted"]) == 11
    assert rows["counted"][-1]["total"] == "36500.00"
    assert rows["counted"][0]["location"]["file"] == "attributions.csv"
    assert rows["left_out"] == 1


def test_it_writes_to_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "end01.txt"
    assert main(["explain", TROUBLE, "END01:A10", *END, "--output", str(target), "--lang", "fr"]) == 0
    assert capsys.readouterr().out == ""
    assert target.read_text(encoding="utf-8").startswith("END01 A10\u00a0: manquement")


@pytest.mark.parametrize(("arguments", "said", "hint"), [
    (["END99"], "règle inconnue «\u00a0END99\u00a0»", "vouliez-vous dire"),
    (["ENDO1"], "règle inconnue «\u00a0ENDO1\u00a0»", "«\u00a0END01\u00a0»"),
    ([TROUBLE], "il manque le code de la règle", "END01"),
    ([TROUBLE, "SES1"], "règle inconnue «\u00a0SES1\u00a0»", "vouliez-vous dire"),
    ([TROUBLE, "END01:A99"], "END01 ne juge aucune ligne «\u00a0A99\u00a0»", "«\u00a0A09\u00a0»"),
    ([TROUBLE, "END02:A01"], "END02 ne juge aucune ligne", "écrire END02 seul"),
    (["nulle-part", "END01"], "ce chemin n’existe pas", "vérifier le nom"),
    ([TROUBLE, "END01", "--as-of", "31/02/2019"], "--as-of", ""),
    ([TROUBLE, "END01", "--reading", "Q9=nett"], "Q9", "net"),
    (["END01", "--format", "xml"], "--format", "text, json"),
])  # fmt: skip
def test_what_is_wrong_is_told_with_what_to_do(
    arguments: list[str], said: str, hint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["explain", *arguments, "--lang", "fr"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    words = " ".join(err.split(" ")).replace("\n    ", " ")
    assert said in words
    assert hint in words


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_help_is_in_the_language_asked(lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "--help", "--lang", lang]) == 0
    assert ("pas à pas" if lang == "fr" else "step by step") in " ".join(capsys.readouterr().out.split())
