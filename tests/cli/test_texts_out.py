"""What a file or an option holds never drives a terminal, a spreadsheet or a browser; and it reads back as it was."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import innosprint_rules as ir
from innosprint_rules.cli.app import main
from innosprint_rules.dossier.formats.formula_marks import STARTS, marked, unmarked
from innosprint_rules.dossier.schema.bundled_schema import bundled_schema
from innosprint_rules.dossier.writing.text import csv_text, write_csv_folder
from innosprint_rules.wording import harmless, json_text, printable
from tests.profiles import examples
from tests.report.opendata.test_scdl import CASQ

TABLES = bundled_schema().tables

ROOT = Path(__file__).parents[2]
YEAR = str(ROOT / "examples" / "saint-quentin-2019")
FOURTH = str(ROOT / "examples" / "fourth-session")
DAY = ("--as-of", "2019-06-19")
FORMULAS = (
    '=HYPERLINK("http://x","y")', "@SUM(1+1)", "+1+1", "-1+1|cmd", "=cmd|' /C calc'!A0", "\uff1d1+1", "'=1+1", "''@x",
    " =1+1", "'", "''", "'quoted'", "l'an", "plain", "a=b", "-", "'-5",
)  # fmt: skip
HOSTILE = "\x1b]0;owned\x07\x1b[2J\x9b2J\u202egnp.exe\u2066\u200b\x08\x7f"


def is_formula(cell: str) -> bool:
    return cell.strip().startswith(STARTS)


# formulas --------------------------------------------------------------------------------------------


@given(st.text("='@+-\t\uff1d aé;\"\n", max_size=8))
def test_a_mark_is_taken_off_again_and_no_formula_is_left(text: str) -> None:
    assert unmarked(marked(text)) == text
    assert not is_formula(marked(text))


@settings(max_examples=examples(20))
@given(st.lists(st.sampled_from(FORMULAS), min_size=4, max_size=4))
def test_a_dossier_with_formulas_reads_back(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    need, objective, place, own = texts
    rows = [{"id": "A1", "montant": "5,00", "besoin": need, "objectif": objective, "=libre": own}]
    dossier = ir.Dossier.model_validate({
        "attributions": rows,
        "sessions": [{"code": "S1", "lieu": place}],
        "attestations": [{"id": "T1", "clause": "C24", "valeur": own}],
    })  # fmt: skip
    for table in ("allocations", "sessions", "attestations"):
        text = io.StringIO(csv_text(dossier, TABLES[table]))
        assert [cell for row in csv.reader(text, delimiter=";") for cell in row if is_formula(cell)] == []
    folder = tmp_path_factory.mktemp("d") / "d"
    write_csv_folder(dossier, folder)
    again = ir.read_dossier(folder)
    assert again.digest == dossier.digest


@pytest.mark.parametrize("command", ["repair", "allocate", "opendata", "new"])
def test_no_command_writes_a_formula(command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "out.csv"
    need, objective = FORMULAS[:2]
    if command == "repair":
        proposal = tmp_path / "p.csv"
        with proposal.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, delimiter=";")
            writer.writerow(["id", "session", "projet", "montant", "besoin", "objectif", "=1+1"])
            writer.writerow(["A90", "S4", "P02", "90000,00", need, objective, "=2+2"])
        arguments = ["repair", "--detail", YEAR, "--proposal", str(proposal), *DAY, "--write", str(path)]
    elif command == "allocate":
        folder = tmp_path / "d"
        write_csv_folder(ir.read_dossier(FOURTH), folder)
        requests = (folder / "demandes.csv").read_text("utf-8-sig").splitlines()
        names, *rows = csv.reader(requests, delimiter=";")
        place = names.index("besoin")
        for row in rows:
            row[place] = "=1+1"
        (folder / "demandes.csv").write_text("\n".join(map(";".join, [names, *rows])), "utf-8")
        arguments = [
            "allocate",
            "--detail",
            str(folder),
            "--session",
            "S4",
            *DAY,
            "--method",
            "greedy",
            "--write",
            str(path),
        ]
    elif command == "opendata":
        arguments = ["publish", "opendata", YEAR, "--siret-attribuant", CASQ, "--rna-beneficiaire", "W021234567",
                     "--date-convention", "20/12/2018", "--notification-ue", "non", "--objet", need,
                     "--nom-beneficiaire", "@SUM(1)", "--dispositif-aide", "+1", "--output", str(path)]  # fmt: skip
    else:
        arguments = ["new", str(tmp_path / "new")]
    assert main(arguments) in (0, 3)
    files = [path] if path.exists() else sorted((tmp_path / "new").glob("*.csv"))
    separator = "," if command == "opendata" else ";"
    seen = 0
    for file in files:
        for row in csv.reader(file.read_text("utf-8-sig").splitlines(), delimiter=separator):
            seen += len(row)
            assert [cell for cell in row if is_formula(cell)] == []
    assert seen
    if command in ("repair", "allocate"):
        needs = {row.need for row in ir.read_proposal(path).rows}
        assert needs <= {need, "=1+1"}
    capsys.readouterr()


# terminals -------------------------------------------------------------------------------------------


def drives(text: str) -> list[str]:
    """Return the characters of a text that a terminal obeys, lines aside."""
    return [
        f"U+{ord(letter):04X}"
        for letter in text.replace("\r\n", "\n")
        if letter not in "\n\t" and unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Zl", "Zp")
    ]


SEEN = "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2"
"""Signs of numbers in Arabic and Syriac, of the category of what is not seen."""


def test_all_that_drives_a_terminal_is_known() -> None:
    odd = [
        letter for letter in map(chr, range(0x10000))
        if letter not in "\n\t" + SEEN and unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Zl", "Zp")
    ]  # fmt: skip
    assert [letter for letter in odd if harmless(f"a{letter}b") == f"a{letter}b"] == []
    assert [letter for letter in odd if letter in json_text([letter])] == []
    assert [letter for letter in odd if letter in printable(letter)] == []
    assert harmless("1\u202f234,50\u00a0€ «\u00a0l’été\u00a0»\r\n") == "1\u202f234,50\u00a0€ «\u00a0l’été\u00a0»\r\n"
    assert harmless("a\rb") == "a\ufffdb"


@given(st.text(max_size=30))
def test_json_says_the_same(text: str) -> None:
    assert json.loads(json_text({"a": text})) == {"a": text}
    assert drives(json_text({"a": text})) == [] or any(letter in SEEN or ord(letter) > 0xFFFF for letter in text)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_no_message_carries_what_was_given_raw(
    lang: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Paths, options, cells, names of columns, files and sheets, codes: in what is printed and what is told."""
    monkeypatch.chdir(tmp_path)
    name = HOSTILE.replace("/", "")
    folder = tmp_path / name
    folder.mkdir()
    (folder / "projets.csv").write_text(f"code;titre;{HOSTILE}\nP01;{HOSTILE};x\n", "utf-8")
    (folder / f"{name}.csv").write_text("a;b\n", "utf-8")
    code = HOSTILE.encode("unicode_escape").decode()
    (tmp_path / f"{name}.yaml").write_text(f'projets: [{{code: "{code}"}}]\n', "utf-8")
    options = ("--siret-attribuant", CASQ, "--rna-beneficiaire", "W021234567", "--date-convention", "20/12/2018",
               "--notification-ue", "non", "--objet", HOSTILE)  # fmt: skip
    for arguments in (
        ["check", name, "--as-of", "2019-06-19"],
        ["check", f"{name}.yaml"],
        ["check", name + "absent"],
        ["check", YEAR, "--as-of", HOSTILE],
        ["check", YEAR, "--select", HOSTILE],
        ["check", YEAR, "--reading", HOSTILE],
        ["check", YEAR, "--format", HOSTILE],
        ["check", YEAR, f"--{HOSTILE}"],
        ["check", YEAR, *DAY, "--select", "END01", "--output", f"{name}.txt"],
        ["check", YEAR, *DAY, "--select", "END01", "--output", f"{name}.txt"],
        [HOSTILE],
        ["explain", HOSTILE],
        ["explain", YEAR, f"END01:{HOSTILE}", *DAY],
        ["new", f"{name}.xlsx"],
        ["new", f"{name}-dir"],
        ["allocate", YEAR, "--session", HOSTILE, *DAY],
        ["allocate", FOURTH, "--session", "S4", *DAY, "--method", "greedy", "--write", f"{name}.csv"],
        ["repair", YEAR, "--proposal", HOSTILE, *DAY],
        ["simulate", HOSTILE],
        ["publish", "bimonthly", YEAR, "--period", "1", "--output", f"{name}.html"],
        ["publish", "opendata", YEAR, *options, "--output", f"{name}2.csv"],
        ["publish", "opendata", YEAR, *options],
        ["rules", "list", "--rules", name],
    ):
        main([*arguments, "--lang", lang])
        told = capsys.readouterr()
        assert drives(told.out) == [], arguments
        assert drives(told.err) == [], arguments
        assert told.out + told.err, arguments


def test_a_document_takes_any_text() -> None:
    """A control character in a title would break a Word file and the XML of a page."""
    from datetime import date
    from xml.etree import ElementTree

    from innosprint_rules.report.documents.model import Document, Paragraph, Section, Table
    from innosprint_rules.report.documents.rendering import rendered

    table = Table(HOSTILE, (HOSTILE,), ((HOSTILE,),), frozenset(), (1,))
    section = Section(HOSTILE, (Paragraph(HOSTILE), table), (Section(HOSTILE, ()),))
    document = Document(
        HOSTILE, HOSTILE, HOSTILE, "fr", date(2019, 6, 19), ((HOSTILE, HOSTILE),), (section,), HOSTILE
    )  # fmt: skip
    page = rendered(document, "html").decode()
    assert drives(page) == []
    ElementTree.fromstring(page.split("\n", 1)[1])  # noqa: S314  # our own page
    pytest.importorskip("docx")
    assert rendered(document, "docx").startswith(b"PK")
