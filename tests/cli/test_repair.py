"""``innosprint repair`` from end to end: what it says, what it saves, how it ends, what can be given wrong."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from innosprint_rules import read_proposal
from innosprint_rules.allocation.repairing.document import RepairDocument
from innosprint_rules.allocation.solver import highs as solving
from innosprint_rules.cli.app import main
from innosprint_rules.dossier.schema.bundled_schema import bundled_schema

TABLES = bundled_schema().tables

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
YEAR = str(EXAMPLES / "saint-quentin-2019")
FINE, BAD = (str(EXAMPLES / "proposals" / f"session-4-{kind}.csv") for kind in ("fine", "in-trouble"))
EVE = ("--as-of", "2019-06-19")
HEADER = "id;session;date_decision;projet;montant;besoin;objectif;evaluation_avancees;decideurs\n"


@pytest.fixture(autouse=True)
def quiet_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "INNOSPRINT_LANG", "COLUMNS", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)


def plain(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split())


def proposal(folder: Path, *lines: str) -> str:
    path = folder / "p.csv"
    path.write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


def line(name: str, project: str, cents: str, need: str = "b") -> str:
    return f"{name};S4;20/06/2019;{project};{cents};{need};o;e;"


def test_the_sample_in_trouble(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["repair", "--detail", YEAR, "--proposal", BAD, *EVE]) == 0
    told = capsys.readouterr()
    assert told.err == ""
    assert plain(told.out.splitlines()[0]) == "La proposition devient conforme en changeant 1 ligne, de 4 500,00 €"
    out = plain(told.out)
    assert "1. refuser A10 (4 500,00 €)" in out
    assert "Pour ne pas refuser A10 :" in out
    assert "demander au porteur d’écrire le besoin et l’objectif (ALC03" in out
    assert "1. ramener A11 de 8 000,00 € à 3 500,00 € 2. ramener A09 de 6 000,00 € à 1 500,00 €" in out
    assert "A11 8 000,00 € jusqu’à 3 500,00 €, au-delà END01" in out


@pytest.mark.parametrize(
    ("arguments", "status", "first"),
    [
        ((FINE,), 0, "Nothing to repair: the proposal complies"),
        ((BAD,), 0, "The proposal complies once 1 row changes, by €4,500.00"),
        ((BAD, "--keep", "A10"), 1, "No change of amounts is enough"),
        ((BAD, "--keep", "A08, A09", "--keep", "A11"), 0, "The proposal complies once 1 row changes, by €4,500.00"),
    ],
)
def test_the_first_line_and_the_status_answer(
    arguments: tuple[str, ...], status: int, first: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["repair", "--detail", YEAR, "--proposal", *arguments, *EVE, "--lang", "en"]) == status
    assert plain(capsys.readouterr().out.splitlines()[0]) == first


def test_why_lines_cannot_be_kept_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = proposal(tmp_path, line("B1", "P02", "12000"), line("B2", "P07", "9000"), line("B3", "P08", "100"))
    assert main(["repair", "--detail", YEAR, "--proposal", path, *EVE, "--keep", "B1,B2", "--lang", "en"]) == 1
    out = plain(capsys.readouterr().out)
    assert "cannot hold together: END01 (B2), with B1 and B2 kept as they stand" in out


def test_a_line_that_nothing_saves_says_what_else_must_change(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = proposal(tmp_path, line("B1", "P02", "100", need=""))
    assert main(["repair", "--detail", YEAR, "--proposal", path, *EVE, "--lang", "en"]) == 0
    out = plain(capsys.readouterr().out)
    assert out.startswith("No amount saves these rows: refuse them, or change something else")
    assert "B1: ask the holder to write the need (ALC03, p.csv, line 2, column “besoin”) and nothing else needs" in out


def test_other_readings_are_kept_to_unless_one_is_chosen(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    year = tmp_path / "year"
    year.mkdir()
    for path in Path(YEAR).iterdir():
        text = path.read_text(encoding="utf-8-sig")
        if path.name == "versements.csv":
            text += "V90;01/06/2019;projet->FN;P01;;1 000,00 €;rendu\n"
        (year / path.name).write_text(text, encoding="utf-8")
    path = proposal(tmp_path, line("B1", "P02", "19500"))
    arguments = ["repair", "--detail", str(year), "--proposal", path, *EVE, "--lang", "en"]
    assert main(arguments) == 0
    out = plain(capsys.readouterr().out)
    assert out.startswith("Compliant under the readings in force; changing 1 row, by €500.00, makes it so under all")
    assert "To change, however the text is read: 1. bring B1 down from €19,500.00 to €19,000.00" in out
    assert "To change, under the readings in force alone: ✓ nothing to change" in out
    assert "B1 €19,500.00 up to €20,000.00, beyond that END01 (Q9=gross: up to €19,000.00, beyond that END01)" in out
    assert main([*arguments, "--reading", "Q9=net"]) == 0
    assert capsys.readouterr().out.startswith("Nothing to repair")


# what is saved ---------------------------------------------------------------------------------------


def test_the_first_choice_is_saved_and_complies(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "repaired.csv"
    assert main(["repair", "--detail", YEAR, "--proposal", BAD, *EVE, "--write", str(target)]) == 0
    assert "proposition écrite" in capsys.readouterr().err
    text = target.read_text(encoding="utf-8-sig")
    header, *rows = (row.split(";") for row in text.splitlines())
    assert header == [column.header for column in TABLES["allocations"].columns], "rows may be pasted into the template"
    assert [row[header.index("statut")] for row in rows] == ["proposée", "proposée", "refusée", "proposée"]
    assert main(["check", "--detail", YEAR, "--proposal", str(target), *EVE, "--quiet"]) == 0
    capsys.readouterr()
    assert main(["repair", "--detail", YEAR, "--proposal", str(target), *EVE]) == 0
    assert capsys.readouterr().out.startswith("Rien à réparer")


def test_it_is_saved_as_a_workbook_that_complies(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "repaired.xlsx"
    assert main(["repair", YEAR, "--proposal", BAD, *EVE, "--write", str(target)]) == 0
    assert [row.status for row in read_proposal(target).rows] == ["proposée", "proposée", "refusée", "proposée"]
    assert main(["check", YEAR, "--proposal", str(target), *EVE, "--quiet"]) == 0
    capsys.readouterr()


def test_nothing_is_overwritten_unless_forced(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "repaired.csv"
    target.write_text("mine", encoding="utf-8")
    arguments = ["repair", "--detail", YEAR, "--proposal", BAD, *EVE, "--write", str(target)]
    assert main(arguments) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "--force" in told.err
    assert target.read_text(encoding="utf-8") == "mine"
    assert main([*arguments, "--force"]) == 0
    assert target.read_text(encoding="utf-8-sig").startswith("id;")


def test_a_proposal_is_never_written_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = proposal(tmp_path, line("B1", "P02", "20000"))
    before = Path(path).read_bytes()
    assert main(["repair", "--detail", YEAR, "--proposal", path, *EVE, "--write", path, "--force"]) == 2
    assert Path(path).read_bytes() == before
    assert "rien n’y est écrit" in plain(capsys.readouterr().err)


def test_nothing_is_saved_where_nothing_helps(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "repaired.csv"
    assert main(["repair", "--detail", YEAR, "--proposal", BAD, *EVE, "--keep", "A10", "--write", str(target)]) == 1
    assert not target.exists()
    assert "rien n’est écrit" in capsys.readouterr().err


# for machines ----------------------------------------------------------------------------------------


def test_json_follows_its_schema_and_nothing_else_is_printed() -> None:
    """Run apart: HiGHS writes past Python when it has something to say."""
    done = subprocess.run(
        [sys.executable, "-m", "innosprint_rules", "repair", YEAR, "--proposal", BAD, *EVE, "--format", "json"],
        capture_output=True, cwd=ROOT, timeout=300, check=False, env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, b"")
    document = json.loads(done.stdout)
    published = (ROOT / "innosprint_rules" / "report" / "innosprint-repair-1.schema.json").read_text(encoding="utf-8")
    jsonschema.Draft202012Validator(json.loads(published)).validate(document)
    typed = RepairDocument.model_validate(document)
    [group] = typed.groups
    assert [(change.id, change.after, change.refused) for change in group.alternatives[0].changes] == [
        ("A10", "0.00", True)
    ]  # fmt: skip
    assert typed.completed is not None
    assert [each.changes[0].after for each in typed.completed.alternatives] == ["3500.00", "1500.00", "500.00"]
    assert [each.largest for each in typed.headroom] == ["500.00", "1500.00", None, "3500.00"]


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_page_keeps_within_80_columns(lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(["repair", "--detail", YEAR, "--proposal", BAD, *EVE, "--keep", "A10", "--lang", lang])
    assert max(map(len, capsys.readouterr().out.splitlines())) <= 80


# what can be given wrong -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((BAD, "--keep", "A99"), "la proposition n’a pas de ligne « A99 » à voter"),
        ((BAD, "--write", "x.ods"), "une proposition s’écrit en CSV ou en classeur .xlsx"),
        ((BAD, "--write", "x.csv", "--output", "x.csv"), "nomment le même fichier"),
        ((BAD, "--reading", "Q99=x"), "lecture inconnue « Q99 »"),
        ((BAD, "--as-of", "31/02/2019"), "--as-of"),
        ((BAD, "--format", "yaml"), "--format"),
        (("nowhere.csv",), "nowhere.csv"),
        (("",), "--proposal est vide"),
    ],
)
def test_mistakes_are_told_and_nothing_is_printed(
    arguments: tuple[str, ...], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (
        main(["repair", "--detail", YEAR, "--proposal", *arguments, *(EVE if "--as-of" not in arguments else ())]) == 2
    )
    printed = capsys.readouterr()
    assert printed.out == ""
    assert told in plain(printed.err)


def test_without_the_optimiser_it_says_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "highspy", None)  # as where it is not installed
    monkeypatch.setattr(solving, "find_spec", lambda _: None)
    assert main(["repair", "--detail", YEAR, "--proposal", BAD, *EVE]) == 2
    assert "innosprint-rules[optimise]" in capsys.readouterr().err
    assert main(["repair", "--detail", YEAR, "--proposal", FINE, *EVE]) == 0  # nothing to look for
    assert main(["check", "--detail", YEAR, "--proposal", BAD, *EVE]) == 1
    out = plain(capsys.readouterr().out)
    assert "au plus court" not in out
    assert "A11 8 000,00 € jusqu’à 3 500,00 €, au-delà END01" in out


# in the other commands -------------------------------------------------------------------------------


def test_a_check_says_the_smallest_change_and_the_room(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--detail", YEAR, "--proposal", BAD, *EVE]) == 1
    out = plain(capsys.readouterr().out)
    assert "→ sinon, refuser A10" in out
    assert "→ au plus court : refuser A10 ; ou une fois A10 complétée, ramener A11 à 3 500,00 €" in out
    assert "A08 5 000,00 € jusqu’à 500,00 €, au-delà END01" in out
    main(["check", "--detail", YEAR, "--proposal", BAD, *EVE, "--select", "END"])
    assert "au plus court" not in plain(capsys.readouterr().out)  # not all rules were asked for


@pytest.mark.parametrize("form", ["text", "html"])
def test_a_check_stands_whatever_the_optimiser_does(
    form: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stop(*_: object, **__: object) -> None:
        raise solving.SolverFailure("HiGHS stopped: Time limit reached")

    monkeypatch.setattr(solving, "minimum", stop)
    assert main(["check", "--detail", YEAR, "--proposal", BAD, *EVE, "--lang", "en", "--format", form]) == 1
    out = plain(capsys.readouterr().out)
    assert "the smallest changes were not found (HiGHS stopped: Time limit reached)" in out
    assert "up to €500.00, beyond that END01" in out


def test_the_page_of_a_check_says_them_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--detail", YEAR, "--proposal", BAD, *EVE, "--format", "html", "--lang", "en"]) == 1
    page = plain(capsys.readouterr().out)
    assert "At the least: refuse A10; or once A10 is completed, bring A11 down to €3,500.00" in page
    assert "Room of each row, the others as they stand" in page
    assert "up to €500.00, beyond that END01" in page


def test_the_state_says_the_room_of_the_next_session(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status", "--detail", YEAR, *EVE]) == 0
    out = plain(capsys.readouterr().out)
    assert "une ligne de la session S4, le 20/06/2019 : jusqu’à 19 000,00 €, au-delà END01" in out
    assert main(["status", "--detail", YEAR, *EVE, "--format", "json"]) == 0
    room = json.loads(capsys.readouterr().out)["headroom"]
    assert (room["next_session"]["session"], room["next_session"]["largest"], room["lines"]) == ("S4", "19000.00", [])
    assert main(["status", "--detail", YEAR, "--as-of", "2020-02-01"]) == 0
    assert "Marge d’attribution" not in plain(capsys.readouterr().out)


def test_what_a_line_needs_is_set_as_french_sets_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = proposal(tmp_path, "A08;S3;;P10;100;a;;;")
    assert main(["repair", YEAR, "--proposal", given, *EVE, "--lang", "fr"]) == 0
    assert "l’objectif\u202f;" in capsys.readouterr().out
