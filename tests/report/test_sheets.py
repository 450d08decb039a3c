"""Answers on one A4 page: what must stand on it, what gives way, and that every command gives one."""

from __future__ import annotations

import io
from datetime import date
from functools import cache
from pathlib import Path

import docx
import pytest

import innosprint_rules as ir
from innosprint_rules.cli.app import main
from innosprint_rules.engine.report import Report
from innosprint_rules.report.content.standing import headline
from innosprint_rules.report.content.teller import ENGLISH, FRENCH, Teller
from innosprint_rules.report.documents.model import Document, Table
from innosprint_rules.report.documents.rendering import rendered
from innosprint_rules.report.sheets.check import check_sheet
from innosprint_rules.report.sheets.page import ROOM, Part, sheet
from innosprint_rules.report.sheets.status import status_sheet
from innosprint_rules.wording import LANGUAGES, Lang

EXAMPLES = Path(__file__).parents[2] / "examples"
YEAR, TROUBLE = EXAMPLES / "saint-quentin-2019", EXAMPLES / "year-in-trouble"
PROPOSAL = EXAMPLES / "proposals" / "session-4-in-trouble.csv"
EVE = ("--as-of", "2019-06-19")
COMMANDS = {
    "check": (["check", str(YEAR), "--proposal", str(PROPOSAL), *EVE], "sheet", "2 lignes sur 4 enfreignent", 1),
    "repair": (["repair", str(YEAR), "--proposal", str(PROPOSAL), *EVE], "html", "Refuser A10", 0),
    "allocate": (["allocate", str(EXAMPLES / "fourth-session"), "--session", "S4", *EVE], "html", "mieux-notées", 0),
    "status": (["status", str(YEAR), *EVE], "html", "Reste 19 000,00 € à attribuer", 0),
}


@cache
def voted() -> Report:
    return ir.check(ir.read_dossier(YEAR), proposal=PROPOSAL, as_of=date(2019, 6, 19))


@cache
def trouble() -> Report:
    return ir.check(ir.read_dossier(TROUBLE), as_of=date(2020, 2, 1))


def words(document: Document) -> str:
    return rendered(document, "html").decode().replace("\xa0", " ").replace("\u202f", " ")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_session_has_its_verdict_its_lines_and_room_to_vote_and_sign(lang: Lang) -> None:
    found = check_sheet(voted(), Teller(lang))
    assert found.title.endswith(headline(voted(), Teller(lang)).text)
    lines, broken, balance = list(found.tables())[:3]
    assert [(row[0], row[-1]) for row in lines.rows] == [(f"A{n:02}", "") for n in (8, 9, 10, 11)]
    assert [row[0].split()[1] for row in broken.rows] == ["ALC03", "END01"]
    assert len(balance.header) == 3
    assert found.sections[-1].title in ("Date et signatures", "Date and signatures")


def test_what_is_asked_of_the_same_people_on_one_day_is_said_once() -> None:
    told = words(check_sheet(voted(), FRENCH))
    to_do = told[told.index(">À faire<") :]
    assert to_do.count("les décideurs sont à inscrire") == 1
    assert "les décideurs sont à inscrire lors du vote (A08, A09, A10, A11)" in to_do


def test_a_long_answer_is_cut_from_its_end_and_says_so() -> None:
    found = check_sheet(trouble(), FRENCH)
    assert next(found.tables()).rows[0][0].startswith("✗ ALC01")
    assert "et " in found.sections[0].blocks[-1].text  # type: ignore[union-attr]  # a paragraph, behind the table
    assert "encore à restituer" in words(found)
    assert next(iter(status_sheet(trouble(), FRENCH).tables())).rows[-1][0] == "encore à restituer"


@pytest.mark.parametrize("many", [1, 40, 4_000])
def test_no_part_takes_more_than_the_page(many: int) -> None:
    long = "W" * 400
    parts = [Part(f"part {n}", [(long, f"{n}-{row}") for row in range(many)], ("a", "b"), weights=(60, 40), least=9)
             for n in range(6)]  # fmt: skip
    sign = Part("sign", [("here",)], kept=True)
    found = sheet("title", [*parts, sign], voted(), ENGLISH)
    assert sum(part.height() for part in (*parts, sign)) <= ROOM or many == 1
    assert found.sections[-1].title == "sign"
    shown = [len(block.rows) for section in found.sections for block in section.blocks if isinstance(block, Table)]
    assert sum(shown) + sum(part.cut for part in parts) == 6 * many
    assert shown == sorted(shown, reverse=True)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_gives_its_sheet_as_a_page_and_as_a_word_file(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments, form, said, wanted = COMMANDS[command]
    file = tmp_path / "f.docx"
    assert main([*arguments, "--lang", "fr", "--format", form]) == wanted
    page = capsys.readouterr().out.replace("\xa0", " ").replace("\u202f", " ")
    assert said in page
    assert "@page { size: A4" in page
    assert main([*arguments, "--lang", "fr", "--format", "docx", "--output", str(file)]) == wanted
    word = docx.Document(io.BytesIO(file.read_bytes()))
    told = [line.text for line in word.paragraphs] + [cell.text for table in word.tables for cell in table._cells]
    assert said in "\n".join(told).replace("\xa0", " ").replace("\u202f", " ")
    capsys.readouterr()
    assert main([*arguments, "--lang", "fr", "--format", "docx"]) == 2
    assert "ajouter --output rapport.docx" in capsys.readouterr().err
