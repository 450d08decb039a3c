"""The command line: what is asked, what is written, what is refused, in both languages."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from innosprint_rules.wording import Lang
from tests.acceptance.year import YEAR
from tests.report.documents.made import innosprint
from tests.report.opendata.test_scdl import CASQ

DOSSIER = str(YEAR)
IDS = ("--siret-attribuant", CASQ, "--rna-beneficiaire", "W021234567", "--date-convention", "20/12/2018",
       "--notification-ue", "non")  # fmt: skip


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_documents_are_written(tmp_path: Path, lang: Lang, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("docx")
    asked = [("bimonthly", "--period", "2"), ("evaluation", "--at", "mid-term"), ("evaluation", "--at", "end")]
    for number, (name, *options) in enumerate(asked):
        for suffix in ("docx", "html"):
            path = tmp_path / f"{number}.{suffix}"
            assert innosprint(name, DOSSIER, *options, "--output", str(path), lang=lang) == 0
            assert path.read_bytes()[:2] == (b"PK" if suffix == "docx" else b"<!")
            assert path.name in capsys.readouterr().out
    assert not [each for each in tmp_path.iterdir() if each.name.startswith(".")]


def test_a_page_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert innosprint("bimonthly", DOSSIER, "--period", "1", "--format", "html", lang="en") == 0
    printed = capsys.readouterr().out
    assert printed.startswith('<!DOCTYPE html>\n<html lang="en-GB">')
    assert printed.endswith("</html>\n")


def test_as_of_and_readings_reach_the_document(tmp_path: Path) -> None:
    path = tmp_path / "e.html"
    options = ("--as-of", "08/01/2020", "--reading", "Q10=decided", "--output", str(path))
    assert innosprint("evaluation", DOSSIER, "--at", "end", *options) == 0
    page = path.read_text(encoding="utf-8")
    assert "08/01/2020" in page
    assert "Q10=decided" in page


@pytest.mark.parametrize("name", ["cr.html", "cr.docx"])
def test_an_earlier_document_is_replaced_as_long_as_nobody_changed_it(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    for period in ("1", "2"):
        assert innosprint("bimonthly", DOSSIER, "--period", period, "--output", str(path)) == 0
    changed = path.read_bytes() + b" "
    path.write_bytes(changed)
    again = ("bimonthly", DOSSIER, "--period", "3", "--output", str(path))
    assert innosprint(*again) == 2
    assert path.read_bytes() == changed
    assert innosprint(*again, "--force") == 0


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("bimonthly", DOSSIER, "--period", "9", "--output", "cr.html"), "de 1 à 6"),
        (("bimonthly", DOSSIER, "--period", "deux", "--output", "cr.html"), "nombre entier"),
        (("bimonthly", DOSSIER, "--output", "cr.html"), "--period"),
        (("bimonthly", DOSSIER, "--period", "2"), "--output compte-rendu.docx"),
        (("bimonthly", DOSSIER, "--period", "2", "--format", "docx"), "--output compte-rendu.docx"),
        (("bimonthly", DOSSIER, "--period", "2", "--output", ""), "est vide"),
        (("bimonthly", DOSSIER, "--period", "2", "--output", "cr.pdf"), "--output compte-rendu.docx"),
        (("bimonthly", DOSSIER, "--period", "2", "--format", "html", "--output", "cr.docx"), "ne va pas avec"),
        (("evaluation", DOSSIER, "--at", "fin", "--format", "html"), "mid-term, end"),
        (("evaluation", DOSSIER, "--at", "end", "--format", "html", "--reading", "Q99=x"), "Q99"),
        (("opendata", DOSSIER, *IDS, "--date-convention", "31/02/2019"), "--date-convention"),
    ],
)
def test_what_cannot_be_is_refused(
    arguments: tuple[str, ...], told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    assert innosprint(*arguments) == 2
    output = capsys.readouterr()
    assert output.out == ""
    assert told in " ".join(output.err.split())
    assert not list(tmp_path.iterdir())


def test_the_dossiers_own_files_are_never_written(capsys: pytest.CaptureFixture[str]) -> None:
    before = {path: path.read_bytes() for path in YEAR.iterdir()}
    for name in ("projets.csv", "nouveau.html"):
        target = str(YEAR / name)
        assert innosprint("bimonthly", DOSSIER, "--period", "2", "--format", "html", "--output", target) == 2
        assert innosprint("opendata", DOSSIER, *IDS, "--output", target) == 2
    assert {path: path.read_bytes() for path in YEAR.iterdir()} == before
    assert "fait partie de ce qui est lu" in " ".join(capsys.readouterr().err.split())


def test_open_data_are_written_or_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "subventions.csv"
    assert innosprint("opendata", DOSSIER, *IDS, "--output", str(path)) == 0
    capsys.readouterr()
    assert innosprint("opendata", DOSSIER, *IDS) == 0
    with path.open(encoding="utf-8", newline="") as file:
        text = file.read()
    assert capsys.readouterr().out == text
    assert next(csv.DictReader(text.splitlines()))["montant"] == "35000.00"


@pytest.mark.parametrize(("lang", "told"), [("fr", "4 erreurs"), ("en", "4 errors")])
def test_missing_identifiers_are_listed_at_once(lang: Lang, told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert innosprint("opendata", DOSSIER, lang=lang) == 2
    assert told in capsys.readouterr().err


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_help(lang: Lang, capsys: pytest.CaptureFixture[str]) -> None:
    for words in ((), ("bimonthly",), ("evaluation",), ("opendata",)):
        assert innosprint(*words, "--help", lang=lang) == 0
        printed = capsys.readouterr().out
        assert ("Utilisation" if lang == "fr" else "Usage") in printed
        assert "options" in printed.lower()
