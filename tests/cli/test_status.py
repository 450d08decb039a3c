"""``innosprint status``: what is left, the thresholds, the sessions, the agenda."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from innosprint_rules.cli.app import main

ROOT = Path(__file__).parents[2]
YEAR, TROUBLE = (str(ROOT / "examples" / name) for name in ("saint-quentin-2019", "year-in-trouble"))
SCHEMA = json.loads((ROOT / "innosprint_rules" / "report" / "innosprint-status-2.schema.json").read_text("utf-8"))


@pytest.fixture(autouse=True)
def quiet_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "INNOSPRINT_LANG", "COLUMNS", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)


def words(text: str) -> str:
    """Return a page as one line with plain spaces."""
    return " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split())


def test_the_evening_of_mid_term_in_french(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status", "--detail", YEAR, "--as-of", "19/06/2019"]) == 0
    out = capsys.readouterr().out
    assert max(map(len, out.splitlines())) <= 80
    told = words(out)
    assert told.startswith("Reste 19 000,00 € à attribuer ; prochaine échéance le 12/07/2019 (J-23)")
    for said in (
        "Le total attribué reste dans la dotation (A07) : 16 000,00 € sur 35 000,00 €, marge 19 000,00 €",
        "Au moins cinq sessions se tiennent dans l’année : 3 sur 5, manque 2, J-176",
        "90 000,00 € sur 200 000,00 €, manque 110 000,00 €",
        "à venir : S4 le 20/06/2019 (J-1)",
        "à 45 jours d’écart au moins, c’est possible",
        "12/07/2019 J-23 l’agglomération (CASQ) : établir l’évaluation de mi-parcours",
    ):
        assert said in told


def test_what_is_late_and_what_no_longer_fits(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status", "--detail", YEAR, "--as-of", "2019-04-30", "--lang", "en"]) == 0
    assert "left to allocate" in capsys.readouterr().out
    assert main(["status", "--detail", TROUBLE, "--as-of", "2019-12-10", "--lang", "en"]) == 0
    told = words(capsys.readouterr().out)
    assert "deadlines missed" in told
    assert "exceeded by €1,000.00" in told
    assert main(["status", "--detail", TROUBLE, "--as-of", "2020-02-01"]) == 0
    assert "la convention a pris fin le 12/12/2019 : il a manqué 1 session" in words(capsys.readouterr().out)


def test_sessions_that_no_longer_fit(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "sessions.csv").write_text("code;date\nS1;15/10/2019\n", encoding="utf-8")
    assert main(["status", "--detail", str(tmp_path), "--as-of", "2019-11-01"]) == 0
    told = words(capsys.readouterr().out)
    assert "elles ne tiennent plus" in told
    assert "aucune session à venir n’est inscrite" in told
    assert "inconnu" in told  # no table of payments: what was received is not known


@pytest.mark.parametrize("day", ["2018-12-01", "2019-06-19", "2020-02-01"])
@pytest.mark.parametrize("folder", [YEAR, TROUBLE])
def test_the_json_keeps_to_its_schema(folder: str, day: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status", "--detail", folder, "--as-of", day, "--format", "json"]) == 0
    document = json.loads(capsys.readouterr().out)
    jsonschema.validate(document, SCHEMA)
    dues = [entry["due"] for entry in document["agenda"] if entry["due"]]
    assert dues == sorted(dues)
    for margin in document["margins"]:
        if margin["unit"] == "number" and margin["margin"] is not None:
            kept = margin["margin"] >= 0
            assert kept == (margin["value"] <= margin["threshold"] if margin["kind"] == "ceiling"
                            else margin["value"] >= margin["threshold"])  # fmt: skip


def test_bad_input_exits_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status", "--detail", "absent"]) == 2
    assert main(["status", "--detail", YEAR, "--format", "pdf"]) == 2
    assert main(["status", "--detail", YEAR, "--reading", "Q99=x"]) == 2
    assert capsys.readouterr().out == ""


def test_it_can_be_written_to_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status", "--detail", YEAR, "--output", str(tmp_path / "etat.txt")]) == 0
    assert capsys.readouterr().out == ""
    assert (tmp_path / "etat.txt").read_text(encoding="utf-8").startswith("Convention terminée le 12/12/2019")


@pytest.mark.parametrize(
    ("projects", "said"),
    [
        ("code;titre\nP1;Capteurs\n", "verser 5,00 € au projet P1 (Capteurs)"),
        ("code;titre\nP1;\n", "verser 5,00 € au projet P1 ("),
        ("code\nP1\n", "verser 5,00 € au projet P1 ("),
        (None, "verser 5,00 € au projet P1 ("),
    ],
)
def test_the_agenda_names_projects(
    projects: str | None, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """By their title as well where there is one; else by their code alone, followed by the row."""
    if projects is not None:
        (tmp_path / "projets.csv").write_text(projects, encoding="utf-8")
    (tmp_path / "attributions.csv").write_text(
        "id;date_decision;projet;montant\nA1;01/02/2019;P1;5\n", encoding="utf-8"
    )
    (tmp_path / "versements.csv").write_text("id;date;sens;montant\n", encoding="utf-8")
    main(["status", "--detail", str(tmp_path), "--as-of", "2019-03-01"])
    assert said in words(capsys.readouterr().out)
